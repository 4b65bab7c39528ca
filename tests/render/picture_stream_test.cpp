// What is decoded, when, for the pictures of a draft.
#include "render/picture_stream.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "marked_clips.h"

namespace beatsync::render {
namespace {

namespace fs = std::filesystem;

/// Whether this process has the file open.
bool is_open(const fs::path& path) {
    std::error_code error;
    return std::ranges::any_of(fs::directory_iterator("/proc/self/fd", error), [&](const auto& entry) {
        return fs::read_symlink(entry.path(), error) == path;
    });
}

bool will_be_open(const fs::path& path) {
    for (int tries = 0; tries < 1000; ++tries) {
        if (is_open(path)) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

class Pictures : public MarkedClips {
protected:
    std::vector<std::optional<test::Mark>> marks(PictureStream& stream, std::int64_t frames) {
        std::vector<std::optional<test::Mark>> all;
        for (std::int64_t f = 0; f < frames; ++f) {
            const auto picture = stream.next();
            EXPECT_TRUE(picture) << picture.error().message;
            if (!picture) break;
            all.push_back(mark_of(**picture));
        }
        return all;
    }

    /// The frames of these ranges of the output.
    static media::SplicePlan copied(const std::vector<std::pair<std::int64_t, std::int64_t>>& ranges) {
        media::SplicePlan plan;
        for (const auto& [begin, end] : ranges) {
            media::CopiedRun& run = plan.runs.emplace_back();
            run.begin = begin;
            run.stamps.resize(static_cast<std::size_t>(end - begin));
        }
        return plan;
    }

    static void expect(const std::vector<std::optional<test::Mark>>& shown, std::size_t begin,
                       std::size_t length, test::Mark first) {
        ASSERT_LE(begin + length, shown.size());
        for (std::size_t i = 0; i < length; ++i)
            EXPECT_EQ(shown[begin + i], (test::Mark{first.clip, first.frame + static_cast<int>(i)}));
    }
};

TEST_F(Pictures, TheNextSourceIsOpenedWhileOneIsShown) {
    make_clips(2);
    add(0, 30, 6);
    add(1, 50, 6);
    PictureStream stream(draft_, folder_.path(), {});
    EXPECT_EQ(marks(stream, 1)[0], (test::Mark{0, 30}));
    EXPECT_TRUE(will_be_open(folder_.path() / name(1)));
    const auto shown = marks(stream, 11);
    expect(shown, 5, 6, {1, 50});
}

TEST_F(Pictures, APieceThatFollowsSoonInItsSourceIsReadOnTo) {
    make_clips(1);
    add(0, 30, 6);
    add(0, 40, 6);
    PictureStream stream(draft_, folder_.path(), {});
    const auto shown = marks(stream, 12);
    expect(shown, 6, 6, {0, 40});
    EXPECT_EQ(stream.frames_decoded(), 16 + 1) << "frames 30 to 45, and one for opening it";
}

TEST_F(Pictures, NothingIsDecodedBehindTheEndOfAPiece) {
    make_clips(2);
    add(0, 30, 6);
    add(1, 60, 6);
    PictureStream stream(draft_, folder_.path(), {});
    const auto shown = marks(stream, 12);
    expect(shown, 0, 6, {0, 30});
    expect(shown, 6, 6, {1, 60});
    EXPECT_EQ(stream.frames_decoded(), 12 + 2) << "one each for opening them";
}

TEST_F(Pictures, ASourceThatGoesOnAfterAnotherPieceIsReadOnTo) {
    make_clips(2);
    add(0, 30, 6);
    add(1, 30, 6);
    add(0, 40, 6);
    PictureStream stream(draft_, folder_.path(), {});
    const auto shown = marks(stream, 18);
    expect(shown, 6, 6, {1, 30});
    expect(shown, 12, 6, {0, 40});
    // Frames 30 to 45 of clip 0, 30 to 35 of clip 1, and one each for opening them.
    EXPECT_EQ(stream.frames_decoded(), 16 + 6 + 2);
}

TEST_F(Pictures, AFadeIsDecodedToItsEnd) {
    make_clips(2);
    add(0, 30, 12);
    add(1, 60, 12).transition = {draft::TransitionKind::fade, 6};
    PictureStream stream(draft_, folder_.path(), {});
    marks(stream, 24);
    // It runs from frame 9 to frame 14: clip 0 up to its frame 44, clip 1 from its keyframe at 30 to
    // frame 71.
    EXPECT_EQ(stream.frames_decoded(), 15 + 42 + 2);
}

TEST_F(Pictures, WhatIsCopiedIsLeftOutAndNotDecoded) {
    make_clips(1);
    add(0, 28, 70);
    PictureStream stream(draft_, folder_.path(), {}, {}, copied({{2, 64}}));
    const auto shown = marks(stream, 2 + 6);
    expect(shown, 0, 2, {0, 28});
    expect(shown, 2, 6, {0, 92});
    // Frames 0 to 30 and 90 to 98, and one more for opening.
    EXPECT_LE(stream.frames_decoded(), 31 + 9 + 1);
}

TEST_F(Pictures, WhatFollowsACopiedRunIsMadeReadyAsAPieceOfItsOwn) {
    make_clips(1);
    add(0, 28, 40);
    add(0, 5, 6);
    PictureStream stream(draft_, folder_.path(), {}, {}, copied({{2, 34}}));
    const auto shown = marks(stream, 2 + 6 + 6);
    expect(shown, 2, 6, {0, 62});
    expect(shown, 8, 6, {0, 5});
    // Frames 0 to 29, 60 to 67, 0 to 10, and what the opening of it by two players takes.
    EXPECT_LE(stream.frames_decoded(), 30 + 8 + 11 + 2);
}

TEST_F(Pictures, ASourceThatIsOnlyCopiedIsNotOpened) {
    make_clips(3);
    for (const int clip : {0, 1, 2})
        add(clip, 30, 6);
    PictureStream stream(draft_, folder_.path(), {}, {}, copied({{6, 12}}));
    marks(stream, 1);
    EXPECT_TRUE(will_be_open(folder_.path() / name(2)));
    EXPECT_FALSE(is_open(folder_.path() / name(1)));
    expect(marks(stream, 11), 5, 6, {2, 30});
}

TEST_F(Pictures, PiecesThatFadeIntoEachOtherAreMadeReadyToo) {
    make_clips(3);
    for (const int clip : {0, 1, 2}) {
        draft::Segment& s = add(clip, 40, 12);
        if (clip > 0) s.transition = {draft::TransitionKind::fade, 4};
    }
    PictureStream stream(draft_, folder_.path(), {});
    EXPECT_EQ(marks(stream, 1)[0], (test::Mark{0, 40}));
    EXPECT_TRUE(will_be_open(folder_.path() / name(1)));
    marks(stream, 9);  // frame 10 is the first that shows clip 1
    marks(stream, 1);
    EXPECT_TRUE(will_be_open(folder_.path() / name(2)));
    expect(marks(stream, 25), 3, 8, {1, 42});
}

}  // namespace
}  // namespace beatsync::render
