// One entry point for libFuzzer and for the replay test: whatever the bytes, reading gives valid beats that
// can be written, or Errc::input.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "interchange/beat_files.h"

namespace {

using namespace beatsync;

void require(bool held) {
    if (!held) std::abort();
}

void check(const music::BeatGrid& grid) {
    require(!grid.beats.empty() && grid.beats.size() <= interchange::kMaxBeats);
    require(std::isfinite(grid.tempo_bpm) && grid.tempo_bpm >= 0);
    for (std::size_t i = 0; i < grid.beats.size(); ++i) {
        const auto& beat = grid.beats[i];
        require(beat.at.us >= 0 && beat.at < grid.duration);
        require(i == 0 || grid.beats[i - 1].at < beat.at);
        require(beat.strength >= 0 && beat.strength <= 1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace interchange;
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
    return 0;
}
