#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "footage/clip_map.h"
#include "music/music_map.h"

namespace beatsync::pipeline {

/// Maps as bytes (CBOR, RFC 8949) for the analysis cache; every number comes back exactly as it went in.
/// The path in MediaInfo is not kept: the same content may lie elsewhere next time.
[[nodiscard]] std::string encode(const music::MusicMap& map);

struct DecodedClip {
    footage::ClipMap map;
    bool truncated = false;
    std::int64_t whole_at = 0;  ///< changed_at() of the file that was found whole; 0 = none was
};
[[nodiscard]] std::string encode(const DecodedClip& clip);

/// None when the bytes are not what encode() wrote.
[[nodiscard]] std::optional<music::MusicMap> decode_music(std::string_view bytes);
[[nodiscard]] std::optional<DecodedClip> decode_clip(std::string_view bytes);

}  // namespace beatsync::pipeline
