#include "render/titles.h"

#include <algorithm>
#include <utility>

#include "render/fonts.h"

namespace beatsync::render {
namespace {

const draft::Segment* title_at(const draft::Track& track, std::int64_t frame) {
    const draft::Segment* title = draft::segment_at(track.segments, frame);
    return title == nullptr || title->text.empty() ? nullptr : title;
}

/// `since` of a fade: 0 to kOpaque.
int faded(Time since, Time fade) {
    if (since >= fade) return kOpaque;
    return static_cast<int>(mul_div(since.us, kOpaque, fade.us));
}

}  // namespace

int title_opacity(const draft::Segment& segment, Rate fps, std::int64_t frame) {
    const Time middle{(fps.time_of(frame).us + fps.time_of(frame + 1).us) / 2};
    return std::min(faded(middle - fps.time_of(segment.frames.begin), segment.level.fade_in),
                    faded(fps.time_of(segment.frames.end) - middle, segment.level.fade_out));
}

Titles::Titles(const draft::Draft& draft, const media::PictureFormat& format)
    : canvas_(draft.canvas), format_(format) {
    for (const draft::Track& track : draft.tracks) {
        const bool any = std::ranges::any_of(track.segments, [](const auto& s) { return !s.text.empty(); });
        if (track.kind == draft::TrackKind::text && any) tracks_.push_back(&track);
    }
}

Result<Picture> Titles::over(Picture picture, std::int64_t frame, CanvasPool& canvases) {
    std::vector<Shown> shown = shown_at(frame);
    if (picture_ && picture == behind_ && shown == shown_) return picture_;
    picture_.reset();  // before another is taken, so that it can be used again
    behind_.reset();
    BEATSYNC_CHECK(draw_new(shown));
    shown_ = std::move(shown);
    if (shown_.empty()) return picture;
    BEATSYNC_TRY(const Canvas canvas, canvases.take());
    if (av_frame_copy(canvas.get(), picture.get()) < 0)
        return fail(Errc::media, "draw a title: the picture can't be copied");
    for (std::size_t i = 0; i < shown_.size(); ++i)
        drawn_[i].overlay.blend(*canvas, shown_[i].opacity);
    behind_ = std::move(picture);
    picture_ = canvas;
    return picture_;
}

std::vector<Titles::Shown> Titles::shown_at(std::int64_t frame) const {
    std::vector<Shown> shown;
    for (const draft::Track* track : tracks_)
        if (const draft::Segment* title = title_at(*track, frame))
            shown.push_back({title, title_opacity(*title, canvas_.fps, frame)});
    return shown;
}

/// Afterwards drawn_ holds what is shown, in the same order.
Result<void> Titles::draw_new(const std::vector<Shown>& shown) {
    std::vector<Drawn> drawn;
    for (const Shown& title : shown) {
        const auto known = std::ranges::find(drawn_, title.segment, &Drawn::segment);
        if (known != drawn_.end()) {
            drawn.push_back(std::move(*known));
        } else {
            BEATSYNC_TRY(TitleOverlay overlay, draw(*title.segment));
            drawn.push_back({title.segment, std::move(overlay)});
        }
    }
    drawn_ = std::move(drawn);
    return {};
}

Result<TitleOverlay> Titles::draw(const draft::Segment& segment) {
    if (!artist_) {
        if (!has_fonts()) {
            notes_.no_fonts();
            return TitleOverlay();
        }
        artist_.emplace(canvas_);
    }
    BEATSYNC_TRY(const TitleDrawing drawing, artist_->draw(segment.text, segment.style));
    notes_.add(segment, drawing);
    return TitleOverlay(drawing, format_);
}

}  // namespace beatsync::render
