#include "pipeline/sync.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/version.h"
#include "pipeline/draft_file.h"
#include "pipeline/outputs.h"

namespace beatsync::pipeline {
namespace fs = std::filesystem;
namespace {

bool names(const fs::path& given, const footage::ClipMap& clip) {
    const fs::path path = clip.media.path;
    return path == fs::absolute(given).lexically_normal() || path.filename() == given;
}

/// A path may be any bytes, a draft's texts may not: then it can't say what it was planned from.
std::optional<draft::Recipe> writable(std::optional<draft::Recipe> recipe) {
    if (!recipe) return recipe;
    draft::Draft probe;
    probe.recipe = recipe;
    return draft::validate(probe) ? recipe : std::nullopt;
}

/// Patterns are compared with the clips as they were given, so that one for a clip that could not be read is
/// no mistake.
Result<std::vector<double>> resolve_weights(const PlanRequest& request,
                                            const std::vector<footage::ClipMap>& clips) {
    std::vector<double> weights;
    if (request.weights.empty()) return weights;
    weights.assign(clips.size(), 1);
    for (const WeightRequest& asked : request.weights) {
        bool found = false;
        for (const fs::path& given : request.clips) {
            if (!matches(given, asked.pattern)) continue;
            found = true;
            const fs::path absolute = fs::absolute(given).lexically_normal();
            for (std::size_t i = 0; i < clips.size(); ++i)
                if (clips[i].media.path == absolute) weights[i] = asked.weight;
        }
        if (!found)
            return fail(Errc::usage, fmt::format("no clip is called '{}'", asked.pattern),
                        "write CLIP=N with a file name, or a pattern like 'IMG_*.mov'");
    }
    return weights;
}

std::vector<fs::path> inputs_of(const PlanRequest& request) {
    std::vector<fs::path> inputs = request.clips;
    inputs.push_back(request.song);
    if (!request.grid.beats_file.empty()) inputs.push_back(request.grid.beats_file);
    return inputs;
}

}  // namespace

Result<std::vector<plan::Pin>> resolve_pins(const std::vector<PinRequest>& requests,
                                            const std::vector<footage::ClipMap>& clips) {
    std::vector<plan::Pin> pins;
    for (const PinRequest& request : requests) {
        const auto clip = std::find_if(clips.begin(), clips.end(), [&](const footage::ClipMap& candidate) {
            return names(request.clip, candidate);
        });
        if (clip == clips.end())
            return fail(Errc::usage,
                        fmt::format("cannot pin {}: no usable clip of that name", request.clip.string()),
                        "write CLIP@TIME=BEAT with the file name of a clip");
        pins.push_back({static_cast<std::size_t>(clip - clips.begin()), request.at, request.beat});
    }
    return pins;
}

std::vector<plan::AvoidedFootage> resolve_avoided(const std::vector<AvoidRequest>& requests,
                                                  const std::vector<footage::ClipMap>& clips) {
    std::vector<plan::AvoidedFootage> avoided;
    for (const AvoidRequest& request : requests)
        for (std::size_t i = 0; i < clips.size(); ++i)
            if (names(request.clip, clips[i])) avoided.push_back({i, request.range});
    return avoided;
}

Result<PlannedVideo> plan_video(const PlanRequest& request, const RunContext& context) {
    PlannedVideo planned;
    BEATSYNC_TRY(music::MusicMap tracked, analyse_song(request.song, request.analysis, context));
    BEATSYNC_TRY(planned.music, apply(request.grid, std::move(tracked)));
    BEATSYNC_TRY(FootageSet footage, analyse_clips(request.clips, request.analysis, context));
    planned.rejected = std::move(footage.rejected);
    planned.damaged = std::move(footage.damaged);
    planned.whole = std::move(footage.whole);

    plan::PlanOptions options = request.options;
    options.song_path = fs::absolute(request.song).lexically_normal().string();
    options.canvas = choose_canvas(request.canvas, footage.clips);
    BEATSYNC_TRY(options.pins, resolve_pins(request.pins, footage.clips));
    BEATSYNC_TRY(options.weights, resolve_weights(request, footage.clips));
    options.avoid = resolve_avoided(request.avoid, footage.clips);
    BEATSYNC_TRY(planned.plan, plan::make_plan(planned.music, footage.clips, options));
    planned.plan.draft.generator = fmt::format("beatsync {}", version());
    planned.plan.draft.recipe = writable(request.recipe);
    return planned;
}

Result<SyncedVideo> sync(const SyncRequest& request, const RunContext& context) {
    BEATSYNC_CHECK(
        check_outputs(request.output, request.draft, inputs_of(request.plan), request.render.overwrite));
    SyncedVideo synced;
    BEATSYNC_TRY(synced.planned, plan_video(request.plan, context));
    const draft::Draft& draft = synced.planned.plan.draft;
    render::RenderOptions rendering = request.render;
    if (!rendering.known_whole)
        rendering.known_whole = [&](const fs::path& clip) { return is_whole(synced.planned.whole, clip); };
    BEATSYNC_TRY(synced.report, request.renderer(draft, request.output, rendering, context));
    // Last, so that a run that is broken off leaves neither.
    if (!request.draft.empty()) BEATSYNC_CHECK(write_draft(request.draft, draft));
    return synced;
}

}  // namespace beatsync::pipeline
