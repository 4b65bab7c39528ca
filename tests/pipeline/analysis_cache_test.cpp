#include "pipeline/analysis_cache.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>
#include <vector>

#include "support/pattern_clip.h"

namespace beatsync::pipeline {
namespace {

namespace fs = std::filesystem;

class AnalysisCacheTest : public testing::Test {
protected:
    [[nodiscard]] std::vector<fs::path> entries() const {
        std::vector<fs::path> found;
        for (const auto& file : fs::directory_iterator(folder_.path()))
            found.push_back(file.path());
        return found;
    }
    test::TemporaryFolder folder_;
    RunContext context_;
    AnalysisCache cache_{folder_.path(), 1U << 20U, context_};
};

TEST_F(AnalysisCacheTest, KeepsByKey) {
    EXPECT_FALSE(cache_.load("a"));
    cache_.store("a", "one");
    cache_.store("b", "two");
    EXPECT_EQ(cache_.load("a"), "one");
    EXPECT_EQ(cache_.load("b"), "two");
    EXPECT_FALSE(cache_.load("c"));
}

TEST_F(AnalysisCacheTest, IgnoresADamagedEntryAndRewritesIt) {
    cache_.store("a", "a value long enough to damage");
    const fs::path file = entries().at(0);
    {
        std::fstream damaged(file, std::ios::in | std::ios::out | std::ios::binary);
        damaged.seekp(-3, std::ios::end);
        damaged.put('X');
    }
    EXPECT_FALSE(cache_.load("a"));
    cache_.store("a", "again");
    EXPECT_EQ(cache_.load("a"), "again");
    fs::resize_file(file, 5);
    EXPECT_FALSE(cache_.load("a"));
}

TEST_F(AnalysisCacheTest, RemovesTheLongestUnusedAndNothingOfOthers) {
    const AnalysisCache small(folder_.path(), 2'300, context_);
    const std::string value(1'000, 'x');
    for (const char* key : {"old", "older", "new"})
        small.store(key, value);
    const auto now = fs::file_time_type::clock::now();
    for (const auto& file : entries())  // all equally old …
        fs::last_write_time(file, now - std::chrono::hours(1));
    ASSERT_TRUE(small.load("old"));  // … but for the two just used
    ASSERT_TRUE(small.load("new"));
    std::ofstream(folder_.path() / "notes.txt") << std::string(10'000, 'x');
    small.trim();
    EXPECT_TRUE(small.load("old"));
    EXPECT_TRUE(small.load("new"));
    EXPECT_FALSE(small.load("older"));
    EXPECT_TRUE(fs::exists(folder_.path() / "notes.txt"));
}

TEST_F(AnalysisCacheTest, AFolderThatCannotBeMadeIsOnlyAMiss) {
    const fs::path file = folder_.path() / "file";
    std::ofstream(file) << "no folder";
    const AnalysisCache broken(file / "below", 1000, context_);
    broken.store("a", "one");
    broken.trim();
    EXPECT_FALSE(broken.load("a"));
}

TEST_F(AnalysisCacheTest, ManyWritersOfOneKeyLeaveOneWholeEntry) {
    {
        std::vector<std::jthread> writers;
        for (int i = 0; i < 8; ++i)
            writers.emplace_back([&, i] {
                for (int j = 0; j < 10; ++j)
                    cache_.store("k", std::string(10'000, static_cast<char>('a' + i)));
            });
    }
    const auto value = cache_.load("k");
    ASSERT_TRUE(value);
    EXPECT_EQ(*value, std::string(10'000, value->front()));
    EXPECT_EQ(entries().size(), 1U);
}

}  // namespace
}  // namespace beatsync::pipeline
