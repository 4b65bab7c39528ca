#include "cli/sync_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "cli/json_results.h"
#include "cli/values.h"
#include "media/mp4_writer.h"

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

Result<void> check_container_of(const std::filesystem::path& output, const render::RenderOptions& options) {
    return media::check_container(output, options.encoder, {options.bit_depth, {}});
}

Result<void> check_video_name(const std::filesystem::path& output) {
    std::error_code error;
    if (std::filesystem::is_directory(output, error))
        return fail(Errc::usage, fmt::format("cannot write {}: it is a folder", output.string()),
                    fmt::format("name a file in it, such as {}", (output / "video.mp4").string()));
    const std::string suffix = output.extension().string();
    for (const char* known : {".mp4", ".m4v", ".mov", ".MP4", ".M4V", ".MOV"})
        if (suffix == known) return {};
    return fail(Errc::usage,
                fmt::format("cannot write {}: videos are written as MP4 or MOV", output.string()),
                fmt::format("name it {}", std::filesystem::path(output).replace_extension(".mp4").string()));
}

Result<void> check_platform(const std::string& platform, const draft::Draft& draft,
                            const render::RenderOptions& options, Console& console) {
    BEATSYNC_TRY(const pipeline::Platform* service, parse_platform(platform));
    if (service == nullptr) return {};
    const std::string codec = media::codec_of_encoder(options.encoder, {options.bit_depth, {}});
    // The draft's canvas, not what is rendered of it: a preview is small on purpose.
    BEATSYNC_TRY(const auto notes, pipeline::check_draft(*service, draft, draft.canvas, codec));
    for (const std::string& note : notes)
        console.say(note);
    return {};
}

bool report_platform(const std::string& platform, const std::filesystem::path& output,
                     const draft::Draft& draft, Console& console) {
    const pipeline::Platform* service = pipeline::find_platform(platform);
    std::error_code error;
    const auto bytes = std::filesystem::file_size(output, error);
    if (service == nullptr || error) return false;
    const auto notes = pipeline::check_file(*service, static_cast<std::int64_t>(bytes),
                                            draft.canvas.fps.time_of(draft.length_frames()));
    for (const std::string& note : notes)
        console.left_out(note);
    return !notes.empty();
}

Result<Outcome> run_sync(const Session& session, pipeline::SyncRequest request, const PlaceArguments& place,
                         const std::string& platform) {
    BEATSYNC_CHECK(place.check());
    BEATSYNC_CHECK(check_video_name(request.output));
    BEATSYNC_CHECK(check_container_of(request.output, request.render));
    Rendered rendered;
    request.renderer = [&](const draft::Draft& draft, const std::filesystem::path& output,
                           const render::RenderOptions& options,
                           const RunContext&) -> Result<render::RenderReport> {
        BEATSYNC_CHECK(check_platform(platform, draft, options, session.console));
        BEATSYNC_TRY(rendered, render_somewhere(draft, output, options, place, session));
        return rendered.report;
    };
    BEATSYNC_TRY(const pipeline::SyncedVideo synced, pipeline::sync(request, session.context));
    const auto& plan = synced.planned.plan;
    for (const std::string& note : plan.notes)
        session.console.say(note);
    bool clips_left_out = report_left_out(session.console, synced.planned);
    clips_left_out |= report_platform(platform, request.output, plan.draft, session.console);
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
