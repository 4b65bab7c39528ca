#include "interchange/beat_files.h"

#include <fmt/format.h>

#include <iterator>

#include "interchange/decimal.h"

namespace beatsync::interchange {
namespace {

/// Hours, minutes and seconds with colons: REAPER reads a bare "12.3" as bar 12, beat 3.
std::string clock(Time t) {
    const std::int64_t seconds = t.us / 1'000'000;
    return fmt::format("{}:{:02}:{:02}.{:06}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                       t.us % 1'000'000);
}

bool knows_bars(const music::BeatGrid& grid) {
    for (const auto& beat : grid.beats)
        if (beat.position_in_bar != 0) return true;
    return false;
}

}  // namespace

std::string to_beats(const music::BeatGrid& grid) {
    std::string out;
    for (const auto& beat : grid.beats)
        fmt::format_to(std::back_inserter(out), "{}\t{}\n", decimal(beat.at), beat.position_in_bar);
    return out;
}

std::string to_csv(const music::BeatGrid& grid) {
    std::string out = "seconds,position,strength\n";
    for (const auto& beat : grid.beats)
        fmt::format_to(std::back_inserter(out), "{},{},{}\n", decimal(beat.at), beat.position_in_bar,
                       decimal(double{beat.strength}));
    return out;
}

std::string to_audacity_labels(const music::BeatGrid& grid) {
    std::string out;
    for (const auto& beat : grid.beats) {
        const std::string at = decimal(beat.at);
        const std::string name = beat.position_in_bar == 0 ? "beat" : fmt::format("{}", beat.position_in_bar);
        fmt::format_to(std::back_inserter(out), "{}\t{}\t{}\n", at, at, name);
    }
    return out;
}

std::string to_reaper_markers(const music::BeatGrid& grid) {
    const bool bars = knows_bars(grid);
    std::string out = "#,Name,Start,End,Length\n";
    int bar = 0;  // beats before the first downbeat are bar 0, a pickup
    int number = 0;
    for (const auto& beat : grid.beats) {
        ++number;
        if (beat.position_in_bar == 1) ++bar;
        const std::string name =
            bars ? fmt::format("{}.{}", bar, beat.position_in_bar) : fmt::format("{}", number);
        fmt::format_to(std::back_inserter(out), "M{},{},{},,\n", number, name, clock(beat.at));
    }
    return out;
}

}  // namespace beatsync::interchange
