#pragma once

#include <cstdint>

#include "core/error.h"
#include "draft/draft.h"
#include "media/frame_reader.h"
#include "render/clip_player.h"
#include "render/compositor.h"
#include "render/timeline.h"

namespace beatsync::render {

/// Shows one segment after another: which frame of the source when, and that frame on a canvas.
class Layer {
public:
    Layer(const draft::Canvas& canvas, const media::PictureFormat& format)
        : canvas_(canvas), format_(format), compositor_(canvas, format) {}

    /// What is drawn; equal means that the pixels are.
    struct Look {
        const draft::Segment* segment = nullptr;
        const ClipPlayer* player = nullptr;
        std::int64_t source_frame = -1;
        int weight = 0;  ///< of the source frame after it, 256ths
        double progress = 0;
        double punch = 1;
        friend bool operator==(const Look&, const Look&) = default;
    };

    /// Shows `shot` from `player` on; both must outlive the showing. Shots of the segment that is being shown
    /// go forwards. False when the source has no picture.
    bool show(const Shot& shot, ClipPlayer& player);
    /// The same with the player that it has.
    bool show_on(const Shot& shot) { return show(shot, *player_); }
    /// What show() will do first for a segment that it does not show yet, which takes the longest: `player`
    /// comes to the first picture of `shot`.
    static void enter(const Shot& shot, ClipPlayer& player);
    /// What it shows will be shown up to this Shot::offset.
    void ends_at(Time offset);
    void clear() {
        segment_ = nullptr;
        player_ = nullptr;
    }

    [[nodiscard]] const draft::Segment* segment() const { return segment_; }
    [[nodiscard]] const ClipPlayer* player() const { return player_; }
    [[nodiscard]] const Look& look() const { return look_; }

    /// Draws what is shown. All of `canvas` is written; `spare` too where two source frames are mixed
    /// (look().weight). Errors name the source.
    Result<void> draw(AVFrame& canvas, AVFrame* spare);

private:
    /// A still that moves, upright and converted once, no larger than its closest view needs.
    struct Master {
        const draft::Segment* segment = nullptr;
        media::av::FramePtr picture;
        VideoInfo info;
    };

    const media::Frame* start(const Shot& shot);
    const media::Frame* advance(const Shot& shot);
    [[nodiscard]] bool is_moving() const;
    Result<void> draw_frame(const media::Frame& frame, AVFrame& canvas);
    Result<void> prepare_master(const media::Frame& frame);

    draft::Canvas canvas_;
    media::PictureFormat format_;
    Compositor compositor_;
    const draft::Segment* segment_ = nullptr;
    ClipPlayer* player_ = nullptr;
    SourceClock clock_;
    Shot shot_;
    const media::Frame* frame_ = nullptr;
    const media::Frame* second_ = nullptr;  // mixed with it
    Look look_;
    Master master_;
};

}  // namespace beatsync::render
