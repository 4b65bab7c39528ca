// How much is decoded for a plan, reckoned here from the draft and the clips' keyframes alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "plan/checks.h"
#include "plan/entries.h"
#include "plan/planner.h"
#include "plan/synthetic.h"
#include "plan/trace.h"

namespace beatsync::plan {
namespace {

constexpr Time kNever = Time::from_ms(1'000'000);

std::vector<Time> every(double seconds, double length) {
    std::vector<Time> times;
    for (int i = 0; i * seconds < length; ++i)
        times.push_back(Time::from_seconds(i * seconds));
    return times;
}

/// Clips of a minute whose looks go up and down, each a little differently, with a keyframe every so often.
std::vector<footage::ClipMap> uneven_clips(double keyframe_seconds) {
    auto clips = test::make_clips(6, 60);
    for (std::size_t c = 0; c < clips.size(); ++c) {
        for (std::size_t i = 0; i < clips[c].moments.size(); ++i)
            clips[c].moments[i].sharpness = 0.8F + 0.02F * static_cast<float>((i * 7 + c * 3) % 5);
        clips[c].keyframes = every(keyframe_seconds, 60);
    }
    return clips;
}

Plan planned(std::span<const footage::ClipMap> clips, bool spare, std::uint64_t seed = 0) {
    PlanOptions options;
    options.song_path = "song.wav";
    options.canvas = {1080, 1920, {30, 1}};
    options.length = Time::from_ms(30'000);
    options.spare_decoding = spare;
    options.seed = seed;
    auto plan = make_plan(test::make_song({}), clips, options);
    EXPECT_TRUE(plan) << plan.error().message;
    return *std::move(plan);
}

/// Seconds from the last keyframe to each in-point, all together.
double seconds_before(const Plan& plan, std::span<const footage::ClipMap> clips) {
    double sum = 0;
    for (const draft::Segment& s : test::pictures(plan)) {
        Time nearest;
        for (const Time keyframe : test::clip_of(clips, s).keyframes)
            if (keyframe <= s.in) nearest = std::max(nearest, keyframe);
        sum += (s.in - nearest).seconds();
    }
    return sum;
}

TEST(SpareDecoding, PiecesBeginAtKeyframesWhereFootageIsAsGood) {
    const auto clips = uneven_clips(2);
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
        const Plan plain = planned(clips, false, seed);
        const Plan spared = planned(clips, true, seed);
        const double pieces = static_cast<double>(test::pictures(plain).size());
        EXPECT_GT(seconds_before(plain, clips) / pieces, 0.5) << "seed " << seed;
        EXPECT_LT(seconds_before(spared, clips) / pieces, 0.1) << "seed " << seed;
        EXPECT_GE(spared.quality, 0.98 * plain.quality) << "seed " << seed;
        test::expect_valid(spared);
        test::expect_clean(spared, clips, {});
        EXPECT_EQ(test::seconds_shown_twice(spared), 0);
    }
}

TEST(SpareDecoding, AtAKeyframeMeansOnItsVeryFrame) {
    auto clips = uneven_clips(2);
    for (footage::ClipMap& clip : clips) {
        clip.media.video->variable_rate = true;
        for (Time& keyframe : clip.keyframes)
            keyframe += Time{12'345};
    }
    const Plan plan = planned(clips, true);
    std::size_t exact = 0;
    for (const draft::Segment& s : test::pictures(plan)) {
        const auto& keyframes = test::clip_of(clips, s).keyframes;
        if (std::ranges::find(keyframes, s.in) != keyframes.end()) ++exact;
    }
    EXPECT_GT(2 * exact, test::pictures(plan).size());
}

TEST(SpareDecoding, CutsStayWhereTheyAre) {
    const auto clips = uneven_clips(2);
    const Plan plain = planned(clips, false);
    const Plan spared = planned(clips, true);
    ASSERT_EQ(test::pictures(plain).size(), test::pictures(spared).size());
    for (std::size_t i = 0; i < test::pictures(plain).size(); ++i) {
        EXPECT_EQ(test::pictures(plain)[i].frames, test::pictures(spared)[i].frames);
        EXPECT_EQ(test::pictures(plain)[i].beat, test::pictures(spared)[i].beat);
    }
}

/// Footage that is as good as ever `better_from` to `better_to` after a keyframe, else of this sharpness.
void spoil(footage::ClipMap& clip, Time better_from, Time better_to, float sharpness) {
    for (footage::Moment& m : clip.moments) {
        const Time phase{m.at.us % 4'000'000};
        m.sharpness = better_from <= phase && phase < better_to ? 0.9F : sharpness;
    }
}

/// Each piece would lose a twentieth: of the whole no more goes than may.
TEST(SpareDecoding, GoodFootageIsWorthItsDecoding) {
    auto clips = uneven_clips(4);
    for (footage::ClipMap& clip : clips)
        spoil(clip, Time::from_ms(1000), Time::from_ms(3250), 0.78F);
    const Plan plain = planned(clips, false);
    const Plan spared = planned(clips, true);
    EXPECT_GE(spared.quality, 0.98 * plain.quality);
}

/// On the whole little would be lost, but all of it by one clip: that stays at its best.
TEST(SpareDecoding, NoPieceIsRuined) {
    auto clips = test::make_clips(12, 60);
    for (footage::ClipMap& clip : clips) {
        spoil(clip, Time{}, Time::from_ms(4000), 0.9F);
        clip.keyframes = every(4, 60);
    }
    spoil(clips[5], Time::from_ms(900), Time::from_ms(4000), 0.6F);
    const Plan spared = planned(clips, true);
    std::size_t of_it = 0;
    for (const draft::Segment& s : test::pictures(spared)) {
        if (s.source != clips[5].media.path) continue;
        ++of_it;
        EXPECT_GE(s.in.us % 4'000'000, 700'000);
    }
    EXPECT_GT(of_it, 0U);
    EXPECT_LT(seconds_before(spared, clips) / static_cast<double>(test::pictures(spared).size()), 0.3);
}

/// Keyframes right before a shot's end are no places to begin at, whatever they cost.
TEST(SpareDecoding, StaysWithinItsShot) {
    auto clips = uneven_clips(60);
    for (footage::ClipMap& clip : clips) {
        test::ClipSpec spec;
        spec.path = clip.media.path;
        spec.seconds = 60;
        for (int i = 1; i < 15; ++i)
            spec.cuts.push_back(4.0 * i);
        clip = test::make_clip(spec);
        for (const footage::Shot& shot : clip.shots) {
            clip.keyframes.push_back(shot.range.begin);
            clip.keyframes.push_back(shot.range.end - Time::from_ms(400));
        }
    }
    const Plan plan = planned(clips, true);
    test::expect_clean(plan, clips, {});
    test::expect_valid(plan);
}

TEST(SpareDecoding, WithoutKeyframesThePlanIsTheSame) {
    auto clips = uneven_clips(2);
    for (footage::ClipMap& clip : clips)
        clip.keyframes.clear();
    EXPECT_EQ(trace(planned(clips, true)), trace(planned(clips, false)));
}

/// It would have to begin at a keyframe earlier than that, by a length that is not settled yet.
TEST(SpareDecoding, CrossFadesLeaveInPointsAlone) {
    const auto clips = uneven_clips(2);
    PlanOptions options;
    options.song_path = "song.wav";
    options.canvas = {1080, 1920, {30, 1}};
    options.effects.transition = draft::TransitionKind::fade;
    const auto spared = make_plan(test::make_song({}), clips, options);
    options.spare_decoding = false;
    const auto plain = make_plan(test::make_song({}), clips, options);
    ASSERT_TRUE(spared && plain);
    EXPECT_EQ(trace(*spared), trace(*plain));
}

TEST(SpareDecoding, SamePlanEachTime) {
    const auto clips = uneven_clips(1);
    EXPECT_EQ(trace(planned(clips, true, 5)), trace(planned(clips, true, 5)));
}

/// What a piece shows of movements is no worse in time where it begins elsewhere.
TEST(SpareDecoding, MovementsStayOnBeats) {
    auto clips = uneven_clips(2);
    for (footage::ClipMap& clip : clips)
        for (int i = 0; i < 40; ++i)
            clip.visual_beats.push_back({Time::from_ms(700 + i * 1470), 0.9F});
    const auto mean = [&](bool spare) {
        const auto distances =
            test::movements_to_beats(planned(clips, spare), clips, test::make_song({}), Time{});
        double sum = 0;
        for (const double d : distances)
            sum += d;
        EXPECT_GT(distances.size(), 10U);
        return sum / static_cast<double>(distances.size());
    };
    EXPECT_LT(mean(true), mean(false) + 0.02);
}

TEST(Entries, LeadInIsFromTheLastKeyframe) {
    footage::ClipMap clip;
    clip.keyframes = {Time::from_ms(-500), Time::from_ms(1000), Time::from_ms(3000)};
    const Entries entries(clip);
    EXPECT_EQ(entries.lead_in(Time::from_ms(200), kNever), Time::from_ms(700)) << "hidden by an edit list";
    EXPECT_EQ(entries.lead_in(Time::from_ms(1000), kNever), Time{});
    EXPECT_EQ(entries.lead_in(Time{2'999'400}, kNever), Time{}) << "means the frame that begins there";
    EXPECT_EQ(entries.lead_in(Time::from_ms(2900), kNever), Time::from_ms(1900));
    EXPECT_EQ(entries.lead_in(Time::from_ms(9000), kNever), Time::from_ms(6000));
}

TEST(Entries, WhatPlaysAlreadyNeedsNoKeyframe) {
    footage::ClipMap clip;
    clip.keyframes = {Time{}, Time::from_ms(5000)};
    const Entries entries(clip);
    EXPECT_EQ(entries.lead_in(Time::from_ms(4000), Time::from_ms(3800)), Time::from_ms(200));
    EXPECT_EQ(entries.lead_in(Time::from_ms(5100), Time::from_ms(3800)), Time::from_ms(100));
    EXPECT_EQ(entries.lead_in(Time::from_ms(3000), Time::from_ms(3800)), Time::from_ms(3000)) << "behind it";
}

TEST(Entries, NotKnownCostsNothing) {
    const footage::ClipMap clip;
    EXPECT_EQ(Entries(clip).lead_in(Time::from_ms(9000), kNever), Time{});
    EXPECT_TRUE(Entries(clip).within({Time{}, kNever}, Time::from_ms(250)).empty());
}

TEST(Entries, OneKeyframeAStep) {
    footage::ClipMap clip;
    clip.keyframes = every(0.5, 10);
    const std::vector<Time> want = {Time::from_ms(1500), Time::from_ms(2500), Time::from_ms(3500)};
    EXPECT_EQ(Entries(clip).within({Time::from_ms(1200), Time::from_ms(3900)}, Time::from_ms(1000)), want);
}

}  // namespace
}  // namespace beatsync::plan
