#include "core/time.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace beatsync {
namespace {

constexpr Rate kNtsc{30000, 1001};

TEST(Time, FromSecondsRoundsToNearest) {
    EXPECT_EQ(Time::from_seconds(1.0000004).us, 1'000'000);
    EXPECT_EQ(Time::from_seconds(-1.0000006).us, -1'000'001);
}

TEST(Time, SecondsAreTheNearestNumber) {
    EXPECT_EQ(Time{968'852}.seconds(), 0.968852);
    EXPECT_EQ(Time{3'003'000}.seconds(), 3.003);
}

TEST(Time, FromSecondsSurvivesWhatIsNoTime) {
    EXPECT_EQ(Time::from_seconds(std::nan("")).us, 0);
    EXPECT_EQ(Time::from_seconds(1e300).us, std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(Time::from_seconds(-1e300).us, std::numeric_limits<std::int64_t>::min());
}

TEST(Rate, PositionsDoNotDrift) {
    // Two hours of 29.97: 215,784 frames begin at 215784·1001/30000 = 7,199.9928 s.
    EXPECT_EQ(kNtsc.time_of(215'784).us, 7'199'992'800);
    EXPECT_EQ(kNtsc.time_of(1).us, 33'367);
}

TEST(Rate, TimeAndIndexAreInverse) {
    for (const Rate rate :
         {Rate{24, 1}, Rate{24000, 1001}, Rate{25, 1}, kNtsc, Rate{60, 1}, Rate{60000, 1001}, Rate{240, 1}}) {
        for (std::int64_t i = -1000; i < 200'000; i += 7) {
            ASSERT_EQ(rate.nearest_index(rate.time_of(i)), i) << rate.num << '/' << rate.den;
            ASSERT_EQ(rate.index_at(rate.time_of(i)), i) << rate.num << '/' << rate.den;
            ASSERT_EQ(rate.index_at(rate.time_of(i) - Time{1}), i - 1) << rate.num << '/' << rate.den;
        }
    }
}

TEST(Rate, NearestIndexRoundsAtTheMiddle) {
    const Rate fps{25, 1};  // frames of 40 ms
    EXPECT_EQ(fps.nearest_index(Time::from_ms(59)), 1);
    EXPECT_EQ(fps.nearest_index(Time::from_ms(60)), 2);
    EXPECT_EQ(fps.nearest_index(Time::from_ms(-21)), -1);
    EXPECT_EQ(fps.nearest_index(Time::from_ms(-20)), 0);
}

TEST(Rate, HugeIndicesSaturateInsteadOfOverflowing) {
    EXPECT_EQ(Rate({1, 1000}).time_of(std::numeric_limits<std::int64_t>::max()).us,
              std::numeric_limits<std::int64_t>::max());
}

TEST(ParseTime, AcceptsWhatPeopleWrite) {
    EXPECT_EQ(parse_time("30s")->us, 30'000'000);
    EXPECT_EQ(parse_time("12.5")->us, 12'500'000);
    EXPECT_EQ(parse_time("1:02.5")->us, 62'500'000);
    EXPECT_EQ(parse_time("1:00:00")->us, 3'600'000'000);
    EXPECT_EQ(parse_time("250ms")->us, 250'000);
    EXPECT_EQ(parse_time("0")->us, 0);
}

TEST(ParseTime, RefusesTheRest) {
    for (const char* text : {"", "s", "ms", "-1", "nan", "inf", "1e5", "1:60", "1.5:00", "1:2:3:4", "0x10",
                             "1,5", " 1", ".", "99999999999999999999"}) {
        const auto result = parse_time(text);
        ASSERT_FALSE(result) << text;
        EXPECT_EQ(result.error().code, Errc::usage);
        EXPECT_FALSE(result.error().hint.empty());
    }
}

TEST(ParseRate, KnowsTheBroadcastRates) {
    EXPECT_EQ(*parse_rate("30"), (Rate{30, 1}));
    EXPECT_EQ(*parse_rate("29.97"), (Rate{30000, 1001}));
    EXPECT_EQ(*parse_rate("23.976"), (Rate{24000, 1001}));
    EXPECT_EQ(*parse_rate("59.94"), (Rate{60000, 1001}));
    EXPECT_EQ(*parse_rate("12.5"), (Rate{12500, 1000}));
    EXPECT_EQ(*parse_rate("30000/1001"), (Rate{30000, 1001}));
}

TEST(ParseRate, RefusesTheRest) {
    for (const char* text : {"", "0", "-30", "30/0", "0/1", "2000", "1/2", "abc", "30fps", "2147483648/1"})
        EXPECT_FALSE(parse_rate(text)) << text;
}

TEST(FormatTime, ReadsBack) {
    EXPECT_EQ(format_time(Time{62'345'400}), "1:02.345");
    EXPECT_EQ(format_time(Time{59'999'600}), "1:00.000");
    EXPECT_EQ(format_time(Time::from_ms(3'725'001)), "1:02:05.001");
    EXPECT_EQ(format_time(Time::from_ms(-1500)), "-0:01.500");
}

}  // namespace
}  // namespace beatsync
