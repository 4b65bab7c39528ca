#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "cli/console.h"
#include "core/run_context.h"

namespace CLI {
class App;
}

namespace beatsync::cli {

/// What a verb is given when it runs.
struct Session {
    Console& console;
    RunContext context;
    bool json = false;  ///< the result as one JSON document
};

enum class Outcome { done, partial };

using Action = std::function<Result<Outcome>(const Session&)>;

/// `define` adds the verb's options to the command and returns what runs it once they are parsed.
struct Verb {
    std::string_view name;
    std::string_view summary;
    std::string_view examples;  ///< two command lines that work, each ending in \n
    Action (*define)(CLI::App& command);
};

/// All verbs, in the order of the help text. One may be of two words: "cloud login".
[[nodiscard]] std::span<const Verb> verbs();
[[nodiscard]] const Verb* find_verb(std::string_view name);

Action define_sync(CLI::App& command);
Action define_beats(CLI::App& command);
Action define_scenes(CLI::App& command);
Action define_plan(CLI::App& command);
Action define_fit(CLI::App& command);
Action define_render(CLI::App& command);
Action define_edit(CLI::App& command);
Action define_show(CLI::App& command);
Action define_eval(CLI::App& command);
Action define_batch(CLI::App& command);
Action define_do(CLI::App& command);
Action define_doctor(CLI::App& command);
Action define_demo(CLI::App& command);
Action define_cloud_login(CLI::App& command);
Action define_cloud_status(CLI::App& command);
Action define_cloud_credits(CLI::App& command);
Action define_cloud_upload(CLI::App& command);
Action define_cloud_chat(CLI::App& command);
Action define_cloud_export(CLI::App& command);
Action define_cloud_jobs(CLI::App& command);
Action define_cloud_resume(CLI::App& command);
Action define_cloud_open(CLI::App& command);
Action define_cloud_logout(CLI::App& command);

}  // namespace beatsync::cli
