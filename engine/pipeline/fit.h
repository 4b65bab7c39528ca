#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"
#include "footage/clip_map.h"
#include "pipeline/pipeline.h"
#include "pipeline/sync.h"
#include "plan/fit.h"

// Music laid under a finished video, in one call, for programs that embed the engine.
namespace beatsync::pipeline {

struct FitRequest {
    std::filesystem::path video;
    std::vector<std::filesystem::path> songs;  ///< files, as find_songs gives them: the best fitting is taken
    AnalysisSettings analysis;
    plan::FitOptions options;  ///< canvas is filled in from the video
    /// The video's own sound; none = kept with the music under it (duck) where it has one.
    std::optional<plan::ClipAudio> own_sound;
    std::filesystem::path output;
    std::filesystem::path draft;  ///< the draft is also written here; empty = it is not
    render::RenderOptions render;
    Renderer renderer = render::render;
};

struct RankedSong {
    std::filesystem::path song;
    double tempo_bpm = 0;
    plan::SongFit fit;
};

struct FittedVideo {
    std::vector<RankedSong> songs;       ///< best first; the first is in the draft
    std::vector<RejectedClip> rejected;  ///< songs that could not be used
    std::vector<std::string> damaged;    ///< that the video breaks off, a sentence
    WholeClips whole;                    ///< FootageSet::whole
    bool has_own_sound = false;
    plan::ClipAudio own_sound = plan::ClipAudio::off;  ///< what became of it
    draft::Draft draft;                                ///< sources are absolute paths
    render::RenderReport report;
};

/// The video's size, made even, and its rate; the usual one nearest to it where it varies. Pure.
[[nodiscard]] draft::Canvas canvas_of(const footage::ClipMap& video);

/// Analyses video and songs, ranks the songs, and lays the best one under the video. One bad song among good
/// ones is rejected, not fatal. Errc::input when the video has no moving pictures, or no song can be used;
/// otherwise as the errors of its steps.
[[nodiscard]] Result<FittedVideo> plan_fit(const FitRequest& request, const RunContext& context);

/// plan_fit, then renders and keeps the draft if asked. Both outputs are checked before the work begins.
[[nodiscard]] Result<FittedVideo> fit(const FitRequest& request, const RunContext& context);

}  // namespace beatsync::pipeline
