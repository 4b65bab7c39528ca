"""Where the beats of a song are in seconds: tempo that is steady, drifts, changes or breathes."""

import numpy as np
from scipy.interpolate import PchipInterpolator


class TimeMap:
    """From positions in beats (of the tapped level, from 0) to seconds."""

    def __init__(self, beat_times: np.ndarray):
        self.beat_times = np.asarray(beat_times, float)
        self._curve = PchipInterpolator(np.arange(len(beat_times)), self.beat_times)

    def at(self, beats):
        """Seconds at a position or an array of them; beyond the ends the tempo goes on."""
        beats = np.asarray(beats, float)
        last = len(self.beat_times) - 1
        inside = self._curve(np.clip(beats, 0, last))
        first_step = self.beat_times[1] - self.beat_times[0]
        last_step = self.beat_times[-1] - self.beat_times[-2]
        before = np.minimum(beats, 0) * first_step
        after = np.maximum(beats - last, 0) * last_step
        return inside + before + after


def tempo_map(
    rng: np.random.Generator, bpm: float, beats: int, feel: str, beats_per_bar: int = 4
) -> TimeMap:
    """A map of at least `beats` beats.

    feel: "machine" (constant), "band" (drifts by a per cent or so), "loose" (drifts by several),
    "rubato" (phrases that hurry and slow down, held notes), "change" (a band that goes to another
    tempo at a bar line).
    """
    count = beats + 2
    log_tempo = np.zeros(count)
    if feel in ("band", "change"):
        log_tempo += _drift(rng, count, rng.uniform(0.004, 0.015))
    elif feel == "loose":
        log_tempo += _drift(rng, count, rng.uniform(0.015, 0.04))
        log_tempo += rng.normal(0, 0.008, count)
    elif feel == "rubato":
        log_tempo += _drift(rng, count, rng.uniform(0.02, 0.06))
        log_tempo += _phrases(rng, count, beats_per_bar)
        log_tempo += rng.normal(0, rng.uniform(0.01, 0.03), count)
    if feel == "change":
        bar = beats_per_bar * rng.integers(2, max(3, count // beats_per_bar - 2))
        log_tempo[bar:] += rng.choice([-1, 1]) * rng.uniform(0.05, 0.35)
    if feel != "machine" and rng.random() < 0.15:  # the end slows down
        slow = min(count, int(rng.integers(2, 9)))
        log_tempo[beats - slow : beats] -= np.linspace(0, rng.uniform(0.1, 0.5), slow)
    if feel != "machine" and rng.random() < 0.06:  # an accelerando through the song
        log_tempo += np.linspace(0, rng.uniform(-0.1, 0.2), count)
    steps = 60.0 / (bpm * np.exp(log_tempo))
    return TimeMap(np.concatenate([[0.0], np.cumsum(steps)]))


def _drift(rng: np.random.Generator, count: int, sigma: float) -> np.ndarray:
    walk = np.cumsum(rng.normal(0, 1, count + 16))
    smooth = np.convolve(walk, np.hanning(17) / np.hanning(17).sum(), "same")[8 : 8 + count]
    smooth -= smooth.mean()
    return sigma * smooth / max(smooth.std(), 1e-9)


def _phrases(rng: np.random.Generator, count: int, beats_per_bar: int) -> np.ndarray:
    """Phrases speed up towards the middle and slow at the end; some last notes are held."""
    log_tempo = np.zeros(count)
    depth = rng.uniform(0.03, 0.15)
    start = 0
    while start < count:
        length = beats_per_bar * int(rng.choice([2, 4, 4, 8]))
        x = np.linspace(0, 1, length)
        arc = depth * rng.uniform(0.5, 1.5) * (np.sin(np.pi * x) - 0.5 - 1.2 * x**6)
        if rng.random() < 0.25:
            arc[-1] -= rng.uniform(0.1, 0.5)
        end = min(count, start + length)
        log_tempo[start:end] += arc[: end - start]
        start = end
    return log_tempo


def player_jitter(rng: np.random.Generator, count: int, sigma: float) -> np.ndarray:
    """Seconds by which a player's successive notes are early or late, not independently."""
    noise = rng.normal(0, 1, count)
    slow = np.empty(count)
    state = rng.normal()
    for i in range(count):
        state = 0.8 * state + 0.6 * noise[i]
        slow[i] = state
    return sigma * (0.6 * rng.normal(0, 1, count) + 0.8 * slow)


def swing(beats, ratio: float, unit: float = 0.5):
    """Moves off-beats: `unit` beats is a swung note, `ratio` its share of a pair."""
    beats = np.asarray(beats, float)
    pair = 2 * unit
    whole = np.floor(beats / pair + 1e-9)
    part = np.clip(beats / pair - whole, 0, 1)
    swung = np.where(part < 0.5, part * 2 * ratio, ratio + (part - 0.5) * 2 * (1 - ratio))
    return (whole + swung) * pair
