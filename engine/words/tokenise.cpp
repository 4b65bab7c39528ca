#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "words/token.h"
#include "words/utf8.h"

namespace beatsync::words {
namespace {

constexpr std::array<std::pair<char32_t, char32_t>, 9> kQuotes = {{{'"', '"'},
                                                                   {0x201C, 0x201D},
                                                                   {0x201D, 0x201D},
                                                                   {0x2018, 0x2019},
                                                                   {0x300C, 0x300D},
                                                                   {0x300E, 0x300F},
                                                                   {0x300A, 0x300B},
                                                                   {0xAB, 0xBB},
                                                                   {'`', '`'}}};

constexpr std::array<std::string_view, 30> kSuffixes = {
    "mp4",  "mov",  "mkv", "webm",   "avi",  "m4v", "mts",  "wav",  "mp3", "m4a",
    "flac", "ogg",  "aac", "jpg",    "jpeg", "png", "heic", "gif",  "tif", "bmp",
    "webp", "json", "edl", "fcpxml", "3gp",  "mpg", "opus", "otio", "csv", "aif"};

/// A raw word: letters, digits, one Chinese character, or one sign.
struct Word {
    std::string text;  // normalised
    Span span;
    bool han = false;
};

bool is_digit(char32_t c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c > 0x7F && c != 0xFFFD && !is_han(c) && (c < 0x2000 || c > 0x303F) &&
                                      (c < 0xFE30 || c > 0xFFEF));
}
bool is_space(char32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Tokeniser {
public:
    explicit Tokeniser(std::string_view sentence) : sentence_(sentence) {}

    std::vector<Token> run() {
        while (at_ < sentence_.size())
            step();
        flush();
        return std::move(tokens_);
    }

private:
    [[nodiscard]] char32_t code(std::size_t at) const {
        return at < sentence_.size() ? plain(character_at(sentence_, at).code) : 0;
    }
    [[nodiscard]] char32_t previous() const { return last_; }

    void step() {
        const std::size_t begin = at_;
        const char32_t c = code(at_);
        if (!quoted() && !file() && !number()) word(c);
        // What came just before: what a quote or a minus stands after matters.
        last_ = code_before(at_, begin);
    }

    [[nodiscard]] char32_t code_before(std::size_t end, std::size_t from) const {
        char32_t c = 0;
        for (std::size_t at = from; at < end; at += character_at(sentence_, at).bytes)
            c = code(at);
        return c;
    }

    [[nodiscard]] bool at_word_begin() const {
        return last_ == 0 || (!is_letter(last_) && !is_digit(last_)) || is_han(last_);
    }

    bool quoted() {
        const Character open = character_at(sentence_, at_);
        char32_t close = 0;
        for (const auto& [left, right] : kQuotes)
            if (open.code == left) close = right;
        if (open.code == 0xFF02) close = 0xFF02;
        if (open.code == '\'' && at_word_begin()) close = '\'';
        if (close == 0) return false;
        const std::size_t begin = at_ + open.bytes;
        const auto end = closing(begin, close);
        if (!end) return open.code != '\'' && open.code != 0x2018 ? lone_quote(open.bytes) : false;
        flush();
        Token token;
        token.means = Concept::text;
        token.span = {at_, *end + character_at(sentence_, *end).bytes};
        token.text = std::string(sentence_.substr(begin, *end - begin));
        tokens_.push_back(std::move(token));
        at_ = tokens_.back().span.end;
        return true;
    }

    /// A single quote closes only where no letter follows: "that's" goes on.
    [[nodiscard]] std::optional<std::size_t> closing(std::size_t at, char32_t close) const {
        for (; at < sentence_.size(); at += character_at(sentence_, at).bytes) {
            const Character c = character_at(sentence_, at);
            if (c.code != close) continue;
            const bool single = close == '\'' || close == 0x2019;
            const char32_t next = code(at + c.bytes);
            if (!single || !(is_letter(next) || is_digit(next))) return at;
        }
        return std::nullopt;
    }

    /// Whatever it opens never ends: nothing around it is certain.
    bool lone_quote(std::size_t bytes) {
        add_word({"\"", {at_, at_ + bytes}, false});
        at_ += bytes;
        return true;
    }

    bool file() {
        if (!at_word_begin()) return false;
        std::size_t end = at_;
        while (end < sentence_.size() && in_file_name(character_at(sentence_, end).code))
            end += character_at(sentence_, end).bytes;
        while (end > at_ && (sentence_[end - 1] == '.' || sentence_[end - 1] == ':'))
            --end;
        const std::string_view name = sentence_.substr(at_, end - at_);
        const auto dot = name.rfind('.');
        if (dot == std::string_view::npos || dot == 0) return false;
        std::string suffix;
        for (const char c : name.substr(dot + 1))
            suffix += static_cast<char>(plain(static_cast<unsigned char>(c)));
        if (std::find(kSuffixes.begin(), kSuffixes.end(), suffix) == kSuffixes.end()) return false;
        flush();
        Token token;
        token.means = Concept::file;
        token.span = {at_, end};
        token.text = std::string(name);
        tokens_.push_back(std::move(token));
        at_ = end;
        return true;
    }

    /// No Chinese: 用a.mp4做音乐 has no spaces around the name. Whoever has one in Chinese puts it in quotes.
    [[nodiscard]] static bool in_file_name(char32_t c) {
        return c > ' ' && c < 0x7F &&
               std::string_view("\"'`,;!?()[]{}<>|*").find(static_cast<char>(c)) == std::string_view::npos;
    }

    /// "30", "1.5", "16:9", "0:45", "1080x1920", "1/2", "-6".
    bool number() {
        const bool minus = code(at_) == '-' && (last_ == 0 || is_space(last_)) && is_digit(code(at_ + 1));
        if (!minus && (!is_digit(code(at_)) || is_letter(last_))) return false;
        std::string text;
        std::size_t end = at_;
        while (end < sentence_.size() && in_number(text, end)) {
            text += static_cast<char>(code(end) == 0xD7 ? 'x' : code(end));
            end += character_at(sentence_, end).bytes;
        }
        flush();
        Token token = read_number(text);
        token.span = {at_, end};
        token.text = text;
        tokens_.push_back(std::move(token));
        at_ = end;
        return true;
    }

    [[nodiscard]] bool in_number(const std::string& text, std::size_t at) const {
        const char32_t c = code(at);
        if (is_digit(c) || (text.empty() && c == '-')) return true;
        const char32_t next = code(at + character_at(sentence_, at).bytes);
        const bool joins = c == '.' || c == ':' || c == 'x' || c == '/' || c == 0xD7;
        return joins && is_digit(next) && !text.empty() && text != "-";
    }

    static std::optional<double> parse(std::string_view text) {
        double value = 0;
        const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
        return value;
    }

    static Token read_number(const std::string& text) {
        Token token;
        if (const auto value = parse(text)) {
            token.means = Concept::number;
            token.number = *value;
            if (*value >= 0 && *value < 1e9) token.list = {static_cast<std::int64_t>(*value)};
            return token;
        }
        const auto sign = text.find_first_of(":/x");
        const auto left = parse(text.substr(0, sign));
        const auto right =
            sign == std::string::npos ? std::nullopt : parse(std::string_view(text).substr(sign + 1));
        if (!left || !right) return read_long_clock(text, std::move(token));
        return read_pair(text[sign], *left, *right, sign + 3 <= text.size(), std::move(token));
    }

    /// "9:16" is a shape, or a time; "0:45" can be no shape.
    static Token read_pair(char sign, double left, double right, bool two_digits, Token token) {
        const std::array<std::pair<int, int>, 4> shapes = {{{9, 16}, {16, 9}, {1, 1}, {4, 5}}};
        for (const auto& [w, h] : shapes)
            if (left == w && right == h) {
                token.means = Concept::ratio;
                token.text = std::to_string(w) + ":" + std::to_string(h);
                token.number = 60 * left + right;
                return token;
            }
        if (sign == 'x') token.means = Concept::extent;
        if (sign == ':' && two_digits && right < 60) {
            token.means = Concept::clock;
            token.number = 60 * left + right;
        }
        if (sign == '/' && right > 0 && left <= right) {
            token.means = Concept::fraction;
            token.number = left / right;
        }
        return token;
    }

    static Token read_long_clock(const std::string& text, Token token) {
        const auto first = text.find(':');
        const auto second = text.rfind(':');
        if (first == std::string::npos || first == second) return token;
        const auto h = parse(text.substr(0, first));
        const auto m = parse(text.substr(first + 1, second - first - 1));
        const auto s = parse(text.substr(second + 1));
        if (!h || !m || !s || *m >= 60 || *s >= 60) return token;
        token.means = Concept::clock;
        token.number = 3600 * *h + 60 * *m + *s;
        return token;
    }

    void word(char32_t c) {
        const std::size_t begin = at_;
        const std::size_t bytes = character_at(sentence_, at_).bytes;
        at_ += bytes;
        if (is_space(c) && c != '\n') return;  // a new line is a new sentence
        if (is_letter(c)) {
            while (at_ < sentence_.size() && (is_letter_or_digit(code(at_)) || inner_apostrophe()))
                at_ += character_at(sentence_, at_).bytes;
        }
        // A hyphen joins or separates, but says nothing.
        if (c == '-' || c == 0x2010 || c == 0x2011) {
            if (is_letter(code(at_)) && is_letter_or_digit(last_)) return;
        }
        add_word({normalised(begin, at_), {begin, at_}, is_han(c)});
    }

    [[nodiscard]] static bool is_letter_or_digit(char32_t c) { return is_letter(c) || is_digit(c); }
    [[nodiscard]] bool inner_apostrophe() const {
        return code(at_) == '\'' && is_letter(code(at_ + character_at(sentence_, at_).bytes));
    }

    [[nodiscard]] std::string normalised(std::size_t begin, std::size_t end) const {
        std::string text;
        while (begin < end) {
            const std::size_t bytes = character_at(sentence_, begin).bytes;
            const char32_t c = code(begin);
            if (c < 0x80)
                text += static_cast<char>(c);
            else
                text += sentence_.substr(begin, bytes);
            begin += bytes;
        }
        return text;
    }

    void add_word(Word word) { words_.push_back(std::move(word)); }

    /// The words since the last number or text, as the longest known phrases.
    void flush() {
        for (std::size_t i = 0; i < words_.size();) {
            std::size_t length = std::min(longest_phrase(), words_.size() - i);
            Concept found = Concept::unknown;
            for (; length > 0; --length) {
                found = look_up(phrase(i, length));
                if (found != Concept::unknown) break;
            }
            length = std::max<std::size_t>(length, 1);
            Token token;
            token.means = found;
            token.text = phrase(i, length);
            token.span = {words_[i].span.begin, words_[i + length - 1].span.end};
            tokens_.push_back(std::move(token));
            i += length;
        }
        words_.clear();
    }

    [[nodiscard]] std::string phrase(std::size_t first, std::size_t length) const {
        std::string text;
        for (std::size_t i = first; i < first + length; ++i) {
            if (i > first && !words_[i].han && !words_[i - 1].han) text += ' ';
            text += words_[i].text;
        }
        return text;
    }

    std::string_view sentence_;
    std::size_t at_ = 0;
    char32_t last_ = 0;
    std::vector<Word> words_;
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenise(std::string_view sentence) {
    return Tokeniser(sentence).run();
}

}  // namespace beatsync::words
