#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "footage/shot_analyser.h"

namespace beatsync::footage {

/// A small picture with room of its own, changed step by step: `scene(1).at(10, 0)` then `.blend(…)`.
class Frame {
public:
    static constexpr int kWidth = 128;
    static constexpr int kHeight = 72;

    /// One flat colour.
    explicit Frame(std::uint8_t luma, std::uint8_t cb = 128, std::uint8_t cr = 128);
    /// A textured landscape: `seed` chooses which, (x, y) the place in it, so that growing x is a pan.
    static Frame scene(std::uint32_t seed, int x = 0, int y = 0);

    /// share 0 = this, 1 = other.
    [[nodiscard]] Frame blended(const Frame& other, double share) const;
    /// A wipe from the left: the other up to this share of the width, in each of the planes.
    [[nodiscard]] Frame wiped(const Frame& other, double share) const;
    [[nodiscard]] Frame lit(double gain, double offset = 0) const;
    [[nodiscard]] Frame noisy(std::uint32_t seed, double deviation) const;
    /// Mean over (2 radius + 1)² pixels, three times: about a Gaussian.
    [[nodiscard]] Frame blurred(int radius) const;
    [[nodiscard]] Frame with_box(int x, int y, int width, int height, std::uint8_t luma) const;

    [[nodiscard]] PictureView view(Time at) const;

private:
    Frame() = default;
    std::vector<std::uint8_t> luma_;
    std::vector<std::uint8_t> cb_;
    std::vector<std::uint8_t> cr_;
};

/// Frame `i` of a clip, by its index.
using Clip = std::function<Frame(int)>;

/// Analyses `count` frames at `fps`.
[[nodiscard]] ClipMap analyse(int count, const Clip& clip, double fps = 25,
                              const FootageParameters& parameters = {});

/// First frames of all shots but the first.
[[nodiscard]] std::vector<std::int64_t> cuts_of(const ClipMap& map);

}  // namespace beatsync::footage
