#include "footage/thumbnail.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <vector>

namespace beatsync::footage {
namespace {

/// A bar is this dark, with what compression leaves in it.
constexpr int kBarLevel = 12 * Thumbnail::kScale;

/// Pixels [begin, end) of a source axis that make up cell `i` of `cells`; never empty.
struct Span {
    int begin;
    int end;
};

Span cell_span(int i, int cells, int length) {
    const int begin = std::min(i * length / cells, length - 1);
    return {begin, std::max((i + 1) * length / cells, begin + 1)};
}

/// Box averages of `plane`, `Columns` by `Rows`, scaled by Thumbnail::kScale. `transpose` writes the result
/// on its side: then `Columns` counts along the picture's height.
template <int Columns, int Rows>
void box_average(const PlaneView& plane, bool transpose, std::vector<std::uint32_t>& column_sums,
                 std::array<std::int16_t, std::size_t{Columns} * Rows>& out) {
    const int across = transpose ? Rows : Columns;
    const int down = transpose ? Columns : Rows;
    column_sums.resize(static_cast<std::size_t>(plane.width));
    for (int cell_y = 0; cell_y < down; ++cell_y) {
        const Span ys = cell_span(cell_y, down, plane.height);
        std::fill(column_sums.begin(), column_sums.end(), 0U);
        for (int y = ys.begin; y < ys.end; ++y) {
            const std::uint8_t* row = plane.row(y);
            for (std::size_t x = 0; x < column_sums.size(); ++x)
                column_sums[x] += row[x];
        }
        for (int cell_x = 0; cell_x < across; ++cell_x) {
            const Span xs = cell_span(cell_x, across, plane.width);
            std::uint32_t sum = 0;
            for (int x = xs.begin; x < xs.end; ++x)
                sum += column_sums[static_cast<std::size_t>(x)];
            const auto pixels = static_cast<std::uint32_t>((ys.end - ys.begin) * (xs.end - xs.begin));
            const int index = transpose ? cell_x * Columns + cell_y : cell_y * Columns + cell_x;
            out[static_cast<std::size_t>(index)] =
                static_cast<std::int16_t>((sum * Thumbnail::kScale + pixels / 2) / pixels);
        }
    }
}

void integrate(Thumbnail& t) {
    for (int y = 0; y < Thumbnail::kHeight; ++y) {
        std::uint32_t sum = 0;
        std::uint32_t square_sum = 0;
        for (int x = 0; x < Thumbnail::kWidth; ++x) {
            const auto value =
                static_cast<std::uint32_t>(t.luma[static_cast<std::size_t>(y * Thumbnail::kWidth + x)]);
            sum += value;
            square_sum += value * value;
            const auto above = static_cast<std::size_t>(y * Thumbnail::kSumStride + x + 1);
            const auto here = above + Thumbnail::kSumStride;
            t.sums[here] = t.sums[above] + sum;
            t.square_sums[here] = t.square_sums[above] + square_sum;
        }
    }
}

/// The smallest part outside of which all is black.
Area find_inside(const Thumbnail& t) {
    std::array<std::int16_t, Thumbnail::kWidth> brightest_of_column{};
    Area inside{0, Thumbnail::kHeight, 0, 0};
    for (int y = 0; y < Thumbnail::kHeight; ++y) {
        int brightest_of_row = 0;
        for (std::size_t x = 0; x < brightest_of_column.size(); ++x) {
            const std::int16_t v = t.luma[static_cast<std::size_t>(y) * Thumbnail::kWidth + x];
            brightest_of_row = std::max<int>(brightest_of_row, v);
            brightest_of_column[x] = std::max(brightest_of_column[x], v);
        }
        if (brightest_of_row <= kBarLevel) continue;
        inside.top = std::min(inside.top, y);
        inside.bottom = y + 1;
    }
    if (inside.bottom == 0) return {};
    const auto lit = [](std::int16_t v) { return v > kBarLevel; };
    const auto& columns = brightest_of_column;
    inside.left = static_cast<int>(std::find_if(columns.begin(), columns.end(), lit) - columns.begin());
    inside.right = static_cast<int>(columns.rend() - std::find_if(columns.rbegin(), columns.rend(), lit));
    // What is half a bar has an edge that is as much the same in all frames as the bar.
    inside.top += inside.top > 0 ? 1 : 0;
    inside.left += inside.left > 0 ? 1 : 0;
    inside.bottom -= inside.bottom < Thumbnail::kHeight ? 1 : 0;
    inside.right -= inside.right < Thumbnail::kWidth ? 1 : 0;
    return inside.left < inside.right && inside.top < inside.bottom ? inside : Area{};
}

}  // namespace

void make_thumbnail(const PictureView& picture, Thumbnail& out) {
    assert(picture.luma.width > 0 && picture.luma.height > 0);
    assert(picture.cb.width > 0 && picture.cr.width > 0);
    const bool transpose = picture.luma.height > picture.luma.width;
    std::vector<std::uint32_t> column_sums;
    box_average<Thumbnail::kWidth, Thumbnail::kHeight>(picture.luma, transpose, column_sums, out.luma);
    box_average<Thumbnail::kChromaWidth, Thumbnail::kChromaHeight>(picture.cb, transpose, column_sums,
                                                                   out.cb);
    box_average<Thumbnail::kChromaWidth, Thumbnail::kChromaHeight>(picture.cr, transpose, column_sums,
                                                                   out.cr);
    integrate(out);
    out.inside = find_inside(out);
    out.at = picture.at;
}

}  // namespace beatsync::footage
