#include "words/numerals.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace beatsync::words {
namespace {

using Entry = std::pair<std::string_view, int>;

constexpr std::array<Entry, 20> kSmall = {
    {{"zero", 0},     {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
     {"five", 5},     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
     {"ten", 10},     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
     {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}}};
constexpr std::array<Entry, 8> kTens = {{{"twenty", 20},
                                         {"thirty", 30},
                                         {"forty", 40},
                                         {"fifty", 50},
                                         {"sixty", 60},
                                         {"seventy", 70},
                                         {"eighty", 80},
                                         {"ninety", 90}}};
constexpr std::array<Entry, 11> kOrdinals = {{{"third", 3},
                                              {"fourth", 4},
                                              {"fifth", 5},
                                              {"sixth", 6},
                                              {"seventh", 7},
                                              {"eighth", 8},
                                              {"ninth", 9},
                                              {"tenth", 10},
                                              {"eleventh", 11},
                                              {"twelfth", 12},
                                              {"twentieth", 20}}};
constexpr std::array<Entry, 11> kHan = {{{"零", 0},
                                         {"一", 1},
                                         {"二", 2},
                                         {"两", 2},
                                         {"三", 3},
                                         {"四", 4},
                                         {"五", 5},
                                         {"六", 6},
                                         {"七", 7},
                                         {"八", 8},
                                         {"九", 9}}};

template <std::size_t N>
std::optional<int> find(const std::array<Entry, N>& entries, std::string_view text) {
    for (const auto& [word, value] : entries)
        if (word == text) return value;
    return std::nullopt;
}

std::string_view word_at(const std::vector<Token>& tokens, std::size_t at) {
    return at < tokens.size() && tokens[at].is(Concept::unknown) ? std::string_view(tokens[at].text)
                                                                 : std::string_view();
}

std::optional<Numeral> read_english(const std::vector<Token>& tokens, std::size_t at) {
    const std::string_view word = word_at(tokens, at);
    if (const auto ordinal = find(kOrdinals, word)) return Numeral{double(*ordinal), 1, true};
    if (const auto tens = find(kTens, word)) {
        const auto ones = find(kSmall, word_at(tokens, at + 1));
        if (ones && *ones > 0 && *ones < 10) return Numeral{double(*tens + *ones), 2, false};
        return Numeral{double(*tens), 1, false};
    }
    const auto small = find(kSmall, word);
    if (small && word_at(tokens, at + 1) == "hundred") return Numeral{*small * 100.0, 2, false};
    if (small) return Numeral{double(*small), 1, false};
    return word == "hundred" ? std::optional(Numeral{100, 1, false}) : std::nullopt;
}

/// Up to 999: 三十五, 十二, 两百.
std::optional<Numeral> read_han(const std::vector<Token>& tokens, std::size_t at) {
    double sum = 0;
    int digit = -1;  // one that waits for its ten or hundred
    std::size_t used = 0;
    for (std::string_view word = word_at(tokens, at); !word.empty(); word = word_at(tokens, at + used)) {
        if (const auto value = find(kHan, word); value && digit < 0) {
            digit = *value;
        } else if (word == "十" || word == "百") {
            sum += (digit < 0 ? 1 : digit) * (word == "十" ? 10 : 100);
            digit = -1;
        } else {
            break;
        }
        ++used;
    }
    if (used == 0) return std::nullopt;
    return Numeral{sum + std::max(digit, 0), used, false};
}

}  // namespace

std::optional<Numeral> read_numeral(const std::vector<Token>& tokens, std::size_t at) {
    if (auto english = read_english(tokens, at)) return english;
    return read_han(tokens, at);
}

}  // namespace beatsync::words
