#pragma once

#include <cstdint>
#include <vector>

#include "core/error.h"
#include "media/av.h"

namespace beatsync::media {

/// Converts decoded sound to interleaved float of one rate and number of channels. The first sample out is
/// at the time of the first sample in: the resampler's delay is taken up inside.
class Remixer {
public:
    struct Output {
        int sample_rate = 44100;
        int channels = 2;
    };
    /// For frames like this one.
    [[nodiscard]] static Result<Remixer> create(const AVFrame& like, const Output& output);

    [[nodiscard]] bool fits(const AVFrame& frame) const;
    /// Appends to `out` what has become ready by the samples of `frame` from number `skip` on.
    Result<void> convert(const AVFrame& frame, int skip, std::vector<float>& out);
    /// The same for `samples` of silence at the input's rate.
    Result<void> silence(int samples, std::vector<float>& out);
    /// Appends what is left inside.
    Result<void> flush(std::vector<float>& out);

private:
    Result<void> run(const std::uint8_t** planes, int samples, std::vector<float>& out);

    Output output_;
    av::SwrPtr swr_;
    av::FramePtr like_;  // format, rate and layout only
};

}  // namespace beatsync::media
