#!/usr/bin/python3
"""Electronic and sampled music, from house to dub, made by our own synthesiser.

    bench/training/electronic.py SEED OUT.wav [STYLE]     (also writes OUT.beats)
"""

import numpy as np

from song import SAMPLE_RATE, Song
from synthetic.dsp import add, count, gain, log_uniform, lowpass, noise, pick
from synthetic.mixing import mix
from synthetic.production import Production
from synthetic.sampled import Sample
from synthetic.styles import STYLES

Rng = np.random.Generator


def make(rng: Rng, seconds: float, name: str = "") -> Song:
    """A song of a style drawn at random, or of the one named."""
    style = pick(
        rng,
        [s for s in STYLES if not name or s.name == name],
        None if name else [s.weight for s in STYLES],
    )
    work = Production(rng, style, seconds)
    if work.tune.grid == 4 and rng.random() < style.sampled:
        work.sample = Sample(rng, work.tune)
    work.play()
    samples = mix(work)
    if work.intro > 2 and rng.random() < 0.7:
        air = noise(rng, count(work.intro + 1), pick(rng, ["pink", "brown"]))
        swell = np.hanning(len(air)).astype(np.float32)
        add(
            samples,
            0,
            lowpass(air * swell, log_uniform(rng, 500, 8000)),
            gain(rng.uniform(-45, -20)),
        )
    beats = [
        (float(t), i % work.tune.meter + 1)
        for i, t in enumerate(work.clock.beats)
        if 0 <= t < seconds and i >= work.first_beat
    ]
    if rng.random() < 0.1:
        samples, beats = _ending(rng, samples, beats)
    elif rng.random() < 0.08:
        n = count(rng.uniform(2, 8))
        samples[-n:] *= np.linspace(1, 0, len(samples[-n:]), dtype=np.float32) ** 1.5
    return Song(samples.astype(np.float32), beats, f"electronic/{style.name}")


def _ending(rng: Rng, samples: np.ndarray, beats: list[tuple[float, int]]):
    """Stops after a first beat near the end; what rings on falls away."""
    firsts = [i for i, (_, place) in enumerate(beats) if place == 1]
    if len(firsts) < 6:
        return samples, beats
    last = firsts[-int(rng.integers(2, 4))]
    start = count(beats[last][0] + rng.uniform(0.15, 0.5))
    tail = samples[start:]
    tail *= np.exp(-np.arange(len(tail)) / SAMPLE_RATE * rng.uniform(3, 12)).astype(np.float32)
    return samples, beats[: last + 1]


if __name__ == "__main__":
    import preview

    preview.main(make)
