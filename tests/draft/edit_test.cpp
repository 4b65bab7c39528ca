// Edits of a draft: what changes, what stays, and what is refused.

#include "draft/edit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace beatsync::draft {
namespace {

constexpr Rate kFps{30, 1};

/// A beat every 15 frames.
std::vector<BeatMark> beats(std::int64_t count) {
    std::vector<BeatMark> marks;
    for (std::int64_t i = 0; i < count; ++i)
        marks.push_back({i * 15, 100 + i});
    return marks;
}

/// Pieces of so many beats each, of clips of their own.
Draft cut(const std::vector<int>& lengths) {
    Draft draft;
    draft.canvas = {1080, 1920, kFps};
    Track video;
    std::int64_t beat = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        Segment piece;
        piece.frames = {beat * 15, (beat + lengths[i]) * 15};
        piece.source = "clip" + std::to_string(i + 1) + ".mp4";
        piece.in = Time::from_ms(2000);
        piece.beat = 100 + beat;
        beat += lengths[i];
        video.segments.push_back(piece);
    }
    Track music;
    music.kind = TrackKind::audio;
    Segment song;
    song.frames = {0, beat * 15};
    song.source = "song.wav";
    song.in = Time::from_ms(5000);
    music.segments.push_back(song);
    draft.tracks = {video, music};
    return draft;
}

const std::vector<Segment>& pieces(const Draft& draft) {
    return draft.tracks.front().segments;
}

/// Every clip has one shot of so many seconds around its second 2.
EditFacts facts(double from, double to, std::int64_t count = 100) {
    EditFacts facts;
    facts.beats = beats(count);
    facts.footage = [=](const Segment&) {
        return std::optional(Footage{{Time::from_seconds(from), Time::from_seconds(to)}, kFps});
    };
    return facts;
}

std::string refusal(const Result<Draft>& result) {
    return result ? "done" : result.error().message;
}

TEST(DraftEdit, SwapExchangesFootageAndLeavesCuts) {
    Draft draft = cut({2, 4, 2});
    draft.tracks[0].segments[0].transition = {TransitionKind::fade, 6};
    draft.tracks[0].segments[0].accents = {{AccentKind::flash, 0, 3, 0.5}};
    draft.tracks[0].segments[2].framing.focus_x = 0.25;
    const auto swapped = swap_pieces(draft, 0, 2, facts(0, 10));
    ASSERT_TRUE(swapped) << refusal(swapped);
    EXPECT_EQ(pieces(*swapped)[0].source, "clip3.mp4");
    EXPECT_EQ(pieces(*swapped)[0].framing.focus_x, 0.25);
    EXPECT_EQ(pieces(*swapped)[2].source, "clip1.mp4");
    EXPECT_EQ(pieces(*swapped)[0].transition, pieces(draft)[0].transition);
    EXPECT_EQ(pieces(*swapped)[0].accents, pieces(draft)[0].accents);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(pieces(*swapped)[i].frames, pieces(draft)[i].frames);
        EXPECT_EQ(pieces(*swapped)[i].beat, pieces(draft)[i].beat);
    }
    EXPECT_EQ(*swap_pieces(*swapped, 0, 2, facts(0, 10)), draft);
}

TEST(DraftEdit, SwapBeginsEarlierWhereTheShotEndsTooSoon) {
    // Piece 2 lasts two seconds; from second 2 the shot has but 1.5.
    const auto swapped = swap_pieces(cut({2, 4}), 0, 1, facts(1, 3.5));
    ASSERT_TRUE(swapped) << refusal(swapped);
    EXPECT_EQ(pieces(*swapped)[1].in, Time::from_ms(1500));
    EXPECT_EQ(pieces(*swapped)[0].in, Time::from_ms(2000)) << "it fits as it is";
    const auto refused = swap_pieces(cut({2, 4}), 0, 1, facts(1.8, 3.5));
    EXPECT_EQ(refusal(refused), "piece 2 would be 2.0 s long, but its shot in clip1.mp4 has only 1.7 s");
}

TEST(DraftEdit, LockedPiecesAreLeftAlone) {
    const std::vector<std::size_t> second{1};
    const auto locked = lock_pieces(cut({2, 2, 2}), second, true);
    ASSERT_TRUE(locked);
    EXPECT_EQ(refusal(swap_pieces(*locked, 0, 1, facts(0, 10))), "piece 2 is locked");
    EXPECT_EQ(refusal(change_length(*locked, 1, 1, facts(0, 10))), "piece 2 is locked");
    EXPECT_EQ(refusal(change_length(*locked, 0, 1, facts(0, 10))), "the pieces beside piece 1 are locked");
    EXPECT_EQ(refusal(close_up(*locked, second, facts(0, 10))), "piece 2 is locked");
    const std::vector<std::size_t> first{0};
    EXPECT_EQ(refusal(close_up(*locked, first, facts(0, 10))), "piece 2 is locked: it would move");
    EXPECT_EQ(*lock_pieces(*locked, second, false), cut({2, 2, 2}));
}

TEST(DraftEdit, NumbersOfPiecesThatAreNotThere) {
    EXPECT_EQ(refusal(swap_pieces(cut({2, 2}), 0, 2, {})), "there is no piece 3: the draft has 1 to 2");
    EXPECT_EQ(refusal(set_fit(Draft{}, Fit::pad)), "the draft has no pictures to edit");
}

TEST(DraftEdit, LongerMovesTheNextCutByBeats) {
    const Draft draft = cut({2, 4, 2});
    const auto longer = change_length(draft, 0, 3, facts(0, 10));
    ASSERT_TRUE(longer) << refusal(longer);
    EXPECT_EQ(pieces(*longer)[0].frames, (FrameRange{0, 75}));
    EXPECT_EQ(pieces(*longer)[1].frames, (FrameRange{75, 90}));
    EXPECT_EQ(pieces(*longer)[1].beat, 105);
    // The same moment of clip 2 is on screen at the same time.
    EXPECT_EQ(pieces(*longer)[1].in, Time::from_ms(3500));
    EXPECT_EQ(longer->length_frames(), draft.length_frames());
    EXPECT_EQ(refusal(change_length(draft, 0, 4, facts(0, 10))), "piece 2 can't give 4 beats: at most 3");
    EXPECT_EQ(*change_length(*longer, 0, -3, facts(0, 10)), draft);
}

TEST(DraftEdit, TheLastPieceTakesFromTheOneBefore) {
    const auto longer = change_length(cut({2, 4, 2}), 2, 1, facts(0, 10));
    ASSERT_TRUE(longer) << refusal(longer);
    EXPECT_EQ(pieces(*longer)[2].frames, (FrameRange{75, 120}));
    EXPECT_EQ(pieces(*longer)[2].beat, 105);
    EXPECT_EQ(pieces(*longer)[2].in, Time::from_ms(1500));
    const auto shorter = change_length(cut({2, 4, 2}), 2, -1, facts(0, 10));
    ASSERT_TRUE(shorter);
    EXPECT_EQ(pieces(*shorter)[2].frames, (FrameRange{105, 120}));
}

TEST(DraftEdit, WithoutBeatsNothingCanBeLengthened) {
    EXPECT_EQ(refusal(change_length(cut({2, 2}), 0, 1, {})),
              "the song's beats are needed for that, and the draft does not say its song");
}

TEST(DraftEdit, AccentsStayOnTheirFramesAndSpeedsAreLeftBehind) {
    Draft draft = cut({2, 4});
    draft.tracks[0].segments[1].accents = {{AccentKind::punch, 0, 3, 0.1}, {AccentKind::punch, 30, 3, 0.1}};
    draft.tracks[0].segments[1].retime = {{Time{}, Time{}}, {Time{1000}, Time{2000}}};
    const auto longer = change_length(draft, 0, 1, facts(0, 10));
    ASSERT_TRUE(longer);
    ASSERT_EQ(pieces(*longer)[1].accents.size(), 1U);
    EXPECT_EQ(pieces(*longer)[1].accents[0].frame, 15) << "the same output frame";
    EXPECT_TRUE(pieces(*longer)[1].retime.empty());
    EXPECT_TRUE(validate(*longer));
}

TEST(DraftEdit, ClosingUpMovesTheRestOntoEarlierBeats) {
    EditFacts known = facts(0, 10);
    // The song gets faster: a beat later is never the same number of frames.
    for (std::size_t i = 0; i < known.beats.size(); ++i)
        known.beats[i].frame = static_cast<std::int64_t>(15 * i) - static_cast<std::int64_t>(i * i / 20);
    Draft draft = cut({2, 4, 2, 3});
    for (Track& track : draft.tracks)
        for (Segment& s : track.segments)
            s.frames = {known.beats[static_cast<std::size_t>(s.frames.begin / 15)].frame,
                        known.beats[static_cast<std::size_t>(s.frames.end / 15)].frame};
    const std::vector<std::size_t> second{1};
    const auto closed = close_up(draft, second, known);
    ASSERT_TRUE(closed) << refusal(closed);
    ASSERT_EQ(pieces(*closed).size(), 3U);
    EXPECT_EQ(pieces(*closed)[0], pieces(draft)[0]);
    EXPECT_EQ(pieces(*closed)[1].source, "clip3.mp4");
    EXPECT_EQ(pieces(*closed)[1].frames, (FrameRange{known.beats[2].frame, known.beats[4].frame}));
    EXPECT_EQ(pieces(*closed)[1].beat, 102);
    EXPECT_EQ(pieces(*closed)[2].frames.end, known.beats[7].frame);
    EXPECT_EQ(closed->tracks[1].length_frames(), known.beats[7].frame) << "the music ends with it";
    EXPECT_GT(closed->tracks[1].segments.back().level.fade_out, Time{});
    EXPECT_TRUE(validate(*closed));
    const std::vector<std::size_t> all{0, 1, 2, 3};
    EXPECT_EQ(refusal(close_up(draft, all, known)), "no piece would be left");
}

TEST(DraftEdit, APieceThatIsOnNoBeatCantBeClosed) {
    Draft draft = cut({2, 2, 2});
    draft.tracks[0].segments[0].frames.end = 37;
    draft.tracks[0].segments[1].frames.begin = 37;
    const std::vector<std::size_t> first{0};
    EXPECT_EQ(refusal(close_up(draft, first, facts(0, 10))),
              "piece 1 does not begin and end on beats: what follows would leave its beats");
}

TEST(DraftEdit, TitleIsReplacedAndRemoved) {
    const Draft draft = cut({2, 8});
    EXPECT_FALSE(has_title(draft));
    EXPECT_EQ(refusal(set_title(draft, "Lisbon")), "the draft has no title to change");
    Draft titled = draft;
    titled.tracks.push_back({TrackKind::text, {}, {}, false, {}, {}});
    Segment title;
    title.frames = {0, 90};
    title.text = "Lisbon";
    title.style.place = TextPlace::bottom;
    titled.tracks.back().segments.push_back(title);
    EXPECT_TRUE(has_title(titled));
    const auto renamed = set_title(titled, "里斯本");
    ASSERT_TRUE(renamed);
    title.text = "里斯本";
    EXPECT_EQ(renamed->tracks[2].segments[0], title);
    EXPECT_EQ(*set_title(*renamed, ""), draft);
}

TEST(DraftEdit, VolumeAndOwnSoundAndFit) {
    Draft draft = cut({2, 2});
    draft.tracks[0].segments[1].still = true;
    EXPECT_EQ(set_music_gain(draft, -9)->tracks[1].segments[0].level.gain_db, -9);
    const auto ducked = set_own_sound(draft, OwnSound::duck);
    EXPECT_TRUE(pieces(*ducked)[0].sound);
    EXPECT_FALSE(pieces(*ducked)[1].sound) << "a picture has none";
    EXPECT_TRUE(ducked->tracks[1].duck);
    EXPECT_EQ(*set_own_sound(*ducked, OwnSound::off), draft);
    EXPECT_EQ(pieces(*set_fit(draft, Fit::blur))[1].framing.fit, Fit::blur);
    draft.tracks.pop_back();
    EXPECT_EQ(refusal(set_music_gain(draft, -9)), "the draft has no music");
}

/// Whatever is done, in any order: valid, gapless, as long as before, cuts on beats, locked pieces untouched.
TEST(DraftEdit, AnySequenceOfEditsKeepsTheRules) {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 random(seed);
        const auto below = [&](std::size_t n) { return random() % n; };
        std::vector<int> lengths;
        for (std::size_t i = 2 + below(10); i > 0; --i)
            lengths.push_back(1 + static_cast<int>(below(4)));
        Draft draft = cut(lengths);
        const std::int64_t length = draft.length_frames();
        const EditFacts known = facts(0.2 * static_cast<double>(below(10)), 4);
        std::size_t done = 0;
        for (int step = 0; step < 20; ++step) {
            const Draft before = draft;
            const std::size_t a = below(pieces(draft).size());
            const std::size_t b = below(pieces(draft).size());
            const std::vector<std::size_t> one{a};
            Result<Draft> edited = before;
            switch (below(4)) {
                case 0:
                    edited = swap_pieces(before, a, b, known);
                    break;
                case 1:
                    edited = change_length(before, a, static_cast<std::int64_t>(below(7)) - 3, known);
                    break;
                case 2:
                    edited = lock_pieces(before, one, below(3) == 0);
                    break;
                default:
                    edited = set_title(before, below(2) == 0 ? "" : "title");
            }
            if (!edited) {
                EXPECT_EQ(edited.error().code, Errc::usage) << edited.error().message;
                continue;
            }
            ++done;
            draft = *std::move(edited);
            ASSERT_TRUE(validate(draft)) << validate(draft).error().message;
            ASSERT_EQ(draft.length_frames(), length);
            ASSERT_EQ(pieces(draft).size(), pieces(before).size());
            for (std::size_t i = 0; i < pieces(draft).size(); ++i) {
                const Segment& piece = pieces(draft)[i];
                ASSERT_EQ(piece.frames.begin % 15, 0) << "off the beat";
                ASSERT_EQ(piece.beat, 100 + piece.frames.begin / 15);
                if (pieces(before)[i].locked && piece.locked) {
                    ASSERT_EQ(piece, pieces(before)[i]);
                }
            }
        }
        EXPECT_GT(done, 0U);
    }
}

}  // namespace
}  // namespace beatsync::draft
