#include "cli/demo/scenes/scene.h"

#include <array>

namespace beatsync::cli::scenes {

std::span<const Clip> clips() {
    // Mixed shapes and rates, as people's footage is.
    static constexpr std::array<Clip, 10> kClips{{
        {"sunset", 1280, 720, {30, 1}, 8, make_sunset},
        {"city", 1280, 720, {30, 1}, 7, make_city},
        {"neon-road", 720, 1280, {60, 1}, 6, make_neon_road},
        {"rain", 720, 1280, {30, 1}, 7, make_rain},
        {"mountains", 1280, 720, {25, 1}, 8, make_mountains},
        {"meadow", 720, 1280, {30, 1}, 7, make_meadow},
        {"aurora", 1280, 720, {30, 1}, 7, make_aurora},
        {"train", 1280, 720, {30, 1}, 7, make_train},
        {"liquid", 720, 1280, {30, 1}, 6, make_liquid},
        {"fireworks", 1280, 720, {30, 1}, 8, make_fireworks},
    }};
    return kClips;
}

}  // namespace beatsync::cli::scenes
