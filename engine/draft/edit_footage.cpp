#include "draft/edit_footage.h"

#include <fmt/format.h>

#include <algorithm>

namespace beatsync::draft {
namespace {

/// In-points that were rounded to a frame or a millisecond are not worth a refusal.
constexpr Time kUnseen = Time::from_ms(50);

std::string file_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

/// On the source's frames where they are regular, so that they map one to one to the output's.
Time snapped_down(Time t, const Footage& footage) {
    if (!footage.rate) return t;
    return std::max(footage.range.begin, footage.rate->time_of(footage.rate->index_at(t)));
}

Time length_of(const Segment& piece, Rate fps) {
    return fps.time_of(piece.frames.end) - fps.time_of(piece.frames.begin);
}

}  // namespace

void show_footage(Segment& piece, const Segment& other) {
    piece.source = other.source;
    piece.in = other.in;
    piece.still = other.still;
    piece.framing = other.framing;
    piece.sound = other.sound;
    piece.level = other.level;
    piece.extra = other.extra;
    piece.extra_meta = other.extra_meta;
    piece.retime.clear();
    piece.blend = false;
}

Result<void> fit_footage(Segment& piece, std::size_t index, Rate fps, const EditFacts& facts) {
    if (piece.still || piece.is_gap() || !piece.retime.empty()) return {};
    const auto footage = facts.footage(piece);
    if (!footage) return {};
    const Time length = length_of(piece, fps);
    const TimeRange room = footage->range;
    if (piece.in >= room.begin && piece.in + length <= room.end) return {};
    if (room.length() + kUnseen < length)
        return fail(
            Errc::usage,
            fmt::format("piece {} would be {:.1f} s long, but its shot in {} has only {:.1f} s", index + 1,
                        length.seconds(), file_name(piece.source), room.length().seconds()),
            "--trim it, or --replace its footage");
    const Time latest = std::max(room.begin, snapped_down(room.end - length, *footage));
    piece.in = std::clamp(piece.in, room.begin, latest);
    return {};
}

void move_begin(Segment& piece, std::int64_t frame, Rate fps) {
    const Time shift = fps.time_of(frame) - fps.time_of(piece.frames.begin);
    if (!piece.still) piece.in = std::max(Time{}, piece.in + shift);
    const std::int64_t frames = frame - piece.frames.begin;
    piece.frames.begin = frame;
    for (Accent& accent : piece.accents)
        accent.frame -= frames;
    std::erase_if(piece.accents, [](const Accent& accent) { return accent.frame < 0; });
    trim_accents(piece);
    piece.retime.clear();
    piece.blend = false;
}

void move_end(Segment& piece, std::int64_t frame) {
    piece.frames.end = frame;
    trim_accents(piece);
    piece.retime.clear();
    piece.blend = false;
}

void trim_accents(Segment& piece) {
    std::erase_if(piece.accents, [&](const Accent& accent) { return accent.frame >= piece.frames.length(); });
}

}  // namespace beatsync::draft
