#include "media/box_average.h"

#include <algorithm>

namespace beatsync::media {
namespace {

/// So many rows of 8-bit samples add up in 16 bits.
constexpr int kMostRows = 256;

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

template <class Sample, class Sum>
void shrink_samples(const Component& source, int height, const BoxAverager::Table& table,
                    const std::vector<BoxAverager::Span>& columns, std::vector<Sum>& sums,
                    std::uint8_t* target) {
    const auto step = static_cast<std::size_t>(source.step);
    const std::size_t row_samples = static_cast<std::size_t>(source.width - 1) * step + 1;
    const float to_ten_bits = 1024.0F / static_cast<float>(1 << (source.depth + source.shift));
    constexpr float kTop = BoxAverager::kLevels - 1;
    for (int y = 0; y < height; ++y) {
        const BoxAverager::Span rows = box(y, height, source.height);
        const int skip = (rows.size() + kMostRows - 1) / kMostRows;
        sums.assign(row_samples, 0);
        int added = 0;
        for (int r = rows.begin; r < rows.end; r += skip, ++added)
            add_row(reinterpret_cast<const Sample*>(source.data + r * source.stride), sums.data(),
                    row_samples);
        const float row_scale = to_ten_bits / static_cast<float>(added);
        for (const BoxAverager::Span& box : columns) {
            std::uint32_t sum = 0;
            for (int c = box.begin; c < box.end; ++c)
                sum += sums[static_cast<std::size_t>(c) * step];
            const float mean = static_cast<float>(sum) * row_scale / static_cast<float>(box.size());
            *target++ = table[static_cast<std::size_t>(std::min(mean + 0.5F, kTop))];
        }
    }
}

}  // namespace

void BoxAverager::shrink(const Component& source, int width, int height, const Table& table,
                         std::uint8_t* target) {
    columns_.clear();
    for (int x = 0; x < width; ++x)
        columns_.push_back(box(x, width, source.width));
    if (source.sample_bytes == 1)
        shrink_samples<std::uint8_t>(source, height, table, columns_, narrow_, target);
    else
        shrink_samples<std::uint16_t>(source, height, table, columns_, wide_, target);
}

}  // namespace beatsync::media
