#include <algorithm>
#include <cmath>

#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

/// Ink in oil: a colour field bent by waves, which are bent by waves, with a push every second and a half.
class Liquid final : public Scene {
public:
    Liquid(int width, int height) : field_(width / 4, height / 4) {}

    void paint(Canvas& canvas, double t) override {
        const double flow = 0.5 * t + pushes(t);
        const double unit = 1.0 / field_.width();
        for (int y = 0; y < field_.height(); ++y) {
            const auto row = field_.row(y);
            for (int x = 0; x < field_.width(); ++x)
                row[static_cast<std::size_t>(x)] =
                    colour((x * unit - 0.5) * 2.2, (y * unit - 0.9) * 2.2, flow);
        }
        field_.rows_changed();
        canvas.draw(field_, {0, 0}, static_cast<double>(canvas.width()) / field_.width(),
                    static_cast<double>(canvas.height()) / field_.height());
    }

private:
    static double pushes(double t) {
        double sum = 0;
        for (double at = 0.75; at <= t; at += 1.5)
            sum += 0.55 * (1 - std::exp(-(t - at) / 0.22));
        return sum;
    }

    static std::uint32_t colour(double x, double y, double flow) {
        // Domain warping: each round of waves is read at a place moved by the one before.
        for (int i = 1; i <= 3; ++i) {
            const double wx = x + 0.62 / i * std::sin(i * 1.7 * y + flow * 1.1 + 0.6 * i);
            const double wy = y + 0.58 / i * std::sin(i * 1.5 * x - flow * 0.8 + 1.9 * i);
            x = wx;
            y = wy;
        }
        const double height = std::sin(2.2 * x + 1.4 * y);
        const double across = std::sin(2.0 * y - 1.2 * x + 1.0);
        const double edge = std::pow(1 - std::abs(height), 5) * 0.55;
        const Colour deep = mix(rgb(0x1b0f4a), rgb(0x0b4a6f), 0.5 + 0.5 * across);
        const Colour warm = mix(rgb(0xff4d6d), rgb(0xffb454), 0.5 + 0.5 * across);
        Colour c = mix(deep, warm, 0.5 + 0.5 * std::tanh(1.8 * height));
        c = mix(c, rgb(0xfff4e0), edge * (0.5 + 0.5 * across));
        const double shade = 0.78 + 0.22 * std::cos(1.3 * x - 0.6 * y);
        const auto channel = [&](double s) {
            return static_cast<std::uint32_t>(255 * std::clamp(s * shade, 0.0, 1.0));
        };
        return 0xFF000000U | channel(c.r) << 16U | channel(c.g) << 8U | channel(c.b);
    }

    Canvas field_;
};

}  // namespace

std::unique_ptr<Scene> make_liquid(int width, int height) {
    return std::make_unique<Liquid>(width, height);
}

}  // namespace beatsync::cli::scenes
