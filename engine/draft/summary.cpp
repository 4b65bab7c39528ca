#include "draft/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "draft/draft.h"

namespace beatsync::draft {
namespace {

constexpr std::size_t kMaxNameBytes = 60;
constexpr std::size_t kMaxTitles = 3;

/// On one line of a terminal whatever is in it: no control characters, not too long, whole characters.
std::string tidy(std::string_view text) {
    std::string line(text.substr(0, kMaxNameBytes));
    if (text.size() > kMaxNameBytes) {
        const auto continues = [&](std::size_t i) {
            return (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
        };
        std::size_t end = kMaxNameBytes;
        while (end > 0 && continues(end))
            --end;
        line.resize(end);
        line += "…";
    }
    std::replace_if(
        line.begin(), line.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, ' ');
    return line;
}

/// "city timelapse" of "clips/city timelapse.mp4".
std::string_view stem(std::string_view path) {
    path.remove_prefix(std::min(path.size(), path.find_last_of('/') + 1));
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? path : path.substr(0, dot);
}

/// Seconds, with a decimal only where there is one: "10", "2.5".
std::string seconds(Time t) {
    const std::int64_t tenths = mul_div(t.us, 1, 100'000);
    if (tenths % 10 == 0) return fmt::format("{}", tenths / 10);
    return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

std::string range(FrameRange frames, Rate fps) {
    return fmt::format("{}-{}s", seconds(fps.time_of(frames.begin)), seconds(fps.time_of(frames.end)));
}

/// From the first thing on the track to the end of the last.
FrameRange filled(const Track& track) {
    FrameRange result;
    bool any = false;
    for (const Segment& segment : track.segments) {
        if (segment.is_gap()) continue;
        if (!any) result.begin = segment.frames.begin;
        result.end = segment.frames.end;
        any = true;
    }
    return result;
}

std::string name_of(const Track& track, std::string_view many) {
    if (!track.name.empty()) return tidy(track.name);
    std::set<std::string_view> sources;
    for (const Segment& segment : track.segments) {
        if (!segment.source.empty()) sources.insert(segment.source);
    }
    if (sources.empty()) return "empty";
    if (sources.size() == 1) return tidy(stem(*sources.begin()));
    return fmt::format("{} {}", sources.size(), many);
}

/// The level of the first thing heard, as amplitude in percent.
int percent(const Track& track) {
    const auto heard = std::find_if(track.segments.begin(), track.segments.end(),
                                    [](const Segment& s) { return !s.is_gap(); });
    const double gain_db = heard == track.segments.end() ? 0 : heard->level.gain_db;
    return static_cast<int>(std::lround(100 * std::pow(10.0, gain_db / 20)));
}

std::string titles(const Track& track, Rate fps) {
    std::vector<const Segment*> shown;
    for (const Segment& segment : track.segments) {
        if (!segment.text.empty()) shown.push_back(&segment);
    }
    if (shown.empty()) return "empty";
    std::string line;
    for (std::size_t i = 0; i < std::min(shown.size(), kMaxTitles); ++i) {
        line += fmt::format("{}\"{}\" ({})", i > 0 ? ", " : "", tidy(shown[i]->text),
                            range(shown[i]->frames, fps));
    }
    if (shown.size() > kMaxTitles) line += fmt::format(", {} more", shown.size() - kMaxTitles);
    return line;
}

std::string describe_track(const Track& track, Rate fps) {
    switch (track.kind) {
        case TrackKind::video:
            return fmt::format("Video: {} ({})", name_of(track, "clips"), range(filled(track), fps));
        case TrackKind::audio:
            return fmt::format("BGM: {} ({}, {}%)", name_of(track, "songs"), range(filled(track), fps),
                               percent(track));
        case TrackKind::text:
            return fmt::format("Title: {}", titles(track, fps));
    }
    return {};
}

}  // namespace

std::string summary_line(const Draft& draft) {
    const std::size_t count = draft.tracks.size();
    std::string line = fmt::format("Timeline ({} {}):", count, count == 1 ? "track" : "tracks");
    for (std::size_t i = 0; i < count; ++i) {
        line += fmt::format(" {}. {}", i + 1, describe_track(draft.tracks[i], draft.canvas.fps));
    }
    return line;
}

}  // namespace beatsync::draft
