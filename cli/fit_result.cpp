#include "cli/fit_result.h"

#include <fmt/format.h>

#include <cstddef>

#include "cli/console.h"
#include "cli/json_document.h"

namespace beatsync::cli {
namespace {

const char* ending_name(plan::Ending ending) {
    switch (ending) {
        case plan::Ending::faded:
            return "fade";
        case plan::Ending::bar:
            return "bar";
        case plan::Ending::section:
            return "section";
        case plan::Ending::song:
            return "song";
    }
    return "";
}

const char* sound_name(plan::ClipAudio sound) {
    switch (sound) {
        case plan::ClipAudio::off:
            return "off";
        case plan::ClipAudio::mix:
            return "mix";
        case plan::ClipAudio::duck:
            return "duck";
    }
    return "";
}

Json song_object(const pipeline::RankedSong& song) {
    const plan::SongFit& fit = song.fit;
    Json pieces = Json::array();
    for (const plan::MusicPiece& piece : fit.pieces)
        pieces.push_back({{"at_seconds", piece.at.seconds()}, {"in_seconds", piece.in.seconds()}});
    return {{"song", song.song.string()},
            {"points", fit.points},
            {"tempo_bpm", song.tempo_bpm},
            {"start_seconds", fit.start().seconds()},
            {"tempo", fit.tempo},
            {"ending", ending_name(fit.ending)},
            {"pieces", std::move(pieces)},
            {"coincidence", fit.coincidence},
            {"cuts", fit.cuts},
            {"cuts_on_beats", fit.on_beat},
            {"cuts_on_bars", fit.on_bar},
            {"mean_off_ms", fit.mean_off_ms},
            {"sections", fit.sections},
            {"sections_cut", fit.sections_cut},
            {"motion_peaks", fit.peaks},
            {"motion_peaks_on_beats", fit.peaks_on_beat},
            {"tempo_match", fit.tempo_match},
            {"mood_match", fit.mood.match()},
            {"reasons", fit.reasons},
            {"notes", fit.notes}};
}

}  // namespace

std::string fit_table(const pipeline::FittedVideo& fitted) {
    std::string text = "rank  points     bpm  on beats  tempo  mood  song\n";
    for (std::size_t i = 0; i < fitted.songs.size(); ++i) {
        const auto& song = fitted.songs[i];
        const plan::SongFit& fit = song.fit;
        text += fmt::format("{:>4}  {:>6.1f}  {:>6.2f}  {:>8}  {:>4.0f}%  {:>3.0f}%  {}\n", i + 1, fit.points,
                            song.tempo_bpm * fit.tempo, fmt::format("{}/{}", fit.on_beat, fit.cuts),
                            100 * fit.tempo_match, 100 * fit.mood.match(),
                            one_line(song.song.filename().string()));
        for (const std::string& reason : fit.reasons)
            text += "        " + reason + "\n";
    }
    return text;
}

std::string fit_json(const std::filesystem::path& output, const pipeline::FittedVideo& fitted) {
    const auto& canvas = fitted.draft.canvas;
    Json ranking = Json::array();
    for (const auto& song : fitted.songs)
        ranking.push_back(song_object(song));
    Json rejected = Json::array();
    for (const auto& song : fitted.rejected)
        rejected.push_back({{"path", song.path.string()}, {"reason", describe(song.error)}});
    return document({{"output", output.string()},
                     {"song", fitted.songs.front().song.string()},
                     {"start_seconds", fitted.songs.front().fit.start().seconds()},
                     {"tempo", fitted.songs.front().fit.tempo},
                     {"own_sound", fitted.has_own_sound ? sound_name(fitted.own_sound) : "none"},
                     {"width", canvas.width},
                     {"height", canvas.height},
                     {"fps", canvas.fps.value()},
                     {"frames", fitted.draft.length_frames()},
                     {"loudness_lufs", fitted.report.loudness_lufs},
                     {"true_peak_dbtp", fitted.report.true_peak_dbtp},
                     {"notes", fitted.report.notes},
                     {"ranking", std::move(ranking)},
                     {"damaged", fitted.damaged},
                     {"left_out", std::move(rejected)}});
}

}  // namespace beatsync::cli
