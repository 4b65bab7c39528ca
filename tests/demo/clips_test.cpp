#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "cli/demo/clip_writer.h"
#include "cli/demo/scenes/scene.h"
#include "media/frame_reader.h"

namespace beatsync::cli {
namespace {

namespace fs = std::filesystem;

/// Mean absolute difference of two moments of a scene, in code values.
double difference(scenes::Scene& scene, const scenes::Clip& clip, double from, double to) {
    scenes::Canvas a(clip.width, clip.height);
    scenes::Canvas b(clip.width, clip.height);
    scene.paint(a, from);
    scene.paint(b, to);
    double sum = 0;
    for (int y = 0; y < clip.height; ++y)
        for (std::size_t x = 0; x < a.row(y).size(); ++x)
            for (const unsigned shift : {0U, 8U, 16U})
                sum += std::abs(static_cast<int>((a.row(y)[x] >> shift) & 0xFFU) -
                                static_cast<int>((b.row(y)[x] >> shift) & 0xFFU));
    return sum / (3.0 * clip.width * clip.height);
}

class DemoClip : public testing::TestWithParam<scenes::Clip> {};

TEST_P(DemoClip, moves_and_is_painted_all_over) {
    const auto& clip = GetParam();
    const auto scene = clip.make(clip.width, clip.height);
    scenes::Canvas picture(clip.width, clip.height);
    scene->paint(picture, 1.0);
    for (int y = 0; y < clip.height; ++y)
        for (const std::uint32_t pixel : picture.row(y))
            ASSERT_EQ(pixel >> 24U, 0xFFU) << "row " << y;
    EXPECT_GT(difference(*scene, clip, 1.0, 1.5), 0.3);
    // A scene remembers nothing: the same moment looks the same whatever was painted before.
    EXPECT_EQ(difference(*scene, clip, 1.0, 1.0), 0.0);
}

TEST_P(DemoClip, is_written_with_the_frames_that_were_asked_for) {
    scenes::Clip clip = GetParam();
    clip.seconds = 0.4;
    const auto path =
        fs::path(testing::TempDir()) / (std::string("beatsync-demo-") + std::string(clip.name) + ".mp4");
    ASSERT_TRUE(write_clip(clip, path, [] { return true; }));
    auto reader = media::FrameReader::open(path, {});
    ASSERT_TRUE(reader);
    ASSERT_TRUE(reader->info().video);
    EXPECT_EQ(reader->info().video->width, clip.width);
    EXPECT_EQ(reader->info().video->height, clip.height);
    EXPECT_EQ(reader->info().video->rate, clip.fps);
    EXPECT_TRUE(reader->info().audio);
    std::int64_t frames = 0;
    for (auto frame = reader->next(); frame && *frame; frame = reader->next())
        ++frames;
    EXPECT_EQ(frames, std::lround(0.4 * clip.fps.value()));
    fs::remove(path);
}

INSTANTIATE_TEST_SUITE_P(All, DemoClip, testing::ValuesIn(scenes::clips().begin(), scenes::clips().end()),
                         [](const auto& tested) {
                             std::string name(tested.param.name);
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(DemoClips, have_mixed_shapes_and_rates) {
    std::set<std::string_view> names;
    std::set<double> rates;
    int upright = 0;
    for (const auto& clip : scenes::clips()) {
        names.insert(clip.name);
        rates.insert(clip.fps.value());
        upright += clip.height > clip.width ? 1 : 0;
        EXPECT_GE(clip.seconds, 6);
        EXPECT_LE(clip.seconds, 10);
    }
    EXPECT_EQ(names.size(), scenes::clips().size());
    EXPECT_EQ(rates, (std::set<double>{25, 30, 60}));
    EXPECT_GE(upright, 3);
}

TEST(DemoClips, some_have_a_hard_cut_halfway) {
    for (const auto& clip : scenes::clips()) {
        if (clip.name != "sunset" && clip.name != "mountains" && clip.name != "train") continue;
        const auto scene = clip.make(clip.width, clip.height);
        const double frame = 1 / clip.fps.value();
        const double cut = clip.seconds / 2;
        const double before = difference(*scene, clip, cut - 2 * frame, cut - frame);
        EXPECT_GT(difference(*scene, clip, cut - frame, cut), 15 + 3 * before) << clip.name;
    }
}

}  // namespace
}  // namespace beatsync::cli
