#include "media/orientation.h"

#include <array>
#include <cmath>
#include <numbers>

namespace beatsync::media {

Orientation orientation_of_matrix(std::span<const std::int32_t, 9> matrix) {
    // (x, y) goes to (a·x + c·y, b·x + d·y), y downwards.
    double a = matrix[0];
    const double b = matrix[1];
    double c = matrix[3];
    const double d = matrix[4];
    const double determinant = a * d - b * c;
    if (determinant == 0) return {};
    const bool mirrored = determinant < 0;
    if (mirrored) {
        // Undo the flip, which comes last: what is left is the turn.
        a = -a;
        c = -c;
    }
    const double clockwise = std::atan2(b - c, a + d) * 180 / std::numbers::pi;
    const auto quarters = static_cast<int>(std::lround(clockwise / 90));
    return {(quarters + 4) % 4 * 90, mirrored};
}

Orientation orientation_of_exif(std::string_view value) {
    const std::size_t at = value.find_first_not_of(' ');
    if (at == std::string_view::npos) return {};
    // Exif 2.32, tag 274.
    constexpr std::array<Orientation, 8> kByTag{{{0, false},
                                                 {0, true},
                                                 {180, false},
                                                 {180, true},
                                                 {90, true},
                                                 {90, false},
                                                 {270, true},
                                                 {270, false}}};
    const char digit = value[at];
    if (digit < '1' || digit > '8') return {};
    return kByTag[static_cast<std::size_t>(digit - '1')];
}

}  // namespace beatsync::media
