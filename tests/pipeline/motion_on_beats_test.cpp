#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
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
         Shown& shown, Time hidden) {
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
            if (!range.contains(m.at) || m.at - range.begin < hidden || range.end - m.at < hidden) continue;
            const double distance = to_nearest_beat(song, song_in + begin + m.at - s.in);
            const auto strength = static_cast<double>(m.strength);
            ++shown.movements;
            shown.strength += strength;
            shown.distance += distance;
            shown.weighted_distance += distance * strength;
        }
    }
}

void report(const char* name, const Shown& s) {
    std::printf(
        "%-12s pieces %zu movements %zu strength %.1f mean %.1f ms weighted %.1f ms sharp %.3f exp %.3f\n",
        name, s.pieces, s.movements, s.strength, 1000 * s.mean(), 1000 * s.weighted_mean(),
        s.sharpness / static_cast<double>(s.pieces), s.exposure / static_cast<double>(s.pieces));
}

pipeline::AnalysisSettings settings() {
    pipeline::AnalysisSettings settings;
    if (const char* cache = std::getenv("BEATSYNC_TEST_CACHE")) settings.cache_folder = cache;
    return settings;
}

TEST(MotionOnBeats, HalvesTheDistanceOnRealFootage) {
    if (!fs::exists(kData / "footage")) GTEST_SKIP() << "no footage at " << kData;
    std::vector<fs::path> files;
    for (const char* folder : {"footage", "cuts"}) {
        for (const auto& entry : fs::directory_iterator(kData / folder)) {
            const std::string name = entry.path().filename().string();
            const std::string ext = entry.path().extension().string();
            if (name.find("broken") == 0 || name.find("wrong") == 0 || name.find("long_6") == 0) continue;
            if (ext != ".mp4" && ext != ".mkv" && ext != ".mov" && ext != ".avi" && ext != ".webm") continue;
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    auto footage = pipeline::analyse_clips(files, settings(), {});
    ASSERT_TRUE(footage);
    std::vector<fs::path> songs;
    for (const auto& entry : fs::recursive_directory_iterator(kData / "beats"))
        if (entry.path().extension() == ".flac") songs.push_back(entry.path());
    std::sort(songs.begin(), songs.end());
    Shown all[2], seen[2];
    for (const auto& clip : footage->clips)
        std::printf("%s: %.1f s, %zu\n", clip.media.path.c_str(), clip.media.duration.seconds(),
                    clip.visual_beats.size());
    for (std::size_t i = 0; i < songs.size(); i += 4) {
        const auto song = pipeline::analyse_song(songs[i], settings(), {});
        if (!song || song->grid.beats.size() < 8) continue;
        for (const bool on_beats : {false, true}) {
            plan::PlanOptions options;
            options.song_path = songs[i];
            options.canvas = {1280, 720, {30, 1}};
            options.motion_on_beats = on_beats;
            const auto plan = plan::make_plan(*song, footage->clips, options);
            ASSERT_TRUE(plan);
            Shown one;
            add(*song, footage->clips, *plan, one, {});
            add(*song, footage->clips, *plan, all[on_beats], {});
            add(*song, footage->clips, *plan, seen[on_beats], Time::from_ms(80));
            report((songs[i].stem().string() + " " + std::to_string(song->grid.tempo_bpm)).c_str(), one);
        }
    }
    report("free seen", seen[0]);
    report("on beats seen", seen[1]);
    report("free", all[0]);
    report("on beats", all[1]);
    EXPECT_LE(all[1].mean(), all[0].mean() / 2);
    EXPECT_LE(all[1].weighted_mean(), all[0].weighted_mean() / 2);
}

}  // namespace
}  // namespace beatsync
