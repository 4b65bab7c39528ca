// Videos put together elsewhere, with the time of every frame written down beside them.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/run_context.h"
#include "media/analysis_reader.h"
#include "media/frame_reader.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;

const fs::path kCuts = fs::path(BEATSYNC_SHARED_DATA) / "cuts";

std::vector<double> true_times(const fs::path& path) {
    std::ifstream in(path);
    std::vector<double> times;
    for (double t = 0; in >> t;)
        times.push_back(t);
    return times;
}

TEST(RealFiles, EveryFrameComesAtItsTime) {
    if (!fs::exists(kCuts)) GTEST_SKIP() << kCuts << " is not here";
    int files = 0;
    for (const auto& entry : fs::directory_iterator(kCuts)) {
        const fs::path list = fs::path(entry.path()).replace_extension(".pts");
        const std::string kind = entry.path().extension().string();
        if (!fs::exists(list) || (kind != ".mp4" && kind != ".mkv" && kind != ".ts" && kind != ".avi" &&
                                  kind != ".mov" && kind != ".webm"))
            continue;
        SCOPED_TRACE(entry.path().string());
        const std::vector<double> truth = true_times(list);
        auto reader = FrameReader::open(entry.path(), {});
        ASSERT_TRUE(reader);
        std::size_t frames = 0;
        for (;; ++frames) {
            const auto frame = reader->next();
            ASSERT_TRUE(frame);
            if (!*frame) break;
            ASSERT_LT(frames, truth.size());
            ASSERT_NEAR((*frame)->at.seconds(), truth[frames] - truth[0], 0.001);
        }
        EXPECT_EQ(frames, truth.size());
        ++files;
    }
    EXPECT_GT(files, 10);
}

TEST(RealFiles, WhatTheDecoderMadeUpIsSaid) {
    const fs::path footage = fs::path(BEATSYNC_SHARED_DATA) / "footage";
    if (!fs::exists(footage)) GTEST_SKIP() << footage << " is not here";
    const auto damaged_frames = [&](const char* name) {
        int count = 0;
        EXPECT_TRUE(read_for_analysis(footage / name, {}, RunContext{},
                                      [&](const PictureView& picture) { count += picture.damaged ? 1 : 0; }));
        return count;
    };
    EXPECT_EQ(damaged_frames("dog_park_720p.mp4"), 0);
    EXPECT_GT(damaged_frames("broken_bitflips.mp4"), 200) << "its one keyframe is the first frame";
}

}  // namespace
}  // namespace beatsync::media
