// What looking at footage costs beside decoding it: a clip decoded with nothing around it, then analysed from
// the file on, in turn and in one thread, so that a machine whose speed drifts does not matter.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/floor/plain_decoder.h"
#include "footage/shot_analyser.h"
#include "media/analysis_reader.h"
#include "support/pattern_clip.h"

namespace beatsync {
namespace {

namespace fs = std::filesystem;

/// A zoom into the Mandelbrot set with film grain: edges, texture and movement everywhere, a keyframe a
/// second.
std::string made_clip(int height, int seconds) {
    static const test::TemporaryFolder folder;
    const fs::path path = folder.path() / (std::to_string(height) + ".mp4");
    if (!fs::exists(path)) {
        const std::string size = std::to_string(height * 16 / 9) + ":" + std::to_string(height);
        const bool made = test::run_command(
            "ffmpeg -nostdin -v error -y -f lavfi -t " + std::to_string(seconds) +
            " -i mandelbrot=size=640x360:rate=30:start_scale=2:maxiter=200 -vf scale=" + size +
            ",noise=alls=4:allf=t -c:v libx264 -preset veryfast -crf 21 -g 30 -pix_fmt yuv420p '" +
            path.string() + "'");
        if (!made) throw std::runtime_error("ffmpeg cannot make a clip");
    }
    return path.string();
}

/// Frames that it was given.
std::int64_t analyse(const std::string& path, bool fast) {
    media::AnalysisOptions options;
    options.fast = fast;
    footage::ShotAnalyser analyser;
    std::int64_t frames = 0;
    auto media = media::read_for_analysis(path, options, {}, [&](const PictureView& picture) {
        analyser.push(picture);
        ++frames;
    });
    if (!media) throw std::runtime_error(media.error().message);
    benchmark::DoNotOptimize(analyser.finish(std::move(media->info), media->end));
    return frames;
}

void measure(benchmark::State& state, const std::string& path, bool fast) {
    std::vector<double> ratios;
    std::int64_t frames = 0;
    for ([[maybe_unused]] auto _ : state) {
        const double begin = bench::thread_cpu_seconds();
        const std::int64_t decoded = bench::PlainDecoder(path).all().decoded;
        const double middle = bench::thread_cpu_seconds();
        frames = analyse(path, fast);
        const double end = bench::thread_cpu_seconds();
        ratios.push_back((end - middle) / (middle - begin));
        state.SetIterationTime(end - middle);
        if (frames != decoded) {
            state.SkipWithError(("wrong answer: " + std::to_string(frames) + " frames").c_str());
            return;
        }
    }
    std::nth_element(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2),
                     ratios.end());
    state.counters["times the CPU of decoding"] = ratios[ratios.size() / 2];
    state.counters["frames"] =
        benchmark::Counter(static_cast<double>(frames * state.iterations()), benchmark::Counter::kIsRate);
}

void BM_Made(benchmark::State& state, int height, int seconds, bool fast) {
    try {
        measure(state, made_clip(height, seconds), fast);
    } catch (const std::exception& error) {
        state.SkipWithError(error.what());
    }
}

/// Footage from outside; not part of this repository.
void BM_Real(benchmark::State& state, const char* name, bool fast) {
    const fs::path path = fs::path(BEATSYNC_SHARED_DATA) / name;
    if (!fs::exists(path)) return state.SkipWithError((path.string() + " is not here").c_str());
    try {
        measure(state, path.string(), fast);
    } catch (const std::exception& error) {
        state.SkipWithError(error.what());
    }
}

void with_defaults(benchmark::internal::Benchmark* bench) {
    bench->UseManualTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK_CAPTURE(BM_Made, smoke, 180, 1, false)->Name("analysis/made/smoke")->Apply(with_defaults);
BENCHMARK_CAPTURE(BM_Made, smoke_fast, 180, 1, true)->Name("analysis/made_fast/smoke")->Apply(with_defaults);
BENCHMARK_CAPTURE(BM_Made, hd, 1080, 6, false)->Name("analysis/made_1080")->Apply(with_defaults);
BENCHMARK_CAPTURE(BM_Made, hd_fast, 1080, 6, true)->Name("analysis/made_1080_fast")->Apply(with_defaults);
BENCHMARK_CAPTURE(BM_Real, shots, "cuts/hd1080.mp4", false)->Name("analysis/real_1080")->Apply(with_defaults);
BENCHMARK_CAPTURE(BM_Real, shots_fast, "cuts/hd1080.mp4", true)
    ->Name("analysis/real_1080_fast")
    ->Apply(with_defaults);
BENCHMARK_CAPTURE(BM_Real, fireworks, "footage/fireworks_1080p50_pcm.mov", false)
    ->Name("analysis/fireworks_1080")
    ->Apply(with_defaults);
BENCHMARK_CAPTURE(BM_Real, fireworks_fast, "footage/fireworks_1080p50_pcm.mov", true)
    ->Name("analysis/fireworks_1080_fast")
    ->Apply(with_defaults);

}  // namespace
}  // namespace beatsync
