#include "cli/demo/song/effects.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <vector>

#include "cli/demo/song/filter.h"

namespace beatsync::cli::song {
namespace {

/// A delay line of fixed length.
class DelayLine {
public:
    explicit DelayLine(std::size_t length) : buffer_(length) {}
    [[nodiscard]] float read() const { return buffer_[at_]; }
    void write(float s) {
        buffer_[at_] = s;
        at_ = at_ + 1 == buffer_.size() ? 0 : at_ + 1;
    }
    [[nodiscard]] std::size_t length() const { return buffer_.size(); }

private:
    std::vector<float> buffer_;
    std::size_t at_ = 0;
};

/// Smears a click into a burst without colouring it (Schroeder's all-pass section, 1962).
class AllPass {
public:
    explicit AllPass(std::size_t length) : line_(length) {}
    float next(float input) {
        const float delayed = line_.read();
        const float fed = input + kGain * delayed;
        line_.write(fed);
        return delayed - kGain * fed;
    }

private:
    static constexpr float kGain = 0.6F;
    DelayLine line_;
};

/// The least value of each window of `width` ahead: out[i] = min(in[i] … in[i + width]).
std::vector<float> minimum_ahead(const std::vector<float>& in, std::size_t width) {
    std::vector<float> out(in.size());
    std::deque<std::size_t> rising;  // indices of candidates, their values rising
    for (std::size_t i = in.size(); i-- > 0;) {
        while (!rising.empty() && in[rising.back()] >= in[i])
            rising.pop_back();
        rising.push_back(i);
        while (rising.front() > i + width)
            rising.pop_front();
        out[i] = in[rising.front()];
    }
    return out;
}

}  // namespace

Stereo ping_pong_delay(const Stereo& in, double seconds, float feedback) {
    Stereo out(in.size());
    DelayLine left(samples(seconds));
    DelayLine right(samples(seconds));
    Filter tone_left;
    Filter tone_right;
    tone_left.set(3800, 0.0F);
    tone_right.set(3800, 0.0F);
    for (std::size_t i = 0; i < in.size(); ++i) {
        const float l = left.read();
        const float r = right.read();
        out.add(i, l, r);
        left.write(tone_left.low(0.5F * (in.left[i] + in.right[i]) + feedback * r));
        right.write(tone_right.low(feedback * l));
    }
    return out;
}

Stereo reverb(const Stereo& in, float decay_seconds) {
    constexpr std::size_t kLines = 8;
    // Primes from 29 to 73 ms at 48 kHz: their echoes never fall together.
    std::array<DelayLine, kLines> lines{DelayLine(1399), DelayLine(1657), DelayLine(1913), DelayLine(2207),
                                        DelayLine(2473), DelayLine(2777), DelayLine(3121), DelayLine(3511)};
    std::array<AllPass, 4> smear{AllPass(142), AllPass(107), AllPass(379), AllPass(277)};
    std::array<float, kLines> gain{};
    for (std::size_t k = 0; k < kLines; ++k)
        gain[k] = std::pow(10.0F, -3.0F * static_cast<float>(lines[k].length()) /
                                      (decay_seconds * static_cast<float>(kSampleRate)));
    std::array<float, kLines> damped{};
    DelayLine before(samples(0.018));  // keeps the attack clear of its hall
    Stereo out(in.size());
    for (std::size_t i = 0; i < in.size(); ++i) {
        float send = before.read();
        before.write(0.5F * (in.left[i] + in.right[i]));
        for (auto& stage : smear)
            send = stage.next(send);
        float sum = 0;
        for (std::size_t k = 0; k < kLines; ++k) {
            damped[k] += 0.62F * (lines[k].read() - damped[k]);  // air swallows the treble
            sum += damped[k];
        }
        // Householder's matrix: every line feeds every other, and no energy is won or lost.
        for (std::size_t k = 0; k < kLines; ++k)
            lines[k].write(send + gain[k] * (damped[k] - sum * (2.0F / kLines)));
        out.add(i, 0.35F * (damped[0] - damped[2] + damped[4] - damped[6]),
                0.35F * (damped[1] - damped[3] + damped[5] - damped[7]));
    }
    return out;
}

void cut_lows(Stereo& line, float cutoff_hz) {
    Filter left;
    Filter right;
    left.set(cutoff_hz, 0.29F);
    right.set(cutoff_hz, 0.29F);
    for (std::size_t i = 0; i < line.size(); ++i) {
        line.left[i] = left.high(line.left[i]);
        line.right[i] = right.high(line.right[i]);
    }
}

void duck(Stereo& line, const Notes& kicks, float depth) {
    const std::size_t length = samples(0.30);
    const std::size_t attack = samples(0.004);
    std::vector<float> gain(line.size(), 1.0F);
    for (const Note& kick : kicks) {
        const std::size_t begin = samples(seconds_of_step(kick.step));
        // Down within the 4 ms before the kick, so that nothing clicks and its attack stands free.
        for (std::size_t i = 0; i < std::min(attack, begin); ++i) {
            const float x = static_cast<float>(i) / static_cast<float>(attack);
            gain[begin - i - 1] = std::min(gain[begin - i - 1], 1.0F - depth * (1.0F - x));
        }
        for (std::size_t i = 0; i < length && begin + i < gain.size(); ++i) {
            const float x = static_cast<float>(i) / static_cast<float>(length);
            const float open = x * x * (3.0F - 2.0F * x);
            gain[begin + i] = std::min(gain[begin + i], 1.0F - depth * (1.0F - open));
        }
    }
    for (std::size_t i = 0; i < line.size(); ++i) {
        line.left[i] *= gain[i];
        line.right[i] *= gain[i];
    }
}

void saturate(Stereo& line, float gain) {
    const auto bend = [&](float s) { return std::tanh(gain * s); };
    std::transform(line.left.begin(), line.left.end(), line.left.begin(), bend);
    std::transform(line.right.begin(), line.right.end(), line.right.begin(), bend);
}

void limit(Stereo& line, float ceiling) {
    const std::size_t ahead = samples(0.003);
    std::vector<float> allowed(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        const float peak = std::max(std::abs(line.left[i]), std::abs(line.right[i]));
        allowed[i] = peak > ceiling ? ceiling / peak : 1.0F;
    }
    const std::vector<float> target = minimum_ahead(allowed, ahead);
    // The mean of the last `ahead` targets reaches each peak's gain exactly when the peak comes; after it the
    // gain recovers slowly, so that the bass is not bent.
    const float recovery = 1.0F - std::exp(-1.0F / (0.08F * static_cast<float>(kSampleRate)));
    std::vector<float> held(line.size());
    float gain = 1.0F;
    for (std::size_t i = 0; i < line.size(); ++i) {
        gain = std::min(target[i], gain + recovery * (1.0F - gain));
        held[i] = gain;
    }
    double sum = static_cast<double>(ahead);
    for (std::size_t i = 0; i < line.size(); ++i) {
        sum += static_cast<double>(held[i]) - (i >= ahead ? static_cast<double>(held[i - ahead]) : 1.0);
        const float g = static_cast<float>(sum / static_cast<double>(ahead));
        line.left[i] = std::clamp(g * line.left[i], -ceiling, ceiling);
        line.right[i] = std::clamp(g * line.right[i], -ceiling, ceiling);
    }
}

void fade_out(Stereo& line, double seconds) {
    const std::size_t length = std::min(line.size(), samples(seconds));
    for (std::size_t i = 0; i < length; ++i) {
        const float gain = static_cast<float>(i) / static_cast<float>(length);
        line.left[line.size() - 1 - i] *= gain;
        line.right[line.size() - 1 - i] *= gain;
    }
}

}  // namespace beatsync::cli::song
