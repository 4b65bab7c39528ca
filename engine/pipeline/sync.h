#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"
#include "pipeline/canvas.h"
#include "pipeline/pipeline.h"
#include "pipeline/song_grid.h"
#include "plan/planner.h"
#include "render/renderer.h"

// The main job in one call, for programs that embed the engine.
namespace beatsync::pipeline {

/// Footage that must be on screen from a beat on.
struct PinRequest {
    std::filesystem::path clip;  ///< path or file name of one of the clips
    Time at;                     ///< in the clip
    std::int64_t beat = 0;       ///< 0-based index into the song's beats, after corrections
};

/// How often clips have a turn, beside those of weight 1.
struct WeightRequest {
    std::string pattern;  ///< as select_clips takes it; a later request wins
    double weight = 1;    ///< 0 = only where nothing else will do
};

/// Footage that is never shown.
struct AvoidRequest {
    std::filesystem::path clip;  ///< path or file name of clips; none of that name is no mistake
    TimeRange range;
};

struct PlanRequest {
    std::filesystem::path song;
    std::vector<std::filesystem::path> clips;  ///< files, as find_clips gives them
    AnalysisSettings analysis;
    GridChanges grid;
    CanvasRequest canvas;
    std::vector<PinRequest> pins;
    std::vector<WeightRequest> weights;
    std::vector<AvoidRequest> avoid;
    plan::PlanOptions options;  ///< song_path, canvas, pins, weights and avoid are filled in from the above
    std::optional<draft::Recipe> recipe;  ///< what the draft says that it was planned from
};

struct PlannedVideo {
    music::MusicMap music;
    plan::Plan plan;                     ///< sources are absolute paths
    std::vector<RejectedClip> rejected;  ///< clips that could not be used
    std::vector<std::string> damaged;    ///< clips used in part (FootageSet::damaged)
    WholeClips whole;                    ///< FootageSet::whole
};

/// Requests by name → indices into the clips. Errc::usage when a pin names none of them.
[[nodiscard]] Result<std::vector<plan::Pin>> resolve_pins(const std::vector<PinRequest>& requests,
                                                          const std::vector<footage::ClipMap>& clips);
[[nodiscard]] std::vector<plan::AvoidedFootage> resolve_avoided(const std::vector<AvoidRequest>& requests,
                                                                const std::vector<footage::ClipMap>& clips);

/// Analyses song and clips (or finds them in the cache) and plans. Errors as those of its steps; Errc::usage
/// when a pin or a weight names no clip.
[[nodiscard]] Result<PlannedVideo> plan_video(const PlanRequest& request, const RunContext& context);

/// Makes the video of a draft: render::render, or what does it elsewhere.
using Renderer = std::function<Result<render::RenderReport>(
    const draft::Draft& draft, const std::filesystem::path& output, const render::RenderOptions& options,
    const RunContext& context)>;

struct SyncRequest {
    PlanRequest plan;
    std::filesystem::path output;
    std::filesystem::path draft;   ///< the draft is also written here; empty = it is not
    render::RenderOptions render;  ///< known_whole, where it is none, by the analysis
    Renderer renderer = render::render;
};

struct SyncedVideo {
    PlannedVideo planned;
    render::RenderReport report;
};

/// Plans, keeps the draft if asked, renders. Both outputs are checked before the work begins (check_output).
[[nodiscard]] Result<SyncedVideo> sync(const SyncRequest& request, const RunContext& context);

}  // namespace beatsync::pipeline
