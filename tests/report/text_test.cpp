#include "report/text.h"

#include <gtest/gtest.h>

namespace beatsync::report {
namespace {

constexpr const char* kBad = "\xEF\xBF\xBD";

TEST(Text, PrintableKeepsUtf8) {
    EXPECT_EQ(printable("caf\xC3\xA9 \xE5\xA4\x9C \xF0\x9F\x8E\xB5"),
              "caf\xC3\xA9 \xE5\xA4\x9C \xF0\x9F\x8E\xB5");
}

TEST(Text, PrintableReplacesWhatIsNotUtf8) {
    EXPECT_EQ(printable("a\xFFz"), std::string("a") + kBad + "z");
    EXPECT_EQ(printable("\xC0\xAF"), std::string(kBad) + kBad) << "overlong";
    EXPECT_EQ(printable("\xED\xA0\x80"), std::string(kBad) + kBad + kBad) << "surrogate";
    EXPECT_EQ(printable("\xF4\x90\x80\x80").find('\xF4'), std::string::npos) << "above U+10FFFF";
    EXPECT_EQ(printable("\xE5\xA4"), std::string(kBad) + kBad) << "cut short";
}

TEST(Text, PrintableReplacesControls) {
    EXPECT_EQ(printable("a\x1B[2J\n"), std::string("a") + kBad + "[2J" + kBad);
    EXPECT_EQ(printable("\xC2\x9B"), kBad) << "C1: an escape sequence of its own";
    EXPECT_EQ(printable("gpj\xE2\x80\xAE.exe"), std::string("gpj") + kBad + ".exe")
        << "right-to-left override";
}

TEST(Text, EscapesForTextAndAttributes) {
    EXPECT_EQ(escape_markup("<a href='x' b=\"y\">&</a>"),
              "&lt;a href=&#39;x&#39; b=&quot;y&quot;&gt;&amp;&lt;/a&gt;");
}

TEST(Text, CountsColumns) {
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("caf\xC3\xA9"), 4U);
    EXPECT_EQ(display_width("cafe\xCC\x81"), 4U) << "a combining accent";
    EXPECT_EQ(display_width("\xE5\xA4\x9C\xE9\x9F\xB3"), 4U) << "two wide characters";
}

TEST(Text, FitsToAWidth) {
    EXPECT_EQ(fit_end("ab", 4), "ab  ");
    EXPECT_EQ(fit_end("folder/clip.mp4", 9),
              "\xE2\x80\xA6"
              "clip.mp4");
    // A wide character that would be cut in half leaves a blank.
    EXPECT_EQ(display_width(fit_end("\xE5\xA4\x9C\xE9\x9F\xB3\xE6\xA5\xBD", 4)), 4U);
}

}  // namespace
}  // namespace beatsync::report
