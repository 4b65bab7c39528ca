#pragma once

#include <cstdint>
#include <optional>

#include "media/h264_parameter_sets.h"

namespace beatsync::media::h264 {

/// What a picture is to those around it.
struct PictureKind {
    bool idr = false;        ///< decoding can begin here, and nothing behind it refers to what is before it
    bool reference = false;  ///< others are predicted from it
    bool usable = false;     ///< whole pictures by sets that are known
};

/// What a packet as stored in a stream holds.
[[nodiscard]] PictureKind kind_of(ByteSpan packet, int length_bytes, const ActiveSets& sets);

/// Puts pictures of several streams one after another, as units with lengths of 4 bytes.
class Rewrapper {
public:
    /// A packet of one stream as it is in the common one: numbers of parameter sets as `renaming` has them,
    /// without sets between the pictures and without messages but those of the decoder's buffer (closed
    /// captions, for one, belong to the whole video or to none of it). Two IDR pictures in a row get
    /// different numbers, as 7.4.3 asks. Errc::media when it is no picture under these sets.
    Result<PictureKind> rewrap(ByteSpan packet, int length_bytes, const Renaming& renaming, Bytes& out);

private:
    Result<void> add_slice(ByteSpan unit, const Renaming& renaming, Bytes& out);

    std::optional<std::uint32_t> last_idr_;      // number of the picture before, if it was one
    std::optional<std::uint32_t> idr_;           // of this one, as stored,
    std::optional<std::uint32_t> idr_as_given_;  // and as it becomes
};

}  // namespace beatsync::media::h264
