// `eval --shots` as a user runs it: the real program on videos made by the ffmpeg program, and on
// predictions.

#include <gmock/gmock.h>

#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

class EvalShots : public ProgramTest {
protected:
    EvalShots() {
        std::filesystem::create_directories(at("set"));
        std::filesystem::create_directories(at("predictions"));
    }
    void put(const std::string& name, const std::string& text) const { write("set/" + name, text); }

    /// Two test pictures with a cut between them at frame 25, and what is known of it.
    void make_video(const std::string& name) const {
        make(
            "-f lavfi -i testsrc2=s=320x180:r=25:d=1 -f lavfi -i mandelbrot=s=320x180:r=25 -filter_complex "
            "'[1]trim=end=1[b];[0][b]concat' -pix_fmt yuv420p",
            "set/" + name + ".mp4");
        put(name + ".cuts", "25 1.0\n");
    }
    [[nodiscard]] ProcessResult eval(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"eval", "--shots", "--no-cache", "-q"});
        return run_process(spec(std::move(arguments)));
    }
    [[nodiscard]] Json document(std::vector<std::string> arguments, int exit_code = 0) const {
        arguments.emplace_back("--json");
        const ProcessResult result = eval(std::move(arguments));
        EXPECT_EQ(result.exit_code, exit_code) << result.err;
        Json json = Json::parse(result.out, nullptr, false);
        EXPECT_FALSE(json.is_discarded()) << result.out;
        return json;
    }
};

TEST_F(EvalShots, MeasuresOurDetector) {
    make_video("a");
    const Json json = document({"set"});
    const Json& row = json.at("summary").at(0);
    EXPECT_EQ(row.at("detector"), "beatsync");
    EXPECT_EQ(row.at("cuts_exact"), 1);
    EXPECT_EQ(row.at("false_alarms"), 0);
    EXPECT_EQ(row.at("f1"), 1.0);
    EXPECT_TRUE(row.at("gradual_recall").is_null());
}

TEST_F(EvalShots, MeasuresPredictionsBesideIt) {
    make_video("a");
    make_video("b");
    put("a.transitions", "5 10 fadeblack\n");
    put("a.ignore", "30 40\n");
    write("predictions/a.txt", "0.2\n0.4\n1.04\n1.4\n");
    const Json json = document({"set", "--tracker", "beatsync", "--tracker", "other=predictions"}, 1);
    const Json& other = json.at("summary").at(1);
    EXPECT_EQ(other.at("detector"), "other");
    EXPECT_EQ(other.at("cuts_found"), 1);
    EXPECT_EQ(other.at("cuts_exact"), 0);
    EXPECT_EQ(other.at("transitions_found"), 1);
    EXPECT_EQ(other.at("false_alarms"), 0);
    EXPECT_EQ(other.at("files").size(), 2U);
}

TEST_F(EvalShots, FramesCountWhateverTheRate) {
    make(
        "-f lavfi -i testsrc2=s=320x180:r=25:d=1 -f lavfi -i mandelbrot=s=320x180:r=25 -filter_complex "
        "'[1]trim=end=1[b];[0][b]concat,settb=1/1000,setpts=(N*40+max(0\\,N-25)*40)/1000/TB' "
        "-vsync passthrough -pix_fmt yuv420p",
        "set/a.mp4");
    put("a.cuts", "25 1.0\n");
    write("predictions/a.txt", "1.0\n");
    const Json json = document({"set", "--tracker", "beatsync", "--tracker", "other=predictions"});
    EXPECT_EQ(json.at("summary").size(), 2U);
    for (const Json& row : json.at("summary")) {
        EXPECT_EQ(row.at("cuts_exact"), 1) << row.at("detector");
        EXPECT_EQ(row.at("f1"), 1.0) << row.at("detector");
    }
}

TEST_F(EvalShots, RefusesTimesOfFewerFramesThanThereAre) {
    make_video("a");
    std::string times;
    for (int i = 0; i < 25; ++i)
        times += std::to_string(i / 25.0) + "\n";
    for (const std::string& some : {times, std::string()}) {
        put("a.pts", some);
        const ProcessResult result = eval({"set"});
        EXPECT_EQ(result.exit_code, 3) << result.err;
        EXPECT_THAT(result.err, HasSubstr("a.pts has the times of " + std::string(some.empty() ? "0" : "25") +
                                          " frames, a.mp4 has 50"));
    }
}

TEST_F(EvalShots, IsNeverShownWhatAnotherBuildFound) {
    make_video("a");
    const auto entries = [&] {
        return std::distance(std::filesystem::directory_iterator(at("cache/beatsync/analysis")), {});
    };
    EXPECT_EQ(run({"scenes", "set/a.mp4", "-q"}).exit_code, 0) << "kept for any build of this version";
    EXPECT_EQ(entries(), 1);
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(run({"eval", "--shots", "set", "-q"}).exit_code, 0);
        EXPECT_EQ(entries(), 2);
    }
}

TEST_F(EvalShots, SaysItInATable) {
    make_video("a");
    const ProcessResult result = eval({"set", "--per-file"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("gradual R"));
    EXPECT_THAT(result.out, HasSubstr("all 1"));
}

TEST_F(EvalShots, NamesTheLineThatIsNoFrame) {
    make_video("a");
    put("a.cuts", "25\n\n12.5 x\n");
    const ProcessResult result = eval({"set"});
    EXPECT_NE(result.exit_code, 0);
    EXPECT_THAT(result.err, HasSubstr("a.cuts:3: '12.5' is no number of a frame"));
}

TEST_F(EvalShots, WantsAFolderBehindTheNameOfAnotherDetector) {
    make_video("a");
    for (const char* tracker : {"other=", "=predictions", "other"}) {
        const ProcessResult result = eval({"set", "--tracker", tracker});
        EXPECT_NE(result.exit_code, 0) << tracker;
        EXPECT_THAT(result.err, HasSubstr("no shot detector is called"));
    }
}

TEST_F(EvalShots, RefusesWhatIsAboutBeats) {
    const ProcessResult result = eval({"set", "--baseline", "x"});
    EXPECT_NE(result.exit_code, 0);
    EXPECT_THAT(result.err, HasSubstr("--baseline is for beats"));
}

TEST_F(EvalShots, SaysWhenNothingIsAnnotated) {
    const ProcessResult result = eval({"set"});
    EXPECT_NE(result.exit_code, 0);
    EXPECT_THAT(result.err, HasSubstr("no annotated videos in"));
}

}  // namespace
}  // namespace beatsync::test
