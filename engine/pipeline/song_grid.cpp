#include "pipeline/song_grid.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "core/file.h"
#include "interchange/beat_files.h"
#include "music/taps.h"

namespace beatsync::pipeline {

music::MusicMap with_grid(music::MusicMap map, music::BeatGrid grid) {
    const auto energy_at = [&](Time t) {
        const auto& beats = map.grid.beats;
        const auto after = std::upper_bound(beats.begin(), beats.end(), t,
                                            [](Time at, const music::Beat& beat) { return at < beat.at; });
        const auto index = static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, after - beats.begin()) - 1);
        return index < map.beat_energy.size() ? map.beat_energy[index] : 0.0F;
    };
    std::vector<float> energy;
    std::transform(grid.beats.begin(), grid.beats.end(), std::back_inserter(energy),
                   [&](const music::Beat& beat) { return energy_at(beat.at); });
    map.grid = std::move(grid);
    map.beat_energy = std::move(energy);
    return map;
}

Result<music::MusicMap> apply(const GridChanges& changes, music::MusicMap map) {
    if (!changes.beats_file.empty()) {
        BEATSYNC_TRY(const std::string text, read_file(changes.beats_file, interchange::kMaxBeatsBytes));
        auto grid = interchange::read_beats(text, map.grid.duration);
        if (!grid) return fail_in(changes.beats_file.string(), std::move(grid).error());
        if (changes.tapped) music::steady_taps(*grid);
        if (music::lacks_bars(*grid)) music::guess_bars(*grid, map.grid);
        map = with_grid(std::move(map), *std::move(grid));
    } else if (changes.tapped) {
        return fail(Errc::usage, "--tapped says how --beats is to be read, and there is no --beats",
                    "give the file with the taps: --beats taps.txt --tapped");
    }
    return music::correct(std::move(map), changes.correction);
}

}  // namespace beatsync::pipeline
