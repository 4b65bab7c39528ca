#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/cloud_render.h"
#include "cli/health.h"
#include "cli/json_document.h"
#include "cli/paths.h"
#include "cli/verb.h"
#include "core/version.h"

namespace beatsync::cli {
namespace {

std::string table(const std::vector<HealthCheck>& checks) {
    std::string text = fmt::format("beatsync {}\n", version());
    for (const auto& check : checks) {
        text += fmt::format("{:<8} {:<38} {}\n",
                            check.works       ? "ok"
                            : check.essential ? "MISSING"
                                              : "missing",
                            check.name, check.detail);
        if (!check.works) text += fmt::format("{:<8} fix: {}\n", "", check.fix);
    }
    return text;
}

std::string checks_json(const std::vector<HealthCheck>& checks) {
    Json json = {{"version", version()}, {"checks", Json::array()}};
    for (const auto& check : checks)
        json["checks"].push_back({{"name", check.name},
                                  {"works", check.works},
                                  {"essential", check.essential},
                                  {"detail", check.detail},
                                  {"fix", check.works ? "" : check.fix}});
    return document(json);
}

Result<Outcome> run(const CloudArguments& cloud, const Session& session) {
    auto checks = check_health(analysis_cache_folder());
    if (auto check = cloud_health(cloud, session.context)) checks.push_back(*std::move(check));
    BEATSYNC_CHECK(session.console.result(session.json ? checks_json(checks) : table(checks)));
    const auto broken = std::find_if(checks.begin(), checks.end(),
                                     [](const HealthCheck& c) { return c.essential && !c.works; });
    if (broken != checks.end())
        return fail(Errc::media, fmt::format("sync cannot work here: {}: {}", broken->name, broken->detail),
                    broken->fix);
    return Outcome::done;
}

}  // namespace

Action define_doctor(CLI::App& command) {
    const auto cloud = std::make_shared<CloudArguments>();
    cloud->define_offline(command);
    return [cloud](const Session& session) { return run(*cloud, session); };
}

}  // namespace beatsync::cli
