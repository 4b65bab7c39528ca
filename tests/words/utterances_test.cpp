// Tables of sentences and what is to be understood of them. held_out.txt was written before there was a
// grammar and in other words, so that the grammar is not measured by what it was made of.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "words/words.h"

namespace beatsync::words {
namespace {

struct Row {
    std::string sentence;
    std::string wishes;
    std::vector<std::string> not_understood;
};

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string::npos) return "";
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<Row> read_rows(const char* path) {
    std::vector<Row> rows;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto arrow = line.rfind(" => ");
        if (line.starts_with('#') || arrow == std::string::npos) continue;
        Row row{line.substr(0, arrow), "", {}};
        std::string rest = line.substr(arrow + 4);
        for (bool first = true; !rest.empty() || first; first = false) {
            const auto mark = rest.find("??");
            const std::string part = trimmed(rest.substr(0, mark));
            if (first)
                row.wishes = part;
            else
                row.not_understood.push_back(part);
            if (mark == std::string::npos) break;
            rest = rest.substr(mark + 2);
        }
        rows.push_back(row);
    }
    return rows;
}

std::string left_over(const std::string& sentence, const Understanding& understanding) {
    std::string text;
    for (const Span& span : understanding.not_understood)
        text += "[" + sentence.substr(span.begin, span.end - span.begin) + "]";
    return text;
}

/// Empty when it is understood as the row says.
std::string difference(const Row& row) {
    const Understanding got = understand(row.sentence);
    const std::string left = left_over(row.sentence, got);
    bool same = describe(got.intents) == row.wishes && left.empty() == row.not_understood.empty();
    for (const std::string& part : row.not_understood)
        same = same && left.find(part) != std::string::npos;
    if (same) return "";
    std::ostringstream text;
    text << "\"" << row.sentence << "\"\n  wanted: " << row.wishes << "\n     got: " << describe(got.intents)
         << "  not understood: " << left;
    return text.str();
}

void expect_all(const char* path, std::size_t least) {
    const auto rows = read_rows(path);
    ASSERT_GE(rows.size(), least);
    std::size_t right = 0;
    for (const Row& row : rows) {
        const std::string wrong = difference(row);
        EXPECT_EQ(wrong, "") << wrong;
        if (wrong.empty()) ++right;
    }
    std::cout << right << " of " << rows.size() << " understood as meant\n";
}

TEST(Utterances, AreUnderstoodAsMeant) {
    expect_all(BEATSYNC_UTTERANCES, 150);
}

TEST(Utterances, HeldOutOnesWrittenLaterToo) {
    expect_all(BEATSYNC_HELD_OUT_2, 50);
}

TEST(Utterances, HeldOutOnesToo) {
    expect_all(BEATSYNC_HELD_OUT, 60);
}

}  // namespace
}  // namespace beatsync::words
