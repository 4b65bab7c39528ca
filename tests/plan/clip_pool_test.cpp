#include "plan/clip_pool.h"

#include <gtest/gtest.h>

#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

constexpr Time kSecond = Time::from_ms(1000);
constexpr Time kMargin = Time::from_ms(150);

footage::ClipMap two_shots() {
    test::ClipSpec spec;
    spec.seconds = 10;
    spec.cuts = {4};
    return test::make_clip(spec);
}

TEST(ClipPool, CandidatesStayAFrameInsideTheirShot) {
    const footage::ClipMap clip = two_shots();
    const ClipPool pool(clip);
    const auto places = pool.candidates(kSecond, kMargin, Cleanness::clean, false);
    ASSERT_FALSE(places.empty());
    EXPECT_EQ(places.front().in, Time{});
    for (const Candidate& place : places) {
        const footage::Shot& shot = clip.shots[place.shot];
        EXPECT_TRUE(place.in == Time{} || place.in >= shot.range.begin + Time{33'333});
        EXPECT_LE(place.in + kSecond, shot.range.end - Time{33'333});
    }
}

TEST(ClipPool, InPointsAreFrameTimes) {
    for (const Rate rate : {Rate{30, 1}, Rate{30000, 1001}, Rate{24000, 1001}, Rate{50, 1}}) {
        test::ClipSpec spec;
        spec.rate = rate;
        spec.cuts = {3.3, 7.7};
        const footage::ClipMap clip = test::make_clip(spec);
        for (const Candidate& place : ClipPool(clip).candidates(kSecond, kMargin, Cleanness::clean, false))
            EXPECT_EQ(rate.time_of(rate.nearest_index(place.in)), place.in);
    }
}

TEST(ClipPool, FlawsAreLeftOutByLevel) {
    footage::ClipMap clip = two_shots();
    clip.flaws = {{{Time{}, kSecond}, footage::Defect::black},
                  {{Time::from_ms(2000), Time::from_ms(2500)}, footage::Defect::blurred},
                  {{Time::from_ms(5000), Time::from_ms(9000)}, footage::Defect::frozen}};
    const ClipPool pool(clip);
    const auto clear_of = [&](const footage::Flaw& flaw, Cleanness level) {
        for (const Candidate& place : pool.candidates(Time::from_ms(400), kMargin, level, false)) {
            if (flaw.range.overlaps({place.in, place.in + Time::from_ms(400)})) return false;
        }
        return true;
    };
    EXPECT_TRUE(clear_of(clip.flaws[0], Cleanness::frozen)) << "black never";
    EXPECT_TRUE(clear_of(clip.flaws[1], Cleanness::clean));
    EXPECT_FALSE(clear_of(clip.flaws[1], Cleanness::blurred));
    EXPECT_TRUE(clear_of(clip.flaws[2], Cleanness::blurred));
    EXPECT_FALSE(clear_of(clip.flaws[2], Cleanness::frozen));
}

TEST(ClipPool, UsedFootageIsGoneWithAMargin) {
    const footage::ClipMap clip = two_shots();
    ClipPool pool(clip);
    const TimeRange used{Time::from_ms(1000), Time::from_ms(2000)};
    pool.use(used, 0);
    for (const Candidate& place : pool.candidates(Time::from_ms(500), kMargin, Cleanness::clean, false)) {
        const TimeRange around{place.in - kMargin, place.in + Time::from_ms(500) + kMargin};
        EXPECT_FALSE(around.overlaps(used)) << place.in.us;
    }
}

TEST(ClipPool, ReleasedFootageIsThereAgainButNotFresh) {
    const footage::ClipMap clip = two_shots();
    ClipPool pool(clip);
    const std::size_t all = pool.candidates(kSecond, kMargin, Cleanness::clean, false).size();
    pool.use({Time{}, Time::from_ms(4000)}, 10);
    pool.use({Time::from_ms(5000), Time::from_ms(6000)}, 20);
    pool.release(20);
    const auto again = pool.candidates(kSecond, kMargin, Cleanness::clean, true);
    EXPECT_EQ(again.front().in, Time{});
    EXPECT_LT(again.size(), all) << "the later use is still remembered";
    EXPECT_GE(pool.candidates(kSecond, kMargin, Cleanness::clean, false).front().in, Time::from_ms(4000));
}

TEST(ClipPool, StillIsShownOnce) {
    const footage::ClipMap still = test::make_still("a.jpg");
    ClipPool pool(still);
    EXPECT_EQ(pool.candidates(Time::from_ms(60'000), kMargin, Cleanness::clean, false).size(), 1U);
    pool.use({Time{}, kSecond}, 0);
    EXPECT_TRUE(pool.candidates(kSecond, kMargin, Cleanness::clean, false).empty());
    pool.release(1);
    EXPECT_TRUE(pool.candidates(kSecond, kMargin, Cleanness::clean, false).empty());
    EXPECT_EQ(pool.candidates(kSecond, kMargin, Cleanness::clean, true).size(), 1U);
}

TEST(ClipPool, VariableRateKeepsTwoFramesFromShotEnds) {
    test::ClipSpec spec;
    spec.cuts = {4};
    spec.variable_rate = true;
    const footage::ClipMap clip = test::make_clip(spec);
    for (const Candidate& place : ClipPool(clip).candidates(kSecond, kMargin, Cleanness::clean, false))
        EXPECT_LE(place.in + kSecond, clip.shots[place.shot].range.end - Time{66'666});
}

TEST(ClipPool, ClipOfMillisecondsHasNothing) {
    test::ClipSpec spec;
    spec.seconds = 0.03;
    const footage::ClipMap clip = test::make_clip(spec);
    EXPECT_EQ(ClipPool(clip).longest(Cleanness::frozen), Time{});
    footage::ClipMap empty;
    EXPECT_EQ(ClipPool(empty).longest(Cleanness::frozen), Time{});
}

TEST(ClipPool, LooksAreThoseOfTheMoments) {
    footage::ClipMap clip = two_shots();
    for (footage::Moment& m : clip.moments)
        m.motion = m.at < Time::from_ms(2000) ? 0.0F : 1.0F;
    const ClipPool pool(clip);
    EXPECT_NEAR(pool.look({Time{}, kSecond}, 0).motion, 0, 1e-9);
    EXPECT_NEAR(pool.look({Time::from_ms(1500), Time::from_ms(2500)}, 0).motion, 0.5, 1e-9);
}

}  // namespace
}  // namespace beatsync::plan
