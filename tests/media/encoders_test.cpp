// What the encoders write, judged by the ffmpeg programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "media/encoder_table.h"
#include "media/mp4_writer.h"
#include "media/scaler.h"
#include "support/pattern_clip.h"
#include "support/process.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;
using test::output_of;

std::string probe(const std::string& what, const fs::path& file) {
    return output_of("ffprobe -v error -select_streams v " + what + " -of csv=p=0 " + file.string() +
                     " 2>&1");
}

/// The times of the keyframes, as indices of frames of 30 a second.
std::vector<int> keyframes(const fs::path& file) {
    std::vector<int> frames;
    std::istringstream lines(probe("-show_entries packet=pts_time,flags", file));
    for (std::string line; std::getline(lines, line);)
        if (line.find('K') != std::string::npos)
            frames.push_back(static_cast<int>(std::lround(std::stod(line) * 30)));
    return frames;
}

/// Luma of the middle of each decoded frame, in codes of the file's depth.
std::vector<int> levels(const fs::path& file, int width, int height) {
    const std::string raw = output_of("ffmpeg -nostdin -v error -i " + file.string() +
                                      " -map 0:v -pix_fmt yuv420p10le -f rawvideo -");
    const auto frame = static_cast<std::size_t>(width * height * 3);
    std::vector<int> found;
    for (std::size_t at = 0; at + frame <= raw.size(); at += frame) {
        const std::size_t middle = at + static_cast<std::size_t>(width * height + width);
        found.push_back(static_cast<unsigned char>(raw[middle]) | static_cast<unsigned char>(raw[middle + 1])
                                                                      << 8);
    }
    return found;
}

constexpr int kWidth = 128;
constexpr int kHeight = 96;
constexpr int kFrames = 40;

int luma_of(int frame) {
    return 64 + 16 * frame;  // of 10 bits
}

/// A picture of one luma and a little noise, so that encoders have something to do.
av::FramePtr picture(const PictureFormat& format, int frame) {
    av::FramePtr canvas = *make_canvas(kWidth, kHeight, format);
    with_samples_of(*canvas, [&](auto sample) {
        using Sample = decltype(sample);
        const auto plane = sample_plane<Sample>(*canvas, 0);
        const int code = luma_of(frame) >> (2 - kCodeShift<Sample>);
        for (int y = 0; y < plane.height; ++y)
            std::fill_n(plane.row(y), plane.width, static_cast<Sample>(code));
    });
    return canvas;
}

WriterOptions options(const std::string& encoder, const PictureFormat& format = {}) {
    WriterOptions o;
    o.width = kWidth;
    o.height = kHeight;
    o.fps = {30, 1};
    o.encoder = encoder;
    o.format = format;
    o.threads = 1;
    return o;
}

Result<void> write(const fs::path& path, const WriterOptions& o, const std::set<int>& cuts = {}) {
    BEATSYNC_TRY(auto writer, Mp4Writer::open(path, o));
    for (int f = 0; f < kFrames; ++f) {
        BEATSYNC_CHECK(writer.write_video(*picture(o.format, f), cuts.count(f) > 0));
        const std::vector<float> silence(2 * 1600, 0.0F);
        BEATSYNC_CHECK(writer.write_audio(silence));
    }
    return writer.finish();
}

class EncoderTest : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        if (!try_encoder(GetParam())) GTEST_SKIP() << GetParam() << " does not work here";
    }
    test::TemporaryFolder folder_;
};

std::string tag_of(const std::string& codec) {
    if (codec == "h264") return "avc1";
    if (codec == "hevc") return "hvc1";
    return codec == "av1" ? "av01" : "vp09";
}

TEST_P(EncoderTest, EveryFrameOnceInOrderAtItsTime) {
    for (const int depth : {8, 10}) {
        const PictureFormat format{depth, {}};
        if (!try_encoder(GetParam(), format)) continue;
        const fs::path file = folder_.path() / "a.mp4";
        const auto written = write(file, options(GetParam(), format), {13, 14, 30});
        ASSERT_TRUE(written) << written.error().message;
        const std::vector<int> found = levels(file, kWidth, kHeight);
        ASSERT_EQ(found.size(), std::size_t{kFrames});
        for (int f = 0; f < kFrames; ++f)
            EXPECT_NEAR(found[static_cast<std::size_t>(f)], luma_of(f), 10)
                << "frame " << f << " of " << depth;
        std::istringstream times(probe("-show_entries frame=best_effort_timestamp_time", file));
        int n = 0;
        for (std::string line; std::getline(times, line);)
            if (!line.empty()) {
                EXPECT_NEAR(std::stod(line), n++ / 30.0, 1e-4);
            }
        EXPECT_EQ(n, kFrames);
    }
}

TEST_P(EncoderTest, KeyframesWhereTheyAreAskedFor) {
    const fs::path file = folder_.path() / "a.mp4";
    ASSERT_TRUE(write(file, options(GetParam()), {7, 20, 21}));
    const std::vector<int> found = keyframes(file);
    EXPECT_THAT(found, ::testing::IsSupersetOf({0, 7, 20, 21}));
    EXPECT_LT(found.size(), 8U) << "not everywhere";
}

TEST_P(EncoderTest, TagDepthAndColoursAreSaid) {
    const std::string codec = codec_of_encoder(GetParam());
    const fs::path file = folder_.path() / "a.mp4";
    const std::string what =
        "-show_entries stream=codec_name,codec_tag_string,pix_fmt,color_range,color_space,"
        "color_transfer,color_primaries";
    ASSERT_TRUE(write(file, options(GetParam())));
    EXPECT_EQ(probe(what, file), codec + "," + tag_of(codec) + ",yuv420p,tv,bt709,bt709,bt709\n");
    const PictureFormat deep{10, {}};
    if (!try_encoder(GetParam(), deep)) return;
    ASSERT_TRUE(write(file, options(GetParam(), deep)));
    EXPECT_EQ(probe(what, file), codec + "," + tag_of(codec) + ",yuv420p10le,tv,bt709,bt709,bt709\n");
}

TEST_P(EncoderTest, HdrIsSaid) {
    const std::string codec = codec_of_encoder(GetParam());
    WriterOptions o = options(GetParam(), {10, DynamicRange::pq});
    o.light.display =
        MasteringDisplay{{{{0.68, 0.32}, {0.265, 0.69}, {0.15, 0.06}}}, {0.3127, 0.329}, 0.005, 1000};
    o.light.max_cll = 800;
    o.light.max_fall = 150;
    const fs::path file = folder_.path() / "a.mp4";
    const auto written = write(file, o);
    if (codec == "h264") {
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().code, Errc::usage);
        return;
    }
    ASSERT_TRUE(written) << written.error().message;
    const std::string what =
        "-show_entries stream=pix_fmt,color_range,color_space,color_transfer,color_primaries";
    EXPECT_TRUE(probe(what, file).starts_with("yuv420p10le,tv,bt2020nc,smpte2084,bt2020"))
        << probe(what, file);
    const std::string said = probe("-show_entries stream_side_data", file);
    for (const char* part : {"Mastering display metadata", "Content light level metadata", "800,150"})
        EXPECT_NE(said.find(part), std::string::npos) << part << " in " << said;
    o.format.range = DynamicRange::hlg;
    ASSERT_TRUE(write(file, o));
    EXPECT_EQ(probe(what, file), "yuv420p10le,tv,bt2020nc,arib-std-b67,bt2020\n");
    EXPECT_EQ(probe("-show_entries stream_side_data", file).find("Mastering"), std::string::npos);
}

TEST_P(EncoderTest, BetterQualitiesTakeMore) {
    const EncoderRow* row = find_encoder_row(GetParam(), {});
    ASSERT_NE(row, nullptr);
    EXPECT_GT(encoder_level(*row, Quality::draft).setting, encoder_level(*row, Quality::good).setting);
    EXPECT_GT(encoder_level(*row, Quality::good).setting, encoder_level(*row, Quality::high).setting);
}

INSTANTIATE_TEST_SUITE_P(All, EncoderTest, ::testing::Values("libx264", "libx265", "libsvtav1", "libvpx-vp9"),
                         [](const auto& test) {
                             std::string name = test.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST(Encoders, TenBitsAreHevcUnlessSaidOtherwise) {
    EXPECT_EQ(codec_of_encoder("auto"), "h264");
    EXPECT_EQ(codec_of_encoder("auto", {10, {}}), "hevc");
    EXPECT_EQ(codec_of_encoder("libx264", {10, {}}), "h264");
}

TEST(Encoders, ApplesContainersHoldWhatApplePlays) {
    EXPECT_TRUE(check_container("a.mov", "libx265"));
    EXPECT_TRUE(check_container("a.mp4", "libvpx-vp9"));
    EXPECT_TRUE(check_container("a.mp4", "libsvtav1"));
    for (const char* name : {"a.mov", "a.MOV", "a.m4v"}) {
        const auto checked = check_container(name, "libsvtav1");
        ASSERT_FALSE(checked) << name;
        EXPECT_EQ(checked.error().code, Errc::usage);
    }
}

TEST(Encoders, HardwareThatIsNotThereIsNamed) {
    for (const EncoderState& e : encoder_states()) {
        EXPECT_EQ(e.works, try_encoder(e.name).has_value()) << e.name;
        EXPECT_EQ(e.works, e.why.empty()) << e.name;
    }
}

TEST(Encoders, AMostBitRateHolds) {
    test::TemporaryFolder folder;
    WriterOptions o = options("libx264");
    o.quality = Quality::high;
    const auto noise = [&](std::int64_t rate) {
        o.max_bit_rate = rate;
        auto writer = Mp4Writer::open(folder.path() / "a.mp4", o);
        EXPECT_TRUE(writer);
        std::uint32_t state = 1;
        for (int f = 0; f < 90; ++f) {
            const auto frame = picture(o.format, 10);
            for (int y = 0; y < kHeight; ++y)
                for (int x = 0; x < kWidth; ++x) {
                    state = state * 1664525 + 1013904223;
                    frame->data[0][y * frame->linesize[0] + x] = static_cast<std::uint8_t>(state >> 24);
                }
            EXPECT_TRUE(writer->write_video(*frame));
        }
        EXPECT_TRUE(writer->finish());
        return static_cast<double>(fs::file_size(folder.path() / "a.mp4")) * 8 / 3;
    };
    EXPECT_GT(noise(0), 1'200'000);
    EXPECT_LT(noise(400'000), 800'000);
}

}  // namespace
}  // namespace beatsync::media
