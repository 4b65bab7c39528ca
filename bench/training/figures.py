"""Bars of music from the patterns of styles.py: drums, bass and chords, as events in beats."""

import dataclasses

import numpy as np

import harmony
from harmony import Chord

STRENGTH = {"X": 1.15, "x": 0.95, "o": 0.65, "g": 0.38, "b": 1.0, "c": 0.9}


@dataclasses.dataclass
class Event:
    """A note; times in beats from the begin of the song."""

    beat: float
    length: float
    pitch: int
    velocity: float  # 1.0: mezzo forte
    strum: float = 0.0  # seconds late within a chord


@dataclasses.dataclass(frozen=True)
class Meter:
    beats: int  # in a bar
    grid: int  # steps a beat


def bar_of(pattern: str, meter: Meter, bar: int) -> str:
    """The steps of one bar out of a pattern of any length: cut or repeated where meters differ."""
    pattern = pattern.strip("|")
    if not pattern:
        return ""
    size = meter.beats * meter.grid
    if len(pattern) % size == 0:
        start = bar % (len(pattern) // size) * size
        return pattern[start : start + size]
    return (pattern * (size // len(pattern) + 1))[:size]


def resolve(rng: np.random.Generator, pattern: str) -> str:
    """The pattern with its chances decided."""
    out = []
    for step in pattern:
        if step.isdigit():
            out.append("x" if rng.random() < int(step) / 10 else ".")
        elif step in "RFTSON":
            out.append(step.lower() if rng.random() < 0.5 else ".")
        else:
            out.append(step)
    return "".join(out)


def hits(steps: str, meter: Meter) -> list[tuple[float, float, str]]:
    """Beat in the bar, length to the next hit and character of everything that is not a rest."""
    places = [i for i, step in enumerate(steps) if step != "."]
    ends = places[1:] + [len(steps)]
    return [(a / meter.grid, (b - a) / meter.grid, steps[a]) for a, b in zip(places, ends)]


def voicing(chord: Chord, centre: int, count: int) -> list[int]:
    """The chord's notes near a pitch, in close position."""
    classes = [p % 12 for p in chord.pitches]
    pitches = []
    for octave in range(-1, 10):
        pitches += [octave * 12 + c for c in classes]
    pitches = sorted(set(pitches), key=lambda p: abs(p - centre))
    return sorted(pitches[:count])


def nearest(pitch_class: int, centre: int) -> int:
    """The pitch of a class that is nearest to a centre."""
    return centre + (pitch_class - centre + 6) % 12 - 6


class BassLine:
    """A bass that goes from chord to chord."""

    def __init__(self, rng: np.random.Generator, bars: list[list[Chord]], low: int, legato: float):
        self.rng, self.bars, self.low, self.legato = rng, bars, low, legato

    def bar(self, bar: int, pattern: str, kicks: list[float], meter: Meter) -> list[Event]:
        """Events of a bar, in beats from its begin."""
        if pattern == "walk":
            return self._walk(bar, meter)
        if pattern == "kick":
            places = kicks or [0.0]
            steps = [
                (at, end - at, "r") for at, end in zip(places, places[1:] + [float(meter.beats)])
            ]
        elif pattern == "pedal":
            steps = [(0.0, float(meter.beats), "r")]
        elif pattern in ("eighths", "octaves"):
            unit = 0.5 if meter.grid != 3 else 1 / 3
            count = round(meter.beats / unit)
            steps = [
                (i * unit, unit, "o" if pattern == "octaves" and i % 2 else "r")
                for i in range(count)
            ]
        else:
            steps = hits(resolve(self.rng, bar_of(pattern, meter, bar)), meter)
        events = []
        for at, length, degree in steps:
            pitch = self._pitch(bar, at / meter.beats, degree)
            accent = 1.05 if at == 0 else 0.95
            events.append(Event(at, length * self.legato, pitch, accent))
        return events

    def _pitch(self, bar: int, part: float, degree: str) -> int:
        chord = harmony.chord_at(self.bars, bar, part)
        root = self.low + (chord.root - self.low) % 12
        intervals = harmony.INTERVALS[chord.quality]
        if degree == "f":
            return (
                root
                + (7 if 7 in intervals else intervals[-1])
                - (12 if root + 7 > self.low + 14 else 0)
            )
        if degree == "t":
            return root + (intervals[1] if len(intervals) > 1 else 7)
        if degree == "s":
            return root + (10 if 11 not in intervals else 11)
        if degree == "o":
            return root + 12
        if degree == "n":
            following = harmony.chord_at(self.bars, bar + 1, 0.0).root
            return self.low + (following - self.low) % 12 + int(self.rng.choice([-1, 1, 2, -2]))
        return root

    def _walk(self, bar: int, meter: Meter) -> list[Event]:
        events = []
        for beat in range(meter.beats):
            if beat == meter.beats - 1:
                pitch = self._pitch(bar, beat / meter.beats, "n")
            else:
                changes = any(
                    abs(c.start * meter.beats - beat) < 0.1 for c in self.bars[bar % len(self.bars)]
                )
                degree = "r" if changes else str(self.rng.choice(["t", "f", "r", "s", "f"]))
                pitch = self._pitch(bar, beat / meter.beats, degree)
            events.append(Event(float(beat), self.legato, pitch, 1.0 + 0.06 * (beat % 2)))
            if self.rng.random() < 0.1:  # a skipped note before the next beat
                ahead = 2 / 3 if meter.grid == 3 else 0.5
                events.append(Event(beat + ahead, 0.25, pitch, 0.7))
        return events


class Comp:
    """Chords as one player plays them."""

    def __init__(
        self, rng: np.random.Generator, bars: list[list[Chord]], centre: int, spread: float
    ):
        self.rng, self.bars, self.centre, self.spread = rng, bars, centre, spread
        self.order = str(rng.choice(["up", "down", "updown", "random"]))
        self.voices = int(rng.integers(3, 6))
        self.count = 0  # where an arpeggio has got to

    def bar(self, bar: int, figure: str, meter: Meter) -> list[Event]:
        """Events of a bar, in beats from its begin."""
        kind, _, pattern = figure.partition(" ")
        if kind == "pad":
            return self._pad(bar, meter)
        if kind == "tremolo":
            return self._tremolo(bar, meter)
        events = []
        steps = resolve(self.rng, bar_of(pattern, meter, bar))
        for at, length, step in hits(steps, meter):
            chord = harmony.chord_at(self.bars, bar, at / meter.beats)
            events += self._hit(kind, chord, at, length, step)
        return events

    def _hit(self, kind: str, chord: Chord, at: float, length: float, step: str) -> list[Event]:
        loud = STRENGTH.get(step, 0.9)
        if kind in ("arp", "alberti", "pick", "octaves"):
            return [
                Event(at, self._ring(length), pitch, loud)
                for pitch in self._broken(kind, chord, at)
            ]
        if kind == "chug":
            root = 38 + (chord.root - 38) % 12
            muted = step == "x"
            notes = (root, root + 7, root + 12)[: 2 if muted else 3]
            return [
                Event(at, length * (0.5 if muted else 0.97), p, loud * (0.8 if muted else 1))
                for p in notes
            ]
        if step == "b":
            fifth = round(at) % 4 == 2
            root = 43 + (chord.root - 43) % 12 - (5 if fifth else 0)
            return [Event(at, min(length, 0.9), root, 1.0)]
        pitches = voicing(chord, self.centre, self.voices)
        if kind == "strum":
            pitches = voicing(chord, self.centre, 6)
            if (at * 2) % 1 > 0.1 or (at % 1 > 0.1 and self.rng.random() < 0.7):
                pitches = pitches[2:][::-1]  # upwards, the high strings first
        hold = {"stab": min(0.45 * length, 0.35), "muted": 0.1}.get(kind, length * 0.97)
        if kind == "oompah":
            hold = min(length * 0.6, 0.5)
        each = self.spread if kind == "strum" else 0.0
        return [Event(at, hold, p, loud * 0.95, strum=i * each) for i, p in enumerate(pitches)]

    def _ring(self, length: float) -> float:
        return (
            max(length, float(self.rng.choice([0.5, 1.0, 2.0])))
            if self.order != "random"
            else length
        )

    def _broken(self, kind: str, chord: Chord, at: float) -> list[int]:
        notes = voicing(chord, self.centre, 5 if kind in ("arp", "pick") else 3)
        i = self.count
        self.count += 1
        if kind == "octaves":
            root = nearest(chord.root, self.centre)
            return [root - 12, root]
        if kind == "alberti":
            return [notes[(0, 2, 1, 2)[i % 4] % len(notes)]]
        if kind == "pick" and at % 1 == 0:
            low = 40 + (chord.root - 40) % 12 + (0 if round(at) % 2 == 0 else 7)
            return [low] + ([notes[-1]] if self.rng.random() < 0.3 else [])
        size = len(notes)
        if self.order == "up":
            return [notes[i % size]]
        if self.order == "down":
            return [notes[-1 - i % size]]
        if self.order == "updown":
            turn = i % (2 * size - 2)
            return [notes[turn if turn < size else 2 * size - 2 - turn]]
        return [notes[self.rng.integers(size)]]

    def _pad(self, bar: int, meter: Meter) -> list[Event]:
        chords = self.bars[bar % len(self.bars)]
        ends = [chord.start for chord in chords[1:]] + [1.0]
        events = []
        for chord, end in zip(chords, ends):
            at, length = chord.start * meter.beats, (end - chord.start) * meter.beats
            events += [
                Event(at, length * 0.98, p, 0.8) for p in voicing(chord, self.centre, self.voices)
            ]
        return events

    def _tremolo(self, bar: int, meter: Meter) -> list[Event]:
        events = []
        steps = meter.beats * (8 if meter.grid != 3 else 6)
        for i in range(steps):
            chord = harmony.chord_at(self.bars, bar, i / steps)
            for pitch in voicing(chord, self.centre, 2):
                events.append(
                    Event(
                        i * meter.beats / steps,
                        meter.beats / steps,
                        pitch,
                        0.6 + 0.15 * (i % 4 == 0),
                    )
                )
        return events


class Riff:
    """A short figure that is repeated, moved with the chords or not."""

    def __init__(
        self, rng: np.random.Generator, bars: list[list[Chord]], centre: int, meter: Meter
    ):
        self.bars, self.meter = bars, meter
        self.follows = rng.random() < 0.6
        self.length = int(rng.choice([1, 1, 2])) * meter.beats
        places = self.length * meter.grid
        unit = 1 if meter.grid == 3 else int(rng.choice([1, 2, 2]))
        density = rng.uniform(0.25, 0.75)
        chosen = [
            p
            for p in range(0, places, unit)
            if rng.random() < density * (1.3 if p % meter.grid == 0 else 0.9)
        ]
        self.places = chosen or [0]
        self.legato = float(rng.choice([0.4, 0.7, 0.95]))
        scale = sorted(set(harmony.scale_of(bars)))
        first = bars[0][0]
        walk = np.cumsum(rng.choice([-2, -1, 0, 0, 1, 2, 3], len(self.places)))
        steps = [scale[(self._index(scale, first.root) + w) % len(scale)] for w in walk]
        self.intervals = [nearest(step, centre) - nearest(first.root, centre) for step in steps]
        self.centre, self.first = centre, first
        self.octave = rng.random() < 0.2

    @staticmethod
    def _index(scale: list[int], root: int) -> int:
        return min(range(len(scale)), key=lambda i: (scale[i] - root) % 12)

    def bar(self, bar: int) -> list[Event]:
        """Events of a bar, in beats from its begin."""
        size = self.meter.beats * self.meter.grid
        offset = bar * size % (self.length * self.meter.grid)
        events = []
        for i, place in enumerate(self.places):
            if not offset <= place < offset + size:
                continue
            following = (
                self.places[i + 1] if i + 1 < len(self.places) else self.length * self.meter.grid
            )
            at = (place - offset) / self.meter.grid
            chord = harmony.chord_at(self.bars, bar, at / self.meter.beats)
            root = nearest(chord.root if self.follows else self.first.root, self.centre)
            interval = self.intervals[i]
            if self.follows and len(chord.pitches) > 2 and interval % 12 in (3, 4):
                interval += chord.pitches[1] - chord.root - interval % 12
            length = min((following - place) / self.meter.grid, 2) * self.legato
            events.append(Event(at, length, root + interval, 1.05 if at % 1 == 0 else 0.95))
            if self.octave:
                events.append(Event(at, length, root + interval + 12, 0.9))
        return events
