#include "cli/cloud_render.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/cloud_client.h"
#include "cloud/cloud_draft.h"
#include "cloud/upload_file.h"
#include "pipeline/draft_file.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
bool has_cloud() {
    return true;
}

std::optional<HealthCheck> cloud_health(const CloudArguments& cloud, const RunContext& context) {
    if (cloud.offline) return std::nullopt;
    HealthCheck check{"reaches the cloud", false, false, "",
                      "check the network and the proxy; everything but the cloud works without"};
    const auto client = CloudClient::open(cloud, false);
    if (!client) {
        check.detail = client.error().message;
        return check;
    }
    const auto reached = (*client)->service().reach(context);
    check.works = reached.has_value();
    check.detail = reached ? (*client)->base_url() : reached.error().message;
    return check;
}

bool may_use_cloud(const PlaceArguments& place) {
    if (place.anonymous) return true;
    const auto client = CloudClient::open(place.cloud, false);
    return client && (*client)->service().account().kind != cloud::TokenKind::none;
}

std::string cloud_obstacle(const draft::Draft& draft, const fs::path& source_folder) {
    for (const fs::path& file : cloud::files_of(pipeline::with_absolute_sources(draft, source_folder)))
        if (const auto checked = cloud::check_upload(file); !checked) return checked.error().message;
    return "";
}

Result<std::string> render_in_cloud(const draft::Draft& draft, const fs::path& output,
                                    const render::RenderOptions& options, const CloudArguments& given,
                                    bool may_fall_back, const Session& session) {
    BEATSYNC_TRY(const auto client, CloudClient::open(given));
    if (const auto beyond = cloud::beyond_the_service(draft); !beyond.empty())
        session.console.say(fmt::format("The service may leave out {}: --where local renders everything.",
                                        fmt::join(beyond, ", ")));
    cloud::Exporter exporter = client->exporter();
    cloud::ExportRequest request;
    request.draft = pipeline::with_absolute_sources(draft, options.source_folder);
    request.output = fs::absolute(output).lexically_normal();
    request.overwrite = options.overwrite;
    BEATSYNC_TRY(const cloud::Job job, exporter.begin(request));
    auto finished = exporter.finish(job.id, session.context);
    if (finished) return job.id;
    const bool elsewhere = may_fall_back && finished.error().code != Errc::cancelled;
    if (elsewhere) BEATSYNC_CHECK(exporter.abandon(job.id));
    Error error = std::move(finished).error();
    if (elsewhere && error.code == Errc::network) error.hint.clear();
    return fail(std::move(error));
}

}  // namespace beatsync::cli
