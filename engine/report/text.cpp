#include "report/text.h"

#include <algorithm>
#include <array>

namespace beatsync::report {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// Takes one character off the front; U+FFFD for a byte that begins none (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF).
char32_t take(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    constexpr std::array<char32_t, 5> kLowest{0, 0, 0x80, 0x800, 0x10000};
    char32_t c = length <= 1 ? lead : lead & (0x7FU >> length);
    bool good = length > 0 && length <= text.size();
    for (std::size_t i = 1; good && i < length; ++i) {
        good = (byte(i) & 0xC0U) == 0x80;
        c = c << 6U | (byte(i) & 0x3FU);
    }
    good = good && c >= kLowest[length] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    text.remove_prefix(good ? length : 1);
    return good ? c : kReplacement;
}

void append(std::string& out, char32_t c) {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | (c >> shift & 0x3FU)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0U | c >> 6U);
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0U | c >> 12U);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0U | c >> 18U);
        tail(12);
        tail(6);
        tail(0);
    }
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
           (c & 0xFFFEU) == 0xFFFE;
}

struct Span {
    char32_t first, last;
};
/// Wide (East_Asian_Width W and F) and emoji, by block.
constexpr std::array<Span, 9> kWide{{{0x1100, 0x115F},
                                     {0x2E80, 0x303E},
                                     {0x3041, 0xA4CF},
                                     {0xAC00, 0xD7A3},
                                     {0xF900, 0xFAFF},
                                     {0xFE30, 0xFE6F},
                                     {0xFF00, 0xFF60},
                                     {0x1F300, 0x1FAFF},
                                     {0x20000, 0x3FFFD}}};
constexpr std::array<Span, 5> kCombining{
    {{0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};

template <std::size_t N>
bool in(const std::array<Span, N>& spans, char32_t c) {
    return std::any_of(spans.begin(), spans.end(),
                       [c](const Span& s) { return c >= s.first && c <= s.last; });
}

std::size_t width_of(char32_t c) {
    return in(kCombining, c) ? 0 : in(kWide, c) ? 2 : 1;
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const char32_t c = take(text);
        append(out, is_control(c) ? kReplacement : c);
    }
    return out;
}

std::string escape_markup(std::string_view text) {
    std::string out;
    for (const char c : printable(text)) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty())
        width += width_of(take(text));
    return width;
}

std::string fit_end(std::string_view text, std::size_t width) {
    std::string shown = printable(text);
    std::size_t columns = display_width(shown);
    if (columns > width && width > 0) {
        std::string_view rest = shown;
        while (!rest.empty() && columns > width - 1)
            columns -= width_of(take(rest));
        shown = "…" + std::string(rest);
        ++columns;
    }
    return shown + std::string(width - std::min(columns, width), ' ');
}

}  // namespace beatsync::report
