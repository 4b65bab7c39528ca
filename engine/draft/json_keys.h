#pragma once

#include <array>
#include <string_view>

namespace beatsync::draft {

/// What this program says in the `m` of a draft, a track and a segment; assets/draft.schema.json lists the
/// same keys (a test compares). Units are in the names.
inline constexpr auto kDraftMetaKeys = std::to_array<std::string_view>(
    {"format", "fps", "generator", "height_px", "loudness_lufs", "recipe", "seed", "width_px"});
inline constexpr auto kTrackMetaKeys = std::to_array<std::string_view>({"duck", "name"});
inline constexpr auto kSegmentMetaKeys = std::to_array<std::string_view>(
    {"accents",     "beat",   "blend",     "colour",   "decoration", "fade_in_us",
     "fade_out_us", "fit",    "focus",     "font",     "gain_db",    "in_us",
     "locked",      "place",  "retime_us", "size_pct", "sound",      "source",
     "source_hex",  "still",  "tempo",     "text",     "transition", "transition_frames",
     "view_from",   "view_to"});

/// Value of `format`; a higher one was written by a later version, which may mean something else.
inline constexpr int kDraftFormat = 1;

}  // namespace beatsync::draft
