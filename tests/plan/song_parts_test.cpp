#include "plan/song_parts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plan/planner.h"
#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

struct Heard {
    int label = 0;
    float energy = 0;
    double seconds = 16;
};

/// At 120 bpm, so that every second has two beats and every two seconds a downbeat.
music::MusicMap song_of(const std::vector<Heard>& heard) {
    test::SongSpec spec;
    spec.first_beat = Time{};
    spec.parts.clear();
    for (const Heard& h : heard)
        spec.parts.push_back({static_cast<int>(h.seconds / 2), h.energy});
    music::MusicMap song = test::make_song(spec);
    for (std::size_t i = 0; i < heard.size(); ++i)
        song.sections[i].label = heard[i].label;
    return song;
}

/// "i V C…": i intro, v verse, c chorus, b bridge, o outro; a capital is a drop as well.
std::string names(const std::vector<Heard>& heard) {
    std::string text;
    for (const NamedSection& section : name_sections(song_of(heard))) {
        const char letter = name_of(section.part)[0];
        text += section.drop ? static_cast<char>(letter - 'a' + 'A') : letter;
    }
    return text;
}

TEST(SongParts, APopSong) {
    EXPECT_EQ(
        names({{0, 0.3F}, {1, 0.6F}, {2, 1.0F}, {1, 0.62F}, {2, 0.97F}, {3, 0.5F}, {2, 1.0F}, {4, 0.3F}}),
        "ivCvCbCo");
}

TEST(SongParts, ADanceTrackHasItsDropAfterTheBuildUp) {
    EXPECT_EQ(names({{0, 0.4F}, {1, 0.5F}, {2, 1.0F}, {1, 0.5F}, {2, 1.0F}, {0, 0.4F}}), "ivCvCo");
}

TEST(SongParts, WhereNothingComesAgainTheLoudestIsTheChorus) {
    EXPECT_EQ(names({{0, 0.3F}, {1, 1.0F}, {2, 0.5F}}), "iCo");
}

TEST(SongParts, NothingStandsOut) {
    EXPECT_EQ(names({{0, 1.0F}}), "v");
    EXPECT_EQ(names({{0, 1.0F}, {0, 1.0F}, {0, 1.0F}}), "vvv");
    EXPECT_EQ(names({{0, 0.98F}, {1, 1.0F}, {0, 0.99F}}), "vvv") << "a percent is no chorus";
    EXPECT_EQ(names({}), "");
    EXPECT_EQ(names({{0, 0.0F}, {1, 0.0F}}), "vv") << "silence";
}

TEST(SongParts, ABreakIsNoChorus) {
    EXPECT_EQ(names({{0, 0.6F}, {1, 0.9F}, {2, 1.0F, 2}, {0, 0.6F}, {1, 0.9F}}), "vCbvC")
        << "two seconds, however loud";
}

TEST(SongParts, BeginOnADownbeat) {
    music::MusicMap song = song_of({{0, 0.3F}, {1, 1.0F}});
    song.sections[0].range.end = song.sections[1].range.begin = Time::from_ms(15'500);
    EXPECT_EQ(start_of(song, SongPart::chorus), Time::from_ms(16'000));
    EXPECT_EQ(start_of(song, SongPart::drop), Time::from_ms(16'000));
    EXPECT_EQ(start_of(song, SongPart::bridge), std::nullopt);
}

PlanOptions options_for_test() {
    PlanOptions options;
    options.song_path = "song.wav";
    options.length_rule = LengthRule::song;
    return options;
}

Result<Plan> plan_of(const music::MusicMap& song, const PlanOptions& options) {
    return make_plan(song, test::make_clips(6, 60), options);
}

/// Cuts from one second of the song to another; the video begins with the song.
int cuts(const Plan& plan, double from, double to) {
    int count = 0;
    for (const CutReason& reason : plan.reasons) {
        const double at = plan.draft.canvas.fps.time_of(reason.frame).seconds();
        if (at >= from && at < to) ++count;
    }
    return count;
}

TEST(SongParts, HavePacesOfTheirOwn) {
    const music::MusicMap song = song_of({{0, 0.6F, 16}, {1, 1.0F, 16}, {0, 0.6F, 16}, {1, 1.0F, 16}});
    PlanOptions options = options_for_test();
    options.pace = Pace::medium;
    const auto plain = plan_of(song, options);
    options.part_paces = {{SongPart::chorus, Pace::slow, 0}, {SongPart::verse, Pace::beats, 1}};
    const auto plan = plan_of(song, options);
    ASSERT_TRUE(plain && plan);
    EXPECT_TRUE(plan->left_out.empty());
    for (const double begin : {0.0, 32.0})
        EXPECT_EQ(cuts(*plan, begin, begin + 15.9), 32) << "every beat of the verse";
    for (const double begin : {16.0, 48.0}) {
        EXPECT_LT(cuts(*plan, begin, begin + 15.9), cuts(*plain, begin, begin + 15.9));
        EXPECT_GT(cuts(*plan, begin, begin + 15.9), 1);
    }
}

TEST(SongParts, APaceForOnePartLeavesTheOthersAsTheyWere) {
    const music::MusicMap song = song_of({{0, 0.6F, 16}, {1, 1.0F, 16}, {0, 0.6F, 16}, {1, 1.0F, 16}});
    PlanOptions options = options_for_test();
    const auto plain = plan_of(song, options);
    options.part_paces = {{SongPart::chorus, Pace::slow, 0}};
    const auto plan = plan_of(song, options);
    ASSERT_TRUE(plain && plan);
    EXPECT_EQ(cuts(*plan, 0, 15.9), cuts(*plain, 0, 15.9));
    EXPECT_EQ(cuts(*plan, 32, 47.9), cuts(*plain, 32, 47.9));
    EXPECT_LT(cuts(*plan, 16, 31.9), cuts(*plain, 16, 31.9));
}

TEST(SongParts, AVideoBeginsAtTheDrop) {
    const music::MusicMap song = song_of({{0, 0.4F, 20}, {1, 1.0F, 20}, {2, 0.5F, 20}});
    PlanOptions options = options_for_test();
    options.length_rule = LengthRule::fixed;
    options.length = Time::from_ms(10'000);
    options.start_part = SongPart::drop;
    const auto plan = plan_of(song, options);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->draft.tracks.back().segments.front().in, Time::from_ms(20'000));
    EXPECT_TRUE(plan->left_out.empty());
}

TEST(SongParts, WhatTheSongHasNotIsSaid) {
    const music::MusicMap song = song_of({{0, 1.0F, 40}});
    PlanOptions options = options_for_test();
    options.start_part = SongPart::drop;
    options.part_paces = {{SongPart::bridge, Pace::slow, 0}};
    const auto plan = plan_of(song, options);
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->left_out.size(), 2U);
    EXPECT_NE(plan->left_out[0].find("drop"), std::string::npos) << plan->left_out[0];
    EXPECT_NE(plan->left_out[1].find("bridge"), std::string::npos) << plan->left_out[1];
}

}  // namespace
}  // namespace beatsync::plan
