#include <algorithm>

#include "cloud_sim/edits.h"
#include "cloud_sim/event_stream.h"
#include "cloud_sim/service.h"

// Messages: an edit of the session's draft, told in a stream of events.
namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

/// The words of a message; "" when the request is not one.
[[nodiscard]] std::string words_of(const json& body) {
    static const json::json_pointer kText("/new_message/parts/0/text");
    if (!body.contains(kText) || !body[kText].is_string()) return "";
    return body[kText].get<std::string>();
}

[[nodiscard]] const Reply& reply_to(const Script& script, int nth) {
    const auto index = static_cast<std::size_t>(nth - 1);
    return script.messages[std::min(index, script.messages.size() - 1)];
}

void apply(Session& session, const Reply& reply, const Edit& edit) {
    if (reply.mode == "error" || reply.applied_after < 0) return;
    if (reply.applied_after == 0)
        session.draft = edit.draft;
    else
        session.pending.push_back({reply.applied_after, edit.draft});
}

void send(Service& service, httplib::Response& out, EventStream stream, std::function<void()> done) {
    auto next = std::make_shared<std::size_t>(0);
    out.status = 200;
    out.set_header("Cache-Control", "no-cache");
    out.set_chunked_content_provider(
        "text/event-stream",
        [&service, next, stream = std::move(stream)](std::size_t, httplib::DataSink& sink) {
            if (*next == stream.pieces.size() && stream.endless) *next = 0;
            if (*next == stream.pieces.size()) {
                if (!stream.cut) {
                    sink.done();
                    return true;
                }
                WireServer::arm({WireFault::End::reset, 0, 0, 0, 0, 0});
                return sink.write(" ", 1);  // goes nowhere: the connection breaks here
            }
            if (stream.wait_ms > 0 && !service.api.pause(stream.wait_ms)) return false;
            const std::string& piece = stream.pieces[(*next)++];
            return sink.write(piece.data(), piece.size());
        },
        [done = std::move(done)](bool) { done(); });
}

/// The credits are held while the stream runs, and gone when it ends.
[[nodiscard]] bool hold_credits(Service& service, const Call& call, std::int64_t cost) {
    Account& account = service.state.accounts.at(call.account);
    if (account.available < cost) return false;
    account.available -= cost;
    account.frozen += cost;
    return true;
}

void take_message(Service& service, Call& call) {
    const json body = body_of(call);
    const std::string words = words_of(body);
    if (text_at(body, "app_name") != "nemo_agent" || text_at(body, "user_id") != "me" || words.empty())
        return answer_plain(call, {{"detail", "not a message"}}, 422);
    auto lock = service.lock();
    Session* session = find_session(service, call, text_at(body, "session_id"));
    if (session == nullptr) return;
    const std::int64_t cost = service.script.message_cost;
    if (!hold_credits(service, call, cost)) {
        lock.unlock();
        return refuse(service, call, 2001, "insufficient credits");
    }
    service.state.messages.push_back({session->id, words});
    const Reply reply = reply_to(service.script, static_cast<int>(service.state.messages.size()));
    const Edit edit = edit_draft(session->draft, words, service.state.uploads_of(session->id));
    apply(*session, reply, edit);
    const int number = static_cast<int>(service.state.messages.size());
    lock.unlock();
    send(service, call.out, event_stream(reply, edit, number), [&service, account = call.account, cost] {
        const auto held = service.lock();
        service.state.accounts.at(account).frozen -= cost;
    });
}

}  // namespace

void add_messages(Service& service) {
    service.api.Post("/run_sse", [&](const httplib::Request& in, httplib::Response& out) {
        handle(service, "message", Access::token, in, out, [&](Call& call) { take_message(service, call); });
    });
}

}  // namespace beatsync::cloud_sim
