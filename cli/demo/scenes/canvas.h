#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <vector>

struct _cairo;          // NOLINT(bugprone-reserved-identifier): cairo's own names
struct _cairo_surface;  // NOLINT(bugprone-reserved-identifier)

namespace beatsync::cli::scenes {

/// sRGB, 0 to 1, alpha not multiplied in.
struct Colour {
    double r = 0;
    double g = 0;
    double b = 0;
    double a = 1;
};

/// 0x1b1f4b as one writes it on the web.
[[nodiscard]] constexpr Colour rgb(std::uint32_t hex, double alpha = 1) {
    return {((hex >> 16U) & 0xFFU) / 255.0, ((hex >> 8U) & 0xFFU) / 255.0, (hex & 0xFFU) / 255.0, alpha};
}
[[nodiscard]] constexpr Colour mix(const Colour& from, const Colour& to, double x) {
    return {from.r + (to.r - from.r) * x, from.g + (to.g - from.g) * x, from.b + (to.b - from.b) * x,
            from.a + (to.a - from.a) * x};
}
[[nodiscard]] constexpr Colour with_alpha(Colour c, double alpha) {
    c.a = alpha;
    return c;
}

struct Point {
    double x = 0;
    double y = 0;
};

struct Stop {
    double at = 0;  ///< 0 at the top (or the centre), 1 at the bottom (or the rim)
    Colour colour;
};

/// A colour from top to bottom.
struct Gradient {
    double top = 0;  ///< y of stop 0
    double bottom = 1;
    std::vector<Stop> stops;
};

/// A picture to paint on, in pixels from the top left. Starts transparent.
class Canvas {
public:
    Canvas(int width, int height);
    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;
    ~Canvas();

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }

    void clear();
    /// Becomes a copy of `other`, which has the same size: much faster than drawing it.
    void copy(const Canvas& other);

    void fill(const Gradient& gradient);
    void rectangle(double x, double y, double width, double height, const Colour& colour);
    void disc(Point centre, double radius, const Colour& colour);
    void ellipse(Point centre, double radius_x, double radius_y, double radians, const Colour& colour);
    /// Round, from the first stop at the centre to the last at the rim.
    void radial(Point centre, double radius, const std::vector<Stop>& stops);
    /// Light: brightest at the centre, gone at `radius`.
    void glow(Point centre, double radius, const Colour& colour);
    void polygon(std::span<const Point> points, const Colour& colour);
    void polygon(std::span<const Point> points, const Gradient& gradient);
    void line(Point from, Point to, double width, const Colour& colour);
    void path(std::span<const Point> points, double width, const Colour& colour);
    /// A curve from `from` to `to`, pulled towards `control`.
    void curve(Point from, Point control, Point to, double width, const Colour& colour);
    void draw(const Canvas& layer, Point top_left, double scale_x = 1, double scale_y = 1, double alpha = 1);

    /// Until the next call, what is painted adds its light to what is there instead of covering it.
    void add_light(bool on);
    /// Moves and scales everything painted until the matching restore().
    void save();
    void restore();
    void move(Point by);
    void scale(double x, double y);
    void rotate(double radians);
    /// Paints only inside this rectangle until restore().
    void clip(double x, double y, double width, double height);

    /// Row `y`, one 0xAARRGGBB a pixel, alpha multiplied in. Anything painted is finished first.
    [[nodiscard]] std::span<std::uint32_t> row(int y);
    [[nodiscard]] std::span<const std::uint32_t> row(int y) const;
    /// To be called after writing to rows and before painting on.
    void rows_changed();

private:
    struct Deleter {
        void operator()(_cairo* p) const noexcept;
        void operator()(_cairo_surface* p) const noexcept;
    };
    void set(const Colour& colour);
    void trace(std::span<const Point> points);

    int width_;
    int height_;
    std::unique_ptr<_cairo_surface, Deleter> surface_;
    std::unique_ptr<_cairo, Deleter> cairo_;
};

/// Keeps a Canvas's save() and restore() in pairs.
class Saved {
public:
    explicit Saved(Canvas& canvas) : canvas_(canvas) { canvas_.save(); }
    ~Saved() { canvas_.restore(); }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

private:
    Canvas& canvas_;
};

}  // namespace beatsync::cli::scenes
