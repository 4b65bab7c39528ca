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
#include "draft/outline.h"
#include "draft/phrase.h"

namespace beatsync::draft {
namespace {

constexpr std::size_t kMaxTitles = 3;

struct Filled {
    Time begin;
    Time end;
    const OutlineSegment* first = nullptr;
};

/// From the first thing on the track to the end of the last.
Filled filled(const OutlineTrack& track) {
    Filled result;
    for (const OutlineSegment& segment : track.segments) {
        if (segment.gap) continue;
        if (result.first == nullptr) result = {segment.begin, segment.end, &segment};
        result.end = segment.end;
    }
    return result;
}

std::string name_of(const OutlineTrack& track, std::string_view many) {
    if (!track.name.empty()) return tidy(track.name);
    std::set<std::string_view> sources;
    const OutlineSegment* first = nullptr;
    for (const OutlineSegment& segment : track.segments) {
        if (segment.gap) continue;
        // Without a name, each is its own.
        sources.insert(segment.source.empty() ? std::string_view(segment.json) : segment.source);
        if (first == nullptr) first = &segment;
    }
    if (first == nullptr) return "empty";
    if (sources.size() > 1) return fmt::format("{} {}", sources.size(), many);
    if (first->label.empty()) return "unnamed";
    return tidy(first->label_is_file ? stem(first->label) : first->label);
}

std::string titles(const OutlineTrack& track) {
    std::vector<const OutlineSegment*> shown;
    for (const OutlineSegment& segment : track.segments) {
        if (!segment.gap) shown.push_back(&segment);
    }
    if (shown.empty()) return "empty";
    std::string line;
    for (std::size_t i = 0; i < std::min(shown.size(), kMaxTitles); ++i) {
        const std::string& words = shown[i]->text.empty() ? shown[i]->label : shown[i]->text;
        const std::string title = words.empty() ? "unnamed" : fmt::format("\"{}\"", tidy(words));
        line +=
            fmt::format("{}{} ({})", i > 0 ? ", " : "", title, time_range(shown[i]->begin, shown[i]->end));
    }
    if (shown.size() > kMaxTitles) line += fmt::format(", {} more", shown.size() - kMaxTitles);
    return line;
}

std::string describe_track(const OutlineTrack& track) {
    const Filled whole = filled(track);
    const std::string range = time_range(whole.begin, whole.end);
    switch (track.kind) {
        case static_cast<int>(TrackKind::video):
            return fmt::format("Video: {} ({})", name_of(track, "clips"), range);
        case static_cast<int>(TrackKind::audio): {
            // The level of the first thing heard.
            const double volume = whole.first != nullptr ? whole.first->volume.value_or(1) : 1;
            return fmt::format("BGM: {} ({}, {}%)", name_of(track, "songs"), range, percent(volume));
        }
        case static_cast<int>(TrackKind::text):
            return fmt::format("Title: {}", titles(track));
        default:
            return fmt::format("Other: {} ({})", name_of(track, "items"), range);
    }
}

OutlineSegment outline_of(const Segment& segment, Rate fps, bool audible) {
    OutlineSegment outline;
    outline.begin = fps.time_of(segment.frames.begin);
    outline.end = fps.time_of(segment.frames.end);
    outline.source = segment.source;
    outline.label = std::string(file_name(segment.source));
    outline.label_is_file = true;
    outline.text = segment.text;
    outline.gap = segment.is_gap();
    if (audible) outline.volume = std::pow(10.0, segment.level.gain_db / 20);
    return outline;
}

}  // namespace

std::vector<OutlineTrack> outline_of(const Draft& draft) {
    std::vector<OutlineTrack> tracks;
    for (const Track& track : draft.tracks) {
        OutlineTrack outline;
        outline.kind = static_cast<int>(track.kind);
        outline.name = track.name;
        for (const Segment& segment : track.segments) {
            const bool audible = track.kind == TrackKind::audio || segment.sound;
            outline.segments.push_back(outline_of(segment, draft.canvas.fps, audible));
        }
        tracks.push_back(std::move(outline));
    }
    return tracks;
}

std::string outline_summary_line(const std::vector<OutlineTrack>& tracks) {
    std::string line =
        fmt::format("Timeline ({} {}):", tracks.size(), tracks.size() == 1 ? "track" : "tracks");
    for (std::size_t i = 0; i < tracks.size(); ++i)
        line += fmt::format(" {}. {}", i + 1, describe_track(tracks[i]));
    return line;
}

std::string summary_line(const Draft& draft) {
    return outline_summary_line(outline_of(draft));
}

}  // namespace beatsync::draft
