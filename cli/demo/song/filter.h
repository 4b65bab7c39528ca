#pragma once

namespace beatsync::cli::song {

/// A two-pole filter that may be swept at any speed without blowing up (trapezoidal integration: Simper,
/// Solving the continuous SVF equations, Cytomic 2013).
class Filter {
public:
    /// `resonance` in [0, 1): 0 is flat, near 1 it whistles at the cutoff.
    void set(float cutoff_hz, float resonance);

    float low(float input) {
        step(input);
        return low_;
    }
    float band(float input) {
        step(input);
        return band_;
    }
    float high(float input) {
        step(input);
        return input - damping_ * band_ - low_;
    }

private:
    void step(float input);

    float damping_ = 1;
    float a1_ = 0, a2_ = 0, a3_ = 0;
    float state1_ = 0, state2_ = 0;
    float low_ = 0, band_ = 0;
};

}  // namespace beatsync::cli::song
