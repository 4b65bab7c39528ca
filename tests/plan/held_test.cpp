// Planning around pieces that stay.

#include <gtest/gtest.h>

#include <set>

#include "plan/checks.h"
#include "plan/planner.h"
#include "plan/prng.h"
#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

struct Job {
    music::MusicMap song = test::make_song({});
    std::vector<footage::ClipMap> clips = test::make_clips(5, 20);
    PlanOptions options;

    Job() {
        options.song_path = "song.wav";
        options.canvas.fps = {30, 1};
        options.start = song.grid.beats[4].at;
        options.length = Time::from_seconds(12);
    }
    [[nodiscard]] Result<Plan> plan() const { return make_plan(song, clips, options); }
};

const std::vector<draft::Segment>& pieces(const Result<Plan>& plan) {
    return test::pictures(*plan);
}

/// Where the held segment is in a plan, as it went in.
void expect_held(const Result<Plan>& plan, const std::vector<HeldPiece>& held) {
    for (const HeldPiece& h : held)
        EXPECT_EQ(std::count(pieces(plan).begin(), pieces(plan).end(), h.segment), 1)
            << "the piece at frame " << h.segment.frames.begin;
}

TEST(HeldPieces, StayAsTheyAreWhateverElseIsAskedFor) {
    Job job;
    const auto first = job.plan();
    ASSERT_TRUE(first);
    ASSERT_GT(pieces(first).size(), 6U);
    for (const std::size_t i : {std::size_t{1}, std::size_t{4}, std::size_t{5}}) {
        HeldPiece held{pieces(first)[i], false};
        held.segment.locked = true;
        held.segment.framing.focus_x = 0.125;
        held.segment.accents = {{draft::AccentKind::flash, 0, 3, 0.5}};
        held.segment.extra_meta = R"({"tint":"red"})";
        job.options.held.push_back(held);
    }
    for (const Pace pace : {Pace::slow, Pace::fast, Pace::automatic}) {
        for (const std::uint64_t seed : {0U, 7U}) {
            job.options.pace = pace;
            job.options.seed = seed;
            const auto again = job.plan();
            ASSERT_TRUE(again) << again.error().message;
            test::expect_valid(*again);
            test::expect_on_beats(*again, job.song, {});
            expect_held(again, job.options.held);
            EXPECT_EQ(again->draft.length_frames(), first->draft.length_frames());
            EXPECT_EQ(test::seconds_shown_twice(*again), 0);
        }
    }
}

TEST(HeldPieces, NothingChangesWhenAllAreHeld) {
    Job job;
    const auto first = job.plan();
    ASSERT_TRUE(first);
    for (const draft::Segment& piece : pieces(first))
        job.options.held.push_back({piece, false});
    job.options.pace = Pace::fast;
    EXPECT_EQ(job.plan()->draft, first->draft);
}

TEST(HeldPieces, OtherFootageForOneAndTheRestStays) {
    Job job;
    const auto first = job.plan();
    ASSERT_TRUE(first);
    for (std::size_t i = 0; i < pieces(first).size(); ++i)
        job.options.held.push_back({pieces(first)[i], i == 3});
    const draft::Segment& dropped = pieces(first)[3];
    for (std::size_t i = 0; i < job.clips.size(); ++i)
        if (job.clips[i].media.path == dropped.source)
            job.options.avoid.push_back({i, test::shown(*first, dropped)});
    const auto again = job.plan();
    ASSERT_TRUE(again) << again.error().message;
    ASSERT_EQ(pieces(again).size(), pieces(first).size());
    for (std::size_t i = 0; i < pieces(first).size(); ++i) {
        if (i == 3) {
            EXPECT_EQ(pieces(again)[i].frames, dropped.frames);
            EXPECT_EQ(pieces(again)[i].beat, dropped.beat);
            const bool other = pieces(again)[i].source != dropped.source ||
                               !test::shown(*again, pieces(again)[i]).overlaps(test::shown(*first, dropped));
            EXPECT_TRUE(other) << "what was dropped is shown again";
        } else {
            EXPECT_EQ(pieces(again)[i], pieces(first)[i]);
        }
    }
    EXPECT_EQ(test::seconds_shown_twice(*again), 0);
}

TEST(HeldPieces, MayShowWhatIsNoneOfTheClips) {
    Job job;
    const auto first = job.plan();
    ASSERT_TRUE(first);
    HeldPiece held{pieces(first)[2], false};
    held.segment.source = "elsewhere.mp4";
    job.options.held = {held};
    const auto again = job.plan();
    ASSERT_TRUE(again) << again.error().message;
    expect_held(again, job.options.held);
    test::expect_valid(*again);
}

TEST(HeldPieces, AvoidedFootageIsNeverShown) {
    Job job;
    const TimeRange half{Time{}, Time::from_seconds(10)};
    for (std::size_t i = 0; i < job.clips.size(); ++i)
        job.options.avoid.push_back({i, half});
    job.clips.push_back(test::make_still("photo.jpg"));
    job.options.avoid.push_back({job.clips.size() - 1, half});
    job.options.length = Time::from_seconds(60);  // much more than there is
    const auto plan = job.plan();
    ASSERT_TRUE(plan) << plan.error().message;
    for (const draft::Segment& piece : pieces(plan)) {
        EXPECT_GE(piece.in, half.end) << piece.source;
        EXPECT_FALSE(piece.still);
    }
}

TEST(HeldPieces, WhatCantBeHeldIsSaid) {
    Job job;
    HeldPiece late;
    late.segment.frames = {350, 361};
    late.segment.source = "clip1.mp4";
    job.options.held = {late};
    EXPECT_EQ(job.plan().error().message, "a piece that is held ends at 0:12.033, the video at 0:12.000");
    HeldPiece early = late;
    early.segment.frames = {340, 355};
    job.options.held = {late, early};
    EXPECT_EQ(job.plan().error().message, "held pieces must not overlap");
    job.options.start.reset();
    EXPECT_EQ(job.plan().error().code, Errc::usage);
}

TEST(HeldPieces, RulesHoldForAnyThatAreHeld) {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng random(seed);
        Job job;
        job.options.canvas.fps = random.below(2) == 0 ? Rate{30, 1} : Rate{30000, 1001};
        job.options.seed = random.below(3);
        job.options.lead = Time::from_ms(random.below(3) == 0 ? 40 : 0);
        const auto first = job.plan();
        ASSERT_TRUE(first) << first.error().message;
        for (const draft::Segment& piece : pieces(first))
            if (random.below(3) == 0) job.options.held.push_back({piece, random.below(4) == 0});
        job.options.pace = random.below(2) == 0 ? Pace::fast : Pace::slow;
        job.options.order = random.below(2) == 0 ? Order::best : Order::shuffle;
        const auto again = job.plan();
        ASSERT_TRUE(again) << again.error().message;
        test::expect_valid(*again);
        test::expect_on_beats(*again, job.song, job.options.lead);
        std::vector<HeldPiece> kept;
        for (const HeldPiece& held : job.options.held) {
            if (!held.footage_free) kept.push_back(held);
            EXPECT_TRUE(std::any_of(pieces(again).begin(), pieces(again).end(),
                                    [&](const auto& piece) { return piece.frames == held.segment.frames; }))
                << "a slot at frame " << held.segment.frames.begin;
        }
        expect_held(again, kept);
    }
}

}  // namespace
}  // namespace beatsync::plan
