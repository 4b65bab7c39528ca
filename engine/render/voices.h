#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "draft/draft.h"

namespace beatsync::render {

inline constexpr int kSampleRate = 48000;
inline constexpr int kChannels = 2;

/// Output samples (48 kHz, a sample being one of each channel), half-open.
struct SampleRange {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    [[nodiscard]] constexpr std::int64_t length() const { return end - begin; }
    friend constexpr bool operator==(const SampleRange&, const SampleRange&) = default;
};

/// A stretch of one file that is heard without a break.
struct Voice {
    SampleRange at;
    std::string source;
    Time in;           ///< where in the source it begins
    double tempo = 1;  ///< this much faster at the same pitch
    float gain = 1;    ///< factor
    std::int64_t fade_in = 0;
    std::int64_t fade_out = 0;
    bool joined_in = false;   ///< fades in across the voice before: equal power, no dip
    bool joined_out = false;  ///< and out across the one after
    bool ducked = false;      ///< lowered while a voice with `of_clip` is heard
    bool of_clip = false;     ///< a video segment's own sound
};

/// The output sample at which output frame `frame` begins: the nearest.
[[nodiscard]] std::int64_t sample_of(Rate fps, std::int64_t frame);

/// What is heard, by begin. Pieces that continue their source are one voice. Where music jumps within its
/// file (a loop, a cut at a bar line) the new place fades in over the last 20 ms of the old one, equal power,
/// so that the beat on the joint is whole; every other edge fades for at least 10 ms (raised cosine), so that
/// nothing clicks. Where pictures cross-fade their sounds do, over the same frames; at a dip they sink and
/// rise with the picture. Retimed pictures leave the sound as it is.
[[nodiscard]] std::vector<Voice> voices_of(const draft::Draft& draft);

/// When clips are heard: sorted, apart.
[[nodiscard]] std::vector<SampleRange> clip_sound(const std::vector<Voice>& voices);

}  // namespace beatsync::render
