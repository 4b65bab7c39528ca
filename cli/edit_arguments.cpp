#include "cli/edit_arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "cli/recipe.h"
#include "cli/values.h"

namespace beatsync::cli {
namespace {

using pipeline::Edit;

constexpr const char* kPieces = "Pieces";
constexpr std::size_t kMostPieces = 100'000;

/// Plan options that change a draft as it is; all others plan again.
constexpr std::array<std::string_view, 6> kDirect = {"--aspect",       "--size",       "--fit",
                                                     "--music-volume", "--clip-audio", "--loudness"};

std::optional<std::size_t> positive(std::string_view text) {
    std::size_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size() || value == 0) return std::nullopt;
    return value;
}

Result<std::size_t> parse_piece(const std::string& option, const std::string& text) {
    const auto piece = positive(text);
    if (!piece || *piece > kMostPieces)
        return fail(Errc::usage, fmt::format("{}: '{}' is not a piece", option, text),
                    "a number as `show` prints it, from 1");
    return *piece - 1;
}

Result<Edit> parse_swap(const std::string& text) {
    BEATSYNC_TRY(const auto pieces, parse_pieces("--swap", text));
    if (pieces.size() != 2)
        return fail(Errc::usage, fmt::format("--swap: '{}' is not two pieces", text), "--swap 2,5");
    return pipeline::SwapEdit{pieces[0], pieces[1]};
}

Result<Edit> parse_length(const std::string& option, const std::string& text, std::int64_t sign) {
    const auto equals = text.find('=');
    const auto beats =
        positive(equals == std::string::npos ? "1" : std::string_view(text).substr(equals + 1));
    if (!beats || *beats > kMostPieces)
        return fail(Errc::usage, fmt::format("{}: '{}' does not say how many beats", option, text),
                    fmt::format("{} 3=2: piece 3, two beats", option));
    BEATSYNC_TRY(const std::size_t piece, parse_piece(option, text.substr(0, equals)));
    return pipeline::LengthEdit{piece, sign * static_cast<std::int64_t>(*beats)};
}

/// A file's name may hold '@': only what is a time after the last one is taken for a time.
Result<Edit> parse_replace(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals + 1 == text.size())
        return fail(Errc::usage, fmt::format("--replace: '{}' names no clip", text),
                    "--replace 3=clip.mp4 or 3=clip.mp4@0:04.2");
    pipeline::ReplaceEdit edit;
    BEATSYNC_TRY(edit.piece, parse_piece("--replace", text.substr(0, equals)));
    std::string clip = text.substr(equals + 1);
    if (const auto at = clip.rfind('@'); at != std::string::npos && at > 0) {
        if (const auto time = parse_time(clip.substr(at + 1)); time && *time >= Time{}) {
            edit.at = *time;
            clip.erase(at);
        }
    }
    edit.clip = clip;
    return edit;
}

Result<Edit> to_edit(const std::string& option, const std::string& value, bool close) {
    if (option == "--swap") return parse_swap(value);
    if (option == "--lengthen") return parse_length(option, value, 1);
    if (option == "--trim") return parse_length(option, value, -1);
    if (option == "--replace") return parse_replace(value);
    BEATSYNC_TRY(auto pieces, parse_pieces(option, value));
    if (option == "--drop") return pipeline::DropEdit{std::move(pieces), close};
    return pipeline::LockEdit{std::move(pieces), option == "--lock"};
}

/// What the options that need no planning do to a draft.
Result<void> add_direct(const std::vector<std::string>& options, std::vector<Edit>& edits) {
    pipeline::CanvasEdit canvas;
    for (std::size_t i = 0; i + 1 < options.size(); i += 2) {
        const std::string& name = options[i];
        const std::string& value = options[i + 1];
        if (name == "--aspect") {
            BEATSYNC_TRY(canvas.aspect, pipeline::parse_aspect(value));
        } else if (name == "--size") {
            pipeline::CanvasRequest request;
            BEATSYNC_CHECK(pipeline::parse_size(value, request));
            canvas.size = request.size;
            if (!request.size) canvas.short_side = request.short_side;
        } else if (name == "--fit") {
            BEATSYNC_TRY(const auto fit, parse_choice<draft::Fit>(name, value,
                                                                  {{"crop", draft::Fit::crop},
                                                                   {"pad", draft::Fit::pad},
                                                                   {"blur", draft::Fit::blur}}));
            edits.emplace_back(pipeline::FitEdit{fit});
        } else if (name == "--music-volume") {
            BEATSYNC_TRY(const double gain, parse_volume(value));
            edits.emplace_back(pipeline::MusicGainEdit{gain});
        } else if (name == "--loudness") {
            BEATSYNC_TRY(const auto lufs, parse_loudness(value));
            edits.emplace_back(pipeline::LoudnessEdit{lufs});
        } else if (name == "--clip-audio") {
            BEATSYNC_TRY(const auto sound, parse_choice<draft::OwnSound>(name, value,
                                                                         {{"off", draft::OwnSound::off},
                                                                          {"mix", draft::OwnSound::mix},
                                                                          {"duck", draft::OwnSound::duck}}));
            edits.emplace_back(pipeline::OwnSoundEdit{sound});
        }
    }
    if (canvas.size && canvas.aspect)
        return fail(Errc::usage, "--size and --aspect both say the shape", "leave one out");
    if (canvas.aspect || canvas.short_side || canvas.size) edits.emplace_back(canvas);
    return {};
}

/// Titles are laid over the pictures, which needs no new plan; the draft has them itself.
std::vector<std::string> take_titles(std::vector<std::string>& options) {
    std::vector<std::string> titles;
    std::vector<std::string> others;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const bool title = options[i].starts_with("--title");
        const bool value = options[i].find('=') == std::string::npos && i + 1 < options.size();
        auto& into = title ? titles : others;
        into.push_back(options[i]);
        if (value) into.push_back(options[++i]);
    }
    options = std::move(others);
    return titles;
}

bool needs_plan(const std::vector<std::string>& options) {
    for (const std::string& word : options)
        if (word.starts_with("--") && std::find(kDirect.begin(), kDirect.end(), word) == kDirect.end())
            return true;
    return false;
}

bool has(const std::vector<std::string>& options, const char* name) {
    return std::find(options.begin(), options.end(), name) != options.end();
}

std::string quoted(const std::string& word) {
    const bool plain = !word.empty() && word.find_first_of(" \t\n'\"\\$*?;&|<>()") == std::string::npos;
    return plain ? word : fmt::format("'{}'", word);
}

}  // namespace

Result<std::vector<std::size_t>> parse_pieces(const std::string& option, const std::string& text) {
    std::vector<std::size_t> pieces;
    for (const std::string& part : CLI::detail::split(text, ',')) {
        const auto dash = part.find('-');
        BEATSYNC_TRY(const std::size_t first, parse_piece(option, part.substr(0, dash)));
        std::size_t last = first;
        if (dash != std::string::npos) {
            BEATSYNC_TRY(last, parse_piece(option, part.substr(dash + 1)));
        }
        if (last < first)
            return fail(Errc::usage, fmt::format("{}: '{}' runs backwards", option, part), "write 5-7");
        for (std::size_t piece = first; piece <= last; ++piece)
            pieces.push_back(piece);
    }
    return pieces;
}

void EditArguments::define(CLI::App& command) {
    command_ = &command;
    const auto add = [&](const char* name, std::vector<std::string>& values, const char* help,
                         const char* value) {
        command.add_option(name, values, help)
            ->type_name(value)
            ->allow_extra_args(false)
            ->configurable(false)
            ->group(kPieces);
    };
    add("--swap", swaps_, "Two pieces show each other's footage; the cuts stay", "A,B");
    add("--drop", drops_, "Show something else instead, and not that footage again", "N,…");
    command.add_flag("--close", close_, "With --drop: what follows moves up, and the video gets shorter")
        ->configurable(false)
        ->group(kPieces);
    add("--lock", locks_, "Keep pieces as they are when the rest is planned again", "N,…");
    add("--unlock", unlocks_, "Set them free again", "N,…");
    add("--lengthen", lengthened_, "So many beats longer, which the next piece gives", "N=BEATS");
    add("--trim", trimmed_, "So many beats shorter, which the next piece gets", "N=BEATS");
    add("--replace", replaced_, "Other footage: the best of a clip, or what begins at a time",
        "N=CLIP[@TIME]");
    command
        .add_flag("--replan", replan_, "Plan again all that is not locked; so do options of Time and Choice")
        ->configurable(false)
        ->group(kPieces);
    command.add_option("-m,--music", song_, "Another song, or the one of a draft that does not say it")
        ->type_name("SONG")
        ->configurable(false);
    command.add_option("CLIP", clips_, "Other clips to plan from than those it was planned from")
        ->configurable(false);
    plan_.define_options(command);
}

Result<EditPlan> EditArguments::plan() const {
    static constexpr std::array<std::string_view, 7> kEdits = {"--swap",     "--drop", "--lock",   "--unlock",
                                                               "--lengthen", "--trim", "--replace"};
    EditPlan plan;
    plan.song = song_;
    plan.clips = clips_;
    plan.options = plan_options_given(*command_, From::command_line);
    std::map<const CLI::Option*, std::size_t> taken;
    bool dropped = false;
    for (const CLI::Option* option : command_->parse_order()) {
        if (option->get_lnames().empty()) continue;
        const std::string name = "--" + option->get_lnames().front();
        if (std::find(kEdits.begin(), kEdits.end(), name) == kEdits.end()) continue;
        const auto& values = option->results();
        std::size_t& next = taken[option];
        if (next >= values.size()) continue;
        const std::string& value = values[next++];
        BEATSYNC_TRY(Edit edit, to_edit(name, value, close_));
        dropped = dropped || name == "--drop";
        plan.edits.push_back(std::move(edit));
        plan.did += fmt::format("{}{} {}", plan.did.empty() ? "" : " ", name, quoted(value));
    }
    if (close_ && !dropped)
        return fail(Errc::usage, "--close says how to --drop: there is nothing to drop", "--drop 3 --close");
    if (close_) plan.did += " --close";
    const std::vector<std::string> titles = take_titles(plan.options);
    if (!titles.empty()) {
        pipeline::TitleEdit edit;
        const bool none = plan_.title.texts.size() == 1 && plan_.title.texts.front().empty();
        if (!none) {
            BEATSYNC_TRY(edit.titles, plan_.title.titles());
        }
        plan.edits.emplace_back(std::move(edit));
        for (const std::string& word : titles)
            plan.did += (plan.did.empty() ? "" : " ") + quoted(word);
    }
    BEATSYNC_CHECK(add_direct(plan.options, plan.edits));
    // Beside other edits a song only says where the beats are.
    const bool other_song = !song_.empty() && plan.edits.empty();
    const bool replan = replan_ || needs_plan(plan.options) || other_song;
    if (replan) {
        pipeline::ReplanEdit edit;
        edit.new_start = has(plan.options, "--start") || other_song;
        edit.new_length = has(plan.options, "--duration");
        plan.edits.emplace_back(edit);
        plan.did += plan.did.empty() ? "--replan" : " --replan";
    }
    // A closed gap renumbers what follows: it waits for the others, which count as `show` does.
    std::stable_sort(plan.edits.begin(), plan.edits.end(), [](const Edit& a, const Edit& b) {
        const auto late = [](const Edit& e) {
            if (std::holds_alternative<pipeline::ReplanEdit>(e)) return 2;
            const auto* drop = std::get_if<pipeline::DropEdit>(&e);
            return drop != nullptr && drop->close ? 1 : 0;
        };
        return late(a) < late(b);
    });
    for (const std::string& word : plan.options)
        plan.did += (plan.did.empty() ? "" : " ") + quoted(word);
    return plan;
}

Result<EditPlan> parse_edit_flags(const std::vector<std::string>& flags) {
    CLI::App app;
    EditArguments arguments;
    arguments.define(app);
    std::vector<std::string> words(flags.rbegin(), flags.rend());  // CLI11 takes them from the back
    try {
        app.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
        return fail(Errc::usage, fmt::format("edit: {}", error.what()), "see beatsync edit --help");
    }
    return arguments.plan();
}

}  // namespace beatsync::cli
