#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.h"
#include "media/stored_video.h"

namespace beatsync::render {

/// Which stored picture each of some output frames shows; the indices are those of the pictures, none where
/// it cannot be told. `instants`: of the output frames; a picture shows at an instant when it is the last
/// that begins at or before it. Instants that lie nearer than `margin` to where one picture gives way to
/// another count as not told: what a player of the pictures shows there hangs on rounding.
[[nodiscard]] std::vector<std::optional<std::size_t>> pictures_shown(
    const std::vector<media::StoredPicture>& pictures, const std::vector<Time>& instants, Time margin);

/// Pictures in the order of decoding that are shown by output frames in a row, each once, and need no others:
/// they begin with an IDR picture, and none that is left out stands between or is referred to. They may end
/// anywhere in a group of pictures where all that is stored so far is shown before what follows.
struct Run {
    std::size_t first_frame = 0;      ///< index of the instant
    std::size_t first_picture = 0;    ///< in the order of decoding
    std::vector<std::int32_t> shown;  ///< which frame each is, since the first
};

/// The longest runs of at least `shortest` frames, in order. Pure.
[[nodiscard]] std::vector<Run> find_runs(const std::vector<media::StoredPicture>& pictures,
                                         const std::vector<std::optional<std::size_t>>& shown,
                                         std::size_t shortest);

}  // namespace beatsync::render
