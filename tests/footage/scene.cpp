#include "footage/scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace beatsync::footage {
namespace {

constexpr int kChromaWidth = Frame::kWidth / 2;
constexpr int kChromaHeight = Frame::kHeight / 2;

std::uint32_t hash(std::uint32_t v) {
    v ^= v >> 16U;
    v *= 0x7feb352dU;
    v ^= v >> 15U;
    v *= 0x846ca68bU;
    return v ^ (v >> 16U);
}

double unit(std::uint32_t v) {
    return static_cast<double>(hash(v)) / 4294967295.0;
}

double lattice(std::uint32_t seed, int x, int y) {
    return unit(seed * 7919U + static_cast<std::uint32_t>(x) * 31U +
                hash(static_cast<std::uint32_t>(y) + 77U));
}

/// Value noise: random levels on a lattice, in between linearly. 0 to 1.
double noise(std::uint32_t seed, int x, int y, int cell) {
    const int cx = (x + 100'000) / cell;
    const int cy = (y + 100'000) / cell;
    const double fx = static_cast<double>((x + 100'000) % cell) / cell;
    const double fy = static_cast<double>((y + 100'000) % cell) / cell;
    const double top = std::lerp(lattice(seed, cx, cy), lattice(seed, cx + 1, cy), fx);
    const double bottom = std::lerp(lattice(seed, cx, cy + 1), lattice(seed, cx + 1, cy + 1), fx);
    return std::lerp(top, bottom, fy);
}

std::uint8_t level(double v) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(v), 0L, 255L));
}

template <class Change>
std::vector<std::uint8_t> changed(const std::vector<std::uint8_t>& plane, Change change) {
    std::vector<std::uint8_t> out(plane.size());
    for (std::size_t i = 0; i < plane.size(); ++i)
        out[i] = level(change(plane[i], i));
    return out;
}

std::vector<std::uint8_t> box_blurred(const std::vector<std::uint8_t>& plane, int step, int radius) {
    return changed(plane, [&](std::uint8_t, std::size_t i) {
        int sum = 0;
        for (int k = -radius; k <= radius; ++k) {
            const auto at = static_cast<std::ptrdiff_t>(i) + std::ptrdiff_t{k} * step;
            sum += plane[static_cast<std::size_t>(
                std::clamp(at, std::ptrdiff_t{0}, static_cast<std::ptrdiff_t>(plane.size()) - 1))];
        }
        return static_cast<double>(sum) / (2 * radius + 1);
    });
}

}  // namespace

Frame::Frame(std::uint8_t luma, std::uint8_t cb, std::uint8_t cr)
    : luma_(std::size_t{kWidth} * kHeight, luma),
      cb_(std::size_t{kChromaWidth} * kChromaHeight, cb),
      cr_(std::size_t{kChromaWidth} * kChromaHeight, cr) {}

Frame Frame::scene(std::uint32_t seed, int x, int y) {
    Frame frame(0);
    std::size_t i = 0;
    for (int row = 0; row < kHeight; ++row) {
        for (int column = 0; column < kWidth; ++column, ++i) {
            const double coarse = noise(seed, column + x, row + y, 20);
            const double fine = noise(seed + 1000, column + x, row + y, 3);
            frame.luma_[i] = level(30 + 150 * coarse + 60 * fine);
        }
    }
    i = 0;
    for (int row = 0; row < kChromaHeight; ++row) {
        for (int column = 0; column < kChromaWidth; ++column, ++i) {
            frame.cb_[i] = level(108 + 40 * noise(seed + 2000, column + x / 2, row + y / 2, 16));
            frame.cr_[i] = level(108 + 40 * noise(seed + 3000, column + x / 2, row + y / 2, 16));
        }
    }
    return frame;
}

Frame Frame::blended(const Frame& other, double share) const {
    const auto mix = [&](const auto& a, const auto& b) {
        return changed(a, [&](std::uint8_t v, std::size_t i) { return v + (b[i] - v) * share; });
    };
    Frame out;
    out.luma_ = mix(luma_, other.luma_);
    out.cb_ = mix(cb_, other.cb_);
    out.cr_ = mix(cr_, other.cr_);
    return out;
}

Frame Frame::wiped(const Frame& other, double share) const {
    const auto wipe = [&](const auto& a, const auto& b, int width) {
        return changed(a, [&](std::uint8_t v, std::size_t i) {
            const auto column = static_cast<double>(i % static_cast<std::size_t>(width));
            return column < share * width ? b[i] : v;
        });
    };
    Frame out;
    out.luma_ = wipe(luma_, other.luma_, kWidth);
    out.cb_ = wipe(cb_, other.cb_, kChromaWidth);
    out.cr_ = wipe(cr_, other.cr_, kChromaWidth);
    return out;
}

Frame Frame::lit(double gain, double offset) const {
    Frame out = *this;
    out.luma_ = changed(luma_, [&](std::uint8_t v, std::size_t) { return v * gain + offset; });
    return out;
}

Frame Frame::noisy(std::uint32_t seed, double deviation) const {
    Frame out = *this;
    out.luma_ = changed(luma_, [&](std::uint8_t v, std::size_t i) {
        // The sum of three uniform numbers is near enough to a normal one; its deviation is 1/2.
        const std::uint32_t s = seed * 1'000'003U + static_cast<std::uint32_t>(i) * 3U;
        return v + 2 * deviation * (unit(s) + unit(s + 1) + unit(s + 2) - 1.5);
    });
    return out;
}

Frame Frame::blurred(int radius) const {
    Frame out = *this;
    for (int pass = 0; pass < 3; ++pass) {
        out.luma_ = box_blurred(box_blurred(out.luma_, 1, radius), kWidth, radius);
    }
    return out;
}

Frame Frame::with_box(int x, int y, int width, int height, std::uint8_t luma) const {
    Frame out = *this;
    for (int row = std::max(y, 0); row < std::min(y + height, kHeight); ++row) {
        for (int column = std::max(x, 0); column < std::min(x + width, kWidth); ++column) {
            out.luma_[static_cast<std::size_t>(row * kWidth + column)] = luma;
        }
    }
    return out;
}

PictureView Frame::view(Time at) const {
    return {{luma_.data(), kWidth, kWidth, kHeight},
            {cb_.data(), kChromaWidth, kChromaWidth, kChromaHeight},
            {cr_.data(), kChromaWidth, kChromaWidth, kChromaHeight},
            at};
}

ClipMap analyse(int count, const Clip& clip, double fps, const FootageParameters& parameters) {
    ShotAnalyser analyser(parameters);
    for (int i = 0; i < count; ++i) {
        const Frame frame = clip(i);
        analyser.push(frame.view(Time::from_seconds(i / fps)));
    }
    return analyser.finish({}, Time::from_seconds(count / fps));
}

std::vector<std::int64_t> cuts_of(const ClipMap& map) {
    std::vector<std::int64_t> cuts;
    for (std::size_t i = 1; i < map.shots.size(); ++i)
        cuts.push_back(map.shots[i].first_frame);
    return cuts;
}

}  // namespace beatsync::footage
