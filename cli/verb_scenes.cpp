#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "cli/json_results.h"
#include "cli/options.h"
#include "cli/text_output.h"
#include "cli/values.h"
#include "cli/verb.h"
#include "interchange/cut_files.h"
#include "pipeline/outputs.h"
#include "report/contact_sheet.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

enum class Format : std::uint8_t { table, csv, json, edl };

struct Arguments {
    std::vector<std::string> clips;
    AnalysisArguments analysis;
    std::string format = "table";
    std::string output = "-";
    std::string sheet;
    bool overwrite = false;
};

std::string_view suffix_of(Format format) {
    constexpr std::array<std::string_view, 4> kSuffixes = {".txt", ".csv", ".json", ".edl"};
    return kSuffixes[static_cast<std::size_t>(format)];
}

/// "cut", or "dissolve 1.200-1.680": what of the clip shows two shots.
std::string beginning_of(const footage::ClipMap& clip, std::size_t shot) {
    const footage::Transition* transition = transition_into(clip, shot);
    if (transition == nullptr) return shot == 0 ? "the clip" : "a cut";
    return fmt::format("a {}, {} to {}", transition_name(transition->kind),
                       format_time(transition->range.begin), format_time(transition->range.end));
}

std::string table(const footage::ClipMap& clip) {
    const std::string name = one_line(clip.media.path);
    if (clip.media.kind == MediaKind::still) return fmt::format("{}: a photo, which has no shots\n\n", name);
    std::string text = fmt::format("{}: {}, {} shot{}\n", name, format_time(clip.media.duration),
                                   clip.shots.size(), clip.shots.size() == 1 ? "" : "s");
    if (clip.shots.empty()) return text + "\n";
    text += "shot      start        end  frames         cut  motion  sharp  exposure  begins with\n";
    for (std::size_t i = 0; i < clip.shots.size(); ++i) {
        const auto& shot = clip.shots[i];
        text += fmt::format("{:>4} {:>10} {:>10}  {:<13} {:>4.2f}  {:>6.2f}  {:>5.2f}  {:>8.2f}  {}\n", i + 1,
                            format_time(shot.range.begin), format_time(shot.range.end),
                            fmt::format("{}-{}", shot.first_frame, shot.end_frame), shot.cut_score,
                            shot.motion, shot.sharpness, shot.exposure, beginning_of(clip, i));
    }
    for (const auto& flaw : clip.flaws)
        text += fmt::format("     {:>10} {:>10}  {}\n", format_time(flaw.range.begin),
                            format_time(flaw.range.end), defect_name(flaw.defect));
    return text + "\n";
}

Result<std::string> text_of(Format format, const footage::ClipMap& clip) {
    switch (format) {
        case Format::table:
            return table(clip);
        case Format::csv:
            return interchange::scenes_to_csv(clip);
        case Format::json:
            return clips_json({clip}, 1);
        case Format::edl:
            return interchange::scenes_to_edl(clip);
    }
    return std::string();
}

Result<std::vector<std::string>> check(const Arguments& given, Format format,
                                       const std::vector<fs::path>& clips) {
    const bool mixes = format == Format::csv || format == Format::edl;
    if (clips.size() > 1 && is_stdout(given.output) && mixes)
        return fail(Errc::usage, "the shots of several clips would run together",
                    "give a folder with -o FOLDER/");
    BEATSYNC_CHECK(check_extra_output("--sheet", given.sheet, {".png"}, clips, given.overwrite));
    return outputs_for(given.output, clips, suffix_of(format), given.overwrite);
}

/// Where the clip's text goes: `outputs` are those of `clips`, of which some were rejected.
const std::string& output_of(const footage::ClipMap& clip, const std::vector<fs::path>& clips,
                             const std::vector<std::string>& outputs) {
    const auto at = std::find_if(clips.begin(), clips.end(), [&](const fs::path& path) {
        return fs::absolute(path).lexically_normal() == clip.media.path;
    });
    return outputs[static_cast<std::size_t>(at - clips.begin())];
}

/// What a list of cuts has no place for: damage makes pictures that were not filmed, and cuts that were not
/// made.
void say_damage(const footage::ClipMap& clip, Console& console) {
    Time length;
    for (const auto& flaw : clip.flaws)
        if (flaw.defect == footage::Defect::damaged) length = length + flaw.range.length();
    if (length > Time{})
        console.say(fmt::format("{} is damaged: its shots are uncertain for {:.1f} of its {:.1f} s",
                                one_line(clip.media.path), length.seconds(), clip.media.duration.seconds()));
}

/// Writes the text of each clip and gives back why some have none: a photo is no list of cuts. An error where
/// that is so of all.
Result<std::vector<Error>> write_texts(const std::vector<footage::ClipMap>& found, Format format,
                                       const std::vector<fs::path>& clips,
                                       const std::vector<std::string>& outputs, Console& console) {
    std::vector<Error> without;
    for (const auto& clip : found) {
        say_damage(clip, console);
        auto text = text_of(format, clip);
        if (text) {
            BEATSYNC_CHECK(write_text(console, output_of(clip, clips, outputs), *text));
        } else {
            without.push_back(std::move(text).error());
        }
    }
    if (!found.empty() && without.size() == found.size()) return fail(std::move(without.front()));
    return without;
}

Result<Outcome> run(const Arguments& given, const Session& session) {
    BEATSYNC_TRY(
        Format format,
        parse_choice<Format>(
            "--format", given.format,
            {{"table", Format::table}, {"csv", Format::csv}, {"json", Format::json}, {"edl", Format::edl}}));
    const bool document = is_stdout(given.output) && (session.json || format == Format::json);
    if (document) format = Format::json;
    const std::vector<fs::path> named(given.clips.begin(), given.clips.end());
    BEATSYNC_TRY(const auto clips, pipeline::find_clips(named));
    BEATSYNC_TRY(const auto outputs, check(given, format, clips));
    BEATSYNC_TRY(const auto settings, given.analysis.settings());
    BEATSYNC_TRY(const auto footage, pipeline::analyse_clips(clips, settings, session.context));

    std::vector<Error> without_text;
    if (!document) {
        BEATSYNC_TRY(without_text, write_texts(footage.clips, format, clips, outputs, session.console));
    }
    if (!given.sheet.empty())
        BEATSYNC_CHECK(report::write_contact_sheet(footage.clips, {}, given.sheet, session.context));
    if (document || session.json)
        BEATSYNC_CHECK(session.console.result(clips_json(footage.clips, clips.size())));

    for (const Error& error : without_text)
        session.console.left_out("left out: " + describe(error));
    for (const auto& clip : footage.rejected)
        session.console.left_out("left out: " + describe(clip.error));
    for (const std::string& clip : footage.damaged)
        session.console.left_out(clip);
    const bool all = without_text.empty() && footage.rejected.empty() && footage.damaged.empty();
    return all ? Outcome::done : Outcome::partial;
}

}  // namespace

Action define_scenes(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("CLIP", given->clips, "Video files, or folders that are searched")->required();
    command.add_option("--format", given->format, "What is written")->type_name("table|csv|json|edl");
    command
        .add_option("-o,--output", given->output,
                    "A file, or a folder for several clips (NAME.csv …); - is stdout")
        ->type_name("FILE");
    command.add_option("--sheet", given->sheet, "A picture with two frames of each shot")
        ->type_name("OUT.png");
    given->analysis.define_clip_options(command);
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
