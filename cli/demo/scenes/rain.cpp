#include <array>
#include <cmath>

#include "cli/demo/scenes/chance.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

/// Rain on a window at night, the town behind it out of focus.
class Rain final : public Scene {
public:
    Rain(int width, int height)
        : width_(width), height_(height), night_(width, height), drops_(width, height) {
        night_.fill({0,
                     static_cast<double>(height),
                     {{0, rgb(0x0a1430)}, {0.5, rgb(0x14244a)}, {0.8, rgb(0x2a2a52)}, {1, rgb(0x120f28)}}});
        Chance chance(2);
        for (int i = 0; i < 900; ++i) {
            const double size = 1.6 + 10 * std::pow(chance.unit(), 3.5);
            paint_drop(drops_, {chance.between(0, width), chance.between(0, height)}, size,
                       size * chance.between(1, 1.3));
        }
    }

    void paint(Canvas& canvas, double t) override {
        canvas.copy(night_);
        paint_lights(canvas, t);
        canvas.draw(drops_, {0, 0}, 1, 1, 0.85);
        paint_runners(canvas, t);
    }

private:
    /// A lens upside down: dark at its top, bright at its foot, and a spark.
    static void paint_drop(Canvas& canvas, Point at, double rx, double ry) {
        const Saved saved(canvas);
        canvas.move(at);
        canvas.scale(rx, ry);
        canvas.radial({0, 0}, 1,
                      {{0, rgb(0x9fc4ff, 0.10)},
                       {0.7, rgb(0x0a1024, 0.38)},
                       {0.92, rgb(0x060a18, 0.5)},
                       {1, rgb(0x060a18, 0)}});
        canvas.radial({0, 0.42}, 0.62,
                      {{0, rgb(0xeaf3ff, 0.6)}, {0.6, rgb(0xb9d4ff, 0.22)}, {1, rgb(0xb9d4ff, 0)}});
        canvas.disc({-0.3, -0.42}, 0.15, rgb(0xffffff, 0.8));
    }

    /// Discs of confusion: even inside, a little brighter at the rim, as a real lens makes them.
    void paint_lights(Canvas& canvas, double t) const {
        static constexpr std::array<std::uint32_t, 6> kColours{0xffa64d, 0xff5f5f, 0x5fd0ff,
                                                               0xffd27a, 0x7dffb0, 0xd07dff};
        canvas.add_light(true);
        Chance chance(6);
        for (int i = 0; i < 46; ++i) {
            const double radius = chance.between(22, 84);
            const double drift = (i % 4 == 0 ? 46 : 7) * (i % 8 == 0 ? -1 : 1);
            const double span = width_ + 200.0;
            const double x = cycle((chance.between(0, span) + drift * t) / span) * span - 100;
            const double y =
                height_ * (0.04 + 0.92 * std::pow(chance.unit(), 0.7)) + 5 * std::sin(0.7 * t + i);
            const double light =
                chance.between(0.16, 0.48) * (0.85 + 0.15 * std::sin(t * chance.between(1, 4)));
            const Colour colour = rgb(kColours[static_cast<std::size_t>(chance.unit() * 6)]);
            canvas.radial({x, y}, radius,
                          {{0, with_alpha(colour, 0.72 * light)},
                           {0.82, with_alpha(colour, 0.85 * light)},
                           {0.93, with_alpha(colour, 1.25 * light)},
                           {1, with_alpha(colour, 0)}});
        }
        canvas.add_light(false);
    }

    /// Drops that stick, gather, and run, each with the clear track that it leaves.
    void paint_runners(Canvas& canvas, double t) const {
        Chance chance(12);
        for (int i = 0; i < 26; ++i) {
            const double x0 = chance.between(0, width_);
            const double start = chance.between(-1, 1);
            const double pace = chance.between(0.09, 0.3);
            const double size = chance.between(5, 10.5);
            const auto where = [&](double time) {
                const double s = start + pace * (time + 0.75 * std::sin(2.1 * time + i) * 0.6);
                return Point{x0 + 11 * std::sin(9 * s + i) + 4 * std::sin(23 * s),
                             cycle(s) * (height_ + 300.0) - 100};
            };
            const Point head = where(t);
            std::vector<Point> track;
            for (int k = 0; k < 10; ++k) {
                const Point p = where(t - 0.08 * k);
                if (p.y > head.y + 30) break;
                track.push_back(p);
            }
            if (track.size() > 1) {
                canvas.path(track, size * 0.9, rgb(0xa9c9ff, 0.06));
                canvas.path(track, size * 0.3, rgb(0xdceaff, 0.07));
            }
            for (std::size_t k = 2; k < track.size(); k += 3)
                paint_drop(canvas, track[k], size * 0.26, size * 0.3);
            paint_drop(canvas, head, size, size * 1.3);
        }
    }

    int width_;
    int height_;
    Canvas night_;
    Canvas drops_;
};

}  // namespace

std::unique_ptr<Scene> make_rain(int width, int height) {
    return std::make_unique<Rain>(width, height);
}

}  // namespace beatsync::cli::scenes
