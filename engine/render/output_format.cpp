#include "render/output_format.h"

#include <map>
#include <string>

#include "media/probe.h"

namespace beatsync::render {
namespace {

/// How many output frames each source is shown for.
std::map<std::string, std::int64_t> shown_frames(const draft::Draft& draft) {
    std::map<std::string, std::int64_t> frames;
    for (const draft::Track& track : draft.tracks)
        for (const draft::Segment& s : track.segments)
            if (track.kind == draft::TrackKind::video && !s.source.empty())
                frames[s.source] += s.frames.length();
    return frames;
}

}  // namespace

Result<OutputFormat> choose_format(const draft::Draft& draft, const std::filesystem::path& folder,
                                   const RenderOptions& options) {
    OutputFormat chosen;
    chosen.pictures.bit_depth = options.bit_depth;
    if (options.hdr == Hdr::to_sdr) return chosen;
    std::map<DynamicRange, std::int64_t> frames;
    media::HdrLight light;
    for (const auto& [source, shown] : shown_frames(draft)) {
        auto info = media::probe(folder / source);
        if (!info) return fail_in("read " + source, std::move(info).error());
        if (!info->video || info->video->dynamic_range == DynamicRange::sdr) continue;
        frames[info->video->dynamic_range] += shown;
        if (info->video->dynamic_range != DynamicRange::pq) continue;
        auto said = media::read_hdr_light(folder / source);
        if (!said) return fail_in("decode " + source, std::move(said).error());
        light = media::brighter(light, *said);
    }
    if (frames.empty())
        return fail(Errc::usage, "--hdr keep: none of the clips is HDR", "leave --hdr keep out");
    chosen.pictures.bit_depth = 10;
    const bool pq = frames[DynamicRange::pq] >= frames[DynamicRange::hlg];
    chosen.pictures.range = pq ? DynamicRange::pq : DynamicRange::hlg;
    if (pq) chosen.light = light;
    return chosen;
}

}  // namespace beatsync::render
