#include <array>
#include <cassert>
#include <cmath>

#include "cli/demo/scenes/chance.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

/// A skyline at night from a moving car: three rows of houses at different speeds, lights on a wet street.
class City final : public Scene {
public:
    City(int width, int height) : width_(width), height_(height), sky_(width, height) {
        paint_sky();
        rows_.push_back(make_row({0.34, 0.62, 34, 70, rgb(0x2c2a63), 0.35, 21}));
        rows_.push_back(make_row({0.26, 0.55, 50, 100, rgb(0x191a45), 0.6, 22}));
        rows_.push_back(make_row({0.10, 0.42, 80, 160, rgb(0x0b0c26), 1.0, 23}));
    }

    void paint(Canvas& canvas, double t) override {
        static constexpr std::array<double, 3> kSpeeds = {16, 42, 105};
        assert(rows_.size() == kSpeeds.size());
        canvas.copy(sky_);
        for (std::size_t i = 0; i < kSpeeds.size(); ++i)
            canvas.draw(rows_[i], {-kSpeeds[i] * t - 20, 0});
        paint_beacons(canvas, t);
        {
            // The wet street mirrors the nearest houses.
            const Saved mirror(canvas);
            canvas.clip(0, street(), width_, height_ - street());
            canvas.rectangle(0, street(), width_, height_ - street(), rgb(0x0a0a1e));
            canvas.move({0, street()});
            canvas.scale(1, -0.5);
            canvas.move({0, -street()});
            canvas.draw(rows_[1], {-kSpeeds[1] * t - 20, 0}, 1, 1, 0.35);
            canvas.draw(rows_[2], {-kSpeeds[2] * t - 20, 0}, 1, 1, 0.4);
        }
        canvas.rectangle(0, street() - 2, width_, 3, rgb(0x2c2a55));
        paint_cars(canvas, t);
        paint_lamps(canvas, t);
    }

private:
    struct Row {
        double low, high;  ///< of the houses, in heights of the picture
        double narrow, wide;
        Colour wall;
        double light;
        std::uint32_t seed;
    };

    [[nodiscard]] double street() const { return 0.8 * height_; }

    void paint_sky() {
        sky_.fill({0,
                   street(),
                   {{0, rgb(0x070b2a)}, {0.45, rgb(0x241a5a)}, {0.75, rgb(0x6a2f7e)}, {1, rgb(0xe0677a)}}});
        Chance chance(1);
        for (int i = 0; i < 150; ++i) {
            const double y = chance.unit() * chance.unit() * 0.55 * height_;
            sky_.disc({chance.between(0, width_), y}, chance.between(0.5, 1.4),
                      rgb(0xdfe6ff, chance.between(0.2, 0.9)));
        }
        const Point moon{0.78 * width_, 0.2 * height_};
        sky_.add_light(true);
        sky_.glow(moon, 230, rgb(0x8fa0ff, 0.35));
        sky_.add_light(false);
        sky_.disc(moon, 44, rgb(0xf4eedd));
        for (const auto& [x, y, r] :
             {std::array{-14.0, -10.0, 11.0}, {12.0, 6.0, 8.0}, {-4.0, 20.0, 6.0}, {20.0, -18.0, 5.0}})
            sky_.disc({moon.x + x, moon.y + y}, r, rgb(0xd9d0bd, 0.55));
    }

    [[nodiscard]] Canvas make_row(const Row& row) const {
        Canvas layer(width_ + 40 + 110 * 8, height_);
        Chance chance(row.seed);
        for (double x = -20; x < layer.width();) {
            const double w = chance.between(row.narrow, row.wide);
            const double tall = chance.between(row.low, row.high);
            const double top = street() - tall * height_;
            paint_house(layer, x, top, w, row, chance);
            x += w + chance.between(-2, 12);
        }
        return layer;
    }

    void paint_house(Canvas& layer, double x, double top, double w, const Row& row, Chance& chance) const {
        layer.rectangle(x, top, w, street() - top, mix(row.wall, rgb(0x000010), chance.between(0, 0.3)));
        layer.rectangle(x, top, 2, street() - top, rgb(0xb08ad0, 0.12));
        if (chance.unit() < 0.4) layer.rectangle(x + w * 0.3, top - 14, w * 0.35, 14, row.wall);
        if (chance.unit() < 0.35) layer.rectangle(x + w * 0.45, top - 46, 2.5, 46, row.wall);
        const double pane = row.narrow * 0.12 + 1.5;
        const double warm = chance.unit();
        for (double wy = top + 10; wy < street() - 14; wy += pane * 2.3)
            for (double wx = x + pane; wx < x + w - 1.6 * pane; wx += pane * 1.9) {
                if (chance.unit() > 0.42) continue;
                const Colour tint = warm < 0.65 ? mix(rgb(0xffc46b), rgb(0xff8f4f), chance.unit())
                                                : mix(rgb(0x9fd6ff), rgb(0xd7f0ff), chance.unit());
                layer.rectangle(wx, wy, pane, pane * 1.35,
                                with_alpha(tint, row.light * chance.between(0.35, 0.95)));
            }
    }

    void paint_beacons(Canvas& canvas, double t) const {
        canvas.add_light(true);
        Chance chance(4);
        for (int i = 0; i < 5; ++i) {
            const Point at{chance.between(0.05, 1.3) * width_ - 42 * t, chance.between(0.26, 0.4) * height_};
            const double on = std::pow(std::max(0.0, std::sin(3.1 * t + 1.9 * i)), 3);
            canvas.glow(at, 26, rgb(0xff3040, 0.9 * on));
        }
        canvas.add_light(false);
    }

    /// A lamp, its halo, and its long reflection in the wet asphalt.
    void paint_light(Canvas& canvas, Point at, double size, const Colour& colour) const {
        canvas.glow(at, size * 9, with_alpha(colour, 0.5));
        canvas.disc(at, size, colour);
        canvas.ellipse({at.x, at.y + size * 9}, size * 0.8, size * 8, 0, with_alpha(colour, 0.16));
    }

    void paint_cars(Canvas& canvas, double t) const {
        canvas.add_light(true);
        Chance chance(9);
        for (int i = 0; i < 14; ++i) {
            const bool towards = i % 2 == 0;
            const double lane = street() + (towards ? 0.05 : 0.115) * height_ + chance.between(-5, 5);
            const double speed = towards ? -chance.between(520, 700) : chance.between(150, 330);
            const double span = width_ + 500.0;
            const double x = cycle((chance.between(0, span) + speed * t) / span) * span - 250;
            const double size = towards ? 4.2 : 5.4;
            const Colour colour = towards ? rgb(0xfff1cf) : rgb(0xff2a3c);
            canvas.line({x, lane}, {x - speed * 0.16, lane}, size * 0.8, with_alpha(colour, 0.22));
            paint_light(canvas, {x, lane}, size, colour);
            paint_light(canvas, {x + (towards ? 26 : 34), lane + 1}, size, colour);
        }
        canvas.add_light(false);
    }

    /// Street lamps rush past close to the camera: a beat of their own.
    void paint_lamps(Canvas& canvas, double t) const {
        for (int i = 0; i < 9; ++i) {
            const double x = 200 + 520.0 * i - 460 * t;
            if (x < -200 || x > width_ + 200) continue;
            canvas.line({x, height_ + 10.0}, {x, 0.36 * height_}, 7, rgb(0x05050f));
            canvas.curve({x, 0.36 * height_}, {x, 0.3 * height_}, {x - 60, 0.3 * height_}, 5, rgb(0x05050f));
            canvas.add_light(true);
            canvas.glow({x - 62, 0.305 * height_}, 120, rgb(0xffd9a0, 0.75));
            canvas.disc({x - 62, 0.305 * height_}, 7, rgb(0xfff4d8));
            canvas.add_light(false);
        }
    }

    int width_;
    int height_;
    Canvas sky_;
    std::vector<Canvas> rows_;
};

}  // namespace

std::unique_ptr<Scene> make_city(int width, int height) {
    return std::make_unique<City>(width, height);
}

}  // namespace beatsync::cli::scenes
