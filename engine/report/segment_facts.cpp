#include "report/segment_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "draft/effects.h"

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

void add_accents(std::vector<std::string>& out, const draft::Segment& segment, draft::AccentKind kind,
                 std::string_view one, std::string_view more) {
    const auto count = std::ranges::count(segment.accents, kind, &draft::Accent::kind);
    if (count > 0) out.push_back(count == 1 ? std::string(one) : fmt::format("{} {}", count, more));
}

void add_effects(std::vector<std::string>& out, const draft::Segment& segment) {
    if (segment.transition.kind != draft::TransitionKind::cut)
        out.push_back(fmt::format("{} of {} frames", draft::name_of(segment.transition.kind),
                                  segment.transition.frames));
    if (const auto& points = segment.retime; points.size() >= 2) {
        const bool stands = points[points.size() - 2].in == points.back().in;
        out.emplace_back(stands ? "freeze" : "speed ramp");
    }
    add_accents(out, segment, draft::AccentKind::punch, "punch", "punches");
    add_accents(out, segment, draft::AccentKind::flash, "flash", "flashes");
}

void add_fades(std::vector<std::string>& out, const draft::Level& level) {
    if (level.fade_in.us > 0) out.push_back(fmt::format("fade in {:.3g} s", level.fade_in.seconds()));
    if (level.fade_out.us > 0) out.push_back(fmt::format("fade out {:.3g} s", level.fade_out.seconds()));
}

void add_style(std::vector<std::string>& out, const draft::TextStyle& style) {
    constexpr std::array kPlaces{"top", "middle", "bottom"};
    constexpr std::array kDecorations{"outline", "box", "plain"};
    out.emplace_back(kPlaces.at(static_cast<std::size_t>(style.place)));
    out.emplace_back(kDecorations.at(static_cast<std::size_t>(style.decoration)));
    if (style.size_pct > 0) out.push_back(fmt::format("size {:.3g}%", style.size_pct));
    if (!style.colour.empty()) out.push_back(style.colour);
    if (!style.font.empty()) out.push_back(style.font);
}

void add_level(std::vector<std::string>& out, const draft::Level& level) {
    if (level.gain_db != 0) out.push_back(fmt::format("{:+.3g} dB", level.gain_db));
    add_fades(out, level);
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
    if (kind == draft::TrackKind::video) add_effects(out, segment);
    if (segment.sound) out.emplace_back("with sound");
    if (kind == draft::TrackKind::text) {
        add_style(out, segment.style);
        add_fades(out, segment.level);
    }
    if (kind == draft::TrackKind::audio || segment.sound) add_level(out, segment.level);
    return out;
}

}  // namespace beatsync::report
