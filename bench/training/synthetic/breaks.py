"""Sampled breaks: two bars of a drummer in a room, sliced and put together anew."""

import numpy as np

from song import SAMPLE_RATE
from synthetic import one_shots, recordings
from synthetic.dsp import (
    add,
    compress,
    convolve,
    count,
    crush,
    gain,
    log_uniform,
    lowpass,
    normal,
    pick,
    resample,
    room,
)
from synthetic.tune import Clock, Tune

Rng = np.random.Generator
# fmt: off
FUNK = (  # two bars of sixteenths: kick, snare, soft snare, hat, open hat
    ("9.9.......99....9.9.......9.....", "....9.......9.......9.........9.",
     ".......6.6.....6.......6.6...6..",
     "9.9.9.9.9.9.9.9.9.9.9.9.9.9.9.9.", "..............................5."),
    ("9.9...9...9..9..9.9...9...9..9..", "....9.......9.......9.......9...",
     ".......6.6.6...6.......6.6.6...6",
     "99999999.99999999999999.99999999", ".......9...............9........"),
    ("9......99.9.....9.......9.9...9.", "....9.......9.......9.......9...",
     "......5...........6........6...6",
     "9.9.9.9.9.9.9.9.9.9.9.9.9.9.9.9.", "......................6........."),
    ("9..9..9...9.....9..9......9..9..", "....9.......9.......9.......9..5",
     ".......5.5.............5.5......",
     "9.979.979.979.979.979.979.979.97", "..............6................."),
    ("9.......99......9.........9.....", "....9.......9..6....9..6....9...",
     ".........5.............6.6......",
     "9...9...9...9...9...9...9...9...", "..6...6...6...6...6...6...6...6."),
    ("9.9....9..9.....9.9.......9.....", "....9..6.6..9..6....9..6.6..9...",
     "......6....6.................66.",
     "9.9.9.9.9.9.9.9.9.9.9.9.9.9.9.9.", "................................"),
)
# fmt: on


def _sound(rng: Rng, role: str, pitch: float) -> np.ndarray:
    sound = recordings.one_shot(rng, role)
    if sound is None:
        sound = one_shots.MAKERS[role](rng)
    return resample(sound, pitch)


class Break:
    """A loop of two bars in sixteenths at the song's tempo, and orders in which its slices play."""

    def __init__(self, rng: Rng, tune: Tune, swing: float, dirt: float):
        self.rng, self.tune = rng, tune
        step = 60 / tune.bpm / 4
        pitch = log_uniform(rng, 0.8, 1.6) if tune.bpm > 130 else log_uniform(rng, 0.75, 1.2)
        track = np.zeros(count(step * 32 + 0.2), np.float32)
        for role, text, level in zip(
            ("kick", "snare", "snare", "hat", "open"), pick(rng, FUNK), (1, 0.8, 0.25, 0.3, 0.3)
        ):
            sound = _sound(rng, role, pitch)
            level *= gain(rng.normal(0, 3))
            for i, sure in enumerate(text):
                if sure == "." or rng.random() > int(sure) / 9 + 0.15:
                    continue
                odd = (swing - 0.5) * 2 * step if i % 2 else 0
                at = i * step + odd + max(rng.normal(0, 0.004), -0.004 if i else 0)
                add(track, at, sound, level * rng.uniform(0.6, 1) * int(sure) / 9)
        track = track + convolve(track, room(rng, rng.uniform(0.2, 0.7), 0, 5000)) * rng.uniform(
            0.05, 0.5
        )
        track = compress(
            track, rng.uniform(-14, 0), rng.uniform(2, 10), 0.003, rng.uniform(0.03, 0.2)
        )
        if rng.random() < dirt:
            track = crush(normal(track), rng.uniform(6, 12), int(rng.integers(1, 5)))
        if rng.random() < 0.3:
            track = lowpass(track, log_uniform(rng, 3000, 12000))
        self.sound, self.step = normal(track), step
        self.wild = pick(rng, [0.0, 0.1, 0.35, 0.7])
        plain = list(range(16))
        self.orders = {letter: [self._order(plain) for _ in range(4)] for letter in "ABC"}
        self.orders["A"][0] = plain

    def _order(self, plain: list[int]) -> list[int]:
        order = list(plain)
        for i in range(len(order)):
            if self.rng.random() < self.wild:
                # mostly a slice from the like place of a bar, so that what is heard stays a beat
                other = int(self.rng.integers(0, 16))
                same = (i % 4) + 4 * int(self.rng.integers(0, 4))
                order[i] = same if self.rng.random() < 0.7 else other
        return order

    def play(
        self, track: np.ndarray, clock: Clock, first: float, letter: str, bar: int, level: float
    ) -> None:
        """One bar from the beat `first` on."""
        rng, order = self.rng, self.orders[letter][(bar // 2) % 4]
        half = bar % 2 * 8
        for i in range(self.tune.meter * 2):
            which = order[(half + i) % 16]
            at, until = clock.plain(first + i / 2), clock.plain(first + (i + 1) / 2)
            start, n = int(which * 2 * self.step * SAMPLE_RATE), count(until - at)
            piece = self.sound[start : start + n].copy()
            ramp = min(60, len(piece))
            piece[len(piece) - ramp :] *= np.linspace(1, 0, ramp, dtype=np.float32)
            if self.wild and rng.random() < 0.04 * self.wild:
                piece = piece[::-1].copy()
            elif self.wild and rng.random() < 0.1 * self.wild:
                piece = np.tile(piece[: n // 2], 2)
            add(track, at, piece, level)
