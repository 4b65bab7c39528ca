// The main job and its parts through the real program.

#include <cmath>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;

class Job : public ProgramTest {};

TEST_F(Job, PlanIsTheSameBytesForAnyThreadsAndFromTheCache) {
    make_song();
    for (int i = 1; i <= 3; ++i)
        make_clip("clip" + std::to_string(i) + ".mp4", i);
    const std::vector<std::string> plan = {"plan",      "-m",        "song.wav", "clip1.mp4",
                                           "clip2.mp4", "clip3.mp4", "-q"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), plan.begin(), plan.end());
        const auto result = run(more);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result.out;
    };
    const std::string one = with({"--threads", "1", "--no-cache"});
    EXPECT_FALSE(one.empty());
    EXPECT_EQ(with({"--threads", "2", "--no-cache"}), one);
    EXPECT_EQ(with({"--threads", "2"}), one);  // fills the cache
    EXPECT_EQ(with({}), one);                  // comes from it
    EXPECT_NE(with({"--duration", "3s"}), one);
}

TEST_F(Job, SyncPlanShowRenderAndADraftEditedByHand) {
    make_song();
    make_clip();
    const auto synced = run(sync_arguments({"clip.mp4"}, {"--draft", "draft.json", "--json"}));
    ASSERT_EQ(synced.exit_code, 0) << synced.err;
    EXPECT_NE(synced.out.find("\"output\": \"out.mp4\""), std::string::npos) << synced.out;

    const auto shown = run({"show", "draft.json", "--html", "draft.html"});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    EXPECT_NE(shown.out.find("Timeline ("), std::string::npos) << shown.out;
    EXPECT_GT(fs::file_size(at("draft.html")), 1000U);

    std::string json = read("draft.json");
    EXPECT_NE(json.find("\"generator\":\"beatsync "), std::string::npos);
    EXPECT_EQ(json.find(folder_.path().string()), std::string::npos)
        << "sources beside the draft are relative";
    const auto name = json.find("clip.mp4");
    ASSERT_NE(name, std::string::npos);
    fs::copy_file(at("clip.mp4"), at("other.mp4"));
    json.replace(name, 8, "other.mp4");
    write("edited.json", json);
    const auto rendered = run({"render", "edited.json", "-o", "edited.mp4", "--quality", "draft", "-q"});
    EXPECT_EQ(rendered.exit_code, 0) << rendered.err;
    EXPECT_TRUE(fs::exists(at("edited.mp4")));
}

TEST_F(Job, BeatsOfSeveralSongsGoIntoAFolder) {
    make_song();
    fs::copy_file(at("song.wav"), at("second.wav"));
    const auto result = run({"beats", "song.wav", "second.wav", "--format", "beats", "-o", "found/", "-q"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(read("found/song.beats"), read("found/second.beats"));
    std::ifstream beats(at("found/song.beats"));
    double first = 0;
    int position = 0;
    ASSERT_TRUE(beats >> first >> position);
    EXPECT_NEAR(std::fmod(first + 0.25, 0.5), 0.25, 0.03) << "120 bpm from 0.5 s";
    EXPECT_EQ(run({"beats", "song.wav", "second.wav", "--format", "beats", "-q"}).exit_code, 2);
}

TEST_F(Job, ScenesAsCsv) {
    make_clip();
    const auto result = run({"scenes", "clip.mp4", "--format", "csv", "-q"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_TRUE(result.out.starts_with(
        "index,start_seconds,end_seconds,start_frame,end_frame,cut_score,motion,sharpness\n0,0.000000,"))
        << result.out;
}

TEST_F(Job, ScenesTellsOfPhotosFlawsAndDamage) {
    make("-f lavfi -i testsrc2=s=320x180 -frames:v 1", "photo.png");
    EXPECT_EQ(run({"scenes", "photo.png"}).out,
              at("photo.png").string() + ": a photo, which has no shots\n\n");
    make(
        "-f lavfi -i testsrc2=s=320x180:r=30:d=2 -f lavfi -i color=black:s=320x180:r=30:d=2 -filter_complex "
        "concat -c:v libx264 -g 15 -bf 0",
        "black.mp4");
    const auto black = run({"scenes", "black.mp4"});
    EXPECT_NE(black.out.find("0:02.000   0:04.000  black\n"), std::string::npos) << black.out;
    EXPECT_EQ(black.err.find("damaged"), std::string::npos) << black.err;
    make_clip();
    std::string bytes = read("clip.mp4");
    for (std::size_t i = bytes.size() / 4; i < bytes.size() / 2; i += 97)
        bytes[i] = static_cast<char>(~bytes[i]);
    write("clip.mp4", bytes);
    const auto damaged = run({"scenes", "clip.mp4", "--format", "csv"});
    EXPECT_NE(damaged.err.find("clip.mp4 is damaged: its shots are uncertain for"), std::string::npos)
        << damaged.err;
}

TEST_F(Job, EditListsOfAFolderLeaveOutAPhoto) {
    fs::create_directory(at("clips"));
    make("-f lavfi -i testsrc2=s=320x180 -frames:v 1", "clips/a.png");
    make_clip("clips/b.mp4");
    const std::vector<std::string> lists = {"scenes", "clips", "--format", "edl", "-o", "shots/", "-q"};
    const auto result = run(lists);
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find("a.png has no shots"), std::string::npos) << result.err;
    EXPECT_TRUE(read("shots/b.edl").starts_with("TITLE"));
    EXPECT_FALSE(fs::exists(at("shots/a.edl")));
    fs::remove(at("clips/b.mp4"));
    expect_failure(run(lists), 2, "a.png has no shots");
    fs::copy_file(at("clips/a.png"), at("clips/c.png"));
    expect_failure(run(lists), 2, "a.png has no shots");
}

TEST_F(Job, CommandLineBeatsVariableBeatsFile) {
    make_clip();
    fs::create_directories(at("config/beatsync"));
    write("config/beatsync/config.toml", "format = \"csv\"\nseed = 3\n[scenes]\nquiet = true\n");
    EXPECT_TRUE(run({"scenes", "clip.mp4"}).out.starts_with("index,"));
    auto with_variable = spec({"scenes", "clip.mp4"});
    with_variable.environment.emplace_back("BEATSYNC_FORMAT", "edl");
    EXPECT_TRUE(run_process(with_variable).out.starts_with("TITLE"));
    with_variable.arguments.insert(with_variable.arguments.end(), {"--format", "json"});
    EXPECT_TRUE(run_process(with_variable).out.starts_with("{"));
    write("config/beatsync/config.toml", "sede = 3\n");
    write("mine.toml", "[secnes]\nformat = \"csv\"\n");
    expect_failure(run({"scenes", "clip.mp4", "--config", "mine.toml"}), 2, "called [secnes], in mine.toml");
    const auto slip = run({"scenes", "clip.mp4"});
    EXPECT_EQ(slip.exit_code, 2);
    EXPECT_NE(slip.err.find("'sede' in " + at("config/beatsync/config.toml").string()), std::string::npos)
        << slip.err;
}

TEST_F(Job, DoctorAndHelpAndCompletion) {
    EXPECT_EQ(run({"doctor"}).exit_code, 0);
    EXPECT_TRUE(run({"doctor", "--json"}).out.starts_with("{"));
    for (const char* verb : {"sync", "beats", "scenes", "plan", "fit", "render", "show", "doctor", "demo"}) {
        const auto help = run({verb, "--help"});
        EXPECT_EQ(help.exit_code, 0);
        EXPECT_NE(help.out.find("\nExamples:\n  beatsync "), std::string::npos) << help.out;
        EXPECT_NE(run({"--man"}).out.find(std::string(".SS ") + verb), std::string::npos);
    }
    const auto script = run({"--completion", "bash"});
    write("completion.sh", script.out);
    EXPECT_TRUE(run_command("bash -c 'source \"" + at("completion.sh").string() +
                            "\"; COMP_WORDS=(beatsync sync --fit \"\"); COMP_CWORD=3; _beatsync; "
                            "test \"${COMPREPLY[*]}\" = \"crop pad blur\"'"));
}

TEST_F(Job, QuietSaysNothing) {
    make_clip();
    const auto result = run({"-q", "scenes", "clip.mp4"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.err, "");
}

}  // namespace
}  // namespace beatsync::test
