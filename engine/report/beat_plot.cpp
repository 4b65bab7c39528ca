#include "report/beat_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/file.h"
#include "report/canvas.h"
#include "report/text.h"

namespace beatsync::report {
namespace {

constexpr Color kPaper = rgb(0xFFFFFF), kInk = rgb(0x1B1F24), kFaint = rgb(0x6B7480), kRule = rgb(0xE3E7EB);
constexpr Color kSound = rgb(0x3D4F66), kBeat = rgb(0x2F81C4), kDownbeat = rgb(0xD9482B);
constexpr std::array<Color, 8> kSections{rgb(0x4E79A7), rgb(0xF28E2B), rgb(0x59A14F), rgb(0xB07AA1),
                                         rgb(0xC7A21F), rgb(0x76B7B2), rgb(0xE15759), rgb(0x9C755F)};
constexpr double kMarginLeft = 64, kMarginRight = 24, kMarginTop = 58, kMarginBottom = 34;
constexpr double kSectionStrip = 22, kBeatStrip = 46, kGap = 10;
constexpr double kClosest = 3;  // pixels between two lines that can still be told apart

Color section_color(int label) {
    return kSections[static_cast<std::size_t>(std::max(label, 0)) % kSections.size()];
}

/// A, B … Z, AA …: as musicians name the parts of a form.
std::string section_name(int label) {
    std::string name;
    for (int n = std::max(label, 0); n >= 0; n = n / 26 - 1)
        name.insert(name.begin(), static_cast<char>('A' + n % 26));
    return name;
}

/// "1:02": milliseconds would only crowd a picture.
std::string clock(Time t) {
    std::string text = format_time(t);
    text.resize(text.find('.'));
    return text;
}

/// Where on the picture each part is.
struct Layout {
    Box sections, sound, beats, tempo;
    double seconds = 0;

    [[nodiscard]] double x(Time t) const {
        return sound.x + sound.width * std::clamp(t.seconds() / seconds, 0.0, 1.0);
    }
};

Layout lay_out(const BeatPlot& plot) {
    Layout layout;
    const double width = plot.width - kMarginLeft - kMarginRight;
    const double flexible = plot.height - kMarginTop - kMarginBottom - kSectionStrip - kBeatStrip - 3 * kGap;
    layout.sections = {kMarginLeft, kMarginTop, width, kSectionStrip};
    layout.sound = {kMarginLeft, layout.sections.bottom(), width, flexible * 0.66};
    layout.beats = {kMarginLeft, layout.sound.bottom() + kGap, width, kBeatStrip};
    layout.tempo = {kMarginLeft, layout.beats.bottom() + 2 * kGap, width, flexible * 0.34};
    const Time end = std::max(plot.music.grid.duration, plot.waveform.duration);
    layout.seconds = std::max(end.seconds(), 0.001);
    return layout;
}

std::string key_figures(const music::MusicMap& music) {
    const auto& beats = music.grid.beats;
    const auto bars = std::count_if(beats.begin(), beats.end(),
                                    [](const music::Beat& b) { return b.position_in_bar == 1; });
    if (beats.empty()) return fmt::format("no beats  ·  {}", clock(music.grid.duration));
    return fmt::format("{:.1f} BPM  ·  {} beats  ·  {} bars  ·  {}  ·  {:.1f} LUFS  ·  confidence {:.2f}",
                       music.grid.tempo_bpm, beats.size(), bars, clock(music.grid.duration),
                       music.loudness_lufs, music.grid.confidence);
}

void draw_head(Canvas& canvas, const BeatPlot& plot) {
    const TextStyle figures{13, kFaint, false, Align::right};
    const double right = plot.width - kMarginRight;
    const std::string text = key_figures(plot.music);
    const double room = right - kMarginLeft - canvas.text_width(text, figures) - 24;
    // On a narrow picture the figures go below the title.
    const bool narrow = room < 160;
    canvas.text_within({kMarginLeft, 26}, narrow ? right - kMarginLeft : room, plot.title,
                       {18, kInk, true, Align::left});
    if (narrow)
        canvas.text_within({kMarginLeft, 46}, right - kMarginLeft, text, {11, kFaint, false, Align::left});
    else
        canvas.text({right, 26}, text, figures);
}

void draw_sections(Canvas& canvas, const Layout& layout, std::span<const music::Section> sections) {
    canvas.fill(layout.sections, kRule.with_alpha(0.5));
    canvas.fill(layout.sound, rgb(0xF7F9FB));
    for (const auto& section : sections) {
        const double left = layout.x(section.range.begin);
        const double width = layout.x(section.range.end) - left;
        const Color color = section_color(section.label);
        canvas.fill({left, layout.sections.y, width, kSectionStrip}, color.with_alpha(0.85));
        canvas.fill({left, layout.sound.y, width, layout.sound.height},
                    color.with_alpha(0.06 + 0.14 * std::clamp(double{section.energy}, 0.0, 1.0)));
        canvas.line({left, layout.sections.y}, {left, layout.sound.bottom()}, 1, kPaper);
        const TextStyle style{11, kPaper, true, Align::left};
        const std::string name = section_name(section.label);
        const std::string full = fmt::format("{}  {}", name, clock(section.range.begin));
        const bool roomy = canvas.text_width(full, style) <= width - 12;
        canvas.text_within({left + 6, layout.sections.y + 15}, width - 6, roomy ? full : name, style);
    }
}

/// The sound's outline as one shape, there along the top and back along the bottom.
void draw_waveform(Canvas& canvas, const Layout& layout, const Waveform& waveform) {
    const Box& box = layout.sound;
    const double middle = box.y + box.height / 2;
    float peak = 1e-4F;  // silence stays a line
    for (const auto& c : waveform.columns)
        peak = std::max({peak, c.high, -c.low});
    const double scale = (box.height / 2 - 6) / double{peak};
    const double end = layout.x(waveform.duration) - box.x;
    std::vector<Point> points;
    const std::size_t n = waveform.columns.size();
    const auto x = [&](std::size_t i) {
        return box.x + end * (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    };
    for (std::size_t i = 0; i < n; ++i)
        points.push_back({x(i), middle - std::max(0.5, double{waveform.columns[i].high} * scale)});
    for (std::size_t i = n; i-- > 0;)
        points.push_back({x(i), middle + std::max(0.5, -double{waveform.columns[i].low} * scale)});
    canvas.polygon(points, kSound.with_alpha(0.9));
}

/// Stands in for the waveform: loudness from beat to beat.
void draw_energy(Canvas& canvas, const Layout& layout, const music::MusicMap& music) {
    const Box& box = layout.sound;
    const auto& beats = music.grid.beats;
    for (std::size_t i = 0; i < std::min(beats.size(), music.beat_energy.size()); ++i) {
        const double left = layout.x(beats[i].at);
        const double right = layout.x(i + 1 < beats.size() ? beats[i + 1].at : music.grid.duration);
        const double height = std::clamp(double{music.beat_energy[i]}, 0.0, 1.0) * (box.height - 12) + 1;
        canvas.fill({left, box.y + (box.height - height) / 2, std::max(right - left - 0.5, 0.5), height},
                    kSound.with_alpha(0.85));
    }
}

/// Mean pixels from one to the next of the beats for which `wanted` holds.
template <class Predicate>
double spacing(const Layout& layout, std::span<const music::Beat> beats, Predicate wanted) {
    const auto count = std::count_if(beats.begin(), beats.end(), wanted);
    return count == 0 ? 0 : layout.sound.width / static_cast<double>(count);
}

void draw_beats(Canvas& canvas, const Layout& layout, std::span<const music::Beat> beats) {
    const Box& strip = layout.beats;
    canvas.line({strip.x, strip.bottom()}, {strip.right(), strip.bottom()}, 1, kRule);
    const auto is_downbeat = [](const music::Beat& b) { return b.position_in_bar == 1; };
    const bool all = spacing(layout, beats, [](const music::Beat&) { return true; }) >= kClosest;
    const bool bars = spacing(layout, beats, is_downbeat) >= kClosest;
    for (const auto& beat : beats) {
        const bool down = is_downbeat(beat);
        if (down ? !bars : !all) continue;
        const double x = layout.x(beat.at);
        const double height = strip.height * (down ? 1.0 : 0.5);
        const double strength = std::clamp(double{beat.strength}, 0.0, 1.0);
        canvas.line({x, strip.bottom() - height}, {x, strip.bottom()}, down ? 2 : 1.4,
                    (down ? kDownbeat : kBeat).with_alpha(0.45 + 0.55 * strength));
        if (down) canvas.line({x, layout.sound.y}, {x, layout.sound.bottom()}, 1, kDownbeat.with_alpha(0.28));
    }
    if (!beats.empty() && !all)
        canvas.text({strip.right(), layout.tempo.y - 4},
                    bars ? "downbeats only: beats are too close to show" : "beats are too close to show",
                    {11, kFaint, false, Align::right});
}

/// Beats a minute from each beat to the next.
std::vector<Point> tempo_curve(std::span<const music::Beat> beats) {
    std::vector<Point> curve;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        const double interval = (beats[i].at - beats[i - 1].at).seconds();
        if (interval > 0) curve.push_back({(beats[i].at + beats[i - 1].at).seconds() / 2, 60 / interval});
    }
    return curve;
}

/// Median of `reach` neighbours on either side: the jitter of single beats goes, a jump of tempo stays one.
std::vector<Point> smooth(std::span<const Point> curve, std::size_t reach) {
    std::vector<Point> out;
    std::vector<double> window;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const std::size_t begin = i < reach ? 0 : i - reach;
        const std::size_t end = std::min(i + reach + 1, curve.size());
        window.clear();
        for (const Point& p : curve.subspan(begin, end - begin))
            window.push_back(p.y);
        const auto middle = window.begin() + static_cast<std::ptrdiff_t>(window.size() / 2);
        std::nth_element(window.begin(), middle, window.end());
        out.push_back({curve[i].x, *middle});
    }
    return out;
}

struct Span {
    double low = 0, high = 1;
};

/// All but the outermost 2 % of values, and never less than ±4 % of the middle: a steady song is a flat line,
/// not magnified noise.
Span tempo_span(std::span<const Point> curve) {
    std::vector<double> values;
    for (const Point& p : curve)
        values.push_back(p.y);
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    const double middle = at(0.5);
    const double low = std::min(at(0.02), middle * 0.96), high = std::max(at(0.98), middle * 1.04);
    const double air = (high - low) * 0.1;
    return {low - air, high + air};
}

/// The roundest step (1, 2, 2.5 or 5 times a power of ten) that gives at most `most` of them.
double round_step(double range, double most) {
    const double rough = range / most;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (power * factor >= rough) return power * factor;
    return power * 10;
}

void draw_tempo(Canvas& canvas, const Layout& layout, std::span<const music::Beat> beats) {
    const Box& box = layout.tempo;
    canvas.fill(box, rgb(0xF7F9FB));
    const auto curve = tempo_curve(beats);
    if (curve.empty()) return;
    const Span span = tempo_span(curve);
    const auto place = [&](Point p) {
        const double share = std::clamp((p.y - span.low) / (span.high - span.low), 0.0, 1.0);
        return Point{layout.x(Time::from_seconds(p.x)), box.bottom() - share * box.height};
    };
    const double step = round_step(span.high - span.low, std::max(2.0, box.height / 28));
    for (double bpm = std::ceil(span.low / step) * step; bpm <= span.high; bpm += step) {
        const double y = place({0, bpm}).y;
        canvas.line({box.x, y}, {box.right(), y}, 1, kRule);
        canvas.text({box.x - 8, y + 4}, fmt::format("{:g}", bpm), {11, kFaint, false, Align::right});
    }
    const auto draw = [&](std::span<const Point> values, double width, Color color) {
        std::vector<Point> points;
        for (const Point& p : values)
            points.push_back(place(p));
        canvas.polyline(points, width, color);
    };
    draw(curve, 1, kBeat.with_alpha(0.3));
    draw(smooth(curve, 4), 2, kBeat);
}

void draw_time_axis(Canvas& canvas, const Layout& layout, double bottom) {
    constexpr std::array kSteps{0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0};
    const double room = layout.seconds * 76 / layout.sound.width;
    const auto* found = std::find_if(kSteps.begin(), kSteps.end(), [&](double s) { return s >= room; });
    const double step = found == kSteps.end() ? 3600 * std::ceil(room / 3600) : *found;
    for (int i = 0; i * step <= layout.seconds; ++i) {
        const Time at = Time::from_seconds(i * step);
        const double x = layout.x(at);
        canvas.line({x, layout.tempo.bottom()}, {x, layout.tempo.bottom() + 5}, 1, kFaint);
        canvas.text({x, bottom - 12}, step < 1 ? format_time(at) : clock(at),
                    {11, kFaint, false, Align::centre});
    }
}

void draw_labels(Canvas& canvas, const Layout& layout) {
    const auto label = [&](const Box& box, std::string_view text) {
        canvas.text({kMarginLeft - 8, box.y + box.height / 2 + 4}, text, {11, kFaint, false, Align::right});
    };
    label(layout.sections, "section");
    label(layout.sound, "sound");
    label(layout.beats, "beats");
    canvas.text({kMarginLeft, layout.tempo.y - 4}, "beats a minute", {11, kFaint, false, Align::left});
}

Result<void> check_size(const BeatPlot& plot) {
    if (plot.width < 320 || plot.width > 16384 || plot.height < 240 || plot.height > 4096)
        return fail(Errc::usage, fmt::format("a plot cannot be {}x{} pixels", plot.width, plot.height),
                    "320 to 16384 wide, 240 to 4096 high");
    return {};
}

Result<void> draw(Canvas& canvas, const BeatPlot& plot) {
    const Layout layout = lay_out(plot);
    const auto& beats = plot.music.grid.beats;
    canvas.fill({0, 0, static_cast<double>(plot.width), static_cast<double>(plot.height)}, kPaper);
    draw_head(canvas, plot);
    draw_sections(canvas, layout, plot.music.sections);
    if (plot.waveform.columns.empty())
        draw_energy(canvas, layout, plot.music);
    else
        draw_waveform(canvas, layout, plot.waveform);
    draw_beats(canvas, layout, beats);
    draw_tempo(canvas, layout, beats);
    draw_time_axis(canvas, layout, plot.height);
    draw_labels(canvas, layout);
    return {};
}

}  // namespace

Result<std::string> beat_plot_svg(const BeatPlot& plot) {
    BEATSYNC_CHECK(check_size(plot));
    const std::string name = plot.title.empty() ? "Beats" : plot.title + ": beats";
    return draw_svg(plot.width, plot.height, name, [&](Canvas& canvas) { return draw(canvas, plot); });
}

Result<std::string> beat_plot_png(const BeatPlot& plot) {
    BEATSYNC_CHECK(check_size(plot));
    return draw_png(plot.width, plot.height, [&](Canvas& canvas) { return draw(canvas, plot); });
}

Result<void> write_beat_plot(const BeatPlot& plot, const std::filesystem::path& output) {
    const auto ending = output.extension();
    if (ending != ".svg" && ending != ".png")
        return fail(Errc::usage, fmt::format("cannot plot to {}", output.string()), "name it .svg or .png");
    BEATSYNC_TRY(const auto picture, ending == ".svg" ? beat_plot_svg(plot) : beat_plot_png(plot));
    return write_file(output, picture);
}

}  // namespace beatsync::report
