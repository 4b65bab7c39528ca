// One entry point for libFuzzer and for the replay test: whatever the bytes, reading gives valid beats that
// can be written, or Errc::input. The same of annotations.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "interchange/annotation.h"
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

void check(const interchange::Annotation& annotation) {
    const auto increasing = [](const std::vector<double>& times) {
        return std::adjacent_find(times.begin(), times.end(), [](double a, double b) { return !(a < b); }) ==
               times.end();
    };
    require(increasing(annotation.times) && increasing(annotation.downbeats));
    require(annotation.times.size() <= interchange::kMaxBeats);
    require(std::includes(annotation.times.begin(), annotation.times.end(), annotation.downbeats.begin(),
                          annotation.downbeats.end()));
    for (const double time : annotation.times)
        require(std::isfinite(time));
    require(!annotation.tempo_bpm || *annotation.tempo_bpm > 0);
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
    const auto annotation = read_annotation(text);
    if (annotation) check(*annotation);
    require(annotation || (annotation.error().code == Errc::input && !annotation.error().message.empty()));
    const auto tempo = read_tempo(text);
    require(tempo ? *tempo > 0 && std::isfinite(*tempo) : tempo.error().code == Errc::input);
    return 0;
}
