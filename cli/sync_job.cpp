#include "cli/sync_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "cli/json_results.h"

namespace beatsync::cli {

bool report_left_out(Console& console, const pipeline::PlannedVideo& planned) {
    for (const auto& clip : planned.rejected)
        console.left_out("left out: " + describe(clip.error));
    for (const std::string& clip : planned.damaged)
        console.left_out(clip);
    for (const std::string& shortfall : planned.plan.left_out)
        console.left_out(shortfall);
    return !planned.plan.left_out.empty() || !planned.rejected.empty() || !planned.damaged.empty();
}

std::string video_line(const std::filesystem::path& output, const draft::Draft& draft) {
    const auto& canvas = draft.canvas;
    return fmt::format("{}: {}, {}x{} at {:.5g} fps", output.string(),
                       format_time(canvas.fps.time_of(draft.length_frames())), canvas.width, canvas.height,
                       canvas.fps.value());
}

std::string video_line(const std::filesystem::path& output, draft::Draft draft, const Rendered& rendered) {
    if (!rendered.cloud) draft.canvas = rendered.report.canvas;
    return video_line(output, draft);
}

Result<void> check_video_name(const std::filesystem::path& output) {
    std::error_code error;
    if (std::filesystem::is_directory(output, error))
        return fail(Errc::usage, fmt::format("cannot write {}: it is a folder", output.string()),
                    fmt::format("name a file in it, such as {}", (output / "video.mp4").string()));
    const std::string suffix = output.extension().string();
    if (suffix == ".mp4" || suffix == ".m4v" || suffix == ".MP4") return {};
    return fail(Errc::usage, fmt::format("cannot write {}: videos are written as MP4", output.string()),
                fmt::format("name it {}", std::filesystem::path(output).replace_extension(".mp4").string()));
}

Result<Outcome> run_sync(const Session& session, pipeline::SyncRequest request, const PlaceArguments& place) {
    BEATSYNC_CHECK(place.check());
    BEATSYNC_CHECK(check_video_name(request.output));
    Rendered rendered;
    request.renderer = [&](const draft::Draft& draft, const std::filesystem::path& output,
                           const render::RenderOptions& options,
                           const RunContext&) -> Result<render::RenderReport> {
        BEATSYNC_TRY(rendered, render_somewhere(draft, output, options, place, session));
        return rendered.report;
    };
    BEATSYNC_TRY(const pipeline::SyncedVideo synced, pipeline::sync(request, session.context));
    const auto& plan = synced.planned.plan;
    for (const std::string& note : plan.notes)
        session.console.say(note);
    const bool clips_left_out = report_left_out(session.console, synced.planned);
    for (const std::string& note : synced.report.notes)
        session.console.left_out(note);
    BEATSYNC_CHECK(session.console.result(
        session.json
            ? sync_json(request.output, synced, rendered)
            : fmt::format("{}, {} piece{} to {:.1f} bpm\n", video_line(request.output, plan.draft, rendered),
                          plan.reasons.size(), plan.reasons.size() == 1 ? "" : "s",
                          synced.planned.music.grid.tempo_bpm)));
    return clips_left_out || !synced.report.notes.empty() ? Outcome::partial : Outcome::done;
}

}  // namespace beatsync::cli
