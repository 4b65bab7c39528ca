#include <gtest/gtest.h>

#include <fstream>

#include "pipeline/pipeline.h"
#include "support/pattern_clip.h"

namespace beatsync::pipeline {
namespace {

namespace fs = std::filesystem;

class FindClipsTest : public testing::Test {
protected:
    fs::path touch(const fs::path& name) {
        fs::path path = folder_.path() / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << "x";
        return path;
    }
    test::TemporaryFolder folder_;
};

TEST_F(FindClipsTest, SearchesFoldersSortedAndPassesOverTheRest) {
    const auto b = touch("b.MP4");
    const auto a = touch("sub/a.mov");
    touch("notes.txt");
    touch("._b.mp4");
    touch(".trash/c.mp4");
    const auto found = find_clips(std::vector{folder_.path()});
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (std::vector{b, a}));
}

TEST_F(FindClipsTest, AClipGivenTwiceIsOneClip) {
    const auto a = touch("a.mp4");
    fs::create_symlink(a, folder_.path() / "link.mp4");
    const auto found = find_clips(std::vector{a, folder_.path(), a});
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, std::vector{a});
}

TEST_F(FindClipsTest, AFileIsTakenWhateverItsName) {
    const auto odd = touch("clip.weird");
    EXPECT_EQ(*find_clips(std::vector{odd}), std::vector{odd});
}

TEST_F(FindClipsTest, NothingThereIsAnInputError) {
    touch("notes.txt");
    EXPECT_EQ(find_clips(std::vector{folder_.path()}).error().code, Errc::input);
    EXPECT_EQ(find_clips(std::vector{folder_.path() / "none.mp4"}).error().code, Errc::input);
}

TEST(SelectClips, TakesShellPatternsOnNames) {
    const std::vector<fs::path> clips = {"d/IMG_1.mov", "d/IMG_2.mov", "d/other.mp4"};
    const std::vector<std::string> img = {"IMG_*"};
    const std::vector<std::string> two = {"IMG_2.mov"};
    EXPECT_EQ(*select_clips(clips, img, two), std::vector<fs::path>{"d/IMG_1.mov"});
    EXPECT_EQ(select_clips(clips, std::vector<std::string>{"nope*"}, {}).error().code, Errc::usage);
    EXPECT_EQ(select_clips(clips, two, two).error().code, Errc::usage);
    EXPECT_EQ(*select_clips(clips, {}, {}), clips);
}

}  // namespace
}  // namespace beatsync::pipeline
