#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/error.h"
#include "core/time.h"
#include "draft/draft.h"
#include "footage/clip_map.h"

namespace beatsync::pipeline {

enum class Aspect : std::uint8_t { portrait_9_16, landscape_16_9, square, portrait_4_5, source };

/// Width and height, both even, 16 to 8192.
struct PictureSize {
    int width = 0;
    int height = 0;
    friend bool operator==(const PictureSize&, const PictureSize&) = default;
};

struct CanvasRequest {
    Aspect aspect = Aspect::portrait_9_16;
    int short_side = 1080;            ///< pixels: "1080p" is 1080x1920 upright, 1920x1080 lying
    std::optional<PictureSize> size;  ///< exactly this, whatever aspect and short_side say
    std::optional<Rate> fps;          ///< none = what most clips have
    bool size_of_source = false;      ///< exactly that of most footage, if there is any but stills
};

/// Whether this aspect's shape, to the nearest even side, is the size's; never of `source`, which is not
/// known before the clips are.
[[nodiscard]] bool has_shape(const PictureSize& size, Aspect aspect);

/// The nearest side that a canvas can have.
[[nodiscard]] int even_side(double side);

/// The canvas for these clips. `source` takes the shape of the first clip. Pure.
[[nodiscard]] draft::Canvas choose_canvas(const CanvasRequest& request,
                                          std::span<const footage::ClipMap> clips);

/// The rate that most of the clips have; the earlier one in a tie; 30 when all are stills. Odd and variable
/// rates count as the nearest usual one; rates above 60 as half (120 → 60), below 20 as double (15 → 30).
[[nodiscard]] Rate common_rate(std::span<const footage::ClipMap> clips);

/// The size that most footage has, by its length, each side made even; the earlier one in a tie. None when
/// all are stills.
[[nodiscard]] std::optional<PictureSize> common_size(std::span<const footage::ClipMap> clips);

/// "9:16", "16:9", "1:1", "4:5", "source". Errc::usage otherwise.
[[nodiscard]] Result<Aspect> parse_aspect(const std::string& text);

/// "1080p" sets short_side, "1080x1920" sets size, "source" size_of_source. Errc::usage when it is neither,
/// odd or out of range.
Result<void> parse_size(const std::string& text, CanvasRequest& request);

}  // namespace beatsync::pipeline
