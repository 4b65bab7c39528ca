#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "media/av.h"

namespace beatsync::media {

/// Which frames of a stream need not be decoded to learn what happens in it: those that no other is predicted
/// from (about every second one, where the encoder uses B-frames), but none where the picture may have
/// changed. That is known in time: the frame after them is decoded before them, for they refer to it.
class SketchPlan {
public:
    /// Whether its decoder leaves frames out when told to, and a packet is a frame.
    [[nodiscard]] static bool suits(const AVCodecParameters& stream);

    /// Whether the frame of the next packet in the order of decoding may be left out, should no other be
    /// predicted from it.
    [[nodiscard]] bool may_leave_out(const AVPacket& packet) const;
    /// What became of that packet. Null: it was left out.
    void decoded(std::int64_t stamp, const AVFrame* frame);

private:
    static constexpr std::size_t kColumns = 32;
    static constexpr std::size_t kRows = 18;
    using Sketch = std::array<float, kColumns * kRows>;  // means of luma, their own mean being 0

    static std::optional<Sketch> sketch_of(const AVFrame& frame);
    [[nodiscard]] bool is_changed(const Sketch& sketch);

    std::int64_t furthest_ = AV_NOPTS_VALUE;  // of what was decoded, the one that is shown last
    std::optional<Sketch> sketch_;            // of it
    std::int64_t whole_until_ = AV_NOPTS_VALUE;
    float usual_ = 0;  // difference from one such to the next
};

}  // namespace beatsync::media
