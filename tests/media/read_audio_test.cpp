// The same music in every format is played at the same times, and seeking is exact to the sample.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "media/audio_reader.h"
#include "media/probe.h"
#include "support/pattern_clip.h"

namespace beatsync::media {
namespace {

constexpr int kRate = 44100;
constexpr int kSeconds = 12;

void put(std::ofstream& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        out.put(static_cast<char>(value >> (8 * i) & 0xFFU));
}

/// Clicks of decaying noise at uneven distances: their place is unmistakable, and codecs keep it.
std::vector<float> make_song() {
    std::vector<float> song(std::size_t{kRate} * kSeconds, 0.0F);
    std::mt19937 random(99);
    std::uniform_real_distribution<float> noise(-0.5F, 0.5F);
    for (std::size_t at = 3000; at + 8000 < song.size(); at += 15000 + random() % 9000) {
        for (std::size_t i = 0; i < 6000; ++i)
            song[at + i] += noise(random) * std::exp(-static_cast<float>(i) / 900.0F);
    }
    return song;
}

void write_wav(const std::filesystem::path& path, const std::vector<float>& mono) {
    std::ofstream out(path, std::ios::binary);
    const auto bytes = static_cast<std::uint32_t>(mono.size() * 2);
    out << "RIFF";
    put(out, 36 + bytes, 4);
    out << "WAVEfmt ";
    put(out, 16, 4);
    put(out, 1, 2);
    put(out, 1, 2);
    put(out, kRate, 4);
    put(out, kRate * 2, 4);
    put(out, 2, 2);
    put(out, 16, 2);
    out << "data";
    put(out, bytes, 4);
    for (const float s : mono)
        put(out, static_cast<std::uint16_t>(static_cast<std::int16_t>(std::lround(s * 32767))), 2);
}

std::vector<float> read_all(AudioReader& reader) {
    std::vector<float> all;
    std::vector<float> part(5000);
    while (true) {
        const auto n = reader.read(part);
        EXPECT_TRUE(n);
        if (!n || *n == 0) return all;
        all.insert(all.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(*n));
    }
}

Result<AudioReader> open_mono(const std::filesystem::path& path, int rate = kRate) {
    AudioReader::Options options;
    options.sample_rate = rate;
    options.channels = 1;
    return AudioReader::open(path, options);
}

/// How many samples `heard` comes after `truth`: the greatest correlation within ±3000.
int lag(const std::vector<float>& truth, const std::vector<float>& heard) {
    constexpr int kMost = 3000;
    int best = 0;
    double highest = -1;
    for (int shift = -kMost; shift <= kMost; ++shift) {
        double sum = 0;
        for (std::size_t i = kMost; i < 60000 && i < heard.size(); ++i)
            sum += static_cast<double>(truth[i]) *
                   static_cast<double>(heard[static_cast<std::size_t>(static_cast<int>(i) + shift)]);
        if (sum > highest) highest = sum, best = shift;
    }
    return best;
}

struct Format {
    std::string name;
    std::string file;
    std::string options;
    double seek_error = 1e-6;  ///< RMS after a seek, relative
};

void PrintTo(const Format& f, std::ostream* os) {
    *os << f.name;
}

class AudioFormats : public testing::TestWithParam<Format> {
protected:
    void SetUp() override {
        song = make_song();
        const auto wav = folder.path() / "song.wav";
        write_wav(wav, song);
        path = folder.path() / GetParam().file;
        ASSERT_TRUE(test::run_command("ffmpeg -v error -nostdin -y -i '" + wav.string() + "' " +
                                      GetParam().options + " '" + path.string() + "'"));
    }

    test::TemporaryFolder folder;
    std::filesystem::path path;
    std::vector<float> song;
};

TEST_P(AudioFormats, PlaysAtTheSameTime) {
    auto reader = open_mono(path);
    ASSERT_TRUE(reader) << describe(reader.error());
    const std::vector<float> heard = read_all(*reader);
    EXPECT_NEAR(lag(song, heard), 0, kRate * 1e-3);
    EXPECT_NEAR(static_cast<double>(heard.size()) / kRate, kSeconds, 0.06);
}

TEST_P(AudioFormats, SeeksToTheSample) {
    constexpr int kOutRate = 48000;
    auto reader = open_mono(path, kOutRate);
    ASSERT_TRUE(reader) << describe(reader.error());
    const std::vector<float> all = read_all(*reader);
    const unsigned seed = 20;
    std::mt19937 random(seed);
    std::vector<float> part(2000);
    for (int k = 0; k < 12; ++k) {
        const std::size_t at = random() % (all.size() - 3000);
        ASSERT_TRUE(reader->seek(Rate{kOutRate, 1}.time_of(static_cast<std::int64_t>(at))));
        const auto n = reader->read(part);
        ASSERT_TRUE(n && *n == part.size());
        double off = 0;
        for (std::size_t i = 0; i < part.size(); ++i)
            off += std::pow(static_cast<double>(part[i]) - static_cast<double>(all[at + i]), 2);
        EXPECT_LT(std::sqrt(off / static_cast<double>(part.size())), GetParam().seek_error)
            << "sample " << at << ", seed " << seed;
    }
}

TEST_P(AudioFormats, IsSilentBeforeItsStart) {
    auto reader = open_mono(path);
    ASSERT_TRUE(reader);
    std::vector<float> from_start(4000);
    ASSERT_EQ(*reader->read(from_start), 4000U);
    ASSERT_TRUE(reader->seek(Time::from_ms(-1000)));
    std::vector<float> before(kRate);
    ASSERT_EQ(*reader->read(before), before.size());
    EXPECT_EQ(before, std::vector<float>(kRate, 0.0F));
    std::vector<float> again(4000);
    ASSERT_EQ(*reader->read(again), 4000U);
    EXPECT_EQ(again, from_start);
}

// Without PNS: it fills bands with noise of a generator that runs on, so that a seek gives other bits.
INSTANTIATE_TEST_SUITE_P(
    Formats, AudioFormats,
    testing::Values(Format{"wav", "a.wav", ""}, Format{"flac", "a.flac", ""},
                    Format{"mp3_cbr", "a.mp3", "-c:a libmp3lame -b:a 160k"},
                    Format{"mp3_vbr", "a.mp3", "-c:a libmp3lame -q:a 5"},
                    Format{"mp3_with_id3_of_2_MB", "a.mp3",
                           "-f lavfi -i color=c=red:s=1500x1500:d=0.04,noise=alls=100 -map 0 -map 1 -c:v png "
                           "-frames:v 1 -disposition:v attached_pic -c:a libmp3lame -id3v2_version 3"},
                    Format{"m4a", "a.m4a", "-c:a aac -aac_pns 0 -b:a 160k", 1e-3},
                    Format{"ogg", "a.ogg", "-c:a libvorbis -q:a 6"},
                    Format{"opus", "a.opus", "-c:a libopus -b:a 128k"},
                    Format{"opus_in_webm", "a.webm", "-c:a libopus -b:a 128k"},
                    Format{"vorbis_in_mkv", "a.mkv", "-c:a libvorbis -q:a 6"},
                    Format{"alac", "a.m4a", "-c:a alac"},
                    Format{"named_wrongly", "a.txt", "-f mp3 -c:a libmp3lame"}),
    [](const auto& test) { return test.param.name; });

/// Lets a clip's sound begin this much after its pictures, or before.
class AudioOffset : public testing::TestWithParam<std::pair<const char*, int>> {};

TEST_P(AudioOffset, KeepsTheDistanceOfSoundAndPictures) {
    const auto [file, offset_ms] = GetParam();
    test::TemporaryFolder folder;
    const std::vector<float> song = make_song();
    const auto wav = folder.path() / "song.wav";
    write_wav(wav, song);
    test::PatternClip clip;
    clip.frames = 150;
    clip.before = "-itsoffset " + std::to_string(offset_ms / 1000.0) + " -i '" + wav.string() + "'";
    clip.after = "-map 1:v -map 0:a -c:v libx264 -preset ultrafast -bf 2 -pix_fmt yuv420p -c:a aac -b:a 160k";
    const auto path = folder.path() / file;
    ASSERT_TRUE(test::make_clip(clip, path));
    auto reader = open_mono(path);
    ASSERT_TRUE(reader) << describe(reader.error());
    const std::vector<float> heard = read_all(*reader);
    // The song's own start may be cut off: look a second in.
    std::vector<float> shifted(song.size(), 0.0F);
    const int by = offset_ms * kRate / 1000;
    for (int i = 0; i < static_cast<int>(song.size()); ++i) {
        if (i - by >= 0 && i - by < static_cast<int>(song.size()))
            shifted[static_cast<std::size_t>(i)] = song[static_cast<std::size_t>(i - by)];
    }
    EXPECT_NEAR(lag(shifted, heard), 0, kRate * 3e-3);
    const auto info = probe(path);
    ASSERT_TRUE(info && info->audio);
    EXPECT_NEAR(info->audio->start.seconds() * 1000, offset_ms, 25);
}

// Of MPEG-TS and Matroska nobody takes off the encoder's delay of 1024 samples: not tested to the
// millisecond.
INSTANTIATE_TEST_SUITE_P(Files, AudioOffset,
                         testing::Values(std::pair("a.mp4", 0), std::pair("late.mp4", 400),
                                         std::pair("late.mov", 250)));

}  // namespace
}  // namespace beatsync::media
