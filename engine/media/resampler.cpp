#include "media/resampler.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace beatsync::media {
namespace {

constexpr int kWeightBits = 14;
/// Fraction bits of a horizontally scaled row: 255 << 6 or 1023 << 4, with room to overshoot.
template <class Sample>
constexpr int kRowBits = sizeof(Sample) == 1 ? 6 : 4;

double keys_cubic(double x) {
    x = std::abs(x);
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
    return 0;
}

template <class Sample>
Sample clamped(int v) {
    return static_cast<Sample>(std::clamp(v, 0, sizeof(Sample) == 1 ? 255 : 1023));
}

std::size_t index(int i) {
    return static_cast<std::size_t>(i);
}

}  // namespace

void Resampler::Taps::build(const Window& window, int source_size) {
    const double step = window.length / window.size;
    const double widen = std::max(1.0, step);
    count = std::min(2 * static_cast<int>(std::ceil(2 * widen)), source_size);
    first.resize(index(window.size));
    weights.assign(index(window.size) * index(count), 0);
    std::vector<double> exact(index(count));
    for (int i = 0; i < window.size; ++i) {
        const double at = (i + window.centre) * step + window.begin - window.centre;
        const int wanted = static_cast<int>(std::floor(at - 2 * widen)) + 1;
        const int start = std::clamp(wanted, 0, source_size - count);
        std::fill(exact.begin(), exact.end(), 0.0);
        double total = 0;
        // Beyond the edge the edge sample repeats: its weights are added to the edge's.
        for (int k = wanted; k < wanted + 2 * static_cast<int>(std::ceil(2 * widen)); ++k) {
            const double w = keys_cubic((k - at) / widen);
            exact[index(std::clamp(k - start, 0, count - 1))] += w;
            total += w;
        }
        first[index(i)] = start;
        std::int16_t* out = weights.data() + index(i) * index(count);
        int rest = 1 << kWeightBits;
        for (int k = 0; k < count; ++k) {
            out[k] = static_cast<std::int16_t>(std::lround(exact[index(k)] / total * (1 << kWeightBits)));
            rest -= out[k];
        }
        // Rounded weights must sum to one, or flat areas flicker as the window moves.
        const auto largest = std::max_element(out, out + count);
        *largest = static_cast<std::int16_t>(*largest + rest);
    }
}

template <class Sample>
void Resampler::scale_row(const Sample* source, std::int16_t* target) const {
    constexpr int kShift = kWeightBits - kRowBits<Sample>;
    constexpr int kHalf = 1 << (kShift - 1);
    const std::int16_t* w = x_.weights.data();
    const std::size_t size = x_.first.size();
    if (x_.count == 4) {
        for (std::size_t i = 0; i < size; ++i, w += 4) {
            const Sample* s = source + x_.first[i];
            target[i] = static_cast<std::int16_t>(
                (s[0] * w[0] + s[1] * w[1] + s[2] * w[2] + s[3] * w[3] + kHalf) >> kShift);
        }
        return;
    }
    for (std::size_t i = 0; i < size; ++i, w += x_.count) {
        const Sample* s = source + x_.first[i];
        int sum = kHalf;
        for (int k = 0; k < x_.count; ++k)
            sum += s[k] * w[k];
        target[i] = static_cast<std::int16_t>(sum >> kShift);
    }
}

template <class Sample>
const std::int16_t* Resampler::scaled_row(const PlaneView& source, int row) {
    const int slot = row % y_.count;
    std::int16_t* out = rows_.data() + index(slot) * x_.first.size();
    if (row_in_slot_[index(slot)] != row) {
        scale_row(reinterpret_cast<const Sample*>(source.row(row)), out);
        row_in_slot_[index(slot)] = row;
    }
    return out;
}

template <class Sample>
void Resampler::scale_samples(const PlaneView& source, const Window& x, const Window& y, Sample* target,
                              std::ptrdiff_t target_stride) {
    x_.build(x, source.width);
    y_.build(y, source.height);
    const std::size_t width = x_.first.size();
    rows_.resize(index(y_.count) * width);
    row_in_slot_.assign(index(y_.count), -1);
    sum_.resize(width);
    constexpr int kShift = kWeightBits + kRowBits<Sample>;
    for (int out_y = 0; out_y < y.size; ++out_y) {
        const std::int16_t* weights = y_.weights.data() + index(out_y) * index(y_.count);
        std::fill(sum_.begin(), sum_.end(), 1 << (kShift - 1));
        for (int k = 0; k < y_.count; ++k) {
            const std::int16_t* row = scaled_row<Sample>(source, y_.first[index(out_y)] + k);
            const std::int32_t w = weights[k];
            for (std::size_t i = 0; i < width; ++i)
                sum_[i] += row[i] * w;
        }
        Sample* out = target + out_y * target_stride;
        for (std::size_t i = 0; i < width; ++i)
            out[i] = clamped<Sample>(sum_[i] >> kShift);
    }
}

void Resampler::scale(const PlaneView& source, const Window& x, const Window& y, std::uint8_t* target,
                      std::ptrdiff_t target_stride, int bytes_a_sample) {
    if (bytes_a_sample == 1) {
        scale_samples(source, x, y, target, target_stride);
    } else {
        scale_samples(source, x, y, reinterpret_cast<std::uint16_t*>(target), target_stride / 2);
    }
}

}  // namespace beatsync::media
