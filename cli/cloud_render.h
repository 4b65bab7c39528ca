#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/health.h"
#include "cli/render_job.h"
#include "cli/verb.h"
#include "draft/draft.h"
#include "render/renderer.h"

// What verbs that can do without it ask of the cloud; in a program that is built without it, all of it says
// no.
namespace beatsync::cli {

[[nodiscard]] bool has_cloud();

/// Whether the service can be reached, for `doctor`; none where that is nobody's business: --offline, or a
/// program without the cloud. Sends nothing of the user's.
[[nodiscard]] std::optional<HealthCheck> cloud_health(const CloudArguments& cloud, const RunContext& context);

/// There is a token, or leave to get one.
[[nodiscard]] bool may_use_cloud(const PlaceArguments& place);

/// Why the service would not take the draft's media; empty when it would. Asks nobody.
[[nodiscard]] std::string cloud_obstacle(const draft::Draft& draft,
                                         const std::filesystem::path& source_folder);

/// Uploads, renders and downloads: the job's id. A job that does not end well is abandoned where this machine
/// does it instead (`may_fall_back`), and left to `cloud resume` where not.
[[nodiscard]] Result<std::string> render_in_cloud(const draft::Draft& draft,
                                                  const std::filesystem::path& output,
                                                  const render::RenderOptions& options,
                                                  const CloudArguments& cloud, bool may_fall_back,
                                                  const Session& session);

}  // namespace beatsync::cli
