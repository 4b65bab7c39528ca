#include "footage/saliency.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace beatsync::footage {
namespace {

constexpr int kSide = SaliencyMap::kSide;
constexpr int kLongSide = 64;
constexpr int kShortest = 16;

/// A colour says more than a shade: light and shadow fall on everything.
constexpr float kLumaWeight = 1.0F;
constexpr float kChromaWeight = 2.0F;
/// Levels of contrast, all planes together, at which something stands out as much as it can.
constexpr float kFullContrast = 120;
/// Levels of change at which something moves as clearly as it can, and what that counts beside contrast.
constexpr float kFullChange = 40;
constexpr float kMotionWeight = 1.5F;
/// Where more than this share of the picture moves otherwise than the whole, there is no whole: a cut, a
/// flash, water.
constexpr float kMostMoving = 0.4F;

/// How far the whole picture may have moved between two looks, in pixels of the small one.
constexpr int kReach = 5;

/// Spread of the middle's attraction (Judd et al., "Learning to predict where humans look", 2009, find it
/// strong), as a share of the side.
constexpr float kMiddleSpread = 0.42F;

/// The mean of the pixels [begin, end) of both axes of every cell.
void box_average(const PlaneView& plane, int width, int height, std::vector<float>& out) {
    out.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    auto cell = out.begin();
    for (int y = 0; y < height; ++y) {
        const int top = std::min(y * plane.height / height, plane.height - 1);
        const int bottom = std::max((y + 1) * plane.height / height, top + 1);
        for (int x = 0; x < width; ++x, ++cell) {
            const int left = std::min(x * plane.width / width, plane.width - 1);
            const int right = std::max((x + 1) * plane.width / width, left + 1);
            int sum = 0;
            for (int row = top; row < bottom; ++row)
                for (int column = left; column < right; ++column)
                    sum += plane.row(row)[column];
            *cell = static_cast<float>(sum) / static_cast<float>((bottom - top) * (right - left));
        }
    }
}

float towards_middle(double x, double y) {
    const double dx = (x - 0.5) / static_cast<double>(kMiddleSpread);
    const double dy = (y - 0.5) / static_cast<double>(kMiddleSpread);
    return static_cast<float>(std::exp(-(dx * dx + dy * dy) / 2));
}

struct Shift {
    int x = 0;
    int y = 0;
};

/// A plane and the size that its rows have.
struct Grid {
    const std::vector<float>& values;
    int width;
    int height;
    [[nodiscard]] float at(int x, int y) const { return row(y)[x]; }
    [[nodiscard]] const float* row(int y) const {
        return values.data() + static_cast<std::ptrdiff_t>(y) * width;
    }
};

/// Mean difference where the two overlap when `before` is moved by `shift`.
float mismatch(const Grid& before, const Grid& now, Shift shift) {
    const int left = std::max(0, shift.x);
    const int right = now.width + std::min(0, shift.x);
    const int top = std::max(0, shift.y);
    const int bottom = now.height + std::min(0, shift.y);
    // Several sums side by side, for one would have to be added up in order, and not in vectors.
    constexpr int kLanes = 8;
    std::array<float, kLanes> sums{};
    float sum = 0;
    for (int y = top; y < bottom; ++y) {
        const float* a = now.row(y) + left;
        const float* b = before.row(y - shift.y) + (left - shift.x);
        int x = 0;
        for (; x + kLanes <= right - left; x += kLanes)
            for (int lane = 0; lane < kLanes; ++lane)
                sums[static_cast<std::size_t>(lane)] += std::abs(a[x + lane] - b[x + lane]);
        for (; x < right - left; ++x)
            sum += std::abs(a[x] - b[x]);
    }
    sum = std::accumulate(sums.begin(), sums.end(), sum);
    return sum / static_cast<float>((right - left) * (bottom - top));
}

/// How the whole picture moved: the smallest shift among those that explain it best.
Shift whole_motion(const Grid& before, const Grid& now) {
    Shift best;
    float least = mismatch(before, now, best);
    for (int y = -kReach; y <= kReach; ++y) {
        for (int x = -kReach; x <= kReach; ++x) {
            const float candidate = mismatch(before, now, {x, y});
            // A little better is chance: flat pictures fit everywhere.
            if (candidate < least * 0.98F) {
                least = candidate;
                best = {x, y};
            }
        }
    }
    return best;
}

/// By how much a value is outside of what is seen around a place of `before`: a shift by less than a pixel,
/// or a slow zoom, is no motion of its own.
float change(const Grid& before, int x, int y, float value) {
    float lowest = std::numeric_limits<float>::max();
    float highest = 0;
    for (int j = std::max(0, y - 1); j <= std::min(before.height - 1, y + 1); ++j) {
        for (int i = std::max(0, x - 1); i <= std::min(before.width - 1, x + 1); ++i) {
            lowest = std::min(lowest, before.at(i, j));
            highest = std::max(highest, before.at(i, j));
        }
    }
    constexpr float kGrain = 3;
    return std::max(0.0F, std::max(value - highest, lowest - value) - kGrain);
}

using Sums = std::array<double, std::size_t{kSide} * kSide>;

/// A third of the width and height around a cell.
struct Window {
    int column = 0;
    int row = 0;
    double weight = 0;
    double x = 0;  // sums of the places, each by its weight
    double y = 0;
};

Window window_at(const Sums& sums, int column, int row) {
    constexpr int kReachCells = 2;
    Window window{column, row};
    for (int y = std::max(0, row - kReachCells); y <= std::min(kSide - 1, row + kReachCells); ++y) {
        for (int x = std::max(0, column - kReachCells); x <= std::min(kSide - 1, column + kReachCells); ++x) {
            const double weight = sums[static_cast<std::size_t>(y * kSide + x)];
            window.weight += weight;
            window.x += weight * (x + 0.5);
            window.y += weight * (y + 0.5);
        }
    }
    return window;
}

Window heaviest_window(const Sums& sums) {
    Window best;
    for (int row = 0; row < kSide; ++row) {
        for (int column = 0; column < kSide; ++column) {
            const Window window = window_at(sums, column, row);
            if (window.weight > best.weight) best = window;
        }
    }
    return best;
}

}  // namespace

SaliencyMap SaliencyMeter::look_at(const PictureView& picture) {
    shrink(picture);
    saliency_.assign(now_[0].size(), 0);
    add_contrast(now_[0], kLumaWeight);
    add_contrast(now_[1], kChromaWeight);
    add_contrast(now_[2], kChromaWeight);
    for (float& s : saliency_)
        s = std::min(1.0F, s / kFullContrast);
    add_motion();
    std::swap(before_, now_[0]);

    SaliencyMap map;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            float sum = 0;
            int count = 0;
            for (int j = y * height_ / kSide; j < (y + 1) * height_ / kSide; ++j) {
                for (int i = x * width_ / kSide; i < (x + 1) * width_ / kSide; ++i, ++count)
                    sum += saliency_[index(i, j)];
            }
            const float middle = towards_middle((x + 0.5) / kSide, (y + 0.5) / kSide);
            const float value = sum / static_cast<float>(count) * middle * 255 / (1 + kMotionWeight);
            map.cells[static_cast<std::size_t>(y * kSide + x)] =
                static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
        }
    }
    return map;
}

void SaliencyMeter::shrink(const PictureView& picture) {
    const PlaneView& luma = picture.luma;
    assert(luma.width > 0 && luma.height > 0);
    const double scale = static_cast<double>(kLongSide) / std::max(luma.width, luma.height);
    width_ = std::max(kShortest, static_cast<int>(std::lround(luma.width * scale)));
    height_ = std::max(kShortest, static_cast<int>(std::lround(luma.height * scale)));
    box_average(luma, width_, height_, now_[0]);
    box_average(picture.cb, width_, height_, now_[1]);
    box_average(picture.cr, width_, height_, now_[2]);
}

void SaliencyMeter::add_contrast(const Plane& plane, float weight) {
    barrier_distance(plane);
    for (std::size_t i = 0; i < saliency_.size(); ++i)
        saliency_[i] += weight * distance_[i];
}

/// FastMBD (the paper's algorithm 1): three passes over the picture, each improving the paths to the edge.
void SaliencyMeter::barrier_distance(const Plane& plane) {
    distance_.assign(plane.size(), std::numeric_limits<float>::max());
    highest_ = plane;
    lowest_ = plane;
    for (int y = 0; y < height_; ++y) {
        distance_[index(0, y)] = 0;
        distance_[index(width_ - 1, y)] = 0;
    }
    for (int x = 0; x < width_; ++x)
        distance_[index(x, 0)] = 0;

    const auto relax = [&](std::size_t to, std::size_t from) {
        if (distance_[from] == std::numeric_limits<float>::max()) return;
        const float high = std::max(highest_[from], plane[to]);
        const float low = std::min(lowest_[from], plane[to]);
        if (high - low >= distance_[to]) return;
        distance_[to] = high - low;
        highest_[to] = high;
        lowest_[to] = low;
    };
    for (int pass = 0; pass < 3; ++pass) {
        const bool forwards = pass % 2 == 0;
        for (int row = 0; row < height_; ++row) {
            for (int column = 0; column < width_; ++column) {
                const int x = forwards ? column : width_ - 1 - column;
                const int y = forwards ? row : height_ - 1 - row;
                const int back = forwards ? -1 : 1;
                if (x + back >= 0 && x + back < width_) relax(index(x, y), index(x + back, y));
                if (y + back >= 0 && y + back < height_) relax(index(x, y), index(x, y + back));
            }
        }
    }
}

void SaliencyMeter::add_motion() {
    if (before_.size() != now_[0].size()) return;
    const Grid before{before_, width_, height_};
    const Grid now{now_[0], width_, height_};
    const Shift shift = whole_motion(before, now);
    Plane moved(saliency_.size(), 0);
    std::size_t moving = 0;
    for (int y = 0; y < height_; ++y) {
        for (int x = 0; x < width_; ++x) {
            const int from_x = x - shift.x;
            const int from_y = y - shift.y;
            // What comes in over the edge was not seen before.
            if (from_x < 0 || from_x >= width_ || from_y < 0 || from_y >= height_) continue;
            const float value = change(before, from_x, from_y, now.at(x, y));
            moved[index(x, y)] = std::min(1.0F, value / kFullChange);
            if (value > 0) ++moving;
        }
    }
    if (static_cast<float>(moving) > kMostMoving * static_cast<float>(moved.size())) return;
    for (std::size_t i = 0; i < saliency_.size(); ++i)
        saliency_[i] += kMotionWeight * moved[i];
}

Focus focus_of(std::span<const SaliencyMap> maps) {
    Sums sums{};
    for (const SaliencyMap& map : maps)
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += map.cells[i];
    const double total = std::accumulate(sums.begin(), sums.end(), 0.0);
    if (total <= 0) return {};
    // What is everywhere stands out nowhere.
    const double mean = total / static_cast<double>(sums.size());
    Sums above = sums;
    for (double& s : above)
        s = std::max(0.0, s - mean);
    const Window best = heaviest_window(above);
    if (best.weight <= 0) return {};

    // Spread evenly, but for the middle's attraction, a window holds a fifth.
    constexpr double kEven = 0.2;
    constexpr double kSure = 0.32;
    constexpr double kFaint = 1.5;  // levels of a map's mean
    const double strength = std::min(1.0, mean / static_cast<double>(maps.size()) / kFaint);
    const double share = window_at(sums, best.column, best.row).weight / total;
    Focus focus;
    focus.x = static_cast<float>(best.x / best.weight / kSide);
    focus.y = static_cast<float>(best.y / best.weight / kSide);
    focus.certainty = static_cast<float>(strength * std::clamp((share - kEven) / (kSure - kEven), 0.0, 1.0));
    return focus;
}

}  // namespace beatsync::footage
