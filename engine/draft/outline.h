#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "draft/draft.h"

namespace beatsync::draft {

/// A piece of a track as far as any program's draft tells.
struct OutlineSegment {
    Time begin;
    Time end;
    std::string label;             ///< its name, or its file's without folders; may be empty
    std::string source;            ///< name, path or address as the draft has it: tells files apart
    bool label_is_file = false;    ///< the label is a file's name, with extension
    std::string text;              ///< what a title says
    std::optional<double> volume;  ///< amplitude: 1 as recorded, 0 silent; none: the draft does not say
    bool gap = false;              ///< nothing but a length, between segments that have more
    std::string json;              ///< all of it, keys sorted
    std::string rest;              ///< json without what the members above say, and without ids and dates
};

struct OutlineTrack {
    int kind = 0;  ///< the protocol's `tt`: a TrackKind, or another program's; -1: not said
    std::string name;
    std::vector<OutlineSegment> segments;  ///< one after the other from 0
    std::string rest;                      ///< as a segment's
};

struct Outline {
    std::vector<OutlineTrack> tracks;
    std::string rest;  ///< of the draft itself
};

/// What from_json is too strict for: a draft of another program, which has `t`, `tt`, `sg`, `d` and `m` and
/// whatever else. Members that are missing or of a wrong type count as absent, lengths that can't be as 0.
/// In `m`, else beside it: the text is `text`, `title` or `content`; the name `name`, or the last part of
/// `source`, `file`, `file_name`, `filename`, `path`, `url` or `src`; the volume `gain_db`, `volume` (0 to 1)
/// or `volume_percent`. Empty text and null are a draft without tracks. Errc::input for what is no JSON
/// object, or over the limits of from_json.
[[nodiscard]] Result<Outline> parse_outline(std::string_view draft_json);
[[nodiscard]] Result<std::vector<OutlineTrack>> read_outline(std::string_view draft_json);

/// The outline of one of ours; `json` and `rest` are empty.
[[nodiscard]] std::vector<OutlineTrack> outline_of(const Draft& draft);

/// As summary_line: `Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3.
/// Title: "Urban Dreams" (0-3s)`
[[nodiscard]] std::string outline_summary_line(const std::vector<OutlineTrack>& tracks);

}  // namespace beatsync::draft
