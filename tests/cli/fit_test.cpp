// Music laid under a finished video, through the real program; what it made is judged by decoding it.

#include <cmath>
#include <cstring>
#include <numeric>
#include <random>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;

constexpr int kWidth = 160;
constexpr int kHeight = 90;
constexpr int kRate = 30;

class FitJob : public ProgramTest {
protected:
    /// A song with a quiet beginning; the beats are known.
    Song make_song_of(double bpm, const std::string& name, unsigned seed, int quiet_bars,
                      double speeds_up = 1.03) const {
        SongSpec spec;
        spec.seconds = 40;
        spec.bpm = bpm;
        spec.end_bpm = bpm * speeds_up;
        spec.seed = seed;
        spec.parts = {{.bars = quiet_bars, .gain = 0.3F}, {.bars = 1000}};
        Song song = synthesise_song(spec);
        std::ofstream raw(at("song.f32"), std::ios::binary);
        raw.write(reinterpret_cast<const char*>(song.samples.data()),
                  static_cast<std::streamsize>(song.samples.size() * sizeof(float)));
        raw.close();
        make("-f f32le -ar 22050 -ac 1 -i '" + at("song.f32").string() + "'", name);
        return song;
    }

    /// A video of new pictures at these seconds, each of random blocks.
    void make_video(const std::string& name, const std::vector<double>& cuts, double seconds,
                    const std::string& sound = "") const {
        std::ofstream raw(at("video.gray"), std::ios::binary);
        const int frames = static_cast<int>(std::lround(seconds * kRate));
        std::vector<char> picture(std::size_t{kWidth} * kHeight);
        for (int f = 0; f < frames; ++f) {
            const auto shot = std::count_if(cuts.begin(), cuts.end(),
                                            [&](double cut) { return std::lround(cut * kRate) <= f; });
            std::mt19937 random(static_cast<unsigned>(shot) + 7);
            for (int y = 0; y < kHeight; y += 10)
                for (int x = 0; x < kWidth; x += 10) {
                    const auto grey = static_cast<char>(30 + random() % 200);
                    for (int dy = 0; dy < 10; ++dy)
                        std::fill_n(picture.begin() + (y + dy) * kWidth + x, 10, grey);
                }
            raw.write(picture.data(), static_cast<std::streamsize>(picture.size()));
        }
        raw.close();
        make("-f rawvideo -pix_fmt gray -s 160x90 -r 30 -i '" + at("video.gray").string() + "' " + sound +
                 " -pix_fmt yuv420p -c:v libx264 -preset ultrafast",
             name);
    }

    [[nodiscard]] std::vector<float> sound_of(const std::string& name) const {
        make("-i '" + at(name).string() + "' -map 0:a -ar 48000 -ac 1 -f f32le", "sound.f32");
        const std::string bytes = read("sound.f32");
        std::vector<float> samples(bytes.size() / sizeof(float));
        std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
        return samples;
    }

    /// Where in `song` a second of `output` is heard, within 50 ms of where it should be; −1 when it isn't.
    static double heard_at(const std::vector<float>& song, const std::vector<float>& output, double when,
                           double expected) {
        constexpr int kSpan = 48000;
        constexpr int kReach = 2400;
        const auto from = static_cast<std::int64_t>(when * 48000);
        const std::int64_t about = std::lround(expected * 48000);
        double best = 0.5;  // a correlation
        double found = -1;
        const auto energy = [](const float* begin) {
            return std::sqrt(static_cast<double>(std::inner_product(begin, begin + kSpan, begin, 0.0F)));
        };
        if (from + kSpan > std::ssize(output)) return -1;
        for (std::int64_t at = std::max<std::int64_t>(0, about - kReach);
             at <= about + kReach && at + kSpan <= std::ssize(song); ++at) {
            const float* a = output.data() + from;
            const float* b = song.data() + at;
            const auto dot = static_cast<double>(std::inner_product(a, a + kSpan, b, 0.0F));
            const double correlation = dot / (energy(a) * energy(b) + 1e-9);
            if (correlation <= best) continue;
            best = correlation;
            found = static_cast<double>(at) / 48000;
        }
        return found;
    }

    static double number_in(const std::string& json, const std::string& key) {
        const auto at = json.find("\"" + key + "\": ");
        return at == std::string::npos ? -1 : std::stod(json.substr(at + key.size() + 4));
    }

    /// Cuts on every bar, and on half bars from the ninth bar on, of what is heard from `start` at `tempo`.
    static std::vector<double> cuts_on(const Song& song, double start, double seconds, double tempo = 1) {
        std::vector<double> cuts;
        for (std::size_t b = 0; b < song.beats.size(); ++b) {
            const double at = (song.beats[b] - start) / tempo;
            const bool wanted = b % 4 == 0 || (b > 32 && b % 2 == 0) || b % 16 == 15;
            if (wanted && at > 0.4 && at < seconds - 0.4) cuts.push_back(at);
        }
        return cuts;
    }
};

TEST_F(FitJob, FindsTheSongInAFolderAndItsPlaceAndWhatIsHeardIsThere) {
    fs::create_directories(at("music/more"));
    const Song song = make_song_of(112, "music/own.wav", 1, 8);
    (void)make_song_of(113, "music/near.wav", 2, 12);
    (void)make_song_of(131, "music/more/other.wav", 3, 4);
    write("music/notes.txt", "no song");
    write("music/broken.mp3", "no song either");
    make_video("video.mp4", cuts_on(song, song.beats[12], 20), 20);
    const auto result = run({"fit", "video.mp4", "-m", "music", "-o", "out.mp4", "--quality", "draft",
                             "--loudness", "off", "--draft", "draft.json", "--json"});
    ASSERT_EQ(result.exit_code, 1) << result.err << "\none bad file is left out";
    EXPECT_NE(result.err.find("broken.mp3"), std::string::npos) << result.err;
    EXPECT_NE(result.out.find("own.wav\",\n  \"start_seconds\""), std::string::npos) << result.out;
    const double start = number_in(result.out, "start_seconds");
    EXPECT_NEAR(start, song.beats[12], 0.03);
    const auto whole = sound_of("music/own.wav");
    const auto output = sound_of("out.mp4");
    for (const double when : {1.0, 9.0, 17.0})
        EXPECT_NEAR(heard_at(whole, output, when, start + when), start + when, 0.001) << when;
    EXPECT_NE(read("draft.json").find("music/own.wav"), std::string::npos) << "relative to the draft";
}

TEST_F(FitJob, StretchIsFoundAndTheDraftKeepsIt) {
    const Song song = make_song_of(118, "song.wav", 3, 8, 1);
    make_video("video.mp4", cuts_on(song, song.beats[16], 16, 1.04), 16);
    const auto result = run({"fit", "video.mp4", "-m", "song.wav", "-o", "out.mp4", "--quality", "draft",
                             "--stretch", "--draft", "draft.json", "--json", "-q"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NEAR(number_in(result.out, "tempo"), 1.04, 0.003) << result.out;
    EXPECT_NE(read("draft.json").find("\"tempo\":1.0"), std::string::npos);
    const auto again =
        run({"render", "draft.json", "-o", "again.mp4", "--quality", "draft", "--where", "local", "-q"});
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(sound_of("again.mp4"), sound_of("out.mp4"));
}

TEST_F(FitJob, OwnSoundStaysUnlessItIsDropped) {
    make_song(12);
    make_video("video.mp4", {2, 4, 6}, 8, "-f lavfi -i sine=frequency=1000:duration=8 -c:a aac");
    for (const char* how : {"auto", "off", "mix"}) {
        const auto result = run({"fit", "video.mp4", "-m", "song.wav", "-o", "out.mp4", "--quality", "draft",
                                 "--clip-audio", how, "--overwrite"});
        ASSERT_EQ(result.exit_code, 0) << result.err;
        const auto sound = sound_of("out.mp4");
        // How much of 1 kHz there is, by a correlation with it over four seconds.
        double re = 0;
        double im = 0;
        for (std::size_t i = 96'000; i < 288'000; ++i) {
            const double phase = 2 * 3.14159265358979 * static_cast<double>(i % 48) / 48;
            re += static_cast<double>(sound[i]) * std::cos(phase);
            im += static_cast<double>(sound[i]) * std::sin(phase);
        }
        const double level = 2 * std::hypot(re, im) / 192'000;
        EXPECT_EQ(level > 0.02, std::string(how) != "off") << how << " " << level;
        EXPECT_EQ(result.err.find("own sound is kept") != std::string::npos, std::string(how) == "auto");
    }
}

TEST_F(FitJob, WhatCannotBeDoneIsOneLine) {
    make_song(8);
    make_video("video.mp4", {2, 4}, 6);
    fs::create_directories(at("empty"));
    write("notes.mp3", "no music at all");
    make("-f lavfi -i color=red:s=64x64 -frames:v 1", "still.png");
    const auto fit = [&](std::vector<std::string> more) {
        more.insert(more.begin(), "fit");
        more.insert(more.end(), {"-o", "out.mp4", "-q"});
        return run(std::move(more));
    };
    expect_failure(fit({"video.mp4", "-m", "empty"}), 3, "no songs in empty");
    expect_failure(fit({"video.mp4", "-m", "notes.mp3"}), 3, "notes.mp3");
    expect_failure(fit({"gone.mp4", "-m", "song.wav"}), 3, "gone.mp4");
    expect_failure(fit({"still.png", "-m", "song.wav"}), 3, "is a picture");
    expect_failure(fit({"song.wav", "-m", "song.wav"}), 3, "no pictures");
    expect_failure(fit({"video.mp4", "-m", "song.wav", "--start", "1:00"}), 2, "before the start asked for");
    expect_failure(fit({"video.mp4", "-m", "song.wav", "--clip-audio", "loud"}), 2, "--clip-audio");
    expect_nothing_left();
    const auto over = run({"fit", "video.mp4", "-m", "song.wav", "-o", "video.mp4", "-q"});
    expect_failure(over, 2, "one of the inputs");
}

}  // namespace
}  // namespace beatsync::test
