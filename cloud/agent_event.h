#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace beatsync::cloud {

/// What one event of the message stream says. Fields of a wrong type count as absent.
struct AgentEvent {
    enum class Kind : std::uint8_t {
        heartbeat,  ///< nothing said
        piece,      ///< part of a text, `partial:true`
        whole,      ///< a whole text, which repeats its pieces
        tools,      ///< tool calls or results alone, or thoughts, or JSON too broken to tell: not to be shown
        error,      ///< `text` is what the service says of it
    };
    Kind kind = Kind::heartbeat;
    std::string text;
    int calls = 0;
    int results = 0;
};

/// Reads an event's data: the framework's JSON, {"text":…}, {"error":…}, or plain text. Never fails.
[[nodiscard]] AgentEvent read_agent_event(std::string_view data);

/// Makes one text of pieces and wholes, with nothing twice; each whole text (a turn) begins a line. What is
/// shown in the end does not depend on how a turn is cut into pieces. Linear time.
class TextAssembler {
public:
    /// What is to be shown now that was not shown yet; may be empty. A "temporary issue" line at the end of
    /// normal answers shows nothing.
    [[nodiscard]] std::string add(const AgentEvent& event);
    /// At the stream's end: what was held back and turned out to be worth showing.
    [[nodiscard]] std::string finish();
    /// Pieces came that no whole text has ended: the stream may have been cut.
    [[nodiscard]] bool unfinished() const { return !turn_.empty(); }
    /// All that was shown.
    [[nodiscard]] const std::string& shown() const { return shown_; }

private:
    [[nodiscard]] std::string show(std::string text);
    [[nodiscard]] std::string add_piece(std::string_view text);
    [[nodiscard]] std::string add_whole(const std::string& text);
    [[nodiscard]] bool is_ignored(std::string_view before) const;

    std::string turn_;  ///< pieces since the last whole text
    std::string held_;  ///< the end of turn_ that may be a "temporary issue" line
    std::string shown_;
    std::string last_whole_;
    bool anything_shown_ = false;  ///< more than white space
    bool turn_ended_ = false;      ///< what is shown next begins a line
};

}  // namespace beatsync::cloud
