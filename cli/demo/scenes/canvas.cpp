#include "cli/demo/scenes/canvas.h"

#include <cairo.h>

#include <cassert>
#include <cstring>
#include <numbers>

namespace beatsync::cli::scenes {
namespace {

struct PatternDeleter {
    void operator()(cairo_pattern_t* p) const noexcept { cairo_pattern_destroy(p); }
};
using Pattern = std::unique_ptr<cairo_pattern_t, PatternDeleter>;

void add_stop(cairo_pattern_t* pattern, double at, const Colour& c) {
    cairo_pattern_add_color_stop_rgba(pattern, at, c.r, c.g, c.b, c.a);
}

Pattern vertical(const Gradient& gradient) {
    Pattern pattern(cairo_pattern_create_linear(0, gradient.top, 0, gradient.bottom));
    for (const Stop& stop : gradient.stops)
        add_stop(pattern.get(), stop.at, stop.colour);
    return pattern;
}

}  // namespace

void Canvas::Deleter::operator()(_cairo* p) const noexcept {
    cairo_destroy(p);
}

void Canvas::Deleter::operator()(_cairo_surface* p) const noexcept {
    cairo_surface_destroy(p);
}

Canvas::Canvas(int width, int height)
    : width_(width),
      height_(height),
      surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)),
      cairo_(cairo_create(surface_.get())) {
    assert(cairo_status(cairo_.get()) == CAIRO_STATUS_SUCCESS);
    cairo_set_line_cap(cairo_.get(), CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo_.get(), CAIRO_LINE_JOIN_ROUND);
}

Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

void Canvas::clear() {
    cairo_save(cairo_.get());
    cairo_set_operator(cairo_.get(), CAIRO_OPERATOR_CLEAR);
    cairo_paint(cairo_.get());
    cairo_restore(cairo_.get());
}

void Canvas::copy(const Canvas& other) {
    assert(other.width_ == width_ && other.height_ == height_);
    for (int y = 0; y < height_; ++y)
        std::memcpy(row(y).data(), other.row(y).data(), row(y).size_bytes());
    rows_changed();
}

void Canvas::fill(const Gradient& gradient) {
    cairo_set_source(cairo_.get(), vertical(gradient).get());
    cairo_paint(cairo_.get());
}

void Canvas::rectangle(double x, double y, double width, double height, const Colour& colour) {
    set(colour);
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_fill(cairo_.get());
}

void Canvas::disc(Point centre, double radius, const Colour& colour) {
    set(colour);
    cairo_arc(cairo_.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
    cairo_fill(cairo_.get());
}

void Canvas::ellipse(Point centre, double radius_x, double radius_y, double radians, const Colour& colour) {
    const Saved saved(*this);
    move(centre);
    rotate(radians);
    scale(radius_x, radius_y);
    disc({0, 0}, 1, colour);
}

void Canvas::radial(Point centre, double radius, const std::vector<Stop>& stops) {
    const Pattern pattern(cairo_pattern_create_radial(centre.x, centre.y, 0, centre.x, centre.y, radius));
    for (const Stop& stop : stops)
        add_stop(pattern.get(), stop.at, stop.colour);
    cairo_set_source(cairo_.get(), pattern.get());
    cairo_arc(cairo_.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
    cairo_fill(cairo_.get());
}

void Canvas::glow(Point centre, double radius, const Colour& colour) {
    // Falls like light in haze, not in a straight line: no visible rim.
    radial(centre, radius,
           {{0.0, colour},
            {0.15, with_alpha(colour, 0.62 * colour.a)},
            {0.35, with_alpha(colour, 0.27 * colour.a)},
            {0.6, with_alpha(colour, 0.09 * colour.a)},
            {0.8, with_alpha(colour, 0.025 * colour.a)},
            {1.0, with_alpha(colour, 0)}});
}

void Canvas::polygon(std::span<const Point> points, const Colour& colour) {
    trace(points);
    set(colour);
    cairo_fill(cairo_.get());
}

void Canvas::polygon(std::span<const Point> points, const Gradient& gradient) {
    trace(points);
    cairo_set_source(cairo_.get(), vertical(gradient).get());
    cairo_fill(cairo_.get());
}

void Canvas::line(Point from, Point to, double width, const Colour& colour) {
    const Point points[] = {from, to};
    path(points, width, colour);
}

void Canvas::path(std::span<const Point> points, double width, const Colour& colour) {
    trace(points);
    set(colour);
    cairo_set_line_width(cairo_.get(), width);
    cairo_stroke(cairo_.get());
}

void Canvas::curve(Point from, Point control, Point to, double width, const Colour& colour) {
    const auto towards = [&](Point end) {
        return Point{end.x + (control.x - end.x) * 2 / 3, end.y + (control.y - end.y) * 2 / 3};
    };
    const Point a = towards(from);
    const Point b = towards(to);
    set(colour);
    cairo_set_line_width(cairo_.get(), width);
    cairo_move_to(cairo_.get(), from.x, from.y);
    cairo_curve_to(cairo_.get(), a.x, a.y, b.x, b.y, to.x, to.y);
    cairo_stroke(cairo_.get());
}

void Canvas::draw(const Canvas& layer, Point top_left, double scale_x, double scale_y, double alpha) {
    const Saved saved(*this);
    move(top_left);
    scale(scale_x, scale_y);
    cairo_set_source_surface(cairo_.get(), layer.surface_.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo_.get()), CAIRO_FILTER_BILINEAR);
    // Beyond its edge a layer goes on as at its edge: enlarged fields have no dark frame.
    cairo_pattern_set_extend(cairo_get_source(cairo_.get()), CAIRO_EXTEND_PAD);
    cairo_rectangle(cairo_.get(), 0, 0, layer.width_, layer.height_);
    cairo_clip(cairo_.get());
    if (alpha < 1) {
        cairo_paint_with_alpha(cairo_.get(), alpha);
    } else {
        cairo_paint(cairo_.get());
    }
}

void Canvas::add_light(bool on) {
    cairo_set_operator(cairo_.get(), on ? CAIRO_OPERATOR_ADD : CAIRO_OPERATOR_OVER);
}

void Canvas::save() {
    cairo_save(cairo_.get());
}

void Canvas::restore() {
    cairo_restore(cairo_.get());
}

void Canvas::move(Point by) {
    cairo_translate(cairo_.get(), by.x, by.y);
}

void Canvas::scale(double x, double y) {
    cairo_scale(cairo_.get(), x, y);
}

void Canvas::rotate(double radians) {
    cairo_rotate(cairo_.get(), radians);
}

void Canvas::clip(double x, double y, double width, double height) {
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_clip(cairo_.get());
}

std::span<std::uint32_t> Canvas::row(int y) {
    cairo_surface_flush(surface_.get());
    unsigned char* data = cairo_image_surface_get_data(surface_.get());
    const auto stride = static_cast<std::ptrdiff_t>(cairo_image_surface_get_stride(surface_.get()));
    // Cairo aligns its rows for this very cast.
    void* start = data + y * stride;
    return {static_cast<std::uint32_t*>(start), static_cast<std::size_t>(width_)};
}

std::span<const std::uint32_t> Canvas::row(int y) const {
    const unsigned char* data = cairo_image_surface_get_data(surface_.get());
    const auto stride = static_cast<std::ptrdiff_t>(cairo_image_surface_get_stride(surface_.get()));
    const void* start = data + y * stride;
    return {static_cast<const std::uint32_t*>(start), static_cast<std::size_t>(width_)};
}

void Canvas::rows_changed() {
    cairo_surface_mark_dirty(surface_.get());
}

void Canvas::set(const Colour& c) {
    cairo_set_source_rgba(cairo_.get(), c.r, c.g, c.b, c.a);
}

void Canvas::trace(std::span<const Point> points) {
    cairo_new_path(cairo_.get());
    for (const Point& p : points)
        cairo_line_to(cairo_.get(), p.x, p.y);
}

}  // namespace beatsync::cli::scenes
