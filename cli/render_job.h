#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/verb.h"
#include "draft/draft.h"
#include "render/renderer.h"

namespace CLI {
class App;
}

namespace beatsync::cli {

/// The options of the service that every verb shares which may use it.
struct CloudArguments {
    double poll_interval_s = 30;
    std::string skill_source = "ai-video-editing-with-music";
    bool offline = false;

    void define(CLI::App& command);
    void define_offline(CLI::App& command);
};

/// Where a draft is rendered.
struct PlaceArguments {
    CloudArguments cloud;
    std::string where = "auto";
    std::string local_limit = "60s";
    bool anonymous = false;

    void define(CLI::App& command);
    /// Errc::usage for values that make no sense, and for a cloud that is not in this build.
    Result<void> check() const;
};

/// What became of a draft.
struct Rendered {
    bool cloud = false;
    std::string job;                     ///< of the cloud, as `cloud jobs` lists it
    render::RenderReport report;         ///< of this machine; empty when the cloud rendered it
    std::vector<std::string> decisions;  ///< one line each, as they were said
};

/// Renders here or in the cloud, as PlaceArguments has it, and says each decision. Relative sources count
/// from options.source_folder. Errors as of render::render and of cloud::Exporter.
[[nodiscard]] Result<Rendered> render_somewhere(const draft::Draft& draft,
                                                const std::filesystem::path& output,
                                                const render::RenderOptions& options,
                                                const PlaceArguments& place, const Session& session);

}  // namespace beatsync::cli
