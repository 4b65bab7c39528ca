"""Chords: what progressions songs use, and which notes belong to a chord and its scale."""

import dataclasses
import re

import numpy as np

INTERVALS = {
    "": (0, 4, 7), "m": (0, 3, 7), "7": (0, 4, 7, 10), "M7": (0, 4, 7, 11), "m7": (0, 3, 7, 10),
    "dim": (0, 3, 6), "m7b5": (0, 3, 6, 10), "sus4": (0, 5, 7), "sus2": (0, 2, 7), "5": (0, 7),
    "6": (0, 4, 7, 9), "m6": (0, 3, 7, 9), "9": (0, 4, 7, 10, 14), "m9": (0, 3, 7, 10, 14),
    "M9": (0, 4, 7, 11, 14), "7#9": (0, 4, 7, 10, 15), "13": (0, 4, 10, 14, 21), "aug": (0, 4, 8),
}  # fmt: skip
MAJOR = (0, 2, 4, 5, 7, 9, 11)
ROOTS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SHARP_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

# Bars separated by spaces, chords within a bar by commas; in C major or A minor.
PROGRESSIONS = {
    "pop": [
        "C G Am F", "Am F C G", "F G Em Am", "C Am F G", "C F G F", "C Em F G", "F C G Am",
        "C G F F",
        "Am G F G", "C C F G", "C,G Am,F C,G F,G", "Am Em F C", "F Am G G", "C F Am G", "C G Dm F",
        "CM7 Am7 Dm7 G7", "C G/B,Am F G", "Am C G F", "F G C Am", "C F C G", "Am Dm G C",
    ],
    "rock": [
        "C Bb F C", "C F G C", "C Eb F C", "C C Bb F", "Am G F G", "Am C D F", "C G Bb F",
        "C F C F",
        "C C C C F F C C G F C G", "Am F Am G", "C Ab Bb C", "Am Am G F", "C Bb,F C Bb,F",
        "Dm C Bb C",
    ],
    "metal": [
        "A5 A5 C5,D5 A5", "A5 F5 G5 A5", "A5 Bb5 A5 G5", "A5 A5 Bb5 Bb5", "A5,C5 D5,C5 A5,F5 G5",
        "A5 E5 F5 D5",
        "A5 Eb5 A5 Bb5", "A5 C5 G5 D5", "A5 A5 A5 A5 F5 F5 G5 G5",
    ],
    "blues": [
        "C7 C7 C7 C7 F7 F7 C7 C7 G7 F7 C7 G7", "C7 F7 C7 C7 F7 F7 C7 C7 G7 F7 C7 G7",
        "C7 F7 C7 C7 F7 F7 C7 A7 Dm7 G7 C7,A7 Dm7,G7",
        "Am7 Am7 Am7 Am7 Dm7 Dm7 Am7 Am7 F7 E7 Am7 E7",
        "C7 C7 C7 C7 F7 F7 C7 C7 G7 G7 C7 C7", "C7 G7 F7 F7 C7 G7 C7,F7 C7,G7",
        "Am Am Am Am Dm Dm Am Am E7 Dm Am E7",
    ],
    "jazz": [
        "Dm7 G7 CM7 CM7", "Dm7 G7 CM7 A7", "CM7,Am7 Dm7,G7 Em7,A7 Dm7,G7", "Bm7b5 E7 Am6 Am6",
        "Dm7 G7 CM7 FM7 Bm7b5 E7 Am7 Am7", "C6,Am7 Dm7,G7 C6,C7 F6,Bb7 Em7,A7 Dm7,G7 C6 G7",
        "Dm7 Dm7 Dm7 Dm7 Ebm7 Ebm7 Dm7 Dm7", "CM7 Cm7,F7 BbM7 Bbm7,Eb7 AbM7 Dm7,G7 CM7 CM7",
        "Am7 D7 Dm7 G7", "C7 C7 F7 F7 D7 G7 C6 G7", "E7 E7 A7 A7 D7 D7 G7 G7", "Dm9 G13 CM9 CM9",
        "Am6 Am6 E7 E7 Am6 Am6 E7 Am6", "Gm7 C7 FM7 Fm7,Bb7 EbM7 EbM7 Dm7b5 G7",
    ],
    "soul": [
        "CM7 Dm7 Em7 FM7", "CM7 Am7 Dm7 G7", "Am7 D9 Am7 D9", "FM7 Em7 Dm7 CM7", "C F,C C G",
        "Am9 Dm9 Am9 E7#9",
        "Dm7 Em7 FM7 Em7", "C Am F G7", "C C7 F Fm C G7 C,F C,G", "FM9 Em7 Am9 Gm7,C9",
        "Cm7 F9 Cm7 F9",
    ],
    "funk": ["C9 C9 C9 C9", "Am7 D9 Am7 D9", "C7 C7 F9 C7", "Dm7 Dm7 Dm7 G7", "Em7 Em7 Em7,A9 Em7",
        "C7#9 C7#9 F9 G9"],
    "modal": ["Dm7 Dm7 Em7 Dm7", "Am G Am G", "Dm C Dm C", "C D C D", "Am7 Am7 D Am7", "E F E F",
        "Dm Dm C Bb"],
    "one": ["C", "Am", "Am7", "C7", "Dm", "E5", "C9"],
    "reggae": ["Am Dm Am Dm", "C F C F", "Am G Am G", "C G Am F", "Dm Gm Dm Am", "C Dm C Dm",
        "Am Em Am Em", "C F G F"],
    "country": [
        "C C F C", "C F C G", "C C G G", "C F G C", "C C F F G G C C", "C C C G C F C,G C",
        "C Am F G", "G7 C G7 C",
        "C C7 F Fm C G C G", "F C G C",
    ],
    "folk": ["C G Am F", "C F C G", "Am G Am Em", "C C G C", "Am C G Em", "Dm Am C G", "C Em F C",
        "C F C F,G", "Am F C E"],
    "latin": [
        "C F G F", "Am E7 E7 Am", "Am Dm E7 Am", "Dm7 G7 CM7 A7", "C C G7 G7", "Am G F E7",
        "CM7 CM7 Dm7 G7",
        "CM7 D9 Dm7 G7", "Am7 D7 GM7 CM7 Bm7b5 E7 Am7 Am7", "C,F G,F C,F G,F",
    ],
    "gospel": ["C F C G", "C C7 F Fm C G C G7", "C E7 Am D7 C G C,F C", "C,Em Am,C7 F,Fm C,G7",
        "FM7,G Em7,Am Dm7,G C"],
    "classical": [
        "C G Am Em F C F G", "C F G C", "Am Dm E Am", "C Am Dm G", "C,G Am,Em F,C F,G",
        "Am E Am E Dm Am E Am",
        "C C G7 C", "C F C,G C", "Am F Bdim E7", "C A7 Dm G7", "C G7 G7 C C F C,G C",
    ],
    "film": ["Am F C G", "Am Am F F C C G G", "Am Em F Dm", "C Eb F Ab", "Am F Am F", "Dm Bb F C",
        "Am C Em D", "Cm Ab Eb Bb"],
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Chord:
    """A chord from `start` (in parts of its bar, 0 to 1) on."""

    start: float
    root: int  # 0: C
    quality: str

    @property
    def pitches(self) -> tuple[int, ...]:
        """Its notes as semitones from C; the root first, not folded into an octave."""
        return tuple(self.root + interval for interval in INTERVALS[self.quality])

    @property
    def name(self) -> str:
        return SHARP_NAMES[self.root] + self.quality


def parse_bar(text: str, transpose: int) -> list[Chord]:
    """The chords of one bar such as "Dm7,G7" (a bass note after a slash is ignored)."""
    names = text.split(",")
    chords = []
    for i, name in enumerate(names):
        letter, sign, quality = re.fullmatch(r"([A-G])([#b]?)([^/]*)(?:/.*)?", name).groups()
        root = ROOTS[letter] + {"#": 1, "b": -1, "": 0}[sign]
        chords.append(Chord(i / len(names), (root + transpose) % 12, quality))
    return chords


def progression(rng: np.random.Generator, family: str, transpose: int) -> list[list[Chord]]:
    """One of the family's progressions, bar by bar."""
    text = str(rng.choice(PROGRESSIONS[family]))
    return [parse_bar(bar, transpose) for bar in text.split()]


def scale_of(bars: list[list[Chord]]) -> list[int]:
    """The seven pitch classes that hold most of the chords' notes: the key."""
    counts = np.zeros(12)
    for bar in bars:
        for chord in bar:
            for pitch in chord.pitches:
                counts[pitch % 12] += 1
    scores = [sum(counts[(root + step) % 12] for step in MAJOR) for root in range(12)]
    root = int(np.argmax(scores))
    return sorted((root + step) % 12 for step in MAJOR)


def chord_at(bars: list[list[Chord]], bar: int, part: float) -> Chord:
    """The chord that sounds at a part of a bar; the progression goes round."""
    chords = bars[bar % len(bars)]
    return [chord for chord in chords if chord.start <= part + 1e-6][-1]
