// Effects asked for on the command line, judged in the video that comes out.

#include <algorithm>
#include <cstdio>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

class EffectsOfProgram : public ProgramTest {
protected:
    void make_media() const {
        make_song(16);
        for (int i = 1; i <= 4; ++i)
            make("-f lavfi -i \"testsrc2=s=180x320:r=30:d=10,hue=h=" + std::to_string(60 * i) +
                     "\" -c:v libx264 -preset ultrafast -pix_fmt yuv420p",
                 "clip" + std::to_string(i) + ".mp4");
    }
    /// From the first beat on, two beats (a second) a cut.
    [[nodiscard]] static std::vector<std::string> job(const std::string& verb,
                                                      std::initializer_list<std::string> more) {
        std::vector<std::string> arguments = {verb,        "-m",        "song.wav", "clip1.mp4", "clip2.mp4",
                                              "clip3.mp4", "clip4.mp4", "--start",  "0.5s",      "--duration",
                                              "8s",        "--fps",     "30",       "--pace",    "2",
                                              "--size",    "90x160"};
        arguments.insert(arguments.end(), more);
        return arguments;
    }
    /// Mean luma of each output frame.
    [[nodiscard]] std::vector<double> lumas() const {
        std::vector<double> all;
        const std::string command = "ffmpeg -nostdin -v error -i '" + at("out.mp4").string() +
                                    "' -map 0:v -pix_fmt yuv420p -f rawvideo -";
        FILE* pipe = popen(command.c_str(), "r");
        std::vector<unsigned char> frame(90 * 160 * 3 / 2);
        while (pipe != nullptr && fread(frame.data(), 1, frame.size(), pipe) == frame.size()) {
            double sum = 0;
            for (std::size_t i = 0; i < 90U * 160U; ++i)
                sum += frame[i];
            all.push_back(sum / (90 * 160));
        }
        if (pipe != nullptr) pclose(pipe);
        return all;
    }
};

TEST_F(EffectsOfProgram, DipsAreBlackOnTheBeatsFrameAndNowhereElse) {
    make_media();
    const auto result =
        run(job("sync", {"-o", "out.mp4", "-q", "--transition", "dip", "--transition-for", "0.5"}));
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto luma = lumas();
    ASSERT_EQ(luma.size(), 240U);
    for (std::size_t f = 0; f < luma.size(); ++f)
        EXPECT_EQ(luma[f]<17, f> 0 && f % 30 == 0) << "frame " << f << ": " << luma[f];
}

TEST_F(EffectsOfProgram, PunchyAndSmoothSayWhatTheyDo) {
    make_media();
    const auto punchy = run(job("plan", {"-o", "p.json", "--style", "punchy", "--explain"}));
    ASSERT_EQ(punchy.exit_code, 0) << punchy.err;
    EXPECT_NE(punchy.out.find("; punch on beat "), std::string::npos) << punchy.out;
    EXPECT_NE(punchy.out.find("frozen from beat "), std::string::npos) << punchy.out;
    const auto smooth = run(job("plan", {"-o", "s.json", "--style", "smooth", "--explain"}));
    ASSERT_EQ(smooth.exit_code, 0) << smooth.err;
    EXPECT_NE(smooth.out.find("cross-fade of 15 frames"), std::string::npos) << smooth.out;
    const auto shown = run({"show", "s.json"});
    EXPECT_NE(shown.out.find("cross-fade of 15 frames"), std::string::npos) << shown.out;
    const auto none = run(job("plan", {"-o", "n.json", "--style", "punchy", "--no-flash", "--no-punch"}));
    ASSERT_EQ(none.exit_code, 0) << none.err;
    EXPECT_EQ(read("n.json").find("accents"), std::string::npos);
}

TEST_F(EffectsOfProgram, CleanIsWhatThereIsWithoutTheOptions) {
    make_media();
    ASSERT_EQ(run(job("plan", {"-o", "a.json", "-q"})).exit_code, 0);
    ASSERT_EQ(run(job("plan", {"-o", "b.json", "-q", "--style", "clean", "--transition", "none"})).exit_code,
              0);
    // All but what the draft says it was planned with.
    const auto tracks = [this](const char* name) {
        const std::string draft = read(name);
        return draft.substr(std::min(draft.size(), draft.find("\n\"t\":[")));
    };
    EXPECT_FALSE(tracks("a.json").empty());
    EXPECT_EQ(tracks("a.json"), tracks("b.json"));
    for (const char* key : {"transition", "accents", "retime_us", "blend"})
        EXPECT_EQ(tracks("a.json").find(key), std::string::npos) << key;
}

TEST_F(EffectsOfProgram, WrongValuesAreUsage) {
    make_media();
    const auto style = run(job("plan", {"--style", "wild"}));
    EXPECT_EQ(style.exit_code, 2);
    EXPECT_NE(style.err.find("clean, punchy, smooth"), std::string::npos) << style.err;
    EXPECT_EQ(run(job("plan", {"--transition", "wipe"})).exit_code, 2);
    EXPECT_EQ(run(job("plan", {"--transition-for", "0"})).exit_code, 2);
    EXPECT_EQ(run(job("plan", {"--transition-for", "long"})).exit_code, 2);
}

}  // namespace
}  // namespace beatsync::test
