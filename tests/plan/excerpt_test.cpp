#include "plan/excerpt.h"

#include <gtest/gtest.h>

#include <optional>

#include "plan/drive.h"
#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

struct Fixture {
    explicit Fixture(const test::SongSpec& spec)
        : song(test::make_song(spec)), places(place_in_bars(song)), drive(drive_of(song)) {}
    Result<Excerpt> choose() {
        notes.clear();
        return choose_excerpt({song, places, drive, options, footage, at_most}, notes);
    }
    bool on_bar(Time t) const {
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (song.grid.beats[i].at == t) return places[i].beat == 0;
        }
        return false;
    }

    music::MusicMap song;
    std::vector<BarPlace> places;
    std::vector<float> drive;
    PlanOptions options;
    Time footage = Time::from_ms(1'000'000);
    std::optional<Time> at_most;
    std::vector<std::string> notes;
};

/// Three minutes: calm, driving from 1:04.5 on, middling.
test::SongSpec long_song() {
    test::SongSpec spec;
    spec.parts = {{32, 0.2F}, {32, 1.0F}, {32, 0.5F}};
    return spec;
}

TEST(Excerpt, IsTheSectionThatDrives) {
    Fixture f(long_song());
    f.options.length = Time::from_ms(30'000);
    const auto excerpt = f.choose();
    ASSERT_TRUE(excerpt);
    EXPECT_EQ(excerpt->start, f.song.sections[1].range.begin);
    EXPECT_EQ(excerpt->length, Time::from_ms(30'000)) << "an asked length is exact";
    EXPECT_FALSE(excerpt->free_length);
}

TEST(Excerpt, FreeLengthIsAtMostAMinuteAndEndsOnABar) {
    Fixture f(long_song());
    const auto excerpt = f.choose();
    ASSERT_TRUE(excerpt);
    EXPECT_TRUE(excerpt->free_length);
    EXPECT_LE(excerpt->length, Time::from_ms(60'000));
    EXPECT_GE(excerpt->length, Time::from_ms(50'000));
    EXPECT_TRUE(f.on_bar(excerpt->start));
    EXPECT_TRUE(f.on_bar(excerpt->start + excerpt->length));
}

TEST(Excerpt, FreeLengthLeavesFootageToChooseFrom) {
    Fixture f(long_song());
    f.footage = Time::from_ms(40'000);
    EXPECT_LE(f.choose()->length, Time::from_ms(26'000));
    f.footage = Time::from_ms(8'100);
    EXPECT_EQ(f.choose()->length, Time::from_ms(8'000)) << "hardly any: all of it";
}

TEST(Excerpt, ShortSongIsUsedToItsEnd) {
    test::SongSpec spec;
    spec.parts = {{8, 1.0F}};
    Fixture f(spec);
    const auto excerpt = f.choose();
    EXPECT_EQ(excerpt->start, spec.first_beat);
    EXPECT_EQ(excerpt->start + excerpt->length, f.song.grid.duration);
}

TEST(Excerpt, AJingleIsHeardFromItsFirstSound) {
    test::SongSpec spec;
    spec.parts = {{1, 1.0F}};
    spec.first_beat = Time::from_ms(1400);
    Fixture f(spec);
    ASSERT_LT(f.song.grid.duration, Time::from_ms(10'000));
    const auto excerpt = f.choose();
    EXPECT_EQ(excerpt->start, Time{});
    EXPECT_EQ(excerpt->length, f.song.grid.duration);
}

TEST(Excerpt, SongShorterThanAskedIsSaid) {
    test::SongSpec spec;
    spec.parts = {{8, 1.0F}};
    Fixture f(spec);
    f.options.length = Time::from_ms(60'000);
    EXPECT_EQ(f.choose()->length, f.song.grid.duration);
    ASSERT_EQ(f.notes.size(), 1U);
    EXPECT_EQ(f.notes[0],
              "The song has only 0:16.500 of the 1:00.000 asked for: the video ends with the song.");
    f.options.start = Time::from_ms(10'000);
    EXPECT_EQ(f.choose()->length, f.song.grid.duration - Time::from_ms(10'000));
    EXPECT_EQ(f.notes.size(), 1U);
}

TEST(Excerpt, WholeSong) {
    Fixture f(long_song());
    f.options.length_rule = LengthRule::song;
    EXPECT_EQ(f.choose()->start, Time{});
    EXPECT_EQ(f.choose()->length, f.song.grid.duration);
    EXPECT_TRUE(f.notes.empty());
}

TEST(Excerpt, AsLongAsTheClips) {
    Fixture f(long_song());
    f.options.length_rule = LengthRule::clips;
    f.footage = Time::from_ms(90'000);
    const auto excerpt = f.choose();
    EXPECT_GT(excerpt->length, Time::from_ms(87'000));
    EXPECT_LE(excerpt->length, Time::from_ms(90'000));
}

TEST(Excerpt, GivenStartIsKept) {
    Fixture f(long_song());
    f.options.start = Time{12'345'678};
    EXPECT_EQ(f.choose()->start, Time{12'345'678});
    f.options.start = f.song.grid.duration;
    ASSERT_FALSE(f.choose());
    EXPECT_EQ(f.choose().error().code, Errc::usage);
}

TEST(Excerpt, HoldsThePins) {
    Fixture f(long_song());
    f.options.length = Time::from_ms(20'000);
    f.options.pins = {{0, Time{}, 330}};
    const auto excerpt = f.choose();
    ASSERT_TRUE(excerpt);
    const Time pinned = f.song.grid.beats[330].at;
    EXPECT_LE(excerpt->start, pinned);
    EXPECT_GT(excerpt->start + excerpt->length, pinned);
    f.options.pins.push_back({0, Time{}, 3});
    ASSERT_FALSE(f.choose());
    EXPECT_EQ(f.choose().error().code, Errc::usage);
}

TEST(Excerpt, WithoutDownbeatsItBeginsOnABeat) {
    test::SongSpec spec = long_song();
    spec.positions = false;
    Fixture f(spec);
    EXPECT_TRUE(f.on_bar(f.choose()->start));
}

}  // namespace
}  // namespace beatsync::plan
