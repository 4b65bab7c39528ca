#include "render/clip_player.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace beatsync::render {
namespace {

// A segment may reach a frame or two past the end of its source; nobody sees a picture held that long.
constexpr Time kUnseenHold = Time::from_ms(100);

}  // namespace

Result<ClipPlayer> ClipPlayer::open(const std::filesystem::path& path,
                                    const media::FrameReader::Options& decoding) {
    BEATSYNC_TRY(media::FrameReader reader, media::FrameReader::open(path, decoding));
    if (!reader.info().video) return fail(Errc::input, "it has no picture");
    return ClipPlayer(std::move(reader));
}

ClipPlayer::ClipPlayer(media::FrameReader reader)
    : reader_(std::move(reader)),
      video_(*reader_.info().video),
      still_(reader_.info().kind == MediaKind::still) {}

Time ClipPlayer::period() const {
    return still_ || video_.variable_rate || !video_.rate.valid() ? Time{} : video_.rate.time_of(1);
}

std::optional<media::Frame> ClipPlayer::read() {
    auto frame = reader_.next();
    if (!frame) read_error_ = frame.error().message;
    ended_ = !frame || !*frame;
    if (!ended_) last_until_ = (*frame)->until;
    if (frame && !*frame && last_until_) end_ = last_until_;
    return ended_ ? std::nullopt : *std::move(frame);
}

bool ClipPlayer::seek(Time t) {
    ended_ = false;
    const auto sought = reader_.seek(t);
    if (!sought) read_error_ = sought.error().message;
    return sought.has_value();
}

bool ClipPlayer::read_next() {
    std::optional<media::Frame> next = following_ ? std::exchange(following_, std::nullopt) : read();
    if (!next) return false;
    current_ = std::move(next);
    ++frames_read_;
    return true;
}

const media::Frame* ClipPlayer::following() {
    if (!following_ && !ended_ && !still_) following_ = read();
    return following_ ? &*following_ : nullptr;
}

const media::Frame* ClipPlayer::start(Time t) {
    // Behind the end there is nothing to look for.
    const Time there = end_ ? std::min(t, *end_ - Time{1}) : t;
    const bool shown_already = current_ && (still_ || (current_->at <= there && there < current_->until));
    if (shown_already) return advance(t);
    following_.reset();
    if (!seek(there) || !read_next()) find_any_picture();
    return advance(t);
}

bool ClipPlayer::rest() {
    if (!reader_.rest()) return false;
    current_.reset();
    following_.reset();
    return true;
}

const media::Frame* ClipPlayer::advance(Time t) {
    while (current_ && !still_ && !ended_ && t >= current_->until)
        if (!read_next()) break;
    if (ended_) note_hold(t);
    return current_ ? &*current_ : nullptr;
}

/// After a seek that found nothing: the end of what there is, else its beginning.
void ClipPlayer::find_any_picture() {
    const Time near_end = video_.duration - std::min(video_.duration, Time::from_ms(1000));
    for (const Time t : {near_end, Time{}}) {
        if (!seek(t)) continue;
        bool found = false;
        while (read_next())
            found = true;
        if (found) return;
    }
    ended_ = true;
}

void ClipPlayer::note_hold(Time t) {
    if (still_ || trouble_) return;
    const Time end = current_ ? current_->until : Time{};
    if (t < end + kUnseenHold) return;
    const std::string why = read_error_.empty() ? "ends" : fmt::format("cannot be read on ({})", read_error_);
    trouble_ = current_ ? fmt::format("{} at {}; its last picture was held", why, format_time(end))
                        : fmt::format("has no picture at {}; black was shown", format_time(t));
}

}  // namespace beatsync::render
