#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"
#include "footage/clip_map.h"
#include "music/music_map.h"
#include "plan/planner.h"

// The other way round: music laid under a video that is finished.
namespace beatsync::plan {

struct FitOptions {
    draft::Canvas canvas;        ///< the video's own size and rate
    std::optional<Time> start;   ///< in the song; none = where beats and cuts meet best
    bool stretch = false;        ///< the tempo may be changed, the pitch stays
    double most_stretch = 0.06;  ///< by at most this much either way
    ClipAudio clip_audio = ClipAudio::off;
    double music_gain_db = 0;
    std::optional<double> loudness_lufs = -14.0;
};

/// Music from `in` on, heard from the video's `at` on.
struct MusicPiece {
    Time at;
    Time in;
    friend bool operator==(const MusicPiece&, const MusicPiece&) = default;
};

/// How the music stops with the video.
enum class Ending : std::uint8_t {
    faded,    ///< in the middle of something: it fades
    bar,      ///< on a bar line
    section,  ///< where a section ends
    song,     ///< the song's own end
};

/// How alike song and video are in mood, each part 0 (opposites) to 1 (the same). Energy: tempo, onset
/// density and loudness against cuts and motion. Light: mode and brightness of the sound against brightness
/// and colours of the picture.
struct Mood {
    double energy = 0;
    double light = 0;
    [[nodiscard]] double match() const { return 0.6 * energy + 0.4 * light; }
};

/// How a song lies under a video, and how good that is.
struct SongFit {
    std::vector<MusicPiece> pieces;  ///< more than one where the song is looped or shortened at bar lines
    double tempo = 1;                ///< the song is played this much faster
    Ending ending = Ending::faded;
    std::size_t cuts = 0;          ///< of the video
    std::size_t on_beat = 0;       ///< of these, within 75 ms of a beat
    std::size_t on_bar = 0;        ///< of these, on a downbeat
    double mean_off_ms = 0;        ///< of the cuts on beats: mean distance
    std::size_t sections = 0;      ///< section changes heard
    std::size_t sections_cut = 0;  ///< of these, with a cut
    std::size_t peaks = 0;         ///< of motion
    std::size_t peaks_on_beat = 0;
    double tempo_match = 0;  ///< 0 to 1: how near the lengths of shots are to whole numbers of beats
    double coincidence = 0;  ///< evidence that cuts and beats belong together, natural log; 0 = chance
    Mood mood;
    double points = 0;                 ///< what songs are ranked by: coincidence, ending and mood
    std::vector<std::string> reasons;  ///< "18 of 20 cuts on beats, 7 ms off on average"
    std::vector<std::string> notes;    ///< what the user should know, each a sentence
    [[nodiscard]] Time start() const { return pieces.empty() ? Time{} : pieces.front().in; }
};

/// The best way to lay this song under this video. An event counts as coinciding by a Gaussian of 25 ms
/// standard deviation around the beat: inside of what is perceived as simultaneous for picture and sound
/// (±45 ms, ITU-R BT.1359-1). The start is found to the millisecond. A song without beats begins at its
/// beginning. Pure, deterministic. Errc::usage: a start after the song's end; Errc::input: an empty video.
[[nodiscard]] Result<SongFit> fit_song(const footage::ClipMap& video, const music::MusicMap& music,
                                       const FitOptions& options);

/// Indices of the fits, best first; equals in their order.
[[nodiscard]] std::vector<std::size_t> rank_fits(std::span<const SongFit> fits);

/// The video in whole on the video track, the music on the audio track.
[[nodiscard]] Result<draft::Draft> make_fit_draft(const footage::ClipMap& video, const music::MusicMap& music,
                                                  const std::string& song_path, const SongFit& fit,
                                                  const FitOptions& options);

}  // namespace beatsync::plan
