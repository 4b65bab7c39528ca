#include "cloud/request_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "cloud/characters.h"

namespace beatsync::cloud {
namespace {

constexpr auto npos = std::string_view::npos;

// ---- Quotes

struct QuotePair {
    std::string_view open;
    std::string_view close;
    bool apostrophe = false;  // is one within a word, so it quotes at the edges of words alone
};

constexpr std::array<QuotePair, 9> kQuotes = {{
    {"\"", "\""},
    {"“", "”"},
    {"„", "“"},
    {"「", "」"},
    {"『", "』"},
    {"«", "»"},
    {"`", "`"},
    {"'", "'", true},
    {"‘", "’", true},
}};

bool is_word_at(std::string_view text, std::size_t at) {
    return at < text.size() && !is_separator(code_point_at(text, at).value);
}

bool is_word_before(std::string_view text, std::size_t at) {
    if (at == 0) return false;
    std::size_t begin = at - 1;
    while (begin > 0 && at - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80)
        --begin;
    return !is_separator(code_point_at(text, begin).value);
}

class QuoteSplitter {
public:
    explicit QuoteSplitter(std::string_view text) : text_(text) {}

    std::vector<RequestPart> split() {
        for (std::size_t at = 0; at < text_.size();) {
            const auto quote = opening_at(at);
            if (!quote) {
                ++at;
                continue;
            }
            const std::size_t begin = at + kQuotes[*quote].open.size();
            const std::size_t end = closing(*quote, begin);
            if (end == npos && kQuotes[*quote].apostrophe) {
                ++at;
                continue;
            }
            add(text_.substr(plain_, at - plain_), false);
            add(text_.substr(begin, end == npos ? npos : end - begin), true);
            at = plain_ = end == npos ? text_.size() : end + kQuotes[*quote].close.size();
        }
        add(text_.substr(plain_), false);
        return std::move(parts_);
    }

private:
    [[nodiscard]] std::optional<std::size_t> opening_at(std::size_t at) const {
        for (std::size_t i = 0; i < kQuotes.size(); ++i) {
            if (text_.compare(at, kQuotes[i].open.size(), kQuotes[i].open) != 0) continue;
            if (!kQuotes[i].apostrophe || !is_word_before(text_, at)) return i;
        }
        return std::nullopt;
    }

    /// Where it closes; npos: nowhere. Once nowhere, so for all later ones: the search stays linear.
    std::size_t closing(std::size_t quote, std::size_t from) {
        const auto& [open, close, apostrophe] = kQuotes[quote];
        if (never_closes_[quote]) return npos;
        std::size_t at = text_.find(close, from);
        while (apostrophe && at != npos && is_word_at(text_, at + close.size()))
            at = text_.find(close, at + close.size());
        never_closes_[quote] = at == npos;
        return at;
    }

    void add(std::string_view text, bool quoted) {
        if (quoted || !text.empty()) parts_.push_back({text, quoted});
    }

    std::string_view text_;
    std::size_t plain_ = 0;  // where the words began that are not in parts_ yet
    std::array<bool, kQuotes.size()> never_closes_{};
    std::vector<RequestPart> parts_;
};

// ---- Files

constexpr std::array<std::string_view, 13> kExtensions = {"mp4", "mov",  "avi", "webm", "mkv", "jpg", "png",
                                                          "gif", "webp", "mp3", "wav",  "m4a", "aac"};

bool equals_ignoring_case(std::string_view a, std::string_view lower) {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                      [](char x, char y) { return to_ascii_lower(x) == y; });
}

std::size_t find_ignoring_case(std::string_view text, std::string_view lower) {
    const auto found = std::search(text.begin(), text.end(), lower.begin(), lower.end(),
                                   [](char x, char y) { return to_ascii_lower(x) == y; });
    return found == text.end() ? npos : static_cast<std::size_t>(found - text.begin());
}

/// Whether a file's name can end before byte `at`.
bool name_ends(std::string_view text, std::size_t at) {
    if (at >= text.size()) return true;
    if (text[at] == '.') return !is_word_at(text, at + 1) && text.substr(at + 1, 1) != "/";
    if (text[at] == '/' || text[at] == '\\' || text[at] == '-' || text[at] == '_') return false;
    const char32_t c = code_point_at(text, at).value;
    return is_cjk(c) || is_separator(c);
}

/// The end of the extension that begins after the dot at `dot`; npos: none that is accepted.
std::size_t extension_end(std::string_view text, std::size_t dot) {
    std::size_t end = dot + 1;
    while (end < text.size() && end - dot <= 5 && is_ascii_alnum(text[end]))
        ++end;
    const std::string_view extension = text.substr(dot + 1, end - dot - 1);
    const bool accepted = std::any_of(kExtensions.begin(), kExtensions.end(),
                                      [&](auto e) { return equals_ignoring_case(extension, e); });
    return accepted && name_ends(text, end) ? end : npos;
}

bool has_stem(std::string_view path_before_dot) {
    const std::size_t slash = path_before_dot.find_last_of("/\\");
    const auto name = path_before_dot.substr(slash == npos ? 0 : slash + 1);
    return name.find_first_not_of("./\\") != npos;
}

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

/// Chinese words that stand before a file's name without a space.
std::string_view without_lead_in(std::string_view name) {
    static constexpr std::array<std::string_view, 10> kLeadIns = {
        "帮我", "上传", "上傳", "添加", "加入", "使用", "导出到", "导出为", "导出成", "保存为"};
    for (std::string_view lead_in : kLeadIns) {
        if (starts_with(name, lead_in)) return without_lead_in(name.substr(lead_in.size()));
    }
    constexpr std::string_view kPlease = "请";
    if (!starts_with(name, kPlease)) return name;
    const auto rest = name.substr(kPlease.size());
    const auto shorter = without_lead_in(rest);
    return shorter.size() < rest.size() ? shorter : name;
}

/// "用song.mp3": such a word before an ASCII name is not part of it.
bool is_particle(std::string_view text, std::size_t at, std::size_t length) {
    static constexpr std::array<std::string_view, 15> kParticles = {
        "用", "把", "将", "和", "与", "及", "加", "给", "是", "为", "成", "到", "入", "传", "在"};
    return std::find(kParticles.begin(), kParticles.end(), text.substr(at, length)) != kParticles.end();
}

/// Where the path begins that has its extension's dot at `dot`; text before `from` belongs to others.
std::size_t path_begin(std::string_view text, std::size_t from, std::size_t dot) {
    std::size_t begin = from;
    bool in_path = false;  // a directory or a dot was seen: what follows is part of the name
    for (std::size_t at = from; at < dot;) {
        const auto [c, length] = code_point_at(text, at);
        const std::size_t next = at + length;
        const bool drive = c == ':' && next < dot && text[next] == '\\';
        const bool delimits =
            c == ',' || c == ';' || c == '=' || (c == ':' && !drive) || (c >= 0x80 && is_separator(c));
        const bool opens = at == begin && (c == '(' || c == '[' || c == '{' || c == '<' || c == '\'');
        const bool ascii_follows = next <= dot && static_cast<unsigned char>(text[next]) < 0x80 && next < dot;
        if (delimits || opens || (!in_path && ascii_follows && is_particle(text, at, length))) {
            begin = next;
            in_path = false;
        } else {
            in_path = in_path || c == '/' || c == '.';
        }
        at = next;
    }
    const std::string_view name = text.substr(begin, dot - begin);
    const std::string_view shorter = without_lead_in(name);
    return shorter.empty() ? begin : begin + (name.size() - shorter.size());
}

/// The end of an address in a word: where Chinese punctuation, or ASCII's at its end, is.
std::size_t url_end(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size()) {
        const auto [c, length] = code_point_at(text, end);
        if (c == '<' || c == '>' || (c >= 0x80 && is_separator(c))) break;
        end += length;
    }
    const std::size_t last = text.substr(0, end).find_last_not_of(".,;:!?)]}'\"");
    return last == npos ? 0 : last + 1;
}

/// The end of a media file's address, with its query, at the start of `text`; npos: it is no such address.
std::size_t media_url_end(std::string_view text) {
    const std::size_t end = url_end(text);
    const std::size_t host = text.find("//") + 2;
    const std::size_t path = text.find_first_of("/?#", host);
    if (path >= end || text[path] != '/') return npos;
    for (std::size_t dot = text.find('.', path); dot < end; dot = text.find('.', dot + 1)) {
        if (text.substr(path, dot - path).find_first_of("?#") != npos) return npos;
        const std::size_t name_end = extension_end(text, dot);
        if (name_end == npos || !has_stem(text.substr(path, dot - path))) continue;
        if (name_end < end && text[name_end] != '?' && text[name_end] != '#') return name_end;
        std::size_t query_end = name_end;
        while (query_end < end && static_cast<unsigned char>(text[query_end]) < 0x80)
            ++query_end;
        return query_end;
    }
    return npos;
}

/// Finds the files in one word, which has no spaces.
void find_in_word(std::string_view word, std::size_t offset, std::vector<FileMention>& found) {
    if (const std::size_t scheme_end = word.find("://"); scheme_end != npos) {
        const std::size_t begin =
            std::min(find_ignoring_case(word, "http://"), find_ignoring_case(word, "https://"));
        if (begin == npos) return;
        const std::size_t end = media_url_end(word.substr(begin));
        if (end != npos) found.push_back({offset + begin, offset + begin + end, true});
        return;
    }
    std::size_t from = 0;
    for (std::size_t dot = word.find('.'); dot != npos; dot = word.find('.', dot + 1)) {
        const std::size_t end = extension_end(word, dot);
        if (end == npos) continue;
        const std::size_t begin = path_begin(word, from, dot);
        if (has_stem(word.substr(begin, dot - begin))) found.push_back({offset + begin, offset + end, false});
        from = end;
    }
}

}  // namespace

std::vector<RequestPart> split_quotes(std::string_view request) {
    return QuoteSplitter(request).split();
}

bool names_media_file(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot != npos && extension_end(path, dot) == path.size() && has_stem(path.substr(0, dot)) &&
           path.find('\n') == npos;
}

std::vector<FileMention> find_files(std::string_view text) {
    std::vector<FileMention> found;
    for (std::size_t at = 0; at < text.size();) {
        if (is_ascii_space(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && !is_ascii_space(text[end]))
            ++end;
        find_in_word(text.substr(at, end - at), at, found);
        at = end;
    }
    return found;
}

}  // namespace beatsync::cloud
