#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "cli/fit_result.h"
#include "cli/options.h"
#include "cli/sync_job.h"
#include "cli/values.h"
#include "cli/verb.h"
#include "pipeline/fit.h"

namespace beatsync::cli {
namespace {

struct Arguments {
    std::string video;
    std::vector<std::string> songs;
    AnalysisArguments analysis;
    RenderArguments render;
    std::string output;
    std::string draft;
    std::string start = "auto";
    std::string clip_audio = "auto";
    std::string music_volume = "100%";
    std::string loudness = "-14";
    bool stretch = false;
    bool overwrite = false;

    [[nodiscard]] Result<pipeline::FitRequest> request() const;
};

Result<std::optional<plan::ClipAudio>> parse_own_sound(const std::string& text) {
    if (text == "auto") return std::optional<plan::ClipAudio>();
    BEATSYNC_TRY(const auto sound, parse_choice<plan::ClipAudio>("--clip-audio", text,
                                                                 {{"off", plan::ClipAudio::off},
                                                                  {"mix", plan::ClipAudio::mix},
                                                                  {"duck", plan::ClipAudio::duck}}));
    return std::optional(sound);
}

Result<pipeline::FitRequest> Arguments::request() const {
    pipeline::FitRequest request;
    request.video = video;
    request.output = output;
    request.draft = draft;
    BEATSYNC_TRY(request.analysis, analysis.settings());
    BEATSYNC_TRY(request.render, render.options(analysis.threads, overwrite));
    BEATSYNC_TRY(request.options.start, parse_start(start));
    BEATSYNC_TRY(request.own_sound, parse_own_sound(clip_audio));
    BEATSYNC_TRY(request.options.music_gain_db, parse_volume(music_volume));
    BEATSYNC_TRY(request.options.loudness_lufs, parse_loudness(loudness));
    request.options.stretch = stretch;
    BEATSYNC_CHECK(pipeline::check_is_there(request.video));
    const std::vector<std::filesystem::path> given(songs.begin(), songs.end());
    BEATSYNC_TRY(request.songs, pipeline::find_songs(given));
    return request;
}

void say_notes(const pipeline::FittedVideo& fitted, const Session& session, const Arguments& given) {
    for (const std::string& note : fitted.songs.front().fit.notes)
        session.console.say(note);
    if (fitted.has_own_sound && given.clip_audio == "auto")
        session.console.say(
            "The video's own sound is kept, the music 12 dB under it (--clip-audio off|mix changes that).");
}

bool say_left_out(const pipeline::FittedVideo& fitted, const Session& session, const Arguments& given) {
    bool any = false;
    const auto say = [&](const std::string& line) {
        session.console.left_out(line);
        any = true;
    };
    for (const auto& song : fitted.rejected)
        say("left out: " + describe(song.error));
    for (const std::string& line : fitted.damaged)
        say(line);
    for (const std::string& note : fitted.report.notes)
        say(note);
    const bool asked = given.clip_audio == "mix" || given.clip_audio == "duck";
    if (asked && !fitted.has_own_sound)
        say(fmt::format("--clip-audio {}: the video has no sound", given.clip_audio));
    return any;
}

std::string result_text(const Arguments& given, const pipeline::FittedVideo& fitted) {
    const pipeline::RankedSong& best = fitted.songs.front();
    const std::string changed =
        best.fit.tempo == 1 ? "" : fmt::format(", at {:.4f} of its tempo", best.fit.tempo);
    return fit_table(fitted) + fmt::format("{}, {} from {}{}\n", video_line(given.output, fitted.draft),
                                           one_line(best.song.filename().string()),
                                           format_time(best.fit.start()), changed);
}

Result<Outcome> run(const Arguments& given, const Session& session) {
    BEATSYNC_CHECK(check_video_name(given.output));
    BEATSYNC_TRY(const pipeline::FitRequest request, given.request());
    BEATSYNC_TRY(const pipeline::FittedVideo fitted, pipeline::fit(request, session.context));
    say_notes(fitted, session, given);
    const bool left_out = say_left_out(fitted, session, given);
    BEATSYNC_CHECK(
        session.console.result(session.json ? fit_json(given.output, fitted) : result_text(given, fitted)));
    return left_out ? Outcome::partial : Outcome::done;
}

}  // namespace

Action define_fit(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("VIDEO", given->video, "The finished video")->required();
    command
        .add_option("-m,--music", given->songs,
                    "Songs, or folders that are searched: the one that fits best is taken")
        ->type_name("SONG|FOLDER")
        ->allow_extra_args(false)
        ->required();
    command.add_option("-o,--output", given->output, "The video with the music")
        ->type_name("OUT.mp4")
        ->required();
    command.add_option("--draft", given->draft, "Keep the draft too")
        ->type_name("DRAFT.json")
        ->group("Output");
    command
        .add_option("--start", given->start,
                    "Where in the song it begins; auto = where beats and cuts meet best")
        ->type_name("TIME|auto")
        ->group("Time");
    command
        .add_flag("--stretch", given->stretch,
                  "The song may be played up to 6 % faster or slower, its pitch kept")
        ->group("Time");
    command.add_option("--music-volume", given->music_volume, "Level of the song")
        ->type_name("PERCENT")
        ->group("Sound");
    command
        .add_option("--clip-audio", given->clip_audio,
                    "The video's own sound; duck = the song gives way to it; auto = duck where there is any")
        ->type_name("auto|off|mix|duck")
        ->group("Sound");
    command.add_option("--loudness", given->loudness, "Loudness of the whole, EBU R 128; off = as it is")
        ->type_name("LUFS|off")
        ->group("Sound");
    given->render.define(command);
    given->analysis.define_song_options(command);
    given->analysis.define_clip_options(command);
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
