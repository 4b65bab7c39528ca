#include "plan/cadence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "plan/drive.h"
#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

/// A song with what is known of its beats.
struct Fixture {
    explicit Fixture(const test::SongSpec& spec)
        : song(test::make_song(spec)), places(place_in_bars(song)), drive(drive_of(song)) {
        clock.start = spec.first_beat;
        rules.end_frame = clock.fps.index_at(song.grid.duration - clock.start);
        rules.min_frames = 8;
        rules.max_frames = 180;
    }
    std::vector<Slot> slots() const { return make_slots({song.grid.beats, places, drive}, clock, rules); }
    std::vector<std::int64_t> beats_in(std::int64_t begin_bar, std::int64_t end_bar) const {
        std::vector<std::int64_t> result;
        for (const Slot& slot : slots()) {
            if (slot.beat && *slot.beat >= begin_bar * 4 && *slot.beat < end_bar * 4)
                result.push_back(*slot.beat);
        }
        return result;
    }

    music::MusicMap song;
    std::vector<BarPlace> places;
    std::vector<float> drive;
    Clock clock;
    CadenceRules rules;
};

using Beats = std::vector<std::int64_t>;

/// Calm, middling and driving parts of eight bars each.
test::SongSpec three_parts(double bpm) {
    test::SongSpec spec;
    spec.bpm = bpm;
    spec.parts = {{8, 0.1F}, {8, 0.55F}, {8, 1.0F}};
    return spec;
}

TEST(Cadence, CalmPartsCutOnBarsDrivingOnesOnBeats) {
    const Fixture f(three_parts(120));
    EXPECT_EQ(f.beats_in(2, 4), (Beats{8, 12}));
    EXPECT_EQ(f.beats_in(13, 15), (Beats{52, 54, 56, 58}));
    EXPECT_EQ(f.beats_in(19, 20), (Beats{76, 77, 78, 79}));
}

TEST(Cadence, EachPaceCutsMoreThanTheOneBefore) {
    for (const double bpm : {84.0, 96.0, 102.0, 120.0, 128.0, 140.0}) {
        Fixture f(three_parts(bpm));
        std::size_t fewer = 0;
        for (const Pace pace : {Pace::slow, Pace::medium, Pace::fast}) {
            f.rules.pace = pace;
            const std::size_t cuts = f.slots().size();
            EXPECT_GT(cuts, fewer) << bpm << " bpm";
            fewer = cuts;
        }
    }
}

TEST(Cadence, SlowIsSlowerThanMediumWhereItDrives) {
    for (const double bpm : {84.0, 96.0, 102.0, 120.0, 128.0, 140.0}) {
        Fixture f(three_parts(bpm));
        f.rules.pace = Pace::slow;
        const auto slow = f.beats_in(17, 23);
        f.rules.pace = Pace::medium;
        EXPECT_LT(slow.size(), f.beats_in(17, 23).size()) << bpm << " bpm";
    }
}

TEST(Cadence, PhrasesOfFourBarsBreathe) {
    Fixture f(three_parts(120));
    EXPECT_EQ(f.beats_in(12, 14), (Beats{48, 52, 54})) << "half bars: the first bar is one picture";
    EXPECT_EQ(f.beats_in(20, 24), (Beats{80, 82, 83, 84, 86, 87, 88, 90, 91, 92, 93, 94, 95}))
        << "beats: downbeats are held, the last bar runs";
    f.rules.pace = Pace::fast;
    EXPECT_EQ(f.beats_in(20, 21), (Beats{80, 81, 82, 83})) << "not for who asks for a pace";
}

TEST(Cadence, SlowSongsCutOnHalfBarsWhereCalm) {
    EXPECT_EQ(Fixture(three_parts(66)).beats_in(2, 4), (Beats{8, 10, 12, 14}));
}

TEST(Cadence, FastSongsDoNotFlicker) {
    EXPECT_EQ(Fixture(three_parts(170)).beats_in(21, 22), (Beats{84, 86}));
}

TEST(Cadence, WaltzesCutOnBarsOrBeats) {
    test::SongSpec spec = three_parts(120);
    spec.beats_in_bar = 3;
    const Fixture f(spec);
    for (const Slot& slot : f.slots()) {
        const auto& place = f.places[static_cast<std::size_t>(*slot.beat)];
        EXPECT_TRUE(place.bar >= 7 || place.beat == 0) << *slot.beat;
    }
}

TEST(Cadence, SectionsAlwaysCut) {
    test::SongSpec spec;
    spec.parts = {{3, 0.1F}, {5, 0.1F}, {2, 0.1F}, {7, 0.1F}};  // at odd places for every grid
    Fixture f(spec);
    f.rules.pace = Pace::slow;
    const Beats beats = f.beats_in(0, 100);
    for (const std::int64_t first : {0, 12, 32, 40})
        EXPECT_TRUE(std::count(beats.begin(), beats.end(), first)) << first;
}

TEST(Cadence, PaceOfNBeatsIsKept) {
    Fixture f(three_parts(120));
    f.rules.pace = Pace::beats;
    f.rules.pace_beats = 3;
    EXPECT_EQ(f.beats_in(0, 4), (Beats{0, 3, 6, 9, 12, 15}));
}

TEST(Cadence, SlowIsSlowerThanFast) {
    Fixture f(three_parts(120));
    std::vector<std::size_t> counts;
    for (const Pace pace : {Pace::slow, Pace::medium, Pace::fast}) {
        f.rules.pace = pace;
        counts.push_back(f.slots().size());
    }
    EXPECT_LT(counts[0], counts[1]);
    EXPECT_LT(counts[1], counts[2]);
}

TEST(Cadence, UncertainBeatsGiveFewerCutsOnBars) {
    Fixture f(three_parts(120));
    const std::size_t sure = f.slots().size();
    f.rules.calm = true;
    const auto slots = f.slots();
    EXPECT_LT(slots.size() * 2, sure);
    for (const Slot& slot : slots)
        EXPECT_GE(slot.kind, CutKind::half_bar);
}

TEST(Cadence, CutIsOnTheFrameNearestToItsBeatLessTheLead) {
    Fixture f(three_parts(117.3));
    f.clock.fps = {30000, 1001};
    f.clock.lead = Time::from_ms(70);
    for (const Slot& slot : f.slots()) {
        if (slot.frames.begin == 0) continue;
        const Time wanted =
            f.song.grid.beats[static_cast<std::size_t>(*slot.beat)].at - f.clock.lead - f.clock.start;
        EXPECT_LE(std::abs((f.clock.fps.time_of(slot.frames.begin) - wanted).us), 16'700);
    }
}

TEST(Cadence, TooLongIsSplitOnBarsAndByTheClockWhereThereAreNoBeats) {
    test::SongSpec spec = three_parts(120);
    Fixture f(spec);
    // A hole of 16 beats: 8.5 seconds without any.
    f.song.grid.beats.erase(f.song.grid.beats.begin() + 17, f.song.grid.beats.begin() + 33);
    f.song.beat_energy.erase(f.song.beat_energy.begin() + 17, f.song.beat_energy.begin() + 33);
    f.places = place_in_bars(f.song);
    f.drive = drive_of(f.song);
    const auto slots = f.slots();
    EXPECT_EQ(
        std::count_if(slots.begin(), slots.end(), [](const Slot& s) { return s.kind == CutKind::clock; }), 1);
    for (const Slot& slot : slots)
        EXPECT_LE(slot.frames.length(), 180);
    f.rules.max_frames = 40;
    for (const Slot& slot : f.slots())
        EXPECT_LE(slot.frames.length(), 40);
}

TEST(Cadence, ShortRemainderAtTheEndJoinsTheLastSlot) {
    Fixture f(three_parts(120));
    f.rules.end_frame = 604;  // four frames after a bar
    const auto slots = f.slots();
    EXPECT_EQ(slots.back().frames.end, 604);
    EXPECT_GE(slots.back().frames.length(), f.rules.min_frames);
}

TEST(Cadence, LastPictureIsLongEnoughToBeSeen) {
    Fixture f(three_parts(120));
    f.rules.end_frame = 610;  // ten frames after a bar
    EXPECT_EQ(f.slots().back().frames.begin, 600);
    f.rules.last_frames = 14;
    EXPECT_LT(f.slots().back().frames.begin, 600);
}

TEST(Cadence, ForcedCutsAreThere) {
    Fixture f(three_parts(120));
    f.rules.forced = {{9, 0, 30}, {13, 1, 1000}};
    const auto slots = f.slots();
    const auto pinned = std::find_if(slots.begin(), slots.end(), [](const Slot& s) { return s.pin == 0U; });
    ASSERT_NE(pinned, slots.end());
    EXPECT_EQ(pinned->beat, 9);
    EXPECT_LE(pinned->frames.length(), 30) << "no longer than the pinned footage lasts";
    EXPECT_TRUE(
        std::any_of(slots.begin(), slots.end(), [](const Slot& s) { return s.pin == 1U && s.beat == 13; }));
}

}  // namespace
}  // namespace beatsync::plan
