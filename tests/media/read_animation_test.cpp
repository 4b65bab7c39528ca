// GIF, animated WebP and APNG: when which picture is shown, how often it all is, and over what.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "media/analysis_reader.h"
#include "media/audio_reader.h"
#include "media/frame_delay.h"
#include "media/frame_reader.h"
#include "media/probe.h"
#include "media/stills.h"
#include "support/pattern_clip.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

/// Which frame is seen when, in milliseconds.
struct Seen {
    std::int64_t ms;
    int frame;
    friend bool operator==(const Seen&, const Seen&) = default;
};

std::vector<Seen> seen_in(const fs::path& path) {
    std::vector<Seen> seen;
    const auto read = read_for_analysis(path, {}, {}, [&](const PictureView& picture) {
        const auto mark = test::read_pattern(picture.luma);
        seen.push_back({picture.at.us / 1000, mark ? mark->frame : -1});
    });
    EXPECT_TRUE(read) << describe(read.error());
    return seen;
}

class Animations : public testing::Test {
protected:
    fs::path make(const std::string& name, int frames, const std::string& after) {
        test::PatternClip clip;
        clip.frames = frames;
        clip.rate = "10";
        clip.after = after;
        EXPECT_TRUE(test::make_clip(clip, folder.path() / name));
        return folder.path() / name;
    }
    /// Sets the delay of each frame, in the file's own unit (GIF: hundredths, WebP: milliseconds).
    static void set_delays(const fs::path& path, std::string_view before_delay, std::size_t skip,
                           std::size_t width, const std::vector<int>& delays) {
        std::string bytes = bytes_of(path);
        std::size_t at = 0;
        for (const int delay : delays) {
            at = bytes.find(before_delay, at);
            ASSERT_NE(at, std::string::npos);
            at += before_delay.size() + skip;
            for (std::size_t i = 0; i < width; ++i)
                bytes[at + i] = static_cast<char>(delay >> (8 * i));
        }
        write(path, bytes);
    }
    static void set_gif_delays(const fs::path& path, const std::vector<int>& hundredths) {
        set_delays(path, "\x21\xF9\x04", 1, 2, hundredths);
    }
    static void set_webp_delays(const fs::path& path, const std::vector<int>& ms) {
        set_delays(path, "ANMF", 4 + 12, 3, ms);
    }

    test::TemporaryFolder folder;
};

const std::string kWebp = "-c:v libwebp_anim -lossless 1 ";

TEST_F(Animations, ShowTheirPicturesAsLongAsBrowsersDo) {
    const std::vector<Seen> expected{{0, 0}, {100, 1}, {200, 2}, {220, 3}, {270, 4}};
    const fs::path gif = make("a.gif", 5, "-loop -1");
    set_gif_delays(gif, {0, 1, 2, 5, 30});
    EXPECT_EQ(seen_in(gif), expected);
    EXPECT_EQ(probe(gif)->duration, Time::from_ms(570));
    const fs::path webp = make("a.webp", 5, kWebp + "-loop 1");
    set_webp_delays(webp, {0, 19, 20, 50, 300});
    EXPECT_EQ(seen_in(webp), expected);
    const auto info = probe(webp);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->kind, MediaKind::video);
    EXPECT_EQ(info->duration, Time::from_ms(570));
    EXPECT_TRUE(info->video->variable_rate);
    EXPECT_EQ(info->video->width, 320);
}

TEST_F(Animations, ArePlayedAsOftenAsTheyAsk) {
    // GIF counts repetitions, WebP and APNG plays; 0 is without end: as often as goes into ten seconds.
    struct Case {
        std::string name;
        std::string options;
        std::size_t plays;
    };
    for (const Case& c :
         {Case{"once.gif", "-loop -1", 1}, Case{"thrice.gif", "-loop 2", 3}, Case{"ever.gif", "-loop 0", 20},
          Case{"once.webp", kWebp + "-loop 1", 1}, Case{"thrice.webp", kWebp + "-loop 3", 3},
          Case{"ever.webp", kWebp + "-loop 0", 20}, Case{"thrice.apng", "-c:v apng -f apng -plays 3", 1}}) {
        const fs::path path = make(c.name, 5, c.options);
        const auto seen = seen_in(path);
        ASSERT_EQ(seen.size(), 5 * c.plays) << c.name;
        for (std::size_t i = 0; i < seen.size(); ++i)
            EXPECT_EQ(seen[i], (Seen{static_cast<std::int64_t>(i) * 100, static_cast<int>(i % 5)})) << c.name;
        if (c.plays == 1) continue;
        const auto info = probe(path);
        ASSERT_TRUE(info);
        EXPECT_EQ(info->video->loop, Time::from_ms(500));
        EXPECT_EQ(info->duration, Time::from_ms(500 * static_cast<std::int64_t>(c.plays)));
    }
}

TEST_F(Animations, AreFoundAtAnyTime) {
    for (const auto& [name, options] : {std::pair<std::string, std::string>("a.gif", "-loop 0"),
                                        std::pair<std::string, std::string>("a.webp", kWebp + "-loop 0")}) {
        auto reader = FrameReader::open(make(name, 5, options), {});
        ASSERT_TRUE(reader);
        for (const int ms : {4210, 0, 799, 9999, 130}) {
            ASSERT_TRUE(reader->seek(Time::from_ms(ms)));
            const auto frame = reader->next();
            ASSERT_TRUE(frame && *frame) << name << " at " << ms;
            EXPECT_EQ((*frame)->at, Time::from_ms(ms / 100 * 100)) << name;
            EXPECT_EQ((*frame)->until, Time::from_ms(ms / 100 * 100 + 100)) << name;
        }
    }
}

TEST_F(Animations, OfOnePictureAreStills) {
    for (const auto& [name, options] : {std::pair<std::string, std::string>("a.gif", "-loop 0"),
                                        std::pair<std::string, std::string>("a.webp", kWebp + "-loop 0"),
                                        std::pair<std::string, std::string>("a.png", "-c:v apng -f apng")}) {
        const auto info = probe(make(name, 1, options));
        ASSERT_TRUE(info) << name;
        EXPECT_EQ(info->kind, MediaKind::still) << name;
    }
}

TEST_F(Animations, AreSeenOverBlack) {
    const std::string half = "ffmpeg -v error -nostdin -f lavfi -i color=red:s=64x64:d=0.3:r=10,format=rgba,";
    const fs::path webp = folder.path() / "a.webp";
    ASSERT_TRUE(test::run_command(half + "colorchannelmixer=aa=0.5 -c:v libwebp_anim -lossless 1 '" +
                                  webp.string() + "'"));
    const fs::path gif = folder.path() / "a.gif";
    ASSERT_TRUE(test::run_command(half +
                                  "colorchannelmixer=aa=0,split[a][b],[a]palettegen[p],[b][p]paletteuse '" +
                                  gif.string() + "'"));
    const auto red_of = [](const fs::path& path) {
        const auto image = read_still(path, Time::from_ms(150), 64, 64);
        EXPECT_TRUE(image) << describe(image.error());
        const std::size_t middle = 3 * (32 * 64 + 32);
        EXPECT_LT(image->pixels.at(middle + 1), 10) << path;
        return static_cast<int>(image->pixels.at(middle));
    };
    EXPECT_NEAR(red_of(webp), 128, 6);
    EXPECT_NEAR(red_of(gif), 0, 6);
}

TEST_F(Animations, ThatAreBrokenAreRefusedOrEndEarly) {
    const std::string whole = bytes_of(make("a.webp", 8, kWebp));
    const fs::path path = folder.path() / "broken.webp";
    for (std::size_t length = 25; length < whole.size(); length += whole.size() / 12) {
        write(path, whole.substr(0, length));
        const auto info = probe(path);
        ASSERT_FALSE(info) << length;
        EXPECT_EQ(info.error().code, Errc::input);
        EXPECT_NE(info.error().message.find("broken.webp"), std::string::npos);
    }
    for (std::size_t at = 12; at < whole.size(); at += 7) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x5A);
        write(path, bytes);
        const auto read = read_for_analysis(path, {}, {}, [](const PictureView&) {});
        EXPECT_TRUE(read || read.error().code == Errc::input) << at;
    }
}

TEST_F(Animations, OfAbsurdSizeAreRefused) {
    std::string bytes = bytes_of(make("a.webp", 3, kWebp));
    const std::size_t canvas = bytes.find("VP8X") + 8 + 4;
    for (std::size_t i = 0; i < 6; ++i)
        bytes[canvas + i] = static_cast<char>(i % 3 == 2 ? 0 : 0x3F);  // 16192 x 16192
    write(folder.path() / "a.webp", bytes);
    EXPECT_FALSE(probe(folder.path() / "a.webp"));
}

TEST_F(Animations, HaveNoSound) {
    const auto sound = AudioReader::open(make("a.webp", 3, kWebp), {});
    ASSERT_FALSE(sound);
    EXPECT_EQ(sound.error().code, Errc::input);
}

TEST(ClipPlays, FillTenSecondsAtMost) {
    EXPECT_EQ(clip_plays(Time::from_ms(3'000), 0), 3);
    EXPECT_EQ(clip_plays(Time::from_ms(3'000), 2), 2);
    EXPECT_EQ(clip_plays(Time::from_ms(3'000), 9), 3);
    EXPECT_EQ(clip_plays(Time::from_ms(12'000), 0), 1);
    EXPECT_EQ(clip_plays(Time{}, 0), 1);
}

}  // namespace
}  // namespace beatsync::media
