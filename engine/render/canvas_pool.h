#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/error.h"
#include "media/av.h"
#include "media/picture_format.h"

namespace beatsync::render {

using Canvas = std::shared_ptr<AVFrame>;
using Picture = std::shared_ptr<const AVFrame>;

/// Canvases that return here when the last user lets go of them: new memory for each frame would be zeroed
/// page by page by the kernel. Shared by the composing and the encoding thread.
class CanvasPool {
public:
    CanvasPool(int width, int height, const media::PictureFormat& format = {})
        : shelf_(std::make_shared<Shelf>()), width_(width), height_(height), format_(format) {}

    /// What is on it is old.
    Result<Canvas> take();

private:
    struct Shelf {
        std::mutex mutex;
        std::vector<media::av::FramePtr> free;
    };
    std::shared_ptr<Shelf> shelf_;  // canvases may outlive the pool
    int width_;
    int height_;
    media::PictureFormat format_;
};

}  // namespace beatsync::render
