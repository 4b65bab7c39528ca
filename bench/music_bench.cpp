// Seconds of song for a second of CPU, at growing lengths so that more than linear cost would show.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "music/analyser.h"
#include "music/beat_tracker.h"
#include "music/harmony.h"
#ifdef BEATSYNC_WITH_QM_DSP
#include "peers/qm_dsp.h"
#endif
#include "support/song_synth.h"

namespace beatsync {
namespace {

constexpr int kSampleRate = 44100;
constexpr double kBpm = 124;

test::Song make_song(std::int64_t seconds) {
    test::SongSpec spec;
    spec.sample_rate = kSampleRate;
    spec.seconds = static_cast<double>(seconds);
    spec.bpm = kBpm;
    return test::synthesise_song(spec);
}

/// A tempo counts as right within 4 %, as in the field's Acc1: peers round theirs.
void report(benchmark::State& state, double tempo_bpm) {
    if (std::abs(tempo_bpm - kBpm) > 0.04 * kBpm)
        state.SkipWithError(("wrong answer: " + std::to_string(tempo_bpm) + " bpm").c_str());
    state.counters["song_seconds"] = benchmark::Counter(
        static_cast<double>(state.range(0) * state.iterations()), benchmark::Counter::kIsRate);
}

void track(benchmark::State& state, music::TrackerKind kind) {
    const test::Song song = make_song(state.range(0));
    double tempo_bpm = 0;
    for ([[maybe_unused]] auto _ : state) {
        auto tracker = music::make_tracker(kind, kSampleRate);
        music::Harmony harmony(kSampleRate);
        (*tracker)->push(song.samples);
        harmony.push(song.samples);
        tempo_bpm = (*tracker)->finish(harmony.finish())->tempo_bpm;
    }
    report(state, tempo_bpm);
}

void BM_OwnTracker(benchmark::State& state) {
    track(state, music::TrackerKind::beatsync);
}
void BM_ClassicalTracker(benchmark::State& state) {
    track(state, music::TrackerKind::classical);
}
void BM_AubioTracker(benchmark::State& state) {
    track(state, music::TrackerKind::aubio);
}

#ifdef BEATSYNC_WITH_QM_DSP
void BM_QmDsp(benchmark::State& state) {
    const test::Song song = make_song(state.range(0));
    std::vector<double> beats;
    for ([[maybe_unused]] auto _ : state)
        beats = bench::qm_dsp_beats(song.samples, kSampleRate);
    // Its intervals are whole steps of 11.6 ms: their mean, not their median.
    report(state, beats.size() < 2
                      ? 0
                      : 60 * static_cast<double>(beats.size() - 1) / (beats.back() - beats.front()));
}
BENCHMARK(BM_QmDsp)->Name("music/qm_dsp")->Arg(60)->Arg(180)->Arg(720)->Unit(benchmark::kMillisecond);
#endif

/// Beats, bars, sections, energy and loudness together: what a song costs after decoding.
void BM_MusicMap(benchmark::State& state) {
    const test::Song song = make_song(state.range(0));
    double tempo_bpm = 0;
    for ([[maybe_unused]] auto _ : state) {
        auto analyser = music::MusicAnalyser::create({kSampleRate, 1, music::TrackerKind::beatsync});
        analyser->push(song.samples);
        tempo_bpm = analyser->finish()->grid.tempo_bpm;
    }
    report(state, tempo_bpm);
}

BENCHMARK(BM_OwnTracker)->Name("music/own_tracker/smoke")->Arg(30)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AubioTracker)->Name("music/aubio/smoke")->Arg(30)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_OwnTracker)
    ->Name("music/own_tracker")
    ->Arg(60)
    ->Arg(180)
    ->Arg(720)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ClassicalTracker)
    ->Name("music/classical_tracker")
    ->Arg(60)
    ->Arg(180)
    ->Arg(720)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AubioTracker)->Name("music/aubio")->Arg(60)->Arg(180)->Arg(720)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_MusicMap)
    ->Name("music/map")
    ->Arg(30)
    ->Arg(60)
    ->Arg(180)
    ->Arg(720)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace beatsync
