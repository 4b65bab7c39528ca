#pragma once

#include <string>
#include <string_view>

namespace beatsync::report {

/// A piece of SVG with a plane of two axes in it: data outside, pixels inside.
class PlotFrame {
public:
    struct Margins {
        double left = 46;
        double right = 12;
        double top = 8;
        double bottom = 34;
    };
    PlotFrame(double width, double height, const Margins& margins)
        : width_(width), height_(height), margins_(margins) {}

    void set_x(double low, double high) { x_ = {low, high}; }
    void set_y(double low, double high) { y_ = {low, high}; }
    [[nodiscard]] double x(double value) const;
    [[nodiscard]] double y(double value) const;
    [[nodiscard]] double left() const { return margins_.left; }
    [[nodiscard]] double right() const { return width_ - margins_.right; }
    [[nodiscard]] double top() const { return margins_.top; }
    [[nodiscard]] double bottom() const { return height_ - margins_.bottom; }

    /// Lines at `low`, `low + step` …, with their numbers below, or left of them.
    void rule_x(double low, double high, double step, int decimals, std::string_view name);
    void rule_y(double low, double high, double step, int decimals, std::string_view name);

    void line(std::string_view kind, double x1, double y1, double x2, double y2);
    void rect(std::string_view kind, double left, double top, double width, double height,
              std::string_view hint = {});
    /// `hint`: shown when pointed at.
    void dot(std::string_view kind, double x, double y, double radius, std::string_view hint);
    enum class Anchor { start, middle, end };
    void text(std::string_view kind, double x, double y, Anchor anchor, std::string_view text);
    void add(std::string_view markup) { body_ += markup; }

    /// The whole, under an accessible name.
    [[nodiscard]] std::string svg(std::string_view name) const;

private:
    struct Axis {
        double low = 0;
        double high = 1;
    };
    double width_;
    double height_;
    Margins margins_;
    Axis x_;
    Axis y_;
    std::string body_;
};

}  // namespace beatsync::report
