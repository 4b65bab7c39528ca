// Frames a second of the shot analysis alone, on small pictures as the analysis reader makes them.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "footage/shot_analyser.h"

namespace beatsync {
namespace {

constexpr int kWidth = 256;
constexpr int kHeight = 144;
constexpr std::int64_t kFramesAShot = 90;

/// A textured picture that drifts; every shot has a texture of its own.
void paint(std::vector<std::uint8_t>& luma, std::int64_t frame) {
    const auto shot = static_cast<std::uint32_t>(frame / kFramesAShot);
    const auto drift = static_cast<std::uint32_t>(frame % kFramesAShot);
    for (std::uint32_t y = 0; y < kHeight; ++y)
        for (std::uint32_t x = 0; x < kWidth; ++x) {
            const std::uint32_t cell = ((x + drift) / 8 * 2654435761U) ^ (y / 8 * 40503U) ^ (shot * 977U);
            luma[y * kWidth + x] = static_cast<std::uint8_t>(40U + (cell >> 7U) % 160U);
        }
}

void BM_Shots(benchmark::State& state) {
    const std::int64_t frames = state.range(0);
    const Rate fps{30, 1};
    std::vector<std::uint8_t> luma(static_cast<std::size_t>(kWidth) * kHeight);
    const std::vector<std::uint8_t> chroma(static_cast<std::size_t>(kWidth / 2) * (kHeight / 2), 128);
    const PlaneView grey{chroma.data(), kWidth / 2, kWidth / 2, kHeight / 2};
    std::size_t shots = 0;
    for ([[maybe_unused]] auto _ : state) {
        footage::ShotAnalyser analyser;
        for (std::int64_t i = 0; i < frames; ++i) {
            state.PauseTiming();
            paint(luma, i);
            state.ResumeTiming();
            analyser.push({{luma.data(), kWidth, kWidth, kHeight}, grey, grey, fps.time_of(i)});
        }
        shots = analyser.finish({}, fps.time_of(frames)).shots.size();
    }
    if (shots != static_cast<std::size_t>((frames + kFramesAShot - 1) / kFramesAShot))
        state.SkipWithError(("wrong answer: " + std::to_string(shots) + " shots").c_str());
    state.counters["frames"] =
        benchmark::Counter(static_cast<double>(frames * state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(BM_Shots)->Name("footage/shots/smoke")->Arg(300)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Shots)->Name("footage/shots")->Arg(900)->Arg(3600)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace beatsync
