#include "plan/planner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "plan/checks.h"
#include "plan/synthetic.h"
#include "plan/trace.h"

namespace beatsync::plan {
namespace {

using footage::ClipMap;
using footage::Defect;

test::SongSpec song_of_parts() {
    test::SongSpec spec;
    spec.parts = {{4, 0.3F}, {8, 1.0F}, {4, 0.5F}, {4, 0.2F}};
    return spec;
}

PlanOptions options_with(std::optional<Time> length = std::nullopt) {
    PlanOptions options;
    options.song_path = "song.wav";
    options.length = length;
    return options;
}

Plan planned(const music::MusicMap& song, const std::vector<ClipMap>& clips, const PlanOptions& options) {
    auto plan = make_plan(song, clips, options);
    EXPECT_TRUE(plan) << describe(plan.error());
    return plan ? *std::move(plan) : Plan{};
}

Errc refusal(const music::MusicMap& song, const std::vector<ClipMap>& clips, const PlanOptions& options) {
    const auto plan = make_plan(song, clips, options);
    EXPECT_FALSE(plan);
    return plan ? Errc::internal : plan.error().code;
}

const music::MusicMap kSong = test::make_song(song_of_parts());

TEST(Planner, EnoughFootageNeedsNoExcuse) {
    const auto clips = test::make_clips(8, 12);
    const Plan plan = planned(kSong, clips, options_with());
    test::expect_valid(plan);
    test::expect_on_beats(plan, kSong, Time{});
    test::expect_clean(plan, clips, {Defect::black, Defect::blank, Defect::frozen, Defect::blurred});
    EXPECT_TRUE(plan.notes.empty()) << trace(plan);
    EXPECT_EQ(test::clips_used(plan), 8U);
    EXPECT_EQ(test::same_clip_in_a_row(plan), 0U);
    EXPECT_EQ(test::seconds_shown_twice(plan), 0);
}

TEST(Planner, SameInputSamePlan) {
    const auto clips = test::make_clips(8, 12);
    PlanOptions options = options_with();
    EXPECT_EQ(trace(planned(kSong, clips, options)), trace(planned(kSong, clips, options)));
    const std::string other = trace(planned(kSong, clips, options));
    options.seed = 7;
    EXPECT_NE(trace(planned(kSong, clips, options)), other) << "another seed, another choice";
}

TEST(Planner, MusicTrackBeginsWithThePicture) {
    PlanOptions options = options_with(Time::from_ms(20'000));
    options.music_gain_db = -9.1;
    const Plan plan = planned(kSong, test::make_clips(8, 12), options);
    const draft::Segment& song = test::song_of(plan);
    EXPECT_EQ(song.source, "song.wav");
    EXPECT_EQ(song.frames, (draft::FrameRange{0, 600}));
    EXPECT_EQ(song.level.gain_db, -9.1);
    EXPECT_GE(song.level.fade_out, Time::from_ms(500)) << "it ends in the middle of the song";
    EXPECT_EQ(test::pictures(plan).front().beat, 16) << "begins on the downbeat that the song is heard from";
}

TEST(Planner, AskedLengthIsExactToTheFrame) {
    for (const Rate fps : {Rate{30, 1}, Rate{24, 1}, Rate{30000, 1001}, Rate{60, 1}}) {
        PlanOptions options = options_with(Time{17'345'678});
        options.canvas.fps = fps;
        const Plan plan = planned(kSong, test::make_clips(8, 12), options);
        EXPECT_EQ(plan.draft.length_frames(), fps.nearest_index(Time{17'345'678}));
        test::expect_on_beats(plan, kSong, Time{});
    }
}

TEST(Planner, RoundingMakesNothingLongerThanIsTaken) {
    PlanOptions options = options_with(Time::from_ms(20'010));
    options.canvas.fps = Rate{30000, 1001};
    const auto clips = test::make_clips(8, 12);
    EXPECT_EQ(planned(kSong, clips, options).draft.length_frames(), 600) << "20.020 s";
    options.longest = options.length;
    EXPECT_EQ(planned(kSong, clips, options).draft.length_frames(), 599);
    options.longest = Time::from_ms(20'000);
    EXPECT_EQ(planned(kSong, clips, options).draft.length_frames(), 600) << "asked for, and to be refused";
}

TEST(Planner, LeadPutsCutsBeforeTheirBeats) {
    PlanOptions options = options_with();
    options.lead = Time::from_ms(80);
    const Plan plan = planned(kSong, test::make_clips(8, 12), options);
    test::expect_valid(plan);
    test::expect_on_beats(plan, kSong, options.lead);
    EXPECT_EQ(test::pictures(plan)[1].frames.begin, 58) << "2 s less 80 ms";
}

TEST(Planner, BlackBlankFrozenAndBlurredAreAvoided) {
    auto clips = test::make_clips(6, 12);
    const Defect defects[] = {Defect::black, Defect::blank, Defect::frozen, Defect::blurred};
    for (std::size_t i = 0; i < clips.size(); ++i)
        clips[i].flaws = {{{Time::from_ms(1000), Time::from_ms(3000)}, defects[i % 4]},
                          {{Time::from_ms(7000), Time::from_ms(8000)}, defects[(i + 1) % 4]}};
    const Plan plan = planned(kSong, clips, options_with());
    test::expect_clean(plan, clips, {Defect::black, Defect::blank, Defect::frozen, Defect::blurred});
}

TEST(Planner, NoPieceRunsThroughATransition) {
    std::vector<footage::ClipMap> clips;
    for (int i = 0; i < 6; ++i) {
        test::ClipSpec spec;
        spec.path = "clip" + std::to_string(i) + ".mp4";
        spec.cuts = {4, 8};
        clips.push_back(test::make_clip(spec));
        for (const int cut : {4000, 8000})
            clips.back().transitions.push_back({{Time::from_ms(cut - 600), Time::from_ms(cut + 900)}, 0, 0});
        // A fade in, before which there is no shot of its own.
        clips.back().transitions.insert(clips.back().transitions.begin(),
                                        {{Time{}, Time::from_ms(700)}, 0, 0});
    }
    const Plan plan = planned(kSong, clips, options_with());
    test::expect_clean(plan, clips, {});
}

TEST(Planner, BlurredIsUsedBeforeAnythingIsRepeated) {
    auto clips = test::make_clips(3, 12);
    clips[0].flaws = {{{Time{}, Time::from_ms(12'000)}, Defect::blurred}};
    const Plan plan = planned(kSong, clips, options_with(Time::from_ms(22'000)));
    EXPECT_TRUE(test::says(plan, "out of focus")) << trace(plan);
    EXPECT_FALSE(test::says(plan, "shown before")) << trace(plan);
}

TEST(Planner, OnlyBlackIsNothing) {
    auto clips = test::make_clips(2, 5);
    for (ClipMap& clip : clips)
        clip.flaws = {{{Time{}, Time::from_ms(5000)}, Defect::black}};
    EXPECT_EQ(refusal(kSong, clips, options_with()), Errc::input);
    clips[1].flaws[0].defect = Defect::frozen;
    EXPECT_TRUE(test::says(planned(kSong, clips, options_with()), "used what can be seen"));
}

TEST(Planner, SharpPiecesArePreferred) {
    std::vector<ClipMap> clips = test::make_clips(4, 12);
    for (ClipMap& clip : clips) {
        for (footage::Moment& m : clip.moments)
            m.sharpness = m.at >= Time::from_ms(6000) ? 0.9F : 0.2F;
    }
    const Plan plan = planned(kSong, clips, options_with(Time::from_ms(10'000)));
    for (const draft::Segment& s : test::pictures(plan))
        EXPECT_GE(s.in, Time::from_ms(5000));
}

TEST(Planner, PiecesThatAreDarkForAMomentAreAvoided) {
    const auto dark = [](Time t) { return t >= Time::from_ms(6000) && t.us / 250'000 % 4 == 3; };
    std::vector<ClipMap> clips = test::make_clips(4, 12);
    for (ClipMap& clip : clips) {
        for (footage::Moment& m : clip.moments)
            m.exposure = m.at < Time::from_ms(6000) ? 0.62F : dark(m.at) ? 0.1F : 1.0F;  // 0.78 on average
    }
    const Plan plan = planned(kSong, clips, options_with(Time::from_ms(8'000)));
    for (const draft::Segment& s : test::pictures(plan)) {
        for (Time t = s.in; t < test::shown(plan, s).end; t += Time::from_ms(50))
            EXPECT_FALSE(dark(t)) << trace(plan);
    }
}

TEST(Planner, MotionSuitsTheMusic) {
    std::vector<ClipMap> clips = test::make_clips(2, 60);
    for (ClipMap& clip : clips) {
        clip.shots[0].motion = clip.media.path == "clip1.mp4" ? 0.0F : 1.0F;
        for (footage::Moment& m : clip.moments)
            m.motion = m.at < Time::from_ms(30'000) ? 0.5F : 1.0F;
    }
    PlanOptions options = options_with(Time::from_ms(26'000));
    options.start = kSong.grid.beats[0].at;
    const Plan plan = planned(kSong, clips, options);
    for (const draft::Segment& s : test::pictures(plan)) {
        EXPECT_TRUE(*s.beat >= 12 || s.in < Time::from_ms(30'000)) << "calm" << trace(plan);
        const bool driving = *s.beat >= 20 && *s.beat < 44;
        EXPECT_TRUE(!driving || s.in >= Time::from_ms(29'500)) << "driving";
    }
}

TEST(Planner, OneClipAlone) {
    const auto clips = test::make_clips(1, 10);
    const Plan plan = planned(kSong, clips, options_with());
    test::expect_valid(plan);
    EXPECT_EQ(test::seconds_shown_twice(plan), 0);
    EXPECT_GE(plan.draft.length_frames(), 150);
    EXPECT_TRUE(plan.notes.empty()) << trace(plan);
    const auto& segments = test::pictures(plan);
    for (std::size_t i = 1; i < segments.size(); ++i)
        EXPECT_GT(std::abs((segments[i].in - test::shown(plan, segments[i - 1]).end).us), 140'000)
            << "a cut is seen";
}

TEST(Planner, ClipsOfOneSecond) {
    const auto clips = test::make_clips(20, 1);
    const Plan plan = planned(kSong, clips, options_with(Time::from_ms(15'000)));
    test::expect_valid(plan);
    test::expect_on_beats(plan, kSong, Time{});
    test::expect_clean(plan, clips, {});
    EXPECT_EQ(test::clips_used(plan), 20U);
}

TEST(Planner, ShortClipsAmongLongOnesAreShownToo) {
    auto clips = test::make_clips(4, 20);
    for (int i = 0; i < 4; ++i) {
        test::ClipSpec spec;
        spec.path = "short" + std::to_string(i) + ".mp4";
        spec.seconds = 0.8;
        clips.push_back(test::make_clip(spec));
    }
    test::SongSpec calm;
    calm.parts = {{16, 0.1F}};
    PlanOptions options = options_with(Time::from_ms(30'000));
    options.pace = Pace::slow;
    const music::MusicMap song = test::make_song(calm);
    const Plan plan = planned(song, clips, options);
    test::expect_on_beats(plan, song, Time{});
    EXPECT_EQ(test::clips_used(plan), 8U) << trace(plan);
}

TEST(Planner, TheOpeningIsNotCutToMakeRoomForAShortClip) {
    test::SongSpec calm;
    calm.parts = {{16, 0.1F}};
    PlanOptions options = options_with(Time::from_ms(20'000));
    options.pace = Pace::slow;
    const music::MusicMap song = test::make_song(calm);
    auto clips = test::make_clips(4, 20);
    const draft::FrameRange opening = test::pictures(planned(song, clips, options)).front().frames;
    test::ClipSpec spec;
    spec.path = "short.mp4";
    spec.seconds = 0.8;
    clips.push_back(test::make_clip(spec));
    const Plan plan = planned(song, clips, options);
    EXPECT_EQ(test::clips_used(plan), 5U) << trace(plan);
    EXPECT_EQ(test::pictures(plan).front().frames, opening) << trace(plan);
}

TEST(Planner, OnlyStills) {
    std::vector<ClipMap> clips;
    for (const char* name : {"a.jpg", "b.jpg", "c.jpg", "d.jpg"})
        clips.push_back(test::make_still(name));
    const Plan plan = planned(kSong, clips, options_with());
    test::expect_valid(plan);
    EXPECT_TRUE(plan.notes.empty()) << trace(plan);
    const auto& segments = test::pictures(plan);
    ASSERT_GE(segments.size(), 2U);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        EXPECT_TRUE(segments[i].still);
        const bool inwards = i % 2 == 0;
        EXPECT_EQ(segments[i].framing.from.zoom > 1, !inwards);
        EXPECT_EQ(segments[i].framing.to.zoom > 1, inwards);
        EXPECT_LE(std::max(segments[i].framing.from.zoom, segments[i].framing.to.zoom), 1.12 + 1e-9);
    }
}

TEST(Planner, StillsWaitForLongSlots) {
    auto clips = test::make_clips(6, 20);
    clips.push_back(test::make_still("a.jpg"));
    const Plan plan = planned(kSong, clips, options_with());
    for (const draft::Segment& s : test::pictures(plan))
        EXPECT_TRUE(!s.still || s.frames.length() >= 30);
    EXPECT_EQ(test::clips_used(plan), 7U);
}

TEST(Planner, LongerThanTheFootageRepeatsAndSaysSo) {
    const auto clips = test::make_clips(3, 5);
    const Plan plan = planned(kSong, clips, options_with(Time::from_ms(35'000)));
    test::expect_valid(plan);
    EXPECT_EQ(plan.draft.length_frames(), 1050);
    EXPECT_TRUE(test::says(plan, "shown before"));
    EXPECT_LT(test::same_clip_in_a_row(plan), test::pictures(plan).size() / 4);
}

TEST(Planner, FreeLengthEndsBeforeAnythingIsRepeated) {
    for (int count = 1; count <= 6; ++count) {
        for (const double seconds : {2.0, 3.3, 7.0}) {
            const Plan plan = planned(kSong, test::make_clips(count, seconds), options_with());
            EXPECT_EQ(test::seconds_shown_twice(plan), 0) << count << " clips of " << seconds << " s\n"
                                                          << trace(plan);
        }
    }
}

TEST(Planner, OrderGivenGoesThroughTheClipsInTurn) {
    PlanOptions options = options_with(Time::from_ms(20'000));
    options.order = Order::given;
    const Plan plan = planned(kSong, test::make_clips(5, 30), options);
    const auto& segments = test::pictures(plan);
    for (std::size_t i = 0; i < segments.size(); ++i)
        EXPECT_EQ(segments[i].source, "clip" + std::to_string(i % 5 + 1) + ".mp4");
    for (std::size_t i = 5; i < segments.size(); ++i)
        EXPECT_GT(segments[i].in, segments[i - 5].in);
}

TEST(Planner, OrderGivenShowsNothingBeforeAPinnedMomentThatComesAfterIt) {
    PlanOptions options = options_with(Time::from_ms(30'000));
    options.order = Order::given;
    for (const Time moment : {Time::from_ms(19'000), Time::from_ms(24'000), Time::from_ms(50'000)}) {
        options.pins = {{0, moment, 30}};
        const Plan plan = planned(kSong, test::make_clips(1, 90), options);
        std::size_t before = 0;
        for (const draft::Segment& s : test::pictures(plan)) {
            const std::int64_t beat = s.beat.value_or(0);
            if (beat == 30) {
                EXPECT_EQ(s.in, moment);
            }
            if (beat >= 30) continue;
            EXPECT_LT(s.in, moment) << trace(plan);
            ++before;
        }
        EXPECT_GT(before, 5U);
    }
}

TEST(Planner, OrderShuffleFollowsTheSeed) {
    PlanOptions options = options_with(Time::from_ms(20'000));
    options.order = Order::shuffle;
    const auto clips = test::make_clips(6, 30);
    std::vector<std::string> traces;
    for (const std::uint64_t seed : {1U, 1U, 2U}) {
        options.seed = seed;
        traces.push_back(trace(planned(kSong, clips, options)));
    }
    EXPECT_EQ(traces[0], traces[1]);
    EXPECT_NE(traces[0], traces[2]);
}

TEST(Planner, PinnedFootageIsOnScreenFromItsBeat) {
    PlanOptions options = options_with(Time::from_ms(20'000));
    options.pins = {{2, Time{4'000'000}, 21}, {0, Time{11'000'000}, 30}};
    const auto clips = test::make_clips(5, 12);
    const Plan plan = planned(kSong, clips, options);
    test::expect_valid(plan);
    for (const Pin& pin : options.pins) {
        const auto& segments = test::pictures(plan);
        const auto found = std::find_if(segments.begin(), segments.end(),
                                        [&](const draft::Segment& s) { return s.beat == pin.beat; });
        ASSERT_NE(found, segments.end());
        EXPECT_EQ(found->source, clips[pin.clip].media.path);
        EXPECT_EQ(found->in, pin.at);
    }
    test::expect_clean(plan, clips, {});
    EXPECT_EQ(test::seconds_shown_twice(plan), 0);
}

TEST(Planner, ImpossiblePinsAreRefused) {
    const auto clips = test::make_clips(2, 12);
    for (const Pin& pin : {Pin{2, Time{}, 0}, Pin{0, Time::from_ms(12'000), 0}, Pin{0, Time{-1}, 0},
                           Pin{0, Time{}, -1}, Pin{0, Time{}, 80}}) {
        PlanOptions options = options_with();
        options.pins = {pin};
        EXPECT_EQ(refusal(kSong, clips, options), Errc::usage);
    }
    PlanOptions options = options_with();
    options.pins = {{0, Time{}, 20}, {1, Time{}, 20}};
    EXPECT_EQ(refusal(kSong, clips, options), Errc::usage);
}

TEST(Planner, ClipAudio) {
    auto clips = test::make_clips(2, 30);
    clips[0].media.audio = AudioInfo{"aac", 48000, 2, Time{}, Time::from_ms(30'000)};
    for (const ClipAudio audio : {ClipAudio::off, ClipAudio::mix, ClipAudio::duck}) {
        PlanOptions options = options_with();
        options.clip_audio = audio;
        const Plan plan = planned(kSong, clips, options);
        for (const draft::Segment& s : test::pictures(plan))
            EXPECT_EQ(s.sound, audio != ClipAudio::off && s.source == "clip1.mp4");
        EXPECT_EQ(plan.draft.tracks[1].duck, audio == ClipAudio::duck);
    }
}

TEST(Planner, UncertainBeatsAreSaid) {
    test::SongSpec spec = song_of_parts();
    spec.confidence = 0.1F;
    const Plan plan = planned(test::make_song(spec), test::make_clips(8, 12), options_with());
    EXPECT_TRUE(test::says(plan, "uncertain"));
}

TEST(Planner, ClipsLeftOutAreNamed) {
    auto clips = test::make_clips(2, 12);
    clips[1].flaws = {{{Time{}, Time::from_ms(12'000)}, Defect::black}};
    EXPECT_TRUE(test::says(planned(kSong, clips, options_with()), "Not in the video: clip2.mp4 (black)."));
    test::ClipSpec spec;
    spec.path = "glimpse.mp4";
    spec.seconds = 0.2;
    clips.push_back(test::make_clip(spec));
    EXPECT_TRUE(test::says(planned(kSong, clips, options_with()), "glimpse.mp4 (lasts 0.2 s)."));
    // Half a second of black, then a fade to the end.
    clips.resize(2);
    spec.path = "fade.mp4";
    spec.seconds = 2;
    clips[1] = test::make_clip(spec);
    clips[1].flaws = {{{Time{}, Time::from_ms(500)}, Defect::black}};
    clips[1].transitions = {
        {{Time::from_ms(500), Time::from_ms(1900)}, 15, 57, footage::TransitionKind::fade, 1}};
    EXPECT_TRUE(test::says(planned(kSong, clips, options_with()), "s of it without a flaw, a cut or a tr"));
}

TEST(Planner, DamagedClipsAreNamed) {
    auto clips = test::make_clips(2, 12);
    EXPECT_FALSE(test::says(planned(kSong, clips, options_with()), "Damaged"));
    clips[1].flaws = {{{Time::from_ms(2000), Time::from_ms(2500)}, Defect::damaged}};
    EXPECT_TRUE(test::says(planned(kSong, clips, options_with()),
                           "Damaged in places, which are not shown: clip2.mp4."));
}

TEST(Planner, AskedPaceMayBreakTheUsualLimits) {
    PlanOptions options = options_with(Time::from_ms(24'000));
    options.pace = Pace::beats;
    options.pace_beats = 16;
    const Plan plan = planned(kSong, test::make_clips(8, 30), options);
    EXPECT_EQ(test::pictures(plan)[1].frames.begin, 240) << "8 s, more than the usual 6";
}

TEST(Planner, RequestsWithoutSenseAreRefused) {
    const auto clips = test::make_clips(2, 12);
    PlanOptions options = options_with();
    options.min_segment = Time::from_ms(2000);
    options.max_segment = Time::from_ms(1000);
    EXPECT_EQ(refusal(kSong, clips, options), Errc::usage);
    options = options_with();
    options.pace = Pace::beats;
    EXPECT_EQ(refusal(kSong, clips, options), Errc::usage);
    EXPECT_EQ(refusal(kSong, clips, options_with(Time::from_ms(100))), Errc::usage);
    EXPECT_EQ(refusal({}, clips, options_with()), Errc::input);
    EXPECT_EQ(refusal(kSong, {}, options_with()), Errc::input);
    EXPECT_EQ(refusal(kSong, test::make_clips(3, 0.05), options_with()), Errc::input);
    ClipMap sound;
    sound.media.kind = MediaKind::audio;
    EXPECT_EQ(refusal(kSong, {sound}, options_with()), Errc::input);
}

TEST(Planner, TwoHoursAndFiveHundredClips) {
    test::SongSpec spec;
    spec.parts.clear();
    for (int i = 0; i < 120; ++i)
        spec.parts.push_back({30, static_cast<float>(i % 5) / 4});
    PlanOptions options = options_with();
    options.length_rule = LengthRule::song;
    const auto song = test::make_song(spec);
    const Plan plan = planned(song, test::make_clips(500, 20), options);
    test::expect_on_beats(plan, song, Time{});
    EXPECT_EQ(test::seconds_shown_twice(plan), 0);
    EXPECT_EQ(test::clips_used(plan), 500U);
}

/// A place in the clip where everything is better; for the first slot it would come too late by the rounds.
void make_striking(ClipMap& clip, Time from, Time to) {
    for (footage::Moment& m : clip.moments) {
        if (m.at < from || m.at >= to) continue;
        m.sharpness = 1;
        m.focus = {0.3F, 0.5F, 1};
    }
}

TEST(Planner, TheFirstAndTheLastPictureAreTheMostStriking) {
    auto clips = test::make_clips(8, 12);
    for (ClipMap& clip : clips)
        for (footage::Moment& m : clip.moments)
            m.sharpness = 0.6F;
    make_striking(clips[2], Time::from_ms(5'000), Time::from_ms(10'000));
    make_striking(clips[5], Time::from_ms(5'000), Time::from_ms(10'000));
    const Plan plan = planned(kSong, clips, options_with(Time::from_ms(20'000)));
    const auto& segments = test::pictures(plan);
    const std::set<std::string> outermost{segments.front().source, segments.back().source};
    EXPECT_EQ(outermost, (std::set<std::string>{"clip3.mp4", "clip6.mp4"})) << trace(plan);
    for (const draft::Segment* s : {&segments.front(), &segments.back()})
        EXPECT_TRUE(s->in >= Time::from_ms(4'750) && s->in < Time::from_ms(10'000)) << trace(plan);
}

TEST(Planner, AnOrderThatWasAskedForGoesBeforeStrikingPictures) {
    auto clips = test::make_clips(4, 12);
    make_striking(clips[2], Time{}, Time::from_ms(12'000));
    PlanOptions options = options_with(Time::from_ms(20'000));
    options.order = Order::given;
    const Plan plan = planned(kSong, clips, options);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(test::pictures(plan)[i].source, clips[i].media.path) << trace(plan);
}

std::size_t times_shown(const Plan& plan, const std::string& clip) {
    const auto& segments = test::pictures(plan);
    return static_cast<std::size_t>(
        std::count_if(segments.begin(), segments.end(), [&](const auto& s) { return s.source == clip; }));
}

TEST(Planner, AClipOfTwiceTheWeightHasTwiceTheTurns) {
    const auto clips = test::make_clips(5, 60);
    PlanOptions options = options_with(Time::from_ms(30'000));
    options.weights = {1, 1, 2, 0.5, 1};
    const Plan plan = planned(kSong, clips, options);
    test::expect_valid(plan);
    const auto usual = static_cast<double>(times_shown(plan, "clip1.mp4"));
    EXPECT_NEAR(static_cast<double>(times_shown(plan, "clip3.mp4")), 2 * usual, 2) << trace(plan);
    EXPECT_NEAR(static_cast<double>(times_shown(plan, "clip4.mp4")), usual / 2, 1) << trace(plan);
    EXPECT_EQ(test::same_clip_in_a_row(plan), 0U) << trace(plan);
}

TEST(Planner, AClipOfWeightNothingIsShownOnlyWhereNothingElseIsLeft) {
    const auto clips = test::make_clips(3, 12);
    PlanOptions options = options_with(Time::from_ms(16'000));
    options.weights = {1, 0, 1};
    const Plan enough = planned(kSong, clips, options);
    EXPECT_EQ(times_shown(enough, "clip2.mp4"), 0U) << trace(enough);
    EXPECT_TRUE(test::says(enough, "clip2.mp4 (weight 0)")) << trace(enough);

    options.length = Time::from_ms(25'000);
    const Plan scarce = planned(kSong, clips, options);
    EXPECT_GT(times_shown(scarce, "clip2.mp4"), 0U) << trace(scarce);
    EXPECT_TRUE(test::says(scarce, "to clips of weight 0: nothing else was left")) << trace(scarce);
    EXPECT_EQ(test::seconds_shown_twice(scarce), 0) << "before anything is shown twice";

    options.weights = {0, 0, 0};
    test::expect_valid(planned(kSong, clips, options));
}

TEST(Planner, WithoutALengthAVideoEndsBeforeItShowsClipsOfWeightNothing) {
    const auto clips = test::make_clips(3, 12);
    PlanOptions options = options_with();
    options.weights = {1, 0, 1};
    const Plan plan = planned(kSong, clips, options);
    EXPECT_EQ(times_shown(plan, "clip2.mp4"), 0U) << trace(plan);
}

}  // namespace
}  // namespace beatsync::plan
