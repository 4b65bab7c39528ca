#include <algorithm>
#include <array>

#include "cloud/clause_words.h"
#include "cloud/gui_clauses.h"
#include "cloud/gui_words.h"

namespace beatsync::cloud {
namespace {

template <std::size_t n>
using Words = std::array<std::string_view, n>;

constexpr auto kExportWords = std::to_array<std::string_view>({"export", "download", "exporting"});
constexpr auto kDeterminers =
    std::to_array<std::string_view>({"the", "it", "your", "a", "an", "any", "this", "that", "these", "those",
                                     "them", "each", "all", "one", "on", "here", "another", "its", "their"});
constexpr auto kTowards = std::to_array<std::string_view>({"onto", "into", "to", "on", "in"});
constexpr auto kClickNouns = std::to_array<std::string_view>(
    {"track", "tracks", "sound", "sounds", "noise", "noises", "rate", "dance"});
constexpr auto kPressable =
    std::to_array<std::string_view>({"play", "save", "ok", "done", "next", "continue", "apply", "generate"});
constexpr auto kUploads = std::to_array<std::string_view>({"upload", "files", "file", "computer"});
constexpr auto kPressed =
    std::to_array<std::string_view>({"press", "hit", "select", "choose", "pick", "use", "find", "pressing",
                                     "hitting", "selecting", "choosing", "using", "look"});
constexpr auto kEdits =
    std::to_array<std::string_view>({"adjust", "change", "edit", "enable", "disable", "update", "manage",
                                     "switch", "save", "export", "download"});
constexpr auto kWithin =
    std::to_array<std::string_view>({"in", "on", "from", "via", "using", "through", "with"});
constexpr auto kLooks = std::to_array<std::string_view>(
    {"preview", "previewing", "see", "view", "check", "check out", "watch", "review", "look"});

/// Nothing is done by going somewhere.
constexpr auto kWays =
    std::to_array<std::string_view>({"go", "head", "navigate", "look", "scroll", "hover", "find", "locate"});

bool says_export(const ClauseWords& words) {
    return words.has_label("export") || words.has_label("download");
}

/// What the drag would do, in plain words: "Move the clip onto the track".
std::string drag_message(std::string_view rest) {
    std::string text = plain_text(rest);
    constexpr std::string_view kSlider = " slider";
    const std::size_t slider = text.find(kSlider);
    if (slider == std::string::npos) return "move " + text;
    return "set " + text.erase(slider, kSlider.size());
}

/// "add a title" of "click Text to add a title"; empty: it says no edit.
std::string purpose(const ClauseWords& words, std::size_t from) {
    for (std::size_t i = from; i < words.size(); ++i) {
        if (!words.is(i, "to") || words.length_of_any(i + 1, kEditVerbs) == 0) continue;
        const bool names_it = i + 2 < words.size() && !words.is(i + 2, "it") && !words.is(i + 2, "them") &&
                              !words.is(i + 2, "this");
        if (names_it) return plain_text(words.text_from(i + 1));
    }
    return {};
}

/// The instruction whose verb is at `verb`, which takes `length` words.
class ImperativeReader {
public:
    ImperativeReader(const ClauseWords& words, std::size_t verb) : words_(words), verb_(verb) {}

    [[nodiscard]] std::optional<Instruction> read() const {
        if (auto drag = read_drag()) return drag;
        if (auto click = read_click()) return click;
        if (const std::size_t length = words_.length_of_any(verb_, kOpenVerbs);
            length > 0 && has_part(length))
            return Instruction{action_or(ReplyAction::show_state), {}};
        return read_use();
    }

private:
    [[nodiscard]] bool has_part(std::size_t from) const { return words_.has_any(verb_ + from, kGuiParts); }

    [[nodiscard]] ReplyAction action_or(ReplyAction otherwise) const {
        const bool looks = words_.length_of_any(verb_, kLooks) > 0;
        if (!looks && says_export(words_)) return ReplyAction::export_video;
        if (words_.has_any(verb_, kCreditWords)) return ReplyAction::show_credits;
        return otherwise;
    }
    [[nodiscard]] ReplyAction tracks_or_state() const {
        return words_.has_any(verb_, kTrackWords) ? ReplyAction::show_tracks : ReplyAction::show_state;
    }

    [[nodiscard]] std::optional<Instruction> read_drag() const {
        if (const std::size_t length = words_.length_of_any(verb_, kDragVerbs); length > 0) {
            const std::size_t next = verb_ + length;
            const bool has_object = words_.length_of_any(next, kDeterminers) > 0 ||
                                    words_.has_any(next, kTowards) || words_.is_label(next);
            if (has_object) return send(next);
        }
        if (const std::size_t length = words_.length_of_any(verb_, kDropVerbs); length > 0) {
            for (std::size_t i = verb_ + length; i < words_.size(); ++i) {
                if (words_.length_of_any(i, kTowards) == 0) continue;
                if (!words_.has_any(i, kDropTargets)) break;
                return send(verb_ + length);
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] Instruction send(std::size_t rest) const {
        if (words_.has_any(rest, kUploads)) return {};  // no edit: the user uploads by asking to
        return {ReplyAction::send_as_message, drag_message(words_.text_from(rest))};
    }

    [[nodiscard]] std::optional<Instruction> read_click() const {
        const std::size_t taps = words_.length_of_any(verb_, kTapVerbs);  // "tap your feet"
        const std::size_t length = std::max(taps, words_.length_of_any(verb_, kClickVerbs));
        const std::size_t next = verb_ + length;
        if (length == 0 || words_.length_of_any(next, kClickNouns) > 0) return std::nullopt;
        const bool has_object = (taps == 0 && words_.length_of_any(next, kDeterminers) > 0) ||
                                words_.is_label(next) || words_.length_of_any(next, kExportWords) > 0 ||
                                words_.length_of_any(next, kPressable) > 0 || has_part(length) ||
                                words_.is(next - 1, "on");
        if (!has_object) return std::nullopt;
        const ReplyAction action = action_or(tracks_or_state());
        if (action != ReplyAction::show_state) return Instruction{action, {}};
        std::string edit = purpose(words_, next);
        if (edit.empty()) return Instruction{action, {}};
        return Instruction{ReplyAction::send_as_message, std::move(edit)};
    }

    [[nodiscard]] std::optional<Instruction> read_use() const {
        const std::size_t length = words_.length_of_any(verb_, kUseVerbs);
        if (length == 0 || words_.has(verb_, "below") || words_.has(verb_, "above")) return std::nullopt;
        const bool pressed =
            words_.length_of_any(verb_, kPressed) > 0 &&
            (words_.length_of_any(verb_ + length, kExportWords) > 0 ||
             (words_.is_label(verb_ + length) && says_export(words_)) || words_.is(verb_ + length, "play"));
        const bool edits = words_.length_of_any(verb_, kEdits) > 0;
        if (!pressed && !(edits ? has_part_within(length) : has_part(length))) return std::nullopt;
        const ReplyAction action = action_or(tracks_or_state());
        const bool only_goes = action == ReplyAction::show_state && words_.length_of_any(verb_, kWays) > 0;
        return only_goes ? Instruction{} : Instruction{action, {}};
    }
    /// "in the Audio panel": an edit alone ("adjust the timeline to 30 s") is none of the reader's.
    [[nodiscard]] bool has_part_within(std::size_t from) const {
        for (std::size_t i = verb_ + from; i < words_.size(); ++i) {
            if (words_.length_of_any(i, kWithin) > 0) return words_.has_any(i, kGuiParts);
        }
        return false;
    }

    const ClauseWords& words_;
    std::size_t verb_;
};

/// "The Export button is in the top right", "it can be previewed in the timeline".
std::optional<Instruction> read_statement(const ClauseWords& words) {
    static constexpr auto kMade = std::to_array<std::string_view>(
        {"added", "created", "made", "placed", "inserted", "graphic", "animation", "animated", "overlay",
         "designed", "shows", "title", "text", "sticker", "style"});
    static constexpr auto kPlaced =
        std::to_array<std::string_view>({"in the", "at the", "on the", "to", "is", "using", "with", "via"});
    if (words.has_any(0, kMade)) return std::nullopt;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const bool is_export = words.is_labelled(i, "export") || words.is_labelled(i, "download");
        if (is_export && words.is(i + 1, "button") && words.has_any(0, kPlaced))
            return Instruction{ReplyAction::export_video, {}};
    }
    static constexpr auto kShown =
        std::to_array<std::string_view>({"can be previewed", "preview is available", "preview is ready"});
    static constexpr auto kThere = std::to_array<std::string_view>(
        {"in the timeline", "in your timeline", "in timeline", "on the timeline", "on your timeline"});
    if (words.has_any(0, kShown) && words.has_any(0, kThere))
        return Instruction{ReplyAction::show_tracks, {}};
    return std::nullopt;
}

}  // namespace

std::optional<Instruction> english_instruction(std::string_view clause) {
    const ClauseWords words(clause);
    std::size_t verb = words.lead_in_end(0);
    const std::size_t negation = words.length_of_any(verb, kNegations);
    if (negation > 0) verb = words.lead_in_end(verb + negation);
    std::optional<Instruction> instruction = ImperativeReader(words, verb).read();
    if (!instruction && negation == 0) instruction = read_statement(words);
    if (instruction && negation > 0) instruction = Instruction{};
    return instruction;
}

}  // namespace beatsync::cloud
