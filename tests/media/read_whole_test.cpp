// That a file is whole is said only where a strict decoder of another program has nothing to say either.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "media/analysis_reader.h"
#include "media/stored_video.h"
#include "media/whole_pictures.h"
#include "support/pattern_clip.h"
#include "support/process.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;
using test::output_of;

const std::string kX264 = "-vf noise=alls=20:allf=t -c:v libx264 -preset veryfast -pix_fmt yuv420p -g 15 ";

class WholeFile : public testing::Test {
protected:
    [[nodiscard]] fs::path make(const std::string& name, const std::string& coding) const {
        test::PatternClip clip;
        clip.frames = 60;
        clip.after = coding;
        EXPECT_TRUE(test::make_clip(clip, folder.path() / name));
        return folder.path() / name;
    }

    [[nodiscard]] static std::string bytes_of(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] fs::path write(const std::string& name, const std::string& bytes) const {
        std::ofstream(folder.path() / name, std::ios::binary) << bytes;
        return folder.path() / name;
    }

    [[nodiscard]] static Result<AnalysedMedia> read(const fs::path& path, bool strict = true) {
        AnalysisOptions options;
        options.strict = strict;
        return read_for_analysis(path, options, {}, [](const PictureView&) {});
    }
    [[nodiscard]] static bool is_whole(const fs::path& path) {
        const auto media = read(path);
        return media && media->whole;
    }

    /// The same, by looking at the pictures alone as they are about to be copied.
    [[nodiscard]] static bool all_are_whole(const fs::path& path) {
        auto file = StoredVideo::open(path);
        if (!file) return false;
        const auto pictures = file->pictures({Time{}, Time::from_ms(10'000)});
        if (!pictures || pictures->size() != 60) return false;
        std::vector<std::int64_t> stamps;
        for (const StoredPicture& picture : *pictures)
            stamps.push_back(picture.stamp);
        const auto whole = whole_pictures(*file, stamps, 1);
        return whole && std::find(whole->begin(), whole->end(), false) == whole->end();
    }

    /// Where in the file the first units of its pictures stand, behind their lengths.
    [[nodiscard]] static std::vector<std::size_t> units_of_pictures(const fs::path& path) {
        std::istringstream lines(
            output_of("ffprobe -v error -select_streams v -show_entries packet=pos -of csv=p=0 '" +
                      path.string() + "'"));
        std::vector<std::size_t> all;
        constexpr std::size_t kLengthBytes = 4;
        for (std::string line; std::getline(lines, line);)
            all.push_back(std::stoul(line) + kLengthBytes);
        return all;
    }

    test::TemporaryFolder folder;
};

TEST_F(WholeFile, IsKnownForAllTheContainersOfH264) {
    for (const auto& [name, coding] : {std::pair("a.mp4", kX264 + "-bf 3"),
                                       std::pair("b.mkv", kX264 + "-bf 2 -x264-params b-pyramid=strict"),
                                       std::pair("c.ts", kX264 + "-x264-params slices=3:cabac=0"),
                                       std::pair("d.mov", kX264 + "-bf 0 -profile:v baseline")})
        EXPECT_TRUE(is_whole(make(name, coding))) << name;
}

TEST_F(WholeFile, IsNotSaidOfOtherCodecsNorWithoutBeingAsked) {
    EXPECT_FALSE(is_whole(make("a.mp4", "-c:v mpeg4 -qscale 3")));
    const auto media = read(make("b.mp4", kX264), false);
    EXPECT_TRUE(media && !media->whole);
}

TEST_F(WholeFile, EachFaultThatAStrictDecoderMeetsCounts) {
    const fs::path sound = make("a.mp4", kX264 + "-bf 2 -refs 4 -movflags faststart");
    const std::string whole = bytes_of(sound);
    const auto units = units_of_pictures(sound);
    ASSERT_EQ(units.size(), 60U);
    ASSERT_TRUE(all_are_whole(sound));
    int faults = 0;
    // In one a picture comes in another place, in the other a decoder loses count of its references.
    for (const unsigned seed : {5U, 8U}) {
        std::mt19937 random(seed);
        for (int round = 0; round < 10; ++round) {
            std::string bytes = whole;
            const std::size_t unit = units[1 + random() % 58];
            // What a slice's header says of references may be wrong without any picture looking damaged.
            constexpr std::size_t kHeader = 3;
            const bool in_header = round < 7;
            const std::size_t from = in_header ? unit + 1 : unit + kHeader;
            const std::size_t length = in_header ? kHeader : 400;
            bytes[from + random() % length] ^= static_cast<char>(1 + random() % 255);
            const fs::path path = write("damaged.mp4", bytes);
            // It says more, of what it makes good without telling; but these end it, or come out of order.
            const std::string said =
                output_of("ffmpeg -nostdin -v error -xerror -err_detect explode -threads 1 -i '" +
                          path.string() + "' -f null - 2>&1 || echo failed");
            const bool failed = said.find("failed") != std::string::npos;
            if (!failed && said.find("non monotonically") == std::string::npos) continue;
            ++faults;
            EXPECT_FALSE(is_whole(path)) << "seed " << seed << ", round " << round << ": " << said;
            EXPECT_FALSE(all_are_whole(path)) << "seed " << seed << ", round " << round << ": " << said;
        }
    }
    EXPECT_GT(faults, 8);
}

TEST_F(WholeFile, APacketThatHoldsNoPictureIsAFault) {
    const fs::path path = make("a.mp4", kX264 + "-bf 2 -x264-params b-pyramid=none");
    std::string bytes = bytes_of(path);
    for (const std::size_t unit : units_of_pictures(path)) {
        const bool disposable = bytes.at(unit) == 0x01;  // a slice that no other refers to
        if (!disposable) continue;
        bytes[unit] = 0x0C;  // filler data: nothing that a decoder looks at
        break;
    }
    const fs::path emptied = write("emptied.mp4", bytes);
    const auto lenient = read(emptied, false);
    ASSERT_TRUE(lenient);
    EXPECT_EQ(lenient->info.video->frames, 59) << "or it is not what this is about";
    EXPECT_FALSE(is_whole(emptied));
}

TEST_F(WholeFile, TruncatedItIsNot) {
    for (const auto& [name, coding, percent] : {std::tuple("a.mp4", kX264 + "-movflags faststart", 60U),
                                                {"b.mp4", kX264 + "-movflags faststart", 97U},
                                                {"a.mkv", kX264, 60U}}) {
        const std::string bytes = bytes_of(make(name, coding));
        EXPECT_FALSE(
            is_whole(write(std::string("cut_") + name, bytes.substr(0, bytes.size() * percent / 100))))
            << name;
    }
}

TEST_F(WholeFile, WhoseSetsChangeWithinItIsNotKnown) {
    const std::string first = bytes_of(make("a.ts", kX264));
    const std::string second =
        bytes_of(make("b.ts", kX264 + "-bf 0 -x264-params cabac=0:ref=1 -output_ts_offset 2"));
    EXPECT_TRUE(is_whole(write("one.ts", second)));
    EXPECT_FALSE(is_whole(write("both.ts", first + second)));
}

}  // namespace
}  // namespace beatsync::media
