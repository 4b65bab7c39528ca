// Segments a second through draft JSON, written and read back.

#include <benchmark/benchmark.h>

#include "draft/draft_json.h"

namespace beatsync {
namespace {

draft::Draft make_draft(std::int64_t segments) {
    draft::Draft document;
    draft::Track track;
    for (std::int64_t i = 0; i < segments; ++i) {
        draft::Segment segment;
        segment.frames = {i * 15, (i + 1) * 15};
        segment.source = "clip" + std::to_string(i % 10) + ".mp4";
        segment.in = Time{i * 100'003};
        segment.beat = i;
        track.segments.push_back(std::move(segment));
    }
    document.tracks.push_back(std::move(track));
    return document;
}

void BM_DraftJson(benchmark::State& state) {
    const draft::Draft document = make_draft(state.range(0));
    bool same = false;
    for ([[maybe_unused]] auto _ : state) {
        const auto read = draft::from_json(draft::to_json(document));
        same = read && *read == document;
    }
    if (!same) state.SkipWithError("wrong answer: the draft did not come back as it went");
    state.counters["segments"] = benchmark::Counter(static_cast<double>(state.range(0) * state.iterations()),
                                                    benchmark::Counter::kIsRate);
}

BENCHMARK(BM_DraftJson)->Name("draft/json/smoke")->Arg(100)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_DraftJson)
    ->Name("draft/json")
    ->Arg(1000)
    ->Arg(10'000)
    ->Arg(90'000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace beatsync
