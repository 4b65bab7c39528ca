#pragma once

#include <cstdint>

namespace beatsync::cli::song {

/// The frequency of a MIDI note (69 = A4 = 440 Hz), in cycles a sample.
[[nodiscard]] float cycles_per_sample(float midi_note);

/// sin(2π·phase).
[[nodiscard]] float sine(float phase);

/// A sawtooth whose jump is rounded by a two-sample polynomial, so that it hardly aliases (PolyBLEP:
/// Välimäki, Huovilainen: Antialiasing Oscillators in Subtractive Synthesis, IEEE SPM 2007).
class Saw {
public:
    explicit Saw(float start_phase = 0) : phase_(start_phase) {}
    float next(float step);

private:
    float phase_;
};

/// A square wave, as the difference of two saws half a cycle apart.
class Square {
public:
    float next(float step) { return a_.next(step) - b_.next(step); }

private:
    Saw a_{0.0F};
    Saw b_{0.5F};
};

/// A naive phase from 0 to 1, for sines and for the parts that want to alias.
class Phasor {
public:
    float next(float step);

private:
    float phase_ = 0;
};

/// White noise in [-1, 1), the same on every machine (xorshift32: Marsaglia, Xorshift RNGs, 2003).
class Noise {
public:
    explicit Noise(std::uint32_t seed) : state_(seed | 1U) {}
    float next();

private:
    std::uint32_t state_;
};

}  // namespace beatsync::cli::song
