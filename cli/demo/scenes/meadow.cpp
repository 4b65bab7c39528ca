#include <cmath>
#include <numbers>

#include "cli/demo/scenes/chance.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

/// Flowers in the evening wind; a gust at three seconds tears their petals off.
class Meadow final : public Scene {
public:
    Meadow(int width, int height) : width_(width), height_(height), sky_(width, height) {
        sky_.fill({0,
                   static_cast<double>(height),
                   {{0, rgb(0x2f7f93)},
                    {0.35, rgb(0x8cc7b4)},
                    {0.6, rgb(0xffe0a3)},
                    {0.75, rgb(0xf7b267)},
                    {1, rgb(0x3f5a3a)}}});
        sky_.add_light(true);
        sky_.glow(sun(), 560, rgb(0xff9a50, 0.42));
        sky_.glow(sun(), 230, rgb(0xffd080, 0.42));
        sky_.add_light(false);
        sky_.radial(sun(), 62, {{0, rgb(0xfffdf0)}, {0.86, rgb(0xfff4c8)}, {1, rgb(0xffe6a0, 0)}});
    }

    void paint(Canvas& canvas, double t) override {
        canvas.copy(sky_);
        paint_bokeh(canvas, t);
        paint_hill(canvas, 0.66, rgb(0x86a65c), 0.6, t);
        paint_flowers(canvas, t, {46, 0.70, 0.80, 0.30, 0.42, 3});
        paint_hill(canvas, 0.80, rgb(0x4f7a45), 0.9, t);
        paint_flowers(canvas, t, {24, 0.82, 0.93, 0.6, 0.8, 4});
        paint_hill(canvas, 0.93, rgb(0x24452f), 1.2, t);
        paint_petals(canvas, t);
        paint_flowers(canvas, t, {9, 1.0, 1.06, 1.2, 1.7, 5});
    }

private:
    struct Rank {
        int count;
        double top, bottom;   ///< of the stems' feet, in heights of the picture
        double small, large;  ///< size
        std::uint32_t seed;
    };

    [[nodiscard]] Point sun() const { return {0.66 * width_, 0.47 * height_}; }

    static double gust(double t) {
        return smooth_step(2.95, 3.15, t) * std::exp(-std::max(0.0, t - 3.15) / 1.1);
    }

    static double wind(double t, double x) {
        return 0.13 * std::sin(1.3 * t + x * 0.006) + 0.06 * std::sin(2.9 * t + x * 0.017) +
               gust(t) * (0.5 + 0.12 * std::sin(16 * t + x * 0.03));
    }

    void paint_bokeh(Canvas& canvas, double t) const {
        canvas.add_light(true);
        Chance chance(7);
        for (int i = 0; i < 26; ++i) {
            const Point at{chance.between(0, width_) + 14 * std::sin(0.4 * t + i),
                           chance.between(0.25, 0.75) * height_ - 9 * t * chance.unit()};
            const double light = chance.between(0.04, 0.16);
            const double radius = chance.between(16, 56);
            canvas.radial(at, radius,
                          {{0, rgb(0xfff0b0, light)}, {0.85, rgb(0xfff0b0, light)}, {1, rgb(0xfff0b0, 0)}});
        }
        canvas.add_light(false);
    }

    void paint_hill(Canvas& canvas, double top, const Colour& colour, double tall, double t) const {
        std::vector<Point> edge;
        for (int x = -20; x <= width_ + 20; x += 5) {
            const double hill = 26 * std::sin(x * 0.0062 + 9 * top);
            const double blade = (noise(x * 0.31, top * 40, 6) + noise(x * 0.9, top * 10, 8)) * 30 * tall;
            edge.push_back({x + 60 * tall * wind(t, x) * blade / 30, top * height_ + hill - blade});
        }
        edge.push_back({width_ + 20.0, height_ + 10.0});
        edge.push_back({-20, height_ + 10.0});
        canvas.polygon(edge, Gradient{top * height_ - 50,
                                      top * height_ + 0.16 * height_,
                                      {{0, mix(colour, rgb(0xffd58a), 0.45)},
                                       {0.35, colour},
                                       {1, mix(colour, rgb(0x0d1f1a), 0.7)}}});
    }

    void paint_flowers(Canvas& canvas, double t, const Rank& rank) const {
        static constexpr std::uint32_t kColours[] = {0xff5d73, 0xffffff, 0xffc145,
                                                     0xd66bff, 0xff8a5c, 0x7c8cff};
        Chance chance(rank.seed);
        for (int i = 0; i < rank.count; ++i) {
            const double size = chance.between(rank.small, rank.large);
            const Point foot{(i + chance.between(0.1, 0.9)) * width_ / rank.count,
                             chance.between(rank.top, rank.bottom) * height_};
            const double tall = size * chance.between(130, 210);
            const double lean = wind(t + chance.between(-0.15, 0.15), foot.x);
            const Point head{foot.x + std::sin(lean) * tall, foot.y - std::cos(lean) * tall};
            canvas.curve(foot, {foot.x, foot.y - tall * 0.6}, head, 3.4 * size, rgb(0x2f5a34));
            const auto colour = rgb(kColours[static_cast<std::size_t>(chance.unit() * 6)]);
            paint_flower(canvas, head, 26 * size, lean + chance.between(0, 1), colour);
        }
    }

    static void paint_flower(Canvas& canvas, Point at, double radius, double turn, const Colour& colour) {
        constexpr int kPetals = 8;
        for (int i = 0; i < kPetals; ++i) {
            const double angle = turn + i * 2 * std::numbers::pi / kPetals;
            const Point petal{at.x + 0.62 * radius * std::cos(angle), at.y + 0.5 * radius * std::sin(angle)};
            const double shade = 0.16 + 0.14 * std::sin(angle);
            canvas.ellipse(petal, 0.5 * radius, 0.25 * radius, angle, mix(colour, rgb(0x401030), shade));
        }
        canvas.disc(at, 0.3 * radius, rgb(0x8a4b12));
        canvas.disc({at.x + 0.04 * radius, at.y - 0.06 * radius}, 0.23 * radius, rgb(0xffcf4a));
    }

    void paint_petals(Canvas& canvas, double t) const {
        Chance chance(9);
        for (int i = 0; i < 130; ++i) {
            const double birth = i < 24 ? -2.0 : 3.0 + 1.1 * chance.unit();
            const double age = t - birth;
            const double speed = chance.between(120, 460) * (i < 24 ? 0.25 : 1);
            const Point from{chance.between(-0.3, i < 24 ? 1.0 : 0.8) * width_,
                             chance.between(0.5, 0.98) * height_};
            const double turn = chance.between(2, 8);
            const double size = chance.between(5, 13);
            const Colour colour = mix(rgb(0xff6f86), rgb(0xfff0e4), chance.unit());
            if (age < 0) continue;
            const Point at{from.x + speed * age + 24 * std::sin(turn * age),
                           from.y - speed * 0.62 * age + 40 * age * age + 16 * std::cos(turn * 0.8 * age)};
            canvas.ellipse(at, size, size * (0.2 + 0.8 * std::abs(std::sin(turn * age))), turn * 0.6 * age,
                           colour);
        }
    }

    int width_;
    int height_;
    Canvas sky_;
};

}  // namespace

std::unique_ptr<Scene> make_meadow(int width, int height) {
    return std::make_unique<Meadow>(width, height);
}

}  // namespace beatsync::cli::scenes
