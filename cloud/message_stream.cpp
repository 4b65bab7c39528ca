#include "cloud/message_stream.h"

#include <string>

namespace beatsync::cloud {
namespace {

constexpr Seconds kSilence{600};
constexpr Seconds kTotal{900};

}  // namespace

MessageStream::MessageStream(const Caller& caller, Clock& clock, const OnEvent& on_event)
    : caller_(caller), clock_(clock), on_event_(on_event), begun_(clock.steady()), news_(begun_) {
    handler_.keep_alive = [this] { on_event_({}); };
    handler_.event = [this](const SseEvent& sse) { event(sse); };
}

Listener MessageStream::listener() {
    Listener listener;
    listener.head = [this](const ResponseHead& answer) { return head(answer); };
    listener.data = [this](std::string_view bytes) { return data(bytes); };
    listener.idle = [this] {
        on_event_({});
        return in_time();
    };
    return listener;
}

bool MessageStream::head(const ResponseHead& head) {
    // A page is somebody's in between, and says nothing of what became of the message.
    if (is_success(head.status, 0) && head.content_type.find("html") != std::string::npos)
        end_ = StreamEnd::lost;
    return !end_;
}

bool MessageStream::data(std::string_view bytes) {
    if (!parser_.push(bytes, handler_)) end_ = StreamEnd::lost;
    return !end_ && in_time();
}

bool MessageStream::in_time() {
    const Seconds now = clock_.steady();
    if (now - news_ > kSilence) end_ = StreamEnd::silent;
    if (now - begun_ > kTotal) end_ = StreamEnd::too_long;
    return !end_;
}

void MessageStream::event(const SseEvent& event) {
    if (event.type == "heartbeat") return on_event_({});
    refusal_ = caller_.refusal_in(event.data, Endpoint::send_message);
    if (!refusal_) hear(event.data);
}

void MessageStream::hear(std::string_view data) {
    const AgentEvent event = read_agent_event(caller_.redact(std::string(data)));
    if (event.kind != AgentEvent::Kind::heartbeat) news_ = clock_.steady();
    on_event_(event);
}

void MessageStream::finish() {
    if (const std::string_view rest = parser_.pending_data(); !rest.empty()) hear(rest);
}

}  // namespace beatsync::cloud
