#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "media/frame_clock.h"

namespace beatsync::media {
namespace {

constexpr Time kFrame = Time::from_ms(40);

std::vector<std::int64_t> mend(const std::vector<std::optional<int>>& stamps_ms) {
    FrameClock clock(kFrame);
    std::vector<std::int64_t> times;
    times.reserve(stamps_ms.size());
    for (const auto& ms : stamps_ms)
        times.push_back(clock.next(ms ? std::optional(Time::from_ms(*ms)) : std::nullopt).us / 1000);
    return times;
}

using Times = std::vector<std::int64_t>;

TEST(FrameClock, LeavesSoundTimesAlone) {
    EXPECT_EQ(mend({-80, 0, 33, 34, 900}), (Times{-80, 0, 33, 34, 900}));
}

TEST(FrameClock, FillsMissingOnes) {
    EXPECT_EQ(mend({0, std::nullopt, std::nullopt, 120}), (Times{0, 40, 80, 120}));
    EXPECT_EQ(mend({std::nullopt, std::nullopt}), (Times{0, 40}));
}

TEST(FrameClock, MovesDoubledOnesBetweenTheirNeighbours) {
    EXPECT_EQ(mend({0, 40, 40, 80}), (Times{0, 40, 60, 80}));
    EXPECT_EQ(mend({0, 40, 40, 40, 80}), (Times{0, 40, 60, 70, 80}));
}

TEST(FrameClock, AStampThatGoesBackDoesNotMoveTheNextOne) {
    EXPECT_EQ(mend({0, 40, 10, 80}), (Times{0, 40, 60, 80}));
}

TEST(FrameClock, AlwaysGoesForwards) {
    FrameClock clock(Time{1});
    Time last = clock.next(Time{});
    for (int i = 0; i < 100; ++i) {
        const Time at = clock.next(Time{});
        ASSERT_GT(at, last);
        last = at;
    }
}

TEST(FrameClock, TellsHowFarAStampIsBehind) {
    FrameClock clock(kFrame);
    const auto behind_at = [&](std::optional<int> ms) {
        [[maybe_unused]] const Time at = clock.next(ms ? std::optional(Time::from_ms(*ms)) : std::nullopt);
        return clock.behind().us / 1000;
    };
    EXPECT_EQ(behind_at(10'000), 0);
    EXPECT_EQ(behind_at(10'040), 0);
    // Another part of the same rate that begins at two seconds: they were due at 10,080 ms and 10,120 ms.
    EXPECT_EQ(behind_at(2000), 8080);
    EXPECT_EQ(behind_at(2040), 8080);
    EXPECT_EQ(behind_at(10'160), 0);
    // Time that stands still falls behind frame by frame.
    EXPECT_EQ(behind_at(10'160), 40);
    EXPECT_EQ(behind_at(10'160), 80);
    EXPECT_EQ(behind_at(std::nullopt), 0);
    clock.reset();
    EXPECT_EQ(behind_at(0), 0);
}

TEST(FrameClock, ForgetsAtAReset) {
    FrameClock clock(kFrame);
    EXPECT_EQ(clock.next(Time::from_ms(500)), Time::from_ms(500));
    clock.reset();
    EXPECT_EQ(clock.next(Time::from_ms(100)), Time::from_ms(100));
}

}  // namespace
}  // namespace beatsync::media
