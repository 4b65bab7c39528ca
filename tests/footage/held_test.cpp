// Frames that were not decoded: only their times are known.
#include <gmock/gmock.h>

#include "footage/scene.h"

namespace beatsync::footage {
namespace {

using testing::ElementsAre;

/// Every second frame is held, but for those beside `whole`.
ClipMap sketched(int count, const Clip& clip, int whole = -100) {
    const Rate fps{25, 1};
    ShotAnalyser analyser;
    for (int i = 0; i < count; ++i) {
        const Frame frame = clip(i);
        PictureView picture = frame.view(fps.time_of(i));
        picture.held = i % 2 == 1 && i != whole && i != whole - 1;
        analyser.push(picture);
    }
    return analyser.finish({}, fps.time_of(count));
}

TEST(Held, CutsKeepTheirFrame) {
    const auto clip = [](int i) { return Frame::scene(i < 21 ? 1 : 2, i); };
    EXPECT_THAT(cuts_of(sketched(60, clip, 21)), ElementsAre(21));
}

TEST(Held, MovementIsThatOfTheTimeInBetween) {
    const auto pan = [](int i) { return Frame::scene(1, 2 * i); };
    const float whole = analyse(60, pan).shots[0].motion;
    EXPECT_NEAR(sketched(60, pan).shots[0].motion, whole, whole * 0.25F);
}

TEST(Held, NoPictureIsFrozenForThat) {
    const auto pan = [](int i) { return Frame::scene(1, 2 * i); };
    EXPECT_TRUE(sketched(100, pan).flaws.empty());
    const auto still = [](int) { return Frame::scene(1); };
    ASSERT_EQ(sketched(100, still).flaws.size(), 1U);
    EXPECT_EQ(sketched(100, still).flaws[0].defect, Defect::frozen);
}

TEST(Held, AMovementIsNoSeriesOfBeats) {
    const auto pan = [](int i) { return Frame::scene(1, 2 * i); };
    EXPECT_EQ(sketched(100, pan).visual_beats.size(), analyse(100, pan).visual_beats.size());
}

}  // namespace
}  // namespace beatsync::footage
