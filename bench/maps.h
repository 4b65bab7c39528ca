#pragma once

#include <cstddef>
#include <vector>

#include "footage/clip_map.h"
#include "music/music_map.h"

namespace beatsync::bench {

/// A song of 120 bpm in 4/4 with a section every 32 beats, alternately quiet and loud.
inline music::MusicMap make_music(int beats) {
    constexpr int kBeatsASection = 32;
    const auto at = [](int beat) { return Time::from_ms(500 * static_cast<std::int64_t>(beat)); };
    music::MusicMap map;
    map.grid.duration = at(beats);
    map.grid.tempo_bpm = 120;
    map.grid.confidence = 1;
    for (int i = 0; i < beats; ++i) {
        map.grid.beats.push_back({at(i), i % 4 == 0 ? 1.0F : 0.6F, static_cast<std::uint8_t>(i % 4 + 1)});
        map.beat_energy.push_back(i / kBeatsASection % 2 == 0 ? 0.3F : 0.9F);
    }
    for (int i = 0; i < beats; i += kBeatsASection) {
        const int label = i / kBeatsASection % 2;
        map.sections.push_back(
            {{at(i), at(std::min(beats, i + kBeatsASection))}, label, label == 0 ? 0.3F : 0.9F});
    }
    map.loudness_lufs = -9;
    return map;
}

/// `count` clips of 30 s in shots of 5 s.
inline std::vector<footage::ClipMap> make_clips(int count) {
    std::vector<footage::ClipMap> clips;
    for (int i = 0; i < count; ++i) {
        footage::ClipMap clip;
        clip.media.path = "clip" + std::to_string(i) + ".mp4";
        clip.media.video.emplace();
        clip.media.video->width = 1920;
        clip.media.video->height = 1080;
        clip.media.video->rate = {30, 1};
        clip.media.duration = clip.media.video->duration = Time::from_ms(30'000);
        for (int s = 0; s < 6; ++s)
            clip.shots.push_back({{Time::from_ms(5000 * s), Time::from_ms(5000 * (s + 1))},
                                  150 * s,
                                  150 * (s + 1),
                                  1.0F,
                                  0.1F * static_cast<float>((i + s) % 10),
                                  0.8F,
                                  0.9F});
        clips.push_back(std::move(clip));
    }
    return clips;
}

}  // namespace beatsync::bench
