#pragma once

#include <string>

#include "core/error.h"
#include "footage/clip_map.h"

// The shots of a clip as the files that other programs read.
namespace beatsync::interchange {

/// `index,start_seconds,end_seconds,start_frame,end_frame,cut_score,motion,sharpness` under a header that
/// says so: one shot a line, index from 0, the first shot starts at 0, frames half-open, six decimals.
/// Nothing but the header for a still.
[[nodiscard]] std::string scenes_to_csv(const footage::ClipMap& clip);

/// A CMX 3600 edit list: one event a shot, so that an editor that is given the clip and the list shows it cut
/// up. Source timecode counts from 00:00:00:00 at the clip's first frame, record timecode from 01:00:00:00.
/// The timecode's rate is that of timebase_for(clip's rate): drop frame at 29.97 and 59.94. Positions are
/// computed from times, so a clip of variable frame rate is cut in the right place too.
/// More than 999 events get numbers of more digits, which newer programs read. Errc::usage for a still.
[[nodiscard]] Result<std::string> scenes_to_edl(const footage::ClipMap& clip);

}  // namespace beatsync::interchange
