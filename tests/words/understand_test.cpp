#include <gtest/gtest.h>

#include <string>

#include "words/words.h"

namespace beatsync::words {
namespace {

std::string part(const std::string& sentence, const Span& span) {
    return sentence.substr(span.begin, span.end - span.begin);
}

TEST(Understand, SaysWhichWordsAskedForIt) {
    const std::string sentence = "please make it vertical, with the music at 40%";
    const Understanding got = understand(sentence);
    ASSERT_EQ(got.intents.size(), 2U);
    EXPECT_EQ(part(sentence, got.intents[0].span), "please make it vertical");
    EXPECT_EQ(part(sentence, got.intents[1].span), "the music at 40%");
}

TEST(Understand, NamesWhatItDidNotUnderstandInTheSentencesOwnWords) {
    const std::string sentence = "Make it square, add a Unicorn to the sky; 30 fps.";
    const Understanding got = understand(sentence);
    EXPECT_EQ(describe(got.intents), "aspect=1:1; fps=30");
    ASSERT_EQ(got.not_understood.size(), 1U);
    EXPECT_EQ(part(sentence, got.not_understood[0]), "add a Unicorn to the sky");
}

TEST(Understand, NothingAsksForNothing) {
    for (const char* sentence : {"", "   ", "please", "thank you!", "，。"}) {
        const Understanding got = understand(sentence);
        EXPECT_TRUE(got.intents.empty()) << sentence;
        EXPECT_TRUE(got.not_understood.empty()) << sentence;
    }
}

TEST(Understand, OneWordTooManyInAWishAndItIsNotTaken) {
    for (const char* noise : {"sky", "not", "banana", "天空", "instead"}) {
        const std::string sentence = std::string("make the ") + noise + " vertical";
        const Understanding got = understand(sentence);
        if (std::string(noise) == "instead") continue;  // "make it vertical instead" is a wish
        EXPECT_TRUE(got.intents.empty()) << sentence << ": " << describe(got.intents);
        EXPECT_FALSE(got.not_understood.empty()) << sentence;
    }
}

TEST(Understand, QuotedTextIsNeverAWish) {
    for (const char* quotes : {"\"\"", "''", "“”", "「」", "『』", "《》", "«»", "``"}) {
        const std::string both = quotes;
        const std::string open = both.substr(0, both.size() / 2);
        const std::string close = both.substr(both.size() / 2);
        const Understanding got = understand("add the title " + open + "mute it, 9:16, swap 2 and 5" + close);
        EXPECT_EQ(describe(got.intents), "title=mute it, 9:16, swap 2 and 5") << quotes;
    }
}

TEST(Understand, QuotesAroundAllOfItAreOnlyThat) {
    EXPECT_EQ(describe(understand("\"make it vertical\"").intents), "aspect=9:16");
    EXPECT_EQ(describe(understand("“竖屏”").intents), "aspect=9:16");
}

TEST(Understand, SaysTheSameTwiceOnce) {
    EXPECT_EQ(describe(understand("vertical, vertical and 9:16").intents), "aspect=9:16");
}

TEST(Understand, TwoThatContradictEachOtherAreBothHandedBack) {
    const Understanding got = understand("30 seconds, fast, one minute");
    EXPECT_EQ(describe(got.intents), "pace=fast");
    EXPECT_EQ(got.not_understood.size(), 2U);
}

TEST(Understand, WhatIsTooLongIsHandedBackWhole) {
    const std::string sentence(kMaxSentenceBytes + 1, 'a');
    const Understanding got = understand(sentence);
    EXPECT_TRUE(got.intents.empty());
    ASSERT_EQ(got.not_understood.size(), 1U);
    EXPECT_EQ(got.not_understood[0], (Span{0, sentence.size()}));
}

TEST(Understand, EveryTopicHasAName) {
    for (int topic = 0; topic <= static_cast<int>(Topic::output); ++topic)
        EXPECT_FALSE(name_of(static_cast<Topic>(topic)).empty()) << topic;
}

}  // namespace
}  // namespace beatsync::words
