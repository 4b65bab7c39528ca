#include "cloud/conversation.h"

#include <array>
#include <utility>

#include "cloud/agent_event.h"
#include "draft/diff.h"
#include "draft/text.h"

namespace beatsync::cloud {
namespace {

constexpr Seconds kStillWorking{120};
/// Before each question whether a message that was cut off did its work.
constexpr std::array kWaitsAfterLoss{Seconds(30), Seconds(60), Seconds(60), Seconds(60), Seconds(60)};

/// Turns the stream's events into text on the screen.
class Listening {
public:
    Listening(const Service& service, Clock& clock, const std::function<void(std::string_view)>& show,
              const RunContext& context)
        : service_(service), clock_(clock), show_(show), context_(context), said_(clock.steady()) {}

    void hear(const AgentEvent& event) {
        if (event.kind == AgentEvent::Kind::error) error_ = event.text;
        print(translator_.add(assembler_.add(event)));
        remind();
    }
    void finish() {
        unfinished_ = assembler_.unfinished();
        print(translator_.add(assembler_.finish()));
        print(translator_.finish());
    }

    [[nodiscard]] Reply reply() const { return {text_, translator_.actions(), translator_.message(), ""}; }
    /// It stopped in the middle of what it said.
    [[nodiscard]] bool unfinished() const { return unfinished_; }
    /// What the service says went wrong; empty when nothing did.
    [[nodiscard]] const std::string& error() const { return error_; }

private:
    /// Sentences, so that a token that came in pieces is whole here.
    void print(std::string text) {
        if (text.empty()) return;
        text = service_.redact(std::move(text));
        said_ = clock_.steady();
        text_ += text;
        show_(text);
    }
    void remind() {
        if (clock_.steady() - said_ < kStillWorking) return;
        said_ = clock_.steady();
        context_.say(LogLevel::info, "⏳ Still working...");
    }

    const Service& service_;
    Clock& clock_;
    const std::function<void(std::string_view)>& show_;
    const RunContext& context_;
    TextAssembler assembler_;
    ReplyTranslator translator_;
    Seconds said_;
    std::string text_;
    std::string error_;
    bool unfinished_ = false;
};

}  // namespace

std::string describe_difference(const SessionState& before, const SessionState& after) {
    std::string text;
    if (before.draft != after.draft) {
        const auto changes = draft::compare_drafts(before.draft, after.draft);
        text = changes ? draft::describe_changes(*changes) : "";
        if (text.empty()) text = "Changed the draft.";
    }
    const auto add = [&](const std::string& old_part, const std::string& new_part, const char* sentence) {
        if (old_part != new_part) text += (text.empty() ? "" : " ") + std::string(sentence);
    };
    add(before.video_infos, after.video_infos, "Changed what is known of the clips.");
    add(before.canvas_config, after.canvas_config, "Changed the canvas.");
    add(before.generated_media, after.generated_media, "Changed the generated media.");
    return text;
}

Result<void> Conversation::look_for_silent_edit(const std::string& session_id, const SessionState& before,
                                                Reply& reply, const RunContext& context) {
    BEATSYNC_TRY(const SessionState after, service_.state(session_id, context));
    reply.changes = describe_difference(before, after);
    return {};
}

Result<void> Conversation::after_loss(const std::string& session_id, const SessionState& before, Reply& reply,
                                      const RunContext& context) {
    context.say(
        LogLevel::info,
        "no end came to the message, which may have arrived: it is not sent again; looking at what it did");
    for (const Seconds length : kWaitsAfterLoss) {
        if (!clock_.wait(length, context.stop)) return fail_cancelled();
        const auto after = service_.state(session_id, context);
        if (!after && after.error().code == Errc::cancelled) return fail_cancelled();
        if (!after) continue;
        reply.changes = describe_difference(before, *after);
        if (!reply.changes.empty()) return {};
    }
    return fail(Errc::network, "no end came to the message, and it changed nothing",
                "it may still arrive: look with `beatsync cloud chat \"show tracks\"` before you repeat it");
}

Result<Reply> Conversation::say(const std::string& session_id, std::string_view words,
                                const std::function<void(std::string_view)>& show,
                                const RunContext& context) {
    BEATSYNC_TRY(const SessionState before, service_.state(session_id, context));
    Listening listening(service_, clock_, show, context);
    BEATSYNC_TRY(const StreamEnd end,
                 service_.send_message(
                     session_id, words, [&](const AgentEvent& event) { listening.hear(event); }, context));
    listening.finish();
    Reply reply = listening.reply();
    switch (end) {
        case StreamEnd::closed:
            if (!listening.unfinished() && (!draft::trimmed(reply.text).empty() || !reply.actions.empty()))
                return reply;
            BEATSYNC_CHECK(look_for_silent_edit(session_id, before, reply, context));
            if (reply.nothing() && !listening.error().empty())
                return fail(Errc::refused, "the service reports: " + listening.error());
            return reply;
        case StreamEnd::lost:
            BEATSYNC_CHECK(after_loss(session_id, before, reply, context));
            return reply;
        case StreamEnd::silent:
        case StreamEnd::too_long:
            break;
    }
    BEATSYNC_CHECK(look_for_silent_edit(session_id, before, reply, context));
    if (!reply.changes.empty()) return reply;
    return fail(Errc::network,
                end == StreamEnd::silent ? "the service said nothing for 10 minutes"
                                         : "the service was not done in 15 minutes",
                "look with `beatsync cloud chat \"show tracks\"` before you repeat the message");
}

}  // namespace beatsync::cloud
