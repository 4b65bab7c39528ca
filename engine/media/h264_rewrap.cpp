#include "media/h264_rewrap.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace beatsync::media::h264 {
namespace {

constexpr std::size_t kSliceStart = 64;  // holds all of a slice's header that is read here
constexpr std::uint8_t kTrailing = 0x80;

bool is_slice(ByteSpan unit) {
    return type_of(unit) == UnitType::slice || type_of(unit) == UnitType::idr_slice;
}

/// What a slice says of its picture.
void add_to(PictureKind& kind, ByteSpan slice) {
    kind.usable = true;
    kind.idr = type_of(slice) == UnitType::idr_slice;
    kind.reference = kind.reference || is_reference(slice);
}

Bytes start_of(ByteSpan unit) {
    return unescaped(unit.first(std::min(unit.size(), kSliceStart)));
}

tl::unexpected<Error> not_copiable() {
    return fail(Errc::media, "a picture cannot be taken over as it is stored");
}

enum class Message : std::uint8_t { buffering_period = 0, picture_timing = 1 };

/// A number of an SEI message's header: each 255 says that more follow (7.3.2.3.1).
std::optional<std::size_t> read_chain(ByteSpan& rest) {
    std::size_t sum = 0;
    while (!rest.empty()) {
        const std::uint8_t byte = rest[0];
        rest = rest.subspan(1);
        sum += byte;
        if (byte != 255) return sum;
    }
    return std::nullopt;
}

void append_chain(Bytes& out, std::size_t value) {
    for (; value >= 255; value -= 255)
        out.push_back(255);
    out.push_back(static_cast<std::uint8_t>(value));
}

/// A buffering period begins with the number of its sequence parameter set.
bool rename_buffering(Bytes& payload, const Renaming& renaming) {
    const std::uint32_t old_sps = BitReader(payload).ue();
    const auto same = [&](const auto& r) { return r.second.old_sps == old_sps; };
    const auto renamed = std::find_if(renaming.begin(), renaming.end(), same);
    if (renamed == renaming.end()) return false;
    if (renamed->second.new_sps != old_sps) lengthen_code(payload, 0, renamed->second.new_sps);
    return true;
}

/// The messages of a unit that are kept, as a unit; empty when none is.
Bytes kept_messages(ByteSpan unit, const Renaming& renaming) {
    const Bytes plain = unescaped(unit);
    Bytes kept = {plain[0]};
    ByteSpan rest = ByteSpan(plain).subspan(1);
    while (rest.size() > 1) {  // the last byte is the trailing bits
        const auto type = read_chain(rest);
        const auto size = read_chain(rest);
        if (!type || !size || *size > rest.size()) break;
        Bytes payload(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(*size));
        rest = rest.subspan(*size);
        const bool buffering = *type == static_cast<std::size_t>(Message::buffering_period);
        const bool timing = *type == static_cast<std::size_t>(Message::picture_timing);
        if (!timing && !(buffering && rename_buffering(payload, renaming))) continue;
        append_chain(kept, *type);
        append_chain(kept, payload.size());
        kept.insert(kept.end(), payload.begin(), payload.end());
    }
    if (kept.size() == 1) return {};
    kept.push_back(kTrailing);
    return escaped(kept);
}

bool is_partitioned(ByteSpan unit) {
    return type_of(unit) >= UnitType::partition_a && type_of(unit) <= UnitType::partition_c;
}

}  // namespace

PictureKind kind_of(ByteSpan packet, int length_bytes, const ActiveSets& sets) {
    PictureKind kind;
    const auto units = split_units(packet, length_bytes);
    if (!units) return kind;
    for (const ByteSpan unit : *units) {
        if (is_partitioned(unit)) return {};
        if (!is_slice(unit)) continue;
        const auto start = parse_slice_start(start_of(unit));
        if (!start || !sets.pps.contains(start->pps.value)) return {};
        // What was lost of a picture cannot be seen from the rest, but that its beginning was.
        if (!kind.usable && start->first_macroblock.value != 0) return {};
        add_to(kind, unit);
    }
    return kind;
}

Result<void> Rewrapper::add_slice(ByteSpan unit, const Renaming& renaming, Bytes& out) {
    const Bytes head = start_of(unit);
    const auto start = parse_slice_start(head);
    const auto renamed = start ? renaming.find(start->pps.value) : renaming.end();
    if (renamed == renaming.end()) return not_copiable();
    std::optional<Number> idr;
    if (type_of(unit) == UnitType::idr_slice) {
        idr = parse_idr_number(head, renamed->second.sps);
        if (!idr) return not_copiable();
        idr_ = idr->value;
        idr_as_given_ = idr_ == last_idr_ ? longer_codes(*idr_).first : *idr_;
    }
    const bool renumbered = idr && *idr_as_given_ != idr->value;
    if (!renumbered && renamed->second.pps == start->pps.value) {
        append_unit(out, unit);
        return {};
    }
    Bytes plain = unescaped(unit);
    if (renumbered) lengthen_code(plain, idr->bit, *idr_as_given_);  // the later one first
    if (renamed->second.pps != start->pps.value) lengthen_code(plain, start->pps.bit, renamed->second.pps);
    append_unit(out, escaped(plain));
    return {};
}

Result<PictureKind> Rewrapper::rewrap(ByteSpan packet, int length_bytes, const Renaming& renaming,
                                      Bytes& out) {
    out.clear();
    const auto units = split_units(packet, length_bytes);
    if (!units) return not_copiable();
    PictureKind kind;
    idr_.reset();
    idr_as_given_.reset();
    for (const ByteSpan unit : *units) {
        if (is_partitioned(unit)) return not_copiable();
        if (type_of(unit) == UnitType::sei) {
            if (const Bytes messages = kept_messages(unit, renaming); !messages.empty())
                append_unit(out, messages);
        } else if (is_slice(unit)) {
            BEATSYNC_CHECK(add_slice(unit, renaming, out));
            add_to(kind, unit);
        }
    }
    if (!kind.usable) return not_copiable();
    last_idr_ = idr_as_given_;
    return kind;
}

}  // namespace beatsync::media::h264
