#include "plan/titles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "synthetic.h"

namespace beatsync::plan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// 120 bpm at 30 fps: a beat each 15 frames. The video begins on the song's fifth beat, a downbeat; the
/// song's second part begins 8 bars = 480 frames after its first, 420 of the video.
class PlanTitles : public ::testing::Test {
protected:
    PlannedTitles plan(const std::vector<TitleRequest>& requests) const {
        TitleFacts facts{song_.grid.beats, places_, {{30, 1}, Time::from_ms(2500), lead_}, 600};
        return plan_titles(requests, facts);
    }
    static TitleRequest title(const std::string& text, TitleAt at = TitleAt::next) {
        TitleRequest request;
        request.text = text;
        request.at = at;
        return request;
    }
    static TitleRequest at_time(const std::string& text, double seconds) {
        TitleRequest request = title(text, TitleAt::time);
        request.time = Time::from_seconds(seconds);
        return request;
    }
    static TitleRequest at_number(const std::string& text, TitleAt at, std::int64_t number) {
        TitleRequest request = title(text, at);
        request.number = number;
        return request;
    }
    static draft::FrameRange only(const PlannedTitles& planned) {
        EXPECT_EQ(planned.tracks.size(), 1U);
        return planned.tracks.empty() ? draft::FrameRange{} : planned.tracks[0].segments.back().frames;
    }

    music::MusicMap song_ = test::make_song({120, 4, Time::from_ms(500), {{8, 0.5F}, {8, 1.0F}}, true, 0.9F});
    std::vector<BarPlace> places_ = place_in_bars(song_);
    Time lead_;
};

TEST_F(PlanTitles, WithoutAWordItIsAtTheStartAndAsLongAsOneReads) {
    const auto planned = plan({title("Urban Dreams")});
    EXPECT_EQ(only(planned), (draft::FrameRange{0, 90}));
    const draft::Segment& segment = planned.tracks[0].segments.front();
    EXPECT_EQ(planned.tracks[0].kind, draft::TrackKind::text);
    EXPECT_EQ(segment.text, "Urban Dreams");
    EXPECT_EQ(segment.beat, 4);
    EXPECT_GT(segment.level.fade_in, Time{});
    EXPECT_GT(segment.level.fade_out, Time{});
    EXPECT_THAT(planned.notes, IsEmpty());
    EXPECT_THAT(planned.left_out, IsEmpty());
    EXPECT_GT(
        only(plan({title("A title of so many words that nobody reads it in three seconds, or four")})).end,
        120);
    EXPECT_EQ(only(plan({title(std::string(5000, 'x'))})).end, 240) << "eight seconds at most";
}

TEST_F(PlanTitles, ATimeIsMovedToTheNearestBeatAndThatIsSaid) {
    const auto planned = plan({at_time("x", 2.2)});
    EXPECT_EQ(only(planned), (draft::FrameRange{60, 150}));
    EXPECT_EQ(planned.tracks[0].segments.back().beat, 8);
    ASSERT_EQ(planned.tracks[0].segments.size(), 2U);
    EXPECT_TRUE(planned.tracks[0].segments[0].is_gap());
    EXPECT_THAT(planned.notes,
                ElementsAre("title \"x\" begins at 0:02.000, on the beat nearest to 0:02.200"));
    EXPECT_EQ(only(plan({at_time("x", 2.3)})).begin, 75);
    EXPECT_THAT(plan({at_time("x", 2.5)}).notes, IsEmpty()) << "on a beat already";
    EXPECT_EQ(only(plan({at_time("x", 0)})).begin, 0);
}

TEST_F(PlanTitles, BeatsAndBarsAreCountedInTheVideo) {
    EXPECT_EQ(only(plan({at_number("x", TitleAt::beat, 1)})).begin, 0);
    EXPECT_EQ(only(plan({at_number("x", TitleAt::beat, 6)})).begin, 75);
    EXPECT_EQ(only(plan({at_number("x", TitleAt::bar, 3)})).begin, 120);
    const auto late = plan({at_number("x", TitleAt::bar, 99), at_number("y", TitleAt::beat, 41)});
    EXPECT_THAT(late.tracks, IsEmpty());
    EXPECT_THAT(late.left_out, ElementsAre(HasSubstr("the video has 10 bars"), HasSubstr("has 40 beats")));
}

TEST_F(PlanTitles, ItEndsOnABeatNearItsLengthOrWithTheSection) {
    TitleRequest request = at_number("x", TitleAt::beat, 1);
    request.length = Time::from_ms(1700);
    EXPECT_EQ(only(plan({request})).end, 45);
    request.length = Time::from_ms(10);
    EXPECT_EQ(only(plan({request})).end, 15) << "a beat at least";
    request.length = Time::from_seconds(500);
    EXPECT_EQ(only(plan({request})).end, 600) << "no longer than the video";
    // Three seconds from 315 on would end at 405, the new section is at 420.
    EXPECT_EQ(only(plan({at_number("x", TitleAt::beat, 22)})), (draft::FrameRange{315, 420}));
    request = at_number("x", TitleAt::beat, 22);
    request.length = Time::from_seconds(3);
    EXPECT_EQ(only(plan({request})).end, 405) << "whoever says how long gets it";
}

TEST_F(PlanTitles, WhereThereIsNoBeatTheTimeIsKept) {
    song_.grid.beats.resize(20);  // the last at frame 225
    places_.resize(20);
    EXPECT_EQ(only(plan({at_time("x", 14.1)})), (draft::FrameRange{423, 513}));
    EXPECT_THAT(plan({at_time("x", 14.1)}).notes, IsEmpty());
    EXPECT_EQ(plan({at_time("x", 14.1)}).tracks[0].segments.back().beat, std::nullopt);
}

TEST_F(PlanTitles, TitlesWithoutATimeFollowEachOther) {
    const auto planned = plan({title("one"), title("two"), title("three")});
    ASSERT_EQ(planned.tracks.size(), 1U);
    ASSERT_EQ(planned.tracks[0].segments.size(), 3U);
    EXPECT_EQ(planned.tracks[0].segments[1].frames, (draft::FrameRange{90, 180}));
    EXPECT_EQ(planned.tracks[0].segments[2].frames, (draft::FrameRange{180, 270}));
    const auto full = plan(std::vector<TitleRequest>(8, title("again")));
    EXPECT_EQ(full.tracks[0].segments.size(), 7U);
    EXPECT_THAT(full.left_out, ElementsAre(HasSubstr("shown to the end of the video")));
}

TEST_F(PlanTitles, InOnePlaceOneAtATimeInSeveralTogether) {
    auto planned = plan({at_number("one", TitleAt::beat, 1), at_number("two", TitleAt::beat, 3)});
    ASSERT_EQ(planned.tracks.size(), 1U);
    EXPECT_EQ(planned.tracks[0].segments[0].frames, (draft::FrameRange{0, 30}));
    EXPECT_THAT(planned.notes,
                ElementsAre("title \"one\" ends at 0:01.000, where title \"two\" begins in its place"));
    EXPECT_LT(planned.tracks[0].segments[0].level.fade_out, Time::from_ms(251));

    TitleRequest below = at_number("two", TitleAt::beat, 3);
    below.style.place = draft::TextPlace::bottom;
    planned = plan({at_number("one", TitleAt::beat, 1), below, at_number("three", TitleAt::beat, 9)});
    ASSERT_EQ(planned.tracks.size(), 2U) << "as few as will do";
    EXPECT_EQ(planned.tracks[0].segments.size(), 3U) << "one, a gap, three";
    EXPECT_EQ(planned.tracks[1].segments.back().frames, (draft::FrameRange{30, 120}));
    EXPECT_THAT(planned.notes, IsEmpty());

    planned = plan({at_time("one", 2), at_time("two", 2)});
    EXPECT_THAT(planned.left_out,
                ElementsAre("title \"two\" is left out: title \"one\" is at the same place and time"));
}

TEST_F(PlanTitles, AfterTheEndIsLeftOut) {
    const auto planned = plan({at_time("late", 90)});
    EXPECT_THAT(planned.tracks, IsEmpty());
    EXPECT_THAT(
        planned.left_out,
        ElementsAre(
            "title \"late\" is left out: it would begin at 1:30.000, and the video ends at 0:20.000"));
}

TEST_F(PlanTitles, LeadIsTheCutsLead) {
    lead_ = Time::from_ms(100);
    EXPECT_EQ(only(plan({at_number("x", TitleAt::beat, 5)})).begin, 57) << "where a cut on that beat is";
}

TEST_F(PlanTitles, InAPlanTheyAreOnTracksOfTheirOwnAndChangeNothingElse) {
    PlanOptions options;
    options.song_path = "song.flac";
    const auto clips = test::make_clips(4, 20);
    const auto without = make_plan(song_, clips, options);
    options.titles = {title("Urban Dreams"), at_number("late", TitleAt::beat, 10'000)};
    const auto with = make_plan(song_, clips, options);
    ASSERT_TRUE(without && with);
    ASSERT_EQ(with->draft.tracks.size(), 3U);
    EXPECT_EQ(with->draft.tracks[0], without->draft.tracks[0]);
    EXPECT_EQ(with->draft.tracks[1], without->draft.tracks[1]);
    EXPECT_EQ(with->draft.tracks[2].segments[0].text, "Urban Dreams");
    EXPECT_EQ(with->draft.length_frames(), without->draft.length_frames());
    EXPECT_EQ(with->left_out.size(), 1U);
}

}  // namespace
}  // namespace beatsync::plan
