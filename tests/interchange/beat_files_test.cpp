#include "interchange/beat_files.h"

#include <gtest/gtest.h>

#include <clocale>
#include <locale>
#include <string>

namespace beatsync::interchange {
namespace {

music::BeatGrid sample_grid() {
    music::BeatGrid grid;
    grid.duration = Time::from_ms(4'000'000);
    grid.beats = {{Time{512'345}, 0.5F, 4}, {Time{1'012'345}, 1, 1}, {Time{3'723'000'001}, 0.25F, 2}};
    return grid;
}

TEST(BeatFiles, Beats) {
    EXPECT_EQ(to_beats(sample_grid()), "0.512345\t4\n1.012345\t1\n3723.000001\t2\n");
}

TEST(BeatFiles, Csv) {
    EXPECT_EQ(
        to_csv(sample_grid()),
        "seconds,position,strength\n0.512345,4,0.500000\n1.012345,1,1.000000\n3723.000001,2,0.250000\n");
}

TEST(BeatFiles, AudacityLabels) {
    EXPECT_EQ(to_audacity_labels(sample_grid()),
              "0.512345\t0.512345\t4\n1.012345\t1.012345\t1\n3723.000001\t3723.000001\t2\n");
}

TEST(BeatFiles, ReaperMarkersAreBarDotBeatAfterThePickup) {
    EXPECT_EQ(to_reaper_markers(sample_grid()),
              "#,Name,Start,End,Length\nM1,0.4,0:00:00.512345,,\nM2,1.1,0:00:01.012345,,\n"
              "M3,1.2,1:02:03.000001,,\n");
}

TEST(BeatFiles, WithoutBarsMarkersAreNumbered) {
    auto grid = sample_grid();
    for (auto& beat : grid.beats)
        beat.position_in_bar = 0;
    EXPECT_EQ(to_reaper_markers(grid).substr(24, 25), "M1,1,0:00:00.512345,,\nM2,");
    EXPECT_EQ(to_audacity_labels(grid).substr(0, 23), "0.512345\t0.512345\tbeat\n");
}

TEST(BeatFiles, AnEmptyGridIsAnEmptyFile) {
    EXPECT_EQ(to_beats({}), "");
    EXPECT_EQ(to_csv({}), "seconds,position,strength\n");
}

/// 1.234.567,5 as in German: always there, unlike the system's locales.
struct CommaPoint : std::numpunct<char> {
    [[nodiscard]] char do_decimal_point() const override { return ','; }
    [[nodiscard]] char do_thousands_sep() const override { return '.'; }
    [[nodiscard]] std::string do_grouping() const override { return "\3"; }
};

class LocaleTest : public testing::Test {
public:
    ~LocaleTest() override { std::locale::global(std::locale::classic()); }

protected:
    LocaleTest() {
        std::locale::global(std::locale(std::locale::classic(), new CommaPoint));
        for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8"})
            if (std::setlocale(LC_NUMERIC, name) != nullptr) break;
    }
};

TEST_F(LocaleTest, ChangesNothing) {
    EXPECT_EQ(to_beats(sample_grid()), "0.512345\t4\n1.012345\t1\n3723.000001\t2\n");
    EXPECT_EQ(to_csv(sample_grid()).substr(26, 19), "0.512345,4,0.500000");
    const auto read = read_beats("0.5\n1.25\n", Time::from_ms(2000));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->beats[1].at.us, 1'250'000);
}

}  // namespace
}  // namespace beatsync::interchange
