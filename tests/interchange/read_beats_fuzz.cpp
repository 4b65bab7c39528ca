#include "read_beats_fuzz.h"

#include <cmath>
#include <cstdlib>
#include <string_view>

#include "interchange/beat_files.h"

namespace beatsync::interchange {
namespace {

void require(bool held) {
    if (!held) std::abort();
}

void check(const music::BeatGrid& grid) {
    require(!grid.beats.empty() && grid.beats.size() <= kMaxBeats);
    require(std::isfinite(grid.tempo_bpm) && grid.tempo_bpm >= 0);
    for (std::size_t i = 0; i < grid.beats.size(); ++i) {
        const auto& beat = grid.beats[i];
        require(beat.at.us >= 0 && beat.at < grid.duration);
        require(i == 0 || grid.beats[i - 1].at < beat.at);
        require(beat.strength >= 0 && beat.strength <= 1);
    }
}

}  // namespace

void fuzz_read_beats(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const Time duration : {Time{}, Time::from_ms(60'000)}) {
        const auto grid = read_beats(text, duration);
        if (!grid) {
            require(grid.error().code == Errc::input && !grid.error().message.empty());
            require(grid.error().message.size() < 200);
            continue;
        }
        check(*grid);
        // What was read can be written, and reads back the same.
        const auto again = read_beats(to_csv(*grid), grid->duration);
        require(again && again->beats.size() == grid->beats.size());
        require(!to_midi(*grid).empty());
    }
}

}  // namespace beatsync::interchange

#ifdef BEATSYNC_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    beatsync::interchange::fuzz_read_beats(data, size);
    return 0;
}
#endif
