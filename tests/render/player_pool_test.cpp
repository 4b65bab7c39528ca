// Which sources stay open, and what that costs in frames decoded.
#include "render/player_pool.h"

#include <gtest/gtest.h>

#include "support/pattern_clip.h"

namespace beatsync::render {
namespace {

constexpr Rate kFps{30, 1};

class Pool : public testing::Test {
protected:
    /// Four clips with a keyframe a second, shown in turn from their keyframes, `rounds` times, 6 frames
    /// each.
    void make(int rounds) {
        draft_.canvas = {320, 180, kFps};
        draft_.tracks.resize(1);
        for (int c = 0; c < 4; ++c) {
            test::PatternClip clip;
            clip.clip = c;
            clip.frames = 100;
            clip.after = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -x264-params scenecut=0";
            ASSERT_TRUE(test::make_clip(clip, folder_.path() / name(c)));
        }
        for (int i = 0; i < 4 * rounds; ++i) {
            draft::Segment s;
            s.frames = {i * kFrames, (i + 1) * kFrames};
            s.source = name(i % 4);
            s.in = kFps.time_of(30 * (1 + i / 4 % 2));
            draft_.tracks[0].segments.push_back(s);
        }
    }

    static std::string name(int clip) { return "clip" + std::to_string(clip) + ".mp4"; }

    /// Plays the draft and checks every frame; how many were decoded for it.
    std::int64_t play(const PlayerPool::Limits& limits) {
        PlayerPool pool(draft_, folder_.path(), {}, limits);
        for (const draft::Segment& s : draft_.tracks[0].segments) {
            auto player = pool.player(s.source);
            EXPECT_TRUE(player);
            for (int i = 0; i < kFrames; ++i) {
                const Time t = s.in + kFps.time_of(i) + Time::from_ms(1);
                const media::Frame* frame = i == 0 ? (*player)->start(t) : (*player)->advance(t);
                const AVFrame& f = *frame->picture;
                const auto mark = test::read_pattern({f.data[0], f.linesize[0], f.width, f.height});
                const test::Mark want{s.source[4] - '0', static_cast<int>(kFps.nearest_index(s.in)) + i};
                EXPECT_EQ(mark, want);
            }
        }
        return pool.frames_decoded();
    }

    static constexpr int kFrames = 6;
    test::TemporaryFolder folder_;
    draft::Draft draft_;
};

TEST_F(Pool, DecodesLittleMoreThanItShows) {
    make(2);
    const std::int64_t shown = 4 * 2 * kFrames;
    const std::int64_t opening = 4 * 1;
    // One more frame a piece: a frame ends when the next begins.
    EXPECT_LE(play({}), shown + 4 * 2 + opening);
}

TEST_F(Pool, SourcesThatRestAreNotOpenedAgain) {
    make(3);
    PlayerPool::Limits few;
    few.pixels = 2 * 320 * 180;
    EXPECT_EQ(play(few), play({})) << "opening one decodes its first frame";
    few.resting = 0;
    EXPECT_GT(play(few), play({}));
    few.resting = 64;
    few.resting_frames = 150;
    EXPECT_GT(play(few), play({})) << "one index of 100 frames may stay";
}

}  // namespace
}  // namespace beatsync::render
