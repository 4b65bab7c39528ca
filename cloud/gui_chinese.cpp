#include <algorithm>
#include <array>

#include "cloud/characters.h"
#include "cloud/clause_words.h"
#include "cloud/gui_clauses.h"
#include "cloud/gui_words.h"

namespace beatsync::cloud {
namespace {

constexpr auto npos = std::string_view::npos;

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}
template <class List>
bool starts_with_any(std::string_view text, const List& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](std::string_view word) { return starts_with(text, word); });
}
template <class List>
bool has_any(std::string_view text, const List& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](std::string_view word) { return text.find(word) != npos; });
}
using Some = std::initializer_list<std::string_view>;

struct Verb {
    std::size_t at = npos;
    std::size_t length = 0;
};

/// The first of some verbs in a clause.
template <class List>
Verb find_verb(std::string_view clause, const List& verbs) {
    Verb first;
    for (std::string_view verb : verbs) {
        const std::size_t at = clause.find(verb);
        if (at < first.at) first = {at, verb.size()};
    }
    return first;
}

/// Quotes empty and emphasis gone: "点击“导出”" is "点击". What is in quotes is no verb.
std::string without_quoted(std::string_view clause) {
    const std::vector<bool> quoted = quoted_bytes(clause);
    std::string rest;
    for (std::size_t i = 0; i < clause.size(); ++i) {
        if (!quoted[i]) rest += clause[i];
    }
    return plain_text(rest);
}

std::string to_lower(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), to_ascii_lower);
    return lower;
}

class ChineseReader {
public:
    explicit ChineseReader(std::string_view clause)
        : whole_(to_lower(plain_text(clause))), text_(without_quoted(clause)) {}

    [[nodiscard]] std::optional<Instruction> read() const {
        if (auto drag = read_drag()) return drag;
        if (auto click = read_click()) return click;
        if (auto open = read_verb(find_verb(text_, Some{"打开"}), has_any(text_, kChineseParts))) return open;
        if (auto exported = read_export()) return exported;
        if (auto preview = read_preview()) return preview;
        const bool goes = has_any(text_, kChineseParts) || has_any(text_, kChineseCredits);
        return read_verb(find_verb(text_, kChineseNavigation), goes);
    }

private:
    /// Whether the reader is told to do what follows, or not to.
    [[nodiscard]] bool is_told(std::string_view before) const {
        if (has_any(before, Some{"已", "了", "我", "添加", "加入"})) return false;
        return before.empty() || starts_with_any(before, kChineseLeadIns) || is_negated(before) ||
               has_any(before, Some{"请", "可以", "只需", "即可"});
    }
    [[nodiscard]] static bool is_negated(std::string_view before) {
        return has_any(before, kChineseNegations);
    }

    [[nodiscard]] ReplyAction action() const {
        if (has_any(whole_, Some{"导出", "下载", "export", "download", "匯出"}))
            return ReplyAction::export_video;
        if (has_any(whole_, kChineseCredits)) return ReplyAction::show_credits;
        if (text_.find("打开") != std::string::npos) return ReplyAction::show_state;
        if (has_any(whole_, Some{"时间线", "时间轴", "预览", "播放", "轨道"}))
            return ReplyAction::show_tracks;
        return ReplyAction::show_state;
    }

    [[nodiscard]] std::optional<Instruction> read_verb(Verb verb, bool with_gui) const {
        if (verb.at == npos || !with_gui) return std::nullopt;
        const std::string_view before = std::string_view(text_).substr(0, verb.at);
        const std::string_view after = std::string_view(text_).substr(verb.at + verb.length);
        if (!is_told(before) || starts_with(after, "的")) return std::nullopt;
        if (is_negated(before)) return Instruction{};
        return Instruction{action(), {}};
    }

    [[nodiscard]] std::optional<Instruction> read_click() const {
        const Verb verb = find_verb(text_, kChineseClicks);
        if (verb.at == npos) return std::nullopt;
        const std::string_view after = std::string_view(text_).substr(verb.at + verb.length);
        return read_verb(verb, !starts_with_any(after, kNoChineseClick));
    }

    [[nodiscard]] std::optional<Instruction> read_drag() const {
        const Verb verb = find_verb(text_, kChineseDrags);
        const bool is_effect = has_any(text_, Some{"拖拽效果", "拖动效果"});
        auto instruction = read_verb(verb, !is_effect);
        if (!instruction || !instruction->action) return instruction;
        std::size_t begin = std::min(text_.find("把"), text_.find("将"));
        begin = std::min(begin, verb.at);
        std::string message = text_.substr(begin);
        const bool ends_in_to =
            text_.compare(verb.at, 6, "拖到") == 0 || text_.compare(verb.at, 6, "拖至") == 0 ||
            text_.compare(verb.at, 6, "拖入") == 0 || text_.compare(verb.at, 6, "拖进") == 0;
        constexpr std::string_view kSlider = "滑块";
        const std::size_t slider = message.find(kSlider);
        message.replace(verb.at - begin, verb.length,
                        slider != npos ? "调整" : (ends_in_to ? "移动到" : "移动"));
        if (slider != npos) message.erase(message.find(kSlider), kSlider.size());
        constexpr std::string_view kTwice = "调整调整";
        if (const std::size_t at = message.find(kTwice); at != npos) message.erase(at, kTwice.size() / 2);
        return Instruction{ReplyAction::send_as_message, std::move(message)};
    }

    /// "请导出", "您可以导出", "导出按钮在右上角"; not "导出成功".
    [[nodiscard]] std::optional<Instruction> read_export() const {
        const Verb verb = find_verb(text_, Some{"导出", "下载"});
        const bool labelled = has_any(whole_, Some{"导出按钮", "下载按钮", "“导出”按钮", "\"导出\"按钮"});
        if (labelled && !has_any(text_, Some{"已", "了", "添加", "加入"}))
            return Instruction{ReplyAction::export_video, {}};
        if (verb.at == npos || verb.at == 0) return std::nullopt;
        const std::string_view before = std::string_view(text_).substr(0, verb.at);
        if (!has_any(before, Some{"请", "可以", "您可", "你可", "只需"})) return std::nullopt;
        return read_verb(verb, true);
    }

    [[nodiscard]] std::optional<Instruction> read_preview() const {
        const bool there = has_any(text_, Some{"时间线", "时间轴", "轨道"});
        auto preview = read_verb(find_verb(text_, Some{"预览"}), there);
        if (preview && preview->action) preview->action = ReplyAction::show_tracks;
        return preview;
    }

    std::string whole_;  // lower case
    std::string text_;   // without what is in quotes
};

}  // namespace

std::optional<Instruction> chinese_instruction(std::string_view clause) {
    return ChineseReader(clause).read();
}

}  // namespace beatsync::cloud
