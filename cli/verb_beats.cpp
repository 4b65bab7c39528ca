#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <utility>

#include "cli/json_results.h"
#include "cli/options.h"
#include "cli/text_output.h"
#include "cli/values.h"
#include "cli/verb.h"
#include "interchange/beat_files.h"
#include "pipeline/outputs.h"
#include "pipeline/pipeline.h"
#include "report/beat_check.h"
#include "report/beat_plot.h"
#include "report/click_track.h"
#include "report/waveform.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

enum class Format : std::uint8_t { table, beats, json, csv, audacity, reaper, midi };

struct Arguments {
    std::vector<std::string> songs;
    AnalysisArguments analysis;
    GridArguments grid;
    std::string format = "table";
    std::string output = "-";
    std::string click;
    std::string plot;
    std::string check;
    bool overwrite = false;
};

constexpr int kPlotColumns = 1600;

std::string_view suffix_of(Format format) {
    constexpr std::array<std::string_view, 7> kSuffixes = {".txt",        ".beats",      ".json", ".csv",
                                                           ".labels.txt", ".reaper.csv", ".mid"};
    return kSuffixes[static_cast<std::size_t>(format)];
}

std::string table(const SongResult& result) {
    const auto& grid = result.music.grid;
    std::string text = fmt::format("{}: {}, {:.2f} bpm, {} beats, confidence {:.2f}, {:.1f} LUFS\n",
                                   one_line(result.song.string()), format_time(grid.duration), grid.tempo_bpm,
                                   grid.beats.size(), grid.confidence, result.music.loudness_lufs);
    text += "\nsection      start        end  alike  energy\n";
    for (std::size_t i = 0; i < result.music.sections.size(); ++i) {
        const auto& section = result.music.sections[i];
        text += fmt::format("{:>7} {:>10} {:>10}  {:>5}  {:>6.2f}\n", i + 1, format_time(section.range.begin),
                            format_time(section.range.end), section.label, section.energy);
    }
    text += "\nbeat       time  bar position  strength\n";
    for (std::size_t i = 0; i < grid.beats.size(); ++i) {
        const auto& beat = grid.beats[i];
        text += fmt::format("{:>4} {:>10}  {:>12}  {:>8.2f}\n", i + 1, format_time(beat.at),
                            beat.position_in_bar, beat.strength);
    }
    return text;
}

std::string text_of(Format format, const SongResult& result) {
    const auto& grid = result.music.grid;
    switch (format) {
        case Format::table:
            return table(result);
        case Format::beats:
            return interchange::to_beats(grid);
        case Format::json:
            return songs_json({result}, 1);
        case Format::csv:
            return interchange::to_csv(grid);
        case Format::audacity:
            return interchange::to_audacity_labels(grid);
        case Format::reaper:
            return interchange::to_reaper_markers(grid);
        case Format::midi: {
            const auto bytes = interchange::to_midi(grid);
            return {bytes.begin(), bytes.end()};
        }
    }
    return "";
}

/// Checks all that can be checked before the first song is decoded, and says where each one's beats go.
Result<std::vector<std::string>> check(const Arguments& given, Format format,
                                       const std::vector<fs::path>& songs) {
    const bool to_stdout = is_stdout(given.output);
    if (format == Format::midi && to_stdout)
        return fail(Errc::usage, "MIDI is no text for the terminal", "give a file with -o");
    const bool mixes = format != Format::table && format != Format::json;
    if (songs.size() > 1 && to_stdout && mixes)
        return fail(Errc::usage, "the beats of several songs would run together",
                    "give a folder with -o FOLDER/");
    if (songs.size() > 1 && !(given.click.empty() && given.plot.empty() && given.check.empty()))
        return fail(Errc::usage, "--click, --check and --plot take one song at a time");
    BEATSYNC_CHECK(check_extra_output("--click", given.click, {".wav"}, songs, given.overwrite));
    BEATSYNC_CHECK(check_extra_output("--check", given.check, {".mp4"}, songs, given.overwrite));
    BEATSYNC_CHECK(check_extra_output("--plot", given.plot, {".svg", ".png"}, songs, given.overwrite));
    for (const fs::path& song : songs)
        BEATSYNC_CHECK(pipeline::check_is_there(song));
    return outputs_for(given.output, songs, suffix_of(format), given.overwrite);
}

Result<void> write_extras(const Arguments& given, const SongResult& result, const RunContext& context) {
    if (!given.click.empty())
        BEATSYNC_CHECK(report::write_click_track(result.song, result.music.grid, given.click, {}, context));
    if (!given.check.empty())
        BEATSYNC_CHECK(report::write_beat_check(result.song, result.music.grid, given.check, {}, context));
    if (given.plot.empty()) return {};
    report::BeatPlot plot;
    plot.title = result.song.filename().string();
    plot.music = result.music;
    BEATSYNC_TRY(plot.waveform, report::waveform_overview(result.song, kPlotColumns, context));
    return report::write_beat_plot(plot, given.plot);
}

Result<SongResult> analyse(const Arguments& given, const fs::path& song, const RunContext& context) {
    BEATSYNC_TRY(const auto settings, given.analysis.settings());
    BEATSYNC_TRY(const auto changes, given.grid.changes());
    BEATSYNC_TRY(auto tracked, pipeline::analyse_song(song, settings, context));
    BEATSYNC_TRY(auto music, pipeline::apply(changes, std::move(tracked)));
    return SongResult{song, std::move(music)};
}

/// One bad song among several is left out; alone it is the verb's failure.
Result<Outcome> run(const Arguments& given, const Session& session) {
    BEATSYNC_TRY(Format format, parse_choice<Format>("--format", given.format,
                                                     {{"table", Format::table},
                                                      {"beats", Format::beats},
                                                      {"json", Format::json},
                                                      {"csv", Format::csv},
                                                      {"audacity", Format::audacity},
                                                      {"reaper", Format::reaper},
                                                      {"midi", Format::midi}}));
    const bool document = is_stdout(given.output) && (session.json || format == Format::json);
    if (document) format = Format::json;
    const std::vector<fs::path> songs(given.songs.begin(), given.songs.end());
    BEATSYNC_TRY(const auto outputs, check(given, format, songs));

    std::vector<SongResult> results;
    Outcome outcome = Outcome::done;
    for (std::size_t i = 0; i < songs.size(); ++i) {
        auto result = analyse(given, songs[i], session.context);
        const bool skip = !result && songs.size() > 1 && result.error().code == Errc::input;
        if (!result && !skip) return fail(std::move(result).error());
        if (skip) {
            session.console.left_out("left out: " + describe(result.error()));
            outcome = Outcome::partial;
            continue;
        }
        BEATSYNC_CHECK(write_extras(given, *result, session.context));
        if (!document) BEATSYNC_CHECK(write_text(session.console, outputs[i], text_of(format, *result)));
        results.push_back(*std::move(result));
    }
    if (results.empty()) return fail(Errc::input, "none of the songs could be used");
    if (document || session.json) BEATSYNC_CHECK(session.console.result(songs_json(results, songs.size())));
    return outcome;
}

}  // namespace

Action define_beats(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("SONG", given->songs, "Songs")->required();
    command.add_option("--format", given->format, "What is written")
        ->type_name("table|beats|json|csv|audacity|reaper|midi");
    command
        .add_option("-o,--output", given->output,
                    "A file, or a folder for several songs (NAME.beats …); - is stdout")
        ->type_name("FILE");
    command.add_option("--click", given->click, "The song with a click on each beat")->type_name("OUT.wav");
    command
        .add_option("--check", given->check, "A video that flashes and beeps on each beat, to judge them by")
        ->type_name("OUT.mp4");
    command.add_option("--plot", given->plot, "A picture of the song and its beats")->type_name("OUT.svg");
    given->grid.define(command);
    given->analysis.define_song_options(command);
    command.add_flag("--no-cache", given->analysis.no_cache,
                     "Analyse again, and keep no analysis on the disk");
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
