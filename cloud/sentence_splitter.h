#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace beatsync::cloud {

/// A sentence (or a line without an end mark), or white space between two.
struct TextToken {
    std::string text;
    bool is_space = false;
};

/// Cuts a text that arrives in pieces into sentences. One ends before a line break; after . ! ? … and closing
/// brackets or emphasis, when white space follows; after 。！？. It does not end inside quotes on one line,
/// in "0.5" or "mp4", after "e.g." or a list's "1.". The tokens make the text, byte for byte; sentences are
/// the same for every way to cut it (white space may come in several tokens).
class SentenceSplitter {
public:
    void add(std::string_view piece) { text_ += piece; }
    /// No more will come: the rest are tokens too.
    void finish() { finished_ = true; }
    [[nodiscard]] std::optional<TextToken> next();

private:
    [[nodiscard]] std::optional<std::size_t> sentence_end();
    /// End marks and what closes with them.
    struct Marks {
        std::size_t end = 0;
        bool is_end = false;  ///< of the sentence
    };
    [[nodiscard]] std::optional<Marks> marks_from(std::size_t mark_end, bool chinese) const;
    [[nodiscard]] bool is_full_stop(std::size_t dot) const;
    [[nodiscard]] bool is_known(std::size_t at) const;
    TextToken take(std::size_t length, bool is_space);

    std::string text_;  // from begin_ on: not yet returned
    std::size_t begin_ = 0;
    std::size_t scanned_ = 0;  // no sentence ends before this byte
    char32_t quote_ = 0;       // closes the quote that is open at scanned_
    bool line_start_ = true;   // the sentence begins a line
    bool finished_ = false;
};

}  // namespace beatsync::cloud
