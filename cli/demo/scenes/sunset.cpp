#include <cmath>

#include "cli/demo/scenes/chance.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

/// The sun sets over the sea; after half of the time the same from nearer, with gulls.
class Sunset final : public Scene {
public:
    Sunset(int width, int height)
        : width_(width), height_(height), sky_(width, height), clouds_(width, height / 4) {
        sky_.fill({0,
                   horizon(),
                   {{0, rgb(0x1d2152)},
                    {0.3, rgb(0x51306f)},
                    {0.58, rgb(0xb8456f)},
                    {0.8, rgb(0xf7804f)},
                    {1, rgb(0xffcf7d)}}});
        paint_clouds();
    }

    void paint(Canvas& canvas, double t) override {
        const bool near = t >= 4;
        const Saved camera(canvas);
        if (near) {
            const double zoom = 2.1 + 0.05 * (t - 4);
            canvas.move({width_ * 0.5, height_ * 0.55});
            canvas.scale(zoom, zoom);
            canvas.move({-width_ * 0.56, -horizon()});
        } else {
            canvas.move({-6 * t, 0});
            canvas.scale(1.05, 1.05);
        }
        canvas.draw(sky_, {0, 0}, 1, 1);
        paint_sun(canvas, t);
        canvas.draw(clouds_, {-60 + 5 * t, horizon() * 0.16}, 1.15, 2.2, 0.8);
        paint_sea(canvas, t);
        paint_glints(canvas, t);
        if (near) paint_gulls(canvas, t - 4);
    }

private:
    [[nodiscard]] double horizon() const { return 0.6 * height_; }
    [[nodiscard]] Point sun(double t) const { return {0.56 * width_, horizon() - 58 + 3.5 * t}; }

    void paint_clouds() {
        for (int y = 0; y < clouds_.height(); ++y) {
            const auto row = clouds_.row(y);
            const double v = static_cast<double>(y) / clouds_.height();
            for (int x = 0; x < clouds_.width(); ++x) {
                const double n = fractal_noise(x * 0.0045, v * 9, 5, 3);
                const double a = smooth_step(0.52, 0.8, n) * std::sin(3.14159 * v) * 0.85;
                const Colour c = mix(rgb(0x9a3f86), rgb(0xffb27a), smooth_step(0.1, 0.9, v));
                const auto channel = [&](double s) { return static_cast<std::uint32_t>(255 * s * a); };
                row[static_cast<std::size_t>(x)] = static_cast<std::uint32_t>(255 * a) << 24U |
                                                   channel(c.r) << 16U | channel(c.g) << 8U | channel(c.b);
            }
        }
        clouds_.rows_changed();
    }

    void paint_sun(Canvas& canvas, double t) const {
        canvas.add_light(true);
        canvas.glow(sun(t), 420, rgb(0xff9a4a, 0.5));
        canvas.glow(sun(t), 150, rgb(0xffd890, 0.6));
        canvas.add_light(false);
        canvas.radial(
            sun(t), 46,
            {{0, rgb(0xfffbe6)}, {0.75, rgb(0xfff0b8)}, {0.93, rgb(0xffd98a)}, {1, rgb(0xffc870, 0)}});
    }

    /// Bands of water, wider and darker towards the viewer, each with its own swell.
    void paint_sea(Canvas& canvas, double t) const {
        constexpr int kBands = 14;
        canvas.rectangle(-20, horizon(), width_ + 40.0, height_ - horizon() + 40, rgb(0xe98a63));
        for (int i = 0; i < kBands; ++i) {
            const double depth = (i + 0.3) / kBands;
            const double y = horizon() + std::pow(depth, 1.7) * 0.42 * height_;
            const double swell = 1 + 16 * std::pow(depth, 1.5);
            std::vector<Point> crest;
            for (double x = -20; x <= width_ + 20; x += 12) {
                const double k = 0.05 / (0.25 + 1.9 * depth);
                const double wave = std::sin(k * x + 1.7 * i + (0.9 + 0.5 * depth) * t) +
                                    0.5 * std::sin(2.3 * k * x - 1.3 * i - 1.6 * t);
                crest.push_back({x, y + swell * 0.5 * wave});
            }
            const Colour top = mix(rgb(0xd9775f), rgb(0x3a2a66), std::pow(depth, 0.55));
            const Colour bottom = mix(rgb(0xb0586a), rgb(0x171339), std::pow(depth, 0.5));
            canvas.path(crest, 1 + 1.5 * depth, mix(rgb(0xffb27a, 0.45), rgb(0x8a5a9a, 0.35), depth));
            crest.push_back({width_ + 20.0, height_ + 40.0});
            crest.push_back({-20, height_ + 40.0});
            canvas.polygon(crest, Gradient{y - swell, y + 30 + 130 * depth, {{0, top}, {1, bottom}}});
        }
    }

    /// The road of light under the sun: short strokes that come and go.
    void paint_glints(Canvas& canvas, double t) const {
        canvas.add_light(true);
        Chance chance(5);
        for (int i = 0; i < 260; ++i) {
            const double depth = std::pow(chance.unit(), 1.3);
            const double y = horizon() + 2 + depth * 0.36 * height_;
            const double spread = 26 + 150 * depth;
            const double side = chance.between(-1, 1) * chance.unit();
            const double x =
                sun(t).x + spread * side + 7 * std::sin(t * chance.between(0.5, 1.5) + 40 * depth);
            const double flicker = std::sin(t * chance.between(2, 5) + chance.between(0, 6.28));
            const double shine = std::max(0.0, flicker) * (0.75 - 0.45 * depth);
            const double length = (5 + 26 * depth) * (0.4 + 0.6 * shine);
            if (shine > 0.02)
                canvas.line({x - length, y}, {x + length, y}, 1.2 + 3.2 * depth, rgb(0xffb765, shine));
        }
        canvas.add_light(false);
    }

    void paint_gulls(Canvas& canvas, double t) const {
        Chance chance(8);
        for (int i = 0; i < 6; ++i) {
            const double x = 0.36 * width_ + chance.between(-60, 160) + 42 * t;
            const double y = horizon() - 150 + chance.between(0, 80) - 7 * t;
            const double span = chance.between(8, 14);
            const double flap = std::sin(7 * t + chance.between(0, 6)) * 0.5;
            for (const double side : {-1.0, 1.0})
                canvas.curve({x, y}, {x + side * span * 0.5, y - span * (0.45 + flap * 0.6)},
                             {x + side * span, y - span * flap}, 1.6, rgb(0x2a1838, 0.9));
        }
    }

    int width_;
    int height_;
    Canvas sky_;
    Canvas clouds_;
};

}  // namespace

std::unique_ptr<Scene> make_sunset(int width, int height) {
    return std::make_unique<Sunset>(width, height);
}

}  // namespace beatsync::cli::scenes
