#include "cloud/intent_router.h"

#include <algorithm>
#include <cstddef>

#include "cloud/characters.h"
#include "cloud/request_text.h"
#include "cloud/request_words.h"

namespace beatsync::cloud {
namespace {

/// A request in lower case with one space around each word and each run of Chinese, without punctuation;
/// marks stand for files.
class NormalisedRequest {
public:
    explicit NormalisedRequest(std::string_view words) {
        std::vector<RequestPart> parts = split_quotes(words);
        const auto blank = [](const RequestPart& p) {
            return !p.quoted && std::all_of(p.text.begin(), p.text.end(), is_ascii_space);
        };
        parts.erase(std::remove_if(parts.begin(), parts.end(), blank), parts.end());
        const bool wrapped = parts.size() == 1 && parts[0].quoted && !names_media_file(parts[0].text);
        if (wrapped) parts = split_quotes(parts[0].text);
        for (const RequestPart& part : parts)
            add(part);
    }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool has_quoted_text() const { return has_quoted_text_; }
    [[nodiscard]] std::vector<std::string> files() && { return std::move(files_); }

private:
    enum class Script { none, alphabet, chinese };

    void add(const RequestPart& part) {
        if (!part.quoted) return add_words(part.text);
        if (names_media_file(part.text)) return add_file(part.text, false);
        has_quoted_text_ = true;
    }

    void add_words(std::string_view text) {
        std::size_t done = 0;
        for (const FileMention& file : find_files(text)) {
            add_letters(text.substr(done, file.begin - done));
            add_file(text.substr(file.begin, file.end - file.begin), file.is_url);
            done = file.end;
        }
        add_letters(text.substr(done));
    }

    void add_letters(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            const auto [c, length] = code_point_at(text, at);
            add_character(text, at, length, c);
            at += length;
        }
        end_word();
    }

    void add_character(std::string_view text, std::size_t at, std::size_t length, char32_t c) {
        const bool apostrophe = c == '\'' || c == U'’';
        const bool joins =
            (apostrophe || c == '-' || c == '.' || c == '_') && is_inside_word(text, at, length);
        if (is_separator(c) && !joins) return end_word();
        const Script script = is_cjk(c) ? Script::chinese : Script::alphabet;
        if (script_ != Script::none && script != script_) end_word();
        script_ = script;
        if (apostrophe) {
            text_ += '\'';
        } else if (length == 1) {
            text_ += to_ascii_lower(text[at]);
        } else {
            text_ += text.substr(at, length);
        }
    }

    /// "i'd", "re-export", "h.264", and not "Export.Then" at the end of a sentence, which is no word anyway.
    [[nodiscard]] bool is_inside_word(std::string_view text, std::size_t at, std::size_t length) const {
        return script_ == Script::alphabet && at + length < text.size() &&
               !is_separator(code_point_at(text, at + length).value) &&
               !is_cjk(code_point_at(text, at + length).value);
    }

    void end_word() {
        if (script_ != Script::none) text_ += ' ';
        script_ = Script::none;
    }

    void add_file(std::string_view name, bool is_url) {
        end_word();
        text_ += !is_url && is_target() ? kTargetMark : kFileMark;
        text_ += ' ';
        if (std::find(files_.begin(), files_.end(), name) == files_.end()) files_.emplace_back(name);
    }

    /// Whether the words so far end in one that a file's name to be written follows.
    [[nodiscard]] bool is_target() const {
        static constexpr std::string_view kBefore[] = {"as ",     "to ", "into ", "in ", "named ",
                                                       "called ", "为 ", "成 ",   "到 "};
        return std::any_of(std::begin(kBefore), std::end(kBefore), [&](std::string_view before) {
            if (text_.size() < before.size()) return false;
            const std::size_t at = text_.size() - before.size();
            if (text_.compare(at, before.size(), before) != 0) return false;
            return at == 0 || text_[at - 1] == ' ' || static_cast<unsigned char>(before[0]) >= 0x80;
        });
    }

    std::string text_;
    Script script_ = Script::none;  // of the word that is open
    bool has_quoted_text_ = false;
    std::vector<std::string> files_;
};

Intent to_intent(Request request) {
    switch (request) {
        case Request::export_video:
            return Intent::export_video;
        case Request::credits:
            return Intent::credits;
        case Request::state:
            return Intent::state;
        case Request::upload:
            return Intent::upload;
    }
    return Intent::message;
}

/// The one request that every word of the text belongs to and one of them asks for.
Intent intent_of(std::string_view normalised) {
    RequestWord all{0xF};
    for (std::size_t at = 0; at < normalised.size();) {
        if (normalised[at] == ' ') {
            ++at;
            continue;
        }
        const auto [length, word] = longest_word_at(normalised, at);
        if (length == 0) return Intent::message;
        all.belongs &= word.belongs;
        all.asks |= word.asks;
        all.verb |= word.verb;
        all.object |= word.object;
        at += length;
    }
    const unsigned asked = all.belongs & (all.asks | (all.verb & all.object));
    const auto meant = [&](Request request) { return (asked & bit(request)) != 0; };
    if (std::count_if(kRequests.begin(), kRequests.end(), meant) != 1) return Intent::message;
    return to_intent(*std::find_if(kRequests.begin(), kRequests.end(), meant));
}

}  // namespace

RoutedWords route_words(std::string_view words) {
    NormalisedRequest request(words);
    RoutedWords routed;
    if (!request.has_quoted_text()) routed.intent = intent_of(request.text());
    routed.mentioned_files = std::move(request).files();
    return routed;
}

}  // namespace beatsync::cloud
