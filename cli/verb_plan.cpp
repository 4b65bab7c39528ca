#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "cli/json_results.h"
#include "cli/options.h"
#include "cli/sync_job.h"
#include "cli/text_output.h"
#include "cli/verb.h"
#include "draft/draft_json.h"
#include "pipeline/draft_file.h"

namespace beatsync::cli {
namespace {

struct Arguments {
    PlanArguments plan;
    std::string output = "-";
    bool explain = false;
    bool overwrite = false;
};

std::string explanation(const plan::Plan& plan) {
    std::string text;
    for (const auto& reason : plan.reasons)
        text +=
            fmt::format("{:>10}  frame {:>6}  {}\n", format_time(plan.draft.canvas.fps.time_of(reason.frame)),
                        reason.frame, one_line(reason.why));
    return text;
}

/// The one document that stdout gets. A draft on stdout keeps it for itself: then the explanation is talk.
Result<void> print(const Arguments& given, const Session& session, const pipeline::PlannedVideo& planned) {
    const draft::Draft& draft = planned.plan.draft;
    if (session.json) return session.console.result(plan_json(planned));
    if (is_stdout(given.output)) {
        if (given.explain)
            for (const auto& reason : planned.plan.reasons)
                session.console.say(fmt::format("frame {}: {}", reason.frame, reason.why));
        return session.console.result(draft::to_json(draft));
    }
    if (given.explain) BEATSYNC_CHECK(session.console.result(explanation(planned.plan)));
    return session.console.result(video_line(given.output, draft) +
                                  fmt::format(", {} pictures\n", planned.plan.reasons.size()));
}

Result<Outcome> run(const Arguments& given, const Session& session) {
    BEATSYNC_TRY(const pipeline::PlanRequest request, given.plan.request());
    auto inputs = request.clips;
    inputs.push_back(request.song);
    BEATSYNC_CHECK(check_text_output(given.output, inputs, given.overwrite));
    BEATSYNC_TRY(const pipeline::PlannedVideo planned, pipeline::plan_video(request, session.context));
    BEATSYNC_CHECK(check_platform(given.plan.platform, planned.plan.draft, {}, session.console));
    if (!is_stdout(given.output)) BEATSYNC_CHECK(pipeline::write_draft(given.output, planned.plan.draft));
    for (const std::string& note : planned.plan.notes)
        session.console.say(note);
    const bool left_out = report_left_out(session.console, planned);
    BEATSYNC_CHECK(print(given, session, planned));
    return left_out ? Outcome::partial : Outcome::done;
}

}  // namespace

Action define_plan(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    given->plan.define(command);
    command.add_option("-o,--output", given->output, "The draft; - is stdout")->type_name("DRAFT.json");
    command.add_flag("--explain", given->explain, "Say for each cut: which beat, which shot, why");
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
