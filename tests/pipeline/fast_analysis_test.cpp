// Analyses of both kinds lie in one cache.
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <vector>

#include "pipeline/pipeline.h"
#include "support/pattern_clip.h"

namespace beatsync::pipeline {
namespace {

namespace fs = std::filesystem;

std::ptrdiff_t entries_in(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

TEST(FastAnalysis, IsNeverTakenForTheOther) {
    const test::TemporaryFolder folder;
    const std::vector<fs::path> clips = {folder.path() / "a.mp4"};
    ASSERT_TRUE(test::make_clip({}, clips.front()));
    AnalysisSettings settings;
    settings.cache_folder = folder.path() / "cache";
    for (const bool fast : {true, false, true}) {
        settings.fast = fast;
        const auto footage = analyse_clips(clips, settings, {});
        ASSERT_TRUE(footage);
        EXPECT_EQ(footage->clips.front().media.video->frames, 60);
    }
    EXPECT_EQ(entries_in(settings.cache_folder), 2);
}

}  // namespace
}  // namespace beatsync::pipeline
