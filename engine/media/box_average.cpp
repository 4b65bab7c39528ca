#include "media/box_average.h"

#include <algorithm>
#include <array>
#include <utility>

namespace beatsync::media {
namespace {

/// So many rows of 8-bit samples add up in 16 bits.
constexpr int kMostRows = 256;
/// Boxes up to this wide are added up by loops of fixed length.
constexpr std::size_t kMostFixed = 16;

/// What sample `i` of `count` covers of `size` source samples: one at least, also where it is made larger.
BoxAverager::Span box(int i, int count, int size) {
    const auto edge = [&](int k) { return static_cast<int>(std::int64_t{k} * size / count); };
    const int begin = std::min(edge(i), size - 1);
    return {begin, std::max(edge(i + 1), begin + 1)};
}

/// The inner loop, over whole rows with all their components: the compiler makes vectors of it.
template <class Sample, class Sum>
void add_row(const Sample* __restrict row, Sum* __restrict sums, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        sums[i] = static_cast<Sum>(sums[i] + row[i]);
}

/// Sums to means of ten bits, rounded; apart from looking them up, so that the compiler makes vectors of it.
void to_means(std::int32_t* __restrict boxes, const float* __restrict scales, float row_scale,
              std::size_t count) {
    constexpr float kTop = BoxAverager::kLevels - 1;
    for (std::size_t i = 0; i < count; ++i) {
        const float mean = static_cast<float>(boxes[i]) * row_scale * scales[i];
        boxes[i] = static_cast<std::int32_t>(std::min(mean + 0.5F, kTop));
    }
}

/// Sums of boxes that lie beside each other, each `Size` samples wide or one more. Unrolled, it takes half
/// the time of a loop over boxes of any size; in vectors it would be spent on adding up their lanes.
template <std::size_t Size, class Sum>
void add_boxes(const Sum* __restrict sums, const std::uint32_t* __restrict begins, std::size_t count,
               std::int32_t* __restrict boxes) {
    for (std::size_t b = 0; b < count; ++b) {
        const Sum* from = sums + begins[b];
        const bool one_more = begins[b + 1] - begins[b] > Size;
        std::uint32_t sum = one_more ? from[Size] : 0U;
        for (std::size_t i = 0; i < Size; ++i)
            sum += from[i];
        boxes[b] = static_cast<std::int32_t>(sum);
    }
}

template <class Sum>
using AddBoxes = void (*)(const Sum*, const std::uint32_t*, std::size_t, std::int32_t*);

/// By size; the first is never used.
template <class Sum, std::size_t... Sizes>
constexpr std::array<AddBoxes<Sum>, sizeof...(Sizes)> all_sizes(std::index_sequence<Sizes...> /*unused*/) {
    return {add_boxes<Sizes, Sum>...};
}

/// Boxes of any size, and of samples that lie apart.
template <class Sum>
void add_any_boxes(const Sum* sums, const std::vector<BoxAverager::Span>& columns, std::size_t step,
                   std::int32_t* boxes) {
    for (const BoxAverager::Span& box : columns) {
        std::uint32_t sum = 0;
        for (int c = box.begin; c < box.end; ++c)
            sum += sums[static_cast<std::size_t>(c) * step];
        *boxes++ = static_cast<std::int32_t>(sum);
    }
}

}  // namespace

template <class Sample, class Sum>
void BoxAverager::shrink_samples(const Component& source, int height, const Table& table,
                                 std::vector<Sum>& sums, std::uint8_t* target) {
    static constexpr auto kAddBoxes = all_sizes<Sum>(std::make_index_sequence<kMostFixed>());
    const auto step = static_cast<std::size_t>(source.step);
    const std::size_t row_samples = static_cast<std::size_t>(source.width - 1) * step + 1;
    const std::size_t width = columns_.size();
    const auto least = static_cast<std::size_t>(source.width) / width;
    const bool fixed = step == 1 && least > 0 && least < kMostFixed;
    const float to_ten_bits = 1024.0F / static_cast<float>(1 << (source.depth + source.shift));
    const std::uint8_t* const levels = table.data();
    boxes_.resize(width);
    for (int y = 0; y < height; ++y) {
        const Span rows = box(y, height, source.height);
        const int skip = (rows.size() + kMostRows - 1) / kMostRows;
        sums.assign(row_samples, 0);
        int added = 0;
        for (int r = rows.begin; r < rows.end; r += skip, ++added)
            add_row(reinterpret_cast<const Sample*>(source.data + r * source.stride), sums.data(),
                    row_samples);
        if (fixed)
            kAddBoxes[least](sums.data(), begins_.data(), width, boxes_.data());
        else
            add_any_boxes(sums.data(), columns_, step, boxes_.data());
        to_means(boxes_.data(), scales_.data(), to_ten_bits / static_cast<float>(added), width);
        for (const std::int32_t mean : boxes_)
            *target++ = levels[static_cast<std::size_t>(mean)];
    }
}

void BoxAverager::shrink(const Component& source, int width, int height, const Table& table,
                         std::uint8_t* target) {
    columns_.clear();
    begins_.clear();
    scales_.clear();
    for (int x = 0; x < width; ++x) {
        columns_.push_back(box(x, width, source.width));
        begins_.push_back(static_cast<std::uint32_t>(columns_.back().begin));
        scales_.push_back(1 / static_cast<float>(columns_.back().size()));
    }
    begins_.push_back(static_cast<std::uint32_t>(source.width));
    if (source.sample_bytes == 1)
        shrink_samples<std::uint8_t>(source, height, table, narrow_, target);
    else
        shrink_samples<std::uint16_t>(source, height, table, wide_, target);
}

}  // namespace beatsync::media
