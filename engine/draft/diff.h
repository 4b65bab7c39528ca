#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/time.h"

namespace beatsync::draft {

/// One thing that is different between two drafts, as a person would count them.
struct DraftChange {
    enum class Kind : std::uint8_t {
        track_added,
        track_removed,
        added,  ///< a segment, on a track that both drafts have
        removed,
        moved,    ///< to another time or place, unless all it did was make room for others
        retimed,  ///< shorter or longer
        volume,
        text,   ///< what a title says
        other,  ///< anything else of a segment, a track, or (track_kind kWholeDraft) the draft
    };
    static constexpr int kWholeDraft = -2;

    Kind kind = Kind::other;
    int track_kind = -1;       ///< as OutlineTrack::kind
    bool of_track = false;     ///< `other`: of the track itself
    std::size_t segments = 1;  ///< of a track that came or went
    std::string label;         ///< its name, or what the title says; may be empty
    std::string old_text;      ///< `text`: what the title said
    Time begin;                ///< now; before, if it was removed
    Time end;
    Time old_begin;
    Time old_end;
    std::optional<double> volume;  ///< amplitude
    std::optional<double> old_volume;
};

/// What became of `before`; "" is no draft yet. Tracks match by kind with name and content, segments by
/// identity, then by what they show, then (titles) by when: a first clip that went is one that was removed,
/// and not all others moved. Ids and dates that the service writes anew don't count. Time n log n of the
/// drafts' lengths, but for a bounded number of comparisons. Errors as of parse_outline.
[[nodiscard]] Result<std::vector<DraftChange>> compare_drafts(std::string_view before_json,
                                                              std::string_view after_json);

/// One sentence: `Added background music "Lo-fi" (0-10s, 35%), moved clip "beach.mp4" from 0s to 4s, and
/// changed the title "A" to "B".` Many changes of a kind are counted ("removed 12 clips"). Empty for none.
[[nodiscard]] std::string describe_changes(const std::vector<DraftChange>& changes);

}  // namespace beatsync::draft
