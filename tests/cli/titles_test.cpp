// Titles through the real program, judged by decoding what it wrote.

#include <cstdlib>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

constexpr int kWidth = 160;
constexpr int kHeight = 160;

class Titles : public ProgramTest {
protected:
    void SetUp() override {
        make_song(6);
        make("-f lavfi -i testsrc2=s=160x160:r=30:d=5 -vf eq=contrast=0.4:brightness=-0.15", "clip.mp4");
    }

    [[nodiscard]] static std::vector<std::string> titled(const std::vector<std::string>& more) {
        std::vector<std::string> arguments = {
            "sync",       "-m",      "song.wav",  "clip.mp4",   "-o",          "out.mp4",
            "--size",     "160x160", "--quality", "high",       "--start",     "0.5",
            "--duration", "4s",      "--draft",   "draft.json", "--overwrite", "-q"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    /// The luma of each frame, decoded by the ffmpeg program: black 0, white 255.
    [[nodiscard]] std::vector<std::string> frames() const {
        make("-i '" + at("out.mp4").string() + "' -map 0:v -pix_fmt gray -f rawvideo", "luma.raw");
        const std::string raw = read("luma.raw");
        std::vector<std::string> all;
        for (std::size_t i = 0; i + kWidth * kHeight <= raw.size(); i += kWidth * kHeight)
            all.push_back(raw.substr(i, kWidth * kHeight));
        return all;
    }
    [[nodiscard]] static double mean(const std::string& frame, int left, int top, int width, int height) {
        double sum = 0;
        for (int y = top; y < top + height; ++y)
            for (int x = left; x < left + width; ++x)
                sum += static_cast<unsigned char>(frame[static_cast<std::size_t>(y * kWidth + x)]);
        return sum / (width * height);
    }
};

// A full block fills the em, so that its middle is a plain white patch.
constexpr const char* kBlock = "█";

TEST_F(Titles, AppearOnTheBeatFadeAndEndAndTouchNothingElse) {
    const auto plain = run(titled({}));
    ASSERT_EQ(plain.exit_code, 0) << plain.err;
    const auto without = frames();
    const auto result =
        run(titled({"--title",       kBlock,   "--title-at",   "beat:3", "--title-for",   "1s",
                    "--title-style", "plain",  "--title-size", "40%",    "--title-place", "middle",
                    "--title",       "nxnxnx", "--title-at",   "beat:1", "--title-for",   "2s",
                    "--title-style", "box",    "--title-size", "10%",    "--title-place", "top"}));
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto with = frames();
    ASSERT_EQ(with.size(), without.size());
    ASSERT_EQ(with.size(), 120U);
    // 120 bpm from the first beat at 0.5 s, where the video begins: its third beat is 1 s later.
    for (int f = 0; f < 120; ++f) {
        const auto i = static_cast<std::size_t>(f);
        const double seen =
            f < 30 || f >= 60 ? 0 : std::min({1.0, (f - 29.5) / 30 / 0.15, (59.5 - f) / 30 / 0.25});
        const double behind = mean(without[i], 76, 76, 8, 8);
        EXPECT_NEAR(mean(with[i], 76, 76, 8, 8), behind + (255 - behind) * seen, 4) << "frame " << f;
        EXPECT_NEAR(mean(with[i], 8, 110, 40, 40), mean(without[i], 8, 110, 40, 40), 1.5) << "frame " << f;
    }
    // The box, between the edge of the safe area and the letters: 0.35 of the picture is left.
    const double behind = mean(without[20], 70, 10, 20, 3);
    EXPECT_NEAR(mean(with[20], 70, 10, 20, 3), behind * 0.35, 5);
    EXPECT_NEAR(mean(with[20], 70, 0, 20, 5), mean(without[20], 70, 0, 20, 5), 4) << "outside of it";
    EXPECT_NE(run({"show", "draft.json"}).out.find("Title: \"█\" (1-2s)"), std::string::npos);
}

TEST_F(Titles, AMissingFontIsSaidAndTheRestIsThere) {
    write("none.conf", "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig/>");
    auto without_fonts = spec(titled({"--title", "Urban Dreams"}));
    without_fonts.environment.emplace_back("FONTCONFIG_FILE", at("none.conf").string());
    auto result = run_process(without_fonts);
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find("there is no font on this machine (apt-get install fonts-dejavu-core)"),
              std::string::npos)
        << result.err;
    EXPECT_EQ(frames().size(), 120U);

    result = run(titled({"--title", "a\xF4\x8F\xBF\xBD"}));  // U+10FFFD
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find("(U+10FFFD): left out"), std::string::npos) << result.err;
}

TEST_F(Titles, DoctorNamesTheScriptsThatHaveNoFont) {
    write("none.conf", "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig/>");
    auto doctor = spec({"doctor", "--offline"});
    doctor.environment.emplace_back("FONTCONFIG_FILE", at("none.conf").string());
    const auto result = run_process(doctor);
    EXPECT_EQ(result.exit_code, 0) << "sync works without titles";
    EXPECT_NE(result.out.find("titles: Arabic"), std::string::npos) << result.out;
    EXPECT_NE(result.out.find("fix: apt-get install fonts-noto-cjk"), std::string::npos) << result.out;
}

TEST_F(Titles, SlipsAreOneLine) {
    expect_failure(run(titled({"--title-at", "3"})), 2, "--title-at is given, and no --title");
    expect_failure(run(titled({"--title", "x", "--title-at", "bar:0"})), 2, "bar:0");
    expect_failure(run(titled({"--title", ""})), 2, "--title: the text is empty");
}

}  // namespace
}  // namespace beatsync::test
