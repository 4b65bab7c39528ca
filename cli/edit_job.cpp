#include "cli/edit_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/recipe.h"
#include "pipeline/draft_file.h"
#include "pipeline/edit.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

bool has(const std::vector<std::string>& options, const char* name) {
    return std::find(options.begin(), options.end(), name) != options.end();
}

/// What the draft was planned from, with what is asked for now.
draft::Recipe new_recipe(const draft::Draft& draft, const EditPlan& plan, std::vector<fs::path> clips) {
    draft::Recipe recipe = draft.recipe.value_or(draft::Recipe{});
    const draft::Recipe given = make_recipe(plan.song, clips, plan.options);
    if (!given.song.empty()) recipe.song = given.song;
    if (!given.clips.empty()) recipe.clips = given.clips;
    recipe.options = merge_options(recipe.options, given.options);
    return recipe;
}

/// A draft without a recipe keeps its picture and its rate.
void keep_canvas(pipeline::PlanRequest& request, const draft::Draft& draft,
                 const std::vector<std::string>& options) {
    if (!has(options, "--fps")) request.canvas.fps = draft.canvas.fps;
    if (!has(options, "--size") && !has(options, "--aspect"))
        request.canvas.size = pipeline::PictureSize{draft.canvas.width, draft.canvas.height};
}

/// Clips that have gone since are a reason to stop where they are needed only.
Result<pipeline::PlanRequest> request_of(const draft::Draft& draft, const draft::Recipe& recipe,
                                         const AnalysisArguments& analysis, bool plans) {
    BEATSYNC_TRY(PlanArguments arguments, parse_plan_options(recipe.options));
    arguments.analysis.threads = analysis.threads;
    arguments.analysis.no_cache = analysis.no_cache;
    arguments.song = recipe.song;
    arguments.clips = recipe.clips;
    BEATSYNC_TRY(pipeline::PlanRequest request, arguments.request(plans));
    if (!draft.recipe) keep_canvas(request, draft, recipe.options);
    return request;
}

bool needs_clips(const EditPlan& plan) {
    return std::ranges::any_of(plan.edits, [](const pipeline::Edit& edit) {
        const auto* drop = std::get_if<pipeline::DropEdit>(&edit);
        return std::holds_alternative<pipeline::ReplanEdit>(edit) || (drop != nullptr && !drop->close);
    });
}

}  // namespace

Result<EditedDraft> edit_draft(const draft::Draft& draft, const fs::path& folder, const EditPlan& plan,
                               const AnalysisArguments& analysis, const Session& session) {
    const draft::Draft whole = pipeline::with_absolute_sources(draft, folder);
    std::vector<fs::path> clips;
    if (!plan.clips.empty()) {
        const std::vector<fs::path> given(plan.clips.begin(), plan.clips.end());
        BEATSYNC_TRY(clips, pipeline::find_clips(given));
    }
    draft::Recipe recipe = new_recipe(whole, plan, std::move(clips));
    const bool plans = needs_clips(plan) && !recipe.clips.empty();
    BEATSYNC_TRY(pipeline::PlanRequest request, request_of(whole, recipe, analysis, plans));
    pipeline::DraftEditor editor(whole, std::move(request), session.context);
    for (const pipeline::Edit& edit : plan.edits)
        BEATSYNC_CHECK(editor.apply(edit));
    EditedDraft edited{editor.draft(), editor.notes(), editor.left_out()};
    recipe.options = merge_options(recipe.options, short_clip_names(editor.new_options(), recipe.clips));
    const bool says_something = !recipe.song.empty() || !recipe.clips.empty();
    edited.draft.recipe = says_something ? std::optional(std::move(recipe)) : std::nullopt;
    return edited;
}

}  // namespace beatsync::cli
