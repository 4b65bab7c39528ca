// What is not media, or only half of it: an error that says why, or what there is.
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "media/analysis_reader.h"
#include "media/audio_reader.h"
#include "media/frame_reader.h"
#include "media/probe.h"
#include "support/pattern_clip.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;

const std::string kX264 = "-c:v libx264 -preset ultrafast -g 30 -pix_fmt yuv420p ";

class BadInput : public testing::Test {
protected:
    fs::path make(const std::string& name, const std::string& after) {
        test::PatternClip clip;
        clip.frames = 120;
        clip.after = after;
        EXPECT_TRUE(test::make_clip(clip, folder.path() / name));
        return folder.path() / name;
    }

    fs::path write(const std::string& name, const std::string& bytes) {
        std::ofstream(folder.path() / name, std::ios::binary) << bytes;
        return folder.path() / name;
    }

    static std::string bytes_of(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    struct Part {
        int frames = 0;
        std::string from;  ///< when its first frame is shown, in seconds
    };
    /// Clips 1, 2 … as `cat` puts streams one behind the other.
    fs::path join(const std::vector<Part>& parts) {
        std::string bytes;
        test::PatternClip clip;
        clip.clip = 0;
        for (const Part& part : parts) {
            ++clip.clip;
            clip.frames = part.frames;
            clip.after = kX264 + "-output_ts_offset " + part.from;
            const fs::path path = folder.path() / "part.ts";
            EXPECT_TRUE(test::make_clip(clip, path));
            bytes += bytes_of(path);
        }
        return write("joined.ts", bytes);
    }

    static void expect_refused(const fs::path& path, const std::string& why) {
        const auto probed = probe(path);
        ASSERT_FALSE(probed) << path;
        EXPECT_EQ(probed.error().code, Errc::input);
        EXPECT_NE(probed.error().message.find(why), std::string::npos) << probed.error().message;
        EXPECT_EQ(FrameReader::open(path, {}).error().code, Errc::input);
        EXPECT_EQ(AudioReader::open(path, {}).error().code, Errc::input);
        EXPECT_EQ(read_for_analysis(path, {}, {}, [](const PictureView&) {}).error().code, Errc::input);
    }

    test::TemporaryFolder folder;
};

TEST_F(BadInput, WhatIsNotThere) {
    expect_refused(folder.path() / "missing.mp4", "no such file");
    expect_refused(folder.path(), "is a folder");
}

TEST_F(BadInput, WhatIsNotMedia) {
    expect_refused(write("empty.mp4", ""), "empty");
    expect_refused(write("text.mp4", "Once upon a time there was a song without a beat.\n"), "not a video");
    std::mt19937 random(5);
    std::string noise(100'000, '\0');
    for (char& c : noise)
        c = static_cast<char>(random());
    expect_refused(write("noise.mp4", noise), "");
    expect_refused(write("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n/etc/passwd\n"), "");
    expect_refused(write("concat.mp4", "ffconcat version 1.0\nfile /etc/passwd\n"), "");
}

TEST_F(BadInput, AnIndexThatIsMissing) {
    const std::string whole = bytes_of(make("a.mp4", kX264));
    expect_refused(write("cut.mp4", whole.substr(0, whole.size() / 2)), "index");
}

TEST_F(BadInput, SoundAloneIsNoClip) {
    const auto path = folder.path() / "a.m4a";
    ASSERT_TRUE(test::run_command("ffmpeg -v error -nostdin -f lavfi -i sine=d=2 '" + path.string() + "'"));
    const auto info = probe(path);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->kind, MediaKind::audio);
    const auto frames = FrameReader::open(path, {});
    ASSERT_FALSE(frames);
    EXPECT_EQ(frames.error().code, Errc::input);
    EXPECT_NE(frames.error().message.find("no pictures"), std::string::npos);
}

TEST_F(BadInput, PicturesAloneAreNoSong) {
    const auto audio = AudioReader::open(make("a.mp4", kX264), {});
    ASSERT_FALSE(audio);
    EXPECT_EQ(audio.error().code, Errc::input);
    EXPECT_NE(audio.error().message.find("no sound"), std::string::npos);
}

TEST_F(BadInput, WhatThereIsOfATruncatedClipIsGiven) {
    for (const auto& [name, options] :
         {std::pair("a.mp4", kX264 + "-movflags faststart"), std::pair("a.mkv", kX264)}) {
        const std::string whole = bytes_of(make(name, options));
        const fs::path cut = write(std::string("cut_") + name, whole.substr(0, whole.size() * 6 / 10));
        int frames = 0;
        const auto read = read_for_analysis(cut, {}, {}, [&](const PictureView& picture) {
            const auto mark = test::read_pattern(picture.luma);
            ASSERT_TRUE(mark);
            EXPECT_EQ(mark->frame, frames++);
        });
        ASSERT_TRUE(read) << describe(read.error());
        EXPECT_TRUE(read->truncated);
        EXPECT_GT(frames, 40);
        EXPECT_LT(frames, 110);
        EXPECT_EQ(read->info.video->frames, frames) << "as found, not as declared";
        EXPECT_EQ(read->info.duration, read->end);
    }
}

TEST_F(BadInput, WhatComesAfterATimeStampThatLeapsIsNotUsed) {
    // From frame 30 on all are shown three years later.
    const fs::path path = make("leap.mkv", "-vf 'setpts=PTS+gte(N\\,30)*1e8/TB' -vsync passthrough " + kX264);
    int frames = 0;
    const auto read = read_for_analysis(path, {}, {}, [&](const PictureView& picture) {
        const auto mark = test::read_pattern(picture.luma);
        ASSERT_TRUE(mark);
        EXPECT_EQ(mark->frame, frames++);
        EXPECT_LT(picture.at, Time::from_ms(1000));
    });
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_TRUE(read->truncated);
    EXPECT_EQ(frames, 30);
    EXPECT_NEAR(read->end.seconds(), 1, 0.05);
    EXPECT_EQ(read->info.duration, read->end);
    EXPECT_EQ(read->info.video->duration, read->end);
    EXPECT_EQ(read->info.video->frames, 30);
    EXPECT_EQ(read->keyframes, std::vector<Time>{Time{}}) << "not that of frame 30, which was read";
}

TEST_F(BadInput, WhatComesAfterTimeWentBackForGoodIsNotUsed) {
    const fs::path path = join({{120, "0"}, {120, "0"}});
    int frames = 0;
    const auto read = read_for_analysis(path, {}, {}, [&](const PictureView& picture) {
        const auto mark = test::read_pattern(picture.luma);
        ASSERT_TRUE(mark);
        EXPECT_EQ(*mark, (test::Mark{1, frames++}));
    });
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_TRUE(read->truncated);
    EXPECT_NEAR(frames, 120, 1);
    EXPECT_NEAR(read->end.seconds(), 4, 0.1);
    AnalysisOptions strict;
    strict.strict = true;
    EXPECT_FALSE(read_for_analysis(path, strict, {}, [](const PictureView&) {}));
    // Who reads for showing goes on.
    auto reader = FrameReader::open(path, {});
    ASSERT_TRUE(reader);
    int given = 0;
    while (const auto frame = *reader->next())
        ++given;
    EXPECT_NEAR(given, 240, 2);
}

TEST_F(BadInput, AFewFramesOutOfTimeEndNothing) {
    std::array<int, 4> frames_of{};
    Time last{-1};
    const auto read =
        read_for_analysis(join({{60, "0"}, {3, "0"}, {60, "2.1"}}), {}, {}, [&](const PictureView& picture) {
            EXPECT_GT(picture.at, last);
            last = picture.at;
            const auto mark = test::read_pattern(picture.luma);
            ASSERT_TRUE(mark);
            ++frames_of.at(static_cast<std::size_t>(mark->clip));
        });
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_FALSE(read->truncated);
    EXPECT_NEAR(frames_of[1], 60, 1);
    EXPECT_NEAR(frames_of[2], 3, 1);
    EXPECT_NEAR(frames_of[3], 60, 1);
    EXPECT_NEAR(read->end.seconds(), 4.1, 0.1);
}

TEST_F(BadInput, DamagedBytesNeverCrash) {
    const std::string whole = bytes_of(make("a.mp4", kX264));
    const unsigned seed = 31;
    std::mt19937 random(seed);
    for (int round = 0; round < 25; ++round) {
        std::string bytes = whole;
        for (int i = 0; i < 40; ++i)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        const fs::path path = write("damaged.mp4", bytes);
        const auto read = read_for_analysis(path, {}, {}, [](const PictureView&) {});
        EXPECT_TRUE(read || read.error().code != Errc::internal) << "seed " << seed << ", round " << round;
    }
}

TEST_F(BadInput, AHeaderOfAbsurdSizeIsRefused) {
    // A PNG that says 60,000 × 60,000: signature, IHDR, and one IDAT that holds nothing of it.
    const std::string png(
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xEA\x60\0\0\xEA\x60\x08\x02\0\0\0\0\0\0\0"
        "\0\0\0\x0cIDAT\x78\x9c\x63\0\0\0\x01\0\x01\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82",
        33 + 24 + 12);
    expect_refused(write("huge.png", png), "");
}

TEST_F(BadInput, StopsWhenAsked) {
    std::stop_source stop;
    RunContext context;
    context.stop = stop.get_token();
    int frames = 0;
    const auto read = read_for_analysis(make("a.mp4", kX264), {}, context, [&](const PictureView&) {
        if (++frames == 10) stop.request_stop();
    });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::cancelled);
    EXPECT_EQ(frames, 10);
}

}  // namespace
}  // namespace beatsync::media
