#include "render/picture_stream.h"

#include <algorithm>
#include <utility>

#include "media/scaler.h"
#include "render/blend.h"

namespace beatsync::render {
namespace {

/// A piece of the same source that begins soon after another is decoded on to, by the same player.
bool reads_on(const Shot& before, const Shot& after) {
    constexpr Time kUsualGop = Time::from_ms(1000);
    if (before.segment == nullptr || before.segment->source != after.segment->source) return false;
    const Time gap = after.segment->in + after.offset - (before.segment->in + before.offset);
    return gap >= Time{} && gap <= kUsualGop;
}

}  // namespace

PictureStream::PictureStream(const draft::Draft& draft, const std::filesystem::path& folder,
                             const media::FrameReader::Options& decoding, const media::PictureFormat& format,
                             media::SplicePlan copied)
    : canvas_(draft.canvas),
      format_(format),
      timeline_(draft),
      pool_(draft, folder, decoding),
      canvases_(draft.canvas.width, draft.canvas.height, format),
      layers_{Layer(draft.canvas, format), Layer(draft.canvas, format)},
      copied_(std::move(copied)),
      titles_(draft, format) {}

Result<Picture> PictureStream::next() {
    leave_out_copied();
    const Scene scene = timeline_.scene(frame_);
    if (scene.shot.segment != segment_) pool_.passed(frame_);
    BEATSYNC_TRY(Picture picture, picture_of(scene));
    segment_ = scene.shot.segment;
    if (frame_ >= next_entry_) prepare_next();
    return titles_.over(std::move(picture), frame_++, canvases_);
}

void PictureStream::leave_out_copied() {
    if (!copied_.copies(frame_)) return;
    while (copied_.copies(frame_))
        ++frame_;
    // Layers that went on would decode all that is between.
    for (Layer& layer : layers_)
        layer.clear();
}

/// Finds what comes on screen next, and has its player come to its first picture meanwhile.
void PictureStream::prepare_next() {
    Scene before = timeline_.scene(frame_);
    for (next_entry_ = frame_ + 1; next_entry_ < timeline_.length(); ++next_entry_) {
        if (copied_.copies(next_entry_)) continue;
        const Scene now = timeline_.scene(next_entry_);
        for (const Shot* shot : {&now.shot, &now.incoming}) {
            const draft::Segment* segment = shot->segment;
            if (segment == nullptr || segment == before.shot.segment || segment == before.incoming.segment)
                continue;
            if (reads_on(before.shot, *shot) || reads_on(before.incoming, *shot)) return;
            const std::array<const ClipPlayer*, 2> in_use{layers_[0].player(), layers_[1].player()};
            pool_.prepare(
                segment->source, [shot = *shot](ClipPlayer& p) { Layer::enter(shot, p); }, in_use);
            return;
        }
        before = now;
    }
}

std::vector<std::string> PictureStream::notes() const {
    std::vector<std::string> notes = pool_.notes();
    notes.insert(notes.end(), titles_.notes().begin(), titles_.notes().end());
    return notes;
}

Result<Picture> PictureStream::picture_of(const Scene& scene) {
    for (Layer& layer : layers_) {
        const bool wanted =
            layer.segment() == scene.shot.segment || layer.segment() == scene.incoming.segment;
        if (!wanted) layer.clear();
    }
    BEATSYNC_TRY(Layer * shot, show(scene.shot, scene.incoming));
    BEATSYNC_TRY(Layer * incoming, show(scene.incoming, scene.shot));
    if (shot == nullptr && incoming == nullptr) return black();

    Made now;
    if (shot != nullptr) now.shot = shot->look();
    if (incoming != nullptr) now.incoming = incoming->look();
    now.mix = to_weight(scene.mix);
    now.flash = to_weight(scene.flash);
    now.black = to_weight(scene.black);
    now.white = to_weight(scene.white);
    if (last_ && now == made_) return last_;
    last_.reset();  // before another is taken, so that it can be used again
    BEATSYNC_TRY(const Canvas canvas, canvases_.take());
    BEATSYNC_CHECK(draw(shot, incoming, now, *canvas));
    made_ = now;
    last_ = canvas;
    return last_;
}

/// The layer that shows `shot`; null where there is nothing to see. `beside` is shown at the same time.
Result<Layer*> PictureStream::show(const Shot& shot, const Shot& beside) {
    if (shot.segment == nullptr) return nullptr;
    const auto shows = [](const draft::Segment* segment) {
        return [segment](const Layer& layer) { return layer.segment() == segment; };
    };
    auto* layer = std::find_if(layers_.begin(), layers_.end(), shows(shot.segment));
    if (layer != layers_.end()) return layer->show_on(shot) ? layer : nullptr;
    layer = std::find_if(layers_.begin(), layers_.end(), shows(nullptr));
    const auto* other = std::find_if(layers_.begin(), layers_.end(), shows(beside.segment));
    BEATSYNC_TRY(ClipPlayer * player,
                 pool_.player(shot.segment->source, other != layers_.end() ? other->player() : nullptr));
    return layer->show(shot, *player) ? layer : nullptr;
}

Result<void> PictureStream::draw(Layer* shot, Layer* incoming, const Made& now, AVFrame& canvas) {
    Canvas over;
    Canvas spare;
    if (incoming != nullptr) {
        BEATSYNC_TRY(over, canvases_.take());
    }
    if (now.shot.weight > 0 || now.incoming.weight > 0) {
        BEATSYNC_TRY(spare, canvases_.take());
    }
    if (shot != nullptr) {
        BEATSYNC_CHECK(shot->draw(canvas, spare.get()));
    } else {
        media::fill_black(canvas, 0, 0, canvas.width, canvas.height);
    }
    if (incoming != nullptr) {
        BEATSYNC_CHECK(incoming->draw(*over, spare.get()));
        mix_in(canvas, *over, now.mix);
    } else if (now.mix > 0) {
        mix_in_black(canvas, now.mix);
    }
    if (now.flash > 0) mix_in_white(canvas, now.flash);
    if (now.black > 0) mix_in_black(canvas, now.black);
    if (now.white > 0) mix_in_white(canvas, now.white);
    return {};
}

Result<Picture> PictureStream::black() {
    if (!black_) {
        BEATSYNC_TRY(media::av::FramePtr frame, media::make_canvas(canvas_.width, canvas_.height, format_));
        black_ = Picture(frame.release(), media::av::Deleter{});
    }
    return black_;
}

}  // namespace beatsync::render
