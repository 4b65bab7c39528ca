#include "cloud/gui_talk.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "cloud/characters.h"
#include "cloud/clause_words.h"
#include "cloud/gui_clauses.h"

namespace beatsync::cloud {
namespace {

enum class Kind : std::uint8_t { content, instruction, follower };

bool follows_colon(const Clause& clause) {
    return clause.delimiter.find(':') != std::string::npos ||
           clause.delimiter.find("：") != std::string::npos;
}

/// Marks the clauses that go: instructions, what follows on one ("…, choose MP4"), and what leads to one
/// ("To export, …").
std::vector<Kind> sort_clauses(const std::vector<Clause>& clauses) {
    std::vector<Kind> kinds(clauses.size(), Kind::content);
    bool after_instruction = false;
    for (std::size_t i = 0; i < clauses.size(); ++i) {
        const Clause& clause = clauses[i];
        if (clause.instruction) {
            kinds[i] = Kind::instruction;
            const bool led = i == 1 && clauses[0].leads && clause.join != Join::bracket;
            if (led && kinds[0] == Kind::content) kinds[0] = Kind::follower;
        } else if (after_instruction && !clause.tells && !follows_colon(clause)) {
            kinds[i] = Kind::follower;
        }
        if (clause.join != Join::bracket) after_instruction = kinds[i] != Kind::content;
    }
    return kinds;
}

void add_action(std::vector<ReplyAction>& actions, ReplyAction action) {
    if (std::find(actions.begin(), actions.end(), action) == actions.end()) actions.push_back(action);
}

char mark_of(std::string_view sentence) {
    const std::size_t last = sentence.find_last_not_of(")]*_`'\" ");
    const char c = last == std::string_view::npos ? '.' : sentence[last];
    return c == '!' || c == '?' ? c : '.';
}

/// ".", or "。" and its like.
std::string end_mark(std::string_view sentence, std::string_view kept) {
    for (std::string_view mark : {"。", "！", "？"}) {
        if (sentence.size() >= mark.size() && sentence.substr(sentence.size() - mark.size()) == mark)
            return std::string(mark);
    }
    return has_chinese(kept) ? "。" : std::string(1, mark_of(sentence));
}

void drop_front_connector(std::string& text) {
    const auto drop = [&](std::string_view word) {
        if (text.compare(0, word.size(), word) == 0) text.erase(0, word.size());
    };
    while (!text.empty() && is_ascii_space(text[0]))
        text.erase(0, 1);
    for (std::string_view word : {"and ", "but ", "so ", "or ", "then "})
        drop(word);
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
}

void drop_lone_emphasis(std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = text.find("**"); at != std::string::npos; at = text.find("**", at + 2))
        ++count;
    if (count % 2 == 0) return;
    text.erase(text.rfind("**"), 2);
}

void drop_end_spaces(std::string& text) {
    while (!text.empty() && is_ascii_space(text.back()))
        text.pop_back();
}

/// The clauses that stay, as a sentence.
std::string join_kept(std::string_view sentence, const std::vector<Clause>& clauses,
                      const std::vector<Kind>& kinds) {
    std::string kept;
    for (std::size_t i = 0; i < clauses.size(); ++i) {
        if (kinds[i] != Kind::content) continue;
        const bool goes_on = clauses[i].delimiter.empty() && i > 0 && kinds[i - 1] != Kind::content;
        if (goes_on) drop_end_spaces(kept);
        if (!kept.empty()) kept += clauses[i].delimiter;
        kept += clauses[i].text;
    }
    if (kept.find_first_not_of(" .!?*_()") == std::string::npos) return {};
    if (kinds.front() != Kind::content) drop_front_connector(kept);
    if (kinds.back() != Kind::content) {
        while (!kept.empty() && (is_ascii_space(kept.back()) || kept.back() == ',' || kept.back() == ':'))
            kept.pop_back();
        kept += end_mark(sentence, kept);
    }
    drop_lone_emphasis(kept);
    return kept;
}

void add_to_message(std::string& message, const std::string& text) {
    if (text.empty()) return;
    if (!message.empty()) message += ", ";
    message += text;
}

std::string finish_message(std::string message) {
    if (message.empty()) return message;
    if (message[0] >= 'a' && message[0] <= 'z') message[0] = static_cast<char>(message[0] - 'a' + 'A');
    return message + (has_chinese(message) ? "。" : ".");
}

}  // namespace

GuiTalk take_gui_talk(std::string_view sentence) {
    GuiTalk talk;
    talk.kept = std::string(sentence);
    constexpr std::size_t kLongest = 8192;  // bytes: nobody tells a reader what to do in more
    if (sentence.size() > kLongest || sentence.find("://") != std::string_view::npos) return talk;
    const std::vector<Clause> clauses = split_clauses(sentence);
    const auto is_instruction = [](const Clause& c) { return c.instruction.has_value(); };
    if (std::none_of(clauses.begin(), clauses.end(), is_instruction)) return talk;

    const std::vector<Kind> kinds = sort_clauses(clauses);
    talk.changed = true;
    talk.kept = join_kept(sentence, clauses, kinds);
    bool editing = false;  // what follows on a drag is an edit too
    for (std::size_t i = 0; i < clauses.size(); ++i) {
        if (kinds[i] == Kind::follower && editing) add_to_message(talk.message, clauses[i].plain);
        if (kinds[i] != Kind::instruction) continue;
        const Instruction& instruction = *clauses[i].instruction;
        if (instruction.action) add_action(talk.actions, *instruction.action);
        add_to_message(talk.message, instruction.message);
        editing = !instruction.message.empty();
    }
    talk.message = finish_message(std::move(talk.message));
    return talk;
}

}  // namespace beatsync::cloud
