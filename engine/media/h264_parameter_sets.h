#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "media/h264_syntax.h"
#include "media/nal.h"

// The parameter sets of several H.264 streams in one. Each keeps its contents, so that slices stay as they
// are; where two of different contents have the same number, one gets another, and so do the slices that
// name it. All sets then stand in the file's header at once (an "avc1" track, which every player takes, where
// not all take several sample descriptions or sets between the pictures).
namespace beatsync::media::h264 {

/// What is in force at a place of one stream: units as stored, by their numbers there.
struct ActiveSets {
    std::map<std::uint32_t, Bytes> sps;
    std::map<std::uint32_t, Bytes> pps;

    /// Takes a unit if it is one of these. Whether it is another than before.
    bool take(ByteSpan unit);
    /// Takes those of a stream's header, an avcC box or units with start codes. How many bytes a unit's
    /// length has in the stream, 0 = start codes; none when the header makes no sense.
    std::optional<int> take_header(ByteSpan header);
    friend bool operator==(const ActiveSets&, const ActiveSets&) = default;
};

/// What becomes of a picture parameter set's number, and what it refers to.
struct Renamed {
    std::uint32_t pps = 0;
    std::uint32_t old_sps = 0;
    std::uint32_t new_sps = 0;
    Sps sps;
};
using Renaming = std::map<std::uint32_t, Renamed>;  ///< by the number in the stream

class ParameterTable {
public:
    /// How slices under `sets` are to be changed. None when there are no numbers left (some 16 streams), or
    /// a set cannot be read.
    [[nodiscard]] std::optional<Renaming> add(const ActiveSets& sets);
    /// The box of all sets (ISO/IEC 14496-15, 5.3.3.1), the profile and level one that covers all.
    [[nodiscard]] Bytes avcc() const;

private:
    struct Entry {
        Bytes original;
        std::uint32_t of = 0;  ///< picture parameter sets: the new number of what they refer to
        Bytes unit;
    };
    using Entries = std::map<std::uint32_t, Entry>;  // by new number
    std::optional<std::uint32_t> add_sps(const Bytes& unit, const Sps& parsed);
    std::optional<std::uint32_t> add_pps(const Bytes& unit, const Pps& parsed, std::uint32_t new_sps);

    Entries sps_;
    Entries pps_;
};

}  // namespace beatsync::media::h264
