#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"
#include "media/stills.h"

// A thin face of the 2D library, so that one drawing routine makes SVG and PNG.
namespace beatsync::report {

struct Color {
    double red = 0;  ///< all 0 to 1
    double green = 0;
    double blue = 0;
    double alpha = 1;
    [[nodiscard]] constexpr Color with_alpha(double a) const { return {red, green, blue, a}; }
};

/// 0xRRGGBB.
[[nodiscard]] constexpr Color rgb(std::uint32_t hex) {
    return {(hex >> 16U & 0xFFU) / 255.0, (hex >> 8U & 0xFFU) / 255.0, (hex & 0xFFU) / 255.0, 1};
}

struct Point {
    double x = 0;
    double y = 0;
};
struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    [[nodiscard]] constexpr double right() const { return x + width; }
    [[nodiscard]] constexpr double bottom() const { return y + height; }
};

enum class Align : std::uint8_t { left, centre, right };
struct TextStyle {
    double size = 12;  ///< pixels
    Color color;
    bool bold = false;
    Align align = Align::left;
};

/// Pixels, y downwards.
class Canvas {
public:
    struct Context;  ///< the library's
    explicit Canvas(Context& context) : context_(context) {}

    void fill(const Box& box, Color color);
    void fill_rounded(const Box& box, double radius, Color color);
    void line(Point from, Point to, double width, Color color);
    void polyline(std::span<const Point> points, double width, Color color);
    void polygon(std::span<const Point> points, Color color);
    /// `text` is UTF-8 of any kind; `at` is the start, middle or end of its baseline.
    void text(Point at, std::string_view text, const TextStyle& style);
    [[nodiscard]] double text_width(std::string_view text, const TextStyle& style);
    /// The same, cut short with "…" where it is wider than `width`.
    void text_within(Point at, double width, std::string_view text, const TextStyle& style);
    /// As large as fits into the box, in its middle.
    void image(const Box& box, const media::RgbImage& image);

private:
    Context& context_;
};

using Drawing = std::function<Result<void>(Canvas&)>;

/// Errors are those of the drawing; Errc::media when the picture cannot be made. `title` is the SVG's
/// accessible name.
[[nodiscard]] Result<std::string> draw_svg(int width, int height, std::string_view title,
                                           const Drawing& drawing);
[[nodiscard]] Result<std::string> draw_png(int width, int height, const Drawing& drawing);
/// The picture itself, over black.
[[nodiscard]] Result<media::RgbImage> draw_image(int width, int height, const Drawing& drawing);

}  // namespace beatsync::report
