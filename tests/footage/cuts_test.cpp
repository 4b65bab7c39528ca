#include <gmock/gmock.h>

#include "footage/scene.h"

namespace beatsync::footage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A picture on its side: rows become columns.
class Transposed {
public:
    explicit Transposed(const PictureView& picture)
        : luma_(transposed(picture.luma)), cb_(transposed(picture.cb)), cr_(transposed(picture.cr)) {
        view_ = {view_of(luma_, picture.luma), view_of(cb_, picture.cb), view_of(cr_, picture.cr),
                 picture.at};
    }
    [[nodiscard]] const PictureView& view() const { return view_; }

private:
    static std::vector<std::uint8_t> transposed(const PlaneView& plane) {
        std::vector<std::uint8_t> out;
        for (int x = 0; x < plane.width; ++x) {
            for (int y = 0; y < plane.height; ++y)
                out.push_back(plane.row(y)[x]);
        }
        return out;
    }
    static PlaneView view_of(const std::vector<std::uint8_t>& pixels, const PlaneView& upright) {
        return {pixels.data(), upright.height, upright.height, upright.width};
    }

    std::vector<std::uint8_t> luma_;
    std::vector<std::uint8_t> cb_;
    std::vector<std::uint8_t> cr_;
    PictureView view_;
};

TEST(Cuts, AreFoundOnTheirFrame) {
    const ClipMap map = analyse(40, [](int i) { return Frame::scene(i < 12 ? 1 : i < 29 ? 2 : 3, i); });
    EXPECT_THAT(cuts_of(map), ElementsAre(12, 29));
    EXPECT_GT(map.shots[1].cut_score, 0.3F);
}

TEST(Cuts, ShotsOfFiveFramesAreKept) {
    const ClipMap map =
        analyse(30, [](int i) { return Frame::scene(static_cast<std::uint32_t>(1 + i / 5), i); });
    EXPECT_THAT(cuts_of(map), ElementsAre(5, 10, 15, 20, 25));
}

TEST(Cuts, AShotOfThreeFramesDoesNotHideItself) {
    const ClipMap map = analyse(40, [](int i) { return Frame::scene(i < 20 ? 1 : i < 23 ? 2 : 3, i); });
    EXPECT_THAT(cuts_of(map), ElementsAre(20, 23));
}

TEST(Cuts, AreFoundBetweenColoursOfTheSameLight) {
    const ClipMap map = analyse(30, [](int i) { return i < 15 ? Frame(120, 90, 160) : Frame(120, 160, 90); });
    EXPECT_THAT(cuts_of(map), ElementsAre(15));
}

TEST(Cuts, OfAPortraitClipScoreAsOnItsSide) {
    const auto scene = [](int i) { return Frame::scene(i < 15 ? 1 : 2, 3 * i); };
    const ClipMap landscape = analyse(30, scene);
    ShotAnalyser analyser;
    for (int i = 0; i < 30; ++i) {
        const Frame frame = scene(i);
        const Transposed portrait(frame.view(Time::from_ms(40 * i)));
        analyser.push(portrait.view());
    }
    const ClipMap portrait = analyser.finish({}, Time::from_ms(1200));
    EXPECT_THAT(cuts_of(portrait), ElementsAre(15));
    EXPECT_FLOAT_EQ(portrait.shots.at(1).cut_score, landscape.shots.at(1).cut_score);
}

TEST(Cuts, ShotsTileTheClip) {
    const ClipMap map = analyse(30, [](int i) { return Frame::scene(i < 15 ? 1 : 2); });
    ASSERT_EQ(map.shots.size(), 2U);
    EXPECT_EQ(map.shots[0].range, (TimeRange{Time{}, Time::from_ms(600)}));
    EXPECT_EQ(map.shots[1].range, (TimeRange{Time::from_ms(600), Time::from_ms(1200)}));
    EXPECT_EQ(map.shots[0].end_frame, 15);
    EXPECT_EQ(map.shots[1].end_frame, 30);
}

TEST(Cuts, AreFoundInTheDark) {
    const ClipMap map = analyse(30, [](int i) {
        return Frame::scene(i < 15 ? 1 : 2, i).lit(0.15).noisy(static_cast<std::uint32_t>(i), 1);
    });
    EXPECT_THAT(cuts_of(map), ElementsAre(15));
}

TEST(Cuts, AreFoundAmongDuplicatedFrames) {
    // 24 frames a second in 60: each one shown two or three times.
    const ClipMap map = analyse(
        60, [](int i) { return Frame::scene(i < 30 ? 1 : 2, 4 * (i * 2 / 5)); }, 60);
    EXPECT_THAT(cuts_of(map), ElementsAre(30));
}

TEST(Cuts, AreFoundAtAVariableRate) {
    ShotAnalyser analyser;
    Time at;
    for (int i = 0; i < 40; ++i) {
        const Frame frame = Frame::scene(i < 20 ? 1 : 2, i);
        analyser.push(frame.view(at));
        at += Time::from_ms(i % 7 == 0 ? 170 : 33);
    }
    const ClipMap map = analyser.finish({}, at);
    EXPECT_THAT(cuts_of(map), ElementsAre(20));
}

TEST(NoCuts, InAPan) {
    EXPECT_THAT(cuts_of(analyse(30, [](int i) { return Frame::scene(1, 7 * i); })), IsEmpty());
}

TEST(NoCuts, InAWhipPan) {
    const auto x = [](int i) { return i < 12 ? 0 : i < 20 ? 45 * (i - 11) : 360; };
    EXPECT_THAT(cuts_of(analyse(32, [&](int i) { return Frame::scene(1, x(i)); })), IsEmpty());
}

TEST(NoCuts, InShake) {
    const auto shift = [](int i, int k) { return (i * k) % 11 - 5; };
    EXPECT_THAT(cuts_of(analyse(30, [&](int i) { return Frame::scene(1, shift(i, 7), shift(i, 4)); })),
                IsEmpty());
}

TEST(NoCuts, InAFlash) {
    const ClipMap map =
        analyse(30, [](int i) { return i == 14 || i == 15 ? Frame(250) : Frame::scene(1, i); });
    EXPECT_THAT(cuts_of(map), IsEmpty());
}

TEST(NoCuts, InAStrobe) {
    const ClipMap map = analyse(36, [](int i) {
        return i > 10 && i < 24 && i % 3 == 0 ? Frame::scene(1, i).lit(0.5, 160) : Frame::scene(1, i);
    });
    EXPECT_THAT(cuts_of(map), IsEmpty());
}

TEST(NoCuts, WhenTheLightChanges) {
    EXPECT_THAT(cuts_of(analyse(30, [](int i) { return Frame::scene(1, i).lit(i < 15 ? 1.0 : 0.6); })),
                IsEmpty());
}

TEST(NoCuts, WhenSomethingPassesBefore) {
    const ClipMap map = analyse(
        30, [](int i) { return Frame::scene(1).with_box(-50 + 20 * (i - 10), 0, 50, Frame::kHeight, 60); });
    EXPECT_THAT(cuts_of(map), IsEmpty());
}

TEST(NoCuts, InGrain) {
    const ClipMap map =
        analyse(24, [](int i) { return Frame::scene(1, i).noisy(static_cast<std::uint32_t>(i), 12); });
    EXPECT_THAT(cuts_of(map), IsEmpty());
}

TEST(NoCuts, WhereAKeyframeDrawsTheGrainAnew) {
    const ClipMap map = analyse(30, [](int i) { return Frame(60).noisy(i < 15 ? 1U : 2U, 2); });
    EXPECT_THAT(cuts_of(map), IsEmpty());
}

TEST(NoCuts, OnALoneLastFrame) {
    EXPECT_THAT(cuts_of(analyse(20, [](int i) { return Frame::scene(i < 19 ? 1 : 2); })), IsEmpty());
}

}  // namespace
}  // namespace beatsync::footage
