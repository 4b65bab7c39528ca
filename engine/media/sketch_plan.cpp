#include "media/sketch_plan.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace beatsync::media {
namespace {

/// Samples of each cell across and down: enough for grain to go under.
constexpr int kSamples = 8;
/// Differences are shares of what two pictures without anything in common differ by.
constexpr float kChanged = 0.3F;
constexpr float kTimesUsual = 3;
constexpr float kAlike = 0.1F;
/// Of frames passed over, the sum of what is unlike in them, from one keyframe to the next: what is made up
/// for them adds up.
constexpr float kMostMadeUp = 2;
constexpr float kNewest = 0.25F;  // its weight in what is usual
/// What a picture without contrast counts as having, in levels of 8 bits.
constexpr float kLeastContrast = 2;

/// Sum over a cell of the first component.
template <class Sample>
float cell_sum(const AVFrame& frame, int left, int right, int top, int bottom) {
    std::int64_t sum = 0;
    for (int j = 0; j < kSamples; ++j) {
        const int y = top + (bottom - top) * (2 * j + 1) / (2 * kSamples);
        const auto* row =
            reinterpret_cast<const Sample*>(frame.data[0] + std::ptrdiff_t{y} * frame.linesize[0]);
        for (int i = 0; i < kSamples; ++i)
            sum += row[left + (right - left) * (2 * i + 1) / (2 * kSamples)];
    }
    return static_cast<float>(sum);
}

}  // namespace

bool SketchPlan::suits(const AVCodecParameters& stream) {
    const bool in_fields =
        stream.field_order != AV_FIELD_UNKNOWN && stream.field_order != AV_FIELD_PROGRESSIVE;
    return (stream.codec_id == AV_CODEC_ID_H264 || stream.codec_id == AV_CODEC_ID_HEVC) && !in_fields;
}

bool SketchPlan::may_leave_out(const AVPacket& packet) const {
    return packet.pts != AV_NOPTS_VALUE && packet.pts >= whole_until_;
}

/// Frames that are predicted from what was passed over are predicted from a copy of the one before it: so
/// libavcodec's H.264 decoder fills gaps in the numbering. HEVC's fills them with grey.
bool SketchPlan::copies_missing(const AVCodecParameters& stream) {
    return stream.codec_id == AV_CODEC_ID_H264;
}

bool SketchPlan::may_pass_over(const AVPacket& packet) const {
    const bool between = alike_from_ != AV_NOPTS_VALUE && packet.pts > alike_from_ && packet.pts < furthest_;
    const bool needed = (packet.flags & AV_PKT_FLAG_KEY) != 0;
    return copies_missing_ && between && !needed;
}

void SketchPlan::decoded(const AVPacket& packet, const AVFrame* frame) {
    const std::int64_t stamp = packet.pts;
    // The frame does not say so yet: its decoder marks it when it is done with it.
    if ((packet.flags & AV_PKT_FLAG_KEY) != 0) made_up_ = 0;
    if (frame == nullptr || stamp == AV_NOPTS_VALUE || stamp <= furthest_) return;
    const auto sketch = sketch_of(*frame);
    alike_from_ = AV_NOPTS_VALUE;
    if (!sketch || !sketch_) {
        whole_until_ = std::max(whole_until_, stamp);
    } else {
        const float difference = difference_to(*sketch);
        if (is_change(difference)) whole_until_ = std::max(whole_until_, stamp);
        if (difference < kAlike && made_up_ + difference < kMostMadeUp) {
            made_up_ += difference;
            alike_from_ = furthest_;
        }
    }
    furthest_ = stamp;
    sketch_ = sketch;
}

float SketchPlan::difference_to(const Sketch& sketch) const {
    float difference = 0;
    float contrast = 0;
    for (std::size_t i = 0; i < sketch.size(); ++i) {
        difference += std::abs(sketch[i] - (*sketch_)[i]);
        contrast += std::abs(sketch[i]) + std::abs((*sketch_)[i]);
    }
    return difference / (contrast + kLeastContrast * static_cast<float>(2 * sketch.size()));
}

bool SketchPlan::is_change(float difference) {
    const bool change = difference > kChanged || difference > kTimesUsual * usual_;
    usual_ += kNewest * (std::min(difference, kChanged) - usual_);
    return change;
}

std::optional<SketchPlan::Sketch> SketchPlan::sketch_of(const AVFrame& frame) {
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    if (format == nullptr || (format->flags & (AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BITSTREAM)) != 0)
        return std::nullopt;
    const int depth = format->comp[0].depth + format->comp[0].shift;
    Sketch sketch{};
    float total = 0;
    for (std::size_t row = 0; row < kRows; ++row) {
        const auto edge = [](std::size_t i, std::size_t count, int size) {
            return static_cast<int>(i * static_cast<std::size_t>(size) / count);
        };
        const int top = edge(row, kRows, frame.height);
        const int bottom = edge(row + 1, kRows, frame.height);
        for (std::size_t column = 0; column < kColumns; ++column) {
            const int left = edge(column, kColumns, frame.width);
            const int right = edge(column + 1, kColumns, frame.width);
            const float sum = depth > 8 ? cell_sum<std::uint16_t>(frame, left, right, top, bottom)
                                        : cell_sum<std::uint8_t>(frame, left, right, top, bottom);
            const float mean = std::ldexp(sum / (kSamples * kSamples), 8 - depth);
            sketch[row * kColumns + column] = mean;
            total += mean;
        }
    }
    for (float& mean : sketch)
        mean -= total / static_cast<float>(sketch.size());
    return sketch;
}

}  // namespace beatsync::media
