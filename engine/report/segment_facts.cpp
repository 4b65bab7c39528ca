#include "report/segment_facts.h"

#include <fmt/format.h>

namespace beatsync::report {
namespace {

std::string rate_text(Rate rate) {
    return rate.den == 1 ? fmt::format("{}", rate.num) : fmt::format("{:.3f}", rate.value());
}

void add_framing(std::vector<std::string>& out, const draft::Framing& framing) {
    if (framing.fit == draft::Fit::pad) out.emplace_back("pad");
    if (framing.fit == draft::Fit::blur) out.emplace_back("blur");
    if (framing.from.zoom != 1 || framing.to.zoom != 1)
        out.push_back(framing.from.zoom == framing.to.zoom
                          ? fmt::format("zoom {:.3g}", framing.from.zoom)
                          : fmt::format("zoom {:.3g} to {:.3g}", framing.from.zoom, framing.to.zoom));
    else if (!(framing.from == framing.to))
        out.emplace_back("pan");
}

void add_level(std::vector<std::string>& out, const draft::Level& level) {
    if (level.gain_db != 0) out.push_back(fmt::format("{:+.3g} dB", level.gain_db));
    if (level.fade_in.us > 0) out.push_back(fmt::format("fade in {:.3g} s", level.fade_in.seconds()));
    if (level.fade_out.us > 0) out.push_back(fmt::format("fade out {:.3g} s", level.fade_out.seconds()));
}

}  // namespace

std::string headline(const draft::Draft& draft) {
    const auto& canvas = draft.canvas;
    const std::int64_t frames = draft.length_frames();
    std::string out = fmt::format("{}x{}, {} fps, {} ({} frames), {} track{}", canvas.width, canvas.height,
                                  rate_text(canvas.fps), format_time(canvas.fps.time_of(frames)), frames,
                                  draft.tracks.size(), draft.tracks.size() == 1 ? "" : "s");
    if (draft.loudness_lufs) out += fmt::format(", mixed to {:.3g} LUFS", *draft.loudness_lufs);
    return out;
}

std::string_view kind_name(draft::TrackKind kind) {
    switch (kind) {
        case draft::TrackKind::video:
            return "video";
        case draft::TrackKind::audio:
            return "audio";
        case draft::TrackKind::text:
            return "text";
    }
    return "track";
}

std::string what_it_shows(const draft::Segment& segment) {
    if (segment.is_gap()) return "(gap)";
    return segment.source.empty() ? "\"" + segment.text + "\"" : segment.source;
}

std::vector<std::string> details(const draft::Segment& segment, draft::TrackKind kind) {
    std::vector<std::string> out;
    if (segment.is_gap()) return out;
    if (segment.locked) out.emplace_back("locked");
    if (segment.still) out.emplace_back("picture");
    if (kind == draft::TrackKind::video) add_framing(out, segment.framing);
    if (segment.sound) out.emplace_back("with sound");
    if (kind == draft::TrackKind::audio || segment.sound) add_level(out, segment.level);
    return out;
}

}  // namespace beatsync::report
