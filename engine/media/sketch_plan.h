#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "media/av.h"

namespace beatsync::media {

/// Which frames of a stream need not be decoded to learn what happens in it: those that no other is predicted
/// from (about every second one, where the encoder uses B-frames), but none where the picture may have
/// changed. That is known in time: the frame after them is decoded before them, for they refer to it. Where
/// it looks as the one before them did, all that lies between the two may go.
class SketchPlan {
public:
    explicit SketchPlan(const AVCodecParameters& stream) : copies_missing_(copies_missing(stream)) {}

    /// Whether its decoder leaves frames out when told to, and a packet is a frame.
    [[nodiscard]] static bool suits(const AVCodecParameters& stream);

    /// Whether the frame of the next packet in the order of decoding may be left out, should no other be
    /// predicted from it.
    [[nodiscard]] bool may_leave_out(const AVPacket& packet) const;
    /// Whether the next packet need not even be given to the decoder, although others may be predicted from
    /// its frame.
    [[nodiscard]] bool may_pass_over(const AVPacket& packet) const;
    /// What became of that packet. Null: it was left out.
    void decoded(const AVPacket& packet, const AVFrame* frame);

private:
    static constexpr std::size_t kColumns = 32;
    static constexpr std::size_t kRows = 18;
    using Sketch = std::array<float, kColumns * kRows>;  // means of luma, their own mean being 0

    static bool copies_missing(const AVCodecParameters& stream);
    static std::optional<Sketch> sketch_of(const AVFrame& frame);
    [[nodiscard]] float difference_to(const Sketch& sketch) const;
    [[nodiscard]] bool is_change(float difference);

    bool copies_missing_;                       // the decoder, in the place of frames that others refer to
    std::int64_t furthest_ = AV_NOPTS_VALUE;    // of what was decoded, the one that is shown last
    std::optional<Sketch> sketch_;              // of it
    std::int64_t alike_from_ = AV_NOPTS_VALUE;  // to furthest_; none: they are not
    float made_up_ = 0;                         // since the last keyframe
    std::int64_t whole_until_ = AV_NOPTS_VALUE;
    float usual_ = 0;  // difference from one such to the next
};

}  // namespace beatsync::media
