#include "report/beat_plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>

#include "markup_checker.h"
#include "temporary_folder.h"

namespace beatsync::report {
namespace {

BeatPlot sample_plot(int beats = 64) {
    BeatPlot plot;
    plot.title = "Song <one> & \"two\".mp3";
    auto& music = plot.music;
    for (int i = 0; i < beats; ++i) {
        music.grid.beats.push_back(
            {Time::from_ms(500 * i + 250), 0.5F, static_cast<std::uint8_t>(i % 4 + 1)});
        music.beat_energy.push_back(0.5F);
    }
    music.grid.duration = Time::from_ms(500 * beats + 500);
    music.grid.tempo_bpm = 120;
    music.sections = {{{Time{}, Time::from_ms(8000)}, 0, 0.2F},
                      {{Time::from_ms(8000), music.grid.duration}, 27, 1}};
    plot.waveform.duration = music.grid.duration;
    plot.waveform.columns.assign(400, {-0.5F, 0.25F});
    return plot;
}

/// Width and height that a PNG declares; the signature is checked on the way.
std::pair<std::uint32_t, std::uint32_t> png_size(const std::string& png) {
    EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1A\n");
    EXPECT_EQ(png.substr(png.size() - 8, 4), "IEND");
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i)
            value = value << 8U | static_cast<unsigned char>(png[at + i]);
        return value;
    };
    return {number(16), number(20)};
}

TEST(BeatPlot, SvgIsWellFormedAndNamed) {
    const auto svg = beat_plot_svg(sample_plot());
    ASSERT_TRUE(svg);
    const MarkupChecker checker(*svg);
    EXPECT_EQ(checker.problem(), "");
    EXPECT_EQ(checker.count("svg"), 1U);
    EXPECT_THAT(*svg, testing::HasSubstr("<title>Song &lt;one&gt; &amp; &quot;two&quot;.mp3: beats</title>"));
    EXPECT_THAT(*svg, testing::HasSubstr("width=\"1600px\""));
}

/// Vertical lines of the SVG, by their x.
std::size_t vertical_lines(const MarkupChecker& checker, double width) {
    std::size_t count = 0;
    for (const auto& e : checker.elements()) {
        if (e.name != "path" || e.attributes.count("style") == 0) continue;
        const std::string stroke = "stroke-width:" + std::string(width == 2 ? "2" : "1.4") + ";";
        if (e.attributes.at("style").find(stroke) == std::string::npos) continue;
        double x0 = 0, y0 = 0, x1 = 1, y1 = 0;
        if (std::sscanf(e.attributes.at("d").c_str(), "M %lf %lf L %lf %lf", &x0, &y0, &x1, &y1) == 4 &&
            x0 == x1)
            ++count;
    }
    return count;
}

TEST(BeatPlot, ShowsEachBeatAndEachDownbeat) {
    const auto svg = beat_plot_svg(sample_plot(64));
    ASSERT_TRUE(svg);
    const MarkupChecker checker(*svg);
    EXPECT_EQ(vertical_lines(checker, 2), 16U) << "downbeats";
    EXPECT_EQ(vertical_lines(checker, 1.4), 48U) << "the others";
}

TEST(BeatPlot, BeatsTooCloseToTellApartAreNotSmeared) {
    const auto svg = beat_plot_svg(sample_plot(1200));
    ASSERT_TRUE(svg);
    const MarkupChecker checker(*svg);
    EXPECT_EQ(vertical_lines(checker, 1.4), 0U);
    EXPECT_EQ(vertical_lines(checker, 2), 300U);
}

TEST(BeatPlot, PngHasTheSizeAskedFor) {
    auto plot = sample_plot();
    plot.width = 640;
    plot.height = 300;
    const auto png = beat_plot_png(plot);
    ASSERT_TRUE(png);
    EXPECT_EQ(png_size(*png), std::pair(640U, 300U));
}

TEST(BeatPlot, TheSameSongGivesTheSameBytes) {
    EXPECT_TRUE(*beat_plot_svg(sample_plot()) == *beat_plot_svg(sample_plot()));
    EXPECT_TRUE(*beat_plot_png(sample_plot()) == *beat_plot_png(sample_plot()));
}

TEST(BeatPlot, DrawsWhatThereIs) {
    for (const int beats : {0, 1, 2}) {
        auto plot = sample_plot(beats);
        EXPECT_TRUE(beat_plot_svg(plot)) << beats;
        plot.waveform = {};
        EXPECT_TRUE(beat_plot_svg(plot)) << beats;
        plot.music.sections.clear();
        plot.music.grid.duration = {};
        EXPECT_TRUE(beat_plot_png(plot)) << beats;
    }
    auto strange = sample_plot();
    strange.title = "\xFF\xFE\x1B";
    strange.music.loudness_lufs = -std::numeric_limits<double>::infinity();
    strange.music.grid.beats[3].at = strange.music.grid.beats[2].at + Time{1};
    EXPECT_TRUE(beat_plot_svg(strange)) << "a name that is not UTF-8, two beats a microsecond apart";
}

TEST(BeatPlot, RefusesSizesThatMakeNoPicture) {
    auto plot = sample_plot();
    plot.width = 100'000;
    EXPECT_EQ(beat_plot_png(plot).error().code, Errc::usage);
    plot = sample_plot();
    plot.height = 10;
    EXPECT_EQ(beat_plot_svg(plot).error().code, Errc::usage);
}

TEST(BeatPlot, TheNameSaysTheFormat) {
    const TemporaryFolder folder;
    EXPECT_EQ(write_beat_plot(sample_plot(), folder / "x.pdf").error().code, Errc::usage);
    ASSERT_TRUE(write_beat_plot(sample_plot(), folder / "x.png"));
    std::ifstream in(folder / "x.png", std::ios::binary);
    EXPECT_EQ(png_size(std::string(std::istreambuf_iterator<char>(in), {})), std::pair(1600U, 560U));
    EXPECT_EQ(folder.entries(), 1);
}

}  // namespace
}  // namespace beatsync::report
