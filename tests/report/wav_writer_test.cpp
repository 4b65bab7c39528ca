#include "report/wav_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "temporary_folder.h"
#include "wav_file.h"

namespace beatsync::report {
namespace {

TEST(WavWriter, WritesWhatAReaderReads) {
    const TemporaryFolder folder;
    auto writer = WavWriter::create(folder / "x.wav", {48000, 2});
    ASSERT_TRUE(writer);
    const std::vector<float> samples{0, 1, -1, 0.5F, 3, -3, std::nanf(""), 1e-9F};
    ASSERT_TRUE(writer->write(samples));
    EXPECT_FALSE(std::filesystem::exists(folder / "x.wav")) << "not before it is whole";
    ASSERT_TRUE(writer->finish());
    const WavFile wav = WavFile::read(folder / "x.wav");
    EXPECT_TRUE(wav.sound);
    EXPECT_EQ(wav.sample_rate, 48000);
    EXPECT_EQ(wav.channels, 2);
    EXPECT_THAT(wav.samples, testing::ElementsAre(0, 32767, -32767, 16384, 32767, -32768, 0, 0));
}

TEST(WavWriter, LeavesNothingWhenItIsDropped) {
    const TemporaryFolder folder;
    {
        auto writer = WavWriter::create(folder / "x.wav", {});
        ASSERT_TRUE(writer);
        ASSERT_TRUE(writer->write(std::vector<float>(1000)));
    }
    EXPECT_EQ(folder.entries(), 0);
}

TEST(WavWriter, SaysWhereItCannotWrite) {
    const TemporaryFolder folder;
    EXPECT_EQ(WavWriter::create(folder / "no/x.wav", {}).error().code, Errc::media);
}

}  // namespace
}  // namespace beatsync::report
