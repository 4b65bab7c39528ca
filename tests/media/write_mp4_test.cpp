#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include "media/mp4_writer.h"
#include "media/scaler.h"
#include "write_pictures.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;

class Mp4WriterTest : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("beatsync_writer_" + std::to_string(getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    /// What a program prints.
    static std::string output_of(const std::string& command) {
        std::string text;
        FILE* pipe = popen((command + " 2>&1").c_str(), "r");
        if (pipe == nullptr) return text;
        std::array<char, 4096> buffer{};
        while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe))
            text.append(buffer.data(), n);
        pclose(pipe);
        return text;
    }

    static std::string probe(const std::string& what, const fs::path& file) {
        return output_of("ffprobe -v error " + what + " -of csv=p=0 " + file.string());
    }

    /// In the order in which they are shown.
    static std::vector<double> frame_times(const fs::path& file) {
        std::vector<double> times;
        std::istringstream lines(
            probe("-count_frames -select_streams v -show_entries frame=best_effort_timestamp_time", file));
        for (std::string line; std::getline(lines, line);)
            if (!line.empty()) times.push_back(std::stod(line));
        return times;
    }

    fs::path folder_;
};

/// `frames` frames whose luma rises, and a tone of exactly their length.
Result<void> write_clip(const fs::path& path, const WriterOptions& o, int frames) {
    auto writer = Mp4Writer::open(path, o);
    if (!writer) return fail(writer.error());
    std::int64_t samples = 0;
    std::vector<float> block;
    for (int f = 0; f < frames; ++f) {
        const auto picture =
            test::flat_yuv(AV_PIX_FMT_YUV420P, o.width, o.height, {40.0 + f % 180, 128, 128});
        BEATSYNC_CHECK(writer->write_video(*picture));
        const std::int64_t until = mul_div(f + 1, std::int64_t{o.sample_rate} * o.fps.den, o.fps.num);
        block.clear();
        for (; samples < until; ++samples)
            for (int c = 0; c < o.channels; ++c)
                block.push_back(0.5F *
                                static_cast<float>(std::sin(2 * std::numbers::pi * 997 *
                                                            static_cast<double>(samples) / o.sample_rate)));
        BEATSYNC_CHECK(writer->write_audio(block));
    }
    return writer->finish();
}

WriterOptions small(Rate fps) {
    WriterOptions o;
    o.width = 128;
    o.height = 96;
    o.fps = fps;
    o.quality = Quality::draft;
    o.threads = 1;
    return o;
}

TEST_F(Mp4WriterTest, EveryFrameAtItsTimeAndSoundOfTheSameLength) {
    for (const Rate fps : {Rate{30, 1}, Rate{24, 1}, Rate{60, 1}, Rate{30000, 1001}}) {
        constexpr int kFrames = 100;
        const fs::path file = folder_ / "a.mp4";
        ASSERT_TRUE(write_clip(file, small(fps), kFrames));
        const std::vector<double> times = frame_times(file);
        ASSERT_EQ(times.size(), std::size_t{kFrames});
        for (int n = 0; n < kFrames; ++n)
            EXPECT_NEAR(times[static_cast<std::size_t>(n)], fps.time_of(n).seconds(), 2e-6) << "frame " << n;
        const double video = std::stod(probe("-select_streams v -show_entries stream=duration", file));
        const double audio = std::stod(probe("-select_streams a -show_entries stream=duration", file));
        EXPECT_NEAR(video, fps.time_of(kFrames).seconds(), 1e-4);
        EXPECT_NEAR(audio, video, 1.0 / 48000 + 1e-6);
        EXPECT_NEAR(std::stod(probe("-select_streams a -show_entries stream=start_time", file)), 0, 1e-6);
    }
}

TEST_F(Mp4WriterTest, SaysBt709AndItsIndexIsInFront) {
    const fs::path file = folder_ / "colon: and space.mp4";
    ASSERT_TRUE(write_clip(file, small({30, 1}), 30));
    fs::rename(file, folder_ / "b.mp4");
    EXPECT_EQ(probe("-select_streams v -show_entries "
                    "stream=codec_name,pix_fmt,color_range,color_space,color_transfer,color_primaries",
                    folder_ / "b.mp4"),
              "h264,yuv420p,tv,bt709,bt709,bt709\n");
    std::ifstream in(folder_ / "b.mp4", std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
}

TEST_F(Mp4WriterTest, SoundComesBackAtItsSample) {
    // A burst at a known sample, decoded by another program.
    const fs::path file = folder_ / "click.mp4";
    const WriterOptions o = small({25, 1});
    auto writer = Mp4Writer::open(file, o);
    ASSERT_TRUE(writer);
    constexpr int kSamples = 48000;
    constexpr int kClick = 24000;
    for (int f = 0; f < 25; ++f)
        ASSERT_TRUE(writer->write_video(**make_canvas(128, 96)));
    std::vector<float> sound(2 * kSamples, 0.0F);
    for (int i = -200; i <= 200; ++i) {
        // A burst of 3 kHz, symmetrical about the click: AAC keeps where its energy lies.
        const double x = 0.8 * std::exp(-i * i / 5000.0) * std::cos(2 * std::numbers::pi * 3000 * i / 48000);
        const auto at = static_cast<std::size_t>(2 * (kClick + i));
        sound[at] = sound[at + 1] = static_cast<float>(x);
    }
    // In uneven pieces.
    for (std::size_t at = 0, n = 2; at < sound.size(); at += n) {
        n = std::min(2 * (1 + at % 1499), sound.size() - at);
        ASSERT_TRUE(writer->write_audio(std::span(sound).subspan(at, n)));
    }
    ASSERT_TRUE(writer->finish());
    const std::string raw =
        output_of("ffmpeg -nostdin -v error -i " + file.string() + " -map 0:a -ac 1 -f f32le -");
    std::vector<float> got(raw.size() / 4);
    std::memcpy(got.data(), raw.data(), got.size() * 4);
    ASSERT_GE(got.size(), std::size_t{kSamples});
    double weight = 0;
    double centre = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double e = static_cast<double>(got[i]) * got[i];
        weight += e;
        centre += e * static_cast<double>(i);
    }
    EXPECT_NEAR(centre / weight, kClick, 1.0);
}

TEST_F(Mp4WriterTest, FullDiskIsAnError) {
    // A limit on the size of files stands for a full disk; in a child, since it cannot be taken back.
    const fs::path file = folder_ / "full.mp4";
    for (const rlim_t bytes : {rlim_t{20'000}, rlim_t{200'000}}) {
        const pid_t child = fork();
        if (child == 0) {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{bytes, bytes};
            setrlimit(RLIMIT_FSIZE, &limit);
            WriterOptions o = small({30, 1});
            o.width = o.height = 256;
            const auto result = write_clip(file, o, 1200);
            _exit(!result && result.error().code == Errc::media ? 0 : 1);
        }
        int status = -1;
        waitpid(child, &status, 0);
        EXPECT_EQ(status, 0) << "limit of " << bytes << " bytes";
    }
}

TEST_F(Mp4WriterTest, FullDiskSeenOnlyWhenTheIndexIsWritten) {
    const fs::path whole = folder_ / "whole.mp4";
    ASSERT_TRUE(write_clip(whole, small({30, 1}), 60));
    const auto size = fs::file_size(whole);
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{size - 100, size - 100};
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(write_clip(folder_ / "full.mp4", small({30, 1}), 60) ? 1 : 0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

TEST_F(Mp4WriterTest, UnknownEncoderIsAUsageError) {
    WriterOptions o = small({30, 1});
    o.encoder = "no_such_encoder";
    const auto writer = Mp4Writer::open(folder_ / "c.mp4", o);
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().code, Errc::usage);
}

TEST_F(Mp4WriterTest, MissingFolderIsAMediaError) {
    const auto writer = Mp4Writer::open(folder_ / "no" / "c.mp4", small({30, 1}));
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().code, Errc::media);
}

TEST(Encoders, X264IsThere) {
    const auto states = encoder_states();
    ASSERT_FALSE(states.empty());
    EXPECT_EQ(states.front().name, "libx264");
    EXPECT_TRUE(states.front().works);
}

TEST(Encoders, WorksMeansThatItOpens) {
    EXPECT_TRUE(try_encoder("auto").has_value());
    EXPECT_TRUE(try_encoder("libx264").has_value());
    EXPECT_FALSE(try_encoder("mpeg4").has_value()) << "no H.264 or HEVC";
    EXPECT_FALSE(try_encoder("h265").has_value());
}

}  // namespace
}  // namespace beatsync::media
