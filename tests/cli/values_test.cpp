#include "cli/values.h"

#include <gtest/gtest.h>

#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/progress.h"

namespace beatsync::cli {
namespace {

TEST(Values, Volume) {
    EXPECT_NEAR(*parse_volume("50%"), -6.0206, 1e-3);
    EXPECT_NEAR(*parse_volume("0.5"), -6.0206, 1e-3);
    EXPECT_NEAR(*parse_volume("-9dB"), -9, 1e-9);
    EXPECT_EQ(*parse_volume("0%"), -120);
    for (const char* bad : {"", "%", "-5%", "201%", "7dB", "nan%", "inf", "loud"})
        EXPECT_FALSE(parse_volume(bad)) << bad;
}

TEST(Values, AWeightNamesItsClipsUpToTheLastEqualsSign) {
    const auto weight = parse_weight("a=b*.mp4=2.5");
    ASSERT_TRUE(weight);
    EXPECT_EQ(weight->pattern, "a=b*.mp4");
    EXPECT_EQ(weight->weight, 2.5);
    for (const char* bad : {"a.mp4", "a.mp4=", "=2", "a.mp4=-1", "a.mp4=101", "a.mp4=x", "a.mp4=nan"})
        EXPECT_FALSE(parse_weight(bad)) << bad;
}

TEST(Values, PinCountsBeatsFromOneAndTakesOddNames) {
    const auto pin = parse_pin("a@b=c.mp4@1:02.5=17");
    ASSERT_TRUE(pin);
    EXPECT_EQ(pin->clip, "a@b=c.mp4");
    EXPECT_EQ(pin->at, Time::from_ms(62'500));
    EXPECT_EQ(pin->beat, 16);
    for (const char* bad : {"", "a.mp4", "a.mp4@3", "@3=1", "a@3=0", "a@x=1", "a@3=", "a=3@1"})
        EXPECT_FALSE(parse_pin(bad)) << bad;
}

TEST(Values, Words) {
    EXPECT_EQ(parse_duration("song")->rule, plan::LengthRule::song);
    EXPECT_EQ(parse_duration("1:00")->length, Time::from_ms(60'000));
    EXPECT_FALSE(parse_duration("0s"));
    EXPECT_EQ(parse_pace("4")->beats, 4);
    EXPECT_FALSE(parse_pace("0"));
    EXPECT_EQ(*parse_tempo_scale("1/2"), std::pair(1, 2));
    EXPECT_FALSE(parse_tempo_scale("2/3"));
    EXPECT_FALSE(parse_tempo_scale("1/0"));
    EXPECT_EQ(*parse_loudness("off"), std::nullopt);
    EXPECT_EQ(*parse_loudness("-16"), -16.0);
    EXPECT_FALSE(parse_loudness("nan"));
    EXPECT_FALSE(parse_fps("500"));
    EXPECT_EQ(parse_choice<int>("--x", "z", {{"a", 1}, {"b", 2}}).error().hint, "a, b");
}

TEST(Progress, TimeLeftIsNotGuessed) {
    using std::chrono::seconds;
    EXPECT_FALSE(time_left(0.01, seconds(60)));
    EXPECT_FALSE(time_left(0.5, std::chrono::milliseconds(300)));
    EXPECT_EQ(time_left(0.25, seconds(10)), seconds(30));
}

TEST(Progress, TheBarFitsTheTerminal) {
    const ProgressState state{"render", 0.5, std::chrono::seconds(75)};
    EXPECT_EQ(progress_line(state), "render 50 %, 1:15 left");
    EXPECT_EQ(progress_bar(state, 55), "render         [##########----------]  50 %  1:15 left");
    for (int width = 1; width < 100; ++width)
        EXPECT_LT(static_cast<int>(progress_bar(state, width).size()), std::max(1, width));
}

TEST(Console, OneLineHoldsWhateverAFileIsCalled) {
    EXPECT_EQ(one_line("a\nb\033[2Jc\t"), "a?b?[2Jc?");
}

TEST(ExitCode, OneForEachErrc) {
    EXPECT_EQ(exit_code(Errc::usage), 2);
    EXPECT_EQ(exit_code(Errc::input), 3);
    EXPECT_EQ(exit_code(Errc::media), 4);
    EXPECT_EQ(exit_code(Errc::network), 5);
    EXPECT_EQ(exit_code(Errc::refused), 6);
    EXPECT_EQ(exit_code(Errc::internal), 70);
    EXPECT_EQ(exit_code(Errc::cancelled), 130);
}

TEST(Console, ShowsNothingThatATerminalObeys) {
    EXPECT_EQ(printable("a\tb\nc"), "a\tb\nc");
    EXPECT_EQ(printable("\x1b]0;x\x07 \x7f \r"), "?]0;x? ? ?");
    EXPECT_EQ(printable("grün 音楽 🎬"), "grün 音楽 🎬");
    EXPECT_EQ(printable("\xc2\x9b"
                        "2J"),
              "?2J")
        << "a control of two bytes";
    EXPECT_EQ(printable("\x9b"
                        "2J"),
              "?2J")
        << "and of one";
    EXPECT_EQ(printable("a\xe2\x80\xae"
                        "b\xe2\x81\xa6"
                        "c"),
              "a?b?c")
        << "writing from right to left";
    EXPECT_EQ(printable("\xe2\x80\x94"), "\xe2\x80\x94") << "a dash";
    EXPECT_EQ(one_line("a\nb\tc\x1b"), "a?b?c?");
}

TEST(Values, ShiftsAreByTimeOrByBeats) {
    const std::vector<std::pair<std::string, std::int64_t>> by_time = {
        {"20", 20'000}, {"-15ms", -15'000}, {"+7.5", 7'500}, {"0.1s", 100'000}, {"0", 0}};
    for (const auto& [text, us] : by_time) {
        const auto shift = parse_shift(text);
        ASSERT_TRUE(shift) << text;
        EXPECT_EQ(shift->time.us, us) << text;
        EXPECT_EQ(shift->beats, 0) << text;
    }
    const std::vector<std::pair<std::string, double>> by_beats = {
        {"-1b", -1}, {"0.5b", 0.5}, {"+2 beats", 2}, {"1beat", 1}, {"64b", 64}};
    for (const auto& [text, beats] : by_beats) {
        const auto shift = parse_shift(text);
        ASSERT_TRUE(shift) << text;
        EXPECT_EQ(shift->time.us, 0) << text;
        EXPECT_EQ(shift->beats, beats) << text;
    }
    for (const char* bad : {"", "b", "ms", "1x", "1e9", "nan", "65b", "60001", "61s", "--1", "1 2", "1bb"}) {
        const auto shift = parse_shift(bad);
        ASSERT_FALSE(shift) << bad;
        EXPECT_EQ(shift.error().code, Errc::usage);
    }
}

}  // namespace
}  // namespace beatsync::cli
