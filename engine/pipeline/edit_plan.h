#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "draft/edit.h"
#include "footage/clip_map.h"
#include "music/music_map.h"
#include "plan/cadence.h"

// Between drafts and what they were planned from.
namespace beatsync::pipeline {

/// The beats by output frame, from the first that is heard.
[[nodiscard]] std::vector<draft::BeatMark> beat_marks(const music::BeatGrid& grid, const plan::Clock& clock);

/// Errc::input when most of the draft's cuts are elsewhere than these beats: they are not those that it was
/// planned with.
Result<void> check_marks(const draft::Draft& draft, const std::vector<draft::BeatMark>& marks);

/// What may be shown of the shot that `in` is in: a source frame away from its cuts.
[[nodiscard]] std::optional<draft::Footage> shot_around(const footage::ClipMap& clip, Time in);

}  // namespace beatsync::pipeline
