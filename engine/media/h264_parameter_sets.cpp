#include "media/h264_parameter_sets.h"

#include <algorithm>
#include <utility>

namespace beatsync::media::h264 {
namespace {

constexpr std::uint32_t kMostSps = 31;  // by 7.4.2; the box has room for no more either
constexpr std::uint32_t kMostPps = 255;
constexpr std::size_t kFixedHeader = 6;  // of an avcC box
constexpr int kHigh = 100;

/// Takes `count` units, each behind two bytes of length.
bool take_listed(ActiveSets& sets, ByteSpan& rest, int count) {
    for (int i = 0; i < count; ++i) {
        if (rest.size() < 2) return false;
        const std::size_t length = static_cast<std::size_t>(rest[0]) << 8U | rest[1];
        if (rest.size() - 2 < length) return false;
        sets.take(rest.subspan(2, length));
        rest = rest.subspan(2 + length);
    }
    return true;
}

template <class Parsed>
bool put(std::map<std::uint32_t, Bytes>& units, const std::optional<Parsed>& parsed, ByteSpan unit) {
    if (!parsed) return false;
    Bytes& known = units[parsed->id.value];
    if (std::equal(known.begin(), known.end(), unit.begin(), unit.end())) return false;
    known.assign(unit.begin(), unit.end());
    return true;
}

void append_listed(Bytes& box, const Bytes& unit) {
    box.push_back(static_cast<std::uint8_t>(unit.size() >> 8U));
    box.push_back(static_cast<std::uint8_t>(unit.size()));
    box.insert(box.end(), unit.begin(), unit.end());
}

/// A number that is free: its own, or one whose code is a byte longer.
template <class Entries>
std::optional<std::uint32_t> free_number(const Entries& entries, std::uint32_t own, std::uint32_t most) {
    if (!entries.contains(own)) return own;
    const CodeRange longer = longer_codes(own);
    for (std::uint32_t n = longer.first; n <= std::min(longer.last, most); ++n)
        if (!entries.contains(n)) return n;
    return std::nullopt;
}

Bytes renumbered(const Bytes& unit, const Number& from, std::uint32_t to) {
    if (from.value == to) return unit;
    Bytes plain = unescaped(unit);
    lengthen_code(plain, from.bit, to);
    return escaped(plain);
}

}  // namespace

bool ActiveSets::take(ByteSpan unit) {
    if (unit.empty()) return false;
    if (type_of(unit) == UnitType::sps) return put(sps, parse_sps(unescaped(unit)), unit);
    if (type_of(unit) == UnitType::pps) return put(pps, parse_pps(unescaped(unit)), unit);
    return false;
}

std::optional<int> ActiveSets::take_header(ByteSpan header) {
    if (header.empty()) return 0;  // all of it between the pictures, behind start codes
    if (header[0] != 1) {
        const auto units = split_units(header, 0);
        for (const ByteSpan unit : *units)
            take(unit);
        return 0;
    }
    if (header.size() <= kFixedHeader) return std::nullopt;
    const int length_bytes = (header[4] & 3) + 1;
    ByteSpan rest = header.subspan(kFixedHeader);
    if (!take_listed(*this, rest, header[5] & 31) || rest.empty()) return std::nullopt;
    const int count = rest[0];
    rest = rest.subspan(1);
    if (!take_listed(*this, rest, count) || length_bytes == 3) return std::nullopt;
    return length_bytes;
}

std::optional<std::uint32_t> ParameterTable::add_sps(const Bytes& unit, const Sps& parsed) {
    for (const auto& [number, entry] : sps_)
        if (entry.original == unit) return number;
    const auto number = free_number(sps_, parsed.id.value, kMostSps);
    if (number) sps_[*number] = {unit, 0, renumbered(unit, parsed.id, *number)};
    return number;
}

std::optional<std::uint32_t> ParameterTable::add_pps(const Bytes& unit, const Pps& parsed,
                                                     std::uint32_t new_sps) {
    for (const auto& [number, entry] : pps_)
        if (entry.original == unit && entry.of == new_sps) return number;
    const auto number = free_number(pps_, parsed.id.value, kMostPps);
    if (!number) return std::nullopt;
    // The later number first: it is where it was parsed until the one before it grows.
    const Bytes referring = renumbered(unit, parsed.sps, new_sps);
    pps_[*number] = {unit, new_sps, renumbered(referring, parsed.id, *number)};
    return number;
}

std::optional<Renaming> ParameterTable::add(const ActiveSets& sets) {
    Renaming renaming;
    for (const auto& [id, unit] : sets.pps) {
        const auto parsed = parse_pps(unescaped(unit));
        const auto sps_unit = parsed ? sets.sps.find(parsed->sps.value) : sets.sps.end();
        if (sps_unit == sets.sps.end()) continue;  // no slice can use it
        const auto sps = parse_sps(unescaped(sps_unit->second));
        if (!sps) return std::nullopt;
        const auto new_sps = add_sps(sps_unit->second, *sps);
        if (!new_sps) return std::nullopt;
        const auto new_pps = add_pps(unit, *parsed, *new_sps);
        if (!new_pps) return std::nullopt;
        renaming[id] = {*new_pps, parsed->sps.value, *new_sps, *sps};
    }
    return renaming;
}

Bytes ParameterTable::avcc() const {
    int profile = 0;
    int level = 0;
    unsigned constraints = 255;
    Sps high;
    for (const auto& [number, entry] : sps_) {
        const auto sps = parse_sps(unescaped(entry.unit));
        if (!sps) continue;
        profile = std::max(profile, sps->profile);
        level = std::max(level, sps->level);
        constraints &= sps->constraints;
        if (sps->profile >= high.profile) high = *sps;
    }
    Bytes box = {1, static_cast<std::uint8_t>(profile), static_cast<std::uint8_t>(constraints),
                 static_cast<std::uint8_t>(level), 0xFF};  // lengths of 4 bytes
    box.push_back(static_cast<std::uint8_t>(0xE0U | sps_.size()));
    for (const auto& [number, entry] : sps_)
        append_listed(box, entry.unit);
    box.push_back(static_cast<std::uint8_t>(pps_.size()));
    for (const auto& [number, entry] : pps_)
        append_listed(box, entry.unit);
    if (profile < kHigh) return box;
    const int depth = std::max(high.bit_depth, 8) - 8;
    for (const int field : {0xFC | high.chroma_format, 0xF8 | depth, 0xF8 | depth, 0})
        box.push_back(static_cast<std::uint8_t>(field));
    return box;
}

}  // namespace beatsync::media::h264
