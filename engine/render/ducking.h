#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "render/voices.h"

namespace beatsync::render {

/// How much music is lowered while a clip's own sound is heard: 12 dB, linear in dB, down within the 150 ms
/// before the clip is heard and up again within 500 ms after. A function of the sample's position, so that
/// two passes over the mix agree.
class Ducking {
public:
    Ducking() = default;
    explicit Ducking(std::vector<SampleRange> heard) : heard_(std::move(heard)) {}

    /// Factor at an output sample. Positions must not decrease from call to call.
    [[nodiscard]] float gain(std::int64_t sample);

private:
    std::vector<SampleRange> heard_;
    std::size_t next_ = 0;  // the first range whose release is not over
};

}  // namespace beatsync::render
