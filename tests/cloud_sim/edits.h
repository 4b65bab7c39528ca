#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cloud_sim/simulator.h"

namespace beatsync::cloud_sim {

/// What a message did to a draft.
struct Edit {
    nlohmann::json draft;
    std::string tool;  ///< as the service might call it
    std::string told;  ///< a sentence; says so when nothing was understood
};

/// Simple words, the first that fits: "remove"/"delete" and a track's kind or name; "swap" or "reverse" the
/// pictures; "… 35%" the music's volume; "shorten"/"trim" (… N) the last picture, to N seconds; "title" (and
/// "'text'"); "music"/"bgm"; anything else puts the uploaded pictures in a row, if there are any.
[[nodiscard]] Edit edit_draft(nlohmann::json draft, const std::string& words,
                              const std::vector<const Upload*>& uploads);

}  // namespace beatsync::cloud_sim
