#include "evaluate/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "evaluate/measures.h"
#include "evaluate/summary.h"

namespace beatsync::evaluate {
namespace {

using testing::ElementsAre;

/// `count` beats `interval` apart from `first` on.
std::vector<double> beats(int count, double first = 1, double interval = 0.6) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i)
        times.push_back(first + interval * i);
    return times;
}
std::vector<double> downbeats(int count, double first = 1) {
    return beats(count, first, 2.4);
}

Answer given(std::vector<double> times, std::vector<double> bars = {}) {
    return {Answer::Kind::given, "", "", {std::move(times), std::move(bars), {}}, {}};
}

ErrorCase found(const std::vector<double>& times) {
    return classify(beats(40), times);
}

TEST(ErrorCase, IsTheWayOfTappingThatFits) {
    EXPECT_EQ(found(beats(40)), ErrorCase::none);
    EXPECT_EQ(found(beats(40, 1.05)), ErrorCase::none) << "50 ms late is found";
    EXPECT_EQ(found(beats(79, 1, 0.3)), ErrorCase::twice);
    EXPECT_EQ(found(beats(20, 1, 1.2)), ErrorCase::half);
    EXPECT_EQ(found(beats(20, 1.6, 1.2)), ErrorCase::half) << "on the other beats";
    EXPECT_EQ(found(beats(39, 1.3)), ErrorCase::off_beat);
    EXPECT_EQ(found(beats(118, 1, 0.2)), ErrorCase::triple);
    for (const double first : {1.0, 1.6, 2.2})
        EXPECT_EQ(found(beats(13, first, 1.8)), ErrorCase::triple) << "a third as fast, from " << first;
    EXPECT_EQ(found(beats(60, 1, 0.4)), ErrorCase::other) << "three to two";
    EXPECT_EQ(found({}), ErrorCase::no_beats);
}

TEST(ErrorCase, HalfASongIsNoOctave) {
    std::vector<double> first_half = beats(20);
    EXPECT_EQ(found(first_half), ErrorCase::other) << "F is 2/3, and no other level fits better";
    // Right for 30 of 40 beats, then off-beat.
    std::vector<double> mostly = beats(30);
    for (int i = 30; i < 39; ++i)
        mostly.push_back(1 + 0.6 * i + 0.3);
    EXPECT_EQ(found(mostly), ErrorCase::other);
}

TEST(Evaluation, WhatIsNotThereScoresZeroAndSaysWhy) {
    const Answer missing{Answer::Kind::missing, "no file", "", {}, {}};
    const Answer failed{Answer::Kind::failed, "exit code 1", "", {}, {}};
    const Evaluation e = judge({}, {"set"}, {"t"},
                               {{0, "a", {beats(40), downbeats(10), {}}},
                                {0, "b", {beats(40), downbeats(10), {}}},
                                {0, "c", {beats(40), downbeats(10), {}}},
                                {0, "d", {beats(40), downbeats(10), {}}}},
                               {{given(beats(40), downbeats(10)), missing, failed, given({})}});
    const auto& results = e.results[0];
    EXPECT_EQ(results[0].verdict, Verdict::scored);
    EXPECT_EQ(results[1].verdict, Verdict::missing);
    EXPECT_EQ(results[2].verdict, Verdict::failed);
    EXPECT_EQ(results[2].problem, "exit code 1");
    EXPECT_EQ(results[3].verdict, Verdict::no_beats);
    for (std::size_t i = 1; i < 4; ++i) {
        for (const MeasureInfo& measure : measures()) {
            const auto value = value_of(results[i], measure.measure);
            if (measure.is_share)
                EXPECT_EQ(value, 0) << measure.key << " of " << i;
            else
                EXPECT_FALSE(value) << measure.key;
        }
    }
    const Summary summary = summarise(e);
    ASSERT_EQ(summary.rows.size(), 1U);
    EXPECT_EQ(summary.rows[0].files, 4U);
    EXPECT_EQ(summary.rows[0].missing, 3U);
    EXPECT_DOUBLE_EQ(summary.rows[0].estimates[0].value, 0.25);
    EXPECT_THAT(summary.rows[0].errors, ElementsAre(1, 0, 0, 0, 0, 0, 3));
}

TEST(Evaluation, DownbeatsAreJudgedWhereBothKnowSome) {
    const std::vector<Recording> recordings = {{0, "bars", {beats(40), downbeats(10), {}}},
                                               {0, "no bars", {beats(40), {}, {}}},
                                               {0, "bars too", {beats(40), downbeats(10), {}}}};
    const Evaluation e =
        judge({}, {"set"}, {"with", "without"}, recordings,
              {{given(beats(40), downbeats(10)), given(beats(40), downbeats(10)), given(beats(40))},
               {given(beats(40)), given(beats(40)), given(beats(40))}});
    EXPECT_EQ(e.results[0][0].scores.downbeat_f, 1);
    EXPECT_FALSE(e.results[0][1].scores.downbeat_f) << "nothing to judge by";
    EXPECT_EQ(e.results[0][2].scores.downbeat_f, 0) << "a tracker that knows bars did not find these";
    for (const FileResult& result : e.results[1])
        EXPECT_FALSE(result.scores.downbeat_f) << "a tracker that knows of no bars";
    const Summary summary = summarise(e);
    const auto& downbeat = summary.rows[0].estimates[static_cast<std::size_t>(Measure::downbeat_f)];
    EXPECT_EQ(downbeat.files, 2U);
    EXPECT_DOUBLE_EQ(downbeat.value, 0.5);
    EXPECT_EQ(summary.rows[1].estimates[static_cast<std::size_t>(Measure::downbeat_f)].files, 0U);
}

TEST(Evaluation, DownbeatsBeforeTheSkipAreNotThere) {
    Settings settings;
    settings.skip_s = 5;
    const Evaluation e = judge(settings, {"set"}, {"t"}, {{0, "a", {beats(40), {1.0, 3.4}, {}}}},
                               {{given(beats(40), {1.0, 3.4})}});
    EXPECT_FALSE(e.results[0][0].scores.downbeat_f);
}

TEST(Evaluation, TempoIsTheOneGiven) {
    const std::vector<Recording> recordings = {{0, "a", {beats(40), {}, 50.0}},
                                               {0, "one beat", {{3.0}, {}, {}}}};
    const Evaluation e = judge({}, {"set"}, {"t"}, recordings, {{given(beats(40)), given(beats(40))}});
    EXPECT_DOUBLE_EQ(e.results[0][0].tempo_bpm, 100);
    EXPECT_EQ(value_of(e.results[0][0], Measure::acc1), 0);
    EXPECT_EQ(value_of(e.results[0][0], Measure::acc2), 1);
    EXPECT_FALSE(value_of(e.results[0][1], Measure::acc1)) << "one beat has no tempo";
}

TEST(Evaluation, SetsAndAllOfThem) {
    const Evaluation e =
        judge({}, {"x", "y"}, {"right", "late"},
              {{0, "a", {beats(40), {}, {}}}, {1, "b", {beats(40), {}, {}}}, {1, "c", {beats(40), {}, {}}}},
              {{given(beats(40)), given(beats(40)), given({})},
               {given(beats(40, 1.01)), given(beats(40, 1.02)), given(beats(40, 1.03))}});
    const Summary summary = summarise(e);
    ASSERT_EQ(summary.rows.size(), 6U);
    const auto f = [&](std::size_t row) { return summary.rows[row].estimates[0].value; };
    EXPECT_EQ(summary.rows[2].set, 1U);
    EXPECT_EQ(summary.rows[3].tracker, 1U);
    EXPECT_DOUBLE_EQ(f(0), 1);
    EXPECT_DOUBLE_EQ(f(2), 0.5);
    EXPECT_FALSE(summary.rows[4].set);
    EXPECT_DOUBLE_EQ(f(4), 2 / 3.0) << "a mean over files, not over sets";
    const auto offset = [&](std::size_t row) {
        return summary.rows[row].estimates[static_cast<std::size_t>(Measure::offset)].value;
    };
    EXPECT_NEAR(offset(5), 20, 1e-6) << "the median file's median";
    EXPECT_NEAR(summary.rows[5].offsets.p50, 20, 1e-6);
    EXPECT_EQ(summary.rows[5].offsets.beats, 120U);
    ASSERT_FALSE(summary.differences.empty());
    for (const Difference& difference : summary.differences)
        EXPECT_EQ(difference.tracker, 1U) << "the first tracker is what the others are held against";
    EXPECT_DOUBLE_EQ(summary.differences[0].estimate.value, 0);
}

TEST(Evaluation, ADifferenceIsPaired) {
    // b is worse by the same amount on every file, though files differ more than that.
    std::vector<Recording> recordings;
    std::vector<Answer> a;
    std::vector<Answer> b;
    for (int i = 0; i < 12; ++i) {
        recordings.push_back({0, std::to_string(i), {beats(40), {}, {}}});
        a.push_back(given(beats(10 + 2 * i)));
        b.push_back(given(beats(8 + 2 * i)));
    }
    Settings settings;
    settings.baseline = 1;
    const Summary summary = summarise(judge(settings, {"s"}, {"a", "b"}, recordings, {a, b}));
    const Row& row_a = summary.rows[0];
    const Row& row_b = summary.rows[1];
    EXPECT_GT(row_b.estimates[0].interval->high, row_a.estimates[0].interval->low) << "the intervals overlap";
    const Difference& f = summary.differences[0];
    EXPECT_EQ(f.tracker, 0U);
    EXPECT_TRUE(is_clear(f.estimate));
    EXPECT_GT(f.estimate.interval->low, 0);
    EXPECT_LT(*f.estimate.p_zero, 0.001);
}

TEST(Evaluation, ConfidenceIsHeldAgainstWhatItPromises) {
    std::vector<Recording> recordings;
    std::vector<Answer> answers;
    const auto add = [&](double confidence, std::vector<double> times) {
        recordings.push_back({0, std::to_string(recordings.size()), {beats(40), {}, {}}});
        answers.push_back(given(std::move(times)));
        answers.back().confidence = confidence;
    };
    add(0.95, beats(40));
    add(0.85, beats(40));
    add(0.81, beats(20, 1, 1.2));  // sure and wrong
    add(0.8, beats(40));           // not above
    add(0.1, {});
    const Summary summary = summarise(judge({}, {"s"}, {"t"}, recordings, {answers}));
    ASSERT_TRUE(summary.rows[0].confidence);
    const Calibration& c = *summary.rows[0].confidence;
    EXPECT_EQ(c.files, 5U);
    EXPECT_EQ(c.sure, 3U);
    EXPECT_EQ(c.right, 2U);
    EXPECT_EQ(c.bins[0].files, 1U);
    EXPECT_EQ(c.bins[4].files, 4U);
    EXPECT_NEAR(c.bins[4].f, (3 + 2 / 3.0) / 4, 1e-9);
}

TEST(Measures, StandInTheirOrderUnderNamesOfTheirOwn) {
    std::vector<std::string_view> keys;
    for (std::size_t i = 0; i < measures().size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(measures()[i].measure), i);
        EXPECT_EQ(std::count(keys.begin(), keys.end(), measures()[i].key), 0);
        keys.push_back(measures()[i].key);
    }
}

TEST(Measures, SpreadIsTheMiddleHalf) {
    FileResult result;
    result.offsets_s = {0.04, 0.0, 0.01, 0.02, 0.03};
    EXPECT_NEAR(*value_of(result, Measure::spread), 20, 1e-9);
}

}  // namespace
}  // namespace beatsync::evaluate
