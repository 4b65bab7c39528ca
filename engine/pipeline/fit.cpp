#include "pipeline/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/version.h"
#include "pipeline/canvas.h"
#include "pipeline/draft_file.h"
#include "pipeline/outputs.h"

namespace beatsync::pipeline {
namespace fs = std::filesystem;
namespace {

struct Video {
    footage::ClipMap map;
    std::vector<std::string> damaged;
    WholeClips whole;
};

Result<Video> analyse_video(const FitRequest& request, const RunContext& context) {
    const std::array<fs::path, 1> one = {request.video};
    BEATSYNC_TRY(FootageSet footage, analyse_clips(one, request.analysis, context));
    footage::ClipMap& map = footage.clips.front();
    if (map.media.kind != MediaKind::video)
        return fail(Errc::input, fmt::format("{} is a picture", request.video.string()),
                    "music is fitted to a video; sync makes one of pictures");
    return Video{std::move(map), std::move(footage.damaged), std::move(footage.whole)};
}

struct HeardSong {
    fs::path path;
    music::MusicMap map;
};

Result<std::vector<HeardSong>> analyse_songs(const FitRequest& request, const RunContext& context,
                                             std::vector<RejectedClip>& rejected) {
    std::vector<HeardSong> songs;
    for (const fs::path& path : request.songs) {
        auto map = analyse_song(path, request.analysis, context);
        if (map) {
            songs.push_back({fs::absolute(path).lexically_normal(), *std::move(map)});
            continue;
        }
        if (map.error().code != Errc::input && map.error().code != Errc::media)
            return fail(std::move(map).error());
        rejected.push_back({path, std::move(map).error()});
    }
    if (!songs.empty()) return songs;
    if (rejected.empty()) return fail(Errc::usage, "no song was given");
    if (rejected.size() == 1) return fail(rejected.front().error);
    return fail(Errc::input, fmt::format("none of the {} songs could be used; the first: {}", rejected.size(),
                                         rejected.front().error.message));
}

std::vector<fs::path> inputs_of(const FitRequest& request) {
    std::vector<fs::path> inputs = request.songs;
    inputs.push_back(request.video);
    return inputs;
}

int even_side(int side) {
    return std::clamp(side - side % 2, 16, 8192);
}

}  // namespace

draft::Canvas canvas_of(const footage::ClipMap& video) {
    CanvasRequest request;
    request.aspect = Aspect::source;
    const auto& info = video.media.video;
    if (info) {
        request.size = PictureSize{even_side(info->width), even_side(info->height)};
        const bool usable = info->rate.valid() && info->rate.value() >= 1 && info->rate.value() <= 240;
        if (usable && !info->variable_rate) request.fps = info->rate;
    }
    return choose_canvas(request, {&video, 1});
}

Result<FittedVideo> plan_fit(const FitRequest& request, const RunContext& context) {
    FittedVideo fitted;
    BEATSYNC_TRY(Video video, analyse_video(request, context));
    fitted.damaged = std::move(video.damaged);
    fitted.whole = std::move(video.whole);
    BEATSYNC_TRY(std::vector<HeardSong> songs, analyse_songs(request, context, fitted.rejected));

    plan::FitOptions options = request.options;
    options.canvas = canvas_of(video.map);
    fitted.has_own_sound = video.map.media.audio.has_value();
    const auto usual = fitted.has_own_sound ? plan::ClipAudio::duck : plan::ClipAudio::off;
    fitted.own_sound = options.clip_audio = request.own_sound.value_or(usual);

    std::vector<plan::SongFit> fits;
    for (const HeardSong& song : songs) {
        if (context.stopped()) return fail_cancelled();
        BEATSYNC_TRY(plan::SongFit fit, plan::fit_song(video.map, song.map, options));
        fits.push_back(std::move(fit));
    }
    const auto order = plan::rank_fits(fits);
    const HeardSong& best = songs[order.front()];
    BEATSYNC_TRY(fitted.draft,
                 plan::make_fit_draft(video.map, best.map, best.path.string(), fits[order.front()], options));
    fitted.draft.generator = fmt::format("beatsync {}", version());
    for (const std::size_t i : order)
        fitted.songs.push_back({songs[i].path, songs[i].map.grid.tempo_bpm, std::move(fits[i])});
    return fitted;
}

Result<FittedVideo> fit(const FitRequest& request, const RunContext& context) {
    BEATSYNC_CHECK(
        check_outputs(request.output, request.draft, inputs_of(request), request.render.overwrite));
    BEATSYNC_TRY(FittedVideo fitted, plan_fit(request, context));
    render::RenderOptions rendering = request.render;
    if (!rendering.known_whole)
        rendering.known_whole = [&](const fs::path& clip) { return is_whole(fitted.whole, clip); };
    BEATSYNC_TRY(fitted.report, request.renderer(fitted.draft, request.output, rendering, context));
    if (!request.draft.empty()) BEATSYNC_CHECK(write_draft(request.draft, fitted.draft));
    return fitted;
}

}  // namespace beatsync::pipeline
