#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "cloud_sim/simulator.h"
#include "core/error.h"

namespace beatsync::cloud_sim {

/// What a film is made of.
struct FilmOrder {
    std::string draft;            ///< JSON
    std::vector<Upload> uploads;  ///< of the session
    std::filesystem::path output;
    int short_side = 360;  ///< pixels at most; 0 = as the draft says
};

/// Renders a submitted draft with this program's own engine. Its sources are the uploads that its segments
/// name, by id, URL or file name, wherever in `m`; a draft that names others gives a few seconds of made-up
/// pictures. Errors as those of render().
[[nodiscard]] Result<std::filesystem::path> make_film(const FilmOrder& order, std::stop_token stop);

}  // namespace beatsync::cloud_sim
