#include "cli/demo/song/instruments.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "cli/demo/song/filter.h"
#include "cli/demo/song/oscillators.h"

namespace beatsync::cli::song {
namespace {

constexpr float kSampleSeconds = 1.0F / static_cast<float>(kSampleRate);
constexpr std::size_t kControlPeriod = 16;  // filters are moved this often: tan() is the dearest thing here

/// Attack, hold until `length`, release; all in seconds.
float gate(float t, float attack, float length, float release) {
    const float rise = std::min(1.0F, t / attack);
    return t < length ? rise : rise * std::max(0.0F, 1.0F - (t - length) / release);
}

/// Where a note is in the buffer, and how long it is held.
struct Span {
    std::size_t begin;
    std::size_t end;
    float held;
};

Span span_of(const Note& note, double release) {
    const double begin = seconds_of_step(note.step);
    const double held = seconds_of_step(note.step + note.steps) - begin;
    return {samples(begin), std::min(song_frames(), samples(begin + held + release)),
            static_cast<float>(held)};
}

/// A pitch as five saws, slightly apart, spread from left to right.
class SuperSaw {
public:
    SuperSaw(float pitch, std::uint32_t seed) {
        Noise noise(seed);
        for (std::size_t i = 0; i < kVoices; ++i) {
            const float offset = static_cast<float>(i) - 2.0F;
            steps_[i] = cycles_per_sample(pitch + 0.07F * offset);
            pan_[i] = 0.5F + 0.2F * offset;
            saws_[i] = Saw(0.5F + 0.5F * noise.next());
        }
    }
    void next(float& left, float& right) {
        for (std::size_t i = 0; i < kVoices; ++i) {
            const float s = saws_[i].next(steps_[i]);
            left += (1.0F - pan_[i]) * s;
            right += pan_[i] * s;
        }
    }

private:
    static constexpr std::size_t kVoices = 5;
    std::array<Saw, kVoices> saws_;
    std::array<float, kVoices> steps_{};
    std::array<float, kVoices> pan_{};
};

/// How far open the song is as a whole: filters open over the intro and the build, close over the outro.
float brightness(int step) {
    const float bar = static_cast<float>(step) / kStepsPerBar;
    switch (part_of(step / kStepsPerBar)) {
        case Part::intro:
            return 0.15F + 0.35F * bar / 4.0F;
        case Part::build:
            return 0.5F + 0.5F * (bar - 4.0F) / 4.0F;
        case Part::breakdown:
            return 0.35F + 0.5F * (bar - 16.0F) / 4.0F;
        case Part::outro:
            return bar >= 30.0F ? 0.9F : 0.8F - 0.5F * (bar - 28.0F) / 2.0F;
        case Part::drop:
            return 0.9F;
        case Part::second_drop:
            return 1.0F;
    }
    return 1.0F;
}

/// Where there are no drums, what is left comes to the front.
bool is_sparse(int step) {
    const Part part = part_of(step / kStepsPerBar);
    return part == Part::intro || part == Part::breakdown;
}

using SawChord = std::array<SuperSaw, 5>;

SawChord saw_chord(const Chord& chord, int seed) {
    const auto voice = [&](std::size_t i) {
        return SuperSaw(chord.pitches[i],
                        static_cast<std::uint32_t>(seed * 10) + static_cast<std::uint32_t>(i));
    };
    return {voice(0), voice(1), voice(2), voice(3), voice(4)};
}

/// A chord of super-saws through one low-pass a side, whose cutoff and gain follow the time since its start.
template <class Cutoff, class Gain>
void play_chord(Stereo& out, const Chord& chord, const Span& span, int seed, float resonance, Cutoff cutoff,
                Gain gain) {
    SawChord saws = saw_chord(chord, seed);
    Filter low_left;
    Filter low_right;
    for (std::size_t i = span.begin; i < span.end; ++i) {
        const float t = static_cast<float>(i - span.begin) * kSampleSeconds;
        if ((i - span.begin) % kControlPeriod == 0) {
            low_left.set(cutoff(t), resonance);
            low_right.set(cutoff(t), resonance);
        }
        float left = 0;
        float right = 0;
        for (auto& saw : saws)
            saw.next(left, right);
        const float g = 0.1F * gain(t);
        out.add(i, g * low_left.low(left), g * low_right.low(right));
    }
}

void play_impact(Stereo& out, int step) {
    Phasor phase;
    Noise noise(97);
    Filter low;
    const std::size_t begin = samples(seconds_of_step(step));
    const std::size_t end = std::min(out.size(), begin + samples(2.0));
    for (std::size_t i = begin; i < end; ++i) {
        const float t = static_cast<float>(i - begin) * kSampleSeconds;
        if ((i - begin) % kControlPeriod == 0) low.set(2600.0F * std::exp(-t / 0.25F) + 60.0F, 0.0F);
        const float boom = sine(phase.next((34.0F + 30.0F * std::exp(-t / 0.1F)) * kSampleSeconds));
        const float s =
            0.55F * boom * std::exp(-t / 0.45F) + 0.5F * low.low(noise.next()) * std::exp(-t / 0.5F);
        out.add(i, s, s);
    }
}

void play_riser(Stereo& out, int landing_step, int steps) {
    Noise noise_left(101);
    Noise noise_right(103);
    Filter band_left;
    Filter band_right;
    Saw tone;
    const std::size_t begin = samples(seconds_of_step(landing_step - steps));
    const std::size_t end = samples(seconds_of_step(landing_step));
    for (std::size_t i = begin; i < end; ++i) {
        const float x = static_cast<float>(i - begin) / static_cast<float>(end - begin);
        if ((i - begin) % kControlPeriod == 0) {
            band_left.set(300.0F * std::exp2(5.0F * x), 0.55F);
            band_right.set(320.0F * std::exp2(5.0F * x), 0.55F);
        }
        const float tremolo = 0.7F + 0.3F * sine(x * x * 40.0F);
        const float pitched = 0.12F * tone.next(cycles_per_sample(50.0F + 24.0F * x));
        const float gain = x * x * tremolo;
        out.add(i, gain * band_left.band(noise_left.next() + pitched),
                gain * band_right.band(noise_right.next() + pitched));
    }
}

}  // namespace

Stereo play_bass(const Notes& notes) {
    Stereo out(song_frames());
    for (const Note& note : notes) {
        const Span span = span_of(note, 0.06);
        const float step = cycles_per_sample(note.pitch);
        Saw saw_low(0.0F);
        Saw saw_high(0.31F);
        Phasor sub;
        Filter low;
        for (std::size_t i = span.begin; i < span.end; ++i) {
            const float t = static_cast<float>(i - span.begin) * kSampleSeconds;
            if ((i - span.begin) % kControlPeriod == 0)
                low.set(160.0F + note.velocity * brightness(note.step) * 1500.0F * std::exp(-t / 0.09F),
                        0.35F);
            const float edge = saw_low.next(step * 1.003F) + 0.7F * saw_high.next(step * 1.997F);
            const float s = std::tanh(1.1F * low.low(0.55F * edge)) + 0.55F * sine(sub.next(step));
            const float g = 0.5F * note.velocity * gate(t, 0.003F, span.held, 0.06F);
            out.add(i, g * s, g * s);
        }
    }
    return out;
}

Stereo play_stabs(const Notes& notes) {
    Stereo out(song_frames());
    for (const Note& note : notes) {
        const Span span = span_of(note, 0.12);
        const float open = brightness(note.step);
        play_chord(
            out, chord_of(note.step / kStepsPerBar), span, note.step + 1, 0.25F,
            [&](float t) { return 500.0F + open * note.velocity * 6800.0F * std::exp(-t / 0.28F); },
            [&](float t) { return note.velocity * gate(t, 0.004F, span.held * 0.85F, 0.12F); });
    }
    return out;
}

Stereo play_pads() {
    Stereo out(song_frames());
    for (int bar = 0; bar <= kBars; ++bar) {
        const int first = bar * kStepsPerBar;
        const Span span = span_of({first, bar < kBars ? kStepsPerBar : 6, 0, 1}, 0.9);
        const float level = is_sparse(first) ? 1.35F : 1.0F;
        const float from = brightness(first);
        const float to = brightness(first + kStepsPerBar - 1);
        play_chord(
            out, chord_of(bar), span, first + 7, 0.1F,
            [&](float t) { return 250.0F + 2600.0F * (from + (to - from) * std::min(1.0F, t / span.held)); },
            [&](float t) { return level * gate(t, 0.25F, span.held, 0.9F); });
    }
    return out;
}

Stereo play_arpeggio(const Notes& notes) {
    Stereo out(song_frames());
    for (const Note& note : notes) {
        const Span span = span_of(note, 0.28);
        const float step = cycles_per_sample(note.pitch);
        const float open = brightness(note.step);
        const float level = is_sparse(note.step) ? 1.1F : 1.0F;
        const float pan = 0.5F + 0.22F * sine(static_cast<float>(note.step % 12) / 12.0F);
        Square square;
        Saw saw(0.4F);
        Filter low;
        for (std::size_t i = span.begin; i < span.end; ++i) {
            const float t = static_cast<float>(i - span.begin) * kSampleSeconds;
            if ((i - span.begin) % kControlPeriod == 0)
                low.set(350.0F + open * note.velocity * 5200.0F * std::exp(-t / 0.06F), 0.4F);
            const float s = low.low(0.5F * square.next(step) + 0.35F * saw.next(step * 1.004F));
            const float g =
                0.5F * level * note.velocity * std::exp(-t / 0.11F) * gate(t, 0.002F, span.held, 0.28F);
            out.add(i, (1.0F - pan) * g * s, pan * g * s);
        }
    }
    return out;
}

Stereo play_lead(const Notes& notes) {
    Stereo out(song_frames());
    float glide_from = notes.empty() ? 0.0F : notes.front().pitch;
    for (const Note& note : notes) {
        const Span span = span_of(note, 0.15);
        Saw saw_left(0.1F);
        Saw saw_right(0.6F);
        Square square;
        Filter low;
        const float level = is_sparse(note.step) ? 1.3F : 1.0F;
        float step = 0;
        for (std::size_t i = span.begin; i < span.end; ++i) {
            const float t = static_cast<float>(i - span.begin) * kSampleSeconds;
            if ((i - span.begin) % kControlPeriod == 0) {
                const float vibrato = 0.12F * std::min(1.0F, t / 0.3F) * sine(5.4F * t);
                const float glide = (glide_from - note.pitch) * std::exp(-t / 0.018F);
                step = cycles_per_sample(note.pitch + vibrato + glide);
                low.set(900.0F + note.velocity * 4200.0F * (0.4F + 0.6F * std::exp(-t / 0.2F)), 0.2F);
            }
            const float l = saw_left.next(step * 1.004F);
            const float r = saw_right.next(step * 0.996F);
            const float mid = low.low(0.5F * (l + r) + 0.4F * square.next(step * 0.5F));
            const float g = 0.3F * level * note.velocity * gate(t, 0.008F, span.held * 0.92F, 0.15F);
            out.add(i, g * (mid + 0.12F * (l - r)), g * (mid - 0.12F * (l - r)));
        }
        glide_from = note.pitch;
    }
    return out;
}

Stereo play_risers() {
    Stereo out(song_frames());
    for (int bar = 1; bar < kBars; ++bar) {
        const bool drop = part_of(bar) == Part::drop || part_of(bar) == Part::second_drop;
        if (!starts_part(bar) || !drop) continue;
        play_riser(out, bar * kStepsPerBar, 2 * kStepsPerBar);
        play_impact(out, bar * kStepsPerBar);
    }
    play_impact(out, kBars * kStepsPerBar);
    return out;
}

}  // namespace beatsync::cli::song
