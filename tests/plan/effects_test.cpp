#include "plan/effects.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

#include "checks.h"
#include "draft/effects.h"
#include "plan/ramp.h"
#include "synthetic.h"

namespace beatsync::plan {
namespace {

using draft::AccentKind;
using draft::Segment;
using draft::TransitionKind;
using test::ClipSpec;
using test::make_song;
using test::Part;
using test::pictures;
using test::SongSpec;

PlanOptions options_for(Style style, double seconds = 30) {
    PlanOptions options;
    options.song_path = "song.flac";
    options.canvas = {1080, 1920, {30, 1}};
    options.length = Time::from_seconds(seconds);
    options.effects.style = style;
    return options;
}

/// Clips with a hit every `every` seconds.
std::vector<footage::ClipMap> clips_with_hits(int count, double seconds, double every, Rate rate = {30, 1}) {
    auto clips = test::make_clips(count, seconds, rate);
    for (footage::ClipMap& clip : clips)
        for (double t = every; t < seconds; t += every)
            clip.visual_beats.push_back(
                {rate.time_of(rate.nearest_index(Time::from_seconds(t))), 0.5F + 0.4F * float(t / seconds)});
    return clips;
}

Plan plan_of(const music::MusicMap& song, const std::vector<footage::ClipMap>& clips, const PlanOptions& o) {
    auto plan = make_plan(song, clips, o);
    EXPECT_TRUE(plan) << (plan ? "" : plan.error().message);
    return plan ? *std::move(plan) : Plan{};
}

/// What of its source a picture shows from `first` output frame on up to before `end`, counted from its own.
TimeRange seen(const Plan& plan, const Segment& s, std::int64_t first, std::int64_t end) {
    const Rate fps = plan.draft.canvas.fps;
    const auto at = [&](std::int64_t k) {
        return s.in + draft::retimed(s, fps.time_of(s.frames.begin + k) - fps.time_of(s.frames.begin));
    };
    return {at(first), at(end)};
}

/// Everything seen of every picture, its fades too, is in the one shot that it begins in.
void expect_inside_shots(const Plan& plan, const std::vector<footage::ClipMap>& clips) {
    const auto& all = pictures(plan);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Segment& s = all[i];
        if (s.still) continue;
        const std::int64_t run_on = i + 1 < all.size() ? draft::run_on_frames(all[i + 1].transition) : 0;
        const TimeRange range = seen(plan, s, -draft::early_frames(s.transition), s.frames.length() + run_on);
        const auto& shots = test::clip_of(clips, s).shots;
        const bool inside = std::any_of(shots.begin(), shots.end(), [&](const footage::Shot& shot) {
            return range.begin >= shot.range.begin && range.end <= shot.range.end;
        });
        EXPECT_TRUE(inside) << s.source << " " << range.begin.us << " to " << range.end.us << " at " << i;
    }
}

TEST(Effects, CleanIsNothingButCuts) {
    const auto song = make_song({});
    const auto clips = clips_with_hits(6, 12, 1.3);
    const Plan plan = plan_of(song, clips, options_for(Style::clean));
    for (const Segment& s : pictures(plan)) {
        EXPECT_EQ(s.transition, draft::Transition{});
        EXPECT_TRUE(s.accents.empty());
        EXPECT_TRUE(s.retime.empty());
        EXPECT_FALSE(s.blend);
    }
}

TEST(Effects, SmoothFadesAreCentredFitTheirPicturesAndStayInTheShot) {
    const auto song = make_song({.bpm = 96});
    const auto clips = clips_with_hits(8, 14, 1.7);
    PlanOptions options = options_for(Style::smooth);
    options.pace = Pace::slow;
    const Plan plan = plan_of(song, clips, options);
    test::expect_valid(plan);
    test::expect_on_beats(plan, song, {});
    expect_inside_shots(plan, clips);
    std::size_t fades = 0;
    const auto& all = pictures(plan);
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i].transition.kind == TransitionKind::cut) continue;
        ++fades;
        EXPECT_EQ(all[i].transition.kind, TransitionKind::fade);
        EXPECT_LE(all[i].transition.frames, 19);  // a beat is 18.75
        EXPECT_LE(all[i].transition.frames, std::min(all[i].frames.length(), all[i - 1].frames.length()) / 2);
        EXPECT_NE(plan.reasons[i].why.find("cross-fade of"), std::string::npos);
    }
    EXPECT_GE(fades * 10, (all.size() - 1) * 9);
    EXPECT_TRUE(all.front().accents.empty());
}

TEST(Effects, FadesWithoutFootageAreShorterOrCutsAndCounted) {
    const auto song = make_song({.bpm = 120});
    // Shots of 1.2 s for slots of one second: a source frame and a little at either end.
    std::vector<footage::ClipMap> clips;
    for (int c = 0; c < 4; ++c) {
        ClipSpec spec;
        spec.path = "short" + std::to_string(c) + ".mp4";
        spec.seconds = 12;
        for (int k = 1; k < 10; ++k)
            spec.cuts.push_back(1.2 * k);
        clips.push_back(test::make_clip(spec));
    }
    PlanOptions options = options_for(Style::clean, 20);
    options.pace = Pace::beats;
    options.pace_beats = 2;
    options.effects.transition = TransitionKind::fade;
    const Plan plan = plan_of(song, clips, options);
    expect_inside_shots(plan, clips);
    std::size_t shorter = 0;
    std::size_t cuts = 0;
    for (std::size_t i = 1; i < pictures(plan).size(); ++i) {
        const std::int64_t frames = pictures(plan)[i].transition.frames;
        if (frames == 0) ++cuts;
        const std::int64_t room =
            std::min(pictures(plan)[i].frames.length(), pictures(plan)[i - 1].frames.length()) / 2;
        if (frames > 0 && frames < std::min<std::int64_t>(15, room)) ++shorter;
        EXPECT_TRUE(frames == 0 || frames >= 3) << frames;
    }
    EXPECT_GT(shorter + cuts, 0U);
    if (shorter > 0) {
        EXPECT_TRUE(test::says(plan, std::to_string(shorter) + " cross-fade"));
    }
    if (cuts > 0) {
        EXPECT_TRUE(test::says(plan, std::to_string(cuts) + " cut"));
    }
}

TEST(Effects, AccentsAreOnDownbeatsOfTheDrivingPartsOnly) {
    const auto song = make_song({.bpm = 120, .parts = {{4, 0.2F}, {8, 1.0F}, {4, 0.2F}}});
    const auto clips = test::make_clips(8, 14);
    PlanOptions options = options_for(Style::punchy, 32);
    options.start = song.grid.beats.front().at;
    const Plan plan = plan_of(song, clips, options);
    test::expect_valid(plan);
    std::vector<std::int64_t> punches;
    std::vector<std::int64_t> flashes;
    for (const Segment& s : pictures(plan))
        for (const draft::Accent& a : s.accents)
            (a.kind == AccentKind::punch ? punches : flashes).push_back(s.frames.begin + a.frame);
    std::vector<std::int64_t> want;
    for (std::int64_t beat = 16; beat < 48; beat += 4)
        want.push_back(test::frame_of_beat(plan, song, beat, {}));
    EXPECT_EQ(punches, want);
    EXPECT_EQ(flashes, (std::vector<std::int64_t>{want[0], want[4]}));
}

TEST(Effects, NeverMoreThanThreeFlashesInASecond) {
    for (const double bpm : {120.0, 180.0, 230.0}) {
        const auto song = make_song({.bpm = bpm, .beats_in_bar = 2, .parts = {{80, 1.0F}}});
        const auto clips = test::make_clips(8, 20);
        PlanOptions options = options_for(Style::punchy, 20);
        options.pace = Pace::beats;
        options.pace_beats = 1;
        options.effects.transition = TransitionKind::dip_white;
        options.effects.transition_beats = 0.5;
        const Plan plan = plan_of(song, clips, options);
        std::vector<std::int64_t> at;
        for (const Segment& s : pictures(plan)) {
            if (s.transition.kind != TransitionKind::cut) at.push_back(s.frames.begin);
            for (const draft::Accent& a : s.accents)
                if (a.kind == AccentKind::flash) at.push_back(s.frames.begin + a.frame);
        }
        std::sort(at.begin(), at.end());
        ASSERT_GT(at.size(), 10U);
        for (std::size_t i = 3; i < at.size(); ++i)
            EXPECT_GT(at[i] - at[i - 3], 30) << bpm << " at frame " << at[i];
    }
}

TEST(Effects, TheFirstFrameIsNotWhite) {
    const auto song = make_song({.bpm = 120, .parts = {{80, 1.0F}}});
    PlanOptions options = options_for(Style::punchy, 20);
    options.start = song.grid.beats.front().at;
    const Plan plan = plan_of(song, test::make_clips(8, 20), options);
    const Segment& first = pictures(plan).front();
    ASSERT_FALSE(first.accents.empty()) << "the song's first downbeat has a punch";
    EXPECT_EQ(first.accents.front().frame, 0);
    for (const draft::Accent& a : first.accents)
        EXPECT_TRUE(a.kind != AccentKind::flash || a.frame > 0);
}

TEST(Effects, RampsLandAPeakOnABeatInsideTheSlotWithFreshFootageOfTheShot) {
    for (const Rate rate : {Rate{30, 1}, Rate{25, 1}, Rate{60000, 1001}}) {
        const auto song = make_song({.bpm = 110});
        const auto clips = clips_with_hits(6, 16, 1.9, rate);
        PlanOptions options = options_for(Style::clean);
        options.effects.ramp = true;
        options.pace = Pace::slow;
        const Plan plan = plan_of(song, clips, options);
        test::expect_valid(plan);
        expect_inside_shots(plan, clips);
        const Rate fps = plan.draft.canvas.fps;
        std::size_t ramps = 0;
        bool before = false;
        for (const Segment& s : pictures(plan)) {
            EXPECT_FALSE(before && !s.retime.empty()) << "two in a row";
            before = !s.retime.empty();
            if (!before) continue;
            ++ramps;
            Time nearest{std::numeric_limits<std::int64_t>::max()};
            for (std::size_t b = 0; b < song.grid.beats.size(); ++b) {
                const std::int64_t frame = test::frame_of_beat(plan, song, static_cast<std::int64_t>(b), {});
                if (frame <= s.frames.begin || frame >= s.frames.end) continue;
                const Time shown = seen(plan, s, frame - s.frames.begin, 0).begin;
                for (const auto& peak : test::clip_of(clips, s).visual_beats)
                    nearest = std::min(nearest, Time{std::abs((shown - peak.at).us)});
            }
            EXPECT_LE(nearest.us, 2) << "half an output frame is " << fps.time_of(1).us / 2;
            // Slow, then fast.
            const auto& p = s.retime;
            const Time half{p[p.size() - 2].out.us / 2};
            EXPECT_LT(draft::retimed(s, half), draft::retimed(s, half + half) - draft::retimed(s, half));
        }
        EXPECT_GE(ramps, 2U);
        // No footage in two pictures.
        const auto& all = pictures(plan);
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t k = i + 1; k < all.size(); ++k)
                EXPECT_FALSE(all[i].source == all[k].source &&
                             seen(plan, all[i], 0, all[i].frames.length())
                                 .overlaps(seen(plan, all[k], 0, all[k].frames.length())))
                    << i << " and " << k;
    }
}

TEST(Effects, ARampIsSlowThenFastAndMonotone) {
    const auto points = ramp_points(Time{1'000'000}, Time{1'100'000}, 0.5);
    ASSERT_EQ(points.size(), 10U);
    EXPECT_EQ(points.front(), draft::RetimePoint{});
    EXPECT_EQ(points[8], (draft::RetimePoint{Time{1'000'000}, Time{1'100'000}}));
    double before = 0;
    for (std::size_t i = 1; i <= 8; ++i) {
        const double speed =
            (points[i].in - points[i - 1].in).seconds() / (points[i].out - points[i - 1].out).seconds();
        EXPECT_GT(speed, before);
        before = speed;
    }
    EXPECT_NEAR(before, 2 * 1.1, 0.2);
    EXPECT_EQ(points[9].in - points[8].in, points[9].out - points[8].out);
}

TEST(Effects, TheEndStandsFromTheLastBeatThatLeavesHalfABeat) {
    const auto song = make_song({.bpm = 120});
    const auto clips = test::make_clips(6, 12);
    PlanOptions options = options_for(Style::clean, 17);
    options.pace = Pace::slow;
    options.effects.freeze_end = true;
    const Plan plan = plan_of(song, clips, options);
    const Segment& last = pictures(plan).back();
    ASSERT_FALSE(last.retime.empty());
    const std::int64_t end = last.frames.end;
    std::int64_t from = 0;
    for (std::int64_t b = 0; b < 64; ++b) {
        const std::int64_t frame = test::frame_of_beat(plan, song, b, {});
        if (frame <= end - 7) from = std::max(from, frame);
    }
    ASSERT_GE(from, last.frames.begin);
    const Time stands = seen(plan, last, from - last.frames.begin, 0).begin;
    EXPECT_EQ(stands - last.in, Time::from_seconds(double(from - last.frames.begin) / 30));
    EXPECT_EQ(seen(plan, last, last.frames.length(), 0).begin, stands);
    if (from > last.frames.begin) {
        EXPECT_LT(seen(plan, last, from - last.frames.begin - 1, 0).begin, stands);
    }
    for (std::size_t i = 0; i + 1 < pictures(plan).size(); ++i)
        EXPECT_TRUE(pictures(plan)[i].retime.empty());
}

TEST(Effects, WhatIsSaidWinsOverTheStyle) {
    const auto song = make_song({});
    const auto clips = clips_with_hits(6, 12, 1.3);
    PlanOptions options = options_for(Style::punchy);
    options.effects.flash = false;
    options.effects.ramp = false;
    options.effects.transition = TransitionKind::dip_black;
    const Plan plan = plan_of(song, clips, options);
    bool punch = false;
    bool dip = false;
    for (const Segment& s : pictures(plan)) {
        for (const draft::Accent& a : s.accents) {
            EXPECT_EQ(a.kind, AccentKind::punch);
            punch = true;
        }
        dip = dip || s.transition.kind == TransitionKind::dip_black;
        EXPECT_FALSE(s.blend);
    }
    EXPECT_TRUE(punch);
    EXPECT_TRUE(dip);
    options = options_for(Style::smooth);
    options.effects.transition = TransitionKind::cut;
    const Plan cuts = plan_of(song, clips, options);
    for (const Segment& s : pictures(cuts))
        EXPECT_EQ(s.transition, draft::Transition{});
}

TEST(Effects, StillsAloneHaveWhatTheyCan) {
    const auto song = make_song({});
    const std::vector<footage::ClipMap> clips = {test::make_still("a.jpg"), test::make_still("b.jpg"),
                                                 test::make_still("c.jpg")};
    PlanOptions options = options_for(Style::punchy, 12);
    options.effects.transition = TransitionKind::fade;
    const Plan plan = plan_of(song, clips, options);
    test::expect_valid(plan);
    EXPECT_TRUE(test::says(plan, "a still"));
    EXPECT_TRUE(test::says(plan, "No speed ramp"));
    for (std::size_t i = 1; i < pictures(plan).size(); ++i)
        EXPECT_EQ(pictures(plan)[i].transition.kind, TransitionKind::fade);
}

}  // namespace
}  // namespace beatsync::plan
