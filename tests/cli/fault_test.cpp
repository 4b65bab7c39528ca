// Bad input, bad places and bad moments: one line, the right exit code, nothing left behind.

#include <sys/stat.h>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;

class Fault : public ProgramTest {
protected:
    /// A long sync that is sent so many SIGINTs once it writes the video.
    ProcessResult run_interrupted(int interrupts) {
        make_song(30);
        make_clip();
        auto interrupted =
            spec({"sync", "-m", "song.wav", "clip.mp4", "-o", "out.mp4", "--duration", "song", "-q"});
        interrupted.interrupt_when = ".part";
        interrupted.interrupt_folder = folder_.path();
        interrupted.interrupts = interrupts;
        return run_process(interrupted);
    }
};

TEST_F(Fault, MissingFile) {
    make_song();
    expect_failure(run(sync_arguments({"none.mp4"})), 3, "none.mp4");
    make_clip();
    expect_failure(run({"sync", "-m", "none.wav", "clip.mp4", "-o", "out.mp4", "-q"}), 3, "none.wav");
}

TEST_F(Fault, FolderWithoutMedia) {
    make_song();
    fs::create_directory(at("empty"));
    expect_failure(run(sync_arguments({"empty"})), 3, "no clips in");
}

TEST_F(Fault, ZeroBytes) {
    make_song();
    write("zero.mp4", "");
    expect_failure(run(sync_arguments({"zero.mp4"})), 3, "zero.mp4");
    make_clip();
    write("song.wav", "");
    expect_failure(run(sync_arguments({"clip.mp4"})), 3, "song.wav");
}

TEST_F(Fault, TextNamedMp4) {
    make_song();
    write("text.mp4", "This is a letter and no film.\nIt has two lines.\n");
    expect_failure(run(sync_arguments({"text.mp4"})), 3, "text.mp4");
}

TEST_F(Fault, TruncatedWithoutIndex) {
    make_song();
    make_clip();
    fs::resize_file(at("clip.mp4"), fs::file_size(at("clip.mp4")) / 2);  // the index is at the end
    expect_failure(run(sync_arguments({"clip.mp4"})), 3, "clip.mp4");
    expect_nothing_left();
}

TEST_F(Fault, CutInTheMiddleIsUsedUpToThereAndSaid) {
    make_song();
    make("-f lavfi -i testsrc2=s=320x180:r=30:d=8 -c:v libx264 -preset ultrafast -movflags +faststart",
         "cut.mp4");
    fs::resize_file(at("cut.mp4"), fs::file_size(at("cut.mp4")) * 6 / 10);
    const auto result = run(sync_arguments({"cut.mp4"}));
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find("cut.mp4"), std::string::npos) << result.err;
    EXPECT_TRUE(fs::exists(at("out.mp4")));
}

TEST_F(Fault, AudioOnlyClip) {
    make_song();
    make("-f lavfi -i sine=d=3", "tone.m4a");
    expect_failure(run(sync_arguments({"tone.m4a"})), 3, "tone.m4a");
}

TEST_F(Fault, SongWithoutSound) {
    make_song();
    make_clip();
    expect_failure(run({"sync", "-m", "clip.mp4", "clip.mp4", "-o", "out.mp4", "-q"}), 3, "clip.mp4");
}

TEST_F(Fault, SilentAndShortSongs) {
    make_clip();
    make("-f lavfi -i anullsrc -t 8", "song.wav");
    expect_failure(run(sync_arguments({"clip.mp4"})), 3, "song.wav");
    make("-f lavfi -i sine -t 1", "song.wav");
    expect_failure(run(sync_arguments({"clip.mp4"})), 3, "song.wav");
    expect_nothing_left();
}

TEST_F(Fault, ASongShorterThanAskedIsSaidEvenQuietly) {
    make_song();
    make_clip();
    const auto result = run(sync_arguments({"clip.mp4"}, {"--duration", "50s"}));
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find("0:50.000 asked for"), std::string::npos) << result.err;
    EXPECT_TRUE(fs::exists(at("out.mp4")));
}

TEST_F(Fault, OneMissingSongStopsAllBeforeTheWork) {
    make_song();
    expect_failure(run({"beats", "song.wav", "none.wav"}), 3, "none.wav");
}

TEST_F(Fault, NamesThatSayAnotherFormat) {
    make_song();
    make_clip();
    expect_failure(run({"beats", "song.wav", "--click", "k.wav", "--plot", "k.jpg"}), 2, "k.jpg");
    EXPECT_FALSE(fs::exists(at("k.wav"))) << "names are checked before the work";
    expect_failure(run({"beats", "song.wav", "--click", "k.mp3"}), 2, ".wav");
    expect_failure(run({"scenes", "clip.mp4", "--sheet", "k.jpg"}), 2, ".png");
    expect_failure(run({"scenes", "clip.mp4", "--sheet", "-"}), 2, ".png");
}

TEST_F(Fault, OptionsThatContradict) {
    make_song();
    make_clip();
    expect_failure(run(sync_arguments({"clip.mp4"}, {"--aspect", "1:1"})), 2, "both say the shape");
    const auto sized = [&](const char* size, const char* aspect) {
        return run({"plan", "-m", "song.wav", "clip.mp4", "-o", "-", "--size", size, "--aspect", aspect});
    };
    for (const char* size : {"160x90", "source"})
        expect_failure(sized(size, "9:16"), 2, "both say the shape");
    EXPECT_EQ(sized("90x160", "9:16").exit_code, 0) << "they agree";
    expect_failure(run(sync_arguments({"clip.mp4"}, {"--seed", "1", "--seed", "2"})), 2,
                   "--seed is given more than once");
    expect_failure(run({"plan", "-m", "song.wav", "clip.mp4", "-o", "-", "--duration", "0.1s"}), 2,
                   "too short (at least one picture of 0:00.");
    for (const char* seed : {"-1", "1.5", "18446744073709551616"})
        expect_failure(run(sync_arguments({"clip.mp4"}, {"--seed", seed})), 2, seed);
}

TEST_F(Fault, OneBadClipAmongGoodOnesIsLeftOut) {
    make_song();
    make_clip();
    write("text.mp4", "no film\n");
    const auto result = run(sync_arguments({"clip.mp4", "text.mp4"}));
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find("left out: text.mp4"), std::string::npos) << result.err;
    EXPECT_TRUE(fs::exists(at("out.mp4")));
}

TEST_F(Fault, WhatIsLeftOutDoesNotMakeAListAnObject) {
    make_song();
    make_clip();
    write("empty.mp4", "");
    write("empty.wav", "");
    const auto expect_list = [&](std::vector<std::string> arguments) {
        arguments.emplace_back("-q");
        const auto result = run(std::move(arguments));
        EXPECT_EQ(result.exit_code, 1) << result.err;
        EXPECT_TRUE(result.out.starts_with("[")) << result.out;
    };
    expect_list({"scenes", "clip.mp4", "empty.mp4", "--json"});
    expect_list({"scenes", "clip.mp4", "empty.mp4", "--format", "json"});
    expect_list({"beats", "song.wav", "empty.wav", "--json"});
    EXPECT_TRUE(run({"scenes", "clip.mp4", "--json", "-q"}).out.starts_with("{"));
}

TEST_F(Fault, FullDisk) {
    make_song();
    make_clip();
    auto full = spec(sync_arguments({"clip.mp4"}, {"--no-cache"}));
    full.largest_file = 20'000;
    expect_failure(run_process(full), 4, "out.mp4");
    expect_nothing_left();
}

TEST_F(Fault, FolderThatCannotBeWritten) {
    make_song();
    make_clip();
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "/proc/out.mp4"}), 4, "/proc/out.mp4");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "clip.mp4/out.mp4"}), 4,
                   "clip.mp4/out.mp4");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "none/out.mp4"}), 4, "none/out.mp4");
}

TEST_F(Fault, OutputThatMustNotBeTouched) {
    make_song();
    make_clip();
    const std::string before = read("clip.mp4");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "clip.mp4", "--overwrite"}), 2,
                   "one of the inputs");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "./clip.mp4"}), 2, "one of the inputs");
    EXPECT_EQ(read("clip.mp4"), before);
    write("out.mp4", "mine");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "out.mp4"}), 2, "--overwrite");
    EXPECT_EQ(read("out.mp4"), "mine");
}

TEST_F(Fault, OutputThatIsAPipe) {
    make_song();
    make_clip();
    ASSERT_EQ(::mkfifo(at("pipe.json").c_str(), 0600), 0);
    expect_failure(run({"plan", "-m", "song.wav", "clip.mp4", "-o", "pipe.json", "--overwrite"}), 2, "pipe");
    EXPECT_TRUE(fs::is_fifo(at("pipe.json")));
}

TEST_F(Fault, OutputThatIsAFolder) {
    make_song();
    make_clip();
    fs::create_directory(at("videos"));
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "videos"}), 2, "videos/video.mp4");
    EXPECT_TRUE(fs::is_empty(at("videos")));
}

TEST_F(Fault, DraftMovedAwayFromItsClips) {
    make_song();
    make_clip();
    ASSERT_EQ(run({"plan", "-m", "song.wav", "clip.mp4", "-o", "draft.json"}).exit_code, 0);
    fs::create_directory(at("elsewhere"));
    fs::rename(at("draft.json"), at("elsewhere/draft.json"));
    expect_failure(run({"render", "elsewhere/draft.json", "-o", "out.mp4", "--where", "local"}), 3,
                   "elsewhere)");
    expect_nothing_left();
}

TEST_F(Fault, HostileDrafts) {
    const std::vector<std::string> hostile = {"",
                                              "{",
                                              "[]",
                                              "null",
                                              "{\"t\": NaN}",
                                              "{\"t\": [{\"tt\": 1e999, \"sg\": []}]}",
                                              "{\"t\":[{\"tt\":0,\"sg\":[{\"d\":-5}]}]}",
                                              "{\"t\":[{\"tt\":0,\"sg\":[{\"d\":99999999999999999999}]}]}",
                                              std::string(10U << 20U, '['),
                                              std::string(100'000, '{')};
    for (const auto& json : hostile) {
        write("draft.json", json);
        const auto result = run({"render", "draft.json", "-o", "out.mp4"});
        SCOPED_TRACE(json.substr(0, 60));
        expect_failure(result, 3, "draft.json");
        expect_failure(run({"show", "draft.json"}), 3, "draft.json");
    }
    write("draft.json", "");
    expect_failure(run({"show", "draft.json"}), 3, "a draft is the JSON that");
    expect_failure(run({"show", "."}), 3, "it is a folder (name a file in it)");
    expect_nothing_left();
}

TEST_F(Fault, InterruptedRenderLeavesNothing) {
    expect_failure(run_interrupted(1), 130, "interrupted");
    expect_nothing_left();
}

TEST_F(Fault, InterruptedTwiceLeavesNothingEither) {
    expect_failure(run_interrupted(2), 130, "interrupted");
    expect_nothing_left();
}

TEST_F(Fault, Usage) {
    make_clip();
    expect_failure(run({}), 2, "verb");
    expect_failure(run({"snyc"}), 2, "snyc");
    expect_failure(run({"sync", "-m", "song.wav", "-o", "out.mp4"}), 2, "CLIP");
    expect_failure(run({"sync", "clip.mp4", "-o", "out.mp4"}), 2, "--music");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o"}), 2, "--output");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "--overwrite"}), 2, "missing");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "out.mp4", "--nonsense"}), 2,
                   "--nonsense");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "out.mp4", "--aspect", "7:3"}), 2, "7:3");
    expect_failure(run({"sync", "-m", "song.wav", "clip.mp4", "-o", "out.avi"}), 2, "MP4");
    expect_failure(run({"render", "x.json", "-o", "out.mp4", "--where", "mars"}), 2, "mars");
    expect_failure(run({"render", "x.json", "-o", "out.mp4", "--where", "cloud", "--offline"}), 2,
                   "--where cloud");
    expect_failure(run({"--config", "none.toml", "doctor"}), 3, "none.toml");
}

TEST_F(Fault, StdoutThatIsFull) {
    ASSERT_TRUE(run_command(std::string("! ") + BEATSYNC_PROGRAM + " --man > /dev/full 2> '" +
                            at("err").string() + "'"));
    EXPECT_NE(read("err").find("beatsync: cannot write the result"), std::string::npos) << read("err");
}

}  // namespace
}  // namespace beatsync::test
