#!/usr/bin/python3
"""Sounds that have no beat: noise, speech, crowds, clicks at random, rain, drones, silence.

    bench/training/not_music.py SEED OUT.wav [KIND]
"""

import numpy as np

from degrade import background
from lead import voice
from song import SAMPLE_RATE, Song
from synthetic import one_shots, synth
from synthetic.dsp import (
    add,
    convolve,
    count,
    decay,
    fade,
    gain,
    log_uniform,
    lowpass,
    noise,
    normal,
    pick,
    room,
    sweep,
)

Rng = np.random.Generator


def _noise(rng: Rng, n: int) -> np.ndarray:
    x = noise(rng, n, pick(rng, ["white", "pink", "brown", "blue"]))
    if rng.random() < 0.5:
        x = sweep(x, np.exp(rng.uniform(np.log(150), np.log(15000), 12)), rng.uniform(0.7, 3), 512)
    return x


def _place(rng: Rng, n: int) -> np.ndarray:
    return sum(normal(background(rng, n)) * rng.random() for _ in range(int(rng.integers(1, 4))))


def _speech(rng: Rng, n: int) -> np.ndarray:
    seconds = n / SAMPLE_RATE
    x = sum(
        voice(rng, seconds, [], range(12), "spoken") * rng.uniform(0.2, 1)
        for _ in range(int(rng.integers(1, 3)))
    )
    x = np.resize(x, n)
    return x + normal(background(rng, n)) * gain(rng.uniform(-60, -25))


def _events(rng: Rng, n: int) -> np.ndarray:
    """Knocks, clicks and falling things at random times, of one kind or of several."""
    out, seconds = np.zeros(n, np.float32), n / SAMPLE_RATE
    makers = [
        one_shots.MAKERS[k] for k in rng.choice(list(one_shots.MAKERS), int(rng.integers(1, 4)))
    ]
    shots = [make(rng) for make in makers]
    at, mean = 0.0, log_uniform(rng, 0.08, 2.5)
    while at < seconds:
        add(out, at, shots[int(rng.integers(len(shots)))], log_uniform(rng, 0.05, 1))
        # neither even nor clustered by rule, so that no period can be made of it
        at += rng.exponential(mean) if rng.random() < 0.8 else rng.uniform(0.02, 0.2)
    if rng.random() < 0.5:
        out = out + convolve(out, room(rng, rng.uniform(0.3, 2), 0, 5000)) * rng.uniform(0.1, 0.6)
    return out + noise(rng, n, "pink") * gain(rng.uniform(-70, -30))


def _drone(rng: Rng, n: int) -> np.ndarray:
    """Held tones that swell slowly."""
    out, seconds = np.zeros(n, np.float32), n / SAMPLE_RATE
    root = rng.uniform(36, 60)
    for interval in rng.choice(
        [0, 7, 12, 3, 4, 5, 10, 14, 19, 24, 1, 6], int(rng.integers(1, 5)), replace=False
    ):
        patch = synth.FAMILIES[pick(rng, ["pad", "organ", "choir", "super saw"])](rng)
        x = patch(synth.hertz(root + interval), seconds, 0.8)[:n]
        points = max(int(seconds / 4), 3)
        swell = np.interp(np.arange(len(x)), np.sort(rng.uniform(0, n, points)), rng.random(points))
        out[: len(x)] += x * swell.astype(np.float32)
    return fade(lowpass(out, log_uniform(rng, 800, 12000)), 0.5, 0.5)


def _gliss(rng: Rng, n: int) -> np.ndarray:
    """Tones and engines that slide about."""
    hz = np.exp(
        np.interp(
            np.arange(n), np.sort(rng.uniform(0, n, 10)), rng.uniform(np.log(40), np.log(2000), 10)
        )
    )
    phase = np.cumsum(hz) / SAMPLE_RATE
    x = np.sin(2 * np.pi * phase) if rng.random() < 0.5 else 2 * (phase % 1) - 1
    return lowpass(x.astype(np.float32), log_uniform(rng, 500, 8000)) + noise(
        rng, n, "pink"
    ) * rng.uniform(0, 0.3)


def _strokes(rng: Rng, n: int) -> np.ndarray:
    """Notes of an instrument tuned or tried out: any pitch at any time."""
    out, seconds, at = np.zeros(n, np.float32), n / SAMPLE_RATE, 0.0
    patch = synth.draw(rng, pick(rng, ["piano", "string", "keys", "organ", "brass"]))
    mean = log_uniform(rng, 0.3, 3)
    while at < seconds:
        add(
            out,
            at,
            patch(synth.hertz(rng.integers(36, 84)), rng.uniform(0.1, 2), rng.uniform(0.3, 1)),
        )
        at += rng.exponential(mean)
    return out


def _silence(rng: Rng, n: int) -> np.ndarray:
    return (
        noise(rng, n, "pink") * gain(rng.uniform(-100, -60))
        if rng.random() < 0.7
        else np.zeros(n, np.float32)
    )


KINDS = {
    "noise": (_noise, 2),
    "place": (_place, 3),
    "speech": (_speech, 4),
    "events": (_events, 4),
    "drone": (_drone, 3),
    "gliss": (_gliss, 1),
    "strokes": (_strokes, 2),
    "silence": (_silence, 1),
}


def make(rng: Rng, seconds: float, kind: str = "") -> Song:
    """One kind of sound, or one after another; no beats."""
    n, out = count(seconds), []
    while sum(map(len, out)) < n:
        part = n if kind or rng.random() < 0.6 else count(rng.uniform(6, 20))
        name = kind or pick(rng, KINDS, [weight for _, weight in KINDS.values()])
        x = np.asarray(KINDS[name][0](rng, part), np.float32)
        out.append(x if name == "silence" else normal(x, gain(rng.uniform(-20, -1))))
    samples = np.concatenate(out)[:n]
    if rng.random() < 0.1:
        clicks = rng.integers(0, n - 900, int(rng.integers(1, 6)))
        for at in clicks:
            add(samples, at / SAMPLE_RATE, noise(rng, 800) * decay(800, 0.01), 0.2)
    return Song(samples.astype(np.float32), [], "not music/" + (kind or name))


if __name__ == "__main__":
    import preview

    preview.main(make)
