#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "render/fonts.h"
#include "render/title_artist.h"
#include "render/title_layout.h"
#include "title_ink.h"

namespace beatsync::render {
namespace {

using draft::TextDecoration;
using draft::TextPlace;
using draft::TextStyle;
using test::ink;
using test::InkBox;

const draft::Canvas kTall{540, 960, {30, 1}};
const draft::Canvas kWide{960, 540, {30, 1}};
const draft::Canvas kSquare{540, 540, {30, 1}};

class Title : public ::testing::Test {
protected:
    void SetUp() override { BEATSYNC_NEEDS_FONT("Latin"); }

    static TitleDrawing draw(const std::string& text, TextStyle style = plain(),
                             const draft::Canvas& canvas = kWide) {
        auto drawing = TitleArtist(canvas).draw(text, style);
        EXPECT_TRUE(drawing) << drawing.error().message;
        return drawing ? *std::move(drawing) : TitleDrawing();
    }
    static TextStyle plain() {
        TextStyle style;
        style.decoration = TextDecoration::plain;
        return style;
    }
    static std::string repeated(const std::string& words, int times) {
        std::string text;
        for (int i = 0; i < times; ++i)
            text += words;
        return text;
    }
};

TEST_F(Title, StaysInTheSafeAreaWhereverAndHoweverLong) {
    for (const draft::Canvas& canvas : {kTall, kWide, kSquare}) {
        const TitleArea safe = safe_area(canvas);
        const double k = title_scale(canvas);
        for (const auto place : {TextPlace::top, TextPlace::middle, TextPlace::bottom}) {
            for (const auto decoration :
                 {TextDecoration::outline, TextDecoration::box, TextDecoration::plain}) {
                for (const int words : {1, 7, 60, 300}) {
                    TextStyle style;
                    style.place = place;
                    style.decoration = decoration;
                    const InkBox box = ink(draw(repeated("Ågy lorem ", words), style, canvas));
                    EXPECT_GE(box.left, safe.x * k - 1);
                    EXPECT_LE(box.right, (safe.x + safe.width) * k + 1);
                    EXPECT_GE(box.top, safe.y * k - 1);
                    EXPECT_LE(box.bottom, (safe.y + safe.height) * k + 1);
                    EXPECT_NEAR((box.left + box.right) / 2.0, canvas.width / 2.0, 6) << "in the middle";
                }
            }
        }
    }
}

TEST_F(Title, TopIsAboveMiddleIsAboveBottom) {
    TextStyle style = plain();
    style.place = TextPlace::top;
    const InkBox top = ink(draw("Hx", style));
    style.place = TextPlace::middle;
    const InkBox middle = ink(draw("Hx", style));
    style.place = TextPlace::bottom;
    const InkBox bottom = ink(draw("Hx", style));
    EXPECT_LT(top.bottom, middle.top);
    EXPECT_LT(middle.bottom, bottom.top);
    EXPECT_NEAR((middle.top + middle.bottom) / 2.0, 270, 12);
}

TEST_F(Title, LongTextIsWrappedIntoLinesOfLikeLength) {
    // The last word would stand alone if lines were filled one by one.
    const TitleDrawing one = draw("now we rest", plain(), kTall);
    const TitleDrawing three = draw("we saw a new moon once more", plain(), kTall);
    EXPECT_EQ(test::lines(one), 1);
    EXPECT_EQ(test::lines(three), 3);
    EXPECT_EQ(three.cut_after, 0U);
    const InkBox all = ink(three);
    const InkBox first = ink(three, all.top, all.top + all.height() / 4);
    const InkBox last = ink(three, all.bottom - all.height() / 4, all.bottom);
    EXPECT_GT(last.width(), 0.7 * all.width());
    EXPECT_NEAR(first.left + first.right, last.left + last.right, 8) << "centred, each of them";
    EXPECT_EQ(test::lines(draw("no one\nsees", plain(), kTall)), 2) << "a line break of one's own";
}

TEST_F(Title, WordsAreNotBrokenWhileASmallerSizeWillDo) {
    const TitleDrawing word = draw("nnnnnnnnnnnnnnnnnnnnnnnnnnnnn", plain(), kTall);
    EXPECT_EQ(test::lines(word), 1);
    const TitleDrawing endless = draw(repeated("n", 200), plain(), kTall);
    EXPECT_GT(test::lines(endless), 1) << "and broken where none does";
    EXPECT_EQ(endless.cut_after, 0U);
}

TEST_F(Title, ChineseBreaksWithoutSpaces) {
    BEATSYNC_NEEDS_FONT("Chinese");
    const TitleDrawing title = draw("城市的梦想一个周末的旅行从早到晚", plain(), kTall);
    EXPECT_GE(title.height, 1.8 * draw("城市的梦想", plain(), kTall).height);
    EXPECT_LT(ink(title).right, 0.9 * kTall.width);
    EXPECT_THAT(title.missing, ::testing::IsEmpty());
}

TEST_F(Title, ShrinksToAFloorAndIsThenCutAndSaid) {
    TextStyle style = plain();
    const TitleDrawing full = draw("nxnxnx nxnxnx", style);
    const TitleDrawing shrunk = draw(repeated("nxnxnx ", 30), style);
    EXPECT_EQ(full.cut_after, 0U);
    EXPECT_EQ(shrunk.cut_after, 0U);
    const TitleDrawing cut = draw(repeated("nxnxnx ", 200), style);
    EXPECT_GT(cut.cut_after, 200U);
    EXPECT_LT(cut.cut_after, 1400U);
    const TitleDrawing longer = draw(repeated("nxnxnx ", 100'000), style);
    EXPECT_EQ(longer.cut_after, cut.cut_after);
    EXPECT_EQ(longer.pixels, cut.pixels) << "what is beyond is not even laid out";
    // One letter's height at the floor: 3.6 % of 540 is a line of 19 pixels, an x about half of it.
    const int rows = cut.height / test::lines(cut);
    EXPECT_GE(rows, 17);
    EXPECT_LE(rows, 26);
}

TEST_F(Title, SizeIsOfTheShortSide) {
    TextStyle style = plain();
    style.size_pct = 10;
    const int ten = ink(draw("H", style)).height();
    style.size_pct = 20;
    EXPECT_NEAR(ink(draw("H", style)).height(), 2 * ten, 1);
    // Capitals of DejaVu are 0.73 em high; other fonts' 0.65 to 0.75.
    EXPECT_NEAR(ink(draw("H", style)).height(), 0.7 * 0.2 * 540 / 1.2, 7);
    style.size_pct = 10;
    EXPECT_NEAR(ink(draw("H", style, kTall)).height(), ten, 1) << "whatever the shape";
}

TEST_F(Title, APreviewShowsTheSameLayout) {
    const std::string text = "Three days in the mountains with friends, and a long way back";
    for (const auto decoration : {TextDecoration::outline, TextDecoration::box}) {
        TextStyle style;
        style.decoration = decoration;
        const TitleDrawing large = draw(text, style, {1080, 1920, {30, 1}});
        const TitleDrawing small = draw(text, style, {360, 640, {30, 1}});
        int wrong = 0;
        for (int y = small.y; y < small.y + small.height; ++y)
            for (int x = small.x; x < small.x + small.width; ++x) {
                int sum = 0;
                for (int i = 0; i < 9; ++i)
                    sum += static_cast<int>(test::pixel(large, 3 * x + i % 3, 3 * y + i / 3) & 0xFFU);
                wrong += std::abs(sum / 9 - static_cast<int>(test::pixel(small, x, y) & 0xFFU)) > 48;
            }
        EXPECT_LT(wrong, small.width * small.height / 100) << "pixels that differ";
    }
}

TEST_F(Title, AnyCanvasAnyText) {
    const std::vector<draft::Canvas> canvases = {{16, 16, {30, 1}}, {16, 8192, {30, 1}}, {8192, 16, {30, 1}}};
    const std::vector<std::string> texts = {"Hello world",   " ",        "\n\n",
                                            "\t\x01\x7f",    "\u200d",   "\u0301",
                                            "\u202e\u2066x", "a\u2028b", repeated("é\n", 3000)};
    for (const draft::Canvas& canvas : canvases)
        for (const std::string& text : texts) {
            const TitleDrawing d = draw(text, TextStyle(), canvas);
            EXPECT_TRUE(d.x >= 0 && d.y >= 0 && d.x + d.width <= canvas.width &&
                        d.y + d.height <= canvas.height)
                << canvas.width << "x" << canvas.height << " " << text.substr(0, 10);
            EXPECT_EQ(d.x % 2 + d.y % 2 + d.width % 2 + d.height % 2, 0);
        }
    EXPECT_EQ(draw(" \n ").width, 0);
}

TEST_F(Title, MissingCharactersAreNamedAndLeftOut) {
    // Of a private area.
    const TitleDrawing title = draw("ab\U0010FFFDc\U0010FFFC \U0010FFFD");
    EXPECT_THAT(title.missing, ::testing::ElementsAre(U'\U0010FFFC', U'\U0010FFFD'));
    EXPECT_EQ(title.pixels, draw("abc").pixels);
    EXPECT_EQ(draw("\U0010FFFD").width, 0);
    EXPECT_THAT(draw("abc").missing, ::testing::IsEmpty());
}

TEST_F(Title, HebrewRunsFromRightToLeft) {
    BEATSYNC_NEEDS_FONT("Hebrew");
    // Of these letters only the first, lamed, rises above the others.
    const TitleDrawing title = draw("לוווווו");
    const InkBox box = ink(title);
    int highest_x = -1;
    for (int x = box.left; x < box.right; ++x)
        if (test::is_ink(test::pixel(title, x, box.top))) highest_x = x;
    EXPECT_GT(highest_x, box.right - box.width() / 3);
    // And within an English line the words keep their order: the lamed is left of the l, right of its own
    // word.
    const TitleDrawing mixed = draw("אוו nnn");
    EXPECT_GT(ink(mixed).width(), 0);
}

TEST_F(Title, ArabicLettersAreJoined) {
    BEATSYNC_NEEDS_FONT("Arabic");
    EXPECT_EQ(test::stretches(draw("ببب"), false), 1);
    EXPECT_EQ(test::stretches(draw("ب\u200cب\u200cب"), false), 3) << "kept apart by U+200C";
}

TEST_F(Title, DevanagariVowelSignsGoWhereTheyBelong) {
    BEATSYNC_NEEDS_FONT("Devanagari");
    // The sign i is written after its consonant and drawn before it: कि is no wider at the right than क.
    EXPECT_EQ(draw("कि").missing.size(), 0U);
    EXPECT_GT(ink(draw("कि")).width(), ink(draw("क")).width());
}

TEST_F(Title, EmojiAreInColour) {
    BEATSYNC_NEEDS_FONT("emoji");
    const auto colourful = [](const TitleDrawing& d) {
        return std::count_if(d.pixels.begin(), d.pixels.end(), [](std::uint32_t p) {
            const int red = static_cast<int>(p >> 16U & 0xFFU);
            const int blue = static_cast<int>(p & 0xFFU);
            return std::abs(red - blue) > 60;
        });
    };
    EXPECT_GT(colourful(draw("😀")), 200);
    EXPECT_EQ(colourful(draw("abc")), 0);
    EXPECT_THAT(draw("👩‍🚀 🇩🇪 ❤️").missing, ::testing::IsEmpty());
}

TEST_F(Title, ColoursAndDecorations) {
    TextStyle style = plain();
    style.colour = "#ff8000";
    style.size_pct = 40;
    const auto count = [](const TitleDrawing& d, std::uint32_t colour) {
        return std::count(d.pixels.begin(), d.pixels.end(), colour);
    };
    const TitleDrawing orange = draw("I", style);
    EXPECT_GT(count(orange, 0xFFFF8000), 300);
    EXPECT_EQ(count(orange, 0xFF000000), 0);
    style.decoration = TextDecoration::outline;
    const TitleDrawing outlined = draw("I", style);
    EXPECT_EQ(count(outlined, 0xFFFF8000), count(orange, 0xFFFF8000)) << "the outline is around it";
    EXPECT_GT(count(outlined, 0xFF000000), 300);
    EXPECT_GT(ink(outlined).width(), ink(orange).width());
    style.colour = "#101010";
    EXPECT_GT(count(draw("I", style), 0xFFFFFFFF), 300) << "dark letters are set off by white";
    style.decoration = TextDecoration::box;
    style.colour = "";
    const TitleDrawing boxed = draw("I", style);
    const std::uint32_t corner = test::pixel(boxed, ink(boxed).left + boxed.width / 2, ink(boxed).top + 2);
    EXPECT_EQ(corner >> 24U, 166U) << "0.65 of black";
    EXPECT_EQ(corner & 0xFFFFFFU, 0U);
}

TEST_F(Title, AFontThatIsNotThereIsSaid) {
    TextStyle style = plain();
    style.font = "No Such Family";
    const TitleDrawing other = draw("abc", style);
    EXPECT_TRUE(other.other_font);
    EXPECT_EQ(other.pixels, draw("abc").pixels);
    style.font = "monospace";
    EXPECT_FALSE(draw("abc", style).other_font);
    if (!find_family("DejaVu Serif").found) GTEST_SKIP() << "no DejaVu Serif";
    style.font = "DejaVu Serif";
    EXPECT_FALSE(draw("abc", style).other_font);
    EXPECT_NE(draw("abc", style).pixels, draw("abc").pixels);
}

TEST_F(Title, TheSameOnEveryThread) {
    const std::string text = "The same 中文 עברית 😀 everywhere";
    std::vector<TitleDrawing> drawings(4);
    {
        std::vector<std::jthread> threads;
        for (TitleDrawing& d : drawings)
            threads.emplace_back([&] { d = draw(text, TextStyle()); });
    }
    const TitleDrawing here = draw(text, TextStyle());
    for (const TitleDrawing& d : drawings)
        EXPECT_EQ(d.pixels, here.pixels);
}

TEST(Fonts, CharactersHaveTheirPackages) {
    EXPECT_EQ(font_package_for(U'中'), "fonts-noto-cjk");
    EXPECT_EQ(font_package_for(U'ひ'), "fonts-noto-cjk");
    EXPECT_EQ(font_package_for(U'。'), "fonts-noto-cjk");
    EXPECT_EQ(font_package_for(U'한'), "fonts-noto-cjk");
    EXPECT_EQ(font_package_for(U'ع'), "fonts-noto-core");
    EXPECT_EQ(font_package_for(U'ก'), "fonts-noto-core");
    EXPECT_EQ(font_package_for(U'ж'), "fonts-dejavu-core");
    EXPECT_EQ(font_package_for(U'😀'), "fonts-noto-color-emoji");
    EXPECT_EQ(font_package_for(U'\U0010FFFD'), "");
}

}  // namespace
}  // namespace beatsync::render
