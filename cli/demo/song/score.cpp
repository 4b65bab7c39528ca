#include "cli/demo/song/score.h"

#include <algorithm>

#include "cli/demo/song/stereo.h"

namespace beatsync::cli::song {
namespace {

constexpr int kBuild = 4, kDrop = 8, kBreakdown = 16, kSecondDrop = 20, kOutro = 28;

/// The notes of one bar from a line of sixteen characters: '.' rests, '1' to '9' are how hard.
void add_pattern(Notes& notes, int bar, std::string_view pattern, float pitch = 60) {
    for (int step = 0; step < kStepsPerBar; ++step) {
        const char c = pattern[static_cast<std::size_t>(step)];
        if (c != '.')
            notes.push_back({bar * kStepsPerBar + step, 1, pitch, static_cast<float>(c - '0') / 9.0F});
    }
}

bool is_drop(Part part) {
    return part == Part::drop || part == Part::second_drop;
}

/// The bar before a drop: the snare runs up to it and the rest falls silent for the last beat.
bool leads_into_drop(int bar) {
    return bar + 1 == kDrop || bar + 1 == kSecondDrop;
}

bool ends_phrase(int bar) {
    return bar % 4 == 3;
}

std::string_view kick_pattern(int bar) {
    if (leads_into_drop(bar)) return bar < kDrop ? "8...8...8......." : "................";
    switch (part_of(bar)) {
        case Part::intro:
            return "................";
        case Part::breakdown:
            return bar == kBreakdown ? "9..............." : "................";
        case Part::build:
            return "8...8...8...8...";
        case Part::drop:
        case Part::second_drop:
            return ends_phrase(bar) ? "9...9...9...9.7." : "9...9...9...9...";
        case Part::outro:
            return "8...8...8...8...";
    }
    return {};
}

std::string_view clap_pattern(int bar) {
    switch (part_of(bar)) {
        case Part::intro:
            return bar < 2 ? "................" : "....4.......4...";
        case Part::build:
            return leads_into_drop(bar) ? "....7..........." : "....7.......7...";
        case Part::breakdown:
            return "................";
        case Part::drop:
        case Part::second_drop:
            return ends_phrase(bar) ? "....9.......9..5" : "....9.......9...";
        case Part::outro:
            return "....7.......7...";
    }
    return {};
}

std::string_view snare_pattern(int bar) {
    if (leads_into_drop(bar)) return "4.5.5.6.66777...";
    if (leads_into_drop(bar + 1)) return "3...3...3.3.4.4.";
    if (is_drop(part_of(bar)) && ends_phrase(bar)) return "..........3...45";
    return "................";
}

std::string_view closed_hat_pattern(int bar) {
    switch (part_of(bar)) {
        case Part::intro:
            return bar < 2 ? "4...4...4...4..." : "4.3.4.3.4.3.4.34";
        case Part::build:
            return leads_into_drop(bar) ? "5.4.5.4.5.4....." : "5.4.5.4.5.4.5.45";
        case Part::breakdown:
            return bar < kBreakdown + 2 ? "................" : "4...4...4...4...";
        case Part::drop:
        case Part::second_drop:
            return "6.5.6.5.6.5.6.56";
        case Part::outro:
            return "5.4.5.4.5.4.5.4.";
    }
    return {};
}

std::string_view open_hat_pattern(int bar) {
    if (is_drop(part_of(bar))) return "..7...7...7...7.";
    if (part_of(bar) == Part::outro) return "..5...5...5...5.";
    return "................";
}

std::string_view shaker_pattern(int bar) {
    if (bar >= 2 && part_of(bar) == Part::intro) return "2324232423242324";
    if (part_of(bar) == Part::build && !leads_into_drop(bar)) return "3435343534353435";
    if (is_drop(part_of(bar))) return "4546454645464546";
    return "................";
}

}  // namespace

Part part_of(int bar) {
    if (bar < kBuild) return Part::intro;
    if (bar < kDrop) return Part::build;
    if (bar < kBreakdown) return Part::drop;
    if (bar < kSecondDrop) return Part::breakdown;
    if (bar < kOutro) return Part::second_drop;
    return Part::outro;
}

bool starts_part(int bar) {
    return bar == 0 || part_of(bar) != part_of(bar - 1);
}

std::size_t song_frames() {
    return samples(seconds_of_step(kBars * kStepsPerBar) + kTail);
}

const Chord& chord_of(int bar) {
    // B♭maj9, C add9, Am7, Dm9: it never quite comes home before the last hit.
    static constexpr std::array<Chord, 4> kProgression{{
        {{58, 62, 65, 69, 72}, 34},
        {{55, 60, 64, 67, 74}, 36},
        {{57, 60, 64, 67, 72}, 33},
        {{57, 62, 65, 72, 76}, 38},
    }};
    return kProgression[static_cast<std::size_t>(bar >= kBars ? 3 : bar % 4)];
}

DrumParts drum_parts() {
    DrumParts drums;
    for (int bar = 0; bar < kBars; ++bar) {
        add_pattern(drums.kick, bar, kick_pattern(bar));
        add_pattern(drums.clap, bar, clap_pattern(bar));
        add_pattern(drums.snare, bar, snare_pattern(bar));
        add_pattern(drums.closed_hat, bar, closed_hat_pattern(bar));
        add_pattern(drums.open_hat, bar, open_hat_pattern(bar));
        add_pattern(drums.shaker, bar, shaker_pattern(bar));
        if (bar > 0 && starts_part(bar))
            drums.crash.push_back({bar * kStepsPerBar, 1, 60, is_drop(part_of(bar)) ? 1.0F : 0.5F});
    }
    drums.kick.push_back({kBars * kStepsPerBar, 1, 60, 1.0F});
    drums.crash.push_back({kBars * kStepsPerBar, 1, 60, 0.8F});
    return drums;
}

Notes bass_part() {
    Notes notes;
    for (int bar = kBuild; bar < kBars; ++bar) {
        if (part_of(bar) == Part::breakdown) continue;
        const float root = chord_of(bar).root;
        if (!is_drop(part_of(bar))) {
            if (!leads_into_drop(bar)) add_pattern(notes, bar, "..7...7...7...7.", root);
            continue;
        }
        add_pattern(notes, bar, "..96..9...96.9..", root);
        add_pattern(notes, bar, ".......7......68", root + 12);
    }
    notes.push_back({kBars * kStepsPerBar, 12, chord_of(kBars).root, 0.9F});
    return notes;
}

Notes stab_part() {
    Notes notes;
    for (int bar = 0; bar < kBars; ++bar) {
        if (!is_drop(part_of(bar))) continue;
        const int first = bar * kStepsPerBar;
        for (const auto& [step, steps] : {std::pair{0, 3}, {3, 3}, {6, 4}, {10, 3}, {13, 3}})
            notes.push_back({first + step, steps, 0, step == 0 || step == 6 ? 1.0F : 0.8F});
    }
    notes.push_back({kBars * kStepsPerBar, 10, 0, 1.0F});
    return notes;
}

Notes arpeggio_part() {
    // Groups of three against sixteen steps, so that the figure turns over the bar line.
    static constexpr std::array<std::size_t, 12> kOrder{0, 2, 4, 1, 3, 4, 2, 0, 3, 1, 4, 2};
    Notes notes;
    for (int step = 0; step < kBars * kStepsPerBar; ++step) {
        const int bar = step / kStepsPerBar;
        const bool on_beat = step % kStepsPerBeat == 0;
        if (leads_into_drop(bar) && step % kStepsPerBar >= 12) continue;
        const auto pick = kOrder[static_cast<std::size_t>(step) % kOrder.size()];
        const float pitch =
            on_beat && step % kStepsPerBar == 0 ? chord_of(bar).pitches[0] : chord_of(bar).pitches[pick];
        notes.push_back({step, 1, pitch + 12, on_beat ? 1.0F : 0.62F});
    }
    return notes;
}

Notes lead_part() {
    struct Melody {
        int step, steps;
        float pitch;
    };
    static constexpr std::array<Melody, 19> kMelody{{
        {0, 3, 81},  {3, 3, 79},  {6, 4, 77},  {10, 3, 72}, {13, 3, 74},  // over B♭
        {16, 6, 76}, {22, 4, 79}, {26, 3, 74}, {29, 3, 76},               // C
        {32, 3, 72}, {35, 3, 76}, {38, 4, 79}, {42, 3, 76}, {45, 3, 74},  // Am
        {48, 6, 77}, {54, 4, 76}, {58, 3, 74}, {61, 2, 69}, {63, 1, 74},  // Dm
    }};
    Notes notes;
    for (int bar = 0; bar < kBars; bar += 4) {
        const Part part = part_of(bar);
        if (part != Part::breakdown && part != Part::second_drop) continue;
        for (const auto& m : kMelody)
            if (!leads_into_drop(bar + m.step / kStepsPerBar) || m.step < 60)
                notes.push_back(
                    {bar * kStepsPerBar + m.step, m.steps, m.pitch, part == Part::breakdown ? 0.55F : 1.0F});
    }
    notes.push_back({kBars * kStepsPerBar, 12, 74, 0.8F});
    return notes;
}

}  // namespace beatsync::cli::song
