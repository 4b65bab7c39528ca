#include "render/title_artist.h"

#include <cairo.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>
#include <utility>

#include "render/fonts.h"
#include "render/title_layout.h"
#include "render/title_words.h"

namespace beatsync::render {
namespace {

struct Deleter {
    void operator()(cairo_t* p) const noexcept { cairo_destroy(p); }
    void operator()(cairo_surface_t* p) const noexcept { cairo_surface_destroy(p); }
    void operator()(cairo_font_options_t* p) const noexcept { cairo_font_options_destroy(p); }
    void operator()(PangoFontDescription* p) const noexcept { pango_font_description_free(p); }
    void operator()(PangoLayoutIter* p) const noexcept { pango_layout_iter_free(p); }
    void operator()(PangoFontMap* p) const noexcept { g_object_unref(p); }
    void operator()(PangoContext* p) const noexcept { g_object_unref(p); }
    void operator()(PangoLayout* p) const noexcept { g_object_unref(p); }
};
template <class T>
using Ptr = std::unique_ptr<T, Deleter>;

constexpr double kShrinkStep = 0.94;

struct Rgb {
    double red = 1;
    double green = 1;
    double blue = 1;
    [[nodiscard]] double luma() const { return 0.2126 * red + 0.7152 * green + 0.0722 * blue; }
};

Rgb colour_of(const draft::TextStyle& style) {
    if (style.colour.empty()) return {};
    const unsigned long hex = std::stoul(style.colour.substr(1), nullptr, 16);  // validated: #rrggbb
    const auto part = [&](unsigned shift) { return static_cast<double>(hex >> shift & 0xFFU) / 255; };
    return {part(16), part(8), part(0)};
}

/// What sets the text off from any picture behind it.
Rgb backing_of(const Rgb& text) {
    return text.luma() >= 0.45 ? Rgb{0, 0, 0} : Rgb{1, 1, 1};
}

double units(int pango) {
    return static_cast<double>(pango) / PANGO_SCALE;
}

struct Extents {
    PangoRectangle ink;
    PangoRectangle logical;
};
Extents extents_of(PangoLayout& layout) {
    Extents e{};
    pango_layout_get_extents(&layout, &e.ink, &e.logical);
    return e;
}

/// Makes the lines of a text equally long, in as many lines as it has.
void balance(PangoLayout& layout) {
    const int lines = pango_layout_get_line_count(&layout);
    if (lines < 2) return;
    int most = pango_layout_get_width(&layout);
    int least = most / lines;
    for (int i = 0; i < 10; ++i) {
        const int width = least + (most - least) / 2;
        pango_layout_set_width(&layout, width);
        const bool same =
            pango_layout_get_line_count(&layout) == lines && extents_of(layout).logical.width <= width;
        (same ? most : least) = width;
    }
    pango_layout_set_width(&layout, most);
}

std::vector<char32_t> missing_in(PangoLayout& layout) {
    std::vector<char32_t> missing;
    const Ptr<PangoLayoutIter> i(pango_layout_get_iter(&layout));
    do {
        const PangoLayoutRun* run = pango_layout_iter_get_run_readonly(i.get());
        if (run == nullptr) continue;  // the end of a line
        for (int g = 0; g < run->glyphs->num_glyphs; ++g) {
            const PangoGlyph glyph = run->glyphs->glyphs[g].glyph;
            if (glyph == PANGO_GLYPH_INVALID_INPUT || (glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0) continue;
            missing.push_back(static_cast<char32_t>(glyph & ~PANGO_GLYPH_UNKNOWN_FLAG));
        }
    } while (pango_layout_iter_next_run(i.get()) != FALSE);
    std::sort(missing.begin(), missing.end());
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    return missing;
}

/// Where the text may be cut: byte offsets at the bounds of what a reader takes for characters.
std::vector<std::size_t> cuts_of(PangoLayout& layout) {
    std::vector<std::size_t> cuts;
    int count = 0;
    const PangoLogAttr* attributes = pango_layout_get_log_attrs_readonly(&layout, &count);
    const char* text = pango_layout_get_text(&layout);
    const char* at = text;
    for (int i = 0; i + 1 < count; ++i, at = g_utf8_find_next_char(at, nullptr))
        if (attributes[i].is_cursor_position != 0) cuts.push_back(static_cast<std::size_t>(at - text));
    return cuts;
}

bool in_colour(PangoFont* font) {
    FcBool colour = FcFalse;
    const FcPattern* pattern =
        PANGO_IS_FC_FONT(font) ? pango_fc_font_get_pattern(PANGO_FC_FONT(font)) : nullptr;
    return pattern != nullptr && FcPatternGetBool(pattern, FC_COLOR, 0, &colour) == FcResultMatch &&
           colour == FcTrue;
}

/// As pango_cairo_show_layout, which puts every letter on a whole pixel: uneven in a small picture, and
/// beside its outline.
void show_exactly(cairo_t* cr, PangoLayout& layout, double x, double y) {
    const Ptr<PangoLayoutIter> i(pango_layout_get_iter(&layout));
    cairo_new_path(cr);
    do {
        PangoLayoutRun* run = pango_layout_iter_get_run_readonly(i.get());
        if (run == nullptr) continue;
        PangoRectangle place{};
        pango_layout_iter_get_run_extents(i.get(), nullptr, &place);
        cairo_move_to(cr, x + units(place.x), y + units(pango_layout_iter_get_baseline(i.get())));
        PangoFont* font = run->item->analysis.font;
        if (in_colour(font)) {
            pango_cairo_show_glyph_string(cr, font, run->glyphs);
        } else {
            pango_cairo_glyph_string_path(cr, font, run->glyphs);
        }
    } while (pango_layout_iter_next_run(i.get()) != FALSE);
    cairo_fill(cr);
}

void rounded_rectangle(cairo_t* cr, const TitleArea& r, double radius) {
    constexpr double kQuarter = std::numbers::pi / 2;
    cairo_new_sub_path(cr);
    cairo_arc(cr, r.x + r.width - radius, r.y + radius, radius, -kQuarter, 0);
    cairo_arc(cr, r.x + r.width - radius, r.y + r.height - radius, radius, 0, kQuarter);
    cairo_arc(cr, r.x + radius, r.y + r.height - radius, radius, kQuarter, 2 * kQuarter);
    cairo_arc(cr, r.x + radius, r.y + radius, radius, 2 * kQuarter, 3 * kQuarter);
    cairo_close_path(cr);
}

/// A laid-out text and where it stands; units.
struct Block {
    Ptr<PangoLayout> layout;
    double font_size = 0;
    bool cut = false;
    double x = 0;  ///< of the layout's origin
    double y = 0;
    TitleArea text;  ///< its logical rectangle
    TitleArea all;   ///< with ink and decoration
};

}  // namespace

class TitleArtist::Impl {
public:
    explicit Impl(const draft::Canvas& canvas) : canvas_(canvas), fonts_(pango_cairo_font_map_new()) {
        context_.reset(pango_font_map_create_context(fonts_.get()));
        // Shapes as they were drawn, at fractions of pixels: only so do all sizes have the same lines.
        options_.reset(cairo_font_options_create());
        cairo_font_options_set_antialias(options_.get(), CAIRO_ANTIALIAS_GRAY);
        cairo_font_options_set_hint_style(options_.get(), CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options_.get(), CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(context_.get(), options_.get());
        pango_context_set_round_glyph_positions(context_.get(), FALSE);
    }

    Result<TitleDrawing> draw(const std::string& given, const draft::TextStyle& style) {
        TitleDrawing drawing;
        family_ = "sans-serif";
        bold_ = true;
        if (!style.font.empty()) {
            const FontFamily family = find_family(style.font);
            drawing.other_font = !family.found;
            if (family.found) {
                family_ = style.font;
                bold_ = family.bold;  // thickened by calculation, a face is no beauty
            }
        }
        std::string text = tidy_title(given);
        pango_context_set_language(context_.get(), pango_language_from_string(language_of(text)));
        const TitleSizes sizes = title_sizes(style);
        drawing.missing = missing_in(*lay_out(text, sizes.floor, 0, PANGO_WRAP_WORD));
        if (!drawing.missing.empty()) text = tidy_title(without(text, drawing.missing));
        if (text.empty()) return drawing;
        Block block = fit(text, style, sizes);
        if (block.cut || characters_in(given) > kMaxTitleCharacters)
            drawing.cut_after = characters_in(pango_layout_get_text(block.layout.get()));
        place(block, style);
        BEATSYNC_CHECK(paint(block, style, drawing));
        return drawing;
    }

private:
    /// `width` in units; 0: every line as long as it is.
    [[nodiscard]] Ptr<PangoLayout> lay_out(const std::string& text, double font_size, double width,
                                           PangoWrapMode wrap) const {
        Ptr<PangoLayout> layout(pango_layout_new(context_.get()));
        const Ptr<PangoFontDescription> font(pango_font_description_new());
        pango_font_description_set_family(font.get(), family_.c_str());
        pango_font_description_set_weight(font.get(), bold_ ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_font_description_set_absolute_size(font.get(), font_size * PANGO_SCALE);
        pango_layout_set_font_description(layout.get(), font.get());
        pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
        pango_layout_set_wrap(layout.get(), wrap);
        if (width > 0) pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
        return layout;
    }

    [[nodiscard]] static double margin(const draft::TextStyle& style, double font_size) {
        switch (style.decoration) {
            case draft::TextDecoration::outline:
                return outline_width(font_size);
            case draft::TextDecoration::box:
                return box_padding(font_size);
            case draft::TextDecoration::plain:
                return 0;
        }
        return 0;
    }

    /// The room for the text itself.
    [[nodiscard]] TitleArea room(const draft::TextStyle& style, double font_size) const {
        TitleArea area = title_area(canvas_, style.place);
        const double around = std::min(margin(style, font_size), std::min(area.width, area.height) / 4);
        return {area.x + around, area.y + around, area.width - 2 * around, area.height - 2 * around};
    }

    /// At this size, if it goes into the picture.
    [[nodiscard]] Ptr<PangoLayout> at_size(const std::string& text, const draft::TextStyle& style,
                                           double font_size, PangoWrapMode wrap) const {
        const TitleArea area = room(style, font_size);
        Ptr<PangoLayout> layout = lay_out(text, font_size, area.width, wrap);
        const Extents e = extents_of(*layout);
        const bool fits = units(e.logical.width) <= area.width && units(e.logical.height) <= area.height;
        return fits ? std::move(layout) : nullptr;
    }

    /// As large as asked, else as large as goes without breaking words, else the longest beginning of it.
    [[nodiscard]] Block fit(const std::string& text, const draft::TextStyle& style,
                            const TitleSizes& sizes) const {
        Block block;
        for (int i = 0;; ++i) {
            block.font_size = std::max(sizes.floor, sizes.first * std::pow(kShrinkStep, i));
            block.layout = at_size(text, style, block.font_size, PANGO_WRAP_WORD);
            if (block.layout) {
                balance(*block.layout);
                return block;
            }
            if (block.font_size <= sizes.floor) break;
        }
        block.layout = at_size(text, style, block.font_size, PANGO_WRAP_WORD_CHAR);
        if (block.layout) return block;
        block.layout = longest_beginning(text, style, block.font_size);
        block.cut = true;
        return block;
    }

    [[nodiscard]] Ptr<PangoLayout> longest_beginning(const std::string& text, const draft::TextStyle& style,
                                                     double font_size) const {
        const auto wrap = PANGO_WRAP_WORD_CHAR;
        const std::vector<std::size_t> cuts = cuts_of(*lay_out(text, font_size, 0, wrap));
        const auto beginning = [&](std::size_t i) { return shortened(text, cuts[i]); };
        std::size_t fits = 0;
        std::size_t too_long = cuts.size();
        while (fits + 1 < too_long) {
            const std::size_t middle = fits + (too_long - fits) / 2;
            (at_size(beginning(middle), style, font_size, wrap) ? fits : too_long) = middle;
        }
        return lay_out(beginning(fits), font_size, room(style, font_size).width, wrap);
    }

    void place(Block& block, const draft::TextStyle& style) const {
        const TitleArea area = room(style, block.font_size);
        const Extents e = extents_of(*block.layout);
        block.text.width = units(e.logical.width);
        block.text.height = units(e.logical.height);
        block.text.x = area.x + (area.width - block.text.width) / 2;
        block.text.y = title_top(area, style.place, block.text.height);
        block.x = block.text.x - units(e.logical.x);
        block.y = block.text.y - units(e.logical.y);
        const double around = margin(style, block.font_size);
        const double left = std::min(block.text.x, block.x + units(e.ink.x)) - around;
        const double top = std::min(block.text.y, block.y + units(e.ink.y)) - around;
        const double right =
            std::max(block.text.x + block.text.width, block.x + units(e.ink.x + e.ink.width)) + around;
        const double bottom =
            std::max(block.text.y + block.text.height, block.y + units(e.ink.y + e.ink.height)) + around;
        block.all = {left, top, right - left, bottom - top};
    }

    /// The pixels that the block may touch, and one more at each side for the chroma's filter.
    void bound(const TitleArea& all, TitleDrawing& drawing) const {
        const double scale = title_scale(canvas_);
        const auto down = [](double v, int most) {
            return std::clamp(static_cast<int>(std::floor((v - 1) / 2)) * 2, 0, most);
        };
        const auto up = [](double v, int most) {
            return std::clamp(static_cast<int>(std::ceil((v + 1) / 2)) * 2, 0, most);
        };
        drawing.x = down(all.x * scale, canvas_.width);
        drawing.y = down(all.y * scale, canvas_.height);
        drawing.width = up((all.x + all.width) * scale, canvas_.width) - drawing.x;
        drawing.height = up((all.y + all.height) * scale, canvas_.height) - drawing.y;
    }

    Result<void> paint(const Block& block, const draft::TextStyle& style, TitleDrawing& drawing) const {
        bound(block.all, drawing);
        const auto width = static_cast<std::size_t>(drawing.width);
        drawing.pixels.assign(width * static_cast<std::size_t>(drawing.height), 0);
        if (drawing.pixels.empty()) return {};
        const Ptr<cairo_surface_t> surface(cairo_image_surface_create_for_data(
            reinterpret_cast<unsigned char*>(drawing.pixels.data()), CAIRO_FORMAT_ARGB32, drawing.width,
            drawing.height, drawing.width * 4));
        const Ptr<cairo_t> owner(cairo_create(surface.get()));
        cairo_t* cr = owner.get();
        cairo_translate(cr, -drawing.x, -drawing.y);
        cairo_scale(cr, title_scale(canvas_), title_scale(canvas_));
        paint_backing(cr, block, style);
        const Rgb colour = colour_of(style);
        cairo_set_source_rgb(cr, colour.red, colour.green, colour.blue);
        show_exactly(cr, *block.layout, block.x, block.y);
        cairo_surface_flush(surface.get());
        if (const cairo_status_t status = cairo_status(cr); status != CAIRO_STATUS_SUCCESS)
            return fail(Errc::media, fmt::format("draw a title: {}", cairo_status_to_string(status)));
        return {};
    }

    static void paint_backing(cairo_t* cr, const Block& block, const draft::TextStyle& style) {
        const Rgb backing = backing_of(colour_of(style));
        if (style.decoration == draft::TextDecoration::box) {
            constexpr double kOpacity = 0.65;
            cairo_set_source_rgba(cr, backing.red, backing.green, backing.blue, kOpacity);
            const double around = box_padding(block.font_size);
            rounded_rectangle(cr,
                              {block.text.x - around, block.text.y - around, block.text.width + 2 * around,
                               block.text.height + 2 * around},
                              around / 2);
            cairo_fill(cr);
        } else if (style.decoration == draft::TextDecoration::outline) {
            cairo_set_source_rgb(cr, backing.red, backing.green, backing.blue);
            cairo_move_to(cr, block.x, block.y);
            pango_cairo_layout_path(cr, block.layout.get());
            cairo_set_line_width(cr, 2 * outline_width(block.font_size));  // half of it is under the text
            cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
            cairo_stroke(cr);
        }
    }

    draft::Canvas canvas_;
    Ptr<PangoFontMap> fonts_;  // one's own: the library's is a thread's
    Ptr<PangoContext> context_;
    Ptr<cairo_font_options_t> options_;
    std::string family_;
    bool bold_ = true;
};

TitleArtist::TitleArtist(const draft::Canvas& canvas) : impl_(std::make_unique<Impl>(canvas)) {}
TitleArtist::TitleArtist(TitleArtist&&) noexcept = default;
TitleArtist& TitleArtist::operator=(TitleArtist&&) noexcept = default;
TitleArtist::~TitleArtist() = default;

Result<TitleDrawing> TitleArtist::draw(const std::string& text, const draft::TextStyle& style) {
    return impl_->draw(text, style);
}

}  // namespace beatsync::render
