#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "cli/options.h"
#include "cli/sync_job.h"
#include "cli/verb.h"

namespace beatsync::cli {
namespace {

struct Arguments {
    PlanArguments plan;
    RenderArguments render;
    PlaceArguments place;
    std::string output;
    std::string draft;
    bool overwrite = false;
};

Result<Outcome> run(const Arguments& given, const Session& session) {
    pipeline::SyncRequest request;
    BEATSYNC_TRY(request.render,
                 given.render.options(given.plan.analysis.threads, given.overwrite, given.plan.platform));
    BEATSYNC_TRY(request.plan, given.plan.request());
    request.output = given.output;
    request.draft = given.draft;
    return run_sync(session, std::move(request), given.place, given.plan.platform);
}

}  // namespace

Action define_sync(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    given->plan.define(command);
    command.add_option("-o,--output", given->output, "The video")->type_name("OUT.mp4")->required();
    command.add_option("--draft", given->draft, "Keep the draft too")
        ->type_name("DRAFT.json")
        ->group("Output");
    given->render.define(command);
    given->place.define(command);
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
