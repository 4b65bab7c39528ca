#!/usr/bin/python3
"""Voices and voice-like leads to put over any song: sung, rapped, spoken, choirs; guitars, saxes.

What they sing follows the song only as loosely as singers do: syllables come up to 80 ms early or
late, consonants stand apart from the beat, phrases begin and end anywhere.

    bench/training/lead.py SEED OUT.wav [KIND]     (over clicks)
"""

from collections.abc import Sequence

import numpy as np
from scipy import fft

from song import SAMPLE_RATE, Song
from synthetic.dsp import (
    add,
    bandpass,
    compress,
    count,
    decay,
    echo,
    equalise,
    fade,
    gain,
    highpass,
    log_uniform,
    loudness,
    lowpass,
    noise,
    normal,
    pick,
    reverb,
    room,
)
from synthetic.singer import OPEN, Syllable, character, consonant_of, sing

Rng = np.random.Generator
Beats = Sequence[tuple[float, int]]
KINDS = {
    "sung": 46,
    "rap": 16,
    "spoken": 7,
    "choir": 9,
    "guitar": 9,
    "sax": 7,
    "violin": 3,
    "whistle": 3,
}
MAJOR = (0, 2, 4, 5, 7, 9, 11)
LOUD = 0.1  # loudness() of what voice() returns


def voice(
    rng: Rng, seconds: float, beats: Beats, scale: Sequence[int], kind: str = ""
) -> np.ndarray:
    """A lead of that length at loudness LOUD; scale: the song's pitch classes, 0 for C."""
    kind = kind or pick(rng, KINDS, KINDS.values())
    grid = np.array([at for at, _ in beats]) if len(beats) > 3 else np.arange(0, seconds, 0.55)
    if kind == "spoken":
        notes = _spoken(rng, seconds)
    elif kind == "rap":
        notes = _rapped(rng, grid)
    else:
        notes = _sung(rng, grid, scale, kind)
    voices: tuple[float, ...] = (0.0,)
    if kind == "choir":
        voices = pick(
            rng, [(0, 0.07, -0.06, 0.02), (0, -12, -5, 4), (0, 12, 7.02, 0.05), (0, -3, 0.04)]
        )
    elif kind == "sung" and rng.random() < 0.25:
        voices = pick(rng, [(0, 0.08), (0, 4), (0, -5), (0, 12), (0, 3, 7)])
    who = character(
        rng, kind if kind in ("guitar", "sax", "violin", "whistle") else "voice", voices
    )
    out = sing(rng, seconds, notes, who)
    if kind == "rap" and rng.random() < 0.5:  # a second take on some words
        again = [n for n in _moved(rng, notes) if rng.random() < 0.3]
        out += sing(rng, seconds, again, who) * rng.uniform(0.3, 0.8)
    out = _produced(rng, out, kind, 60 / max(np.median(np.diff(grid)), 0.2))
    level = loudness(out)
    return (out * (LOUD / level)).astype(np.float32) if level > 1e-6 else out


def over(rng: Rng, song: Song, decibels: tuple[float, float] = (-12, 6)) -> Song:
    """The song with a lead over it, so much louder or quieter than it."""
    seconds = len(song.samples) / SAMPLE_RATE
    lead = voice(rng, seconds, song.beats, scale_of(song.samples))[: len(song.samples)]
    lead = np.pad(lead, (0, len(song.samples) - len(lead)))
    level = loudness(song.samples) / LOUD * gain(rng.uniform(*decibels))
    return Song((song.samples + lead * np.float32(level)).astype(np.float32), song.beats, song.kind)


def scale_of(samples: np.ndarray) -> tuple[int, ...]:
    """The pitch classes of the major scale that fits the sound best."""
    step = max(1, len(samples) // 20)
    chroma = np.zeros(12)
    for at in range(0, len(samples) - 16384, step):
        power = np.abs(fft.rfft(samples[at : at + 16384] * np.hanning(16384)))
        hz = np.arange(len(power)) * SAMPLE_RATE / 16384
        use = (hz > 100) & (hz < 2000)
        classes = np.round(12 * np.log2(hz[use] / 440) + 69).astype(int) % 12
        chroma += np.bincount(classes, power[use] / (np.sum(power[use]) + 1e-9), 12)
    best = max(range(12), key=lambda root: sum(chroma[(root + n) % 12] for n in MAJOR))
    return tuple(sorted((best + n) % 12 for n in MAJOR))


def _ladder(scale: Sequence[int], low: int, high: int) -> list[int]:
    return [p for p in range(low, high) if p % 12 in {s % 12 for s in scale}] or list(
        range(low, high)
    )


def _phrases(rng: Rng, beats: int) -> list[tuple[int, int]]:
    """First beat and number of beats of each stretch of singing; rests lie between."""
    out, at = [], int(rng.integers(0, 8))
    dense = rng.uniform(0.3, 1)
    while at < beats:
        long = int(pick(rng, [4, 6, 7, 8, 12, 16]))
        out.append((at, min(long, beats - at)))
        at += long + (
            int(pick(rng, [1, 2, 4])) if rng.random() < dense else int(pick(rng, [4, 8, 16]))
        )
    return out


def _late(rng: Rng, habit: float) -> float:
    return float(np.clip(rng.normal(habit, 0.028), -0.08, 0.08))


def _sung(rng: Rng, grid: np.ndarray, scale: Sequence[int], kind: str) -> list[Syllable]:
    low = {"sax": 50, "guitar": 52, "violin": 60, "whistle": 72}.get(
        kind, int(rng.integers(45, 62))
    )
    ladder = _ladder(scale, low, low + int(rng.integers(9, 20)))
    beat = float(np.median(np.diff(grid)))
    parts = pick(rng, [(0, 0.5), (0, 0.25, 0.5, 0.75), (0, 1 / 3, 2 / 3), (0, 2 / 3)], [4, 4, 1, 1])
    dense = rng.uniform(0.25, 0.9) * min(1.0, beat / 0.4)
    habit, held = rng.normal(0.01, 0.02), rng.uniform(0.6, 1.05)
    at_step, notes = int(rng.integers(len(ladder))), []
    memory: list[tuple[float, int]] = []
    for first, many in _phrases(rng, len(grid)):
        if not memory or rng.random() < 0.5:
            memory = []
            for b in range(many):
                for part in parts:
                    if rng.random() < dense * (1.0 if part == 0 else 0.8):
                        memory.append(
                            (b + part, int(pick(rng, [-3, -2, -1, -1, 0, 0, 1, 1, 2, 4])))
                        )
        line = [(p, move) for p, move in memory if p < many]
        for (place, move), (after, _) in zip(line, [*line[1:], (many + 0.5, 0)]):
            at_step = int(np.clip(at_step + move, 0, len(ladder) - 1))
            if rng.random() < 0.06:
                at_step = int(rng.integers(len(ladder)))
            at = float(np.interp(first + place, np.arange(len(grid)), grid)) + _late(rng, habit)
            long = max(min((after - place) * beat * held, rng.uniform(0.6, 4)), 0.07)
            notes.append(_syllable(rng, at, long, ladder[at_step], rng.uniform(0.6, 1)))
    return sorted(notes, key=lambda n: n.at)


def _syllable(rng: Rng, at: float, long: float, pitch: float, loud: float) -> Syllable:
    return Syllable(at, long, pitch, loud, pick(rng, OPEN), consonant_of(rng))


def _rapped(rng: Rng, grid: np.ndarray) -> list[Syllable]:
    beat = float(np.median(np.diff(grid)))
    cut = 4 if beat > 0.42 else 2
    cuts = pick(rng, [cut, cut, cut, 3 if beat > 0.36 else 2, cut + 2 if beat > 0.6 else cut])
    middle, habit, dense = rng.uniform(43, 58), rng.normal(0.008, 0.02), rng.uniform(0.6, 0.97)
    notes, where = [], np.arange(len(grid))
    for first, many in _phrases(rng, len(grid)):
        fall = rng.uniform(0, 4)
        for i in range(many * cuts):
            if rng.random() > dense:
                continue
            at = float(np.interp(first + i / cuts, where, grid)) + _late(rng, habit) * 0.8
            pitch = (
                middle
                + rng.normal(0, 1.6)
                - fall * i / (many * cuts)
                + (2 if rng.random() < 0.15 else 0)
            )
            loud = 1.0 if rng.random() < 0.25 else rng.uniform(0.35, 0.8)
            notes.append(_syllable(rng, at, beat / cuts * rng.uniform(0.6, 1.0), pitch, loud))
    return sorted(notes, key=lambda n: n.at)


def _spoken(rng: Rng, seconds: float) -> list[Syllable]:
    """Free of any beat."""
    at, notes, middle = rng.uniform(0, 3), [], rng.uniform(42, 60)
    while at < seconds:
        words = int(rng.integers(4, 25))
        for i in range(words):
            long = float(np.clip(rng.lognormal(-1.75, 0.35), 0.07, 0.5))
            pitch = middle + 3 - 5 * i / words + rng.normal(0, 1.5)
            notes.append(_syllable(rng, at, long * 0.9, pitch, rng.uniform(0.4, 1)))
            at += long + (rng.uniform(0.02, 0.2) if rng.random() < 0.2 else 0)
        at += rng.exponential(0.9) + 0.2
    return [n for n in notes if n.at < seconds]


def _moved(rng: Rng, notes: list[Syllable]) -> list[Syllable]:
    return [
        Syllable(
            n.at + rng.normal(0, 0.012),
            n.long,
            n.pitch + rng.normal(0, 0.3),
            n.loud,
            n.vowel,
            n.consonant,
        )
        for n in notes
    ]


def _produced(rng: Rng, x: np.ndarray, kind: str, bpm: float) -> np.ndarray:
    """What a studio does to it: balance, compression, echo, room."""
    bands = [("peak", log_uniform(rng, 1500, 5000), 0.8, rng.uniform(-2, 8))]
    bands += [("low", rng.uniform(120, 300), 0.7, rng.uniform(-8, 2))]
    if kind == "guitar":
        x = lowpass(x, rng.uniform(2500, 6000))
    else:
        bands += [("high", rng.uniform(4000, 8000), 0.7, rng.uniform(-2, 10))]
    x = equalise(x, bands)
    x = compress(x, rng.uniform(-10, 0), rng.uniform(2, 6), 0.004, 0.1)
    if kind in ("rap", "spoken", "choir"):  # vowels differ much in loudness
        x = compress(x, 2, 8, 0.001, 0.08)
    if rng.random() < 0.12:
        x = np.tanh(normal(x) * log_uniform(rng, 2, 15)).astype(np.float32)
    if rng.random() < 0.4:
        seconds = (
            pick(rng, [0.75, 0.5, 1, 0.25]) * 60 / bpm
            if rng.random() < 0.7
            else rng.uniform(0.07, 0.15)
        )
        x = x + echo(x, seconds, rng.uniform(0.15, 0.5), rng.uniform(1500, 6000))
    if rng.random() < 0.75:
        hall = room(rng, log_uniform(rng, 0.2, 2.8), rng.uniform(0, 0.05), rng.uniform(2000, 8000))
        x = reverb(x, hall, rng.uniform(0.03, 0.45))
    return x


class Chop:
    """A patch that sings one syllable cut out of a song, the same each time at the same pitch."""

    def __init__(self, rng: Rng):
        self.who = character(rng, "voice", pick(rng, [(0.0,), (0.0, 0.1), (0.0, 7.0)]))
        self.words = [(pick(rng, OPEN), consonant_of(rng)) for _ in range(3)]
        self.before = 0.0 if rng.random() < 0.6 else 0.05
        self.longest, self.seed = rng.uniform(0.15, 1.2), int(rng.integers(1 << 30))
        self.made: dict[tuple[float, int], np.ndarray] = {}

    def __call__(self, hz: float, seconds: float, velocity: float) -> np.ndarray:
        key = (round(hz, 1), round(min(seconds, self.longest) * 20))
        if key not in self.made:
            rng, long = np.random.default_rng(self.seed), max(key[1] / 20, 0.06)
            vowel, consonant = self.words[key[1] % 3]
            pitch = 69 + 12 * np.log2(hz / 440)
            note = Syllable(self.before + 0.005, long, pitch, 1.0, vowel, consonant)
            self.made[key] = fade(
                normal(sing(rng, long + self.before + 0.05, [note], self.who)), 0.002, 0.01
            )
        return self.made[key] * np.float32(velocity)


def scratch(rng: Rng):
    """A record moved to and fro: noise and tone whose pitch goes up and down."""
    low, high = rng.uniform(150, 500), rng.uniform(800, 3000)
    hiss = noise(rng, count(0.4))

    def play(hz: float, seconds: float, velocity: float) -> np.ndarray:
        n = count(min(max(seconds, 0.06), 0.35))
        way = np.sin(np.pi * np.linspace(0, 1, n)) ** 0.7
        tone = np.sign(np.sin(2 * np.pi * np.cumsum(low + (high - low) * way) / SAMPLE_RATE))
        x = bandpass(hiss[:n] * 0.6 + tone.astype(np.float32) * 0.5, 300, 5000) * way
        return fade((x * velocity).astype(np.float32), 0.002, 0.01)

    return play


def make(rng: Rng, seconds: float, kind: str = "") -> Song:
    """A lead alone over clicks, to listen to."""
    bpm = rng.uniform(70, 140)
    beats = [(i * 60 / bpm, i % 4 + 1) for i in range(int(seconds * bpm / 60))]
    x = voice(rng, seconds, beats, MAJOR, kind)
    for at, _ in beats:
        add(x, at, highpass(noise(rng, 800), 6000) * decay(800, 0.01), 0.1)
    return Song(x, beats, "lead")


if __name__ == "__main__":
    import preview

    preview.main(make)
