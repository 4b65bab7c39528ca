"""The harmony and the clock of a made-up song."""

import dataclasses

import numpy as np

from synthetic.dsp import pick

SCALES = {
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "major": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "harmonic": (0, 2, 3, 5, 7, 8, 11),
}
PROGRESSIONS = (
    (0,),
    (0, 5),
    (0, 3),
    (0, 6),
    (0, 4, 5, 3),
    (0, 5, 2, 6),
    (5, 3, 0, 4),
    (0, 5, 3, 4),
    (0, 3, 6, 2),
    (0, 6, 5, 4),
    (0, 6, 5, 6),
    (1, 4, 0, 0),
    (0, 2, 3, 4),
    (3, 4, 2, 5),
    (0, 0, 3, 4),
    (0, 3, 0, 4),
    (5, 6, 0, 0),
    (0, 4, 1, 3),
    (3, 0, 4, 5),
    (0, 0, 5, 6),
)


@dataclasses.dataclass
class Tune:
    """Key, metre and chords. A chord is (root as a degree of the scale, notes)."""

    root: int
    scale: tuple[int, ...]
    meter: int  # beats of a bar
    grid: int  # steps of a beat
    bpm: float
    push: float  # beats by which chords come early
    chords: dict[
        str, list[list[tuple[float, tuple[int, int]]]]
    ]  # by section's letter, by bar: (beat, chord)

    @property
    def triplets(self) -> bool:
        return self.grid % 3 == 0

    @property
    def half(self) -> float:
        """Where the off-beat is in a beat."""
        return 2 / 3 if self.triplets else 0.5

    @property
    def parts(self) -> tuple[float, ...]:
        """The places of a beat at which notes begin."""
        return (0, 1 / 3, 2 / 3) if self.triplets else (0, 0.25, 0.5, 0.75)

    def pitch(self, degree: int) -> int:
        return self.root + 12 * (degree // 7) + self.scale[degree % 7]

    def chords_of(self, letter: str, bar: int) -> list[tuple[float, tuple[int, int]]]:
        cycle = self.chords[letter]
        return cycle[bar % len(cycle)]

    def chord_at(self, letter: str, bar: int, beat: float) -> tuple[int, int]:
        """Of a note at that beat of the bar; one shortly before the next bar may belong to that."""
        if self.push and beat >= self.meter - self.push - 0.01:
            return self.chords_of(letter, bar + 1)[0][1]
        found = [c for at, c in self.chords_of(letter, bar) if at - self.push <= beat + 0.01]
        return found[-1] if found else self.chords_of(letter, bar)[0][1]

    def voiced(self, chord: tuple[int, int], middle: int) -> list[int]:
        """The chord's pitches nearest to a middle, from below."""
        out = []
        for k in range(chord[1]):
            pitch = self.pitch(chord[0] + 2 * k)
            out.append(pitch + 12 * round((middle - pitch) / 12))
        return sorted(set(out))

    def low(self, chord: tuple[int, int], bottom: int) -> int:
        """The chord's root in the octave above a bottom."""
        return bottom + (self.pitch(chord[0]) - bottom) % 12


def compose(rng: np.random.Generator, meter: int, grid: int, bpm: float) -> Tune:
    name = pick(rng, SCALES, [6, 4, 2, 1, 1, 1])
    notes = pick(rng, [2, 3, 4, 5], [0.1, 0.55, 0.25, 0.1])
    push = pick(rng, [0, 0.5, 0.25, 1], [0.82, 0.1, 0.05, 0.03]) if grid % 3 else 0
    rate = pick(rng, ["bar", "half", "two", "four", "uneven"], [0.5, 0.13, 0.2, 0.07, 0.1])
    if meter == 3 and rate in ("half", "uneven"):
        rate = "bar"
    chords = {}
    base = pick(rng, PROGRESSIONS)
    for letter in "ABC":
        roots = base if letter == "A" or rng.random() < 0.4 else pick(rng, PROGRESSIONS)
        line = [(r, notes) for r in roots]
        bars: list = []
        if rate in ("half", "uneven"):
            line = line if len(line) % 2 == 0 else line + line
            middle = meter // 2 if rate == "half" else max(meter - 1, 1)
            bars = [[(0.0, a), (float(middle), b)] for a, b in zip(line[::2], line[1::2])]
        else:
            bars = [[(0.0, c)] for c in line for _ in range({"bar": 1, "two": 2, "four": 4}[rate])]
        chords[letter] = bars
    return Tune(int(rng.integers(36, 48)), SCALES[name], meter, grid, bpm, push, chords)


def beat_times(rng: np.random.Generator, bpm: float, beats: int, loose: bool) -> np.ndarray:
    """Seconds of each beat from 0: mostly even, as machines are; sometimes drifting."""
    kind = pick(rng, ["even", "drift", "ramp", "change"], [0.84, 0.1, 0.03, 0.03])
    if loose and kind == "even" and rng.random() < 0.3:
        kind = "drift"
    length = np.full(beats, 60 / bpm)
    if kind == "drift":
        walk = np.convolve(rng.normal(0, 1, beats + 16), np.hanning(16) / 8, "valid")[:beats]
        length *= 1 + rng.uniform(0.002, 0.012) * walk
    elif kind == "ramp":
        length *= np.linspace(1, 1 + rng.uniform(-0.12, 0.12), beats)
    elif kind == "change":
        length[int(beats * rng.uniform(0.3, 0.7)) :] *= rng.uniform(0.75, 1.3)
    return np.concatenate([[0], np.cumsum(length)])


class Clock:
    """Seconds of a place in beats, with the swing of the sixteenths (or of the eighths)."""

    def __init__(self, beats: np.ndarray, swing: float, unit: float):
        self.beats, self.swing, self.unit = beats, swing, unit

    def at(self, beat: float) -> float:
        pair = 2 * self.unit
        whole = np.floor(beat / pair + 1e-6)
        share = beat / pair - whole
        if share < 0.5:
            share = share * 2 * self.swing
        else:
            share = self.swing + (share - 0.5) * 2 * (1 - self.swing)
        return self.plain((whole + share) * pair)

    def plain(self, beat: float) -> float:
        last = len(self.beats) - 1
        i = int(np.clip(np.floor(beat), 0, last - 1))
        return float(self.beats[i] + (beat - i) * (self.beats[i + 1] - self.beats[i]))
