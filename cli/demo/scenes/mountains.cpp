#include <cmath>

#include "cli/demo/scenes/chance.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli::scenes {
namespace {

struct Palette {
    Colour sky_top, sky_middle, sky_low, far, near, sun, mist;
};

/// Ridge behind ridge with mist between: at dawn, and after the cut at dusk.
class Mountains final : public Scene {
public:
    Mountains(int width, int height) : dawn_(width, height, dawn(), 40), dusk_(width, height, dusk(), 90) {}

    void paint(Canvas& canvas, double t) override {
        if (t < 4) {
            dawn_.paint(canvas, t);
        } else {
            dusk_.paint(canvas, t - 4);
        }
    }

private:
    static Palette dawn() {
        return {rgb(0x4f8fc9), rgb(0xa8cde0), rgb(0xffe2b8), rgb(0xb9c6d8),
                rgb(0x1c3340), rgb(0xfff2cf), rgb(0xfff4e6)};
    }
    static Palette dusk() {
        return {rgb(0x1a1444), rgb(0x6b2f73), rgb(0xff8a5c), rgb(0xa0577f),
                rgb(0x140d2b), rgb(0xffb878), rgb(0xffa9a0)};
    }

    class View {
    public:
        View(int width, int height, const Palette& palette, std::uint32_t seed)
            : width_(width), height_(height), palette_(palette), sky_(width, height), mist_(420, 90) {
            sky_.fill(
                {0, 0.7 * height, {{0, palette.sky_top}, {0.55, palette.sky_middle}, {1, palette.sky_low}}});
            sky_.add_light(true);
            sky_.glow({0.68 * width, 0.42 * height}, 480, with_alpha(palette.sun, 0.6));
            sky_.add_light(false);
            sky_.disc({0.68 * width, 0.42 * height}, 30, palette.sun);
            for (int i = 0; i < kRidges; ++i)
                ridges_.push_back(make_ridge(i, seed));
            make_mist(seed);
        }

        void paint(Canvas& canvas, double t) const {
            canvas.copy(sky_);
            canvas.draw(mist_, {-260 - 22 * t, 0.02 * height_}, 5, 2.2, 0.75);
            for (int i = 0; i < kRidges; ++i) {
                const double depth = (i + 1.0) / kRidges;
                canvas.draw(ridges_[static_cast<std::size_t>(i)],
                            {-14 * t * std::pow(depth, 1.6) * 5, 5 * t * depth});
                if (i < kRidges - 1)
                    canvas.draw(mist_, {-300 + 60.0 * i - (16 + 16.0 * i) * t, height_ * (0.36 + 0.095 * i)},
                                5.2, 1.5, 0.6);
            }
        }

    private:
        static constexpr int kRidges = 6;

        [[nodiscard]] Canvas make_ridge(int i, std::uint32_t seed) const {
            Canvas layer(width_ + 320, height_);
            const double depth = static_cast<double>(i) / (kRidges - 1);
            const double base = height_ * (0.48 + 0.4 * depth);
            const double rise = height_ * (0.34 - 0.12 * depth);
            const double grain = 0.0028 + 0.0012 * depth;
            std::vector<Point> outline;
            for (int x = -4; x <= layer.width() + 4; x += 2) {
                // Ridged noise: sharp tops, soft valleys.
                double h = 0;
                double weight = 0.6;
                double frequency = grain;
                for (std::uint32_t octave = 0; octave < 5; ++octave) {
                    const double n = noise(x * frequency + 7.3 * i, 1.7 * i, seed + octave);
                    h += weight * (1 - std::abs(2 * n - 1));
                    weight *= 0.45;
                    frequency *= 2.1;
                }
                const double trees =
                    i == kRidges - 1 ? 13 * std::abs(std::sin(x * 0.21) * std::sin(x * 0.077 + 1)) : 0;
                outline.push_back({static_cast<double>(x), base - rise * (h - 0.45) - trees});
            }
            outline.push_back({layer.width() + 4.0, height_ + 4.0});
            outline.push_back({-4, height_ + 4.0});
            const Colour rock = mix(palette_.far, palette_.near, std::pow(depth, 0.8));
            layer.polygon(outline, Gradient{base - rise,
                                            base + rise * 0.7,
                                            {{0, rock}, {1, mix(rock, palette_.mist, 0.42 * (1 - depth))}}});
            return layer;
        }

        void make_mist(std::uint32_t seed) {
            for (int y = 0; y < mist_.height(); ++y) {
                const auto row = mist_.row(y);
                const double v = (y + 0.5) / mist_.height();
                for (int x = 0; x < mist_.width(); ++x) {
                    const double edge =
                        smooth_step(0, 40, x) * smooth_step(mist_.width(), mist_.width() - 40.0, x);
                    const double n = fractal_noise(x * 0.016, v * 3.2, 5, seed + 11);
                    const double a =
                        smooth_step(0.44, 0.78, n) * std::pow(std::sin(3.14159 * v), 1.5) * 0.85 * edge;
                    const auto channel = [&](double s) { return static_cast<std::uint32_t>(255 * s * a); };
                    row[static_cast<std::size_t>(x)] =
                        static_cast<std::uint32_t>(255 * a) << 24U | channel(palette_.mist.r) << 16U |
                        channel(palette_.mist.g) << 8U | channel(palette_.mist.b);
                }
            }
            mist_.rows_changed();
        }

        int width_;
        int height_;
        Palette palette_;
        Canvas sky_;
        Canvas mist_;
        std::vector<Canvas> ridges_;
    };

    View dawn_;
    View dusk_;
};

}  // namespace

std::unique_ptr<Scene> make_mountains(int width, int height) {
    return std::make_unique<Mountains>(width, height);
}

}  // namespace beatsync::cli::scenes
