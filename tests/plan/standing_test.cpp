#include "plan/standing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "plan/checks.h"
#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

using footage::ClipMap;

ClipMap sized(const std::string& path, int width, int height) {
    test::ClipSpec spec;
    spec.path = path;
    ClipMap clip = test::make_clip(spec);
    clip.media.video->width = width;
    clip.media.video->height = height;
    return clip;
}

/// Measures that vary as those of a real clip do; another `take` is another clip.
ClipMap lively(const std::string& path, int take, double seconds = 12) {
    test::ClipSpec spec;
    spec.path = path;
    spec.seconds = seconds;
    ClipMap clip = test::make_clip(spec);
    for (std::size_t i = 0; i < clip.moments.size(); ++i) {
        const double phase = static_cast<double>(i) + 3.7 * take;
        clip.moments[i].motion = static_cast<float>(0.3 + 0.1 * std::sin(phase));
        clip.moments[i].sharpness = static_cast<float>(0.8 + 0.05 * std::sin(1.7 * phase));
    }
    return clip;
}

music::MusicMap song_of_bars(int bars) {
    test::SongSpec spec;
    spec.parts = {{bars, 1.0F}};
    return test::make_song(spec);
}

Plan planned(const std::vector<ClipMap>& clips, std::optional<Time> length = std::nullopt) {
    PlanOptions options;
    options.song_path = "song.wav";
    options.length = length;
    auto plan = make_plan(song_of_bars(16), clips, options);
    EXPECT_TRUE(plan) << describe(plan.error());
    return plan ? *std::move(plan) : Plan{};
}

std::size_t times_shown(const Plan& plan, const std::string& path) {
    const auto& all = test::pictures(plan);
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const draft::Segment& s) { return s.source == path; }));
}

TEST(Standing, EnlargementFollowsTheFit) {
    const std::vector<ClipMap> clips = {sized("a.mp4", 1920, 1080)};
    PlanOptions options;  // 1080x1920
    EXPECT_NEAR(standings_of(clips, options)[0].enlargement, 1920.0 / 1080, 1e-9);
    options.fit = draft::Fit::blur;
    EXPECT_NEAR(standings_of(clips, options)[0].enlargement, 1080.0 / 1920, 1e-9);
}

TEST(Standing, TinyClipIsNotShownWhileBetterOnesLast) {
    std::vector<ClipMap> clips = test::make_clips(6, 12);
    clips.push_back(sized("tiny.3gp", 176, 144));
    const Plan plan = planned(clips);
    EXPECT_EQ(times_shown(plan, "tiny.3gp"), 0U);
    EXPECT_TRUE(test::says(plan, "far too small for it: tiny.3gp (176x144)"));
}

TEST(Standing, TinyClipIsShownBeforeAnythingIsRepeated) {
    std::vector<ClipMap> clips = test::make_clips(2, 6);
    clips.push_back(sized("tiny.3gp", 176, 144));
    const Plan plan = planned(clips, Time::from_ms(16'000));
    EXPECT_GT(times_shown(plan, "tiny.3gp"), 0U);
    EXPECT_TRUE(test::says(plan, "far too small for the picture"));
}

TEST(Standing, TinyClipsAmongThemselvesAreAsGoodAsAny) {
    const std::vector<ClipMap> clips = {sized("a.3gp", 176, 144), sized("b.3gp", 176, 144)};
    const Plan plan = planned(clips);
    EXPECT_EQ(test::clips_used(plan), 2U);
    EXPECT_FALSE(test::says(plan, "too small"));
}

TEST(Standing, SoftStillAndBadlyExposedClipsHaveFewerTurns) {
    std::vector<ClipMap> clips = test::make_clips(5, 12);
    clips.push_back(sized("soft.mp4", 640, 360));
    test::ClipSpec spec;
    spec.path = "page.mp4";
    spec.motion = 0.001F;
    spec.exposure = 0.1F;
    clips.push_back(test::make_clip(spec));
    const auto standings = standings_of(clips, PlanOptions{});
    EXPECT_EQ(standings[0].rounds_a_turn, 1);
    EXPECT_EQ(standings[5].rounds_a_turn, 2);
    EXPECT_EQ(standings[6].rounds_a_turn, 3);
    const Plan plan = planned(clips);
    EXPECT_EQ(test::clips_used(plan), 7U) << "everything is shown, but not as often";
    EXPECT_LT(times_shown(plan, "page.mp4"), times_shown(plan, "clip3.mp4"));
}

TEST(Standing, CopiesAreShownAsOne) {
    std::vector<ClipMap> clips = {lively("cut_off.mkv", 1, 7), lively("other.mp4", 2), lively("whole.mp4", 1),
                                  lively("third.mp4", 3)};
    clips[0].moments[9].sharpness += 0.02F;  // a frame on the other side of the quarter second
    const auto standings = standings_of(clips, PlanOptions{});
    EXPECT_EQ(standings[0].same_as, 2U) << "the longer one stands for both";
    EXPECT_FALSE(standings[1].same_as);
    EXPECT_FALSE(standings[2].same_as);
    EXPECT_FALSE(standings[3].same_as);
    const Plan plan = planned(clips);
    EXPECT_EQ(times_shown(plan, "cut_off.mkv"), 0U);
    EXPECT_TRUE(test::says(plan, "showing the same as another: cut_off.mkv (as whole.mp4)"));
}

TEST(Standing, CopiesOfAFileAreKnownByItsContent) {
    std::vector<ClipMap> clips = {test::make_still("a.jpg"), test::make_still("b.jpg"),
                                  test::make_still("c.jpg")};
    clips[0].content = "1";
    clips[1].content = "2";
    clips[2].content = "1";
    const auto standings = standings_of(clips, PlanOptions{});
    EXPECT_FALSE(standings[1].same_as);
    EXPECT_EQ(standings[2].same_as, 0U);
}

TEST(Standing, ACommonTitleSequenceMakesNoCopies) {
    std::vector<ClipMap> clips = {lively("a.mp4", 1), lively("b.mp4", 2)};
    for (std::size_t i = 0; i < 10; ++i)
        clips[1].moments[i] = clips[0].moments[i];
    EXPECT_FALSE(standings_of(clips, PlanOptions{})[1].same_as);
}

TEST(Standing, GivenOrderIsTheUsers) {
    std::vector<ClipMap> clips = test::make_clips(4, 12);
    clips.push_back(sized("tiny.3gp", 176, 144));
    PlanOptions options;
    options.order = Order::given;
    EXPECT_FALSE(standings_of(clips, options)[4].last_resort);
}

}  // namespace
}  // namespace beatsync::plan
