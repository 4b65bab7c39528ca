#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/json_results.h"
#include "cli/options.h"
#include "cli/paths.h"
#include "cli/render_job.h"
#include "cli/sync_job.h"
#include "cli/verb.h"
#include "pipeline/draft_file.h"
#include "pipeline/outputs.h"
#include "pipeline/pipeline.h"

namespace beatsync::cli {
namespace {

struct Arguments {
    RenderArguments render;
    std::string draft;
    std::string output;
    PlaceArguments place;
    std::string platform;
    int threads = 0;
    bool overwrite = false;
};

Result<Outcome> run(const Arguments& given, const Session& session) {
    BEATSYNC_CHECK(given.place.check());
    BEATSYNC_TRY(render::RenderOptions options,
                 given.render.options(given.threads, given.overwrite, given.platform));
    BEATSYNC_CHECK(check_video_name(given.output));
    BEATSYNC_CHECK(check_container_of(given.output, options));
    BEATSYNC_TRY(const draft::Draft draft, pipeline::read_draft(given.draft));
    options.source_folder = pipeline::folder_of(given.draft);
    if (!options.known_whole)
        options.known_whole = [&](const std::filesystem::path& clip) {
            pipeline::AnalysisSettings analysis;
            analysis.cache_folder = analysis_cache_folder();
            return pipeline::was_whole(clip, analysis, session.context);
        };
    auto inputs = pipeline::sources_of(draft, options.source_folder);
    inputs.emplace_back(given.draft);
    BEATSYNC_CHECK(pipeline::check_output(given.output, inputs, given.overwrite));

    BEATSYNC_CHECK(check_platform(given.platform, draft, options, session.console));
    BEATSYNC_TRY(const Rendered rendered,
                 render_somewhere(draft, given.output, options, given.place, session));
    for (const std::string& note : rendered.report.notes)
        session.console.left_out(note);
    const bool beyond = report_platform(given.platform, given.output, draft, session.console);
    BEATSYNC_CHECK(session.console.result(session.json ? render_json(given.output, draft, rendered)
                                                       : video_line(given.output, draft, rendered) + "\n"));
    return rendered.report.notes.empty() && !beyond ? Outcome::done : Outcome::partial;
}

}  // namespace

Action define_render(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("DRAFT", given->draft, "The draft; its relative paths count from its folder")
        ->required();
    command.add_option("-o,--output", given->output, "The video")->type_name("OUT.mp4")->required();
    given->render.define(command);
    define_platform(command, given->platform);
    given->place.define(command);
    define_threads(command, given->threads);
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
