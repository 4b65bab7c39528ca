#include "cli/words_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string_view>
#include <system_error>

namespace beatsync::cli {
namespace {

using words::Intent;
using words::Topic;

constexpr double kLoudestPercent = 200;

std::vector<std::size_t> numbers_in(std::string_view text) {
    std::vector<std::size_t> numbers;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        std::size_t number = 0;
        const auto [end, ec] = std::from_chars(part.data(), part.data() + part.size(), number);
        if (ec != std::errc{} || end != part.data() + part.size()) return {};
        numbers.push_back(number);
        text.remove_prefix(std::min(text.size(), part.size() + 1));
    }
    return numbers;
}

/// Topics that are an option of the same meaning, value and all.
const char* plain_option(Topic topic) {
    switch (topic) {
        case Topic::aspect:
            return "--aspect";
        case Topic::duration:
            return "--duration";
        case Topic::pace:
            return "--pace";
        case Topic::title_at:
            return "--title-at";
        case Topic::title_for:
            return "--title-for";
        case Topic::title_place:
            return "--title-place";
        case Topic::clip_audio:
            return "--clip-audio";
        case Topic::transition:
            return "--transition";
        case Topic::order:
            return "--order";
        case Topic::start:
            return "--start";
        case Topic::size:
            return "--size";
        case Topic::fps:
            return "--fps";
        case Topic::style:
            return "--style";
        case Topic::frame:
            return "--fit";
        case Topic::tempo_scale:
            return "--tempo-scale";
        case Topic::downbeat:
            return "--downbeat";
        default:
            return nullptr;
    }
}

const char* flag(Topic topic) {
    switch (topic) {
        case Topic::punch:
            return "--punch";
        case Topic::flash:
            return "--flash";
        case Topic::ramp:
            return "--ramp";
        case Topic::freeze_end:
            return "--freeze-end";
        default:
            return nullptr;
    }
}

const char* piece_option(Topic topic) {
    switch (topic) {
        case Topic::swap:
            return "--swap";
        case Topic::drop:
            return "--drop";
        case Topic::lock:
            return "--lock";
        case Topic::unlock:
            return "--unlock";
        case Topic::lengthen:
            return "--lengthen";
        case Topic::trim:
            return "--trim";
        default:
            return nullptr;
    }
}

/// Milliseconds are the option's own unit.
std::string shift_value(const std::string& value) {
    return value.ends_with("ms") ? value.substr(0, value.size() - 2) : value;
}

/// "x0.75" of `percent` as a percentage; others as they are.
std::string volume_value(const std::string& value, double percent) {
    if (!value.starts_with('x')) return value;
    double factor = 1;
    std::from_chars(value.data() + 1, value.data() + value.size(), factor);
    return fmt::format("{}%", std::round(std::clamp(percent * factor, 0.0, kLoudestPercent)));
}

class Writer {
public:
    Writer(const std::vector<Intent>& intents, const WordsSubject& subject)
        : intents_(intents), subject_(subject) {}

    [[nodiscard]] bool has(Topic topic) const {
        return std::any_of(intents_.begin(), intents_.end(),
                           [&](const Intent& i) { return i.topic == topic; });
    }
    [[nodiscard]] std::string value(Topic topic) const {
        const auto found =
            std::find_if(intents_.begin(), intents_.end(), [&](const Intent& i) { return i.topic == topic; });
        return found == intents_.end() ? "" : found->value;
    }
    [[nodiscard]] const std::vector<Intent>& intents() const { return intents_; }

    void add(std::vector<std::string>& to, std::string option, std::string text) const {
        // A value that begins with '-' would look like an option.
        if (text.starts_with('-')) {
            to.push_back(std::move(option) + "=" + std::move(text));
            return;
        }
        to.push_back(std::move(option));
        to.push_back(std::move(text));
    }

    /// What sync, fit and edit have in common. False when it is none of that.
    bool add_common(const Intent& intent, std::vector<std::string>& to) const {
        if (const char* option = plain_option(intent.topic)) {
            add(to, option, intent.value);
        } else if (const char* name = flag(intent.topic)) {
            to.emplace_back(name);
        } else if (intent.topic == Topic::shift) {
            add(to, "--shift", shift_value(intent.value));
        } else if (intent.topic == Topic::music_volume) {
            add(to, "--music-volume", volume_value(intent.value, subject_.music_percent));
        } else {
            return false;
        }
        return true;
    }

    void leave_out(const Intent& intent, std::string_view why) {
        const std::string name(words::name_of(intent.topic));
        left_out_.push_back(
            fmt::format("left out: {}{}: {}", name, intent.value.empty() ? "" : " " + intent.value, why));
    }
    std::vector<std::string> left_out_;

private:
    const std::vector<Intent>& intents_;
    const WordsSubject& subject_;
};

bool is_edit_only(Topic topic) {
    return topic == Topic::swap || topic == Topic::lock || topic == Topic::unlock ||
           topic == Topic::lengthen || topic == Topic::trim || topic == Topic::replace ||
           topic == Topic::undo || topic == Topic::replan;
}

bool is_correction(Topic topic) {
    return topic == Topic::tempo_scale || topic == Topic::shift || topic == Topic::downbeat;
}

/// Clips by number are chosen here; by name they are left to --only and --exclude.
class ClipChoice {
public:
    explicit ClipChoice(const std::vector<std::string>& clips) : clips_(clips), kept_(clips.size(), true) {}

    Result<void> apply(const Intent& intent, std::vector<std::string>& options) {
        const auto numbers = numbers_in(intent.value);
        const bool only = intent.topic == Topic::only;
        if (numbers.empty()) {
            options.emplace_back(only ? "--only" : "--exclude");
            options.push_back(intent.value);
            return {};
        }
        if (only) kept_.assign(kept_.size(), false);
        for (const std::size_t number : numbers) {
            if (number < 1 || number > clips_.size())
                return fail(Errc::usage,
                            fmt::format("there is no clip {}: {} are given", number, clips_.size()),
                            "clips are counted as they are named, and within a folder by name");
            kept_[number - 1] = only;
        }
        return {};
    }

    [[nodiscard]] Result<std::vector<std::string>> clips() const {
        std::vector<std::string> chosen;
        for (std::size_t i = 0; i < clips_.size(); ++i)
            if (kept_[i]) chosen.push_back(clips_[i]);
        if (chosen.empty()) return fail(Errc::usage, "no clip is left", "leave fewer of them out");
        return chosen;
    }

private:
    const std::vector<std::string>& clips_;
    std::vector<bool> kept_;
};

std::string output_of(const Writer& writer, const std::string& usual) {
    const std::string named = writer.value(Topic::output);
    return named.empty() ? usual : named;
}

Result<CommandLine> sync_command(Writer& writer, const WordsSubject& subject, const WordsOutputs& outputs) {
    CommandLine command{"sync", {"-m", subject.song}};
    std::vector<std::string> options;
    ClipChoice choice(subject.clips);
    // "Leave out" takes from what "only" left.
    for (const Topic topic : {Topic::only, Topic::exclude, Topic::drop})
        for (const Intent& intent : writer.intents())
            if (intent.topic == topic) BEATSYNC_CHECK(choice.apply(intent, options));
    BEATSYNC_TRY(const auto clips, choice.clips());
    command.arguments.insert(command.arguments.end(), clips.begin(), clips.end());
    for (const Intent& intent : writer.intents()) {
        if (writer.add_common(intent, options)) continue;
        if (intent.topic == Topic::title && !intent.value.empty())
            writer.add(options, "--title", intent.value);
        if (intent.topic == Topic::quality) writer.add(options, "--quality", intent.value);
        if (is_edit_only(intent.topic))
            writer.leave_out(intent, "there is no draft yet to change; `sync --draft FILE` keeps one");
        if (intent.topic == Topic::interchange)
            writer.leave_out(intent, "that is made of a draft; `sync --draft FILE` keeps one");
        if (intent.topic == Topic::music_under || intent.topic == Topic::stretch)
            writer.leave_out(intent, "that takes one finished video and a song");
    }
    command.arguments.insert(command.arguments.end(), {"-o", output_of(writer, outputs.video)});
    command.arguments.insert(command.arguments.end(), options.begin(), options.end());
    return command;
}

CommandLine fit_command(Writer& writer, const WordsSubject& subject, const WordsOutputs& outputs) {
    CommandLine command{"fit", {subject.clips.front(), "-m", subject.song}};
    auto& arguments = command.arguments;
    arguments.insert(arguments.end(), {"-o", output_of(writer, outputs.video)});
    for (const Intent& intent : writer.intents()) {
        if (intent.topic == Topic::stretch) {
            arguments.emplace_back("--stretch");
        } else if (intent.topic == Topic::quality) {
            writer.add(arguments, "--quality", intent.value);
        } else if (intent.topic == Topic::clip_audio || intent.topic == Topic::music_volume) {
            writer.add_common(intent, arguments);
        } else if (intent.topic != Topic::music_under && intent.topic != Topic::render &&
                   intent.topic != Topic::output && intent.topic != Topic::use_file) {
            writer.leave_out(intent, "the video itself is kept as it is");
        }
    }
    return command;
}

CommandLine beats_command(Writer& writer, const WordsSubject& subject) {
    CommandLine command{"beats", {subject.song}};
    for (const Intent& intent : writer.intents()) {
        if (is_correction(intent.topic))
            writer.add_common(intent, command.arguments);
        else if (intent.topic != Topic::use_file && intent.topic != Topic::sync)
            writer.leave_out(intent, "there are no clips");
    }
    return command;
}

/// The draft's name for a clip: "3" is the third that it was planned from.
std::string replacement(const std::string& value, const WordsSubject& subject) {
    const auto equals = value.find('=');
    const auto at = value.find('@', equals);
    const auto numbers = numbers_in(value.substr(equals + 1, at == std::string::npos ? at : at - equals - 1));
    if (numbers.size() != 1 || numbers[0] > subject.draft_clips.size()) return value;
    return value.substr(0, equals + 1) + subject.draft_clips[numbers[0] - 1] +
           (at == std::string::npos ? "" : value.substr(at));
}

std::vector<std::string> edit_options(Writer& writer, const WordsSubject& subject) {
    std::vector<std::string> options;
    for (const Intent& intent : writer.intents()) {
        const bool numbered = !numbers_in(intent.value).empty();
        if (writer.add_common(intent, options)) continue;
        if (const char* option = piece_option(intent.topic)) {
            writer.add(options, option, intent.value);
        } else if (intent.topic == Topic::title) {
            writer.add(options, "--title", intent.value);
        } else if (intent.topic == Topic::replace) {
            writer.add(options, "--replace", replacement(intent.value, subject));
        } else if (intent.topic == Topic::replan) {
            options.emplace_back("--replan");
            writer.add(options, "--seed", fmt::format("{}", subject.seed + 1));
        } else if (intent.topic == Topic::exclude && numbered) {
            writer.add(options, "--drop", intent.value);  // what one sees of a draft are its pieces
        } else if (intent.topic == Topic::exclude || (intent.topic == Topic::only && !numbered)) {
            writer.add(options, intent.topic == Topic::only ? "--only" : "--exclude", intent.value);
        } else if (intent.topic == Topic::only) {
            writer.leave_out(intent, "name the clips instead: in a draft, numbers are pieces");
        } else if (intent.topic == Topic::music_under || intent.topic == Topic::stretch) {
            writer.leave_out(intent, "that takes one finished video and a song");
        }
    }
    return options;
}

Result<WordsCommands> draft_commands(Writer& writer, const WordsSubject& subject,
                                     const WordsOutputs& outputs) {
    WordsCommands result;
    std::string draft = subject.draft;
    if (writer.has(Topic::undo)) {
        if (writer.intents().size() > 1) {
            for (const Intent& intent : writer.intents())
                if (intent.topic != Topic::undo)
                    writer.leave_out(intent, "undo stands alone; ask again for it");
        }
        result.commands.push_back({"edit", {draft, "--undo"}});
        result.left_out = writer.left_out_;
        return result;
    }
    if (auto options = edit_options(writer, subject); !options.empty()) {
        CommandLine edit{"edit", {draft, "-o", outputs.draft}};
        edit.arguments.insert(edit.arguments.end(), options.begin(), options.end());
        result.commands.push_back(std::move(edit));
        draft = outputs.draft;
    }
    if (writer.has(Topic::interchange)) {
        const std::string format = writer.value(Topic::interchange);
        result.commands.push_back(
            {"export", {draft, "--to", format, "-o", outputs.interchange + "." + format}});
    }
    if (writer.has(Topic::render) || writer.has(Topic::quality)) {
        CommandLine render{"render", {draft, "-o", output_of(writer, outputs.video)}};
        if (writer.has(Topic::quality))
            writer.add(render.arguments, "--quality", writer.value(Topic::quality));
        result.commands.push_back(std::move(render));
    }
    result.left_out = writer.left_out_;
    if (result.commands.empty())
        return fail(Errc::usage, "nothing in the words changes the draft", "say what is to be different");
    return result;
}

Result<WordsCommands> media_commands(Writer& writer, const WordsSubject& subject,
                                     const WordsOutputs& outputs) {
    WordsCommands result;
    const bool fits = writer.has(Topic::music_under) && !writer.has(Topic::sync) && subject.clips.size() == 1;
    const bool corrects = std::any_of(writer.intents().begin(), writer.intents().end(),
                                      [](const Intent& intent) { return is_correction(intent.topic); });
    if (subject.song.empty() && subject.clips.empty())
        return fail(
            Errc::usage, "no files are given",
            "name the song and the clips, or a draft: beatsync do \"make it vertical\" song.mp3 clips/");
    if (subject.song.empty())
        return fail(Errc::usage, "no song is given", "name it beside the clips: song.mp3");
    if (subject.clips.empty() && !corrects)
        return fail(Errc::usage, "no clips are given", "name them, or their folder, beside the song");
    if (subject.clips.empty()) {
        result.commands.push_back(beats_command(writer, subject));
    } else if (fits) {
        result.commands.push_back(fit_command(writer, subject, outputs));
    } else {
        BEATSYNC_TRY(CommandLine sync, sync_command(writer, subject, outputs));
        result.commands.push_back(std::move(sync));
    }
    result.left_out = writer.left_out_;
    return result;
}

}  // namespace

Result<WordsCommands> commands_for(const std::vector<Intent>& intents, const WordsSubject& subject,
                                   const WordsOutputs& outputs) {
    Writer writer(intents, subject);
    return subject.draft.empty() ? media_commands(writer, subject, outputs)
                                 : draft_commands(writer, subject, outputs);
}

EditWords edit_words(const std::vector<Intent>& intents, const WordsSubject& subject) {
    Writer writer(intents, subject);
    EditWords words;
    words.options = edit_options(writer, subject);
    for (const Intent& intent : intents)
        if (intent.topic == Topic::render || intent.topic == Topic::quality ||
            intent.topic == Topic::interchange || intent.topic == Topic::undo)
            writer.leave_out(intent, "that is not an edit; `do` does it");
    words.left_out = writer.left_out_;
    return words;
}

std::string shell_line(const CommandLine& command) {
    std::string line = "beatsync " + command.verb;
    for (const std::string& argument : command.arguments) {
        const bool plain = !argument.empty() && std::all_of(argument.begin(), argument.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   std::string_view("_./:=,%@+-").find(c) != std::string_view::npos;
        });
        if (plain) {
            line += " " + argument;
            continue;
        }
        line += " '";
        for (const char c : argument)
            line += c == '\'' ? std::string("'\\''") : std::string(1, c);
        line += "'";
    }
    return line;
}

}  // namespace beatsync::cli
