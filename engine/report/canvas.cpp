#include "report/canvas.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <numbers>
#include <utility>
#include <vector>

#include "report/text.h"

namespace beatsync::report {
namespace {

struct Deleter {
    void operator()(cairo_t* p) const noexcept { cairo_destroy(p); }
    void operator()(cairo_surface_t* p) const noexcept { cairo_surface_destroy(p); }
};
using ContextPtr = std::unique_ptr<cairo_t, Deleter>;
using SurfacePtr = std::unique_ptr<cairo_surface_t, Deleter>;

void set_color(cairo_t* cr, Color c) {
    cairo_set_source_rgba(cr, c.red, c.green, c.blue, c.alpha);
}

void set_font(cairo_t* cr, const TextStyle& style) {
    cairo_select_font_face(cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, style.size);
}

void trace(cairo_t* cr, std::span<const Point> points) {
    cairo_new_path(cr);
    for (const Point& p : points)
        cairo_line_to(cr, p.x, p.y);
}

/// Called by a C library: must not throw.
cairo_status_t append(void* out, const unsigned char* data, unsigned int length) noexcept {
    try {
        static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    } catch (...) {
        return CAIRO_STATUS_NO_MEMORY;
    }
}

Result<void> check(cairo_status_t status) {
    if (status == CAIRO_STATUS_SUCCESS) return {};
    return fail(Errc::media, fmt::format("draw a picture: {}", cairo_status_to_string(status)));
}

/// The library's RGB24: native-endian words 0x00RRGGBB.
std::vector<std::uint32_t> to_words(const media::RgbImage& image) {
    std::vector<std::uint32_t> words(image.pixels.size() / 3);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::uint8_t* p = &image.pixels[i * 3];
        words[i] = static_cast<std::uint32_t>(p[0]) << 16U | static_cast<std::uint32_t>(p[1]) << 8U | p[2];
    }
    return words;
}

}  // namespace

struct Canvas::Context {
    ContextPtr cairo;
};

namespace {

Result<void> draw_on(cairo_surface_t* surface, const Drawing& drawing) {
    BEATSYNC_CHECK(check(cairo_surface_status(surface)));
    Canvas::Context context{ContextPtr(cairo_create(surface))};
    Canvas canvas(context);
    BEATSYNC_CHECK(drawing(canvas));
    return check(cairo_status(context.cairo.get()));
}

}  // namespace

void Canvas::fill(const Box& box, Color color) {
    cairo_t* cr = context_.cairo.get();
    set_color(cr, color);
    cairo_rectangle(cr, box.x, box.y, box.width, box.height);
    cairo_fill(cr);
}

void Canvas::fill_rounded(const Box& box, double radius, Color color) {
    cairo_t* cr = context_.cairo.get();
    constexpr double kQuarter = std::numbers::pi / 2;
    const double r = std::min({radius, box.width / 2, box.height / 2});
    cairo_new_sub_path(cr);
    cairo_arc(cr, box.right() - r, box.y + r, r, -kQuarter, 0);
    cairo_arc(cr, box.right() - r, box.bottom() - r, r, 0, kQuarter);
    cairo_arc(cr, box.x + r, box.bottom() - r, r, kQuarter, 2 * kQuarter);
    cairo_arc(cr, box.x + r, box.y + r, r, 2 * kQuarter, 3 * kQuarter);
    cairo_close_path(cr);
    set_color(cr, color);
    cairo_fill(cr);
}

void Canvas::line(Point from, Point to, double width, Color color) {
    const std::array<Point, 2> points{from, to};
    polyline(points, width, color);
}

void Canvas::polyline(std::span<const Point> points, double width, Color color) {
    cairo_t* cr = context_.cairo.get();
    trace(cr, points);
    set_color(cr, color);
    cairo_set_line_width(cr, width);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cr);
}

void Canvas::polygon(std::span<const Point> points, Color color) {
    cairo_t* cr = context_.cairo.get();
    trace(cr, points);
    cairo_close_path(cr);
    set_color(cr, color);
    cairo_fill(cr);
}

double Canvas::text_width(std::string_view text, const TextStyle& style) {
    cairo_t* cr = context_.cairo.get();
    set_font(cr, style);
    cairo_text_extents_t extents{};
    cairo_text_extents(cr, printable(text).c_str(), &extents);
    return extents.x_advance;
}

void Canvas::text(Point at, std::string_view text, const TextStyle& style) {
    cairo_t* cr = context_.cairo.get();
    const double share = style.align == Align::left ? 0 : style.align == Align::centre ? 0.5 : 1;
    const double x = share == 0 ? at.x : at.x - share * text_width(text, style);
    set_font(cr, style);
    set_color(cr, style.color);
    cairo_move_to(cr, x, at.y);
    // Bytes that are not UTF-8 would put the whole drawing into an error state.
    cairo_show_text(cr, printable(text).c_str());
}

void Canvas::text_within(Point at, double width, std::string_view whole, const TextStyle& style) {
    std::string shown = printable(whole);
    if (text_width(shown, style) <= width) return text(at, shown, style);
    while (!shown.empty() && text_width(shown + "…", style) > width) {
        while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xC0U) == 0x80)
            shown.pop_back();
        if (!shown.empty()) shown.pop_back();
    }
    if (!shown.empty()) text(at, shown + "…", style);
}

void Canvas::image(const Box& box, const media::RgbImage& image) {
    assert(image.pixels.size() ==
           static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 3);
    if (image.pixels.empty()) return;
    cairo_t* cr = context_.cairo.get();
    std::vector<std::uint32_t> words = to_words(image);
    // RGB24 has four bytes a pixel, so that its rows need no padding.
    const SurfacePtr surface(
        cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(words.data()),
                                            CAIRO_FORMAT_RGB24, image.width, image.height, image.width * 4));
    const double scale = std::min(box.width / image.width, box.height / image.height);
    cairo_save(cr);
    cairo_translate(cr, box.x + (box.width - image.width * scale) / 2,
                    box.y + (box.height - image.height * scale) / 2);
    cairo_scale(cr, scale, scale);
    cairo_set_source_surface(cr, surface.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_rectangle(cr, 0, 0, image.width, image.height);
    cairo_fill(cr);
    cairo_restore(cr);
    // The surface only borrows `words`: the context must let go of it now.
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_surface_finish(surface.get());
}

Result<std::string> draw_svg(int width, int height, std::string_view title, const Drawing& drawing) {
    std::string svg;
    const SurfacePtr surface(cairo_svg_surface_create_for_stream(append, &svg, width, height));
    cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PX);
    BEATSYNC_CHECK(draw_on(surface.get(), drawing));
    cairo_surface_finish(surface.get());
    BEATSYNC_CHECK(check(cairo_surface_status(surface.get())));
    // The library numbers its surfaces by process: the same picture would not give the same bytes.
    constexpr std::string_view kNumbered = "<g id=\"surface";
    if (const auto at = svg.find(kNumbered); at != std::string::npos)
        svg.erase(at + 2, svg.find('>', at) - at - 2);
    // A <title> as the root's first child is what a screen reader says and a browser shows.
    const auto root = svg.find("<svg");
    const auto end = svg.find('>', root == std::string::npos ? 0 : root);
    if (end != std::string::npos)
        svg.insert(end + 1, fmt::format("\n<title>{}</title>", escape_markup(title)));
    return svg;
}

Result<std::string> draw_png(int width, int height, const Drawing& drawing) {
    const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    BEATSYNC_CHECK(draw_on(surface.get(), drawing));
    std::string png;
    BEATSYNC_CHECK(check(cairo_surface_write_to_png_stream(surface.get(), append, &png)));
    return png;
}

Result<media::RgbImage> draw_image(int width, int height, const Drawing& drawing) {
    const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    BEATSYNC_CHECK(draw_on(surface.get(), drawing));
    cairo_surface_flush(surface.get());
    const auto* data = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    media::RgbImage image{width, height, {}};
    image.pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (int y = 0; y < height; ++y) {
        const auto* row = reinterpret_cast<const std::uint32_t*>(data + std::ptrdiff_t{y} * stride);
        for (int x = 0; x < width; ++x)
            for (const unsigned shift : {16U, 8U, 0U})
                image.pixels.push_back(static_cast<std::uint8_t>(row[x] >> shift & 0xFFU));
    }
    return image;
}

}  // namespace beatsync::report
