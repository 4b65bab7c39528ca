#include "render/canvas_pool.h"

#include <utility>

#include "media/scaler.h"

namespace beatsync::render {

Result<Canvas> CanvasPool::take() {
    media::av::FramePtr frame;
    {
        const std::lock_guard lock(shelf_->mutex);
        // An encoder other than x264 may still refer to a frame that came back.
        while (!frame && !shelf_->free.empty()) {
            if (av_frame_is_writable(shelf_->free.back().get()) != 0) frame = std::move(shelf_->free.back());
            shelf_->free.pop_back();
        }
    }
    if (!frame) {
        BEATSYNC_TRY(frame, media::make_canvas(width_, height_, format_));
    }
    const auto give_back = [shelf = shelf_](AVFrame* f) {
        media::av::FramePtr owned(f);
        const std::lock_guard lock(shelf->mutex);
        shelf->free.push_back(std::move(owned));
    };
    return Canvas(frame.release(), give_back);
}

}  // namespace beatsync::render
