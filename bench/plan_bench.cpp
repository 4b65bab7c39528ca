// Cuts a second of the planner, for growing songs and growing numbers of clips.

#include <benchmark/benchmark.h>

#include "maps.h"
#include "plan/planner.h"

namespace beatsync {
namespace {

void BM_Plan(benchmark::State& state) {
    const music::MusicMap song = bench::make_music(static_cast<int>(state.range(0)));
    const auto clips = bench::make_clips(static_cast<int>(state.range(1)));
    plan::PlanOptions options;
    options.song_path = "song.mp3";
    options.canvas = {1080, 1920, {30, 1}};
    options.length_rule = plan::LengthRule::song;
    std::size_t cuts = 0;
    for ([[maybe_unused]] auto _ : state) {
        const auto plan = plan::make_plan(song, clips, options);
        if (!plan) return state.SkipWithError(plan.error().message.c_str());
        cuts = plan->reasons.size();
    }
    if (cuts < static_cast<std::size_t>(state.range(0)) / 16)
        state.SkipWithError("wrong answer: hardly any cuts");
    state.counters["cuts"] = benchmark::Counter(
        static_cast<double>(cuts) * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(BM_Plan)->Name("plan/smoke")->Args({64, 8})->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Plan)
    ->Name("plan")
    ->Args({120, 10})
    ->Args({480, 40})
    ->Args({1920, 160})
    ->Args({14400, 500})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace beatsync
