// Single pictures: the way up that EXIF says, in each format that carries it, and very large ones.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <tuple>

#include "media/analysis_reader.h"
#include "media/frame_reader.h"
#include "media/probe.h"
#include "media/still_header.h"
#include "support/pattern_clip.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;
using std::string_literals::operator""s;

std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string big_endian(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i)
        text.push_back(static_cast<char>(value >> (8 * i)));
    return text;
}

std::string little_endian(std::uint32_t value, int bytes) {
    std::string text = big_endian(value, bytes);
    return {text.rbegin(), text.rend()};
}

/// A TIFF structure with one tag, 0x0112 (Exif 2.32, 4.5.4 and 4.6.4).
std::string tiff(int orientation, bool big) {
    const auto number = [&](std::uint32_t v, int bytes) {
        return big ? big_endian(v, bytes) : little_endian(v, bytes);
    };
    return (big ? "MM"s : "II"s) + number(42, 2) + number(8, 4) + number(1, 2) + number(0x0112, 2) +
           number(3, 2) + number(1, 4) + number(static_cast<std::uint32_t>(orientation), 2) + number(0, 2) +
           number(0, 4);
}

/// The PNG specification's, annex D.
std::uint32_t crc(const std::string& bytes) {
    std::uint32_t c = 0xFFFFFFFFU;
    for (const char byte : bytes) {
        c ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            c = (c & 1U) != 0 ? 0xEDB88320U ^ c >> 1U : c >> 1U;
    }
    return ~c;
}

std::string png_chunk(const std::string& type, const std::string& data) {
    return big_endian(static_cast<std::uint32_t>(data.size()), 4) + type + data +
           big_endian(crc(type + data), 4);
}

std::string with_exif(std::string bytes, const std::string& suffix, int orientation) {
    if (suffix == "jpg") {
        const std::string exif = "Exif\0\0"s + tiff(orientation, true);
        return bytes.insert(2,
                            "\xFF\xE1"s + big_endian(static_cast<std::uint32_t>(exif.size() + 2), 2) + exif);
    }
    constexpr std::size_t kBehindHeader = 33;
    if (suffix == "png") return bytes.insert(kBehindHeader, png_chunk("eXIf", tiff(orientation, false)));
    // The extended format holds the simple one's chunk; 180 and 320 less one are the sizes.
    const bool upright = orientation < 5;
    const std::string image = bytes.substr(12);
    const std::string exif = tiff(orientation, true);
    const std::string body = "WEBPVP8X"s + little_endian(10, 4) + little_endian(0x08, 4) +
                             little_endian(upright ? 179 : 319, 3) + little_endian(upright ? 319 : 179, 3) +
                             image + "EXIF"s + little_endian(static_cast<std::uint32_t>(exif.size()), 4) +
                             exif;
    return "RIFF"s + little_endian(static_cast<std::uint32_t>(body.size()), 4) + body;
}

class ExifTurn : public testing::TestWithParam<std::tuple<int, std::string>> {};

TEST_P(ExifTurn, IsUndone) {
    // What has to be done to an upright picture so that the tag's words hold of what is stored: which edge
    // row 0 and column 0 are (Exif 2.32, 4.6.4 A).
    constexpr std::array<const char*, 8> kStored{"null",        "hflip",       "hflip,vflip", "vflip",
                                                 "transpose=0", "transpose=2", "transpose=3", "transpose=1"};
    const auto& [tag, suffix] = GetParam();
    test::TemporaryFolder folder;
    test::PatternClip clip;
    clip.frames = 1;
    clip.width = 180;
    clip.height = 320;
    clip.after = "-vf "s + kStored.at(static_cast<std::size_t>(tag - 1)) +
                 (suffix == "png"    ? " -pix_fmt rgb24"
                  : suffix == "webp" ? " -c:v libwebp"
                                     : " -q:v 2");
    const fs::path path = folder.path() / ("a." + suffix);
    ASSERT_TRUE(test::make_clip(clip, path));
    const std::string turned = with_exif(bytes_of(path), suffix, tag);
    std::ofstream(path, std::ios::binary) << turned;
    const auto info = probe(path);
    ASSERT_TRUE(info) << describe(info.error());
    EXPECT_EQ(info->video->width, 180);
    EXPECT_EQ(info->video->height, 320);
    int frame = -1;
    ASSERT_TRUE(read_for_analysis(path, {}, {}, [&](const PictureView& picture) {
        if (const auto mark = test::read_pattern(picture.luma)) frame = mark->frame;
    }));
    EXPECT_EQ(frame, 0);
}

INSTANTIATE_TEST_SUITE_P(Tags, ExifTurn,
                         testing::Combine(testing::Range(1, 9), testing::Values("jpg", "png", "webp")));

TEST(ExifTurn, WhatIsNoTiffTurnsNothing) {
    for (const std::string& bytes : {""s, "MM"s, "XX\0*\0\0\0\x08\0\0"s, tiff(9, true), tiff(0, false),
                                     tiff(6, true).substr(0, 17), "MM\0*\xFF\xFF\xFF\xFF"s})
        EXPECT_EQ(orientation_of_tiff(bytes), Orientation{});
    EXPECT_EQ(orientation_of_tiff(tiff(6, true)), (Orientation{90, false}));
}

class LargePictures : public testing::Test {
protected:
    test::TemporaryFolder folder;
};

TEST_F(LargePictures, APhotoIsDecodedAtTheSizeThatIsNeeded) {
    const fs::path path = folder.path() / "a.jpg";
    ASSERT_TRUE(
        test::run_command("ffmpeg -v error -nostdin -f lavfi -i color=orange:s=8000x6000 "
                          "-frames:v 1 -q:v 5 '" +
                          path.string() + "'"));
    auto reader = FrameReader::open(path, {});
    ASSERT_TRUE(reader) << describe(reader.error());
    EXPECT_EQ(reader->info().video->width, 8000) << "as a player shows it";
    EXPECT_EQ(reader->info().video->height, 6000);
    const auto frame = reader->next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ((*frame)->picture->width, 4000);
    EXPECT_EQ((*frame)->picture->height, 3000);
}

TEST_F(LargePictures, WhatTakesTooMuchMemoryIsRefusedByItsHeader) {
    const std::string size = big_endian(20'000, 4) + big_endian(15'000, 4);
    const std::string png = "\x89PNG\r\n\x1A\n"s + png_chunk("IHDR", size + "\x08\x02\0\0\0"s) +
                            png_chunk("IDAT", "") + png_chunk("IEND", "");
    test::PatternClip clip;
    clip.frames = 1;
    clip.after = "-q:v 2";
    ASSERT_TRUE(test::make_clip(clip, folder.path() / "small.jpg"));
    std::string jpeg = bytes_of(folder.path() / "small.jpg");
    jpeg.replace(jpeg.find("\xFF\xC0") + 5, 4, big_endian(15'000, 2) + big_endian(20'000, 2));
    for (const auto& [name, bytes] : {std::pair("a.png", png), std::pair("a.jpg", jpeg)}) {
        const fs::path path = folder.path() / name;
        std::ofstream(path, std::ios::binary) << bytes;
        const auto info = probe(path);
        ASSERT_FALSE(info) << name;
        EXPECT_EQ(info.error().code, Errc::input);
        EXPECT_NE(info.error().message.find("too large"), std::string::npos) << info.error().message;
    }
}

TEST_F(LargePictures, AHeaderThatBreaksOffSaysNothing) {
    const fs::path path = folder.path() / "a";
    for (const std::string& bytes :
         {"\xFF\xD8\xFF"s, "\xFF\xD8\xFF\xC0\0"s, "\xFF\xD8\xFF\xE1\xFF\xFF"s, "\x89PNG\r\n\x1A\n"s,
          "\x89PNG\r\n\x1A\n\xFF\xFF\xFF\xFFIHDR"s, "\xFF\xD8\xFF\xE1\0\0\xFF\xE1\0\0"s}) {
        std::ofstream(path, std::ios::binary) << bytes;
        EXPECT_EQ(read_still_header(path).width, 0);
    }
}

}  // namespace
}  // namespace beatsync::media
