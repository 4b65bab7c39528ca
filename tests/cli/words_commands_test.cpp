// Words, files and the command line that comes of them.
#include "cli/words_commands.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "words/words.h"

namespace beatsync::cli {
namespace {

const WordsOutputs kNames = {"new.mp4", "new.json", "cut"};

WordsSubject media() {
    WordsSubject subject;
    subject.song = "song.mp3";
    subject.clips = {"a.mp4", "b.mp4", "c d.mp4"};
    return subject;
}

WordsSubject finished() {
    WordsSubject subject;
    subject.song = "song.mp3";
    subject.clips = {"film.mp4"};
    return subject;
}

WordsSubject draft() {
    WordsSubject subject;
    subject.draft = "cut.json";
    subject.music_percent = 80;
    subject.seed = 6;
    subject.draft_clips = {"one.mp4", "two.mp4", "three.mp4"};
    return subject;
}

/// The command lines, one a line, without "beatsync "; then what is left out, as "- topic".
std::string lines(const std::string& words, const WordsSubject& subject) {
    const auto result = commands_for(words::understand(words).intents, subject, kNames);
    if (!result) return "error: " + result.error().message;
    std::string text;
    for (const CommandLine& command : result->commands)
        text += (text.empty() ? "" : "\n") + shell_line(command).substr(9);
    for (const std::string& line : result->left_out)
        text += "\n- " + line.substr(10, line.find_first_of(": ", 10) - 10);
    return text;
}

struct Row {
    const char* words;
    const char* lines;
};

TEST(WordsCommands, OfASongAndClips) {
    const std::string all = "sync -m song.mp3 a.mp4 b.mp4 'c d.mp4' -o ";
    const Row rows[] = {
        {"make it vertical", "new.mp4 --aspect 9:16"},
        {"竖屏，30秒", "new.mp4 --aspect 9:16 --duration 30s"},
        {"square, half a minute, fast cuts", "new.mp4 --aspect 1:1 --duration 30s --pace fast"},
        {"slower in the verse, fast in the chorus", "new.mp4 --pace verse=slow --pace chorus=fast"},
        {"start at the drop", "new.mp4 --start drop"},
        {"from 0:45", "new.mp4 --start 45s"},
        {"export 1080p MP4", "new.mp4 --size 1080p"},
        {"auto-sync cuts to the beat", "new.mp4"},
        {"add a title 'Urban Dreams'", "new.mp4 --title 'Urban Dreams'"},
        {"add a title \"it's\" at the top for 3 seconds",
         "new.mp4 --title 'it'\\''s' --title-for 3s --title-place top"},
        {"music at 35%", "new.mp4 --music-volume 35%"},
        {"music a bit quieter", "new.mp4 --music-volume 75%"},
        {"music at -6 dB", "new.mp4 --music-volume=-6dB"},
        {"mute the clips", "new.mp4 --clip-audio off"},
        {"no transitions", "new.mp4 --transition none"},
        {"punchy style with flashes", "new.mp4 --style punchy --flash"},
        {"don't crop", "new.mp4 --fit pad"},
        {"draft quality at 25 fps", "new.mp4 --quality draft --fps 25"},
        {"the beats are twice too fast", "new.mp4 --tempo-scale 1/2"},
        {"shift by -20 ms", "new.mp4 --shift=-20"},
        {"shift the beats by one beat", "new.mp4 --shift 1b"},
        {"export to holiday.mp4", "holiday.mp4"},
        {"no title", "new.mp4"},
        {"make it vertical and swap 2 and 5", "new.mp4 --aspect 9:16\n- swap"},
        {"try again", "new.mp4\n- replan"},
    };
    for (const Row& row : rows)
        EXPECT_EQ(lines(row.words, media()), all + row.lines) << row.words;
}

TEST(WordsCommands, ClipsByNumberAreTheFilesThemselves) {
    EXPECT_EQ(lines("use only clips 1 and 3", media()), "sync -m song.mp3 a.mp4 'c d.mp4' -o new.mp4");
    EXPECT_EQ(lines("without clip 2", media()), "sync -m song.mp3 a.mp4 'c d.mp4' -o new.mp4");
    EXPECT_EQ(lines("不要第一个素材", media()), "sync -m song.mp3 b.mp4 'c d.mp4' -o new.mp4");

    EXPECT_EQ(lines("without b.mp4", media()),
              "sync -m song.mp3 a.mp4 b.mp4 'c d.mp4' -o new.mp4 --exclude b.mp4");
    EXPECT_EQ(lines("without clip 7", media()), "error: there is no clip 7: 3 are given");
    EXPECT_EQ(lines("without clips 1, 2 and 3", media()), "error: no clip is left");
}

TEST(WordsCommands, OfASongAndOneFinishedVideo) {
    EXPECT_EQ(lines("put this song under the video", finished()), "fit film.mp4 -m song.mp3 -o new.mp4");
    EXPECT_EQ(
        lines("use it as background music, stretch it, music at 40%, keep the original sound", finished()),
        "fit film.mp4 -m song.mp3 -o new.mp4 --music-volume 40% --clip-audio mix --stretch");
    EXPECT_EQ(lines("put this song under the video, make it vertical", finished()),
              "fit film.mp4 -m song.mp3 -o new.mp4\n- aspect");
    EXPECT_EQ(lines("cut it to the beat", finished()), "sync -m song.mp3 film.mp4 -o new.mp4");
}

TEST(WordsCommands, OfADraft) {
    const std::string edit = "edit cut.json -o new.json ";
    const Row rows[] = {
        {"swap 2 and 5", "--swap 2,5"},
        {"drop pieces 3 and 4", "--drop 3,4"},
        {"lock piece 1, unlock 2", "--lock 1 --unlock 2"},
        {"make piece 3 two beats longer and piece 4 shorter", "--lengthen 3=2 --trim 4=1"},
        {"replace piece 2 with clip 3", "--replace 2=three.mp4"},
        {"replace piece 2 with beach.mp4 from 0:05", "--replace 2=beach.mp4@5s"},
        {"change the title to \"Paris\"", "--title Paris"},
        {"remove the title", "--title ''"},
        {"music a bit quieter", "--music-volume 60%"},
        {"make it square, mute the clips", "--aspect 1:1 --clip-audio off"},
        {"try again", "--replan --seed 7"},
        {"换一版，节奏快一点", "--pace fast --replan --seed 7"},
        {"remove clip 2", "--drop 2"},
    };
    for (const Row& row : rows)
        EXPECT_EQ(lines(row.words, draft()), edit + row.lines) << row.words;
    EXPECT_EQ(lines("undo", draft()), "edit cut.json --undo");
    EXPECT_EQ(lines("render it in draft quality", draft()), "render cut.json -o new.mp4 --quality draft");
    EXPECT_EQ(lines("swap 2 and 5 and export as mp4", draft()),
              "edit cut.json -o new.json --swap 2,5\nrender new.json -o new.mp4");
    EXPECT_EQ(lines("export to premiere", draft()), "export cut.json --to edl -o cut.edl");
}

TEST(WordsCommands, SaysWhatIsMissing) {
    WordsSubject subject;
    EXPECT_EQ(lines("make it vertical", subject), "error: no files are given");
    subject.clips = {"a.mp4"};
    EXPECT_EQ(lines("make it vertical", subject), "error: no song is given");
    subject.clips.clear();
    subject.song = "song.mp3";
    EXPECT_EQ(lines("make it vertical", subject), "error: no clips are given");
    EXPECT_EQ(lines("the beats are twice too fast", subject), "beats song.mp3 --tempo-scale 1/2");
}

TEST(WordsCommands, EditsAlone) {
    const auto words =
        edit_words(words::understand("swap 2 and 5, music at 50%, export as mp4").intents, draft());
    EXPECT_EQ(words.options, (std::vector<std::string>{"--music-volume", "50%", "--swap", "2,5"}));
    EXPECT_EQ(words.left_out.size(), 1U);
}

}  // namespace
}  // namespace beatsync::cli
