#include "cli/title_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace beatsync::cli {
namespace {

using ::testing::HasSubstr;

TitleArguments two() {
    TitleArguments given;
    given.texts = {"one", "two"};
    return given;
}

void expect_slip(const TitleArguments& given, const std::string& words) {
    const auto titles = given.titles();
    ASSERT_FALSE(titles) << words;
    EXPECT_EQ(titles.error().code, Errc::usage);
    EXPECT_THAT(titles.error().message, HasSubstr(words));
}

TEST(TitleOptions, NoneIsNone) {
    const auto titles = TitleArguments().titles();
    ASSERT_TRUE(titles);
    EXPECT_TRUE(titles->empty());
}

TEST(TitleOptions, PairUpByOrder) {
    TitleArguments given = two();
    given.at = {"beat:7"};
    given.place = {"top", "bottom"};
    given.length = {"2s", "0:04"};
    given.colour = {"#FFcc00", "red"};
    const auto titles = given.titles();
    ASSERT_TRUE(titles) << titles.error().message;
    ASSERT_EQ(titles->size(), 2U);
    EXPECT_EQ((*titles)[0].at, plan::TitleAt::beat);
    EXPECT_EQ((*titles)[0].number, 7);
    EXPECT_EQ((*titles)[1].at, plan::TitleAt::next) << "a place in time is one title's";
    EXPECT_EQ((*titles)[0].style.place, draft::TextPlace::top);
    EXPECT_EQ((*titles)[1].style.place, draft::TextPlace::bottom);
    EXPECT_EQ((*titles)[0].length, Time::from_seconds(2));
    EXPECT_EQ((*titles)[1].length, Time::from_seconds(4));
    EXPECT_EQ((*titles)[0].style.colour, "#FFcc00");
    EXPECT_THAT((*titles)[1].style.colour, ::testing::StartsWith("#"));
}

TEST(TitleOptions, ALookGivenOnceIsEverybodys) {
    TitleArguments given = two();
    given.style = {"box"};
    given.size = {"7.5%"};
    given.font = {"DejaVu Serif"};
    const auto titles = given.titles();
    ASSERT_TRUE(titles);
    for (const plan::TitleRequest& title : *titles) {
        EXPECT_EQ(title.style.decoration, draft::TextDecoration::box);
        EXPECT_DOUBLE_EQ(title.style.size_pct, 7.5);
        EXPECT_EQ(title.style.font, "DejaVu Serif");
    }
}

TEST(TitleOptions, TextsMayBreakLines) {
    TitleArguments given;
    given.texts = {R"(a\nb\\n\c)", "x\ny"};
    const auto titles = given.titles();
    ASSERT_TRUE(titles);
    EXPECT_EQ((*titles)[0].text, "a\nb\\n\\c");
    EXPECT_EQ((*titles)[1].text, "x\ny");
}

TEST(TitleOptions, PlacesInTime) {
    const auto at = [](const std::string& text) {
        TitleArguments given;
        given.texts = {"x"};
        given.at = {text};
        return given.titles();
    };
    EXPECT_EQ(at("bar:12")->front().at, plan::TitleAt::bar);
    EXPECT_EQ(at("bar:12")->front().number, 12);
    EXPECT_EQ(at("1:02.5")->front().time, Time::from_seconds(62.5));
    EXPECT_EQ(at("1:02.5")->front().at, plan::TitleAt::time);
    for (const char* wrong :
         {"", "beat", "beat:", "beat:0", "bar:-1", "bar:2x", "soon", "-3", "beat:99999999999999999999"})
        EXPECT_FALSE(at(wrong)) << wrong;
}

TEST(TitleOptions, SlipsAreNamed) {
    TitleArguments given;
    given.size = {"5%"};
    expect_slip(given, "--title-size is given, and no --title");
    given = two();
    given.at = {"1", "2", "3"};
    expect_slip(given, "--title-at is given 3 times, --title 2 times");
    given = two();
    given.texts[1] = " \\n ";
    expect_slip(given, "the text is empty");
    given.texts[1] = "\xff";
    expect_slip(given, "not UTF-8");
    for (const char* size : {"0", "0.5%", "51", "nan", "5px", ""}) {
        given = two();
        given.size = {size, "5"};
        if (*size != '\0') expect_slip(given, "--title-size");
    }
    given = two();
    given.colour = {"#12345"};
    expect_slip(given, "--title-colour");
    given.colour = {"mauve"};
    expect_slip(given, "'mauve' is no colour");
    given = two();
    given.length = {"0s"};
    expect_slip(given, "--title-for");
    given = two();
    given.place = {"left"};
    expect_slip(given, "--title-place");
    given = two();
    given.style = {"shadow"};
    expect_slip(given, "--title-style");
}

}  // namespace
}  // namespace beatsync::cli
