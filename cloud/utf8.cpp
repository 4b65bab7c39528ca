#include "cloud/utf8.h"

#include <cstdint>
#include <cstring>

namespace beatsync::cloud {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

/// Where the ASCII that `text` begins with ends, to within a few bytes: eight at a time.
std::size_t ascii_length(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if ((word & kHighBits) != 0) break;
    }
    while (at < text.size() && byte_at(text, at) < 0x80U)
        ++at;
    return at;
}

struct Part {
    std::size_t length;  ///< at least 1
    bool good;           ///< a character; else the longest beginning of one, or a byte that begins none
};

/// The part that `text`, which is not empty, begins with.
Part first_part(std::string_view text) {
    const std::uint8_t lead = byte_at(text, 0);
    if (lead < 0x80U) return {1, true};
    if (lead < 0xC2U || lead > 0xF4U) return {1, false};
    const std::size_t more = lead < 0xE0U ? 1 : lead < 0xF0U ? 2 : 3;
    // No overlong forms, no surrogates, nothing above U+10FFFF.
    std::uint8_t lowest = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
    std::uint8_t highest = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
    for (std::size_t i = 1; i <= more; ++i) {
        if (i == text.size() || byte_at(text, i) < lowest || byte_at(text, i) > highest) return {i, false};
        lowest = 0x80U;
        highest = 0xBFU;
    }
    return {more + 1, true};
}

}  // namespace

void append_as_utf8(std::string& to, std::string_view bytes) {
    std::size_t good = 0;  // how much of `bytes` is known to be good and not appended yet
    while (true) {
        good += ascii_length(bytes.substr(good));
        if (good == bytes.size()) break;
        const Part part = first_part(bytes.substr(good));
        if (part.good) {
            good += part.length;
            continue;
        }
        to.append(bytes.substr(0, good)).append(kReplacement);
        bytes.remove_prefix(good + part.length);
        good = 0;
    }
    to.append(bytes);
}

std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    std::size_t end = max_bytes;
    while (end > 0 && (byte_at(text, end) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end);
}

}  // namespace beatsync::cloud
