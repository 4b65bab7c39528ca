#include <algorithm>
#include <cmath>

#include "cli/demo/scenes/chance.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

/// Northern lights over a lake: curtains computed at a quarter of the size, for they have no edges.
class Aurora final : public Scene {
public:
    Aurora(int width, int height)
        : width_(width),
          height_(height),
          sky_(width, height),
          shore_(width, height),
          lights_(width / 4, height / 6) {
        sky_.fill({0,
                   static_cast<double>(height),
                   {{0, rgb(0x030818)},
                    {0.5, rgb(0x0a2238)},
                    {0.66, rgb(0x1b4a58)},
                    {0.7, rgb(0x0b2436)},
                    {1, rgb(0x02060f)}}});
        Chance chance(1);
        for (int i = 0; i < 320; ++i)
            sky_.disc({chance.between(0, width), chance.unit() * shoreline()},
                      0.4 + 1.3 * std::pow(chance.unit(), 3), rgb(0xe6f0ff, chance.between(0.15, 0.95)));
        paint_shore();
    }

    void paint(Canvas& canvas, double t) override {
        canvas.copy(sky_);
        paint_lights(t);
        canvas.add_light(true);
        const double scale_y = shoreline() / lights_.height();
        canvas.draw(lights_, {0, 0}, 4, scale_y);
        {
            // In the water: upside down, flattened, and broken by ripples.
            const double flat = 0.44;
            const Saved mirror(canvas);
            canvas.move({0, shoreline() + flat * shoreline()});
            canvas.scale(1, -flat);
            canvas.draw(lights_, {0, 0}, 4, scale_y, 0.5);
        }
        paint_ripples(canvas, t);
        canvas.add_light(false);
        canvas.draw(shore_, {0, 0});
    }

private:
    [[nodiscard]] double shoreline() const { return 0.7 * height_; }

    void paint_lights(double t) {
        struct Curtain {
            double base, tall, speed, light;
            std::uint32_t seed;
        };
        static constexpr Curtain kCurtains[] = {
            {0.86, 0.66, 0.5, 1.1, 3}, {0.66, 0.5, -0.35, 0.85, 5}, {0.97, 0.34, 0.7, 0.45, 8}};
        const auto w = static_cast<std::size_t>(lights_.width());
        std::vector<double> foot(w * 3);
        std::vector<double> power(w * 3);
        const double swell = 1 + 0.9 * std::exp(-std::pow((t - 3.4) / 0.5, 2));
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t x = 0; x < w; ++x) {
                const Curtain& k = kCurtains[c];
                const double u = static_cast<double>(x) / static_cast<double>(w);
                const double bend = noise(u * 2.2 + k.speed * t * 0.35, t * 0.18, k.seed) - 0.5;
                const double rays = noise(u * 46 + 3 * bend * 8, t * 0.9 * k.speed + 4, k.seed + 1);
                const double cloud = noise(u * 3.1 - k.speed * t * 0.5, t * 0.25, k.seed + 2);
                foot[c * w + x] = k.base + 0.5 * bend;
                power[c * w + x] =
                    swell * k.light * (0.25 + 0.75 * rays) * (0.12 + 0.88 * smooth_step(0.2, 0.7, cloud));
            }
        for (int y = 0; y < lights_.height(); ++y) {
            const auto row = lights_.row(y);
            const double v = static_cast<double>(y) / lights_.height();
            for (std::size_t x = 0; x < w; ++x) {
                Colour sum{0, 0, 0};
                for (std::size_t c = 0; c < 3; ++c) {
                    const double up = (foot[c * w + x] - v) / kCurtains[c].tall;
                    if (up <= -0.08 || up >= 1) continue;
                    const double shape = up < 0 ? 1 + up / 0.08 : (1 - up) * (1 - up);
                    const double light = power[c * w + x] * shape;
                    const double violet = std::max(0.0, up - 0.15);
                    sum.r += light * (0.10 + 1.25 * violet);
                    sum.g += light * (0.98 - 1.15 * violet);
                    sum.b += light * (0.48 + 0.55 * violet);
                }
                const auto channel = [](double s) {
                    return static_cast<std::uint32_t>(255 * std::clamp(s, 0.0, 1.0));
                };
                row[x] = 0xFF000000U | channel(sum.r) << 16U | channel(sum.g) << 8U | channel(sum.b);
            }
        }
        lights_.rows_changed();
    }

    void paint_ripples(Canvas& canvas, double t) const {
        Chance chance(4);
        for (int i = 0; i < 110; ++i) {
            const double depth = chance.unit();
            const double y = shoreline() + 6 + depth * depth * 0.29 * height_;
            const double x = chance.between(0, width_) + 20 * std::sin(0.5 * t + i);
            const double shine = std::max(0.0, std::sin(1.6 * t + chance.between(0, 6.3))) * 0.16;
            const double length = 12 + 80 * depth;
            canvas.line({x - length, y}, {x + length, y}, 1 + 1.6 * depth, rgb(0x6fe0b8, shine));
        }
    }

    void paint_shore() {
        Chance chance(6);
        std::vector<Point> hills;
        for (int x = -4; x <= width_ + 4; x += 4)
            hills.push_back(
                {static_cast<double>(x), shoreline() - 12 - 62 * fractal_noise(x * 0.004, 0, 4, 9)});
        hills.push_back({width_ + 4.0, shoreline() + 3});
        hills.push_back({-4, shoreline() + 3});
        shore_.polygon(hills, rgb(0x06121c));
        for (int i = 0; i < 44; ++i) {
            const bool left = i % 2 == 0;
            const double inward = chance.unit() * chance.unit();
            const double x = left ? inward * 0.42 * width_ : width_ - inward * 0.36 * width_;
            paint_pine({x, height_ + 8.0 - 60 * inward},
                       (0.22 + 0.42 * (1 - inward) * chance.between(0.6, 1)) * height_, chance);
        }
    }

    void paint_pine(Point foot, double tall, Chance& chance) {
        const Colour black = rgb(0x01050a);
        shore_.line(foot, {foot.x, foot.y - tall}, tall * 0.012, black);
        constexpr int kTiers = 13;
        for (int i = 0; i < kTiers; ++i) {
            const double from = 0.16 + 0.84 * i / kTiers;
            const double half = tall * 0.17 * (1.04 - from) * chance.between(0.8, 1.2);
            const Point branch[] = {{foot.x - half, foot.y - tall * (from - 0.035)},
                                    {foot.x, foot.y - tall * std::min(1.0, from + 0.10)},
                                    {foot.x + half, foot.y - tall * (from - 0.035)},
                                    {foot.x, foot.y - tall * from}};
            shore_.polygon(branch, black);
        }
    }

    int width_;
    int height_;
    Canvas sky_;
    Canvas shore_;
    Canvas lights_;
};

}  // namespace

std::unique_ptr<Scene> make_aurora(int width, int height) {
    return std::make_unique<Aurora>(width, height);
}

}  // namespace beatsync::cli::scenes
