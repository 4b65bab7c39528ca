#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "markup_checker.h"
#include "report/evaluation_html.h"
#include "report/evaluation_table.h"

namespace beatsync::report {
namespace {

using evaluate::Answer;
using evaluate::Evaluation;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kHostile = "\"><script>alert(1)</script><img src=x onerror=y>'&\x1B\xFF";

std::vector<double> beats(int count, double first = 1, double interval = 0.5) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i)
        times.push_back(first + interval * i);
    return times;
}
Answer given(std::vector<double> times, std::vector<double> bars = {},
             std::optional<double> confidence = {}) {
    return {Answer::Kind::given, "", "", {std::move(times), std::move(bars), {}}, confidence};
}

/// Two sets and three trackers: one right but for an octave, one late and once missing, one that fails.
Evaluation sample(const std::string& name = "slow") {
    const auto bars = [](int count) { return beats(count, 1, 2); };
    std::vector<evaluate::Recording> recordings = {{0, "one", {beats(40), bars(10), {}}},
                                                   {0, "two", {beats(40), bars(10), {}}},
                                                   {0, "three", {beats(40), bars(10), {}}},
                                                   {1, name, {beats(20), {}, 120.0}},
                                                   {1, "fast", {beats(80, 1, 0.25), {}, {}}}};
    const Answer missing{Answer::Kind::missing, "no prediction of this name", "", {}, {}};
    const Answer failed{Answer::Kind::failed, "exit code 3: " + name, "", {}, {}};
    return evaluate::judge(
        {0, 1000, 7, 0}, {"studio", "stage"}, {"ours", name, "theirs"}, std::move(recordings),
        {{given(beats(40), bars(10), 0.95), given(beats(40), bars(10), 0.85),
          given(beats(79, 1, 0.25), bars(10), 0.9), given(beats(20), {}, 0.4), given({}, {}, 0.1)},
         {given(beats(40, 1.02)), given(beats(40, 1.03)), missing, given(beats(19, 1.25)),
          given(beats(80, 1.01, 0.25))},
         {failed, failed, failed, failed, failed}});
}

std::string golden_path() {
    return std::string(BEATSYNC_REPORT_GOLDENS) + "/evaluation.txt";
}

TEST(EvaluationTable, LooksLikeThis) {
    const Evaluation evaluation = sample();
    const std::string text =
        evaluation_files_table(evaluation) + evaluation_table(evaluation, summarise(evaluation));
    if (std::getenv("BEATSYNC_UPDATE_GOLDENS") != nullptr) {
        std::ofstream(golden_path()) << text;
        return;
    }
    std::stringstream golden;
    golden << std::ifstream(golden_path()).rdbuf();
    EXPECT_EQ(golden.str(), text) << "If it is better: BEATSYNC_UPDATE_GOLDENS=1 beatsync_report_test "
                                     "--gtest_filter='EvaluationTable.*', and look at the difference.";
}

TEST(EvaluationTable, SaysNothingOfWhatNobodyJudged) {
    const Evaluation alone =
        evaluate::judge({}, {"set"}, {"tracker"}, {{0, "a", {beats(40), {}, {}}}}, {{given(beats(40))}});
    const std::string text = evaluation_table(alone, summarise(alone));
    EXPECT_THAT(text, Not(HasSubstr("DownF")));
    EXPECT_THAT(text, Not(HasSubstr("Against"))) << "nobody to compare with";
    EXPECT_THAT(text, Not(HasSubstr("95 % intervals"))) << "one file has none";
    EXPECT_THAT(text, Not(HasSubstr("Confidence")));
}

TEST(EvaluationTable, NamesCannotBreakLines) {
    const Evaluation evaluation = sample("a\nb\x1B[2J");
    const std::string text =
        evaluation_files_table(evaluation) + evaluation_table(evaluation, summarise(evaluation));
    EXPECT_THAT(text, Not(HasSubstr("a\nb")));
    EXPECT_THAT(text, Not(HasSubstr("\x1B")));
}

TEST(EvaluationCsv, IsOneLineAFileAndTracker) {
    const std::string csv = evaluation_csv(sample("a, \"b\""));
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 5 * 3);
    EXPECT_THAT(csv, HasSubstr("\nstudio,one,ours,scored,1,"));
    EXPECT_THAT(csv, HasSubstr("\nstage,\"a, \"\"b\"\"\",theirs,failed,0,"));
    EXPECT_THAT(csv, HasSubstr(",\"exit code 3: a, \"\"b\"\"\"\n"));
    std::istringstream lines(csv);
    std::string head;
    std::string first;
    std::getline(lines, head);
    std::getline(lines, first);
    EXPECT_EQ(std::count(head.begin(), head.end(), ','), std::count(first.begin(), first.end(), ','));
}

void expect_sound(const std::string& html) {
    const MarkupChecker checker(html);
    EXPECT_EQ(checker.problem(), "");
    for (const auto& element : checker.elements()) {
        for (const char* fetching : {"src", "href", "xlink:href", "srcset", "action"})
            EXPECT_FALSE(element.attributes.contains(fetching)) << element.name;
        for (const auto& [key, value] : element.attributes)
            EXPECT_FALSE(key.starts_with("on")) << element.name << " " << key;
    }
    EXPECT_EQ(checker.count("script"), 0U);
    EXPECT_EQ(checker.count("link"), 0U);
    EXPECT_THAT(html, Not(HasSubstr("url(")));
    EXPECT_THAT(html, Not(HasSubstr("@import")));
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
    EXPECT_THAT(html, HasSubstr("prefers-color-scheme: dark"));
    EXPECT_THAT(html, Not(HasSubstr("nan")));
}

TEST(EvaluationHtml, IsSoundMarkupThatNeedsNothingElse) {
    const Evaluation evaluation = sample();
    const std::string html = evaluation_html(evaluation, summarise(evaluation),
                                             {{"built in", "predictions: x"}, {"left out: y"}, {"z"}});
    expect_sound(html);
    const MarkupChecker checker(html);
    // F, CMLt, AMLt, DownF, Acc2, offset; three differences (only one says downbeats); ranking and two
    // scatters; a histogram for each row with offsets (ours and the second, on two sets and all); errors;
    // confidence of ours.
    EXPECT_EQ(checker.count("svg"), 6U + 3U + 3U + 6U + 1U + 1U);
    EXPECT_THAT(html, HasSubstr("left out: y"));
    EXPECT_THAT(html, HasSubstr("of 3 files above 0.8, 2 with an F of 0.9"));
}

TEST(EvaluationHtml, WhatIsHostileStaysText) {
    const Evaluation evaluation = sample(kHostile);
    const std::string html =
        evaluation_html(evaluation, summarise(evaluation), {{kHostile}, {kHostile}, {kHostile}});
    expect_sound(html);
    EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
    EXPECT_THAT(html, Not(HasSubstr("\x1B")));
}

TEST(EvaluationHtml, OneFileAndOneTrackerAreEnough) {
    const Evaluation alone =
        evaluate::judge({}, {"set"}, {"tracker"}, {{0, "a", {{1.0}, {}, {}}}}, {{given({})}});
    expect_sound(evaluation_html(alone, summarise(alone), {}));
}

TEST(EvaluationHtml, ThousandsOfFilesStayReadable) {
    std::vector<evaluate::Recording> recordings;
    std::vector<Answer> answers;
    for (int i = 0; i < 6000; ++i) {
        recordings.push_back({0, std::to_string(i), {beats(4), {}, {}}});
        answers.push_back(given(beats(4)));
    }
    const Evaluation evaluation =
        evaluate::judge({0, 100, 0, 0}, {"set"}, {"a", "b"}, recordings, {answers, answers});
    const std::string html = evaluation_html(evaluation, summarise(evaluation), {});
    expect_sound(html);
    EXPECT_THAT(html, HasSubstr("and 1000 more"));
    EXPECT_LT(html.size(), 10U << 20U);
}

}  // namespace
}  // namespace beatsync::report
