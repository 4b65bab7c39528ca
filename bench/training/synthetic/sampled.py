"""Loops cut out of other songs, played at another speed, as hip-hop and house are made of."""

import dataclasses

import numpy as np

from song import SAMPLE_RATE
from synthetic.arrange import GROUPS, Section
from synthetic.dsp import (
    add,
    compress,
    count,
    crush,
    highpass,
    log_uniform,
    loudness,
    lowpass,
    normal,
    pick,
    resample,
)
from synthetic.mixing import mix, vinyl
from synthetic.production import Production
from synthetic.styles import STYLES
from synthetic.tune import Clock, Tune

Rng = np.random.Generator
SOURCES = (
    "disco",
    "r and b",
    "latin house",
    "trip hop",
    "dub reggae",
    "synthwave",
    "edm pop",
    "ambient",
)


class Sample:
    """Some bars of a song in the key and at the tempo of the tune that they go into."""

    def __init__(self, rng: Rng, tune: Tune):
        speed = log_uniform(rng, 0.75, 1.4)
        own = dataclasses.replace(
            tune, root=tune.root - 12 * float(np.log2(speed)), bpm=tune.bpm / speed, push=0
        )
        self.bars = len(tune.chords["A"])
        style = pick(rng, [s for s in STYLES if s.name in SOURCES])
        seconds = self.bars * tune.meter * 60 / own.bpm + 0.2
        work = Production(rng, style, seconds, own)
        work.drumless = rng.random() < 0.7
        everybody = set(range(len(work.parts)))
        work.sections = [Section("main", "A", 0, self.bars + 1, set(GROUPS), everybody, 1.0)]
        work.play()
        sound = resample(mix(work), speed)
        if rng.random() < 0.6:
            sound = lowpass(sound, log_uniform(rng, 900, 9000))
        if rng.random() < 0.4:
            sound = highpass(sound, log_uniform(rng, 80, 500))
        if rng.random() < 0.5:
            sound = crush(normal(sound), rng.uniform(7, 13), int(rng.integers(1, 4)))
        if rng.random() < 0.4:
            sound = compress(sound, -8, 4, 0.005, 0.15)
        if rng.random() < 0.4:
            sound = normal(sound) + vinyl(rng, len(sound)) * 0.03
        level = loudness(sound)
        self.sound = sound / level if level > 1e-4 else sound * 0
        self.bar = 60 / tune.bpm * tune.meter
        # how it is triggered: whole, or in pieces of some beats that need not come in order
        self.piece = pick(rng, [self.bars * tune.meter, tune.meter, 2, 1, 0.5], [5, 2, 1.5, 1, 0.5])
        pieces = max(int(self.bars * tune.meter / self.piece), 1)
        jump = rng.random() < 0.5
        self.order = [
            int(rng.integers(pieces)) if jump and rng.random() < 0.4 else i for i in range(pieces)
        ]
        self.meter = tune.meter

    def play(self, track: np.ndarray, clock: Clock, first: float, bar: int) -> None:
        """One bar from the beat `first` on."""
        size = min(self.piece, self.meter)
        for i in range(int(round(self.meter / size))):
            beat = (bar % self.bars) * self.meter + i * size
            which = beat
            if self.piece <= self.meter:
                which = self.order[int(beat / self.piece) % len(self.order)] * self.piece
            begin, end = clock.plain(first + i * size), clock.plain(first + (i + 1) * size)
            start = int(which / self.meter * self.bar * SAMPLE_RATE)
            sound = self.sound[start : start + count(end - begin)].copy()
            ramp = min(100, len(sound))
            sound[len(sound) - ramp :] *= np.linspace(1, 0, ramp, dtype=np.float32)
            add(track, begin, sound)
