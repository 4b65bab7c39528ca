#include "cloud_sim/service.h"

// What the service saw, for a script that can't look inside: no endpoint of the real one. Says no token.
namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

[[nodiscard]] json report(const Service& service) {
    const auto lock = service.lock();
    const State& state = service.state;
    json jobs = json::array();
    for (const std::string& id : state.job_order) {
        const RenderJob& job = state.jobs.at(id).seen;
        jobs.push_back({{"id", id}, {"status", job.status}, {"submits", job.submits}, {"polls", job.polls}});
    }
    json uploads = json::array();
    for (const Upload& upload : state.uploads)
        uploads.push_back({{"id", upload.id},
                           {"name", upload.name},
                           {"size", upload.size},
                           {"sha256", upload.sha256},
                           {"url", upload.source_url}});
    json messages = json::array();
    for (const Message& message : state.messages)
        messages.push_back({{"session_id", message.session_id}, {"text", message.text}});
    return {{"calls", state.calls}, {"renders", jobs}, {"uploads", uploads}, {"messages", messages}};
}

}  // namespace

void add_report(Service& service) {
    service.api.Get("/sim/state", [&](const httplib::Request&, httplib::Response& out) {
        constexpr int kIndent = 2;
        out.set_content(report(service).dump(kIndent, ' ', false, json::error_handler_t::replace) + "\n",
                        "application/json");
    });
}

}  // namespace beatsync::cloud_sim
