#include "cloud/sentence_splitter.h"

#include <algorithm>
#include <array>

#include "cloud/characters.h"

namespace beatsync::cloud {
namespace {

/// What closes a quote that `c` opens; 0: none.
char32_t closing_quote(char32_t c) {
    switch (c) {
        case '"':
            return '"';
        case U'“':
            return U'”';
        case U'「':
            return U'」';
        case U'『':
            return U'』';
        default:
            return 0;
    }
}

bool is_mark(char32_t c) {
    return c == '.' || c == '!' || c == '?' || c == U'…';
}
bool is_chinese_mark(char32_t c) {
    return c == U'。' || c == U'！' || c == U'？';
}
/// May follow an end mark and belongs to the sentence.
bool closes(char32_t c) {
    constexpr std::u32string_view kClosers = U")]*_`'’”」』）】";
    return kClosers.find(c) != std::u32string_view::npos;
}

bool is_abbreviation(std::string_view word) {
    static constexpr std::array<std::string_view, 4> kShort = {"e.g", "i.e", "vs", "approx"};
    std::string lower(word);
    std::transform(lower.begin(), lower.end(), lower.begin(), to_ascii_lower);
    return std::find(kShort.begin(), kShort.end(), lower) != kShort.end();
}

}  // namespace

std::optional<TextToken> SentenceSplitter::next() {
    if (begin_ == text_.size()) return std::nullopt;
    std::size_t spaces = begin_;
    while (spaces < text_.size() && is_ascii_space(text_[spaces]))
        ++spaces;
    if (spaces > begin_) return take(spaces - begin_, true);
    const auto end = sentence_end();
    if (!end) return std::nullopt;
    return take(*end - begin_, false);
}

TextToken SentenceSplitter::take(std::size_t length, bool is_space) {
    TextToken token{text_.substr(begin_, length), is_space};
    line_start_ = is_space && (line_start_ || token.text.find('\n') != std::string::npos);
    begin_ += length;
    if (begin_ > 4096 && begin_ > text_.size() / 2) {
        text_.erase(0, begin_);
        begin_ = 0;
    }
    scanned_ = begin_;
    quote_ = 0;
    return token;
}

/// Whether the whole character at `at` is there, or the text's end is.
bool SentenceSplitter::is_known(std::size_t at) const {
    if (finished_) return true;
    if (at >= text_.size()) return false;
    const auto lead = static_cast<unsigned char>(text_[at]);
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return at + length <= text_.size();
}

std::optional<std::size_t> SentenceSplitter::sentence_end() {
    while (scanned_ < text_.size()) {
        if (!is_known(scanned_)) return std::nullopt;
        const auto [c, length] = code_point_at(text_, scanned_);
        const std::size_t after = scanned_ + length;
        if (c == '\n') break;
        if (quote_ != 0) {
            if (c == quote_) quote_ = 0;
        } else if (is_chinese_mark(c) || (is_mark(c) && (c != '.' || is_full_stop(scanned_)))) {
            const auto marks = marks_from(after, is_chinese_mark(c));
            if (!marks) return std::nullopt;
            if (marks->is_end) return marks->end;
            scanned_ = marks->end;
            continue;
        } else {
            quote_ = closing_quote(c);
        }
        scanned_ = after;
    }
    if (scanned_ == text_.size() && !finished_) return std::nullopt;
    std::size_t end = scanned_;
    while (end > begin_ && is_ascii_space(text_[end - 1]))
        --end;
    return end;
}

/// None: more text must tell.
std::optional<SentenceSplitter::Marks> SentenceSplitter::marks_from(std::size_t mark_end,
                                                                    bool chinese) const {
    std::size_t at = mark_end;
    while (is_known(at) && at < text_.size()) {
        const auto [c, length] = code_point_at(text_, at);
        if (is_chinese_mark(c)) chinese = true;
        if (!is_chinese_mark(c) && !is_mark(c) && !closes(c)) break;
        at += length;
    }
    if (!is_known(at)) return std::nullopt;
    return Marks{at, chinese || at >= text_.size() || is_ascii_space(text_[at])};
}

bool SentenceSplitter::is_full_stop(std::size_t dot) const {
    constexpr std::size_t kLongest = 8;
    std::size_t word = dot;
    while (word > begin_ && dot - word < kLongest &&
           (is_ascii_alnum(text_[word - 1]) || text_[word - 1] == '.'))
        --word;
    const std::string_view before(text_.data() + word, dot - word);
    const bool number = !before.empty() && std::all_of(before.begin(), before.end(), is_ascii_digit);
    if (number && line_start_ && word == begin_) return false;
    return !is_abbreviation(before);
}

}  // namespace beatsync::cloud
