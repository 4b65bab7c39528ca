#include "words/lexicon.h"

#include <algorithm>
#include <unordered_map>

namespace beatsync::words {
namespace {

struct Lexicon {
    std::unordered_map<std::string_view, Concept> phrases;
    std::size_t longest = 1;

    void add(std::span<const Entry> entries) {
        for (const Entry& entry : entries) {
            std::string_view rest = entry.phrases;
            while (!rest.empty()) {
                const std::size_t bar = std::min(rest.find('|'), rest.size());
                phrases.emplace(rest.substr(0, bar), entry.means);
                longest = std::max(longest, words_in(rest.substr(0, bar)));
                rest.remove_prefix(std::min(bar + 1, rest.size()));
            }
        }
    }

    /// At least as many as the tokeniser's: each Chinese character is one.
    static std::size_t words_in(std::string_view phrase) {
        const auto continued = std::count_if(phrase.begin(), phrase.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        });
        const bool chinese = continued > 0;
        const auto spaces = std::count(phrase.begin(), phrase.end(), ' ');
        return static_cast<std::size_t>(chinese ? static_cast<std::ptrdiff_t>(phrase.size()) - continued
                                                : spaces + 1);
    }
};

const Lexicon& lexicon() {
    static const Lexicon made = [] {
        Lexicon l;
        l.add(english_words());
        l.add(chinese_words());
        return l;
    }();
    return made;
}

}  // namespace

Concept look_up(const std::string& phrase) {
    const auto& phrases = lexicon().phrases;
    if (const auto found = phrases.find(phrase); found != phrases.end()) return found->second;
    // A plural is its singular.
    for (const std::string_view ending : {"s", "es"}) {
        if (phrase.size() < 4 || !phrase.ends_with(ending)) continue;
        const std::string_view singular(phrase.data(), phrase.size() - ending.size());
        if (const auto found = phrases.find(singular); found != phrases.end()) return found->second;
    }
    return Concept::unknown;
}

std::size_t longest_phrase() {
    return lexicon().longest;
}

}  // namespace beatsync::words
