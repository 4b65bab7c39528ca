#include "cloud/caller.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cloud/client_id.h"
#include "cloud/timestamp.h"
#include "cloud/url.h"

namespace beatsync::cloud {
namespace {

constexpr Seconds kLongestWait{600};  // a server that wants more is better asked by the user, later
constexpr double kExpiryMargin = 60;
constexpr std::string_view kTokenPath = "/api/auth/anonymous-token";

CallFailure failed(Error error, Reached reached = Reached::nobody) {
    CallFailure failure;
    failure.error = std::move(error);
    failure.reached = reached;
    return failure;
}

/// A document, where a stream or a file was expected: most likely a refusal.
bool is_json(const ResponseHead& head) {
    return head.content_type.find("json") != std::string::npos;
}

}  // namespace

/// What was done about refusals so far.
struct Caller::Tries {
    int tokens = 0;
    int client_ids = 0;
    int waits = 0;
    int backoffs = 0;

    [[nodiscard]] Seconds next_backoff() { return Seconds(1 << std::min(backoffs++, 5)); }
};

Caller::Caller(ServiceSettings settings, Transport& transport, Clock& clock)
    : settings_(std::move(settings)), transport_(transport), clock_(clock), store_(settings_.state_folder) {}

std::string Caller::redact(std::string text) const {
    const std::string& token = token_ ? token_->token.reveal() : settings_.given_token.reveal();
    constexpr std::size_t kShortest = 8;  // less is no token, and in every other word
    if (token.size() < kShortest) return text;
    for (std::size_t at = text.find(token); at != std::string::npos; at = text.find(token, at))
        text.replace(at, token.size(), "[token]");
    return text;
}

std::optional<CallFailure> Caller::refusal_in(std::string_view event, Endpoint endpoint) const {
    const auto envelope = Envelope::parse(event);
    if (!envelope || envelope->has("content") || envelope->has("text")) return std::nullopt;
    const std::int64_t code = envelope->code().value_or(0);
    constexpr int kOk = 200;
    if (is_success(kOk, code)) return std::nullopt;
    CallFailure refusal = failed(
        error_of(find_error_row(kOk, code, endpoint, owner()), redact(envelope->message())), Reached::answer);
    refusal.status = kOk;
    refusal.code = code;
    return refusal;
}

Caller::Heard Caller::exchange(const Call& call, const Request& request, std::stop_token stop) {
    Heard heard;
    bool is_document = false;
    std::string document;
    Listener listener = call.listener;
    if (listener.data) {
        listener.head = [&](const ResponseHead& head) {
            is_document = is_json(head);
            return is_document || !call.listener.head || call.listener.head(head);
        };
        listener.data = [&](std::string_view bytes) {
            if (!is_document) return call.listener.data(bytes);
            document.append(bytes);
            return document.size() <= Envelope::kMaxBytes;
        };
    }
    heard.exchanged = transport_.exchange(request, listener, std::move(stop));
    auto* response = std::get_if<Response>(&heard.exchanged);
    if (response == nullptr || !listener.data || !is_success(response->head.status, 0)) return heard;
    heard.handed_on = !is_document;
    response->body = std::move(document);
    return heard;
}

Called Caller::call(const Call& call, const RunContext& context) {
    Tries tries;
    for (;;) {
        auto request = make_request(call, context);
        if (!request) return failed(std::move(request).error());
        const Heard heard = exchange(call, *request, context.stop);
        if (const auto* failure = std::get_if<Failure>(&heard.exchanged)) {
            if (auto final = after_failure(call, *failure, tries, context)) return *std::move(final);
            continue;
        }
        const auto& response = std::get<Response>(heard.exchanged);
        if (heard.handed_on) return Answer{response.head, std::nullopt};
        // A token that is asked for is not one that is repeated.
        const bool repeats = call.endpoint != Endpoint::anonymous_token;
        auto envelope = Envelope::parse(repeats ? redact(response.body) : response.body);
        if (!envelope && is_success(response.head.status, 0)) {
            // Cut, or from somebody in between: passing, where asking again does no harm.
            Failure broken{Reached::answer, true, std::move(envelope).error()};
            broken.error.code = Errc::network;
            auto final = after_failure(call, broken, tries, context);
            if (!final) continue;
            final->status = response.head.status;
            return *std::move(final);
        }
        // A code that is no number says no.
        const std::int64_t code = envelope ? envelope->code().value_or(-1) : 0;
        if (is_success(response.head.status, code)) return Answer{response.head, *std::move(envelope)};
        const std::string said = envelope ? envelope->message() : std::string{};
        if (auto final = after_refusal(call, response, code, said, tries, context)) return *std::move(final);
    }
}

Result<Request> Caller::make_request(const Call& call, const RunContext& context) {
    Request request;
    request.method = call.method;
    const bool absolute = !call.path.starts_with('/');
    if (absolute) {
        request.url = call.path;
    } else {
        BEATSYNC_TRY(request.url, join_url(settings_.base_url, call.path));
    }
    request.headers = call.headers;
    request.headers.push_back({"X-Skill-Source", settings_.skill_source});
    request.headers.push_back({"X-Skill-Version", settings_.skill_version});
    request.headers.push_back({"X-Skill-Platform", settings_.skill_platform});
    if (call.endpoint == Endpoint::anonymous_token) {
        BEATSYNC_TRY(const std::string id, client_id());
        request.headers.push_back({"X-Client-Id", id});
    } else {
        BEATSYNC_CHECK(ensure_token(context));
        request.bearer = token_->token;
    }
    if (call.body) {
        BEATSYNC_TRY(request.body, call.body());
        request.headers.push_back({"Content-Type", "application/json"});
    }
    request.files = call.files;
    request.limits = call.limits;
    return request;
}

std::optional<CallFailure> Caller::wait(Seconds length, std::string_view why, const RunContext& context) {
    constexpr Seconds kWorthALine{10};
    context.say(length < kWorthALine ? LogLevel::debug : LogLevel::info,
                fmt::format("{}: trying again in {:.3g} s", why, length.count()));
    if (clock_.wait(length, context.stop)) return std::nullopt;
    return failed(fail_cancelled().value());
}

std::optional<CallFailure> Caller::after_failure(const Call& call, const Failure& failure, Tries& tries,
                                                 const RunContext& context) {
    const ErrorRow down = find_error_row(503, 0, call.endpoint, owner());
    const bool again = call.backoff && failure.passing && failure.error.code != Errc::cancelled &&
                       down.action == ErrorAction::retry_with_backoff && tries.backoffs < down.most_retries;
    if (again) return wait(tries.next_backoff(), failure.error.message, context);
    CallFailure final = failed(failure.error, failure.reached);
    final.passing = failure.passing;
    return final;
}

Error Caller::error_of(const ErrorRow& row, std::string_view said) const {
    return to_error(row, said, settings_.web_url, token_ ? token_->user_id : "");
}

std::optional<CallFailure> Caller::after_refusal(const Call& call, const Response& response,
                                                 std::int64_t code, const std::string& said, Tries& tries,
                                                 const RunContext& context) {
    const ErrorRow row = find_error_row(response.head.status, code, call.endpoint, owner());
    CallFailure refusal = failed(error_of(row, said), Reached::answer);
    refusal.status = response.head.status;
    refusal.code = code;
    refusal.passing = row.errc == Errc::network;
    refusal.location = response.head.location;
    const Seconds asked = response.head.retry_after.value_or(Seconds(0));
    switch (row.action) {
        case ErrorAction::none:
        case ErrorAction::new_session_and_upload_again:
            return refusal;
        case ErrorAction::new_anonymous_token: {
            if (tries.tokens++ >= row.most_retries) return refusal;
            context.say(LogLevel::debug, "the anonymous token is no longer good: asking for a new one");
            auto renewed = renew_token(context);
            if (!renewed) return failed(std::move(renewed).error(), Reached::answer);
            return std::nullopt;
        }
        case ErrorAction::make_client_id: {
            if (!settings_.client_id.empty() || tries.client_ids++ >= row.most_retries) return refusal;
            auto made = new_client_id(settings_.config_folder);
            if (!made) return failed(std::move(made).error(), Reached::answer);
            return std::nullopt;
        }
        case ErrorAction::wait_and_retry_once: {
            const Seconds length = response.head.retry_after.value_or(Seconds(kDefaultRetryWaitSeconds));
            if (tries.waits++ >= row.most_retries || length > kLongestWait) return refusal;
            return wait(length, row.message, context);
        }
        case ErrorAction::retry_with_backoff:
            if (!call.backoff || tries.backoffs >= row.most_retries || asked > kLongestWait) return refusal;
            return wait(std::max(tries.next_backoff(), asked), row.message, context);
    }
    return refusal;
}

TokenOwner Caller::owner() const {
    const bool anonymous = token_ ? token_->anonymous : settings_.given_token.empty();
    return anonymous ? TokenOwner::anonymous : TokenOwner::given;
}

bool Caller::usable(const StoredToken& token) const {
    // One that the user gave is the user's to replace.
    return !token.anonymous || !token.expires_at || *token.expires_at > clock_.unix_time() + kExpiryMargin;
}

std::optional<StoredToken> Caller::known_token() {
    if (token_) return token_;
    if (!settings_.given_token.empty()) {
        token_ = StoredToken{false, settings_.given_token, "", std::nullopt};
        return token_;
    }
    auto stored = store_.load(settings_.base_url);
    if (stored && usable(*stored)) token_ = stored;
    return stored;
}

Result<void> Caller::ensure_token(const RunContext& context) {
    if (token_ && usable(*token_)) return {};
    token_.reset();
    (void)known_token();
    if (token_) return {};
    if (!settings_.may_register)
        return fail(Errc::refused, "there is no token for the cloud",
                    "set NEMO_TOKEN, or run `beatsync cloud login`");
    return renew_token(context);
}

Result<void> Caller::renew_token(const RunContext& context) {
    const Secret bad = token_ ? token_->token : Secret();
    BEATSYNC_TRY(const FileLock lock, store_.lock(context.stop));
    // Another program may have been through this while we waited.
    auto stored = store_.load(settings_.base_url);
    if (stored && usable(*stored) && !(stored->token == bad)) {
        token_ = *std::move(stored);
        return {};
    }
    BEATSYNC_TRY(StoredToken made, ask_for_token(context));
    BEATSYNC_CHECK(store_.save(lock, settings_.base_url, made));
    token_ = std::move(made);
    return {};
}

Result<StoredToken> Caller::ask_for_token(const RunContext& context) {
    Call call;
    call.endpoint = Endpoint::anonymous_token;
    call.method = Method::post;
    call.path = kTokenPath;
    Called called = this->call(call, context);
    if (auto* failure = std::get_if<CallFailure>(&called)) return fail(std::move(failure->error));
    const Envelope& answer = *std::get<Answer>(called).envelope;
    StoredToken token;
    token.token = Secret(answer.text("token").value_or(""));
    if (token.token.empty()) return fail(Errc::refused, "the service answered no token");
    token.user_id = answer.text("user_id").value_or("");
    if (const auto number = answer.number("expires_at"))
        token.expires_at = unix_time_of(*number);
    else
        token.expires_at = parse_timestamp(answer.text("expires_at").value_or(""));
    return token;
}

Result<std::string> Caller::client_id() {
    if (!settings_.client_id.empty()) return settings_.client_id;
    return kept_client_id(settings_.config_folder);
}

}  // namespace beatsync::cloud
