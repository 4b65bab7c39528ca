#include <cmath>
#include <numbers>

#include "cli/demo/scenes/chance.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

/// A train crosses a viaduct at dusk; after the cut it rushes past close by.
class Train final : public Scene {
public:
    Train(int width, int height)
        : width_(width),
          height_(height),
          sky_(width, height),
          bridge_(width, height),
          near_sky_(width, height) {
        paint_sky();
        paint_bridge();
        near_sky_.fill(
            {0,
             static_cast<double>(height),
             {{0, rgb(0x10314f)}, {0.5, rgb(0x3a5f78)}, {0.8, rgb(0xd98f6a)}, {1, rgb(0x1a1a2a)}}});
    }

    void paint(Canvas& canvas, double t) override {
        if (t < 3.5) {
            paint_far(canvas, t);
        } else {
            paint_near(canvas, t - 3.5);
        }
    }

private:
    [[nodiscard]] double rail() const { return 0.56 * height_; }
    [[nodiscard]] double water() const { return 0.8 * height_; }

    void paint_sky() {
        sky_.fill({0,
                   water(),
                   {{0, rgb(0x0f2c4d)},
                    {0.35, rgb(0x2f6680)},
                    {0.65, rgb(0xe9b18a)},
                    {0.85, rgb(0xff8f6b)},
                    {1, rgb(0xc05a6a)}}});
        sky_.add_light(true);
        sky_.glow({0.3 * width_, 0.66 * height_}, 520, rgb(0xffc890, 0.5));
        sky_.add_light(false);
        for (int i = 0; i < 3; ++i) {
            std::vector<Point> hill;
            for (int x = -4; x <= width_ + 4; x += 6)
                hill.push_back(
                    {static_cast<double>(x),
                     height_ * (0.6 + 0.06 * i) -
                         130 * (1 - 0.2 * i) * (fractal_noise(x * 0.0032, i * 5.0, 5, 17) - 0.25)});
            hill.push_back({width_ + 4.0, height_ + 0.0});
            hill.push_back({-4, height_ + 0.0});
            const Colour colour = mix(rgb(0x9a6a86), rgb(0x2b2a4c), i / 2.0);
            sky_.polygon(
                hill, Gradient{0.5 * height_, water(), {{0, colour}, {1, mix(colour, rgb(0xffa080), 0.3)}}});
        }
        Chance chance(3);
        for (int i = 0; i < 60; ++i)
            sky_.disc({chance.between(0, width_), chance.unit() * 0.25 * height_}, chance.between(0.5, 1.3),
                      rgb(0xffffff, chance.between(0.1, 0.7)));
    }

    void paint_bridge() {
        const Colour stone = rgb(0x1a1730);
        bridge_.rectangle(0, rail(), width_, 26, stone);
        bridge_.rectangle(0, rail(), width_, 2, rgb(0xffb38a, 0.35));
        for (int i = -1; i <= 8; ++i) {
            const double x = i * 180.0;
            // A pier and the half arches at its sides.
            std::vector<Point> pier{{x - 74, rail() + 26}};
            for (int k = 0; k <= 12; ++k) {
                const double a = k * std::numbers::pi / 24;
                pier.push_back({x - 18 - 72 * (1 - std::sin(a)), rail() + 26 + 72 * (1 - std::cos(a))});
            }
            pier.push_back({x - 24, water()});
            pier.push_back({x + 24, water()});
            for (int k = 12; k >= 0; --k) {
                const double a = k * std::numbers::pi / 24;
                pier.push_back({x + 18 + 72 * (1 - std::sin(a)), rail() + 26 + 72 * (1 - std::cos(a))});
            }
            pier.push_back({x + 74, rail() + 26});
            bridge_.polygon(pier, Gradient{rail(), water(), {{0, stone}, {1, rgb(0x3a2a48)}}});
        }
    }

    void paint_train(Canvas& canvas, double head, double foot) const {
        for (int i = 0; i < 8; ++i) {
            const double x = head - 158.0 * i;
            if (x < -20 || x - 150 > width_) continue;
            canvas.rectangle(x - 150, foot - 40, 150, 34, rgb(0x12142a));
            canvas.rectangle(x - 150, foot - 42, 150, 3, rgb(0xff9a7a, 0.5));
            canvas.rectangle(x - 150, foot - 13, 150, 2.5, rgb(0xe0433f));
            for (int k = 0; k < 9; ++k)
                canvas.rectangle(x - 144 + k * 16, foot - 33, 11, 13,
                                 mix(rgb(0xffd98a), rgb(0xffb055), noise(k * 3.1, i * 2.3, 5)));
            for (const double axle : {-130.0, -112.0, -40.0, -22.0})
                canvas.disc({x + axle, foot - 4}, 5, rgb(0x08081a));
        }
        const Point nose[] = {
            {head - 2, foot - 40}, {head + 22, foot - 22}, {head + 26, foot - 6}, {head - 2, foot - 6}};
        canvas.polygon(nose, rgb(0x12142a));
        canvas.add_light(true);
        canvas.glow({head + 22, foot - 14}, 90, rgb(0xfff0c0, 0.9));
        canvas.add_light(false);
    }

    void paint_far(Canvas& canvas, double t) const {
        const double head = -60 + 560 * t;
        canvas.copy(sky_);
        paint_train(canvas, head, rail() + 2);
        canvas.draw(bridge_, {0, 0});
        canvas.save();
        canvas.clip(0, water(), width_, height_ - water());
        canvas.fill({water(),
                     static_cast<double>(height_),
                     {{0, rgb(0xe07f6c)}, {0.35, rgb(0x7d4a6a)}, {1, rgb(0x161a38)}}});
        canvas.move({0, water()});
        canvas.scale(1, -0.6);
        canvas.move({0, -water()});
        canvas.draw(bridge_, {0, 0}, 1, 1, 0.55);
        canvas.restore();
        canvas.add_light(true);
        Chance chance(5);
        for (int i = 0; i < 120; ++i) {
            const double depth = chance.unit();
            const double y = water() + 4 + depth * (height_ - water());
            const double x = chance.between(0, width_) + 14 * std::sin(0.8 * t + i);
            const double lit = x < head && x > head - 1270 && depth < 0.65 ? 0.45 : 0.14;
            const double shine = lit * std::max(0.0, std::sin(2.4 * t + chance.between(0, 6.3)));
            canvas.line({x - 8 - 26 * depth, y}, {x + 8 + 26 * depth, y}, 1.4 + 1.4 * depth,
                        rgb(0xffc080, shine));
        }
        canvas.add_light(false);
    }

    void paint_near(Canvas& canvas, double t) const {
        canvas.copy(near_sky_);
        const double shake = 2.5 * std::sin(31 * t) + 1.5 * std::sin(47 * t);
        canvas.save();
        canvas.move({0, shake});
        const double way = 1250 * t;
        const double top = 0.2 * height_;
        const double foot = 0.86 * height_;
        for (int i = -1; i < 7; ++i) {
            const double x = width_ + 200 - way + i * 1010.0;
            if (x > width_ + 10 || x + 990 < -10) continue;
            canvas.save();
            canvas.clip(x, top, 990, foot - top);
            canvas.fill({top,
                         foot,
                         {{0, rgb(0x3c4668)},
                          {0.08, rgb(0x20263f)},
                          {0.6, rgb(0x161a30)},
                          {0.72, rgb(0xc23a3c)},
                          {0.78, rgb(0x9a2a34)},
                          {0.8, rgb(0x12142a)},
                          {1, rgb(0x080a18)}}});
            canvas.restore();
            for (int k = 0; k < 5; ++k)
                paint_window(canvas, x + 45 + k * 188, top + 60, i * 5 + k);
        }
        canvas.restore();
        canvas.rectangle(0, foot + 8, width_, height_ - foot, rgb(0x0a0a16));
        canvas.add_light(true);
        for (int i = 0; i < 26; ++i) {
            const double y = foot + 20 + 4.0 * i;
            const double x = cycle(noise(i, 0, 3) - way / 1700) * (width_ + 500.0) - 300;
            canvas.line({x, y}, {x + 260, y}, 2, rgb(0xffb870, 0.10));
        }
        canvas.add_light(false);
    }

    static void paint_window(Canvas& canvas, double x, double y, int which) {
        canvas.rectangle(x - 8, y - 8, 156, 196, rgb(0x0c0f20));
        canvas.save();
        canvas.clip(x, y, 140, 180);
        canvas.fill({y, y + 180, {{0, rgb(0xfff0c8)}, {0.5, rgb(0xffcf86)}, {1, rgb(0xd9894a)}}});
        if (which % 3 != 1) {
            const double at = x + 40 + 17.0 * (which % 4);
            canvas.ellipse({at, y + 190}, 44, 72, 0, rgb(0x3a2030));
            canvas.disc({at + 4, y + 98}, 25, rgb(0x3a2030));
        }
        canvas.restore();
        canvas.add_light(true);
        canvas.glow({x + 70, y + 90}, 210, rgb(0xffb860, 0.16));
        canvas.add_light(false);
    }

    int width_;
    int height_;
    Canvas sky_;
    Canvas bridge_;
    Canvas near_sky_;
};

}  // namespace

std::unique_ptr<Scene> make_train(int width, int height) {
    return std::make_unique<Train>(width, height);
}

}  // namespace beatsync::cli::scenes
