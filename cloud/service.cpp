#include "cloud/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "cloud/json_reader.h"
#include "cloud/message_stream.h"
#include "cloud/upload_file.h"

namespace beatsync::cloud {
namespace {

using nlohmann::json;

constexpr std::string_view kRender = "/api/render/proxy/lambda";
constexpr Seconds kUploadAnswer{300};    // the service may look at the file before it answers
constexpr Seconds kMessageAnswer{1000};  // MessageStream minds the clock, and is sooner

Call get(Endpoint endpoint, std::string path) {
    Call call;
    call.endpoint = endpoint;
    call.path = std::move(path);
    return call;
}

Call post(Endpoint endpoint, std::string path, const json& body) {
    Call call;
    call.endpoint = endpoint;
    call.method = Method::post;
    call.path = std::move(path);
    call.body = [text = write_json(body)]() -> Result<std::string> { return text; };
    return call;
}

/// An id as a part of a path (RFC 3986, section 2.3): it comes from the service, and may hold anything.
std::string in_path(std::string_view id) {
    std::string text;
    for (const char c : id) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                           (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_' || byte == '~' ||
                           (byte == '.' && id != "." && id != "..");
        text += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return text;
}

tl::unexpected<Error> lacks(std::string_view what) {
    return fail(Errc::refused, fmt::format("the service's answer holds no {}", what));
}

std::string first_text(const Envelope& answer, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        auto text = answer.text(name);
        if (text && !text->empty()) return *std::move(text);
    }
    return "";
}

/// As text; some count instead of naming.
std::string id_in(const Envelope& answer, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        auto text = answer.text(name);
        if (text && !text->empty()) return *std::move(text);
        if (const auto number = answer.integer(name)) return std::to_string(*number);
    }
    return "";
}

/// std::nullopt for a status that says that there is no such render.
std::optional<RenderState> read_render(const Envelope& answer) {
    RenderState state;
    std::string status = first_text(answer, {"status", "state"});
    std::transform(status.begin(), status.end(), status.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (status == "not_found" || status == "unknown") return std::nullopt;
    state.url = first_text(answer, {"output.url", "url", "output_url"});
    if (status == "completed" || status == "complete" || status == "done" || status == "success")
        state.phase = RenderPhase::completed;
    else if (status == "failed" || status == "error" || status == "cancelled" || status == "canceled")
        state.phase = RenderPhase::failed;
    else if (status == "processing" || status == "running" || status == "rendering")
        state.phase = RenderPhase::processing;
    if (const auto progress = answer.number("progress"))
        // Some say 0.4, some 40.
        state.progress = std::clamp(*progress > 1 ? *progress / 100 : *progress, 0.0, 1.0);
    state.error = first_text(answer, {"error", "error.message", "message"});
    return state;
}

/// Whether a request that has no good answer may have done its work: it went out and nothing came back, the
/// server broke, or it said yes in words that can't be read. A refusal with a code or a 4xx did nothing.
bool may_be_taken(const CallFailure& failure) {
    if (failure.status == 0) return failure.reached != Reached::nobody;
    return failure.status >= 500 || (failure.status < 300 && failure.code == 0);
}

}  // namespace

std::string download_path(std::string_view render_id) {
    return fmt::format("/api/render/proxy/{}/download", in_path(render_id));
}

Service::Service(ServiceSettings settings, Transport& transport, Clock& clock)
    : caller_(std::move(settings), transport, clock), transport_(transport), clock_(clock) {}

Result<Answer> Service::call(const Call& call, const RunContext& context) {
    refusal_.reset();
    Called called = caller_.call(call, context);
    if (auto* failure = std::get_if<CallFailure>(&called)) {
        refusal_ = std::move(*failure);
        return fail(refusal_->error);
    }
    return std::get<Answer>(std::move(called));
}

Account Service::account() {
    const auto token = caller_.known_token();
    if (!token) return {};
    return {token->anonymous ? TokenKind::anonymous : TokenKind::given, token->user_id, token->expires_at};
}

Result<void> Service::reach(const RunContext& context) {
    Request request;
    request.url = settings().base_url;
    request.limits.connect = Seconds(5);
    request.limits.total = Seconds(10);
    Exchanged exchanged = transport_.exchange(request, {}, context.stop);
    if (auto* failure = std::get_if<Failure>(&exchanged)) return fail(std::move(failure->error));
    return {};
}

Result<void> Service::login(const Secret& token, const RunContext& context) {
    const std::string& text = token.reveal();
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (text.empty() || !plain)
        return fail(Errc::usage, "a token is one word of letters, digits and signs",
                    "copy it again from your account");
    ServiceSettings settings = caller_.settings();
    settings.given_token = token;
    Service trial(std::move(settings), transport_, clock_);
    auto credits = trial.credits(context);
    refusal_ = trial.refusal();
    if (!credits) return fail(std::move(credits).error());
    BEATSYNC_TRY(const FileLock lock, caller_.tokens().lock(context.stop));
    caller_.forget_token();
    return caller_.tokens().save(lock, caller_.settings().base_url, {false, token, "", std::nullopt});
}

Result<void> Service::logout(const RunContext& context) {
    BEATSYNC_TRY(const FileLock lock, caller_.tokens().lock(context.stop));
    caller_.forget_token();
    return caller_.tokens().erase(lock, caller_.settings().base_url);
}

Result<Credits> Service::credits(const RunContext& context) {
    BEATSYNC_TRY(const Answer answer, call(get(Endpoint::credits, "/api/credits/balance/simple"), context));
    const auto available = answer.envelope->number("available");
    if (!available) return lacks("credits");
    const double frozen = answer.envelope->number("frozen").value_or(0);
    return Credits{*available, frozen, answer.envelope->number("total").value_or(*available + frozen)};
}

Result<Session> Service::create_session(const RunContext& context) {
    const json body{{"task_name", "project"}, {"language", settings().language}};
    BEATSYNC_TRY(
        const Answer answer,
        call(post(Endpoint::create_session, "/api/tasks/me/with-session/nemo_agent", body), context));
    Session session{id_in(*answer.envelope, {"session_id"}), id_in(*answer.envelope, {"task_id"})};
    if (session.session_id.empty()) return lacks("session_id");
    return session;
}

Result<std::string> Service::claim_link(const Session& session, const RunContext& context) {
    const json body{{"task_id", session.task_id}, {"session_id", session.session_id}};
    BEATSYNC_TRY(const Answer answer,
                 call(post(Endpoint::claim_token, "/api/auth/claim-token", body), context));
    const std::string token = first_text(*answer.envelope, {"claim_token"});
    if (token.empty()) return lacks("claim_token");
    std::string web = settings().web_url;
    while (web.ends_with('/'))
        web.pop_back();
    return fmt::format("{}/workspace/claim?ct={}", web, in_path(token));
}

Result<SessionState> Service::state(const std::string& session_id, const RunContext& context) {
    const std::string path = fmt::format("/api/state/nemo_agent/me/{}/latest", in_path(session_id));
    BEATSYNC_TRY(const Answer answer, call(get(Endpoint::state, path), context));
    return read_session_state(*answer.envelope);
}

Result<std::string> Service::upload(const std::string& session_id, const std::filesystem::path& file,
                                    const std::function<void(std::int64_t, std::int64_t)>& sent,
                                    const RunContext& context) {
    BEATSYNC_CHECK(check_upload(file));
    Call call;
    call.endpoint = Endpoint::upload;
    call.method = Method::post;
    call.path = "/api/upload-video/nemo_agent/me/" + in_path(session_id);
    call.files = {upload_part(file)};
    call.limits.first_byte = kUploadAnswer;
    call.limits.stall = kUploadAnswer;
    call.listener.sent = sent;
    BEATSYNC_TRY(const Answer answer, this->call(call, context));
    return answer.envelope->raw("data").value_or(answer.envelope->json_text());
}

Result<std::string> Service::upload_urls(const std::string& session_id, std::span<const std::string> urls,
                                         const RunContext& context) {
    const json body{{"urls", std::vector<std::string>(urls.begin(), urls.end())}, {"source_type", "url"}};
    Call request = post(Endpoint::upload, "/api/upload-video/nemo_agent/me/" + in_path(session_id), body);
    request.limits.first_byte = kUploadAnswer;
    request.limits.stall = kUploadAnswer;
    BEATSYNC_TRY(const Answer answer, call(request, context));
    return answer.envelope->raw("data").value_or(answer.envelope->json_text());
}

Result<Submission> Service::submit_render(const std::string& session_id, std::string_view draft_json,
                                          const std::function<Result<std::string>()>& next_id,
                                          const RunContext& context) {
    auto draft = read_json(draft_json);
    if (!draft || !draft->is_object()) return fail(Errc::input, "the draft is no JSON object");
    json body{{"sessionId", session_id},
              {"draft", *std::move(draft)},
              {"output", {{"format", "mp4"}, {"quality", "high"}}}};
    Call call;
    call.endpoint = Endpoint::render;
    call.method = Method::post;
    call.path = kRender;
    std::string id;
    call.body = [&]() -> Result<std::string> {
        BEATSYNC_TRY(id, next_id());
        body["id"] = id;
        return write_json(body);
    };
    auto answer = this->call(call, context);
    if (answer) {
        const std::string theirs = id_in(*answer->envelope, {"render_id", "renderId", "id"});
        return Submission{true, theirs.empty() ? id : theirs};
    }
    if (refusal_->error.code == Errc::cancelled) return fail(refusal_->error);
    if (may_be_taken(*refusal_)) return Submission{false, id};
    return fail(refusal_->error);
}

Result<std::optional<RenderState>> Service::render_state(const std::string& render_id,
                                                         const RunContext& context) {
    auto answer = call(get(Endpoint::poll, fmt::format("{}/{}", kRender, in_path(render_id))), context);
    if (answer) {
        auto state = read_render(*answer->envelope);
        constexpr Seconds kLongest{600};
        if (state && answer->head.retry_after)
            state->retry_after = std::min(*answer->head.retry_after, kLongest);
        return state;
    }
    constexpr int kNotFound = 404;
    if (refusal_->status == kNotFound || refusal_->code == kNotFound) return std::optional<RenderState>{};
    return fail(std::move(answer).error());
}

Result<StreamEnd> Service::send_message(const std::string& session_id, std::string_view text,
                                        const std::function<void(const AgentEvent&)>& on_event,
                                        const RunContext& context) {
    const json body{{"app_name", "nemo_agent"},
                    {"user_id", "me"},
                    {"session_id", session_id},
                    {"new_message", {{"parts", json::array({{{"text", std::string(text)}}})}}}};
    MessageStream stream(caller_, clock_, on_event);
    Call request = post(Endpoint::send_message, "/run_sse", body);
    request.headers.push_back({"Accept", "text/event-stream"});
    request.limits.first_byte = kMessageAnswer;
    request.limits.stall = kMessageAnswer;
    request.listener = stream.listener();
    auto answer = call(request, context);
    if (!answer && context.stopped()) return fail_cancelled();
    if (stream.refusal()) {
        refusal_ = stream.refusal();
        return fail(refusal_->error);
    }
    if (stream.end()) return *stream.end();
    if (answer || refusal_->reached == Reached::answer) stream.finish();
    if (answer) return StreamEnd::closed;
    if (may_be_taken(*refusal_)) return StreamEnd::lost;
    return fail(refusal_->error);
}

}  // namespace beatsync::cloud
