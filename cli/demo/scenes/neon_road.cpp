#include <cmath>

#include "cli/demo/scenes/chance.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

/// A drive into a striped sun over a glowing grid, with two bursts of speed.
class NeonRoad final : public Scene {
public:
    NeonRoad(int width, int height) : width_(width), height_(height), backdrop_(width, height) {
        paint_backdrop();
    }

    void paint(Canvas& canvas, double t) override {
        canvas.copy(backdrop_);
        const double way = travelled(t);
        paint_grid(canvas, way);
        paint_gates(canvas, way);
        canvas.add_light(true);
        canvas.glow({0.5 * width_, horizon()}, 0.75 * width_, rgb(0xff3fa0, 0.22 + 0.3 * burst(t)));
        canvas.add_light(false);
    }

private:
    [[nodiscard]] double horizon() const { return 0.52 * height_; }

    /// 1 just after each burst of speed begins, then falling.
    static double burst(double t) {
        double sum = 0;
        for (const double at : {1.5, 3.9})
            if (t >= at) sum += std::exp(-(t - at) / 0.5) * smooth_step(0, 0.12, t - at);
        return sum;
    }

    /// How far the car has come, in grid cells: even speed, and a leap at each burst.
    static double travelled(double t) {
        double way = 4.5 * t;
        for (const double at : {1.5, 3.9})
            way += 7 * (t < at ? 0 : 1 - std::exp(-(t - at) / 0.5));
        return way;
    }

    /// Where a point of the ground is seen: `x` in cells from the middle, `z` in cells ahead.
    [[nodiscard]] Point seen(double x, double z, double up = 0) const {
        const double near = 1.0 / (0.35 + z);
        return {0.5 * width_ + x * near * 0.32 * width_, horizon() + (0.62 - up) * near * 0.55 * height_};
    }

    void neon(Canvas& canvas, Point a, Point b, double width, const Colour& colour, double light) const {
        canvas.line(a, b, width * 6, with_alpha(colour, 0.07 * light));
        canvas.line(a, b, width * 2.6, with_alpha(colour, 0.22 * light));
        canvas.line(a, b, width, with_alpha(mix(colour, rgb(0xffffff), 0.35), 0.9 * light));
    }

    void paint_backdrop() {
        backdrop_.fill(
            {0,
             horizon(),
             {{0, rgb(0x080221)}, {0.45, rgb(0x2a0a5e)}, {0.8, rgb(0x8a1a84)}, {1, rgb(0xff5a9e)}}});
        Chance chance(3);
        for (int i = 0; i < 170; ++i)
            backdrop_.disc({chance.between(0, width_), chance.unit() * 0.4 * height_},
                           chance.between(0.5, 1.8), rgb(0xe8dcff, chance.between(0.15, 0.9)));
        paint_sun();
        paint_ridge(0.10, rgb(0x3a0f66), rgb(0xff5ac8), 31);
        paint_ridge(0.06, rgb(0x17052f), rgb(0x35e0ff), 37);
        const double ground = height_ - horizon();
        backdrop_.rectangle(0, horizon(), width_, ground, rgb(0x0a0320));
        backdrop_.save();
        backdrop_.clip(0, horizon(), width_, ground);
        backdrop_.fill({horizon(),
                        static_cast<double>(height_),
                        {{0, rgb(0x6a1480, 0.9)}, {0.25, rgb(0x2a0a50, 0.6)}, {1, rgb(0x0a0320, 0)}}});
        backdrop_.restore();
    }

    void paint_sun() {
        const Point centre{0.5 * width_, horizon() - 0.13 * height_};
        const double radius = 0.31 * width_;
        backdrop_.add_light(true);
        backdrop_.glow(centre, radius * 2.1, rgb(0xff4f9a, 0.55));
        backdrop_.add_light(false);
        // Drawn in slices, with the gaps left out, so that the sky shows through.
        constexpr int kSlices = 11;
        for (int i = 0; i < kSlices; ++i) {
            const double from =
                centre.y - radius + 2 * radius * (i == 0 ? 0 : 0.36 + 0.064 * (i - 1) + 0.0065 * i);
            const double to = centre.y - radius + 2 * radius * (0.36 + 0.064 * i - 0.0028 * i);
            if (to <= from) continue;
            const Saved slice(backdrop_);
            backdrop_.clip(0, from, width_, to - from);
            std::vector<Point> circle;
            circle.reserve(120);
            for (int k = 0; k < 120; ++k)
                circle.push_back(
                    {centre.x + radius * std::cos(k * 0.05236), centre.y + radius * std::sin(k * 0.05236)});
            backdrop_.polygon(circle,
                              Gradient{centre.y - radius,
                                       centre.y + radius,
                                       {{0, rgb(0xffe76a)}, {0.45, rgb(0xff9a5a)}, {1, rgb(0xff2f8e)}}});
        }
    }

    void paint_ridge(double height, const Colour& rock, const Colour& edge, std::uint32_t seed) {
        std::vector<Point> ridge;
        for (double x = -10; x <= width_ + 10; x += 26) {
            const double middle = std::abs(x / width_ - 0.5) * 2;
            const double rise = height * (0.15 + 0.85 * smooth_step(0.1, 0.9, middle));
            ridge.push_back({x, horizon() - height_ * rise * (0.25 + noise(x * 0.021, 0, seed))});
        }
        std::vector<Point> filled = ridge;
        filled.push_back({width_ + 10.0, horizon() + 2});
        filled.push_back({-10, horizon() + 2});
        backdrop_.polygon(filled, rock);
        backdrop_.path(ridge, 5, with_alpha(edge, 0.25));
        backdrop_.path(ridge, 1.6, edge);
    }

    void paint_grid(Canvas& canvas, double way) const {
        const Colour cyan = rgb(0x2fe6ff);
        const Colour pink = rgb(0xff3fd0);
        canvas.add_light(true);
        for (int i = 0; i < 22; ++i) {
            const double z = i + 1 - cycle(way);
            const double light = smooth_step(20, 3, z);
            neon(canvas, {-5, seen(0, z).y}, {width_ + 5.0, seen(0, z).y}, 0.8 + 2.6 / (1 + z), pink, light);
        }
        for (int x = -14; x <= 14; ++x) {
            if (x == 0) continue;
            neon(canvas, seen(x, 22), seen(x, -0.05), 1.7, std::abs(x) == 1 ? cyan : pink,
                 std::abs(x) == 1 ? 1.0 : 0.55);
        }
        for (int i = 0; i < 12; ++i) {
            const double z = 2 * (i + 1 - cycle(way / 2)) - 1;
            if (z > -0.2)
                neon(canvas, seen(0, z), seen(0, z + 0.8), 0.9 + 5 / (1 + z), rgb(0xfff3c0),
                     smooth_step(18, 2, z));
        }
        canvas.add_light(false);
    }

    /// Arches of light over the road, one every six cells.
    void paint_gates(Canvas& canvas, double way) const {
        constexpr double kGate = 1.5;  // its height
        canvas.add_light(true);
        for (int i = 3; i >= 0; --i) {
            const double z = 6 * (i + 1 - cycle(way / 6)) - 0.6;
            if (z < -0.15) continue;
            const int which = static_cast<int>(std::floor(way / 6)) + i;
            const Colour colour = which % 2 == 0 ? rgb(0x2fe6ff) : rgb(0xb45aff);
            const double width = 1.2 + 7 / (1 + z);
            const double light = smooth_step(24, 8, z);
            neon(canvas, seen(-1.55, z), seen(-1.55, z, kGate), width, colour, light);
            neon(canvas, seen(1.55, z), seen(1.55, z, kGate), width, colour, light);
            neon(canvas, seen(-1.55, z, kGate), seen(1.55, z, kGate), width, colour, light);
        }
        canvas.add_light(false);
    }

    int width_;
    int height_;
    Canvas backdrop_;
};

}  // namespace

std::unique_ptr<Scene> make_neon_road(int width, int height) {
    return std::make_unique<NeonRoad>(width, height);
}

}  // namespace beatsync::cli::scenes
