// Edits through the real program, judged by decoding what is rendered of them.

#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;
using Marks = std::vector<std::optional<Mark>>;

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string bytes;
    std::array<char, 65536> buffer{};
    for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
        bytes.append(buffer.data(), n);
    return bytes;
}

/// Three clips that number their frames, a song of 120 bpm, and a plan of them: a beat is 15 frames.
class Edit : public ProgramTest {
protected:
    void SetUp() override {
        make_song(12);
        for (int i = 1; i <= 3; ++i)
            make_clip("clip" + std::to_string(i) + ".mp4", i);
        expect_done({"plan", "-m", "song.wav", "clip1.mp4", "clip2.mp4", "clip3.mp4", "-o", "draft.json",
                     "--aspect", "16:9", "--size", "180p", "--fps", "30", "--duration", "8s", "--pace", "2",
                     "-q"});
        original_ = marks("draft.json");
    }

    std::string expect_done(const std::vector<std::string>& arguments, int exit_code = 0) const {
        const auto result = run(arguments);
        EXPECT_EQ(result.exit_code, exit_code) << result.err;
        return result.out;
    }
    std::string edit(std::vector<std::string> flags) const {
        flags.insert(flags.begin(), {"edit", "draft.json", "-q"});
        return expect_done(flags);
    }

    /// Clip and frame of every output frame.
    [[nodiscard]] Marks marks(const std::string& draft, int width = 320, int height = 180,
                              const std::string& quality = "draft") const {
        expect_done({"render", draft, "-o", "judged.mp4", "--quality", quality, "--overwrite", "-q"});
        const std::string raw = output_of("ffmpeg -nostdin -v error -i '" + at("judged.mp4").string() +
                                          "' -map 0:v -pix_fmt gray -f rawvideo -");
        const auto size = static_cast<std::size_t>(width * height);
        EXPECT_EQ(raw.size() % size, 0U) << "another size than " << width << "x" << height;
        Marks all;
        for (std::size_t i = 0; i + size <= raw.size(); i += size)
            all.push_back(
                read_pattern({reinterpret_cast<const std::uint8_t*>(raw.data() + i), width, width, height}));
        return all;
    }

    /// First frames of pieces: where the source's frames do not go on by one.
    static std::vector<std::size_t> cuts(const Marks& marks) {
        std::vector<std::size_t> cuts{0};
        for (std::size_t i = 1; i < marks.size(); ++i) {
            EXPECT_TRUE(marks[i]) << "frame " << i << " can't be read";
            if (!marks[i] || !marks[i - 1]) continue;
            const Mark next{marks[i - 1]->clip, marks[i - 1]->frame + 1};
            if (!(*marks[i] == next)) cuts.push_back(i);
        }
        return cuts;
    }
    static void expect_same(const Marks& a, const Marks& b, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            EXPECT_EQ(a[i], b[i]) << "frame " << i;
    }

    Marks original_;
};

TEST_F(Edit, SwapShowsTheOthersFramesAtTheSameCuts) {
    const auto before = cuts(original_);
    ASSERT_GT(before.size(), 5U);
    const std::string said = edit({"--swap", "2,4"});
    EXPECT_NE(said.find("piece 2 ("), std::string::npos) << said;
    const Marks now = marks("draft.json");
    EXPECT_EQ(cuts(now), before);
    EXPECT_EQ(now[before[1]], original_[before[3]]);
    EXPECT_EQ(now[before[3]], original_[before[1]]);
    expect_same(now, original_, 0, before[1]);
    expect_same(now, original_, before[2], before[3]);
    expect_same(now, original_, before[4], now.size());
}

TEST_F(Edit, DropShowsSomethingElseAndNothingTwice) {
    const auto before = cuts(original_);
    edit({"--drop", "3"});
    const Marks now = marks("draft.json");
    EXPECT_EQ(cuts(now), before);
    expect_same(now, original_, 0, before[2]);
    expect_same(now, original_, before[3], now.size());
    for (std::size_t i = before[2]; i < before[3]; ++i)
        EXPECT_EQ(std::count(original_.begin(), original_.end(), now[i]), 0) << "frame " << i;
    // Not even when all is planned again.
    edit({"--replan", "--seed", "5"});
    const Marks again = marks("draft.json");
    for (std::size_t i = before[2]; i < before[3]; ++i)
        EXPECT_EQ(std::count(again.begin(), again.end(), original_[i]), 0) << "frame " << i << " is back";
}

TEST_F(Edit, ClosingAGapKeepsCutsOnBeatsAndSongWhole) {
    const auto before = cuts(original_);
    edit({"--drop", "2", "--close"});
    const Marks now = marks("draft.json");
    const std::size_t gone = before[2] - before[1];
    ASSERT_EQ(now.size(), original_.size() - gone);
    const auto after = cuts(now);
    ASSERT_EQ(after.size() + 1, before.size());
    for (std::size_t i = 2; i < after.size(); ++i)
        EXPECT_NEAR(static_cast<double>(after[i]), static_cast<double>(before[i + 1] - gone), 1);
}

TEST_F(Edit, LengthenAndTrimMoveACutByBeatsAndNothingElse) {
    const auto before = cuts(original_);
    edit({"--lengthen", "2=1"});
    const Marks now = marks("draft.json");
    const auto after = cuts(now);
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i)
        EXPECT_NEAR(static_cast<double>(after[i]), static_cast<double>(before[i] + (i == 2 ? 15 : 0)),
                    i == 2 ? 1 : 0);
    expect_same(now, original_, after[2], now.size());
    edit({"--trim", "2=1"});
    EXPECT_EQ(marks("draft.json"), original_);
}

TEST_F(Edit, LockedPiecesAreTheSameFramesWhenAllElseIsPlannedAgain) {
    const auto before = cuts(original_);
    edit({"--lock", "2-3", "--pace", "1", "--order", "shuffle", "--seed", "9"});
    const Marks now = marks("draft.json");
    expect_same(now, original_, before[1], before[3]);
    EXPECT_EQ(now.size(), original_.size());
    EXPECT_GT(cuts(now).size(), before.size());
    for (const std::size_t cut : cuts(now))
        if (cut > 0) EXPECT_LE((cut + 1) % 15, 2U) << "frame " << cut << " is on no beat";
    expect_failure(run({"edit", "draft.json", "--swap", "1,2", "-q"}), 2, "is locked");
}

TEST_F(Edit, ReplaceShowsTheClipFromThatTime) {
    const auto before = cuts(original_);
    edit({"--replace", "2=clip3.mp4@0:02"});
    Marks now = marks("draft.json");
    EXPECT_EQ(cuts(now), before);
    EXPECT_EQ(now[before[1]], (Mark{3, 60}));
    expect_same(now, original_, before[2], now.size());
    make_clip("new.mp4", 9);
    edit({"--replace", "4=new.mp4"});
    now = marks("draft.json");
    ASSERT_TRUE(now[before[3]]);
    EXPECT_EQ(now[before[3]]->clip, 9);
    expect_failure(run({"edit", "draft.json", "--replace", "2=clip3.mp4@0:07.9", "-q"}), 2, "has only 0.1 s");
}

TEST_F(Edit, UndoGivesBackEveryByteAndRedoTakesItAgain) {
    const std::string first = read("draft.json");
    edit({"--swap", "1,2"});
    const std::string second = read("draft.json");
    edit({"--title", "Lisbon", "--music-volume", "35%"});
    const std::string third = read("draft.json");
    EXPECT_NE(third.find("Lisbon"), std::string::npos);
    edit({"--undo"});
    EXPECT_EQ(read("draft.json"), second);
    edit({"--undo"});
    EXPECT_EQ(read("draft.json"), first);
    expect_failure(run({"edit", "draft.json", "--undo", "-q"}), 2, "nothing to undo");
    edit({"--redo", "2"});
    EXPECT_EQ(read("draft.json"), third);
    write("draft.json", first + "\n");  // by hand
    edit({"--title", "Porto"});
    edit({"--undo"});
    EXPECT_EQ(read("draft.json"), first + "\n") << "what was written by hand is kept";
    const std::string list = expect_done({"show", "draft.json", "--versions"});
    for (const char* line : {"1  as it was", "2  --swap 1,2", "3  --title Lisbon --music-volume 35%",
                             "*    4  changed by hand", "5  --title Porto"})
        EXPECT_NE(list.find(line), std::string::npos) << list;
    EXPECT_NE(expect_done({"show", "draft.json", "--version", "3"}).find("Lisbon"), std::string::npos);
}

TEST_F(Edit, AnotherFileLeavesTheDraftAlone) {
    const std::string first = read("draft.json");
    fs::create_directories(at("other"));
    edit({"--aspect", "1:1", "--clip-audio", "off", "--fit", "pad", "-o", "other/new.json"});
    EXPECT_EQ(read("draft.json"), first);
    EXPECT_FALSE(fs::exists(at(".draft.json.versions")));
    expect_done({"render", "other/new.json", "-o", "new.mp4", "-q"});
    const std::string size =
        output_of("ffprobe -v error -select_streams v -show_entries stream=width,height -of csv=p=0 '" +
                  at("new.mp4").string() + "'");
    EXPECT_EQ(size, "180,180\n");
    const auto diff = run({"show", "--diff", "draft.json", "other/new.json"});
    EXPECT_EQ(diff.exit_code, 1);
    EXPECT_NE(diff.out.find("canvas: 180x180 at 30 fps, was 320x180 at 30 fps"), std::string::npos)
        << diff.out;
    EXPECT_EQ(run({"show", "--diff", "draft.json", "draft.json"}).exit_code, 0);
}

TEST_F(Edit, ADraftMadeByHandSaysWhatIsMissing) {
    std::string json = read("draft.json");
    const auto begin = json.find("\"recipe\":");
    const auto end = json.find("},", begin);
    ASSERT_NE(begin, std::string::npos);
    json.erase(begin, end + 2 - begin);
    write("hand.json", json);
    expect_done({"edit", "hand.json", "--swap", "1,3", "--lengthen", "2=1", "-q"});
    expect_failure(run({"edit", "hand.json", "--drop", "2", "-q"}), 3, "which clips it was planned from");
    expect_done({"edit", "hand.json", "clip1.mp4", "clip2.mp4", "clip3.mp4", "--drop", "2", "-q"});
    expect_done({"edit", "hand.json", "--drop", "3", "-q"});  // it knows them now
}

TEST_F(Edit, SlipsAreOneLineAndChangeNothing) {
    const std::string first = read("draft.json");
    const std::vector<std::pair<std::vector<std::string>, std::string>> slips = {
        {{}, "nothing is asked for"},
        {{"--swap", "2"}, "is not two pieces"},
        {{"--swap", "2,99"}, "there is no piece 99"},
        {{"--drop", "0"}, "is not a piece"},
        {{"--drop", "5-2"}, "runs backwards"},
        {{"--lengthen", "2=x"}, "how many beats"},
        {{"--lengthen", "2=50"}, "can't give 50 beats"},
        {{"--close"}, "nothing to drop"},
        {{"--undo"}, "nothing to undo"},
        {{"--swap", "1,2", "--undo"}, "stand alone"},
        {{"--replace", "2"}, "names no clip"},
        {{"--aspect", "3:7"}, "3:7"},
    };
    for (const auto& [flags, words] : slips) {
        std::vector<std::string> arguments = {"edit", "draft.json", "-q"};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        expect_failure(run(arguments), 2, words);
    }
    EXPECT_EQ(read("draft.json"), first);
}

TEST_F(Edit, APreviewIsSmallerAndTheSameFrames) {
    edit({"--size", "720p"});
    const Marks full = marks("draft.json", 1280, 720, "good");
    EXPECT_EQ(full, original_);
    EXPECT_EQ(marks("draft.json", 640, 360, "draft"), full);
}

}  // namespace
}  // namespace beatsync::test
