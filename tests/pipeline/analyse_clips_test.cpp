// Many clips at once: what becomes of one that fails, and under which keys they are kept.
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/pipeline.h"
#include "support/pattern_clip.h"

namespace beatsync::pipeline {
namespace {

namespace fs = std::filesystem;

/// As if the memory did not suffice for what is analysed first.
class RunsOutOfMemoryOnce : public ProgressSink {
public:
    void update(std::string_view /*stage*/, double /*fraction*/) override {
        if (!std::exchange(ran_out_, true)) throw std::bad_alloc();
    }

private:
    bool ran_out_ = false;
};

class AnalyseClips : public testing::Test {
protected:
    fs::path make(const std::string& name) {
        fs::path clip = folder_.path() / name;
        EXPECT_TRUE(test::make_clip({}, clip));
        return clip;
    }

    test::TemporaryFolder folder_;
    AnalysisSettings settings_;
};

TEST_F(AnalyseClips, OneThatTheMemoryDoesNotSufficeForIsRejected) {
    const std::vector<fs::path> clips = {make("a.mp4"), make("b.mp4")};
    settings_.threads = 1;
    RunsOutOfMemoryOnce sink;
    const auto footage = analyse_clips(clips, settings_, RunContext{nullptr, &sink, {}});
    ASSERT_TRUE(footage) << footage.error().message;
    ASSERT_EQ(footage->rejected.size(), 1U);
    const RejectedClip& rejected = footage->rejected.front();
    EXPECT_EQ(rejected.path, clips.front());
    EXPECT_EQ(rejected.error.code, Errc::media);
    EXPECT_TRUE(rejected.error.message.ends_with("a.mp4: not enough memory to analyse it"))
        << rejected.error.message;
    ASSERT_EQ(footage->clips.size(), 1U);
    EXPECT_TRUE(footage->clips.front().media.path.ends_with("b.mp4"));
}

TEST_F(AnalyseClips, WhatIsKeptUnderAnotherScopeIsNotFound) {
    const std::vector<fs::path> clips = {make("a.mp4")};
    settings_.cache_folder = folder_.path() / "cache";
    const auto entries = [&] { return std::distance(fs::directory_iterator(settings_.cache_folder), {}); };
    ASSERT_TRUE(analyse_clips(clips, settings_, {}));
    EXPECT_EQ(entries(), 1);
    settings_.cache_scope = "program=1";
    EXPECT_FALSE(was_whole(clips.front(), settings_, {}));
    ASSERT_TRUE(analyse_clips(clips, settings_, {}));
    EXPECT_EQ(entries(), 2);
    EXPECT_TRUE(was_whole(clips.front(), settings_, {}));
    ASSERT_TRUE(analyse_clips(clips, settings_, {}));
    EXPECT_EQ(entries(), 2) << "found again under its own";
}

}  // namespace
}  // namespace beatsync::pipeline
