#include "report/plot_frame.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <iterator>

#include "report/text.h"

namespace beatsync::report {
namespace {

constexpr double kTextDown = 4;  // from the middle of a line of text to its baseline

std::string title(std::string_view hint) {
    return hint.empty() ? "" : fmt::format("<title>{}</title>", escape_markup(hint));
}

std::string number(double value, int decimals) {
    return fmt::format("{:.{}f}", std::abs(value) < 1e-9 ? 0.0 : value, decimals);
}

}  // namespace

double PlotFrame::x(double value) const {
    return left() + (value - x_.low) / (x_.high - x_.low) * (right() - left());
}

double PlotFrame::y(double value) const {
    return bottom() - (value - y_.low) / (y_.high - y_.low) * (bottom() - top());
}

void PlotFrame::rule_x(double low, double high, double step, int decimals, std::string_view name) {
    const int last = static_cast<int>(std::floor((high - low) / step + 1e-6));
    for (int i = 0; i <= last; ++i) {
        const double value = low + i * step;
        line("rule", x(value), top(), x(value), bottom());
        text("tick", x(value), bottom() + 13, Anchor::middle, number(value, decimals));
    }
    if (!name.empty()) text("axis", (left() + right()) / 2, bottom() + 28, Anchor::middle, name);
}

void PlotFrame::rule_y(double low, double high, double step, int decimals, std::string_view name) {
    const int last = static_cast<int>(std::floor((high - low) / step + 1e-6));
    for (int i = 0; i <= last; ++i) {
        const double value = low + i * step;
        line("rule", left(), y(value), right(), y(value));
        text("tick", left() - 5, y(value) + kTextDown, Anchor::end, number(value, decimals));
    }
    if (name.empty()) return;
    const double middle = (top() + bottom()) / 2;
    fmt::format_to(std::back_inserter(body_),
                   "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(11 {:.1f}) "
                   "rotate(-90)\">{}</text>",
                   middle, escape_markup(name));
}

void PlotFrame::line(std::string_view kind, double x1, double y1, double x2, double y2) {
    fmt::format_to(std::back_inserter(body_), "<path class=\"{}\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\"/>", kind,
                   x1, y1, x2, y2);
}

void PlotFrame::rect(std::string_view kind, double left, double top, double width, double height,
                     std::string_view hint) {
    fmt::format_to(
        std::back_inserter(body_),
        "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\">{}</rect>", kind,
        left, top, width, height, title(hint));
}

void PlotFrame::dot(std::string_view kind, double x, double y, double radius, std::string_view hint) {
    fmt::format_to(std::back_inserter(body_),
                   "<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\">{}</circle>", kind, x, y,
                   radius, title(hint));
}

void PlotFrame::text(std::string_view kind, double x, double y, Anchor anchor, std::string_view text) {
    constexpr std::array<std::string_view, 3> kAnchors{"start", "middle", "end"};
    fmt::format_to(std::back_inserter(body_),
                   "<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>", kind, x, y,
                   kAnchors[static_cast<std::size_t>(anchor)], escape_markup(text));
}

std::string PlotFrame::svg(std::string_view name) const {
    return fmt::format(
        "<svg class=\"plot\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {:.0f} {:.0f}\" width=\"{:.0f}\" "
        "height=\"{:.0f}\">{}</svg>\n",
        escape_markup(name), width_, height_, width_, height_, body_);
}

}  // namespace beatsync::report
