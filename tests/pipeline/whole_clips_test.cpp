// What the analysis found whole is copied without being looked at again; nothing else is.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "pipeline/fit.h"
#include "pipeline/pipeline.h"
#include "pipeline/sync.h"
#include "support/pattern_clip.h"
#include "support/song_synth.h"

namespace beatsync::pipeline {
namespace {

namespace fs = std::filesystem;

class WholeClipsTest : public testing::Test {
protected:
    WholeClipsTest() { settings_.cache_folder = at("cache"); }

    [[nodiscard]] fs::path at(const std::string& name) const { return folder_.path() / name; }

    /// Of some megabytes, so that most of its bytes have no part in its digest.
    void make(const std::string& name) const {
        test::PatternClip clip;
        clip.frames = 90;
        clip.width = 640;
        clip.height = 360;
        clip.after = "-vf noise=alls=40:allf=t -c:v libx264 -preset ultrafast -qp 20 -g 30 -pix_fmt yuv420p";
        ASSERT_TRUE(test::make_clip(clip, at(name)));
        ASSERT_GT(fs::file_size(at(name)), 4U << 20U);
    }

    /// In the middle between two of the blocks that the digest looks at.
    void damage(const std::string& name) const {
        const auto size = static_cast<std::streamoff>(fs::file_size(at(name)));
        std::fstream file(at(name), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp((size - 65536) / 31 * 15 + 65536 + ((size - 65536) / 31 - 65536) / 2);
        std::mt19937 random(1);
        for (int i = 0; i < 3000; ++i)
            file.put(static_cast<char>(random()));
    }

    void make_song() const {
        const test::Song song = test::synthesise_song({});
        std::ofstream raw(at("song.f32"), std::ios::binary);
        raw.write(reinterpret_cast<const char*>(song.samples.data()),
                  static_cast<std::streamsize>(song.samples.size() * sizeof(float)));
        raw.close();
        ASSERT_TRUE(test::run_command("ffmpeg -nostdin -v error -f f32le -ar " +
                                      std::to_string(song.sample_rate) + " -ac 1 -i '" +
                                      at("song.f32").string() + "' '" + at("song.wav").string() + "'"));
    }

    [[nodiscard]] bool found_whole(const std::string& name) const {
        const std::vector<fs::path> clips = {at(name)};
        const auto footage = analyse_clips(clips, settings_, {});
        EXPECT_TRUE(footage);
        return footage && is_whole(footage->whole, at(name));
    }
    [[nodiscard]] bool remembered(const std::string& name) const {
        return was_whole(at(name), settings_, {});
    }

    test::TemporaryFolder folder_;
    AnalysisSettings settings_;
};

TEST_F(WholeClipsTest, AreKnownFromTheAnalysisAndRemembered) {
    make("a.mp4");
    EXPECT_FALSE(remembered("a.mp4")) << "not analysed yet";
    EXPECT_TRUE(found_whole("a.mp4"));
    EXPECT_TRUE(remembered("a.mp4"));
    EXPECT_TRUE(found_whole("a.mp4")) << "from the cache";
}

TEST_F(WholeClipsTest, ADamagedOneIsUsedAndNotAmongThem) {
    make("a.mp4");
    damage("a.mp4");
    EXPECT_FALSE(found_whole("a.mp4"));
    EXPECT_FALSE(remembered("a.mp4"));
}

TEST_F(WholeClipsTest, ACopyIsNotTheFileThatWasLookedAt) {
    make("a.mp4");
    ASSERT_TRUE(found_whole("a.mp4"));
    ASSERT_TRUE(test::run_command("cp -p '" + at("a.mp4").string() + "' '" + at("b.mp4").string() + "'"));
    damage("b.mp4");
    ASSERT_TRUE(test::run_command("touch -r '" + at("a.mp4").string() + "' '" + at("b.mp4").string() + "'"));
    EXPECT_FALSE(found_whole("b.mp4"));
    EXPECT_FALSE(remembered("b.mp4"));
    EXPECT_TRUE(remembered("a.mp4"));
}

TEST_F(WholeClipsTest, WhatChangedSinceIsNotTrusted) {
    make("a.mp4");
    const std::vector<fs::path> clips = {at("a.mp4")};
    const auto before = analyse_clips(clips, settings_, {});
    ASSERT_TRUE(before && is_whole(before->whole, at("a.mp4")));
    damage("a.mp4");
    EXPECT_FALSE(is_whole(before->whole, at("a.mp4")));
    EXPECT_FALSE(remembered("a.mp4"));
    const auto after = analyse_clips(clips, settings_, {});
    ASSERT_TRUE(after);
    EXPECT_EQ(after->clips.front().content, before->clips.front().content) << "or it proves nothing";
    EXPECT_TRUE(after->whole.empty());
}

TEST_F(WholeClipsTest, AFastAnalysisDoesNotSeeAll) {
    make("a.mp4");
    settings_.fast = true;
    EXPECT_FALSE(found_whole("a.mp4"));
    EXPECT_FALSE(remembered("a.mp4"));
}

TEST_F(WholeClipsTest, WithoutACacheTheRunItselfKnows) {
    make("a.mp4");
    settings_.cache_folder.clear();
    EXPECT_TRUE(found_whole("a.mp4"));
    EXPECT_FALSE(remembered("a.mp4"));
}

TEST_F(WholeClipsTest, TheRendererIsTold) {
    make("a.mp4");
    make("b.mp4");
    damage("b.mp4");
    make_song();
    SyncRequest request;
    request.plan.song = at("song.wav");
    request.plan.clips = {at("a.mp4"), at("b.mp4")};
    request.plan.analysis = settings_;
    request.output = at("out.mp4");
    bool asked = false;
    request.renderer = [&](const draft::Draft&, const fs::path&, const render::RenderOptions& options,
                           const RunContext&) -> Result<render::RenderReport> {
        asked = true;
        EXPECT_TRUE(options.known_whole(at("a.mp4")));
        EXPECT_FALSE(options.known_whole(at("b.mp4")));
        return render::RenderReport{};
    };
    const auto synced = sync(request, {});
    ASSERT_TRUE(synced) << synced.error().message;
    EXPECT_TRUE(asked);
}

TEST_F(WholeClipsTest, TheRendererOfMusicUnderAVideoIsTold) {
    make("a.mp4");
    make("b.mp4");
    damage("b.mp4");
    make_song();
    for (const bool whole : {true, false}) {
        FitRequest request;
        request.video = at(whole ? "a.mp4" : "b.mp4");
        request.songs = {at("song.wav")};
        request.analysis = settings_;
        request.output = at("out.mp4");
        bool asked = false;
        request.renderer = [&](const draft::Draft&, const fs::path&, const render::RenderOptions& options,
                               const RunContext&) -> Result<render::RenderReport> {
            asked = true;
            EXPECT_EQ(options.known_whole(request.video), whole);
            return render::RenderReport{};
        };
        const auto fitted = fit(request, {});
        ASSERT_TRUE(fitted) << fitted.error().message;
        EXPECT_TRUE(asked);
    }
}

}  // namespace
}  // namespace beatsync::pipeline
