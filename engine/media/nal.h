#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/error.h"

// What a video stream is stored in: units of the network abstraction layer (ITU-T H.264, 7.3.1 and annex B).
namespace beatsync::media {

using Bytes = std::vector<std::uint8_t>;
using ByteSpan = std::span<const std::uint8_t>;

/// The units of a packet, without what is between them. `length_bytes`: 1, 2 or 4 bytes before each say how
/// long it is (ISO/IEC 14496-15); 0: each begins after 00 00 01. None where the lengths do not add up.
[[nodiscard]] std::optional<std::vector<ByteSpan>> split_units(ByteSpan packet, int length_bytes);

/// A unit with its length before it, in 4 bytes.
void append_unit(Bytes& packet, ByteSpan unit);

/// Without the bytes that keep 00 00 01 from occurring within a unit, and with them.
[[nodiscard]] Bytes unescaped(ByteSpan unit);
[[nodiscard]] Bytes escaped(ByteSpan unit);

/// Reads an unescaped unit bit by bit. Past the end it reads zeros and is not `good` any more.
class BitReader {
public:
    explicit BitReader(ByteSpan bytes, std::size_t bit = 0) : bytes_(bytes), bit_(bit) {}
    [[nodiscard]] std::uint32_t bits(int n);  ///< n ≤ 32
    [[nodiscard]] bool flag() { return bits(1) != 0; }
    [[nodiscard]] std::uint32_t ue();  ///< Exp-Golomb code (9.1)
    std::int32_t se();
    void skip(std::size_t n) { bit_ += n; }
    [[nodiscard]] std::size_t position() const { return bit_; }
    [[nodiscard]] bool good() const { return good_ && bit_ <= bytes_.size() * 8; }

private:
    ByteSpan bytes_;
    std::size_t bit_;
    bool good_ = true;
};

/// Exp-Golomb codes that are eight bits longer than the one for `value`: [first, last]. A number that is
/// replaced by one of them moves all behind it by a whole byte, so that what is aligned to bytes (the slice
/// data of CABAC) stays so, and nothing else in the unit needs to be understood.
struct CodeRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};
[[nodiscard]] CodeRange longer_codes(std::uint32_t value);

/// Replaces the code at `bit` of an unescaped unit by that of `value`, one of longer_codes() of what it is.
void lengthen_code(Bytes& unit, std::size_t bit, std::uint32_t value);

}  // namespace beatsync::media
