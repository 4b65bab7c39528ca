#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "footage/clip_map.h"
#include "music/music_map.h"

/// Songs and clips whose truth is known because it is written down here.
namespace beatsync::test {

/// A part of a song: how many bars, and how loud.
struct Part {
    int bars = 0;
    float energy = 0;
};

struct SongSpec {
    double bpm = 120;
    int beats_in_bar = 4;
    Time first_beat = Time::from_ms(500);
    std::vector<Part> parts = {{16, 1.0F}};
    bool positions = true;  ///< false: the tracker knows no bars
    float confidence = 0.9F;
};

inline music::MusicMap make_song(const SongSpec& spec) {
    music::MusicMap song;
    const double period = 60 / spec.bpm;
    std::int64_t index = 0;
    const auto time_of = [&](std::int64_t i) {
        return spec.first_beat + Time::from_seconds(static_cast<double>(i) * period);
    };
    int label = 0;
    for (const Part& part : spec.parts) {
        const Time begin = song.sections.empty() ? Time{} : time_of(index);
        for (int i = 0; i < part.bars * spec.beats_in_bar; ++i, ++index) {
            const auto position = static_cast<std::uint8_t>(spec.positions ? i % spec.beats_in_bar + 1 : 0);
            song.grid.beats.push_back({time_of(index), position == 1 ? 1.0F : 0.7F, position});
            song.beat_energy.push_back(part.energy);
        }
        song.sections.push_back({{begin, time_of(index)}, label++, part.energy});
    }
    song.grid.duration = time_of(index);
    song.grid.tempo_bpm = spec.bpm;
    song.grid.confidence = spec.confidence;
    song.loudness_lufs = -12;
    song.true_peak_dbtp = -1;
    return song;
}

struct ClipSpec {
    std::string path = "clip.mp4";
    double seconds = 12;
    Rate rate{30, 1};
    std::vector<double> cuts;  ///< seconds at which a new shot begins
    float motion = 0.4F;
    float sharpness = 0.8F;
    float exposure = 0.8F;
    bool variable_rate = false;
    bool audio = false;
};

inline footage::ClipMap make_clip(const ClipSpec& spec) {
    footage::ClipMap clip;
    clip.media.path = spec.path;
    clip.media.kind = MediaKind::video;
    VideoInfo video;
    video.codec = "h264";
    video.width = 1280;
    video.height = 720;
    video.rate = spec.rate;
    video.variable_rate = spec.variable_rate;
    video.frames = spec.rate.nearest_index(Time::from_seconds(spec.seconds));
    video.duration = spec.rate.time_of(video.frames);
    clip.media.duration = video.duration;
    clip.media.video = video;
    if (spec.audio) clip.media.audio = AudioInfo{"aac", 48000, 2, Time{}, video.duration};
    std::vector<std::int64_t> bounds{0};
    for (const double cut : spec.cuts)
        bounds.push_back(spec.rate.nearest_index(Time::from_seconds(cut)));
    bounds.push_back(video.frames);
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
        clip.shots.push_back({{spec.rate.time_of(bounds[i]), spec.rate.time_of(bounds[i + 1])},
                              bounds[i],
                              bounds[i + 1],
                              1.0F,
                              spec.motion,
                              spec.sharpness,
                              spec.exposure});
    }
    for (Time t; t < video.duration; t += Time::from_ms(250))
        clip.moments.push_back({t, spec.motion, spec.sharpness, spec.exposure});
    return clip;
}

inline footage::ClipMap make_still(const std::string& path) {
    footage::ClipMap clip;
    clip.media.path = path;
    clip.media.kind = MediaKind::still;
    clip.media.video = VideoInfo{};
    clip.media.video->width = 4000;
    clip.media.video->height = 3000;
    return clip;
}

/// clip1.mp4, clip2.mp4, … that differ in nothing but their names and a little in motion.
inline std::vector<footage::ClipMap> make_clips(int count, double seconds, Rate rate = {30, 1}) {
    std::vector<footage::ClipMap> clips;
    for (int i = 0; i < count; ++i) {
        ClipSpec spec;
        spec.path = "clip" + std::to_string(i + 1) + ".mp4";
        spec.seconds = seconds;
        spec.rate = rate;
        spec.motion = 0.1F + 0.8F * static_cast<float>(i) / static_cast<float>(count);
        clips.push_back(make_clip(spec));
    }
    return clips;
}

}  // namespace beatsync::test
