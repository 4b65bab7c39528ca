// Which sources stay open, and what that costs in frames decoded.
#include "render/player_pool.h"

#include <array>
#include <thread>

#include "marked_clips.h"

namespace beatsync::render {
namespace {

class Pool : public MarkedClips {
protected:
    /// Four clips shown in turn from their keyframes, `rounds` times, 6 frames each.
    void make(int rounds) {
        make_clips(4);
        for (int i = 0; i < 4 * rounds; ++i)
            add(i % 4, 30 * (1 + i / 4 % 2), kFrames);
    }

    static Time time_of(int frame) { return kFps.time_of(frame) + Time::from_ms(1); }

    /// Plays the draft and checks every frame; how many were decoded for it.
    std::int64_t play(const PlayerPool::Limits& limits) {
        PlayerPool pool(draft_, folder_.path(), {}, limits);
        for (const draft::Segment& s : draft_.tracks[0].segments) {
            auto player = pool.player(s.source);
            EXPECT_TRUE(player);
            const auto first = static_cast<int>(kFps.nearest_index(s.in));
            for (int i = 0; i < kFrames; ++i) {
                const Time t = time_of(first + i);
                const media::Frame* frame = i == 0 ? (*player)->start(t) : (*player)->advance(t);
                const test::Mark want{s.source[4] - '0', first + i};
                EXPECT_EQ(mark_of(*frame->picture), want);
            }
        }
        return pool.frames_decoded();
    }

    static constexpr int kFrames = 6;
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

TEST_F(Pool, TheNextOneComesToItsPictureOnAnotherThread) {
    make(2);
    PlayerPool pool(draft_, folder_.path(), {});
    ClipPlayer* first = *pool.player(name(0));
    ASSERT_NE(first->start(time_of(30)), nullptr);
    // Clip 1 must be opened for it; clip 0, the second time, is there already.
    for (const int clip : {1, 0}) {
        SCOPED_TRACE(clip);
        const std::array<const ClipPlayer*, 1> in_use{*pool.player(name(2))};
        std::thread::id entered_on;
        const auto enter = [&](ClipPlayer& p) {
            entered_on = std::this_thread::get_id();
            p.start(time_of(50));
        };
        pool.prepare(name(clip), enter, in_use);
        ClipPlayer* player = *pool.player(name(clip));
        EXPECT_NE(entered_on, std::thread::id());
        EXPECT_NE(entered_on, std::this_thread::get_id());
        const std::int64_t decoded = pool.frames_decoded();
        const media::Frame* frame = player->start(time_of(50));
        ASSERT_NE(frame, nullptr);
        EXPECT_EQ(mark_of(*frame->picture), (test::Mark{clip, 50}));
        EXPECT_EQ(pool.frames_decoded(), decoded) << "it was there already";
    }
}

TEST_F(Pool, WhatPlaysIsNotTakenForTheNextPieceOfTheSameSource) {
    make(1);
    PlayerPool pool(draft_, folder_.path(), {});
    ClipPlayer* playing = *pool.player(name(0));
    ASSERT_NE(playing->start(time_of(30)), nullptr);
    const std::array<const ClipPlayer*, 1> in_use{playing};
    const auto enter = [](ClipPlayer& p) { p.start(time_of(70)); };
    pool.prepare(name(0), enter, in_use);
    EXPECT_EQ(mark_of(*playing->advance(time_of(31))->picture), (test::Mark{0, 31}));
    ClipPlayer* next = *pool.player(name(0));
    EXPECT_NE(next, playing);
    EXPECT_EQ(mark_of(*next->start(time_of(70))->picture), (test::Mark{0, 70}));
}

/// The file says that it has 100 frames, and breaks off before that.
TEST_F(Pool, TheEndOfAFileThatBreaksOffIsLookedForOnce) {
    make_clips(1);
    const auto path = folder_.path() / name(0);
    ASSERT_TRUE(test::run_command("ffmpeg -nostdin -v error -i '" + path.string() +
                                  "' -c copy -movflags +faststart '" + path.string() + ".mp4'"));
    std::filesystem::resize_file(path.string() + ".mp4", std::filesystem::file_size(path) / 2);
    std::filesystem::rename(path.string() + ".mp4", path);
    PlayerPool pool(draft_, folder_.path(), {});
    ClipPlayer* player = *pool.player(name(0));
    const media::Frame* last = player->start(time_of(90));
    ASSERT_NE(last, nullptr);
    const auto held = mark_of(*last->picture);
    ASSERT_TRUE(held);
    EXPECT_GT(held->frame, 20);
    EXPECT_LT(held->frame, 80);
    ASSERT_TRUE(player->trouble());
    const std::int64_t decoded = pool.frames_decoded();
    EXPECT_EQ(mark_of(*player->start(time_of(95))->picture), held);
    EXPECT_EQ(pool.frames_decoded(), decoded) << "it is shown already";
    EXPECT_EQ(mark_of(*player->start(time_of(1))->picture), (test::Mark{0, 1}));
    EXPECT_EQ(mark_of(*player->start(time_of(95))->picture), held);
    EXPECT_LE(pool.frames_decoded() - decoded, 2 + held->frame % 30 + 3) << "from the last keyframe on";
}

TEST_F(Pool, OneThatCannotBeMadeReadySaysSoWhenItIsAskedFor) {
    make(1);
    PlayerPool pool(draft_, folder_.path(), {});
    bool entered = false;
    pool.prepare("absent.mp4", [&](ClipPlayer&) { entered = true; }, {});
    const auto player = pool.player("absent.mp4");
    ASSERT_FALSE(player);
    EXPECT_NE(player.error().message.find("absent.mp4"), std::string::npos);
    EXPECT_FALSE(entered);
}

TEST_F(Pool, WhatIsMadeReadyCountsAmongThoseAwake) {
    make(2);
    // Frames decoded for clip 0 to go on from frame 35 to 40 after clip 2 was made ready beside clip 1.
    const auto going_on = [&](int awake) {
        PlayerPool::Limits limits;
        limits.pixels = static_cast<std::int64_t>(awake) * 320 * 180;
        PlayerPool pool(draft_, folder_.path(), {}, limits);
        (*pool.player(name(0)))->start(time_of(35));
        const std::array<const ClipPlayer*, 1> in_use{*pool.player(name(1))};
        (*pool.player(name(1)))->start(time_of(30));
        const auto enter = [](ClipPlayer& p) { p.start(time_of(30)); };
        pool.prepare(name(2), enter, in_use);
        const std::int64_t before = pool.frames_decoded();
        (*pool.player(name(0)))->start(time_of(40));
        return pool.frames_decoded() - before;
    };
    EXPECT_LE(going_on(3), 6);
    EXPECT_GE(going_on(2), 10) << "woken, it begins at its keyframe, frame 30";
}

}  // namespace
}  // namespace beatsync::render
