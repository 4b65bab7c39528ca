#include "cli/demo/song/score.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "cli/demo/demo_media.h"

namespace beatsync::cli::song {
namespace {

TEST(Score, beats_are_124_a_minute_from_the_first_sample) {
    const auto beats = demo_song_beats();
    ASSERT_EQ(beats.size(), 121U);
    for (std::size_t i = 0; i < beats.size(); ++i)
        EXPECT_NEAR(beats[i], static_cast<double>(i) * 60.0 / 124.0, 1e-9);
}

TEST(Score, the_kick_plays_every_beat_of_the_drops_and_none_of_the_intro) {
    std::set<int> kicks;
    for (const Note& kick : drum_parts().kick)
        kicks.insert(kick.step);
    for (int bar = 0; bar < kBars; ++bar)
        for (int step = bar * kStepsPerBar; step < (bar + 1) * kStepsPerBar; step += kStepsPerBeat) {
            if (part_of(bar) == Part::drop || part_of(bar) == Part::second_drop) {
                EXPECT_TRUE(kicks.contains(step)) << step;
            }
            if (part_of(bar) == Part::intro) {
                EXPECT_FALSE(kicks.contains(step)) << step;
            }
        }
}

TEST(Score, every_note_lies_within_the_song) {
    const auto drums = drum_parts();
    const auto end = static_cast<double>(song_frames()) / 48000.0;
    for (const Notes& notes :
         {drums.kick, drums.clap, drums.snare, drums.closed_hat, drums.open_hat, drums.shaker, drums.crash,
          bass_part(), stab_part(), arpeggio_part(), lead_part()}) {
        ASSERT_FALSE(notes.empty());
        for (const Note& note : notes) {
            EXPECT_GE(note.step, 0);
            EXPECT_GT(note.velocity, 0.0F);
            EXPECT_LE(note.velocity, 1.0F);
            EXPECT_LT(seconds_of_step(note.step + note.steps), end);
        }
    }
}

}  // namespace
}  // namespace beatsync::cli::song
