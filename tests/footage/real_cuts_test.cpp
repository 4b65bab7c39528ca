#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "footage/shot_analyser.h"
#include "media/analysis_reader.h"

namespace beatsync::footage {
namespace {

namespace fs = std::filesystem;

/// Videos put together from real shots, with the frames of their cuts; not part of this repository.
const fs::path kVideos = fs::path(BEATSYNC_SHARED_DATA) / "cuts";
/// Reached when the parameters were set: .985.
constexpr double kHardCutF1 = 0.975;
/// Tolerance at the ends of gradual transitions, in frames.
constexpr std::int64_t kTolerance = 2;

struct Truth {
    std::set<std::int64_t> cuts;
    std::vector<std::pair<std::int64_t, std::int64_t>>
        no_verdict;  ///< gradual transitions and doubtful places
};

void read_ranges(const fs::path& path, Truth& truth) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::int64_t first = 0;
        std::int64_t last = 0;
        if (std::istringstream(line) >> first >> last) {
            truth.no_verdict.emplace_back(first - kTolerance, last + kTolerance);
        }
    }
}

Truth read_truth(fs::path path) {
    Truth truth;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::int64_t frame = 0;
        if (std::istringstream(line) >> frame) truth.cuts.insert(frame);
    }
    read_ranges(path.replace_extension(".transitions"), truth);
    read_ranges(path.replace_extension(".ignore"), truth);
    return truth;
}

struct Score {
    std::size_t hits = 0;
    std::size_t misses = 0;
    std::size_t false_cuts = 0;

    [[nodiscard]] double f1() const {
        return 2.0 * static_cast<double>(hits) / static_cast<double>(2 * hits + misses + false_cuts);
    }
};

void add(const ClipMap& map, const Truth& truth, Score& score) {
    std::size_t hits = 0;
    for (const Shot& shot : map.shots) {
        const std::int64_t frame = shot.first_frame;
        const bool no_verdict =
            frame == 0 ||
            std::any_of(truth.no_verdict.begin(), truth.no_verdict.end(),
                        [&](const auto& range) { return range.first <= frame && frame <= range.second; });
        if (truth.cuts.contains(frame)) {
            ++hits;
        } else if (!no_verdict) {
            ++score.false_cuts;
        }
    }
    score.hits += hits;
    score.misses += truth.cuts.size() - hits;
}

std::vector<fs::path> videos() {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(kVideos)) {
        const fs::path& path = entry.path();
        const bool is_truth =
            std::set<std::string>{".cuts", ".transitions", ".ignore", ".neg", ".pts"}.contains(
                path.extension().string());
        if (!is_truth && fs::exists(fs::path(path).replace_extension(".cuts"))) paths.push_back(path);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

TEST(RealCuts, AreFoundOnTheExactFrame) {
    if (!fs::exists(kVideos)) GTEST_SKIP() << "no videos in " << kVideos;
    Score score;
    for (const fs::path& video : videos()) {
        ShotAnalyser analyser;
        const auto media = media::read_for_analysis(
            video, {}, {}, [&](const PictureView& picture) { analyser.push(picture); });
        ASSERT_TRUE(media.has_value()) << video << ": " << media.error().message;
        add(analyser.finish(media->info, media->end), read_truth(fs::path(video).replace_extension(".cuts")),
            score);
    }
    RecordProperty("f1", std::to_string(score.f1()));
    EXPECT_GE(score.f1(), kHardCutF1)
        << score.hits << " found, " << score.misses << " missed, " << score.false_cuts << " false";
}

}  // namespace
}  // namespace beatsync::footage
