// Videos that were cut on a known song's beats, and twenty songs to choose from: synthesised, heard by the
// real analyser, cut by the real planner.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "heard_songs.h"
#include "plan/fit.h"
#include "plan/planner.h"
#include "synthetic.h"

namespace beatsync::plan {
namespace {

constexpr std::size_t kSongs = 20;

struct CutVideo {
    footage::ClipMap clip;
    Time start;  // in the song
};

/// What `sync` makes of a song, as a video whose cuts are all that is known of it.
CutVideo video_cut_on(const music::MusicMap& song, std::size_t index) {
    PlanOptions options;
    options.canvas = {1920, 1080, index % 2 == 0 ? Rate{30, 1} : Rate{25, 1}};
    options.length = Time::from_ms(30'000 + 500 * static_cast<std::int64_t>(index));
    options.pace = Pace::automatic;
    const auto clips = test::make_clips(12, 20);
    const auto plan = make_plan(song, clips, options);
    EXPECT_TRUE(plan);
    const Rate fps = options.canvas.fps;
    test::ClipSpec spec;
    spec.rate = fps;
    const auto& segments = plan->draft.tracks[0].segments;
    for (std::size_t i = 1; i < segments.size(); ++i)
        spec.cuts.push_back(fps.time_of(segments[i].frames.begin).seconds());
    spec.seconds = fps.time_of(segments.back().frames.end).seconds();
    return {test::make_clip(spec), plan->draft.tracks[1].segments[0].in};
}

class TwentySongs : public testing::Test {
protected:
    static void SetUpTestSuite() {
        for (std::size_t i = 0; i < kSongs; ++i)
            songs().push_back(test::heard_song(i));
    }
    static std::vector<music::MusicMap>& songs() {
        static std::vector<music::MusicMap> all;
        return all;
    }
};

TEST_F(TwentySongs, TheOneThatAVideoWasCutOnIsFoundAndItsPlaceToo) {
    int found = 0;
    int placed = 0;
    for (std::size_t truth = 0; truth < kSongs; ++truth) {
        const CutVideo video = video_cut_on(songs()[truth], truth);
        std::vector<SongFit> fits;
        for (const auto& song : songs()) {
            auto fit = fit_song(video.clip, song, {});
            ASSERT_TRUE(fit);
            fits.push_back(*std::move(fit));
        }
        const auto order = rank_fits(fits);
        const double off_ms = (fits[truth].start() - video.start).seconds() * 1000;
        std::printf(
            "song %2zu (%.1f bpm, %zu cuts): chose %2zu, points %.1f then %.1f (own %.1f), %.1f ms off\n",
            truth, songs()[truth].grid.tempo_bpm, video.clip.shots.size() - 1, order[0],
            fits[order[0]].points, fits[order[1]].points, fits[truth].points, off_ms);
        found += order[0] == truth ? 1 : 0;
        placed += std::abs(off_ms) <= 30 ? 1 : 0;
    }
    EXPECT_GE(found, 19);
    EXPECT_GE(placed, 19);
}

}  // namespace
}  // namespace beatsync::plan
