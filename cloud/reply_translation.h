#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cloud/gui_talk.h"
#include "cloud/sentence_splitter.h"

namespace beatsync::cloud {

/// A reply of the service, which writes for the user of its web page, for the user of a terminal.
struct TranslatedReply {
    std::string text;                  ///< to show: the reply without its instructions to use a GUI
    std::vector<ReplyAction> actions;  ///< what those instructions would have done; in order, each once
    std::string message;  ///< with send_as_message: the edits, in plain words. Sending costs credits and may
                          ///< be answered like this again: ask the user, and limit how often
};

/// The protocol's table "What the reply says, and what to do". Only instructions go; see gui_talk.h for what
/// one is. A list's introduction and a heading go when everything below them went. Code blocks and sentences
/// with an address stay. What stays is unchanged but for a full stop or a capital where a clause was taken
/// out.
[[nodiscard]] TranslatedReply translate_reply(std::string_view text);

/// The same for a text that arrives in pieces: what add() and finish() return makes translate_reply's text,
/// however it is cut. A sentence is returned as soon as it is complete, which its next character tells; a
/// heading or a list's introduction, with the first thing below it that stays.
class ReplyTranslator {
public:
    [[nodiscard]] std::string add(std::string_view piece);
    [[nodiscard]] std::string finish();
    [[nodiscard]] const std::vector<ReplyAction>& actions() const { return actions_; }
    [[nodiscard]] const std::string& message() const { return message_; }

private:
    /// A heading or introduction that waits for something below it.
    struct Held {
        std::string space;
        std::string text;
        int level = 0;  ///< 1 to 6: a heading; kIntroduction: a line that ends in a colon
        bool lost = false;
    };
    static constexpr int kIntroduction = 7;

    void take(const TextToken& token, std::string& out);
    void take_sentence(const std::string& text, std::string& out);
    void note(const GuiTalk& talk);
    void drop(const std::string& marker);
    void drop_held(std::size_t index);
    void hold(std::string text, int level);
    void keep(const std::string& text, bool list_item, std::string& out);
    void emit(std::string_view space, std::string_view text, std::string& out);

    SentenceSplitter splitter_;
    std::vector<ReplyAction> actions_;
    std::string message_;
    std::vector<Held> held_;
    std::string space_;     ///< white space since the last sentence that was kept or held
    std::string before_;    ///< the part of it before the sentences that were dropped since
    std::string marker_;    ///< "1. " of an item whose first sentence was dropped
    bool dropped_ = false;  ///< a sentence was, since then
    bool any_out_ = false;
    bool any_dropped_ = false;
    bool new_line_ = true;
    bool in_item_ = false;
    bool in_code_ = false;
};

}  // namespace beatsync::cloud
