// `do`: words and files in, a video out. What comes out is judged by decoding it.
#include "program_fixture.h"

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;

class Do : public ProgramTest {
protected:
    /// What ffprobe says of the video's first stream: "90,160,60/1".
    [[nodiscard]] std::string probe(const std::string& file, const std::string& entries) const {
        EXPECT_TRUE(
            run_command("ffprobe -v error -select_streams v:0 -count_frames -show_entries stream=" + entries +
                        " -of csv=p=0 '" + at(file).string() + "' > '" + at("probe.txt").string() + "'"));
        std::string text = read("probe.txt");
        while (!text.empty() && (text.back() == '\n' || text.back() == ','))
            text.pop_back();
        return text;
    }
    void make_media() const {
        make_song();
        make_clip("one.mp4", 1);
        make_clip("two.mp4", 2);
    }
};

TEST_F(Do, CutsAVideoAsTheWordsSay) {
    make_media();
    const auto result = run(
        {"do", "make it square, 128x96, 3 seconds, 25 fps, draft quality", "two.mp4", "song.wav", "one.mp4"});
    // A shape, and sides of another one: the sync verb itself says that they disagree.
    EXPECT_EQ(result.exit_code, 2) << result.err;
    const auto made = run({"do", "144p square, three seconds, 25 fps, draft quality, please", "two.mp4",
                           "song.wav", "one.mp4", "-o", "out.mp4"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    EXPECT_EQ(probe("out.mp4", "width,height,r_frame_rate,nb_read_frames"), "144,144,25/1,75");
    EXPECT_NE(made.err.find("beatsync sync -m song.wav two.mp4 one.mp4 -o out.mp4 --aspect 1:1 --duration 3s "
                            "--quality draft --size 144p --fps 25"),
              std::string::npos)
        << made.err;
}

TEST_F(Do, ChoosesANameThatIsFree) {
    make_media();
    write("song-cut.mp4", "mine");
    const auto result = run({"do", "90x160, 2 seconds, draft quality", "song.wav", "one.mp4", "two.mp4"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(read("song-cut.mp4"), "mine");
    EXPECT_TRUE(fs::exists(at("song-cut-2.mp4")));
    EXPECT_NE(result.out.find("song-cut-2.mp4"), std::string::npos) << result.out;
}

TEST_F(Do, DryRunOnlyPrintsTheCommand) {
    make_media();
    const auto result = run({"do", "竖屏，30秒", "song.wav", "one.mp4", "--dry-run"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_TRUE(result.out.starts_with("beatsync sync -m song.wav one.mp4 -o one-cut.mp4 --aspect 9:16"))
        << result.out;
    EXPECT_FALSE(fs::exists(at("one-cut.mp4")));
}

TEST_F(Do, NamesWhatItDidNotUnderstandAndDoesTheRest) {
    make_media();
    const auto result = run({"do", "2 seconds, 90x160, draft quality, and make it rain cats", "song.wav",
                             "one.mp4", "-o", "out.mp4", "--offline"});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find("not understood, and left out: make it rain cats"), std::string::npos)
        << result.err;
    EXPECT_TRUE(fs::exists(at("out.mp4")));
}

TEST_F(Do, UnderstandsNothing) {
    make_media();
    expect_failure(run({"do", "don't make it vertical", "song.wav", "one.mp4"}), 2,
                   "not understood: don't make it vertical");
    expect_failure(run({"do", "make it rain cats", "song.wav", "one.mp4", "--offline"}), 2, "not understood");
}

TEST_F(Do, SaysWhichFilesAreMissingOrTooMany) {
    make_media();
    expect_failure(run({"do", "make it vertical"}), 2, "no files are given");
    expect_failure(run({"do", "make it vertical", "one.mp4"}), 2, "no song is given");
    expect_failure(run({"do", "make it vertical", "song.wav"}), 2, "no clips are given");
    fs::copy_file(at("song.wav"), at("other.wav"));
    expect_failure(run({"do", "make it vertical", "song.wav", "other.wav", "one.mp4"}), 2, "two songs");
    expect_failure(run({"do", "make it vertical", "song.wav", "gone.mp4"}), 3, "gone.mp4");
    expect_failure(run({"do", "use gone.mp4, make it vertical", "song.wav"}), 3, "gone.mp4");
}

TEST_F(Do, SortsByContentWhateverTheNames) {
    make_media();
    fs::rename(at("song.wav"), at("film.mp4"));
    const auto result = run({"do", "make it vertical", "one.mp4", "film.mp4", "--dry-run"});
    EXPECT_TRUE(result.out.starts_with("beatsync sync -m film.mp4 one.mp4 ")) << result.out << result.err;
}

TEST_F(Do, FindsTheSongInTheFolder) {
    make_song();
    fs::create_directory(at("trip"));
    fs::rename(at("song.wav"), at("trip/song.wav"));
    make_clip("trip/one.mp4", 1);
    const auto result = run({"do", "make it vertical", "trip", "--dry-run"});
    EXPECT_TRUE(result.out.starts_with("beatsync sync -m trip/song.wav trip/one.mp4 "))
        << result.out << result.err;
    EXPECT_NE(result.err.find("the song is trip/song.wav"), std::string::npos) << result.err;
}

TEST_F(Do, RendersADraft) {
    make_media();
    ASSERT_EQ(run({"plan", "-m", "song.wav", "one.mp4", "two.mp4", "-o", "cut.json", "--size", "90x160",
                   "--duration", "2s", "--fps", "25", "-q"})
                  .exit_code,
              0);
    const auto result = run({"do", "render it in draft quality", "cut.json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(probe("cut.mp4", "width,height,nb_read_frames"), "90,160,50");
}

TEST_F(Do, JsonIsOneDocument) {
    make_media();
    const auto result = run({"do", "2 seconds, 90x160, draft quality, rain cats", "song.wav", "one.mp4", "-o",
                             "out.mp4", "--json", "-q", "--offline"});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_TRUE(result.out.starts_with("{")) << result.out;
    EXPECT_NE(result.out.find("\"understood\": \"duration=2s; quality=draft; size=90x160\""),
              std::string::npos)
        << result.out;
    EXPECT_NE(result.out.find("\"output\": \"out.mp4\""), std::string::npos)
        << "the verb's own document is in it";
    EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\0'), 0);
}

TEST_F(Do, PacesOfParts) {
    make_media();
    const auto result = run({"plan", "-m", "song.wav", "one.mp4", "two.mp4", "--pace", "slow", "--pace",
                             "verse=1", "--duration", "song", "-o", "cut.json", "--explain", "-q"});
    // A song that sounds alike from beginning to end is all verse.
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_GE(std::count(result.out.begin(), result.out.end(), '\n'), 10) << result.out;
    expect_failure(run({"plan", "-m", "song.wav", "one.mp4", "--pace", "solo=fast"}), 2, "no part of a song");
}

}  // namespace
}  // namespace beatsync::test
