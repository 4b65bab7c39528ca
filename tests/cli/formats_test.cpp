// Encoders, depth, HDR and services through the real program; files judged by ffprobe.

#include <algorithm>
#include <chrono>
#include <sstream>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;

class Formats : public ProgramTest {
protected:
    void make_draft(int frames = 60, const std::string& more = "") const {
        write(
            "draft.json",
            R"({"t":[{"tt":0,"sg":[{"d":)" + std::to_string(frames * 1000 / 30) +
                R"(,"m":{"source":"clip.mp4","in_us":0}}]}],"m":{"format":1,"width_px":180,"height_px":320)" +
                more + "}}");
    }
    void make_hdr_clip(const std::string& transfer) const {
        make(
            "-f lavfi -i testsrc2=size=180x320:rate=30:duration=3 -vf format=yuv420p10 -c:v libx265 -preset "
            "ultrafast "
            "-x265-params log-level=error:colorprim=bt2020:transfer=" +
                transfer +
                ":colormatrix=bt2020nc:master-display=G\\(13250,34500\\)B\\(7500,3000\\)R\\(34000,16000\\)"
                "WP\\(15635,"
                "16450\\)L\\(10000000,50\\):max-cll=700,200 -tag:v hvc1",
            "clip.mp4");
    }
    [[nodiscard]] std::string probe(const std::string& what, const std::string& name = "out.mp4") const {
        return output_of("ffprobe -v error -select_streams v " + what + " -of csv=p=0 '" + at(name).string() +
                         "'");
    }
    [[nodiscard]] ProcessResult render(std::vector<std::string> more,
                                       const std::string& name = "out.mp4") const {
        more.insert(more.begin(), {"render", "draft.json", "-o", name, "--overwrite", "--offline"});
        return run(std::move(more));
    }
};

TEST_F(Formats, HdrIsKeptWhereItIsAskedFor) {
    const std::string what =
        "-show_entries stream=codec_name,pix_fmt,color_space,color_transfer,color_primaries";
    make_draft();
    for (const std::string transfer : {"smpte2084", "arib-std-b67"}) {
        make_hdr_clip(transfer);
        const auto kept = render({"--hdr", "keep"});
        ASSERT_EQ(kept.exit_code, 0) << kept.err;
        EXPECT_TRUE(probe(what).starts_with("hevc,yuv420p10le,bt2020nc," + transfer + ",bt2020"))
            << probe(what);
        const std::string said = probe("-show_entries stream_side_data");
        EXPECT_EQ(said.find("700,200") != std::string::npos, transfer == "smpte2084") << said;
        const auto mapped = render({});
        ASSERT_EQ(mapped.exit_code, 0) << mapped.err;
        EXPECT_EQ(probe(what), "h264,yuv420p,bt709,bt709,bt709\n");
    }
    const auto refused = render({"--hdr", "keep", "--encoder", "libx264"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_NE(refused.err.find("no HDR"), std::string::npos) << refused.err;
    EXPECT_EQ(render({"--hdr", "keep", "--bit-depth", "8"}).exit_code, 2);
}

TEST_F(Formats, HdrThatIsNotThereIsNotKept) {
    make_clip();
    make_draft();
    const auto refused = render({"--hdr", "keep"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_NE(refused.err.find("none of the clips is HDR"), std::string::npos) << refused.err;
    EXPECT_FALSE(fs::exists(at("out.mp4")));
}

TEST_F(Formats, EncodersAndContainers) {
    make_clip();
    make_draft();
    const auto mov = render({"--encoder", "libx265"}, "out.mov");
    ASSERT_EQ(mov.exit_code, 0) << mov.err;
    EXPECT_EQ(probe("-show_entries stream=codec_name,codec_tag_string", "out.mov"), "hevc,hvc1\n");
    const auto deep = render({"--bit-depth", "10"});
    ASSERT_EQ(deep.exit_code, 0) << deep.err;
    EXPECT_EQ(probe("-show_entries stream=codec_name,pix_fmt"), "hevc,yuv420p10le\n");
    const auto vp9 = render({"--encoder", "libvpx-vp9"}, "out.mov");
    EXPECT_EQ(vp9.exit_code, 2);
    EXPECT_NE(vp9.err.find("out.mp4"), std::string::npos) << vp9.err;
    const auto av1 = render({"--encoder", "libsvtav1", "-q"});
    ASSERT_EQ(av1.exit_code, 0) << av1.err;
    EXPECT_EQ(av1.err, "") << "the library keeps its words to itself";
    const auto unknown = render({"--encoder", "libx266"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_NE(unknown.err.find("libx266"), std::string::npos) << unknown.err;
}

TEST_F(Formats, EveryCutIsAKeyframeWhateverTheEncoder) {
    make_clip();
    const auto piece = [](int from_ms) {
        return R"({"d":500,"m":{"source":"clip.mp4","in_us":)" + std::to_string(from_ms * 1000) + "}}";
    };
    write("draft.json", R"({"t":[{"tt":0,"sg":[)" + piece(0) + "," + piece(3000) + "," + piece(1000) + "," +
                            piece(1500) + R"(]}],"m":{"format":1,"width_px":180,"height_px":320}})");
    for (const char* encoder : {"libx264", "libx265", "libsvtav1", "libvpx-vp9"}) {
        const auto rendered = render({"--encoder", encoder, "-q"});
        ASSERT_EQ(rendered.exit_code, 0) << rendered.err;
        std::string keys;
        std::istringstream lines(probe("-show_entries packet=pts_time,flags"));
        for (std::string line; std::getline(lines, line);)
            if (line.find('K') != std::string::npos) keys += line.substr(0, 3) + " ";
        // The last piece goes on where the third ended: no cut.
        EXPECT_EQ(keys, "0.0 0.5 1.0 ") << encoder;
    }
}

TEST_F(Formats, TheCloudNeitherRendersTenBitsNorCopies) {
    make_clip();
    make_draft();
    for (const std::vector<std::string>& asked :
         {std::vector<std::string>{"--bit-depth", "10"}, {"--smart"}}) {
        std::vector<std::string> arguments{"render", "draft.json", "-o", "out.mp4", "--where", "cloud"};
        arguments.insert(arguments.end(), asked.begin(), asked.end());
        const auto refused = run(arguments);
        EXPECT_EQ(refused.exit_code, 2);
        EXPECT_NE(refused.err.find(asked.front() == "--smart" ? "encodes all" : "renders 8 bits"),
                  std::string::npos)
            << refused.err;
    }
}

TEST_F(Formats, ASmartRenderAsksTheCacheAboutItsSources) {
    make_song(6);
    make(
        "-f lavfi -i testsrc2=size=320x180:rate=30:duration=8 -c:v libx264 -preset ultrafast -g 15 -pix_fmt "
        "yuv420p -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv",
        "clip.mp4");
    const auto planned = run({"plan", "-m", "song.wav", "clip.mp4", "--size", "source", "--aspect", "source",
                              "--pace", "slow", "-o", "draft.json"});
    ASSERT_EQ(planned.exit_code, 0) << planned.err;
    // An entry that is read counts as used.
    const auto entries_used = [&](const std::vector<std::string>& more) {
        const fs::path cache = at("cache") / "beatsync" / "analysis";
        const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(48);
        for (const auto& entry : fs::directory_iterator(cache))
            fs::last_write_time(entry, long_ago);
        const auto rendered = render(more);
        EXPECT_EQ(rendered.exit_code, 0) << rendered.err;
        return std::count_if(fs::directory_iterator(cache), fs::directory_iterator(), [&](const auto& entry) {
            return entry.last_write_time() > long_ago + std::chrono::hours(24);
        });
    };
    EXPECT_EQ(entries_used({}), 0);
    EXPECT_EQ(entries_used({"--smart"}), 1) << "the clip's";
    EXPECT_EQ(entries_used({"--smart", "--trust-clips"}), 0);
}

TEST_F(Formats, ServicesSetTheShapeUnlessItIsGiven) {
    make_song(6);
    make_clip();
    const auto planned = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"plan", "-m", "song.wav", "clip.mp4", "-o", "plan.json", "--overwrite"});
        auto result = run(std::move(more));
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result;
    };
    EXPECT_NE(planned({"--for", "youtube"}).out.find("1920x1080"), std::string::npos);
    EXPECT_NE(planned({"--for", "x"}).out.find("720x1280"), std::string::npos);
    const auto own = planned({"--for", "youtube", "--aspect", "9:16"});
    EXPECT_NE(own.out.find("1080x1920"), std::string::npos) << own.out;
    EXPECT_NE(own.err.find("YouTube shows 1920x1080"), std::string::npos) << own.err;
    // A plan made again is made for the same service.
    planned({"--for", "youtube"});
    const auto again = run({"edit", "plan.json", "--replan", "--seed", "5", "-o", "again.json"});
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_NE(run({"show", "again.json"}).out.find("1920x1080"), std::string::npos);
    const auto unknown = run({"plan", "-m", "song.wav", "clip.mp4", "--for", "vine"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_NE(unknown.err.find("tiktok"), std::string::npos) << unknown.err;
}

TEST_F(Formats, TheLongestThatAServiceTakesIsNotRoundedBeyondIt) {
    make_song(142);
    make_clip();
    const auto frames_with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"plan", "-m", "song.wav", "clip.mp4", "-o", "plan.json", "--overwrite",
                                   "--duration", "2:20", "--fps", "30000/1001"});
        const auto result = run(std::move(more));
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return run({"show", "plan.json"}).out;
    };
    // 140 s are 4195.8 frames.
    EXPECT_NE(frames_with({}).find("4196 frames"), std::string::npos);
    EXPECT_NE(frames_with({"--for", "x"}).find("4195 frames"), std::string::npos);
}

TEST_F(Formats, ServicesRefuseWhatTheyDoNotTake) {
    make_clip();
    make_draft(30 * 141);
    const auto late = render({"--for", "x"});
    EXPECT_EQ(late.exit_code, 2);
    EXPECT_NE(late.err.find("--duration 2:20"), std::string::npos) << late.err;
    EXPECT_FALSE(fs::exists(at("out.mp4")));
    const auto early =
        run({"sync", "-m", "song.wav", "clip.mp4", "-o", "out.mp4", "--for", "x", "--duration", "3:00"});
    EXPECT_EQ(early.exit_code, 2) << "before the song is even looked for";
    EXPECT_NE(early.err.find("longer than X takes"), std::string::npos) << early.err;
    make_draft(60, R"(,"loudness_lufs":-14)");
    const auto small = render({"--for", "tiktok"});
    EXPECT_EQ(small.exit_code, 0) << small.err;
    EXPECT_NE(small.err.find("180x320"), std::string::npos) << small.err;
}

}  // namespace
}  // namespace beatsync::test
