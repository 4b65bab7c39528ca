#include "plan/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "plan/fit_events.h"
#include "plan/fit_search.h"
#include "plan/mood.h"
#include "plan/song_line.h"

namespace beatsync::plan {
namespace {

constexpr double kLoopWhenUnder = 1.25;  // videos' lengths of song: with less there is little to choose from
constexpr double kJointCost = 2;         // of evidence: a joint can be heard
constexpr double kMoodWorth = 6;         // as much evidence as a few cuts
constexpr float kTrusted = 0.3F;         // confidence of the beats

/// A line, the best placement on it, and how many of the line's joints are heard there.
struct Candidate {
    SongLine line;
    Found found;
    int joints = 0;
    [[nodiscard]] double total() const { return found.total() - kJointCost * joints; }
};

class Fitter {
public:
    Fitter(const footage::ClipMap& video, const music::MusicMap& music, const FitOptions& options)
        : video_(video), music_(music), options_(options), events_(events_of(video)) {}

    Result<SongFit> fit() {
        if (events_.seconds <= 0) return fail(Errc::input, "the video has no pictures");
        const double song = music_.grid.duration.seconds();
        if (options_.start && (*options_.start < Time{} || options_.start->seconds() >= song))
            return fail(Errc::usage,
                        fmt::format("the song ends at {}, before the start asked for",
                                    format_time(music_.grid.duration)),
                        "give an earlier --start");
        Candidate best = place(SongLine(music_));
        const double from = options_.start ? options_.start->seconds() : 0;
        const double needed = events_.seconds * (1 + stretch());
        const bool too_short = song - from < events_.seconds;
        if (too_short || (!options_.start && song < kLoopWhenUnder * needed)) {
            Candidate loop = place(SongLine(music_, looped(music_, from + needed + song)));
            if (too_short || loop.total() > best.total()) best = std::move(loop);
        }
        if (best.joints == 0) take_shorter(best);
        return describe(best);
    }

private:
    [[nodiscard]] double stretch() const { return options_.stretch ? options_.most_stretch : 0; }

    [[nodiscard]] Candidate place(SongLine line) const {
        SearchRange range;
        range.last_start =
            std::max(0.0, std::min(line.end() - events_.seconds, music_.grid.duration.seconds()));
        if (options_.start) range.first_start = range.last_start = options_.start->seconds();
        Found found = search(events_, line, range);
        if (options_.stretch) {
            range.most_stretch = options_.most_stretch;
            const Found stretched = search(events_, line, range);
            if (stretched.total() > found.total()) found = stretched;
        }
        return candidate(std::move(line), found);
    }

    /// The song without its middle, so that its own end is heard: the same place, the same up to the joint.
    void take_shorter(Candidate& best) const {
        const Placement at = best.found.at;
        const auto stretches = shortened(music_, at.start, events_.seconds * at.tempo);
        if (stretches.empty()) return;
        SongLine line(music_, stretches);
        const Found found{at, coincidence(events_, line, at), bonus_of_edges(line, at, events_.seconds)};
        Candidate shorter = candidate(std::move(line), found);
        if (shorter.total() > best.total()) best = std::move(shorter);
    }

    [[nodiscard]] Candidate candidate(SongLine line, const Found& found) const {
        Candidate c{std::move(line), found, 0};
        c.joints = static_cast<int>(pieces(c).size()) - 1;
        return c;
    }

    [[nodiscard]] std::vector<MusicPiece> pieces(const Candidate& c) const {
        const Placement& at = c.found.at;
        std::vector<MusicPiece> pieces;
        for (const Stretch& stretch : c.line.stretches()) {
            const double end = stretch.at + stretch.end - stretch.begin;
            const double begin = std::max(stretch.at, at.start);
            if (end <= at.start + 1e-6 || (begin - at.start) / at.tempo >= events_.seconds - 0.02) continue;
            pieces.push_back({Time::from_seconds((begin - at.start) / at.tempo),
                              Time::from_seconds(stretch.begin + begin - stretch.at)});
        }
        return pieces;
    }

    [[nodiscard]] SongFit describe(const Candidate& best) const {
        SongFit fit;
        const Coincidence& what = best.found.what;
        fit.pieces = pieces(best);
        fit.tempo = best.found.at.tempo;
        fit.ending = ending_at(best.line, best.found.at.on_line(events_.seconds));
        fit.cuts = events_.cuts.size();
        fit.on_beat = what.cuts_on_beat;
        fit.on_bar = what.cuts_on_bar;
        fit.mean_off_ms = what.mean_off * 1000;
        fit.sections = what.sections;
        fit.sections_cut = what.sections_cut;
        fit.peaks = events_.peaks.size();
        fit.peaks_on_beat = what.peaks_on_beat;
        fit.tempo_match = tempo_match(events_, best.line, fit.tempo);
        fit.coincidence = what.evidence;
        fit.mood = mood_of(video_, music_, fit.tempo);
        fit.points = best.total() + kMoodWorth * fit.mood.match();
        give_reasons(best, fit);
        return fit;
    }

    void give_reasons(const Candidate& best, SongFit& fit) const {
        if (!best.line.has_beats()) {
            fit.reasons.emplace_back("no beats in it: nothing to meet");
            fit.notes.emplace_back(
                "No beats were found in the song: it begins at its beginning, and cuts meet "
                "nothing.");
        } else {
            reasons_of_coincidence(fit);
            if (music_.grid.confidence < kTrusted)
                fit.notes.emplace_back("The beats of this song are uncertain.");
        }
        fit.reasons.push_back(fmt::format("energy {:.0f} of 100 against {:.0f}, light {:.0f} against {:.0f}",
                                          100 * energy_of(music_, fit.tempo), 100 * energy_of(video_),
                                          100 * light_of(music_), 100 * light_of(video_)));
        if (fit.pieces.size() > 1) fit.reasons.push_back(joint_reason(best, fit));
    }

    void reasons_of_coincidence(SongFit& fit) const {
        if (fit.cuts == 0 && fit.peaks == 0) {
            fit.reasons.emplace_back("neither cuts nor motion to go by");
            fit.notes.emplace_back(
                "The video has neither cuts nor peaks of motion: the music was chosen and begins by its end "
                "and mood alone.");
            return;
        }
        if (fit.cuts > 0)
            fit.reasons.push_back(fmt::format("{} of {} cuts on beats, {} on bars, {:.0f} ms off on average",
                                              fit.on_beat, fit.cuts, fit.on_bar, fit.mean_off_ms));
        if (fit.sections > 0)
            fit.reasons.push_back(
                fmt::format("{} of {} section changes cut", fit.sections_cut, fit.sections));
        if (fit.peaks > 0)
            fit.reasons.push_back(
                fmt::format("{} of {} peaks of motion on beats", fit.peaks_on_beat, fit.peaks));
        if (fit.tempo != 1)
            fit.reasons.push_back(fmt::format("played {:.1f} % {}", 100 * std::abs(fit.tempo - 1),
                                              fit.tempo > 1 ? "faster" : "slower"));
    }

    [[nodiscard]] static std::string joint_reason(const Candidate& best, const SongFit& fit) {
        const bool shortened = best.line.stretches().size() == 2 &&
                               best.line.stretches()[1].begin > best.line.stretches()[0].end;
        return shortened ? std::string("shortened at bar lines to end with the video")
                         : fmt::format("looped at bar lines, {} joint{}", fit.pieces.size() - 1,
                                       fit.pieces.size() == 2 ? "" : "s");
    }

    const footage::ClipMap& video_;
    const music::MusicMap& music_;
    const FitOptions& options_;
    VideoEvents events_;
};

Time fade_of(Ending ending, Time video) {
    switch (ending) {
        case Ending::song:
            return Time::from_ms(50);
        case Ending::section:
        case Ending::bar:
            return Time::from_ms(250);
        case Ending::faded:
            break;
    }
    return std::min(Time::from_ms(3000), Time{video.us / 6});
}

draft::Track picture_track(const footage::ClipMap& video, std::int64_t frames, const FitOptions& options) {
    draft::Segment segment;
    segment.frames = {0, frames};
    segment.source = video.media.path;
    segment.framing.fit = draft::Fit::crop;  // an odd line at most
    segment.sound = options.clip_audio != ClipAudio::off && video.media.audio.has_value();
    draft::Track track;
    track.segments.push_back(segment);
    return track;
}

/// Joints lie on frames; the music after one is moved so that its beats stay where they were.
draft::Track music_track(const music::MusicMap& music, const std::string& song, const SongFit& fit,
                         std::int64_t frames, const FitOptions& options) {
    const Rate fps = options.canvas.fps;
    draft::Track track;
    track.kind = draft::TrackKind::audio;
    track.duck = options.clip_audio == ClipAudio::duck;
    for (const MusicPiece& piece : fit.pieces) {
        draft::Segment segment;
        const std::int64_t begin = fps.nearest_index(piece.at);
        if (begin >= frames) break;
        segment.frames = {begin, frames};
        segment.source = song;
        const Time moved = fps.time_of(begin) - piece.at;
        segment.in = std::max(Time{}, piece.in + Time::from_seconds(moved.seconds() * fit.tempo));
        segment.tempo = fit.tempo;
        segment.level.gain_db = options.music_gain_db;
        if (!track.segments.empty()) track.segments.back().frames.end = begin;
        track.segments.push_back(segment);
    }
    draft::Segment& last = track.segments.back();
    const Time left = music.grid.duration - last.in;
    const std::int64_t lasts = fps.nearest_index(Time::from_seconds(left.seconds() / fit.tempo));
    const std::int64_t song_end = last.frames.begin + std::max<std::int64_t>(1, lasts);
    last.level.fade_out = fade_of(fit.ending, fps.time_of(frames));
    if (song_end < frames) {
        last.frames.end = song_end;
        draft::Segment silence;
        silence.frames = {song_end, frames};
        track.segments.push_back(silence);
    }
    return track;
}

}  // namespace

Result<SongFit> fit_song(const footage::ClipMap& video, const music::MusicMap& music,
                         const FitOptions& options) {
    return Fitter(video, music, options).fit();
}

std::vector<std::size_t> rank_fits(std::span<const SongFit> fits) {
    std::vector<std::size_t> order(fits.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return fits[a].points > fits[b].points; });
    return order;
}

Result<draft::Draft> make_fit_draft(const footage::ClipMap& video, const music::MusicMap& music,
                                    const std::string& song_path, const SongFit& fit,
                                    const FitOptions& options) {
    draft::Draft draft;
    draft.canvas = options.canvas;
    draft.loudness_lufs = options.loudness_lufs;
    const std::int64_t frames =
        std::max<std::int64_t>(1, options.canvas.fps.nearest_index(end_of_video(video)));
    draft.tracks = {picture_track(video, frames, options),
                    music_track(music, song_path, fit, frames, options)};
    BEATSYNC_CHECK(draft::validate(draft));
    return draft;
}

}  // namespace beatsync::plan
