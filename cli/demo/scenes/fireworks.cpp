#include <cmath>
#include <numbers>

#include "cli/demo/scenes/chance.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

/// Fireworks over a harbour; each burst is a clear peak of light and motion.
class Fireworks final : public Scene {
public:
    Fireworks(int width, int height)
        : width_(width), height_(height), night_(width, height), show_(width, height), town_(width, height) {
        night_.fill({0,
                     static_cast<double>(height),
                     {{0, rgb(0x050716)},
                      {0.55, rgb(0x141838)},
                      {0.74, rgb(0x33244e)},
                      {0.76, rgb(0x120f28)},
                      {1, rgb(0x04050f)}}});
        paint_town();
    }

    void paint(Canvas& canvas, double t) override {
        show_.clear();
        for (const Shell& shell : kShells)
            paint_shell(show_, shell, t);
        canvas.copy(night_);
        canvas.add_light(true);
        canvas.draw(show_, {0, 0});
        {
            const Saved mirror(canvas);
            canvas.clip(0, waterline(), width_, height_ - waterline());
            canvas.move({0, waterline()});
            canvas.scale(1, -0.34);
            canvas.move({0, -waterline()});
            canvas.draw(show_, {6 * std::sin(3 * t), 0}, 1, 1, 0.4);
        }
        paint_ripples(canvas, t);
        canvas.add_light(false);
        canvas.draw(town_, {0, 0});
    }

private:
    struct Shell {
        double at;    ///< seconds, of the burst
        double x, y;  ///< in widths and heights of the picture
        double size;
        std::uint32_t colour, second;
        int sparks;
    };
    static constexpr Shell kShells[] = {
        {-0.6, 0.34, 0.34, 0.9, 0xff5f6d, 0xffc371, 90}, {0.5, 0.68, 0.28, 1.0, 0x5fc9ff, 0xffffff, 110},
        {1.4, 0.26, 0.26, 1.1, 0xffd25f, 0xff8a3c, 120}, {2.1, 0.52, 0.38, 0.8, 0xb76bff, 0xff7de0, 90},
        {2.9, 0.78, 0.34, 1.0, 0x6bffa0, 0xe8ffb0, 110}, {3.7, 0.40, 0.24, 1.25, 0xff4f7a, 0xffe0a0, 140},
        {4.5, 0.63, 0.30, 1.1, 0x5f8cff, 0xc0e0ff, 120}, {5.3, 0.22, 0.36, 0.9, 0xffa53c, 0xfff0b0, 100},
        {5.6, 0.82, 0.28, 0.9, 0xff5fd0, 0xffc0f0, 100}, {6.3, 0.50, 0.28, 1.6, 0xffd76b, 0xffffff, 190},
        {6.5, 0.30, 0.40, 0.8, 0x5fe0ff, 0xffffff, 80},  {6.7, 0.70, 0.40, 0.8, 0xff6b6b, 0xffd0a0, 80},
    };

    [[nodiscard]] double waterline() const { return 0.75 * height_; }

    /// Rises for 0.8 s, then bursts: sparks slowed by the air and drawn down, each a streak that dims.
    void paint_shell(Canvas& canvas, const Shell& shell, double t) const {
        const double age = t - shell.at;
        if (age < -0.8 || age > 2.4) return;
        const Point centre{shell.x * width_, shell.y * height_};
        canvas.add_light(true);
        if (age < 0) {
            const double up = 1 - std::pow(-age / 0.8, 1.6);
            const double y = waterline() + (centre.y - waterline()) * up;
            canvas.line({centre.x, y}, {centre.x + 2, y + 34 * (1.1 - up)}, 2.4, rgb(0xffd9a0, 0.7));
            canvas.glow({centre.x, y}, 16, rgb(0xffe8c0, 0.8));
        } else {
            if (age < 0.45)
                canvas.glow(
                    centre, 330 * shell.size,
                    with_alpha(mix(rgb(shell.colour), rgb(0xffffff), 0.4), 0.7 * std::exp(-age / 0.1)));
            canvas.glow(centre, 300 * shell.size, rgb(shell.colour, 0.3 * std::exp(-age / 0.7)));
            paint_sparks(canvas, shell, centre, age);
        }
        canvas.add_light(false);
    }

    static void paint_sparks(Canvas& canvas, const Shell& shell, Point centre, double age) {
        Chance chance(shell.colour);
        const double reach = 240 * shell.size;
        for (int i = 0; i < shell.sparks * 3 / 2; ++i) {
            // Even over a sphere, seen from the side.
            const double z = chance.between(-1, 1);
            const double turn = chance.between(0, 2 * std::numbers::pi);
            const double ring = std::sqrt(1 - z * z);
            const double push = reach * (i % 3 == 0 ? chance.between(0.45, 0.6) : chance.between(0.86, 1.06));
            const double life = chance.between(1.5, 2.4);
            const double twinkle = chance.between(14, 30);
            if (age > life) continue;
            const auto where = [&](double time) {
                const double out = 1 - std::exp(-2.6 * time);
                return Point{centre.x + push * ring * std::cos(turn) * out,
                             centre.y + push * z * out + 46 * time * time};
            };
            const double fade = std::pow(1 - age / life, 0.9);
            const double sparkle = age > 0.9 ? 0.6 + 0.4 * std::sin(twinkle * age) : 1;
            const Colour hot = mix(rgb(0xffffff), rgb(shell.colour), smooth_step(0, 0.35, age));
            const Colour colour = mix(hot, rgb(shell.second), smooth_step(0.5, 1.4, age));
            const Point head = where(age);
            canvas.line(where(std::max(0.0, age - 0.34)), head, 1.8, with_alpha(colour, 0.34 * fade));
            canvas.line(where(std::max(0.0, age - 0.09)), head, 2.8,
                        with_alpha(colour, 0.95 * fade * sparkle));
        }
    }

    void paint_ripples(Canvas& canvas, double t) const {
        Chance chance(4);
        for (int i = 0; i < 90; ++i) {
            const double depth = chance.unit();
            const double y = waterline() + 5 + depth * 0.24 * height_;
            const double x = chance.between(0, width_);
            const double shine = 0.13 * std::max(0.0, std::sin(2 * t + chance.between(0, 6.3)));
            canvas.line({x - 6 - 30 * depth, y}, {x + 6 + 30 * depth, y}, 1.3, rgb(0xb0a0e0, shine));
        }
    }

    void paint_town() {
        Chance chance(14);
        for (double x = -10; x < width_;) {
            const double w = chance.between(24, 74);
            const double tall =
                chance.between(22, 74) + 50 * std::exp(-std::pow((x / width_ - 0.62) / 0.1, 2));
            town_.rectangle(x, waterline() - tall, w, tall + 2, rgb(0x07081a));
            for (double wy = waterline() - tall + 8; wy < waterline() - 8; wy += 10)
                for (double wx = x + 5; wx < x + w - 6; wx += 9)
                    if (chance.unit() < 0.3) {
                        const Colour lamp =
                            rgb(chance.unit() < 0.8 ? 0xffc878 : 0xa8d8ff, chance.between(0.4, 0.9));
                        town_.rectangle(wx, wy, 3.4, 4.6, lamp);
                        if (wy > waterline() - 24)
                            town_.rectangle(wx, waterline() + 6, 3, chance.between(14, 46),
                                            with_alpha(lamp, 0.14));
                    }
            x += w;
        }
    }

    int width_;
    int height_;
    Canvas night_;
    Canvas show_;
    Canvas town_;
};

}  // namespace

std::unique_ptr<Scene> make_fireworks(int width, int height) {
    return std::make_unique<Fireworks>(width, height);
}

}  // namespace beatsync::cli::scenes
