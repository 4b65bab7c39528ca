#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "cloud/agent_event.h"
#include "cloud/caller.h"
#include "cloud/clock.h"
#include "cloud/service.h"
#include "cloud/sse_parser.h"
#include "cloud/transport.h"

namespace beatsync::cloud {

/// One message's answer as it comes: bytes into events, with an eye on the clock.
class MessageStream {
public:
    using OnEvent = std::function<void(const AgentEvent&)>;
    MessageStream(const Caller& caller, Clock& clock, const OnEvent& on_event);

    /// What the transport is to call; the stream must outlive the exchange.
    [[nodiscard]] Listener listener();
    /// The events of a last line that no empty line ended.
    void finish();

    /// Why the reader ended it; none when it did not.
    [[nodiscard]] const std::optional<StreamEnd>& end() const { return end_; }
    /// The refusal that came as an event.
    [[nodiscard]] const std::optional<CallFailure>& refusal() const { return refusal_; }

private:
    [[nodiscard]] bool head(const ResponseHead& head);
    [[nodiscard]] bool data(std::string_view bytes);
    [[nodiscard]] bool in_time();
    void event(const SseEvent& event);
    void hear(std::string_view data);

    const Caller& caller_;
    Clock& clock_;
    const OnEvent& on_event_;
    SseParser parser_;
    SseHandler handler_;
    Seconds begun_;
    Seconds news_;  ///< when anything but a heartbeat last came
    std::optional<StreamEnd> end_;
    std::optional<CallFailure> refusal_;
};

}  // namespace beatsync::cloud
