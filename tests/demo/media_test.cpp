#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <stop_token>

#include "cli/demo/demo_media.h"
#include "cli/demo/scenes/scene.h"

namespace beatsync::cli {
namespace {

namespace fs = std::filesystem;

class DemoFolder : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) /
                  (std::string("beatsync-") + testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    static void touch(const fs::path& path) { std::ofstream(path) << "kept"; }

    fs::path folder_;
};

/// Asks for a stop at the first report; remembers whether fractions ever fell.
class StopAtOnce : public ProgressSink {
public:
    void update(std::string_view, double fraction) override {
        const std::lock_guard lock(mutex_);
        in_order_ = in_order_ && fraction >= last_ && fraction <= 1;
        last_ = fraction;
        stop_.request_stop();
    }
    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }
    [[nodiscard]] bool in_order() const { return in_order_; }

private:
    std::mutex mutex_;
    std::stop_source stop_;
    double last_ = 0;
    bool in_order_ = true;
};

TEST_F(DemoFolder, cancelled_leaves_no_clip_and_no_half_file) {
    StopAtOnce progress;
    RunContext context;
    context.progress = &progress;
    context.stop = progress.token();
    const auto made = make_demo_media(folder_, context);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::cancelled);
    EXPECT_TRUE(progress.in_order());
    for (const auto& entry : fs::directory_iterator(folder_))
        EXPECT_EQ(entry.path().filename(), "song-v1.wav")
            << entry.path();  // which may have been whole by then
}

TEST_F(DemoFolder, what_is_there_is_kept) {
    fs::create_directories(folder_);
    touch(folder_ / "song-v1.wav");
    for (const auto& clip : scenes::clips())
        touch(folder_ / (std::string(clip.name) + "-v1.mp4"));
    const auto made = make_demo_media(folder_, {});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->song, folder_ / "song-v1.wav");
    ASSERT_EQ(made->clips.size(), scenes::clips().size());
    for (const auto& clip : made->clips)
        EXPECT_EQ(fs::file_size(clip), 4U);
}

TEST_F(DemoFolder, a_file_in_the_place_of_the_folder_is_said) {
    touch(folder_);
    const auto made = make_demo_media(folder_, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::media);
    EXPECT_FALSE(made.error().hint.empty());
}

}  // namespace
}  // namespace beatsync::cli
