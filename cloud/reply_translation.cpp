#include "cloud/reply_translation.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "cloud/characters.h"

namespace beatsync::cloud {
namespace {

constexpr std::size_t kMaxMessage = 2000;  // bytes
constexpr std::size_t kMostHeld = 64;      // nobody nests so deep

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}
bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

struct Line {
    std::size_t marker = 0;  // bytes of "1. ", "- ", "> ", "## " in front
    int heading = 0;         // 1 to 6; 0: none
    bool item = false;
};

std::size_t number_length(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && digits < 4 && is_ascii_digit(text[digits]))
        ++digits;
    if (digits == 0) return 0;
    for (std::string_view mark : {". ", ") ", "、", "．"}) {
        if (starts_with(text.substr(digits), mark)) return digits + mark.size();
    }
    return 0;
}

/// What is in front of a line's first sentence.
Line read_line(std::string_view text) {
    Line line;
    std::size_t hashes = 0;
    while (hashes < text.size() && text[hashes] == '#')
        ++hashes;
    if (hashes >= 1 && hashes <= 6 && text.substr(hashes, 1) == " ")
        return {hashes + 1, static_cast<int>(hashes), false};
    for (std::string_view bullet : {"- ", "* ", "+ ", "• ", "· ", "> ", "✅ ", "👉 "}) {
        if (!starts_with(text, bullet)) continue;
        line = {bullet.size(), 0, bullet != "> "};
    }
    if (const std::size_t length = number_length(text.substr(line.marker)); length > 0)
        line = {line.marker + length, 0, true};
    return line;
}

/// "**Next steps**" as a line: a heading of the lowest level.
bool is_bold_line(std::string_view text) {
    return text.size() > 4 && starts_with(text, "**") && text.find("**", 2) == text.size() - 2;
}

/// The one that parts paragraphs more; the indentation of the later.
std::string merge_spaces(const std::string& before, const std::string& after) {
    const auto breaks = [](const std::string& s) { return std::count(s.begin(), s.end(), '\n'); };
    if (breaks(before) <= breaks(after)) return after.empty() ? before : after;
    if (breaks(after) == 0) return before;
    return before.substr(0, before.rfind('\n') + 1) + after.substr(after.rfind('\n') + 1);
}

}  // namespace

std::string ReplyTranslator::add(std::string_view piece) {
    std::string out;
    splitter_.add(piece);
    while (auto token = splitter_.next())
        take(*token, out);
    return out;
}

std::string ReplyTranslator::finish() {
    std::string out;
    splitter_.finish();
    while (auto token = splitter_.next())
        take(*token, out);
    for (std::size_t i = held_.size(); i > 0; --i) {
        if (held_[i - 1].lost) drop_held(i - 1);
    }
    for (const Held& held : held_)
        emit(held.space, held.text, out);
    held_.clear();
    if (!dropped_) out += space_;
    space_.clear();
    return out;
}

void ReplyTranslator::take(const TextToken& token, std::string& out) {
    if (!token.is_space) return take_sentence(token.text, out);
    space_ += token.text;
    if (token.text.find('\n') == std::string::npos) return;
    new_line_ = true;
    in_item_ = false;
    marker_.clear();
}

void ReplyTranslator::take_sentence(const std::string& text, std::string& out) {
    const Line line = new_line_ ? read_line(text) : Line{};
    if (new_line_) in_item_ = line.item;
    const bool fence = new_line_ && starts_with(text, "```");
    const bool at_line_start = new_line_;
    new_line_ = false;
    if (fence || in_code_) {
        if (fence) in_code_ = !in_code_;
        return keep(text, false, out);
    }
    const GuiTalk talk = take_gui_talk(std::string_view(text).substr(line.marker));
    note(talk);
    const std::string marker = text.substr(0, line.marker);
    if (talk.changed && talk.kept.empty()) return drop(marker);
    const std::string kept = marker + talk.kept;
    const bool colon = ends_with(kept, ":") || ends_with(kept, "：");
    if (held_.size() >= kMostHeld) return keep(kept, in_item_, out);
    if (line.heading > 0) return hold(kept, line.heading);
    if (at_line_start && is_bold_line(text)) return hold(kept, kIntroduction - 1);
    if (colon) return hold(marker_ + kept, kIntroduction);
    keep(kept, in_item_, out);
}

void ReplyTranslator::note(const GuiTalk& talk) {
    for (ReplyAction action : talk.actions) {
        if (std::find(actions_.begin(), actions_.end(), action) == actions_.end()) actions_.push_back(action);
    }
    if (talk.message.empty() || message_.size() + talk.message.size() >= kMaxMessage) return;
    if (!message_.empty()) message_ += ' ';
    message_ += talk.message;
}

void ReplyTranslator::drop(const std::string& marker) {
    for (Held& held : held_)
        held.lost = true;
    marker_ += marker;
    before_ = dropped_ ? merge_spaces(before_, space_) : space_;
    space_.clear();
    dropped_ = any_dropped_ = true;
}

/// The space in front of it goes to what comes next.
void ReplyTranslator::drop_held(std::size_t index) {
    any_dropped_ = true;
    const std::string space = held_[index].space;
    if (index + 1 < held_.size()) {
        held_[index + 1].space = merge_spaces(space, held_[index + 1].space);
    } else {
        before_ = dropped_ ? merge_spaces(space, before_) : space;
        dropped_ = true;
    }
    held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(index));
}

void ReplyTranslator::hold(std::string text, int level) {
    for (std::size_t i = held_.size(); i > 0; --i) {
        if (held_[i - 1].lost && held_[i - 1].level >= level) drop_held(i - 1);
    }
    held_.push_back({dropped_ ? merge_spaces(before_, space_) : space_, std::move(text), level, false});
    space_.clear();
    marker_.clear();
    dropped_ = false;
}

void ReplyTranslator::keep(const std::string& text, bool list_item, std::string& out) {
    for (std::size_t i = held_.size(); i > 0; --i) {
        const Held& held = held_[i - 1];
        if (held.lost && held.level == kIntroduction && !list_item) drop_held(i - 1);
    }
    for (const Held& held : held_)
        emit(held.space, held.text, out);
    held_.clear();
    emit(dropped_ ? merge_spaces(before_, space_) : space_, marker_ + text, out);
    space_.clear();
    marker_.clear();
    dropped_ = false;
}

void ReplyTranslator::emit(std::string_view space, std::string_view text, std::string& out) {
    if (any_out_ || !any_dropped_) out += space;
    out += text;
    any_out_ = true;
}

TranslatedReply translate_reply(std::string_view text) {
    ReplyTranslator translator;
    TranslatedReply reply;
    reply.text = translator.add(text);
    reply.text += translator.finish();
    reply.actions = translator.actions();
    reply.message = translator.message();
    return reply;
}

}  // namespace beatsync::cloud
