#include "cloud/characters.h"

#include <algorithm>
#include <array>

#include "draft/text.h"

namespace beatsync::cloud {
namespace {

struct Block {
    char32_t first;
    char32_t last;
};

constexpr std::array<Block, 5> kCjk = {{
    {0x3041, 0x30FF},    // kana
    {0x3400, 0x9FFF},    // Han
    {0xF900, 0xFAFF},    // Han, compatibility
    {0x20000, 0x3FFFF},  // Han, further planes
    {0x3005, 0x3007},    // iteration mark, zero
}};

constexpr std::array<Block, 12> kSeparators = {{
    {0x80, 0xA9},  // without ª
    {0xAB, 0xB4},
    {0xB6, 0xB9},
    {0xBB, 0xBF},
    {0x2000, 0x206F},  // general punctuation
    {0x2190, 0x2BFF},  // arrows, symbols
    {0x3000, 0x3004},  // CJK punctuation
    {0x3008, 0x3030},
    {0xFE00, 0xFE4F},  // variation selectors, CJK forms
    {0xFF01, 0xFF0F},  // full-width punctuation
    {0xFF1A, 0xFF20},
    {0x1F000, 0x1FAFF},  // emoji
}};

template <std::size_t n>
bool is_in(const std::array<Block, n>& blocks, char32_t c) {
    return std::any_of(blocks.begin(), blocks.end(), [c](Block b) { return c >= b.first && c <= b.last; });
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
    const std::size_t length = draft::utf8_length(text, at);
    if (length == 0) return {};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (length == 1) return {byte(at), 1};
    char32_t value = byte(at) & (0x7FU >> length);
    for (std::size_t i = at + 1; i < at + length; ++i)
        value = value << 6U | (byte(i) & 0x3FU);
    return {value, length};
}

bool is_cjk(char32_t c) {
    return is_in(kCjk, c);
}

bool is_separator(char32_t c) {
    if (c < 0x80) return !is_ascii_alnum(static_cast<char>(c));
    return is_in(kSeparators, c);
}

}  // namespace beatsync::cloud
