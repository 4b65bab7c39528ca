#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <vector>

#include "report/preview_page.h"
#include "report/segment_facts.h"
#include "report/text.h"

namespace beatsync::report {
namespace {

constexpr double kRulerHeight = 34, kLabelHeight = 20, kPictureLane = 68, kPlainLane = 32, kGap = 8;
constexpr double kLeastWidth = 1340, kMostWidth = 24'000;  // pixels
constexpr double kReadable = 44;                           // pixels a second
constexpr double kClosestBeats = 3;                        // pixels

/// Where things are; pixels from the left are time.
struct Scale {
    double seconds = 0;
    double pixels_a_second = 0;

    [[nodiscard]] double width() const { return std::max(seconds * pixels_a_second, 1.0); }
    [[nodiscard]] double x(Time t) const { return t.seconds() * pixels_a_second; }
};

Scale make_scale(const draft::Draft& draft) {
    Scale scale;
    scale.seconds = draft.canvas.fps.time_of(draft.length_frames()).seconds();
    const double length = std::max(scale.seconds, 0.1);
    scale.pixels_a_second = std::min(std::max(kLeastWidth / length, kReadable), kMostWidth / length);
    return scale;
}

double lane_height(const draft::Track& track) {
    return track.kind == draft::TrackKind::video ? kPictureLane : kPlainLane;
}

std::string ruler(const Scale& scale) {
    constexpr std::array kSteps{0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 300.0, 600.0, 3600.0};
    const double room = 72 / scale.pixels_a_second;
    const auto* found = std::find_if(kSteps.begin(), kSteps.end(), [&](double s) { return s >= room; });
    const double step = found == kSteps.end() ? 3600 * std::ceil(room / 3600) : *found;
    std::string out = "<g class=\"ruler\" aria-hidden=\"true\">";
    for (int i = 0; i * step <= scale.seconds; ++i) {
        const Time at = Time::from_seconds(i * step);
        std::string label = format_time(at);
        label.resize(step < 1 ? label.find('.') + 2 : label.find('.'));
        fmt::format_to(std::back_inserter(out),
                       "<path d=\"M{0:.1f} 18v8\"/><text x=\"{1:.1f}\" y=\"13\">{2}</text>", scale.x(at),
                       scale.x(at) + 2, label);
    }
    return out + "</g>\n";
}

/// The beats given, or those that segments begin on.
std::vector<Time> beat_times(const Page& page) {
    if (!page.options.beats.empty()) return page.options.beats;
    std::vector<Time> times;
    for (const auto& track : page.draft.tracks)
        for (const auto& segment : track.segments)
            if (segment.beat) times.push_back(page.draft.canvas.fps.time_of(segment.frames.begin));
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

std::string beat_lines(const Page& page, const Scale& scale, double height) {
    const auto times = beat_times(page);
    if (static_cast<double>(times.size()) * kClosestBeats > scale.width()) return {};
    std::string path;
    for (const Time at : times)
        if (at.us >= 0 && at.seconds() <= scale.seconds)
            fmt::format_to(std::back_inserter(path), "M{:.1f} {:.0f}V{:.0f}", scale.x(at), kRulerHeight - 8,
                           height);
    return path.empty() ? "" : fmt::format("<path class=\"beats\" d=\"{}\"/>\n", path);
}

/// What a pointer that rests on the segment is told, and a screen reader says.
std::string describe_segment(const Page& page, std::size_t number, const draft::Track& track,
                             const draft::Segment& segment) {
    const Rate fps = page.draft.canvas.fps;
    std::string text = fmt::format("{} {}: {}, {} to {}", kind_name(track.kind), number, short_name(segment),
                                   format_time(fps.time_of(segment.frames.begin)),
                                   format_time(fps.time_of(segment.frames.end)));
    if (!segment.source.empty() && !segment.still) text += ", from " + format_time(segment.in);
    if (segment.beat) text += fmt::format(", on beat {}", *segment.beat);
    for (const auto& detail : details(segment, track.kind))
        text += ", " + detail;
    return escape_markup(text);
}

std::string segment_markup(const Page& page, const Scale& scale, std::size_t t, std::size_t s, double y) {
    const auto& track = page.draft.tracks[t];
    const auto& segment = track.segments[s];
    const Rate fps = page.draft.canvas.fps;
    const double x = scale.x(fps.time_of(segment.frames.begin));
    const double width = std::max(scale.x(fps.time_of(segment.frames.end)) - x - 1, 1.0);
    const double height = lane_height(track);
    const std::string anchor = Page::anchor(t, s);
    std::string out = fmt::format("<a href=\"#{}\" class=\"seg{}\" style=\"--h:{}\"><title>{}</title>",
                                  anchor, segment.is_gap() ? " gap" : "", page.hue(segment),
                                  describe_segment(page, s + 1, track, segment));
    fmt::format_to(std::back_inserter(out),
                   "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"3\"/>", x, y,
                   width, height);
    const Thumbnail& picture = page.thumbnails[t][s];
    // A nested svg clips: a short segment shows the middle of its picture, a narrow one the start of its
    // name.
    if (!picture.uri.empty()) {
        const double whole = (height - 6) * picture.width / picture.height;
        fmt::format_to(
            std::back_inserter(out),
            "<svg x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" viewBox=\"0 0 {} {}\" "
            "preserveAspectRatio=\"xMidYMid slice\"><use href=\"#p{}\"/></svg>",
            x, y + 6, std::min(width, whole), height - 6, picture.width, picture.height, anchor);
    } else if (width > 14) {
        fmt::format_to(std::back_inserter(out),
                       "<svg x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><text x=\"6\" "
                       "y=\"{:.1f}\">{}</text></svg>",
                       x, y, width - 3, height, height / 2 + 4, escape_markup(short_name(segment)));
    }
    return out + "</a>\n";
}

std::string track_markup(const Page& page, const Scale& scale, std::size_t t, double y) {
    const auto& track = page.draft.tracks[t];
    std::string label = fmt::format("{} {}", t + 1, kind_name(track.kind));
    if (!track.name.empty()) label += " · " + track.name;
    std::string out = fmt::format("<text class=\"lane\" x=\"2\" y=\"{:.1f}\">{}</text>\n",
                                  y + kLabelHeight - 6, escape_markup(label));
    for (std::size_t s = 0; s < page.shown(t); ++s)
        out += segment_markup(page, scale, t, s, y + kLabelHeight);
    return out;
}

}  // namespace

std::string timeline_markup(const Page& page) {
    const Scale scale = make_scale(page.draft);
    double y = kRulerHeight;
    std::string tracks;
    for (std::size_t t = 0; t < page.draft.tracks.size(); ++t) {
        tracks += track_markup(page, scale, t, y);
        y += kLabelHeight + lane_height(page.draft.tracks[t]) + kGap;
    }
    return fmt::format(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Timeline\">\n"
        "<svg class=\"timeline\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\">\n"
        "{2}{3}{4}</svg>\n</div>\n",
        std::ceil(scale.width()) + 2, y, ruler(scale), tracks, beat_lines(page, scale, y - kGap));
}

}  // namespace beatsync::report
