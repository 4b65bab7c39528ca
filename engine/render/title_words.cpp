#include "render/title_words.h"

#include <glib.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace beatsync::render {
namespace {

char32_t next_character(const std::string& text, std::size_t& at) {
    const char* p = text.data() + at;
    at += static_cast<std::size_t>(g_utf8_find_next_char(p, nullptr) - p);
    return g_utf8_get_char(p);
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

std::string without_controls(const std::string& text) {
    std::string kept;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size() && characters < kMaxTitleCharacters; ++characters) {
        const char32_t c = next_character(text, at);
        if (c == U'\t') {
            kept += ' ';
        } else if (c == U'\n' || !is_control(c)) {
            kept += to_utf8(c);
        }
    }
    return kept;
}

}  // namespace

std::string to_utf8(char32_t character) {
    std::array<char, 6> bytes{};
    const int length = g_unichar_to_utf8(character, bytes.data());
    return {bytes.data(), static_cast<std::size_t>(length)};
}

std::size_t characters_in(const std::string& text) {
    return static_cast<std::size_t>(g_utf8_strlen(text.data(), static_cast<gssize>(text.size())));
}

std::string tidy_title(const std::string& text) {
    const std::string plain = without_controls(text);
    std::string tidy;
    for (std::size_t begin = 0; begin <= plain.size();) {
        const std::size_t end = std::min(plain.find('\n', begin), plain.size());
        const std::size_t first = std::min(plain.find_first_not_of(' ', begin), end);
        std::size_t last = end;
        while (last > first && plain[last - 1] == ' ')
            --last;
        tidy.append(plain, first, last - first);
        tidy += '\n';
        begin = end + 1;
    }
    const std::size_t first = tidy.find_first_not_of('\n');
    if (first == std::string::npos) return {};
    return tidy.substr(first, tidy.find_last_not_of('\n') + 1 - first);
}

std::string without(const std::string& text, std::span<const char32_t> characters) {
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_character(text, at);
        if (!std::binary_search(characters.begin(), characters.end(), c)) kept += to_utf8(c);
    }
    return kept;
}

std::string shortened(const std::string& text, std::size_t bytes) {
    std::string beginning = text.substr(0, bytes);
    beginning.erase(beginning.find_last_not_of(" \n,;:.-") + 1);
    return beginning + "…";
}

const char* language_of(const std::string& text) {
    bool han = false;
    for (std::size_t at = 0; at < text.size();) {
        switch (g_unichar_get_script(next_character(text, at))) {
            case G_UNICODE_SCRIPT_HIRAGANA:
            case G_UNICODE_SCRIPT_KATAKANA:
                return "ja";
            case G_UNICODE_SCRIPT_HANGUL:
                return "ko";
            case G_UNICODE_SCRIPT_BOPOMOFO:
                return "zh-tw";
            case G_UNICODE_SCRIPT_HAN:
                han = true;
                break;
            default:
                break;
        }
    }
    return han ? "zh-cn" : "en";
}

}  // namespace beatsync::render
