#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"
#include "render/canvas_pool.h"
#include "render/compositor.h"
#include "render/player_pool.h"
#include "render/timeline.h"

namespace beatsync::render {

/// The finished pictures of a draft, one an output frame, in order.
class PictureStream {
public:
    /// The draft must be valid and outlive the stream.
    PictureStream(const draft::Draft& draft, const std::filesystem::path& folder,
                  const media::FrameReader::Options& decoding);

    /// The next output frame; the same picture again when nothing in it has changed. Not to be called more
    /// than length_frames() times. Errors name the source.
    Result<Picture> next();

    [[nodiscard]] std::int64_t frames_read() const { return pool_.frames_read(); }
    [[nodiscard]] std::vector<std::string> notes() const { return pool_.notes(); }

private:
    /// What the last picture was made of; equal means that it need not be made again.
    struct Made {
        const draft::Segment* segment = nullptr;
        const ClipPlayer* player = nullptr;
        std::int64_t source_frame = -1;
        double progress = 0;
        friend bool operator==(const Made&, const Made&) = default;
    };
    /// A still that moves, upright and converted once, no larger than its closest view needs.
    struct Master {
        const draft::Segment* segment = nullptr;
        media::av::FramePtr picture;
        VideoInfo info;
    };

    Result<Picture> picture_of(const Shot& shot);
    Result<Picture> black();
    const media::Frame* source_frame(ClipPlayer& player, const Shot& shot);
    Result<void> prepare_master(const draft::Segment& segment, const media::Frame& frame,
                                const VideoInfo& info);

    draft::Canvas canvas_;
    Timeline timeline_;
    PlayerPool pool_;
    CanvasPool canvases_;
    Compositor compositor_;
    std::int64_t frame_ = 0;
    const draft::Segment* segment_ = nullptr;  // of the last frame
    SourceClock clock_;
    Made made_;
    Picture last_;
    Picture black_;
    Master master_;
};

}  // namespace beatsync::render
