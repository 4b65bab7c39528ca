// mir_eval's published beat test cases: references, estimates and the scores that they get.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "evaluate/beat_metrics.h"

namespace beatsync::evaluate {
namespace {

namespace fs = std::filesystem;
constexpr double kAgreement = 1e-9;

std::vector<double> read_times(const fs::path& path) {
    std::ifstream file(path);
    std::vector<double> times;
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line[0] != '#') times.push_back(std::stod(line));
    return times;
}

TEST(MirEval, PublishedCasesAgree) {
    const fs::path folder = fs::path(BEATSYNC_SHARED_DATA) / "mir_eval_beat";
    if (!fs::is_directory(folder)) GTEST_SKIP() << "no " << folder;
    int cases = 0;
    for (int i = 0; fs::exists(folder / ("ref0" + std::to_string(i) + ".txt")); ++i, ++cases) {
        const std::string number = "0" + std::to_string(i) + ".txt";
        const Beats reference{read_times(folder / ("ref" + number)), {}, {}};
        const Beats estimated{read_times(folder / ("est" + number)), {}, {}};
        const BeatScores got = score_beats(reference, estimated, 5);
        const std::map<std::string, double> scores = {
            {"F-measure", got.f},
            {"Cemgil", got.cemgil.score},
            {"Cemgil Best Metric Level", got.cemgil.best_level},
            {"Goto", got.goto_score},
            {"P-score", got.p_score},
            {"Correct Metric Level Continuous", got.continuity.cml_c},
            {"Correct Metric Level Total", got.continuity.cml_t},
            {"Any Metric Level Continuous", got.continuity.aml_c},
            {"Any Metric Level Total", got.continuity.aml_t},
            {"Information gain", got.information_gain},
        };
        const auto expected =
            nlohmann::json::parse(std::ifstream(folder / ("output0" + std::to_string(i) + ".json")));
        for (const auto& [name, score] : scores)
            EXPECT_NEAR(score, expected.at(name).get<double>(), kAgreement) << name << " of case " << i;
    }
    EXPECT_EQ(cases, 10);
}

}  // namespace
}  // namespace beatsync::evaluate
