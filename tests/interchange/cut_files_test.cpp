#include "interchange/cut_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <sstream>
#include <vector>

namespace beatsync::interchange {
namespace {

using footage::ClipMap;
using footage::Shot;
using testing::ElementsAre;

ClipMap clip_of(Rate rate, const std::vector<std::int64_t>& cuts, std::string path = "shoot/City day 1.mp4") {
    ClipMap clip;
    clip.media.path = std::move(path);
    clip.media.video.emplace().rate = rate;
    for (std::size_t i = 1; i < cuts.size(); ++i) {
        Shot shot;
        shot.range = {rate.time_of(cuts[i - 1]), rate.time_of(cuts[i])};
        shot.first_frame = cuts[i - 1];
        shot.end_frame = cuts[i];
        shot.cut_score = i == 1 ? 1.0F : 0.75F;
        shot.motion = 0.125F;
        shot.sharpness = 0.5F;
        clip.shots.push_back(shot);
    }
    return clip;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

TEST(ScenesCsv, IsWhatTheManualSays) {
    EXPECT_EQ(scenes_to_csv(clip_of({25, 1}, {0, 50, 51})),
              "index,start_seconds,end_seconds,start_frame,end_frame,cut_score,motion,sharpness\n"
              "0,0.000000,2.000000,0,50,1.000000,0.125000,0.500000\n"
              "1,2.000000,2.040000,50,51,0.750000,0.125000,0.500000\n");
}

TEST(ScenesCsv, OfAStillIsTheHeader) {
    EXPECT_EQ(lines_of(scenes_to_csv(ClipMap{})).size(), 1U);
}

TEST(ScenesCsv, NeverSaysNan) {
    ClipMap clip = clip_of({25, 1}, {0, 50});
    clip.shots[0].motion = std::numeric_limits<float>::quiet_NaN();
    clip.shots[0].sharpness = std::numeric_limits<float>::infinity();
    EXPECT_EQ(lines_of(scenes_to_csv(clip))[1], "0,0.000000,2.000000,0,50,1.000000,0.000000,0.000000");
}

TEST(ScenesEdl, EventsStandInTheirColumns) {
    const auto edl = scenes_to_edl(clip_of({25, 1}, {0, 50, 151}));
    ASSERT_TRUE(edl);
    EXPECT_THAT(lines_of(*edl),
                ElementsAre("TITLE: City day 1", "FCM: NON-DROP FRAME", "",
                            "001  CITYDAY1 V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00",
                            "* FROM CLIP NAME: City day 1.mp4", "",
                            "002  CITYDAY1 V     C        00:00:02:00 00:00:06:01 01:00:02:00 01:00:06:01",
                            "* FROM CLIP NAME: City day 1.mp4"));
}

TEST(ScenesEdl, DropsFramesAt2997) {
    const auto edl = scenes_to_edl(clip_of({30000, 1001}, {0, 1800, 17982}));
    ASSERT_TRUE(edl);
    EXPECT_THAT(*edl, testing::HasSubstr("FCM: DROP FRAME\n"));
    EXPECT_THAT(*edl, testing::HasSubstr("00:01:00;02 00:10:00;00 01:01:00;02 01:10:00;00\n"));
}

TEST(ScenesEdl, AClipOfVariableRateIsCutByTime) {
    // The cut is at 4 s, on frame 60 of a clip that holds every frame twice as long as its declared 30 a
    // second.
    ClipMap clip = clip_of({30, 1}, {0, 120, 180});
    clip.shots[0].end_frame = clip.shots[1].first_frame = 60;
    const auto edl = scenes_to_edl(clip);
    ASSERT_TRUE(edl);
    EXPECT_THAT(*edl, testing::HasSubstr("00:00:00:00 00:00:04:00"));
}

TEST(ScenesEdl, AShotOfNoWholeFrameIsNoEvent) {
    ClipMap clip = clip_of({25, 1}, {0, 50, 51});
    clip.shots[1].range = {Time::from_ms(2000), Time::from_ms(2010)};
    const auto edl = scenes_to_edl(clip);
    ASSERT_TRUE(edl);
    EXPECT_THAT(*edl, testing::Not(testing::HasSubstr("002")));
}

TEST(ScenesEdl, AFileNameCannotWriteEvents) {
    const auto edl = scenes_to_edl(clip_of({25, 1}, {0, 50}, "evil\n999  AX V C.mp4"));
    ASSERT_TRUE(edl);
    EXPECT_EQ(lines_of(*edl).size(), 5U);
}

TEST(ScenesEdl, ANameWithoutLettersIsTheAuxiliaryReel) {
    const auto edl = scenes_to_edl(clip_of({25, 1}, {0, 50}, "\xE5\xA4\x9C.mp4"));
    ASSERT_TRUE(edl);
    EXPECT_THAT(*edl, testing::HasSubstr("001  AX       V     C        00:"));
}

TEST(ScenesEdl, AStillHasNone) {
    ClipMap still;
    still.media.kind = MediaKind::still;
    still.media.video.emplace();
    EXPECT_EQ(scenes_to_edl(still).error().code, Errc::usage);
    still.media.kind = MediaKind::audio;
    still.media.video.reset();
    EXPECT_EQ(scenes_to_edl(still).error().code, Errc::usage);
}

}  // namespace
}  // namespace beatsync::interchange
