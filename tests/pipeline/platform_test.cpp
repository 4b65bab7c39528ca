#include "pipeline/platform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace beatsync::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

draft::Draft draft_of(int width, int height, std::int64_t seconds, Rate fps = {30, 1}) {
    draft::Draft d;
    d.canvas = {width, height, fps};
    d.loudness_lufs = -14;
    d.tracks.resize(1);
    draft::Segment s;
    s.frames = {0, seconds * fps.num / fps.den};
    s.source = "a";
    d.tracks[0].segments.push_back(s);
    return d;
}

std::vector<std::string> notes_on(const char* platform, const draft::Draft& d, const char* codec = "h264") {
    const auto notes = check_draft(*find_platform(platform), d, d.canvas, codec);
    EXPECT_TRUE(notes);
    return notes ? *notes : std::vector<std::string>();
}

TEST(Platforms, EachNameIsFound) {
    for (const char* name : {"tiktok", "reels", "shorts", "youtube", "x"}) {
        ASSERT_NE(find_platform(name), nullptr);
        EXPECT_THAT(platform_names(), HasSubstr(name));
    }
    EXPECT_EQ(find_platform("vine"), nullptr);
    EXPECT_EQ(find_platform(""), nullptr);
}

TEST(Platforms, WhatIsAsItShouldBeIsNotTalkedAbout) {
    for (const char* name : {"tiktok", "reels", "shorts"})
        EXPECT_THAT(notes_on(name, draft_of(1080, 1920, 30)), IsEmpty()) << name;
    EXPECT_THAT(notes_on("youtube", draft_of(1920, 1080, 3000)), IsEmpty());
    EXPECT_THAT(notes_on("x", draft_of(720, 1280, 140)), IsEmpty());
}

TEST(Platforms, TooLongIsRefusedWithWhatToDo) {
    const Platform& x = *find_platform("x");
    EXPECT_TRUE(check_length(x, Time::from_ms(140'000)));
    const auto refused = check_length(x, Time::from_ms(140'001));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::usage);
    EXPECT_THAT(refused.error().message, HasSubstr("longer than X takes, 2:20"));
    EXPECT_THAT(refused.error().hint, HasSubstr("--duration 2:20"));
    const draft::Draft d = draft_of(1080, 1920, 181);
    EXPECT_FALSE(check_draft(*find_platform("shorts"), d, d.canvas, "h264"));
    EXPECT_FALSE(check_length(*find_platform("reels"), Time::from_ms(2500))) << "too short";
}

TEST(Platforms, EachDifferenceIsSaid) {
    draft::Draft d = draft_of(1920, 1080, 30, {120, 1});
    d.loudness_lufs = -9;
    const auto notes = notes_on("x", d, "av1");
    EXPECT_THAT(notes, ElementsAre(HasSubstr("1920x1080"), HasSubstr("120 frames"), HasSubstr("-9 LUFS"),
                                   HasSubstr("av1")));
    d = draft_of(1080, 1920, 30);
    d.loudness_lufs.reset();
    EXPECT_THAT(notes_on("tiktok", d), ElementsAre(HasSubstr("loudness")));
}

TEST(Platforms, FilesBeyondTheLimitsAreSaid) {
    const Platform& reels = *find_platform("reels");
    EXPECT_THAT(check_file(reels, 90'000'000, Time::from_ms(60'000)), IsEmpty());
    EXPECT_THAT(check_file(reels, 90'000'000, Time::from_ms(20'000)), ElementsAre(HasSubstr("Mbit/s")));
    EXPECT_THAT(check_file(reels, 301'000'000, Time::from_ms(200'000)), ElementsAre(HasSubstr("300 MB")));
    EXPECT_THAT(check_file(*find_platform("tiktok"), 301'000'000, Time::from_ms(20'000)), IsEmpty());
}

}  // namespace
}  // namespace beatsync::pipeline
