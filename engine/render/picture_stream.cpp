#include "render/picture_stream.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "render/layout.h"

namespace beatsync::render {
namespace {

/// How much of the source's resolution the closest view of a segment can use, at most 1.
double useful_scale(const draft::Framing& framing, const VideoInfo& info, const draft::Canvas& canvas) {
    double scale = 0;
    for (const double progress : {0.0, 1.0}) {
        const Layout l = layout_of(framing, progress, info.width, info.height, canvas);
        scale = std::max({scale, l.width / l.crop.width, l.height / l.crop.height});
    }
    return std::min(1.0, scale);
}

int even(double v) {
    return std::max(2, static_cast<int>(std::ceil(v / 2)) * 2);
}

}  // namespace

PictureStream::PictureStream(const draft::Draft& draft, const std::filesystem::path& folder,
                             const media::FrameReader::Options& decoding)
    : canvas_(draft.canvas),
      timeline_(draft),
      pool_(draft, folder, decoding),
      canvases_(draft.canvas.width, draft.canvas.height),
      compositor_(draft.canvas) {}

Result<Picture> PictureStream::next() {
    const Shot shot = timeline_.at(frame_);
    if (shot.segment != segment_) pool_.passed(frame_);
    BEATSYNC_TRY(Picture picture, picture_of(shot));
    segment_ = shot.segment;
    ++frame_;
    return picture;
}

Result<Picture> PictureStream::picture_of(const Shot& shot) {
    if (shot.segment == nullptr) return black();
    const draft::Segment& segment = *shot.segment;
    BEATSYNC_TRY(ClipPlayer * player, pool_.player(segment.source));
    const media::Frame* frame = source_frame(*player, shot);
    if (frame == nullptr) return black();

    const bool moving = moves(segment.framing);
    const Made now{&segment, player, player->frames_read(), moving ? shot.progress : 0};
    if (last_ && now == made_) return last_;
    const AVFrame* picture = frame->picture.get();
    const VideoInfo* info = &player->video();
    if (moving && player->is_still()) {
        if (master_.segment != &segment) BEATSYNC_CHECK(prepare_master(segment, *frame, *info));
        picture = master_.picture.get();
        info = &master_.info;
    }
    last_.reset();  // before another is taken, so that it can be used again
    BEATSYNC_TRY(const Canvas canvas, canvases_.take());
    auto drawn = compositor_.compose(*picture, *info, segment.framing, shot.progress, *canvas);
    if (!drawn) return fail_in("draw " + segment.source, std::move(drawn).error());
    made_ = now;
    last_ = canvas;
    return last_;
}

const media::Frame* PictureStream::source_frame(ClipPlayer& player, const Shot& shot) {
    if (shot.segment == segment_) return player.advance(clock_.at(shot.elapsed));
    const Time period = player.period();
    const media::Frame* first = player.start(SourceClock::first_instant(shot.segment->in, period));
    if (first != nullptr) clock_ = SourceClock(shot.segment->in, first->at, period);
    return first;
}

Result<void> PictureStream::prepare_master(const draft::Segment& segment, const media::Frame& frame,
                                           const VideoInfo& info) {
    const double scale = useful_scale(segment.framing, info, canvas_);
    const int width = even(info.width * scale);
    const int height = even(info.height * scale);
    BEATSYNC_TRY(master_.picture, media::make_canvas(width, height));
    const media::Crop all{0, 0, static_cast<double>(info.width), static_cast<double>(info.height)};
    auto drawn = media::Scaler().draw(*frame.picture, info, all, *master_.picture, 0, 0, width, height);
    if (!drawn) return fail_in("draw " + segment.source, std::move(drawn).error());
    master_.segment = &segment;
    master_.info = VideoInfo{};
    master_.info.width = width;
    master_.info.height = height;
    return {};
}

Result<Picture> PictureStream::black() {
    if (!black_) {
        BEATSYNC_TRY(media::av::FramePtr frame, media::make_canvas(canvas_.width, canvas_.height));
        black_ = Picture(frame.release(), media::av::Deleter{});
    }
    return black_;
}

}  // namespace beatsync::render
