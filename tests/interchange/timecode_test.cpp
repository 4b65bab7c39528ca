#include "interchange/timecode.h"

#include <gtest/gtest.h>

#include <tuple>

namespace beatsync::interchange {
namespace {

constexpr Rate kNtsc{30000, 1001};

std::string ntsc(std::int64_t frame) {
    return format_timecode(frame, timebase_for(kNtsc));
}

// SMPTE ST 12-1: numbers 0 and 1 are dropped at each minute but every tenth.
TEST(Timecode, DropFrameAtKnownFrames) {
    EXPECT_EQ(ntsc(0), "00:00:00;00");
    EXPECT_EQ(ntsc(1799), "00:00:59;29");
    EXPECT_EQ(ntsc(1800), "00:01:00;02");
    EXPECT_EQ(ntsc(3597), "00:01:59;29");
    EXPECT_EQ(ntsc(3598), "00:02:00;02");
    EXPECT_EQ(ntsc(17981), "00:09:59;29");
    EXPECT_EQ(ntsc(17982), "00:10:00;00");
    EXPECT_EQ(ntsc(107892), "01:00:00;00");
    EXPECT_EQ(ntsc(107892 * 24 - 1), "23:59:59;29");
    EXPECT_EQ(ntsc(107892 * 24), "00:00:00;00") << "begins again after a day";
}

TEST(Timecode, DropFrameAt5994DropsFour) {
    const Timebase timebase = timebase_for({60000, 1001});
    EXPECT_EQ(format_timecode(3599, timebase), "00:00:59;59");
    EXPECT_EQ(format_timecode(3600, timebase), "00:01:00;04");
    EXPECT_EQ(format_timecode(frames_in_hour(timebase), timebase), "01:00:00;00");
}

/// The rule carried out one frame after another: the slow way, without a formula.
class Counter {
public:
    explicit Counter(int nominal, int dropped) : nominal_(nominal), dropped_(dropped) {}
    void advance() {
        if (++frame_ < nominal_) return;
        frame_ = 0;
        if (++second_ < 60) return;
        second_ = 0;
        if (++minute_ % 10 != 0) frame_ = dropped_;
    }
    [[nodiscard]] std::tuple<int, int, int> now() const { return {minute_, second_, frame_}; }

private:
    int nominal_, dropped_;
    int minute_ = 0, second_ = 0, frame_ = 0;
};

TEST(Timecode, AgreesWithCountingForAnHour) {
    Counter counter(30, 2);
    for (std::int64_t frame = 0; frame < 107'892; ++frame, counter.advance()) {
        const std::string text = ntsc(frame);
        const std::tuple read{std::stoi(text.substr(3, 2)), std::stoi(text.substr(6, 2)),
                              std::stoi(text.substr(9, 2))};
        ASSERT_EQ(read, counter.now()) << "frame " << frame;
    }
}

TEST(Timecode, DropFrameFollowsTheClock) {
    // An hour of 29.97 by the clock is an hour of timecode, to within two frames.
    EXPECT_EQ(ntsc(kNtsc.nearest_index(Time::from_ms(3'600'000))), "01:00:00;00");
}

TEST(Timecode, WithoutDropFrameItCounts) {
    EXPECT_EQ(format_timecode(24 * 3661 + 5, timebase_for({24, 1})), "01:01:01:05");
    EXPECT_EQ(format_timecode(24 * 60, timebase_for({24000, 1001})), "00:01:00:00");
    EXPECT_EQ(frames_in_hour(timebase_for({25, 1})), 90'000);
}

TEST(Timebase, TakesTheRateInWhichFramesFallOnFrames) {
    EXPECT_EQ(timebase_for({15, 1}).rate, (Rate{30, 1}));
    EXPECT_EQ(timebase_for({25, 2}).rate, (Rate{25, 1}));
    EXPECT_EQ(timebase_for({10, 1}).rate, (Rate{30, 1}));
    EXPECT_EQ(timebase_for({2997, 100}).rate, kNtsc) << "as AVI writes 29.97";
    EXPECT_TRUE(timebase_for({2997, 100}).drop_frame);
    EXPECT_FALSE(timebase_for({30, 1}).drop_frame);
    EXPECT_EQ(timebase_for({120, 1}).rate, (Rate{60, 1})) << "the nearest";
    EXPECT_EQ(timebase_for({26, 1}).rate, (Rate{25, 1})) << "the nearest";
}

}  // namespace
}  // namespace beatsync::interchange
