#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "cli/demo/demo_media.h"
#include "cli/options.h"
#include "cli/sync_job.h"
#include "cli/verb.h"
#include "pipeline/outputs.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

struct Arguments {
    std::string folder = "beatsync-demo";
    AnalysisArguments analysis;
    RenderArguments render;
    bool overwrite = false;
};

/// Before the media are made, which takes longest; a folder that is yet to be made cannot be in the way.
Result<void> check_outputs(const pipeline::SyncRequest& request, bool overwrite) {
    std::error_code ec;
    if (!fs::exists(request.output.parent_path(), ec)) return {};
    BEATSYNC_CHECK(pipeline::check_output(request.output, {}, overwrite));
    return pipeline::check_output(request.draft, {}, overwrite);
}

Result<Outcome> run(const Arguments& given, const Session& session) {
    pipeline::SyncRequest request;
    BEATSYNC_TRY(request.render, given.render.options(given.analysis.threads, given.overwrite));
    BEATSYNC_TRY(request.plan.analysis, given.analysis.settings());
    const fs::path folder = given.folder;
    request.output = folder / "demo.mp4";
    request.draft = folder / "demo.json";
    BEATSYNC_CHECK(check_outputs(request, given.overwrite));
    BEATSYNC_TRY(const DemoMedia media, make_demo_media(folder, session.context));
    request.plan.song = media.song;
    request.plan.clips = media.clips;
    PlaceArguments here;
    here.where = "local";
    return run_sync(session, std::move(request), here);
}

}  // namespace

Action define_demo(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("FOLDER", given->folder, "Where it goes; made when missing");
    given->analysis.define_clip_options(command);
    given->render.define(command);
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
