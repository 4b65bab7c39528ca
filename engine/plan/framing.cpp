#include "plan/framing.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace beatsync::plan {
namespace {

using footage::Focus;

constexpr float kSure = 0.5F;
/// A crop moved by less shows the same, and a subject in the middle is to stay there.
constexpr double kHardlyBeside = 0.04;

/// Three decimals: a pixel of an 8K picture is no more than that, and the draft stays readable.
double rounded(double v) {
    return std::round(v * 1000) / 1000;
}

/// The value that half of the weight is below.
double weighted_median(std::vector<std::pair<double, double>> values_and_weights) {
    std::sort(values_and_weights.begin(), values_and_weights.end());
    double half = 0;
    for (const auto& [value, weight] : values_and_weights)
        half += weight / 2;
    for (const auto& [value, weight] : values_and_weights) {
        half -= weight;
        if (half <= 0) return value;
    }
    return 0.5;
}

/// One side of the crop that fills the canvas, as shares of the picture's: where it begins and how long it
/// is.
struct Window {
    double begin = 0;
    double length = 1;
};

/// The window around `focus`, kept inside the picture.
Window window_around(double focus, double length) {
    return {std::clamp(focus - length / 2, 0.0, 1 - length), length};
}

/// As draft::Framing says it: 0 = at the beginning, 1 = at the end.
double slide(const Window& window) {
    return window.length < 1 ? rounded(window.begin / (1 - window.length)) : 0.5;
}

/// How much of the picture's width and height a crop to the canvas's shape keeps.
std::pair<double, double> kept(const footage::ClipMap& clip, const draft::Canvas& canvas) {
    if (!clip.media.video || clip.media.video->width <= 0 || clip.media.video->height <= 0) return {1, 1};
    const double picture = static_cast<double>(clip.media.video->width) / clip.media.video->height;
    const double shape = static_cast<double>(canvas.width) / canvas.height;
    return {std::min(1.0, shape / picture), std::min(1.0, picture / shape)};
}

double beside_middle(float at) {
    const auto v = static_cast<double>(at);
    return std::abs(v - 0.5) < kHardlyBeside ? 0.5 : v;
}

Focus middle_if_unsure(const Focus& focus) {
    return is_sure(focus) ? focus : Focus{};
}

}  // namespace

bool is_sure(const Focus& focus) {
    return focus.certainty >= kSure;
}

Focus focus_of(const footage::ClipMap& clip, TimeRange piece) {
    constexpr Time kMoment = Time::from_ms(250);
    std::vector<std::pair<double, double>> xs;
    std::vector<std::pair<double, double>> ys;
    double certainty = 0;
    for (const footage::Moment& m : clip.moments) {
        const bool in_it =
            clip.media.kind == MediaKind::still || (m.at + kMoment > piece.begin && m.at < piece.end);
        if (!in_it) continue;
        const auto weight = static_cast<double>(m.focus.certainty);
        xs.emplace_back(m.focus.x, weight);
        ys.emplace_back(m.focus.y, weight);
        certainty += weight;
    }
    if (certainty <= 0) return {};
    return {static_cast<float>(weighted_median(xs)), static_cast<float>(weighted_median(ys)),
            static_cast<float>(certainty / static_cast<double>(xs.size()))};
}

draft::Framing framing_of(const footage::ClipMap& clip, TimeRange piece, draft::Fit fit,
                          const draft::Canvas& canvas) {
    draft::Framing framing;
    framing.fit = fit;
    if (fit != draft::Fit::crop) return framing;
    const Focus focus = middle_if_unsure(focus_of(clip, piece));
    const auto [width, height] = kept(clip, canvas);
    framing.focus_x = slide(window_around(beside_middle(focus.x), width));
    framing.focus_y = slide(window_around(beside_middle(focus.y), height));
    return framing;
}

draft::Framing framing_of_still(const footage::ClipMap& clip, draft::Fit fit, const draft::Canvas& canvas,
                                Time length, bool inwards) {
    draft::Framing framing = framing_of(clip, {}, fit, canvas);
    const Focus focus = middle_if_unsure(focus_of(clip, {}));
    // Three percent a second, twelve at most: it lives, and nobody notices why.
    draft::View& close = inwards ? framing.to : framing.from;
    close.zoom = rounded(1 + 0.03 * std::min(4.0, length.seconds()));
    const auto [width, height] = fit == draft::Fit::crop ? kept(clip, canvas) : std::pair(1.0, 1.0);
    const Window x = window_around(beside_middle(focus.x), width);
    const Window y = window_around(beside_middle(focus.y), height);
    // The close view has the focus in its middle as far as the window reaches.
    const double half = 0.5 / close.zoom;
    close.x = rounded(std::clamp((beside_middle(focus.x) - x.begin) / x.length, half, 1 - half));
    close.y = rounded(std::clamp((beside_middle(focus.y) - y.begin) / y.length, half, 1 - half));
    return framing;
}

}  // namespace beatsync::plan
