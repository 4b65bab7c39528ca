#include "render/picture_stream.h"

#include <algorithm>
#include <utility>

#include "media/scaler.h"
#include "render/blend.h"

namespace beatsync::render {

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
      entries_(find_entries()),
      titles_(draft, format) {}

Result<Picture> PictureStream::next() {
    leave_out_copied();
    const Scene scene = timeline_.scene(frame_);
    if (scene.shot.segment != segment_) pool_.passed(frame_);
    BEATSYNC_TRY(Picture picture, picture_of(scene));
    segment_ = scene.shot.segment;
    mind_entries();
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

std::vector<PictureStream::Entry> PictureStream::find_entries() const {
    std::vector<Entry> entries;
    std::vector<std::size_t> before;  // those on screen in the frame before
    for (std::int64_t f = 0; f < timeline_.length(); ++f) {
        if (copied_.copies(f)) {
            before.clear();
            continue;
        }
        const Scene scene = timeline_.scene(f);
        std::vector<std::size_t> now;
        for (const Shot* shot : {&scene.shot, &scene.incoming}) {
            if (shot->segment == nullptr) continue;
            const auto same = std::ranges::find(
                before, shot->segment, [&](std::size_t entry) { return entries[entry].first.segment; });
            now.push_back(same != before.end() ? *same : entries.size());
            if (same == before.end()) entries.push_back({f, *shot, {}});
            entries[now.back()].last = shot->offset;
        }
        before = std::move(now);
    }
    return entries;
}

/// A piece of the same source that begins soon after another is decoded on to, by the same player.
bool PictureStream::reads_on(std::size_t entry, std::size_t later) const {
    constexpr Time kUsualGop = Time::from_ms(1000);
    if (later >= entries_.size()) return false;
    const Entry& a = entries_[entry];
    const Entry& b = entries_[later];
    if (a.first.segment->source != b.first.segment->source) return false;
    const Time gap = b.first.segment->in + b.first.offset - (a.first.segment->in + a.last);
    return gap >= Time{} && gap <= kUsualGop;
}

/// Tells the players of those that have come on screen where they end, and has the next one made ready.
void PictureStream::mind_entries() {
    const std::size_t before = next_entry_;
    for (; next_entry_ < entries_.size() && entries_[next_entry_].frame <= frame_; ++next_entry_) {
        const Entry& entry = entries_[next_entry_];
        // The decoders of the last two are kept, so that the one after the next may read on, too.
        if (reads_on(next_entry_, next_entry_ + 1) || reads_on(next_entry_, next_entry_ + 2)) continue;
        for (Layer& layer : layers_)
            if (layer.segment() == entry.first.segment) layer.ends_at(entry.last);
    }
    if (next_entry_ == before || next_entry_ == entries_.size() || reads_on(next_entry_ - 1, next_entry_))
        return;
    const Shot& shot = entries_[next_entry_].first;
    const std::array<const ClipPlayer*, 2> in_use{layers_[0].player(), layers_[1].player()};
    pool_.prepare(
        shot.segment->source, [shot](ClipPlayer& p) { Layer::enter(shot, p); }, in_use);
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
