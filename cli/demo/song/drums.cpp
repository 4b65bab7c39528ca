#include "cli/demo/song/drums.h"

#include <array>
#include <cmath>

#include "cli/demo/song/filter.h"
#include "cli/demo/song/oscillators.h"
#include "cli/demo/song/stereo.h"

namespace beatsync::cli::song {
namespace {

/// Falls from 1 to 37 % in `time` seconds.
float decay(float t, float time) {
    return std::exp(-t / time);
}

/// `voice(t)` sampled for `seconds`, its last 5 ms faded so that it ends without a click.
template <class Voice>
Hit sampled(double seconds, Voice voice) {
    Hit hit(samples(seconds));
    const std::size_t fade = samples(0.005);
    for (std::size_t i = 0; i < hit.size(); ++i) {
        const std::size_t left = hit.size() - i;
        const float gain = left < fade ? static_cast<float>(left) / static_cast<float>(fade) : 1.0F;
        hit[i] = gain * voice(static_cast<float>(i) / static_cast<float>(kSampleRate));
    }
    return hit;
}

/// A sine that falls from 330 to 48 Hz, driven, with a click of noise in front to be heard on small speakers.
Hit make_kick() {
    Phasor phase;
    Noise noise(11);
    Filter click;
    click.set(3500, 0.1F);
    return sampled(0.42, [&](float t) {
        const float hertz = 48.0F + 90.0F * decay(t, 0.035F) + 190.0F * decay(t, 0.007F);
        const float body = sine(phase.next(hertz / static_cast<float>(kSampleRate)));
        const float envelope = t < 0.12F ? 1.0F : decay(t - 0.12F, 0.085F);
        const float drive = std::tanh(1.9F * body * envelope) / 0.956F;
        return 0.92F * drive + 0.55F * click.band(noise.next()) * decay(t, 0.003F);
    });
}

/// Several hands that do not quite meet: four bursts within 30 ms, then the room.
Hit make_clap() {
    Noise noise(23);
    Filter band;
    Filter rumble;
    band.set(1500, 0.45F);
    rumble.set(500, 0.0F);
    return sampled(0.32, [&](float t) {
        float envelope = 0.55F * (t > 0.026F ? decay(t - 0.026F, 0.075F) : 0.0F);
        for (const float hand : {0.0F, 0.009F, 0.018F, 0.026F})
            if (t >= hand) envelope += 0.8F * decay(t - hand, 0.0035F);
        const float hiss = noise.next();
        return rumble.high(0.8F * band.band(hiss) + 0.12F * hiss) * envelope;
    });
}

Hit make_snare() {
    Noise noise(31);
    Filter wires;
    wires.set(1800, 0.1F);
    Phasor low;
    Phasor high;
    return sampled(0.24, [&](float t) {
        const float pitch = 1.0F + 0.5F * decay(t, 0.012F);
        const float shell = 0.5F * sine(low.next(185.0F * pitch / static_cast<float>(kSampleRate))) +
                            0.3F * sine(high.next(330.0F * pitch / static_cast<float>(kSampleRate)));
        return shell * decay(t, 0.06F) + 0.55F * wires.high(noise.next()) * decay(t, 0.065F);
    });
}

/// Six squares at ratios without a common base ring like metal (the TR-808's recipe), with noise for air.
Hit make_hat(double seconds, float time, std::uint32_t seed) {
    static constexpr std::array<float, 6> kHertz{2050, 3040, 3690, 5230, 5400, 8000};
    std::array<Square, 6> metal;
    Noise noise(seed);
    Filter high;
    high.set(7800, 0.1F);
    return sampled(seconds, [&](float t) {
        float ring = 0;
        for (std::size_t i = 0; i < metal.size(); ++i)
            ring += metal[i].next(kHertz[i] / static_cast<float>(kSampleRate));
        const float attack = std::min(1.0F, t / 0.0008F);
        return high.high(0.11F * ring + 0.45F * noise.next()) * decay(t, time) * attack;
    });
}

Hit make_shaker() {
    Noise noise(47);
    Filter band;
    band.set(6200, 0.3F);
    return sampled(0.09, [&](float t) {
        const float attack = std::min(1.0F, t / 0.012F);
        return band.band(noise.next()) * attack * decay(t, 0.02F);
    });
}

Hit make_crash() {
    static constexpr std::array<float, 5> kHertz{3120, 4170, 5390, 6910, 8730};
    std::array<Square, 5> metal;
    Noise noise(59);
    Filter high;
    high.set(4200, 0.0F);
    return sampled(2.2, [&](float t) {
        float ring = 0;
        for (std::size_t i = 0; i < metal.size(); ++i)
            ring += metal[i].next(kHertz[i] / static_cast<float>(kSampleRate));
        return high.high(0.05F * ring + 0.5F * noise.next()) *
               (0.6F * decay(t, 0.5F) + 0.4F * decay(t, 0.06F));
    });
}

}  // namespace

DrumKit make_drum_kit() {
    return {make_kick(),   make_clap(), make_snare(), make_hat(0.09, 0.022F, 71), make_hat(0.30, 0.10F, 73),
            make_shaker(), make_crash()};
}

}  // namespace beatsync::cli::song
