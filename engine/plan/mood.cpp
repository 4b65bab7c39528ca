#include "plan/mood.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "plan/fit_events.h"

namespace beatsync::plan {
namespace {

/// 0 at `low` and below, 1 at `high` and above, straight between; not known counts as the middle.
double share(double value, double low, double high) {
    if (!std::isfinite(value)) return 0.5;
    return std::clamp((value - low) / (high - low), 0.0, 1.0);
}

double mean_motion(const footage::ClipMap& video) {
    double sum = 0;
    double length = 0;
    for (const footage::Shot& shot : video.shots) {
        sum += static_cast<double>(shot.motion) * shot.range.length().seconds();
        length += shot.range.length().seconds();
    }
    return length > 0 ? sum / length : 0;
}

}  // namespace

double energy_of(const music::MusicMap& music, double tempo) {
    const double bpm = music.grid.tempo_bpm * tempo;
    // Between a ballad and drum and bass; from a chorale to hi-hats on sixteenths; a quiet master to a loud.
    const double beat = bpm > 0 ? share(std::log2(bpm), std::log2(65.0), std::log2(175.0)) : 0.3;
    const double density = share(static_cast<double>(music.character.onsets_a_second) * tempo, 1, 8);
    const double loudness = share(music.loudness_lufs, -24, -8);
    return 0.4 * beat + 0.35 * density + 0.25 * loudness;
}

double energy_of(const footage::ClipMap& video) {
    const double seconds = std::max(1.0, end_of_video(video).seconds());
    const double cuts = video.shots.empty() ? 0 : static_cast<double>(video.shots.size() - 1);
    // From a cut in twenty seconds to two a second.
    const double pace = share(std::log2(std::max(1e-3, cuts / seconds)), std::log2(0.05), 1);
    return 0.6 * pace + 0.4 * share(mean_motion(video), 0, 0.6);
}

double light_of(const music::MusicMap& music) {
    const double hz = std::max(1.0, static_cast<double>(music.character.brightness_hz));
    const double sound = hz > 1 ? share(std::log2(hz), std::log2(500.0), std::log2(5000.0)) : 0.5;
    return 0.6 * (0.5 + 0.5 * static_cast<double>(music.character.mode)) + 0.4 * sound;
}

double light_of(const footage::ClipMap& video) {
    return 0.6 * share(static_cast<double>(video.look.brightness), 0.1, 0.7) +
           0.4 * share(static_cast<double>(video.look.colourfulness), 0, 0.25);
}

Mood mood_of(const footage::ClipMap& video, const music::MusicMap& music, double tempo) {
    return {1 - std::abs(energy_of(video) - energy_of(music, tempo)),
            1 - std::abs(light_of(video) - light_of(music))};
}

}  // namespace beatsync::plan
