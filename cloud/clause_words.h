#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace beatsync::cloud {

/// For each byte, whether it is inside quotes ("…", “…”, 「…」, 『…』); quotes that don't close are none.
[[nodiscard]] std::vector<bool> quoted_bytes(std::string_view text);

/// Has a character that is_cjk().
[[nodiscard]] bool has_chinese(std::string_view text);

/// Without emphasis (* _ `), brackets around it, and end marks.
[[nodiscard]] std::string plain_text(std::string_view clause);

/// The words of an English clause, in lower case.
class ClauseWords {
public:
    explicit ClauseWords(std::string_view clause);

    [[nodiscard]] std::size_t size() const { return words_.size(); }
    /// False beyond the end, and for a word in quotes.
    [[nodiscard]] bool is(std::size_t index, std::string_view word) const;
    /// How many words of `phrase` ("go ahead and") stand at `index`: all or 0.
    [[nodiscard]] std::size_t length_of(std::size_t index, std::string_view phrase) const;
    /// The longest of a list of phrases.
    template <class List>
    [[nodiscard]] std::size_t length_of_any(std::size_t index, const List& phrases) const {
        std::size_t longest = 0;
        for (std::string_view phrase : phrases) {
            const std::size_t length = length_of(index, phrase);
            if (length > longest) longest = length;
        }
        return longest;
    }
    /// Whether one of them stands anywhere from `index` on.
    template <class List>
    [[nodiscard]] bool has_any(std::size_t index, const List& phrases) const {
        for (; index < size(); ++index) {
            if (length_of_any(index, phrases) > 0) return true;
        }
        return false;
    }
    [[nodiscard]] bool has(std::size_t index, std::string_view phrase) const {
        return has_any(index, std::initializer_list<std::string_view>{phrase});
    }
    /// The same, in quotes too: "Export".
    [[nodiscard]] bool has_label(std::string_view word) const;
    [[nodiscard]] bool is_labelled(std::size_t index, std::string_view word) const {
        return words_[index].lower == word;
    }
    /// In quotes, or with a capital: a GUI's label.
    [[nodiscard]] bool is_label(std::size_t index) const;
    /// The index after "please", "you can", … from `index` on.
    [[nodiscard]] std::size_t lead_in_end(std::size_t index) const;
    /// The clause's text from the word at `index` on.
    [[nodiscard]] std::string_view text_from(std::size_t index) const;

private:
    struct Word {
        std::string lower;
        std::size_t begin = 0;
        bool quoted = false;
        bool capital = false;
    };
    std::string_view clause_;
    std::vector<Word> words_;
};

}  // namespace beatsync::cloud
