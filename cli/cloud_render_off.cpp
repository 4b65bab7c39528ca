#include "cli/cloud_render.h"

namespace beatsync::cli {

bool has_cloud() {
    return false;
}

std::optional<HealthCheck> cloud_health(const CloudArguments&, const RunContext&) {
    return std::nullopt;
}

bool may_use_cloud(const PlaceArguments&) {
    return false;
}

std::string cloud_obstacle(const draft::Draft&, const std::filesystem::path&) {
    return "this program was built without it";
}

Result<std::string> render_in_cloud(const draft::Draft&, const std::filesystem::path&,
                                    const render::RenderOptions&, const CloudArguments&, bool,
                                    const Session&) {
    return fail(Errc::usage, "this program was built without the cloud", "use --where local");
}

}  // namespace beatsync::cli
