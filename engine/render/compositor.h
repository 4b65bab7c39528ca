#pragma once

#include "core/error.h"
#include "core/media_info.h"
#include "draft/draft.h"
#include "media/av.h"
#include "media/scaler.h"
#include "media/sws.h"

namespace beatsync::render {

/// Draws one source frame onto a canvas as a segment's framing says.
class Compositor {
public:
    Compositor(const draft::Canvas& canvas, const media::PictureFormat& format)
        : canvas_(canvas), format_(format), scaler_(format), backdrop_scaler_(format) {}

    /// All of `canvas` is written. `progress` as in layout_of; `motion`: whether another frame of the segment
    /// shows another part of the picture.
    Result<void> compose(const AVFrame& picture, const VideoInfo& info, const draft::Framing& framing,
                         double progress, media::CropMotion motion, AVFrame& canvas);

private:
    Result<void> draw_backdrop(const AVFrame& picture, const VideoInfo& info, const draft::Framing& framing,
                               AVFrame& canvas);

    draft::Canvas canvas_;
    media::PictureFormat format_;
    media::Scaler scaler_;
    media::Scaler backdrop_scaler_;  // of another size: one scaler for both would rebuild its contexts
    media::Sws enlarge_;
    media::av::FramePtr small_;
};

/// Whether the view of a segment changes from frame to frame.
[[nodiscard]] inline bool moves(const draft::Framing& framing) {
    return !(framing.from == framing.to);
}

}  // namespace beatsync::render
