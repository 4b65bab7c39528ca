#include "render/layer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "draft/effects.h"
#include "render/blend.h"
#include "render/layout.h"

namespace beatsync::render {
namespace {

/// How much of the source's resolution the closest view of a segment can use, at most 1.
double useful_scale(const draft::Segment& segment, const VideoInfo& info, const draft::Canvas& canvas) {
    double scale = 0;
    for (const double progress : {0.0, 1.0}) {
        const Layout l = layout_of(punched(segment.framing, draft::closest_punch(segment)), progress,
                                   info.width, info.height, canvas);
        scale = std::max({scale, l.width / l.crop.width, l.height / l.crop.height});
    }
    return std::min(1.0, scale);
}

int even(double v) {
    return std::max(2, static_cast<int>(std::ceil(v / 2)) * 2);
}

/// Where a segment is first shown at another instant than its first (early in a fade, or after something in
/// front of it), a frame before that is sought, since the clock is not known before a frame is seen.
Time entry_of(const Shot& shot, Time period) {
    const Time before = shot.offset == Time{} ? Time{} : period;
    return SourceClock::first_instant(shot.segment->in, period) + shot.offset - before;
}

bool is_mixed(const draft::Segment& segment, const ClipPlayer& player) {
    return segment.blend && !segment.retime.empty() && !player.is_still();
}

}  // namespace

/// A segment with punches is followed exactly from end to end: between them, too, it must not jump by the
/// part of a pixel that a fixed crop may be off.
bool Layer::is_moving() const {
    return moves(segment_->framing) || draft::closest_punch(*segment_) > 1;
}

bool Layer::show(const Shot& shot, ClipPlayer& player) {
    const bool goes_on = shot.segment == segment_ && &player == player_;
    segment_ = shot.segment;
    player_ = &player;
    shot_ = shot;
    second_ = nullptr;
    look_ = {};
    frame_ = goes_on ? advance(shot) : start(shot);
    if (frame_ == nullptr) return false;
    look_.segment = segment_;
    look_.player = player_;
    look_.source_frame = player_->frames_read();
    look_.progress = moves(segment_->framing) ? shot.progress : 0;
    look_.punch = shot.punch;
    return true;
}

void Layer::enter(const Shot& shot, ClipPlayer& player) {
    player.start(entry_of(shot, player.period()));
}

void Layer::ends_at(Time offset) {
    // Where frames are mixed, the one after the last is looked at, too.
    if (player_ != nullptr && !is_mixed(*segment_, *player_)) player_->stop_after(clock_.at(offset));
}

const media::Frame* Layer::start(const Shot& shot) {
    const Time period = player_->period();
    const Time first = SourceClock::first_instant(segment_->in, period);
    const media::Frame* seen = player_->start(entry_of(shot, period));
    if (seen == nullptr) return nullptr;
    Time frame_at = seen->at;
    if (period.us > 0) {
        const Rate rate = player_->video().rate;
        frame_at -= rate.time_of(rate.nearest_index(frame_at - first));
    }
    clock_ = SourceClock(segment_->in, frame_at, period);
    return shot.offset == Time{} ? seen : advance(shot);
}

const media::Frame* Layer::advance(const Shot& shot) {
    if (!is_mixed(*segment_, *player_)) return player_->advance(clock_.at(shot.offset));
    const bool regular = player_->period().us > 0;
    const auto between =
        regular ? clock_.between(shot.offset, player_->video().rate) : SourceClock::Between{};
    const Time t = regular ? between.first : clock_.at(shot.offset);
    const media::Frame* frame = player_->advance(t);
    if (frame == nullptr) return nullptr;
    int weight = between.weight;
    // Where a frame is missing, the one before it is on screen for both.
    if (regular && between.second < frame->until) weight = 0;
    if (!regular && frame->at < t && t < frame->until)
        weight = static_cast<int>(mul_div((t - frame->at).us, kWhole, (frame->until - frame->at).us));
    second_ = weight > 0 ? player_->following() : nullptr;
    look_.weight = second_ != nullptr ? weight : 0;
    return frame;
}

Result<void> Layer::draw(AVFrame& canvas, AVFrame* spare) {
    assert(frame_ != nullptr && (look_.weight == 0 || spare != nullptr));
    BEATSYNC_CHECK(draw_frame(*frame_, canvas));
    if (second_ == nullptr) return {};
    BEATSYNC_CHECK(draw_frame(*second_, *spare));
    mix_in(canvas, *spare, look_.weight);
    return {};
}

Result<void> Layer::draw_frame(const media::Frame& frame, AVFrame& canvas) {
    const AVFrame* picture = frame.picture.get();
    const VideoInfo* info = &player_->video();
    const bool moving = is_moving();
    if (moving && player_->is_still()) {
        if (master_.segment != segment_) BEATSYNC_CHECK(prepare_master(frame));
        picture = master_.picture.get();
        info = &master_.info;
    }
    const auto motion = moving ? media::CropMotion::moving : media::CropMotion::fixed;
    auto drawn = compositor_.compose(*picture, *info, punched(segment_->framing, shot_.punch), shot_.progress,
                                     motion, canvas);
    if (!drawn) return fail_in("draw " + segment_->source, std::move(drawn).error());
    return {};
}

Result<void> Layer::prepare_master(const media::Frame& frame) {
    const VideoInfo& info = player_->video();
    const double scale = useful_scale(*segment_, info, canvas_);
    const int width = even(info.width * scale);
    const int height = even(info.height * scale);
    BEATSYNC_TRY(master_.picture, media::make_canvas(width, height, format_));
    const media::Crop all{0, 0, static_cast<double>(info.width), static_cast<double>(info.height)};
    auto drawn =
        media::Scaler(format_).draw(*frame.picture, info, all, *master_.picture, 0, 0, width, height);
    if (!drawn) return fail_in("draw " + segment_->source, std::move(drawn).error());
    master_.segment = segment_;
    master_.info = VideoInfo{};
    master_.info.width = width;
    master_.info.height = height;
    return {};
}

}  // namespace beatsync::render
