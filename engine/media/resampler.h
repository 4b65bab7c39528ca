#pragma once

#include <cstdint>
#include <vector>

#include "core/picture.h"

namespace beatsync::media {

/// A bicubic scaler (Keys 1981, a = −1/2; the kernel widened when it shrinks the picture) whose window on
/// the source is fractional. swscale only crops at whole samples, and a slow zoom that moves by whole
/// samples shakes.
class Resampler {
public:
    /// One axis: `size` target samples cover [begin, begin + length) of the source. `centre` is where in its
    /// pixel a sample lies: 0.5, or 0.25 for chroma that sits on the left one of two luma samples.
    struct Window {
        double begin = 0;
        double length = 0;
        int size = 0;
        double centre = 0.5;
    };

    /// Scales the window of `source` into the x.size × y.size samples at `target`. Samples are 8 bits in one
    /// byte or 10 in two; strides are in bytes.
    void scale(const PlaneView& source, const Window& x, const Window& y, std::uint8_t* target,
               std::ptrdiff_t target_stride, int bytes_a_sample = 1);

private:
    /// For each target sample the first source sample it reads, and its weights (they sum to 1 << 14).
    struct Taps {
        int count = 0;
        std::vector<int> first;
        std::vector<std::int16_t> weights;
        void build(const Window& window, int source_size);
    };

    template <class Sample>
    void scale_samples(const PlaneView& source, const Window& x, const Window& y, Sample* target,
                       std::ptrdiff_t target_stride);
    template <class Sample>
    [[nodiscard]] const std::int16_t* scaled_row(const PlaneView& source, int row);
    template <class Sample>
    void scale_row(const Sample* source, std::int16_t* target) const;

    Taps x_;
    Taps y_;
    std::vector<std::int16_t> rows_;  // ring of horizontally scaled rows, as many as y_ has taps
    std::vector<int> row_in_slot_;
    std::vector<std::int32_t> sum_;
};

}  // namespace beatsync::media
