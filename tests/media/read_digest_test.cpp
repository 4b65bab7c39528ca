#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "media/digest.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;

class Digest : public testing::Test {
protected:
    Digest() {
        std::string pattern = (fs::temp_directory_path() / "beatsync-digest-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }
    ~Digest() override { fs::remove_all(folder); }
    [[nodiscard]] fs::path file(const std::string& bytes) const {
        std::ofstream(folder / "x", std::ios::binary) << bytes;
        return folder / "x";
    }
    fs::path folder;
};

// The vectors of FIPS 180-4's examples.
constexpr const char* kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kMillionA = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
constexpr const char* kNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST_F(Digest, IsOfEveryByte) {
    EXPECT_EQ(sha256("abc"), kAbc);
    EXPECT_EQ(*file_sha256(file("abc")), kAbc);
    EXPECT_EQ(*file_sha256(file("")), kNothing);
    EXPECT_EQ(*file_sha256(file(std::string(1'000'000, 'a'))), kMillionA);
}

TEST_F(Digest, SeesWhatTheSampledOneMayMiss) {
    std::string bytes(16U << 20U, 'a');
    const auto sampled = content_digest(file(bytes));
    const auto whole = file_sha256(file(bytes));
    bytes[300'000] = 'b';  // between the first two blocks
    EXPECT_EQ(*content_digest(file(bytes)), *sampled) << "that is its bargain";
    EXPECT_NE(*file_sha256(file(bytes)), *whole);
}

TEST_F(Digest, WhatIsNoFileIsAnInputError) {
    for (const fs::path& path : {folder / "none", folder, fs::path("/dev/null")}) {
        EXPECT_EQ(file_sha256(path).error().code, Errc::input) << path;
        EXPECT_EQ(content_digest(path).error().code, Errc::input) << path;
    }
}

}  // namespace
}  // namespace beatsync::media
