#include "media/nal.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace beatsync::media {
namespace {

constexpr std::uint8_t kEmulationPrevention = 3;

/// Where the next 00 00 01 begins; the end where there is none.
std::size_t next_start_code(ByteSpan bytes, std::size_t from) {
    for (std::size_t i = from; i + 3 <= bytes.size(); ++i)
        if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) return i;
    return bytes.size();
}

std::vector<ByteSpan> split_by_start_codes(ByteSpan packet) {
    std::vector<ByteSpan> units;
    for (std::size_t at = next_start_code(packet, 0); at < packet.size();) {
        const std::size_t begin = at + 3;
        at = next_start_code(packet, begin);
        std::size_t end = at;
        while (end > begin && packet[end - 1] == 0)  // of a start code of four bytes, or padding
            --end;
        if (end > begin) units.push_back(packet.subspan(begin, end - begin));
    }
    return units;
}

int code_bits(std::uint32_t value) {
    return 2 * (static_cast<int>(std::bit_width(std::uint64_t{value} + 1)) - 1) + 1;
}

}  // namespace

std::optional<std::vector<ByteSpan>> split_units(ByteSpan packet, int length_bytes) {
    if (length_bytes == 0) return split_by_start_codes(packet);
    std::vector<ByteSpan> units;
    const auto prefix = static_cast<std::size_t>(length_bytes);
    while (!packet.empty()) {
        if (packet.size() < prefix) return std::nullopt;
        std::size_t length = 0;
        for (std::size_t i = 0; i < prefix; ++i)
            length = length << 8U | packet[i];
        packet = packet.subspan(prefix);
        if (length > packet.size()) return std::nullopt;
        if (length > 0) units.push_back(packet.first(length));
        packet = packet.subspan(length);
    }
    return units;
}

void append_unit(Bytes& packet, ByteSpan unit) {
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        packet.push_back(static_cast<std::uint8_t>(unit.size() >> shift));
    packet.insert(packet.end(), unit.begin(), unit.end());
}

Bytes unescaped(ByteSpan unit) {
    Bytes plain;
    plain.reserve(unit.size());
    int zeros = 0;
    for (const std::uint8_t byte : unit) {
        if (zeros >= 2 && byte == kEmulationPrevention) {
            zeros = 0;
            continue;
        }
        zeros = byte == 0 ? zeros + 1 : 0;
        plain.push_back(byte);
    }
    return plain;
}

Bytes escaped(ByteSpan unit) {
    Bytes safe;
    safe.reserve(unit.size() + unit.size() / 64 + 1);
    int zeros = 0;
    for (const std::uint8_t byte : unit) {
        if (zeros >= 2 && byte <= 3) {
            safe.push_back(kEmulationPrevention);
            zeros = 0;
        }
        zeros = byte == 0 ? zeros + 1 : 0;
        safe.push_back(byte);
    }
    if (!safe.empty() && safe.back() == 0) safe.push_back(kEmulationPrevention);  // after cabac_zero_word
    return safe;
}

std::uint32_t BitReader::bits(int n) {
    std::uint32_t value = 0;
    for (int i = 0; i < n; ++i, ++bit_) {
        const std::size_t byte = bit_ / 8;
        if (byte >= bytes_.size()) good_ = false;
        const unsigned bit = good_ ? (std::uint32_t{bytes_[byte]} >> (7 - bit_ % 8)) & 1U : 0U;
        value = value << 1U | bit;
    }
    return value;
}

std::uint32_t BitReader::ue() {
    int zeros = 0;
    while (good_ && !flag())
        if (++zeros > 31) {
            good_ = false;
            return 0;
        }
    return good_ ? ((1U << static_cast<unsigned>(zeros)) - 1) + bits(zeros) : 0;
}

std::int32_t BitReader::se() {
    const std::uint32_t code = ue();
    const auto half = static_cast<std::int32_t>((code + 1) / 2);
    return code % 2 == 0 ? -half : half;
}

CodeRange longer_codes(std::uint32_t value) {
    const int leading = code_bits(value) / 2 + 4;
    const std::uint32_t first = (1U << static_cast<unsigned>(leading)) - 1;
    return {first, 2 * first};
}

void lengthen_code(Bytes& unit, std::size_t bit, std::uint32_t value) {
    const std::uint32_t old_value = BitReader(unit, bit).ue();
    const auto old_bits = static_cast<std::size_t>(code_bits(old_value));
    const std::size_t new_bits = old_bits + 8;
    assert(static_cast<std::size_t>(code_bits(value)) == new_bits);
    // Whole bytes before the code stay; those behind it move; the few that share it are put together.
    const std::size_t first = bit / 8;
    const std::size_t last = (bit + old_bits - 1) / 8;  // of the old unit
    BitReader old(ByteSpan(unit).subspan(first, last - first + 1));
    std::uint64_t mixed = old.bits(static_cast<int>(bit % 8));
    mixed = mixed << new_bits | (std::uint64_t{value} + 1);
    old.skip(old_bits);
    const std::size_t rest = (last + 1) * 8 - (bit + old_bits);
    mixed = mixed << rest | old.bits(static_cast<int>(rest));
    const std::size_t bytes = last - first + 2;
    unit.insert(unit.begin() + static_cast<std::ptrdiff_t>(first), 0);
    for (std::size_t i = 0; i < bytes; ++i)
        unit[first + i] = static_cast<std::uint8_t>(mixed >> (8 * (bytes - 1 - i)));
}

}  // namespace beatsync::media
