#include "support/song_synth.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>

namespace beatsync::test {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

/// Uniform numbers, the same on every platform (the standard's distributions are not).
class Random {
public:
    explicit Random(std::uint32_t seed) : engine_(seed) {}
    double unit() { return static_cast<double>(engine_()) / 4294967296.0; }
    double between(double low, double high) { return low + (high - low) * unit(); }
    float noise() { return static_cast<float>(2 * unit() - 1); }

private:
    std::mt19937 engine_;
};

class Mixer {
public:
    Mixer(double seconds, int sample_rate)
        : rate_(sample_rate), samples_(static_cast<std::size_t>(std::lround(seconds * sample_rate))) {}

    /// Adds wave(seconds since `at`) from the sample nearest to `at` on, for `length` seconds.
    template <class Wave>
    void add(double at, double length, Wave&& wave) {
        const auto first = static_cast<std::size_t>(std::max(0L, std::lround(at * rate_)));
        const auto count = static_cast<std::size_t>(std::lround(length * rate_));
        for (std::size_t i = 0; i < count && first + i < samples_.size(); ++i)
            samples_[first + i] += static_cast<float>(wave(static_cast<double>(i) / rate_));
    }

    std::vector<float>& samples() { return samples_; }

private:
    double rate_;
    std::vector<float> samples_;
};

void add_kick(Mixer& mix, double at, double gain) {
    mix.add(at, 0.25, [=](double t) {
        const double phase = kTwoPi * (50 * t + 100 * 0.03 * (1 - std::exp(-t / 0.03)));
        return 0.5 * gain * std::exp(-t / 0.08) * std::cos(phase);
    });
}

void add_snare(Mixer& mix, double at, double gain, Random& random) {
    mix.add(at, 0.2, [&random, gain](double t) {
        return gain * std::exp(-t / 0.05) * (0.2 * random.noise() + 0.15 * std::cos(kTwoPi * 190 * t));
    });
}

void add_hat(Mixer& mix, double at, double gain, Random& random) {
    mix.add(at, 0.05, [&random, gain, last = 0.0F](double t) mutable {
        const float noise = random.noise();
        const float bright = noise - last;  // a first difference is a gentle high-pass
        last = noise;
        return 0.08 * gain * std::exp(-t / 0.012) * bright;
    });
}

double note_hz(int midi) {
    return 440 * std::exp2((midi - 69) / 12.0);
}

void add_tone(Mixer& mix, double at, double length, double hz, double gain) {
    mix.add(at, length, [=](double t) {
        const double envelope = std::min({1.0, t / 0.005, (length - t) / 0.02});
        double wave = 0;
        for (int harmonic = 1; harmonic <= 4; ++harmonic)
            wave += std::sin(kTwoPi * hz * harmonic * t) / harmonic;
        return gain * envelope * wave;
    });
}

/// vi IV I V, a chord a bar.
void add_chord(Mixer& mix, double at, double length, int bar, const SongPart& part) {
    constexpr std::array<std::array<int, 3>, 4> kChords{
        {{57, 60, 64}, {53, 57, 60}, {60, 64, 67}, {55, 59, 62}}};
    for (const int note : kChords[static_cast<std::size_t>(bar % 4)])
        add_tone(mix, at, length, note_hz(note + part.key), 0.04 * part.gain);
}

void add_bass(Mixer& mix, double at, double length, int bar, const SongPart& part) {
    constexpr std::array<int, 4> kRoots{45, 41, 48, 43};
    add_tone(mix, at, length, note_hz(kRoots[static_cast<std::size_t>(bar % 4)] + part.key),
             0.08 * part.gain);
}

/// The beats' times: the tempo moves steadily from bpm to end_bpm over the song.
std::vector<double> beat_times(const SongSpec& spec) {
    std::vector<double> times;
    for (double at = spec.first_beat; at < spec.seconds;) {
        times.push_back(std::round(at * spec.sample_rate) / spec.sample_rate);
        const double end = spec.end_bpm > 0 ? spec.end_bpm : spec.bpm;
        at += 60 / (spec.bpm + (end - spec.bpm) * at / spec.seconds);
    }
    return times;
}

bool has_snare(int position, int beats_a_bar) {
    return beats_a_bar == 4 ? position % 2 == 1 : position > 0;
}

void add_beat(Mixer& mix, const SongSpec& spec, const SongPart& part, double at, double length, int beat,
              Random& random) {
    const int bar = beat / spec.beats_a_bar;
    const int position = beat % spec.beats_a_bar;
    if (part.drums) {
        // No two strokes of a drummer are alike.
        const double gain = part.gain * random.between(0.9, 1.1);
        if (has_snare(position, spec.beats_a_bar))
            add_snare(mix, at, gain, random);
        else
            add_kick(mix, at, gain);
        add_hat(mix, at, gain, random);
        add_hat(mix, at + length / 2, 0.7 * gain, random);
    }
    if (part.chords) {
        add_bass(mix, at, 0.8 * length, bar, part);
        if (position == 0) add_chord(mix, at, length * spec.beats_a_bar, bar, part);
    }
}

std::vector<float> spread(const std::vector<float>& mono, int channels) {
    if (channels == 1) return mono;
    std::vector<float> interleaved;
    interleaved.reserve(mono.size() * static_cast<std::size_t>(channels));
    for (const float sample : mono)
        for (int c = 0; c < channels; ++c)
            interleaved.push_back(c % 2 == 0 ? sample : 0.8F * sample);
    return interleaved;
}

}  // namespace

Song synthesise_song(const SongSpec& spec) {
    Song song{.samples = {},
              .sample_rate = spec.sample_rate,
              .channels = spec.channels,
              .beats = beat_times(spec),
              .positions = {},
              .section_starts = {}};
    Random random(spec.seed);
    Mixer mix(spec.seconds, spec.sample_rate);
    std::size_t part = 0;
    int part_begin = 0;  // in beats
    for (std::size_t b = 0; b < song.beats.size(); ++b) {
        const int beat = static_cast<int>(b);
        if (part + 1 < spec.parts.size() && beat - part_begin == spec.parts[part].bars * spec.beats_a_bar) {
            ++part;
            part_begin = beat;
        }
        if (beat == part_begin) song.section_starts.push_back(song.beats[b]);
        song.positions.push_back(beat % spec.beats_a_bar + 1);
        const double next =
            b + 1 < song.beats.size() ? song.beats[b + 1] : 2 * song.beats[b] - song.beats[b - 1];
        add_beat(mix, spec, spec.parts[part], song.beats[b], next - song.beats[b], beat, random);
    }
    auto& samples = mix.samples();
    const auto index = [&](double t) { return samples.begin() + std::lround(t * spec.sample_rate); };
    std::fill(index(spec.silent_from), index(spec.silent_until), 0.0F);
    for (float& sample : samples)
        sample = std::clamp(sample, -1.0F, 1.0F);
    song.samples = spread(samples, spec.channels);
    return song;
}

std::vector<float> synthesise_clicks(const std::vector<double>& times, double seconds, int sample_rate) {
    Mixer mix(seconds, sample_rate);
    for (const double at : times)
        mix.add(at, 0.04, [](double t) { return 0.8 * std::exp(-t / 0.006) * std::cos(kTwoPi * 1000 * t); });
    return mix.samples();
}

std::vector<float> synthesise_noise(double seconds, int sample_rate, std::uint32_t seed) {
    Random random(seed);
    Mixer mix(seconds, sample_rate);
    mix.add(0, seconds, [&](double) { return 0.3F * random.noise(); });
    return mix.samples();
}

std::vector<float> synthesise_speech(double seconds, int sample_rate, std::uint32_t seed) {
    Random random(seed);
    Mixer mix(seconds, sample_rate);
    for (double at = 0.2; at < seconds;) {
        const double length = random.between(0.1, 0.4);
        const double hz = random.between(90, 160);
        const double formant = random.between(400, 2200);
        const double voiced = random.unit() < 0.7 ? 1 : 0.1;
        mix.add(at, length, [&](double t) {
            const double envelope = std::sin(std::numbers::pi * t / length);
            const double pitch = kTwoPi * hz * (t + 0.3 * t * t);
            double wave = 0;
            for (int h = 1; h <= 12; ++h) {
                const double distance = (hz * h - formant) / 500;
                wave += std::sin(pitch * h) * (0.2 / h + 0.3 * std::exp(-distance * distance));
            }
            return envelope *
                   (0.3 * voiced * wave + 0.1 * (1 - voiced) * static_cast<double>(random.noise()));
        });
        at += length + (random.unit() < 0.2 ? random.between(0.2, 0.9) : random.between(0.0, 0.08));
    }
    return mix.samples();
}

}  // namespace beatsync::test
