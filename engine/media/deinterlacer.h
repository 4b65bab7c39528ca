#pragma once

#include <optional>

#include "core/error.h"
#include "core/time.h"
#include "media/av.h"

namespace beatsync::media {

/// A picture and when it is shown, since the first frame shown.
struct TimedPicture {
    av::FramePtr picture;
    Time at;
    Time duration;      ///< nominal, where the next picture does not tell
    bool held = false;  ///< as Frame::held
    Time behind{};      ///< FrameClock::behind(); 0 of what was deinterlaced
};

/// Makes one progressive frame of each interlaced one (FFmpeg's bwdif: BBC's w3fdif with yadif's motion
/// check); progressive frames pass untouched. Lags one frame behind.
class Deinterlacer {
public:
    /// For frames like this one.
    [[nodiscard]] static Result<Deinterlacer> create(const AVFrame& like, int threads);

    /// Whether a frame has the size and the format it was made for.
    [[nodiscard]] bool fits(const AVFrame& frame) const;
    Result<void> push(TimedPicture picture);
    /// No more will come: lets the last frame out.
    void finish();
    [[nodiscard]] std::optional<TimedPicture> pull();

private:
    av::GraphPtr graph_;
    AVFilterContext* source_ = nullptr;  // both owned by the graph
    AVFilterContext* sink_ = nullptr;
    int width_ = 0;
    int height_ = 0;
    int format_ = -1;
    Time duration_;
};

}  // namespace beatsync::media
