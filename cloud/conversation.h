#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cloud/clock.h"
#include "cloud/reply_translation.h"
#include "cloud/service.h"
#include "core/error.h"
#include "core/run_context.h"

namespace beatsync::cloud {

/// What became of a message.
struct Reply {
    std::string text;                  ///< all that was shown, without talk of a GUI
    std::vector<ReplyAction> actions;  ///< what that talk asks for; to be done by the caller
    std::string message;               ///< with ReplyAction::send_as_message: the words to send
    std::string changes;               ///< what changed, where the service did not say it
    /// Neither a word nor a change.
    [[nodiscard]] bool nothing() const { return text.empty() && changes.empty() && actions.empty(); }
};

/// Says something to the service and listens to the end, by the protocol's table "The message stream". No
/// message is ever sent twice: where the connection is lost, the state tells whether it arrived.
class Conversation {
public:
    /// Both must outlive it.
    Conversation(Service& service, Clock& clock) : service_(service), clock_(clock) {}

    /// `show` gets the reply's text as it comes. "⏳ Still working..." every two minutes without any goes to
    /// the context's log. Errors as of Service; Errc::network also when the connection was lost and nothing
    /// changed, or the time was up.
    [[nodiscard]] Result<Reply> say(const std::string& session_id, std::string_view words,
                                    const std::function<void(std::string_view)>& show,
                                    const RunContext& context);

private:
    [[nodiscard]] Result<void> look_for_silent_edit(const std::string& session_id, const SessionState& before,
                                                    Reply& reply, const RunContext& context);
    [[nodiscard]] Result<void> after_loss(const std::string& session_id, const SessionState& before,
                                          Reply& reply, const RunContext& context);

    Service& service_;
    Clock& clock_;
};

/// What is different, in sentences; empty when nothing is.
[[nodiscard]] std::string describe_difference(const SessionState& before, const SessionState& after);

}  // namespace beatsync::cloud
