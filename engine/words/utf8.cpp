#include "words/utf8.h"

#include <cstdint>

namespace beatsync::words {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

std::size_t length_of(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    if (first >= 0xF0 && first < 0xF5) return 4;
    return 0;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = length_of(first);
    if (length == 1) return {first, 1};
    if (length == 0 || at + length > text.size()) return {kReplacement, 1};
    char32_t code = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xC0U) != 0x80U) return {kReplacement, 1};
        code = code << 6U | (next & 0x3FU);
    }
    return {code, length};
}

bool is_han(char32_t code) {
    return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0x20000 && code <= 0x3FFFF);
}

char32_t plain(char32_t code) {
    if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
    if (code == 0x3000 || code == 0xA0) return ' ';
    if (code == 0x2019) return '\'';  // as in don’t
    return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
}

}  // namespace beatsync::words
