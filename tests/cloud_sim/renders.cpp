#include "cloud_sim/film.h"
#include "cloud_sim/service.h"

// Exports: submitted, polled, and in the end a film.
namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

[[nodiscard]] bool has_pictures(const json& draft) {
    const auto tracks = draft.find("t");
    if (tracks == draft.end() || !tracks->is_array()) return false;
    for (const json& track : *tracks)
        if (track.is_object() && track.contains("sg") && track["sg"].is_array() && !track["sg"].empty())
            return true;
    return false;
}

/// The film of a draft; begun when it is first asked for. The lock must be held.
[[nodiscard]] Film film_for(Service& service, const std::string& draft, const std::string& session_id) {
    FilmOrder order{draft, {}, {}, service.script.render.short_side};
    std::string key = std::to_string(order.short_side) + draft;
    for (const Upload* upload : service.state.uploads_of(session_id)) {
        order.uploads.push_back(*upload);
        key += upload->id + upload->sha256;
    }
    const auto known = service.films.find(key);
    if (known != service.films.end()) return known->second;
    order.output = service.folder / ("film" + std::to_string(service.films.size()) + ".mp4");
    Film film = std::async(std::launch::async, [order = std::move(order), stop = service.stop.get_token()] {
                    return make_film(order, stop);
                }).share();
    service.films.emplace(std::move(key), film);
    return film;
}

[[nodiscard]] bool may_export(const Service& service, const Call& call) {
    const auto lock = service.lock();
    if (service.script.render.blocked) return false;
    return !service.script.export_needs_scope ||
           service.state.tokens.at(call.token).scopes.contains("render");
}

void begin(Service& service, const std::string& id, const std::string& session_id, const json& draft) {
    const int fail = service.script.render.fail;
    Job job;
    job.fails = fail < 0 || static_cast<int>(service.state.jobs.size()) < fail;
    job.begun = std::chrono::steady_clock::now();
    job.seen.id = id;
    job.seen.session_id = session_id;
    job.seen.status = "pending";
    job.seen.draft = draft.dump();
    if (!job.fails) job.film = film_for(service, job.seen.draft, session_id);
    service.state.jobs.emplace(id, std::move(job));
    service.state.job_order.push_back(id);
}

void submit(Service& service, Call& call) {
    if (!may_export(service, call)) return refuse(service, call, 402, "export needs a plan", 402);
    const json body = body_of(call);
    const std::string id = text_at(body, "id");
    const json draft = body.value("draft", json());
    auto lock = service.lock();
    const Session* session = find_session(service, call, text_at(body, "sessionId"));
    if (session == nullptr) return;
    const bool wrong = id.empty() || body.contains("session_id") || !draft.is_object() ||
                       !has_pictures(draft) ||
                       text_at(body.value("output", json::object()), "format") != "mp4";
    if (wrong) return answer_plain(call, {{"error", "not an export"}}, 422);
    if (!service.state.jobs.contains(id)) begin(service, id, session->id, draft);
    ++service.state.jobs.at(id).seen.submits;
    const bool short_name = call.nth % 2 == 1;  // either is documented
    answer_plain(call, {{short_name ? "id" : "render_id", id}, {"status", "pending"}});
}

[[nodiscard]] std::string status_now(const Job& job, const RenderPlan& plan) {
    const auto passed = std::chrono::steady_clock::now() - job.begun;
    if (job.seen.polls >= plan.polls && passed >= std::chrono::seconds(plan.seconds))
        return job.fails ? "failed" : "completed";
    return job.seen.polls == 1 ? "pending" : "processing";
}

[[nodiscard]] std::string url_of(const Service& service, const std::string& id) {
    const std::string& where = service.script.render.url;
    if (where == "api") return service.url + "/files/" + id + ".mp4";
    if (where == "broken") return service.cdn_url + "/gone/" + id + ".mp4";
    return where == "cdn" ? service.cdn_url + "/files/" + id + ".mp4" : "";
}

[[nodiscard]] json told(const Service& service, const Job& job, const std::string& error) {
    json body{{"id", job.seen.id}, {"status", job.seen.status}};
    if (job.seen.status == "failed") body["error"] = error;
    if (job.seen.status == "processing")
        body["progress"] = job.seen.polls * 100 / (service.script.render.polls + 1);
    const std::string url = job.seen.status == "completed" ? url_of(service, job.seen.id) : "";
    if (!url.empty()) body["output"] = {{"url", url}};
    return body;
}

void poll(Service& service, Call& call) {
    auto lock = service.lock();
    const auto found = service.state.jobs.find(call.in.matches[1]);
    if (found == service.state.jobs.end()) return answer_plain(call, {{"error", "no such render"}}, 404);
    Job& job = found->second;  // jobs are never removed
    ++job.seen.polls;
    job.seen.status = status_now(job, service.script.render);
    std::string error = "the renderer ran out of memory";
    if (job.seen.status == "completed") {
        const Film film = job.film;
        lock.unlock();
        const auto& made = film.get();
        lock.lock();
        if (!made) {
            job.seen.status = "failed";
            error = describe(made.error());
        }
    }
    answer_plain(call, told(service, job, error));
}

}  // namespace

void add_renders(Service& service) {
    service.api.Post("/api/render/proxy/lambda", [&](const httplib::Request& in, httplib::Response& out) {
        handle(service, "render", Access::token, in, out, [&](Call& call) { submit(service, call); });
    });
    service.api.Get(
        "/api/render/proxy/lambda/([^/]+)", [&](const httplib::Request& in, httplib::Response& out) {
            handle(service, "poll", Access::token, in, out, [&](Call& call) { poll(service, call); });
        });
}

}  // namespace beatsync::cloud_sim
