"""Tunes over chords: phrases with motifs, rests and syncopation, for singers and soloists."""

import dataclasses
from collections.abc import Callable

import numpy as np

from harmony import Chord


@dataclasses.dataclass
class Tune:
    """How a tune is made."""

    grid: int = 2  # notes a beat at most: 2 eighths, 3 triplets, 4 sixteenths
    density: float = 0.5  # chance of a note on a place of the grid
    syncopation: float = 0.3  # 0: on the beat, 1: as often off it
    rest_bars: float = 0.3  # part of the bars that rest
    low: int = 60
    high: int = 79
    legato: float = 0.9  # length of a note, as part of the time to the next


@dataclasses.dataclass
class TuneNote:
    """Times in beats."""

    beat: float
    length: float
    pitch: int
    velocity: int


def random_tune(rng: np.random.Generator, low: int, high: int, triplets: bool = False) -> Tune:
    """Any kind of tune in a range of pitches."""
    grid = 3 if triplets else int(rng.choice([1, 2, 2, 2, 4, 4]))
    density = rng.uniform(0.25, 0.8) if grid < 4 else rng.uniform(0.15, 0.55)
    return Tune(
        grid=grid,
        density=density,
        syncopation=rng.uniform(0, 0.9),
        rest_bars=rng.uniform(0.0, 0.5),
        low=low,
        high=high,
        legato=rng.choice([0.5, 0.8, 0.95, 1.0]),
    )


def _motif(rng: np.random.Generator, tune: Tune, places: int) -> np.ndarray:
    """Which places of the grid of a bar have notes."""
    place = np.arange(places)
    on_beat = place % tune.grid == 0
    strength = np.where(on_beat, 1 - 0.5 * tune.syncopation, 0.4 + 0.6 * tune.syncopation)
    strength = strength * np.where((place == 0) & (rng.random() < tune.syncopation), 0.3, 1.0)
    return rng.random(places) < tune.density * strength * 1.4


def compose(
    rng: np.random.Generator,
    tune: Tune,
    bars: int,
    beats_per_bar: int,
    chord_of: Callable[[float], Chord],
    scale: list[int],
) -> list[TuneNote]:
    """A tune over bars 0 to `bars`; `chord_of` gives the chord at a beat."""
    places = beats_per_bar * tune.grid
    motifs = [_motif(rng, tune, places) for _ in range(4)]
    onsets: list[float] = []
    cuts: list[float] = []  # where a phrase ends
    bar = int(rng.integers(0, 2))
    while bar < bars:
        length = int(rng.choice([1, 2, 2, 3, 4]))
        pattern = rng.choice([[0, 0, 0, 1], [0, 1, 0, 2], [0, 1, 0, 1], [0, 1, 2, 3]])
        for i in range(min(length, bars - bar)):
            motif = motifs[pattern[i]].copy()
            if rng.random() < 0.3:
                motif ^= rng.random(places) < 0.1
            if i == length - 1 and rng.random() < 0.7:
                motif[int(places * rng.uniform(0.3, 0.8)) :] = False
            onsets += [
                (bar + i) * beats_per_bar + place / tune.grid for place in np.flatnonzero(motif)
            ]
        bar += length
        cuts.append(bar * beats_per_bar - rng.choice([0.0, 0.5, 1.0]))
        if rng.random() < tune.rest_bars:
            bar += int(rng.choice([1, 1, 2, 4]))
    return _pitches(rng, tune, onsets, cuts, chord_of, scale)


def _pitches(rng, tune, onsets, cuts, chord_of, scale) -> list[TuneNote]:
    pitch = (tune.low + tune.high) // 2
    notes = []
    accent = rng.integers(5, 20)
    for i, onset in enumerate(onsets):
        ahead = onsets[i + 1] if i + 1 < len(onsets) else onset + 2
        end = min([cut for cut in cuts if cut > onset + 0.2] + [ahead])
        length = max(0.1, min(ahead, end) - onset) * tune.legato
        chord = {p % 12 for p in chord_of(onset).pitches}
        strong = onset % 1 == 0 or length > 1
        allowed = chord if strong and rng.random() < 0.8 else chord | set(scale)
        step = rng.choice([-7, -5, -4, -3, -2, -2, -1, 0, 0, 1, 2, 2, 3, 4, 5, 7])
        pull = round(0.15 * ((tune.low + tune.high) / 2 - pitch))
        wanted = int(np.clip(pitch + step + pull, tune.low, tune.high))
        near = [p for p in range(wanted - 6, wanted + 7) if p % 12 in allowed]
        pitch = min(near, key=lambda p: abs(p - wanted)) if near else wanted
        velocity = 84 + (accent if strong else 0) + rng.normal(0, 6)
        notes.append(
            TuneNote(float(onset), float(length), int(pitch), int(np.clip(velocity, 20, 127)))
        )
    return notes
