#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "interchange/beat_files.h"

namespace beatsync::interchange {
namespace {

/// A reader of what a standard MIDI file of one track says, written from the standard and not from the
/// writer.
class MidiFile {
public:
    struct Note {
        std::uint32_t tick;
        int key, channel;
    };
    int format = -1, tracks = -1, ticks_a_quarter = 0;
    std::map<std::uint32_t, std::int64_t> tempo_us;  // tick → µs a quarter note
    std::map<std::uint32_t, int> beats_a_bar;
    std::vector<Note> notes;
    int open_notes = 0;
    bool ended = false;

    explicit MidiFile(const std::vector<std::uint8_t>& bytes) : bytes_(bytes) {
        EXPECT_EQ(text(4), "MThd");
        EXPECT_EQ(number(4), 6U);
        format = static_cast<int>(number(2));
        tracks = static_cast<int>(number(2));
        ticks_a_quarter = static_cast<int>(number(2));
        EXPECT_EQ(text(4), "MTrk");
        const std::size_t length = number(4);
        EXPECT_EQ(at_ + length, bytes_.size());
        std::uint32_t tick = 0;
        while (at_ < bytes_.size() && !ended) {
            tick += variable();
            event(tick);
        }
        EXPECT_EQ(at_, bytes_.size());
    }

    /// When a player comes to a tick: the tempos before it, added up.
    [[nodiscard]] double seconds(std::uint32_t tick) const {
        double us = 0;
        std::uint32_t from = 0;
        std::int64_t tempo = 500'000;
        for (const auto& [change, value] : tempo_us) {
            if (change >= tick) break;
            us += static_cast<double>(change - from) * static_cast<double>(tempo) / ticks_a_quarter;
            from = change;
            tempo = value;
        }
        us += static_cast<double>(tick - from) * static_cast<double>(tempo) / ticks_a_quarter;
        return us * 1e-6;
    }

private:
    std::uint8_t byte() {
        EXPECT_LT(at_, bytes_.size());
        return at_ < bytes_.size() ? bytes_[at_++] : std::uint8_t{0};
    }
    std::uint32_t number(int bytes) {
        std::uint32_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value = value << 8U | byte();
        return value;
    }
    std::uint32_t variable() {
        std::uint32_t value = 0;
        for (;;) {
            const std::uint8_t b = byte();
            value = value << 7U | (b & 0x7FU);
            if (b < 0x80 || at_ >= bytes_.size()) return value;
        }
    }
    std::string text(int length) {
        std::string out;
        for (int i = 0; i < length; ++i)
            out += static_cast<char>(byte());
        return out;
    }
    void event(std::uint32_t tick) {
        const std::uint8_t status = byte();
        if (status == 0xFF) return meta(tick);
        const int key = byte(), velocity = byte();
        const int kind = status >> 4U, channel = status & 0x0F;
        ASSERT_TRUE(kind == 8 || kind == 9) << "status " << int{status};
        if (kind == 9 && velocity > 0) {
            notes.push_back({tick, key, channel});
            ++open_notes;
        } else {
            --open_notes;
        }
    }
    void meta(std::uint32_t tick) {
        const std::uint8_t type = byte();
        const std::uint32_t length = variable();
        const std::size_t end = at_ + length;
        if (type == 0x51) tempo_us[tick] = number(3);
        if (type == 0x58) {
            beats_a_bar[tick] = byte();
            EXPECT_EQ(byte(), 2) << "quarter notes";
        }
        if (type == 0x2F) ended = true;
        at_ = end;
    }

    const std::vector<std::uint8_t>& bytes_;
    std::size_t at_ = 0;
};

music::BeatGrid grid_of(const std::vector<std::int64_t>& times_us, const std::vector<int>& positions) {
    music::BeatGrid grid;
    for (std::size_t i = 0; i < times_us.size(); ++i)
        grid.beats.push_back({Time{times_us[i]}, 1, static_cast<std::uint8_t>(positions[i])});
    grid.duration = grid.beats.empty() ? Time{} : grid.beats.back().at + Time::from_ms(1000);
    return grid;
}

/// A song that drifts: no two beats are equally long.
music::BeatGrid drifting_song(int beats) {
    std::vector<std::int64_t> times;
    std::vector<int> positions;
    std::int64_t at = 317'123;
    for (int i = 0; i < beats; ++i) {
        times.push_back(at);
        positions.push_back(i % 4 + 1);
        at += 461'538 + (i * 7919) % 20'011;
    }
    return grid_of(times, positions);
}

TEST(BeatMidi, IsOneTrackThatEnds) {
    const MidiFile midi(to_midi(drifting_song(8)));
    EXPECT_EQ(midi.format, 0);
    EXPECT_EQ(midi.tracks, 1);
    EXPECT_TRUE(midi.ended);
    EXPECT_EQ(midi.open_notes, 0);
}

TEST(BeatMidi, NotesFallOnTheBeatsToTheMicrosecond) {
    const auto grid = drifting_song(2000);
    const MidiFile midi(to_midi(grid));
    ASSERT_EQ(midi.notes.size(), grid.beats.size());
    for (std::size_t i = 0; i < grid.beats.size(); ++i) {
        ASSERT_NEAR(midi.seconds(midi.notes[i].tick), grid.beats[i].at.seconds(), 0.6e-6) << "beat " << i;
        ASSERT_EQ(midi.notes[i].channel, 9) << "percussion";
        ASSERT_EQ(midi.notes[i].key, i % 4 == 0 ? 76 : 77);
    }
}

TEST(BeatMidi, EachBeatIsAQuarterNote) {
    const MidiFile midi(to_midi(drifting_song(50)));
    for (std::size_t i = 1; i < midi.notes.size(); ++i)
        EXPECT_EQ(midi.notes[i].tick - midi.notes[i - 1].tick,
                  static_cast<std::uint32_t>(midi.ticks_a_quarter));
}

/// Ticks at which bars begin, by the time signatures.
bool is_bar_line(const MidiFile& midi, std::uint32_t tick) {
    std::uint32_t from = 0;
    int beats = 4;
    for (const auto& [change, value] : midi.beats_a_bar) {
        if (change > tick) break;
        from = change;
        beats = value;
    }
    return (tick - from) % static_cast<std::uint32_t>(beats * midi.ticks_a_quarter) == 0;
}

TEST(BeatMidi, BarLinesFallOnDownbeats) {
    std::vector<std::int64_t> times;
    std::vector<int> positions;
    const std::vector<int> bars{4, 4, 3, 3, 4};
    positions.insert(positions.end(), {3, 4});  // a pickup
    for (const int length : bars)
        for (int p = 1; p <= length; ++p)
            positions.push_back(p);
    positions.push_back(1);
    for (std::size_t i = 0; i < positions.size(); ++i)
        times.push_back(2'750'000 + static_cast<std::int64_t>(i) * 500'000);
    const MidiFile midi(to_midi(grid_of(times, positions)));
    ASSERT_EQ(midi.notes.size(), positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i)
        EXPECT_EQ(is_bar_line(midi, midi.notes[i].tick), positions[i] == 1) << "beat " << i;
}

TEST(BeatMidi, AFirstBeatAtZeroNeedsNoLeadIn) {
    const MidiFile midi(to_midi(grid_of({0, 500'000}, {1, 2})));
    EXPECT_EQ(midi.notes[0].tick, 0U);
    EXPECT_DOUBLE_EQ(midi.seconds(midi.notes[1].tick), 0.5);
}

TEST(BeatMidi, ALateFirstBeatNeedsNoFileFullOfQuarters) {
    // Ten days in; the beats behind it a microsecond apart.
    const auto file = to_midi(grid_of({864'000'000'000, 864'000'000'001}, {1, 2}));
    EXPECT_LT(file.size(), 1'000'000U);
    EXPECT_NEAR(MidiFile(file).seconds(MidiFile(file).notes.at(0).tick), 864'000, 1e-3);
}

TEST(BeatMidi, AGapLongerThanTheSlowestTempoIsSplit) {
    // 24 bits of microseconds: no quarter note is longer than 16.777 s.
    const MidiFile midi(to_midi(grid_of({40'000'000, 40'500'000, 90'500'001, 91'000'001}, {0, 0, 0, 0})));
    ASSERT_EQ(midi.notes.size(), 4U);
    EXPECT_NEAR(midi.seconds(midi.notes[0].tick), 40, 0.6e-6);
    EXPECT_NEAR(midi.seconds(midi.notes[2].tick), 90.500001, 0.6e-6);
    EXPECT_TRUE(midi.beats_a_bar.empty()) << "bars are not known";
}

TEST(BeatMidi, WithoutBeatsItIsStillAFile) {
    const MidiFile midi(to_midi({}));
    EXPECT_TRUE(midi.notes.empty());
    EXPECT_TRUE(midi.ended);
}

}  // namespace
}  // namespace beatsync::interchange
