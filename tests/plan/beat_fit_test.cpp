#include "plan/beat_fit.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "plan/checks.h"
#include "plan/planner.h"
#include "plan/prng.h"
#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Rate kFps{30, 1};
constexpr double kHalfFrame = 0.5 / 30 + 1e-6;

/// Beats at 0, 0.5, 1, … s of the song, and a slot of two seconds from the third second on.
class BeatFitTest : public testing::Test {
protected:
    BeatFitTest() {
        for (int i = 0; i < 20; ++i)
            beats_.push_back(Time::from_ms(500 * i));
        slot_.frames = {90, 150};
    }

    [[nodiscard]] BeatFit fit(Time lead = {}) const { return {beats_, slot_, {kFps, Time{}, lead}}; }

    [[nodiscard]] static footage::ClipMap clip(std::vector<footage::VisualBeat> movements) {
        footage::ClipMap clip = test::make_clip({});
        clip.visual_beats = std::move(movements);
        return clip;
    }

    /// A place that may be moved anywhere in the first ten seconds.
    [[nodiscard]] static Candidate place(Time in) { return {in, 0, Time{}, Time::from_ms(10'000)}; }

    std::vector<Time> beats_;
    Slot slot_;
};

TEST_F(BeatFitTest, CountsOneOnABeatMinusOneBetweenThem) {
    const std::vector<footage::VisualBeat> one = {{Time::from_ms(3000), 1.0F}};
    EXPECT_DOUBLE_EQ(fit().fit(one, Time::from_ms(2000)), 1);
    EXPECT_DOUBLE_EQ(fit().fit(one, Time::from_ms(2250)), -1);
    EXPECT_DOUBLE_EQ(fit().fit(one, Time::from_ms(2125)), 0);
    EXPECT_DOUBLE_EQ(fit().fit(one, Time::from_ms(3001)), 0) << "it is not shown";
    EXPECT_DOUBLE_EQ(fit().fit({}, Time::from_ms(2000)), 0);
}

TEST_F(BeatFitTest, CountsLessBesideACut) {
    const std::vector<footage::VisualBeat> one = {{Time::from_ms(3000), 1.0F}};
    EXPECT_GT(fit().fit(one, Time::from_ms(3000)), 0);
    EXPECT_LT(fit().fit(one, Time::from_ms(3000)), 0.5);
    EXPECT_EQ(fit().on_beats(one, Time::from_ms(3000)), 0U);
    EXPECT_EQ(fit().on_beats(one, Time::from_ms(2500)), 1U);
}

TEST_F(BeatFitTest, PutsTheMovementOnTheNearestBeat) {
    const footage::ClipMap map = clip({{Time::from_ms(3000), 1.0F}});
    const Time in = fit().best(ClipPool(map), place(Time::from_ms(2200)));
    EXPECT_EQ(in, Time::from_ms(2000));
}

TEST_F(BeatFitTest, LeadsAsTheCutsDo) {
    const footage::ClipMap map = clip({{Time::from_ms(3000), 1.0F}});
    const Time in = fit(Time::from_ms(100)).best(ClipPool(map), place(Time::from_ms(2200)));
    EXPECT_EQ(in, Time::from_ms(2100));
}

TEST_F(BeatFitTest, StaysOnTheFramesOfTheSource) {
    for (const Rate rate : {Rate{24000, 1001}, Rate{25, 1}, Rate{50, 1}}) {
        test::ClipSpec spec;
        spec.rate = rate;
        footage::ClipMap map = test::make_clip(spec);
        map.visual_beats = {{rate.time_of(70), 1.0F}};
        const Time in = fit().best(ClipPool(map), place(rate.time_of(50)));
        EXPECT_EQ(in, rate.time_of(rate.nearest_index(in)));
        const double phase = std::fmod((rate.time_of(70) - in).seconds(), 0.5);
        EXPECT_LE(std::min(phase, 0.5 - phase), 0.5 / rate.value() + 1e-6);
    }
}

TEST_F(BeatFitTest, GivesTheStrongerMovementTheBeat) {
    const std::vector<footage::VisualBeat> both = {{Time::from_ms(3000), 0.3F}, {Time::from_ms(3250), 1.0F}};
    const footage::ClipMap map = clip(both);
    const Time in = fit().best(ClipPool(map), place(Time::from_ms(2000)));
    const double phase = std::fmod((Time::from_ms(3250) - in).seconds(), 0.5);
    EXPECT_LE(std::min(phase, 0.5 - phase), kHalfFrame);
}

TEST_F(BeatFitTest, FindsThePlaceWhereAllFit) {
    const footage::ClipMap map =
        clip({{Time::from_ms(2700), 0.5F}, {Time::from_ms(3200), 0.5F}, {Time::from_ms(3700), 0.5F}});
    const Time in = fit().best(ClipPool(map), place(Time::from_ms(2300)));
    EXPECT_EQ(fit().on_beats(map.visual_beats, in), 3U);
}

TEST_F(BeatFitTest, DoesNotLeaveTheRoomItHas) {
    const footage::ClipMap map = clip({{Time::from_ms(3000), 1.0F}});
    Candidate narrow = place(Time::from_ms(2200));
    narrow.earliest = Time::from_ms(2150);
    narrow.latest = Time::from_ms(2210);
    EXPECT_EQ(fit().best(ClipPool(map), narrow), narrow.in) << "no movement can be put on a beat";
}

TEST_F(BeatFitTest, LeavesAPieceWithoutMovementsWhereItIs) {
    const footage::ClipMap nothing = clip({});
    EXPECT_EQ(fit().best(ClipPool(nothing), place(Time::from_ms(1234))), Time::from_ms(1234));
    const footage::ClipMap elsewhere = clip({{Time::from_ms(9000), 1.0F}});
    EXPECT_EQ(fit().best(ClipPool(elsewhere), place(Time::from_ms(1234))), Time::from_ms(1234));
}

TEST_F(BeatFitTest, NeedsBeats) {
    beats_.clear();
    const footage::ClipMap map = clip({{Time::from_ms(3000), 1.0F}});
    EXPECT_TRUE(fit().empty());
    EXPECT_EQ(fit().best(ClipPool(map), place(Time::from_ms(2200))), Time::from_ms(2200));
    EXPECT_EQ(fit().on_beats(map.visual_beats, Time::from_ms(2000)), 0U);
}

/// Against every place that puts a movement on a beat; and it never gets worse.
TEST_F(BeatFitTest, IsTheBestOfAllPlacesWithinHalfABeat) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng random(seed);
        for (Time& beat : beats_)
            beat = kFps.time_of(kFps.nearest_index(beat) + static_cast<std::int64_t>(random.below(3)));
        std::vector<footage::VisualBeat> movements;
        for (std::int64_t frame = 5; frame < 340; frame += 8 + static_cast<std::int64_t>(random.below(30)))
            movements.push_back({kFps.time_of(frame), static_cast<float>(random.unit())});
        const footage::ClipMap map = clip(movements);
        const Candidate from = place(kFps.time_of(30 + static_cast<std::int64_t>(random.below(200))));
        const double found = fit().fit(movements, fit().best(ClipPool(map), from));
        EXPECT_GE(found, fit().fit(movements, from.in));
        for (const footage::VisualBeat& m : movements) {
            for (const Time beat : beats_) {
                const Time offset = beat - kFps.time_of(slot_.frames.begin);
                const Time in = m.at - offset;
                const bool inside = offset >= Time{} && offset < Time::from_ms(2000);
                const bool near = in >= from.in - Time::from_ms(250) && in <= from.in + Time::from_ms(250);
                if (inside && near && in >= Time{}) {
                    const double there = fit().fit(movements, kFps.time_of(kFps.nearest_index(in)));
                    EXPECT_GE(found + 1e-4, there);
                }
            }
        }
    }
}

/// A clip with a movement every 1.3 seconds, planned on a song of 120 beats a minute.
class MovementsInPlans : public testing::Test {
protected:
    MovementsInPlans() : clips_(test::make_clips(3, 20)) {
        for (footage::ClipMap& clip : clips_) {
            for (std::int64_t frame = 20; frame < 590; frame += 39)
                clip.visual_beats.push_back({kFps.time_of(frame), 1.0F});
        }
        options_.song_path = "song.wav";
        options_.length = Time::from_ms(16'000);
    }

    /// In seconds.
    [[nodiscard]] double mean_distance() const {
        const auto plan = make_plan(song_, clips_, options_);
        if (!plan) return 1e9;
        const auto distances = test::movements_to_beats(*plan, clips_, song_, options_.lead);
        EXPECT_GT(distances.size(), 4U);
        return std::accumulate(distances.begin(), distances.end(), 0.0) /
               static_cast<double>(distances.size());
    }

    music::MusicMap song_ = test::make_song({});
    std::vector<footage::ClipMap> clips_;
    PlanOptions options_;
};

TEST_F(MovementsInPlans, AreOnBeatsToHalfAFrameWhereTheyCanBe) {
    for (const Order order : {Order::best, Order::given, Order::shuffle}) {
        options_.order = order;
        options_.motion_on_beats = true;
        EXPECT_LE(mean_distance(), kHalfFrame);
        options_.motion_on_beats = false;
        EXPECT_GT(mean_distance(), 0.06);
    }
}

TEST_F(MovementsInPlans, AreOnTheBeatsOfALaterExcerptAndLedAsTheCutsAre) {
    options_.start = Time::from_ms(7777);
    options_.lead = Time::from_ms(40);
    EXPECT_LE(mean_distance(), kHalfFrame);
}

TEST_F(MovementsInPlans, LeavePinsWhereTheyAre) {
    options_.pins = {{1, Time::from_ms(5100), 8}};
    options_.start = Time{};
    const auto plan = make_plan(song_, clips_, options_);
    ASSERT_TRUE(plan);
    const auto pinned = std::find_if(test::pictures(*plan).begin(), test::pictures(*plan).end(),
                                     [](const draft::Segment& s) { return s.beat == 8; });
    ASSERT_NE(pinned, test::pictures(*plan).end());
    EXPECT_EQ(pinned->in, Time::from_ms(5100));
}

TEST_F(MovementsInPlans, KeepTheOrderGiven) {
    options_.order = Order::given;
    const auto plan = make_plan(song_, clips_, options_);
    ASSERT_TRUE(plan);
    std::map<std::string, Time> ends;
    for (const draft::Segment& s : test::pictures(*plan)) {
        EXPECT_GE(s.in, ends[s.source]);
        ends[s.source] = test::shown(*plan, s).end;
    }
}

TEST_F(MovementsInPlans, AreExplained) {
    const auto explained = [&]() -> std::string {
        const auto plan = make_plan(song_, clips_, options_);
        std::string all;
        if (!plan) return all;
        for (const CutReason& reason : plan->reasons)
            all += reason.why + "\n";
        return all;
    };
    EXPECT_THAT(explained(), HasSubstr(", a movement on a beat"));
    options_.motion_on_beats = false;
    EXPECT_THAT(explained(), Not(HasSubstr("movement")));
}

}  // namespace
}  // namespace beatsync::plan
