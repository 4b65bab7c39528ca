#include "plan/fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "plan/fit_score.h"
#include "plan/fit_search.h"
#include "plan/mood.h"
#include "plan/song_line.h"
#include "synthetic.h"

namespace beatsync::plan {
namespace {

using testing::HasSubstr;

music::MusicMap song_of(double bpm, std::vector<test::Part> parts = {{8, 0.3F}, {16, 1.0F}, {8, 0.5F}}) {
    test::SongSpec spec;
    spec.bpm = bpm;
    spec.parts = std::move(parts);
    return test::make_song(spec);
}

/// A video with a cut at every `every`-th beat of the song from `start` on, played at `tempo`.
footage::ClipMap video_on(const music::MusicMap& song, double start, double seconds, std::size_t every = 2,
                          double tempo = 1) {
    test::ClipSpec spec;
    spec.seconds = seconds;
    for (std::size_t b = 0; b < song.grid.beats.size(); ++b) {
        const double at = (song.grid.beats[b].at.seconds() - start) / tempo;
        const bool opens = std::ranges::any_of(
            song.sections, [&](const music::Section& s) { return s.range.begin == song.grid.beats[b].at; });
        if (at > 0.3 && at < seconds - 0.3 && (opens || b % every == 0)) spec.cuts.push_back(at);
    }
    return test::make_clip(spec);
}

footage::ClipMap uncut_video() {
    test::ClipSpec spec;
    spec.seconds = 20;
    return test::make_clip(spec);
}

FitOptions options_for_tests() {
    FitOptions options;
    options.canvas = {1280, 720, {30, 1}};
    return options;
}

draft::Draft draft_of(const footage::ClipMap& video, const music::MusicMap& song, const SongFit& fit,
                      const FitOptions& options = options_for_tests()) {
    auto draft = make_fit_draft(video, song, "song.wav", fit, options);
    EXPECT_TRUE(draft);
    return *std::move(draft);
}

TEST(Fit, CutsThatLieOnBeatsSpeakForThePlaceAndThoseBesideAgainst) {
    const auto song = song_of(120);
    const auto video = video_on(song, 16.5, 20);
    const auto events = events_of(video);
    const SongLine line(song);
    const double here = coincidence(events, line, {16.5, 1}).evidence;
    EXPECT_GT(here, 20);
    EXPECT_LT(coincidence(events, line, {16.75, 1}).evidence, 0) << "between the beats";
    EXPECT_LT(coincidence(events, line, {16.5, 1.03}).evidence, here / 2) << "another tempo";
    EXPECT_LT(coincidence(events, line, {16.0, 1}).evidence, here - 2) << "a beat off: weak beats are cut";
    EXPECT_LT(coincidence(events, line, {16.54, 1}).evidence, here - 10) << "40 ms off";
}

TEST(Fit, PlaceIsFoundToTheMillisecond) {
    const auto song = song_of(107);
    for (const double start : {0.5, 7.3, 18.447, 33.0}) {
        const auto fit = fit_song(video_on(song, start, 25), song, options_for_tests());
        ASSERT_TRUE(fit);
        // Half a frame of 30 a second is 17 ms; cuts on either side even it out.
        const double half_bar = 2 * 60.0 / 107;  // all of this song's look alike
        const double off = fit->start().seconds() - start;
        EXPECT_LT(std::abs(off - half_bar * std::round(off / half_bar)), 0.008) << start;
        EXPECT_EQ(fit->on_beat, fit->cuts);
        EXPECT_EQ(fit->tempo, 1);
    }
}

TEST(Fit, StretchFindsTheTempo) {
    const auto song = song_of(110, {{12, 0.3F}, {20, 1.0F}, {12, 0.5F}});
    for (const double tempo : {0.953, 1.031, 1.057}) {
        const auto video = video_on(song, 20, 30, 2, tempo);
        auto options = options_for_tests();
        const auto plain = fit_song(video, song, options);
        options.stretch = true;
        const auto fit = fit_song(video, song, options);
        ASSERT_TRUE(fit && plain);
        EXPECT_NEAR(fit->tempo, tempo, 0.0005);
        EXPECT_EQ(fit->on_beat, fit->cuts);
        EXPECT_GT(fit->coincidence, plain->coincidence + 10);
        EXPECT_EQ(draft_of(video, song, *fit).tracks[1].segments[0].tempo, fit->tempo);
    }
    auto options = options_for_tests();
    options.stretch = true;
    EXPECT_EQ(fit_song(video_on(song, 20, 30), song, options)->tempo, 1) << "no stretch without need";
}

TEST(Fit, AskedStartIsKept) {
    const auto song = song_of(120);
    auto options = options_for_tests();
    options.start = Time::from_ms(12'345);
    const auto fit = fit_song(video_on(song, 16.5, 20), song, options);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->start(), options.start);
    options.stretch = true;
    EXPECT_EQ(fit_song(video_on(song, 16.5, 20), song, options)->start(), options.start);
    options.start = Time::from_ms(500'000);
    const auto late = fit_song(video_on(song, 16.5, 20), song, options);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Errc::usage);
}

/// Where each piece of the music plays its beats in the output.
std::vector<double> heard_beats(const draft::Draft& draft, const music::MusicMap& song) {
    std::vector<double> beats;
    const Rate fps = draft.canvas.fps;
    for (const draft::Segment& s : draft.tracks[1].segments) {
        if (s.source.empty()) continue;
        const double begin = fps.time_of(s.frames.begin).seconds();
        for (const music::Beat& beat : song.grid.beats) {
            const double at = begin + (beat.at - s.in).seconds() / s.tempo;
            if (at >= begin - 0.02 && at < fps.time_of(s.frames.end).seconds() - 0.02) beats.push_back(at);
        }
    }
    return beats;
}

TEST(Fit, ShortSongIsLoopedAtBarLinesAndItsBeatsGoOn) {
    const auto song = song_of(120, {{4, 0.4F}, {8, 1.0F}, {4, 0.4F}});  // 32 s
    const auto video = video_on(song_of(120, {{64, 1.0F}}), 0.5, 90, 4);
    const auto fit = fit_song(video, song, options_for_tests());
    ASSERT_TRUE(fit);
    EXPECT_GE(fit->pieces.size(), 3U);
    EXPECT_EQ(fit->on_beat, fit->cuts);
    const auto draft = draft_of(video, song, *fit);
    const auto beats = heard_beats(draft, song);
    ASSERT_GT(beats.size(), 170U);
    for (std::size_t b = 1; b < beats.size(); ++b)
        EXPECT_NEAR(beats[b] - beats[b - 1], 0.5, 0.001) << b;
    EXPECT_EQ(draft.tracks[1].length_frames(), draft.tracks[0].length_frames());
}

TEST(Fit, LongSongMayBeShortenedToEndWithTheVideo) {
    const auto song = song_of(120, {{8, 0.3F}, {8, 1.0F}, {8, 0.3F}, {8, 1.0F}, {4, 0.2F}});
    const auto line = shortened(song, 0.5, song.grid.duration.seconds() - 0.5 - 32);
    ASSERT_EQ(line.size(), 2U);
    EXPECT_NEAR(line[1].begin - line[0].end, 32, 0.06) << "sixteen bars left out";
    EXPECT_TRUE(shortened(song, 0.5, song.grid.duration.seconds() - 0.5 - 31.3).empty()) << "no whole bars";
}

TEST(Fit, EndsOnABarOrFades) {
    const auto song = song_of(120);
    const auto whole_bars = fit_song(video_on(song, 16.5, 24), song, options_for_tests());
    ASSERT_TRUE(whole_bars);
    EXPECT_NE(whole_bars->ending, Ending::faded);
    auto options = options_for_tests();
    options.start = Time::from_ms(16'500);
    const auto video = video_on(song, 16.5, 20.7);
    const auto midway = fit_song(video, song, options);
    ASSERT_TRUE(midway);
    EXPECT_EQ(midway->ending, Ending::faded);
    const auto draft = draft_of(video, song, *midway);
    EXPECT_GE(draft.tracks[1].segments.back().level.fade_out, Time::from_ms(2000));
}

TEST(Fit, MotionPeaksGuideWhereNothingIsCut) {
    const auto song = song_of(100);
    auto video = uncut_video();
    for (int i = 0; i < 16; ++i)
        video.visual_beats.push_back({Time::from_ms(430 + 1200 * i), 0.8F});
    const auto fit = fit_song(video, song, options_for_tests());
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->peaks_on_beat, 16U);
    EXPECT_GT(fit->coincidence, 0);
}

TEST(Fit, NothingToGoByIsSaidAndStillAVideo) {
    auto song = song_of(120);
    const auto still = uncut_video();
    const auto calm = fit_song(still, song, options_for_tests());
    ASSERT_TRUE(calm);
    EXPECT_THAT(calm->notes.at(0), HasSubstr("neither cuts nor peaks"));
    EXPECT_TRUE(std::ranges::any_of(song.grid.beats, [&](const music::Beat& b) {
        return b.position_in_bar == 1 && std::abs((b.at - calm->start()).us) < 1000;
    })) << "on a bar line";
    EXPECT_EQ(draft_of(still, song, *calm).tracks[0].segments.size(), 1U);
    song.grid.beats.clear();
    song.beat_energy.clear();
    song.grid.tempo_bpm = 0;
    for (const double seconds : {20.0, 150.0}) {
        test::ClipSpec spec;
        spec.seconds = seconds;
        spec.cuts = {3, 7, 8.5};
        const auto video = test::make_clip(spec);
        const auto fit = fit_song(video, song, options_for_tests());
        ASSERT_TRUE(fit);
        EXPECT_THAT(fit->notes.at(0), HasSubstr("No beats"));
        EXPECT_EQ(fit->start(), Time{});
        const auto draft = draft_of(video, song, *fit);
        EXPECT_EQ(draft.tracks[1].length_frames(), draft.tracks[0].length_frames());
    }
    EXPECT_FALSE(fit_song(footage::ClipMap{}, song, options_for_tests()));
}

TEST(Fit, OwnSoundIsKeptDuckedOrDropped) {
    const auto song = song_of(120);
    auto video = video_on(song, 16.5, 20);
    video.media.audio = AudioInfo{"aac", 48000, 2, Time{}, video.media.duration};
    const auto fit = fit_song(video, song, options_for_tests());
    ASSERT_TRUE(fit);
    for (const ClipAudio sound : {ClipAudio::off, ClipAudio::mix, ClipAudio::duck}) {
        auto options = options_for_tests();
        options.clip_audio = sound;
        const auto draft = draft_of(video, song, *fit, options);
        EXPECT_EQ(draft.tracks[0].segments[0].sound, sound != ClipAudio::off);
        EXPECT_EQ(draft.tracks[1].duck, sound == ClipAudio::duck);
    }
}

TEST(Fit, OfTwoSongsThatMeetTheCutsAlikeTheOneOfTheMoodIsBetter) {
    auto fierce = song_of(140);
    fierce.character = {4000, 8, 1};
    fierce.loudness_lufs = -8;
    auto gentle = song_of(70);
    gentle.character = {700, 1, -1};
    gentle.loudness_lufs = -22;
    test::ClipSpec spec;
    spec.seconds = 30;
    spec.motion = 0;
    auto calm = test::make_clip(spec);
    calm.look = {0.1F, 0.02F};
    spec.motion = 0.8F;
    auto wild = test::make_clip(spec);
    wild.look = {0.7F, 0.3F};
    EXPECT_GT(mood_of(calm, gentle, 1).match(), mood_of(calm, fierce, 1).match());
    const double calm_difference = mood_of(calm, gentle, 1).energy - mood_of(calm, fierce, 1).energy;
    const double wild_difference = mood_of(wild, gentle, 1).energy - mood_of(wild, fierce, 1).energy;
    EXPECT_GT(calm_difference, wild_difference);
    EXPECT_GT(mood_of(wild, fierce, 1).light, mood_of(wild, gentle, 1).light);
    std::vector<SongFit> fits;
    for (const auto* song : {&fierce, &gentle})
        fits.push_back(*fit_song(calm, *song, options_for_tests()));
    EXPECT_EQ(rank_fits(fits).front(), 1U);
}

TEST(Fit, IsTheSameEachTime) {
    const auto song = song_of(123);
    auto options = options_for_tests();
    options.stretch = true;
    const auto video = video_on(song, 10, 31);
    const auto first = fit_song(video, song, options);
    const auto second = fit_song(video, song, options);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->pieces, second->pieces);
    EXPECT_EQ(first->tempo, second->tempo);
    EXPECT_EQ(first->points, second->points);
}

}  // namespace
}  // namespace beatsync::plan
