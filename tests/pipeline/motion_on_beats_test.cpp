#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/pipeline.h"
#include "plan/planner.h"

namespace beatsync {
namespace {

namespace fs = std::filesystem;

/// Footage and songs from outside; not part of this repository.
const fs::path kData = BEATSYNC_SHARED_DATA;

/// What a plan shows of the clips' movements, and how far from the beats they are.
struct Shown {
    std::size_t movements = 0;
    double strength = 0;
    double distance = 0;           ///< sum of seconds
    double weighted_distance = 0;  ///< sum of seconds by strength
    double sharpness = 0;          ///< sums over pieces
    double exposure = 0;
    std::size_t pieces = 0;

    [[nodiscard]] double mean() const { return distance / static_cast<double>(movements); }
    [[nodiscard]] double weighted_mean() const { return weighted_distance / strength; }
};

double to_nearest_beat(const music::MusicMap& song, Time at) {
    double nearest = 1e9;
    for (const music::Beat& beat : song.grid.beats)
        nearest = std::min(nearest, std::abs((beat.at - at).seconds()));
    return nearest;
}

void add_looks(const footage::ClipMap& clip, TimeRange range, Shown& shown) {
    double sharpness = 0;
    double exposure = 0;
    int count = 0;
    for (const footage::Moment& m : clip.moments) {
        if (!range.contains(m.at)) continue;
        sharpness += static_cast<double>(m.sharpness);
        exposure += static_cast<double>(m.exposure);
        ++count;
    }
    if (count == 0) return;
    shown.sharpness += sharpness / count;
    shown.exposure += exposure / count;
    ++shown.pieces;
}

/// From the draft and the maps alone: where each movement that is shown comes in the song.
void add(const music::MusicMap& song, const std::vector<footage::ClipMap>& clips, const plan::Plan& plan,
         Shown& shown, Time beside_cut) {
    const Rate fps = plan.draft.canvas.fps;
    const Time song_in = plan.draft.tracks.at(1).segments.front().in;
    for (const draft::Segment& s : plan.draft.tracks.front().segments) {
        if (s.still) continue;
        const Time begin = fps.time_of(s.frames.begin);
        const TimeRange range{s.in, s.in + fps.time_of(s.frames.end) - begin};
        const auto clip =
            std::find_if(clips.begin(), clips.end(), [&](const auto& c) { return c.media.path == s.source; });
        add_looks(*clip, range, shown);
        for (const footage::VisualBeat& m : clip->visual_beats) {
            if (!range.contains(m.at) || m.at - range.begin < beside_cut || range.end - m.at < beside_cut)
                continue;
            const double distance = to_nearest_beat(song, song_in + begin + m.at - s.in);
            const auto strength = static_cast<double>(m.strength);
            ++shown.movements;
            shown.strength += strength;
            shown.distance += distance;
            shown.weighted_distance += distance * strength;
        }
    }
}

std::string figures(const Shown& s) {
    const auto pieces = static_cast<double>(s.pieces);
    return fmt::format(
        "{} movements of strength {:.1f} in {} pieces; to the nearest beat {:.1f} ms, by strength {:.1f} ms; "
        "sharpness {:.3f}, exposure {:.3f}",
        s.movements, s.strength, s.pieces, 1000 * s.mean(), 1000 * s.weighted_mean(), s.sharpness / pieces,
        s.exposure / pieces);
}

/// Analysed once and for all; nothing of it is kept on the disk.
std::vector<footage::ClipMap> footage_maps() {
    std::vector<fs::path> files;
    for (const char* name :
         {"footage/action_gopro_walk_480p.mp4", "footage/bbb_vp9_642x642.webm", "footage/cars_12.5fps.mp4",
          "footage/coffee_720p.mp4", "footage/dog_park_720p.mp4", "footage/fireworks_1080p50_pcm.mov",
          "footage/gesture_noaudio.mkv", "footage/juggle_24fps_noaudio.mp4", "footage/odd_518x488_vfr.mp4",
          "footage/phone_dog_indoor_720p.mp4", "footage/phone_rooftops_360p.mp4",
          "footage/skydive_mpeg4_mp3.avi", "cuts/nocuts.mp4", "cuts/similar.mp4", "cuts/vert.mov",
          "cuts/mix264.mp4", "cuts/easy.mp4", "cuts/vfr.mkv"})
        files.push_back(kData / name);
    auto footage = pipeline::analyse_clips(files, {}, {});
    return footage ? std::move(footage->clips) : std::vector<footage::ClipMap>{};
}

/// Of the plans for several songs: nothing counts that is within `beside_cut` of a cut.
Shown measure(const std::vector<music::MusicMap>& songs, const std::vector<footage::ClipMap>& clips,
              bool on_beats, Time beside_cut) {
    Shown shown;
    for (const music::MusicMap& song : songs) {
        plan::PlanOptions options;
        options.song_path = "song";
        options.canvas = {1280, 720, {30, 1}};
        options.motion_on_beats = on_beats;
        const auto plan = plan::make_plan(song, clips, options);
        if (plan) add(song, clips, *plan, shown, beside_cut);
    }
    return shown;
}

TEST(MotionOnBeats, HalvesTheDistanceOnRealFootage) {
    if (!fs::exists(kData / "footage")) GTEST_SKIP() << "no footage at " << kData;
    const auto clips = footage_maps();
    ASSERT_GT(clips.size(), 10U);
    std::vector<music::MusicMap> songs;
    for (const char* name :
         {"groove_drums/groove_funk_138_d7_es_1.flac", "groove_drums/groove_pop_83_d7_s3_22.flac",
          "groove_drums/groove_hiphop_94_d8_s1_15.flac", "lmms_edm/lmms_Alf42red-Mauiwowi.flac",
          "lmms_edm/lmms_EsoXLB-CPU.flac", "midi_game/fd_dm2int.flac", "midi_game/fd_map14.flac"}) {
        const auto song = pipeline::analyse_song(kData / "beats" / name, {}, {});
        ASSERT_TRUE(song) << name;
        songs.push_back(*song);
    }
    for (const Time beside_cut : {Time{}, Time::from_ms(80)}) {
        const Shown free = measure(songs, clips, false, beside_cut);
        const Shown on_beats = measure(songs, clips, true, beside_cut);
        const std::string both = "free: " + figures(free) + "\non beats: " + figures(on_beats) + "\n";
        std::fputs(both.c_str(), stdout);
        ASSERT_GT(free.movements, 50U);
        EXPECT_LE(on_beats.mean(), free.mean() / 2);
        EXPECT_LE(on_beats.weighted_mean(), free.weighted_mean() / 2);
        EXPECT_GE(on_beats.movements, free.movements) << "movements were avoided";
        EXPECT_GE(on_beats.sharpness, 0.98 * free.sharpness);
        EXPECT_GE(on_beats.exposure, 0.98 * free.exposure);
    }
}

}  // namespace
}  // namespace beatsync
