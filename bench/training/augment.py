"""Variations of a spectrogram that need no new rendering.

Frames are bytes, or floats of their range: 64·log10(1 + 512·magnitude).
"""

import numpy as np

from network import BANDS

DECADE = 64.0  # bytes


def stretch(
    rng: np.random.Generator, frames: np.ndarray, beats: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Up to a quarter slower or faster; `beats` in frames and position."""
    factor = float(np.exp2(rng.uniform(-0.32, 0.32)))
    length = int(len(frames) * factor)
    at = np.linspace(0, len(frames) - 1, length)
    left = at.astype(int)
    right = np.minimum(left + 1, len(frames) - 1)
    part = (at - left)[:, None].astype(np.float32)
    beats = beats.copy()
    beats[:, 0] *= (length - 1) / (len(frames) - 1)
    return frames[left] * (1 - part) + frames[right] * part, beats


def transpose(rng: np.random.Generator, frames: np.ndarray) -> np.ndarray:
    """Up to four bands higher or lower."""
    by = int(rng.integers(-4, 5))
    if by == 0:
        return frames
    moved = np.zeros_like(frames)
    if by > 0:
        moved[:, by:] = frames[:, :-by]
    else:
        moved[:, :by] = frames[:, -by:]
    return moved


def colour(rng: np.random.Generator, frames: np.ndarray) -> np.ndarray:
    """Loudness and a smooth equaliser, in the domain of magnitudes."""
    decibel = rng.uniform(-6, 6) + np.zeros(BANDS)
    for _ in range(rng.integers(0, 4)):
        centre, width = rng.uniform(0, BANDS), rng.uniform(4, 30)
        decibel += rng.normal(0, 6) * np.exp(-0.5 * ((np.arange(BANDS) - centre) / width) ** 2)
    magnitude = np.power(10.0, frames / DECADE) - 1
    magnitude *= np.power(10.0, decibel / 20).astype(np.float32)
    if rng.random() < 0.3:  # hiss
        hiss = 10 ** rng.uniform(-1.5, 0.7) * np.linspace(0.2, 1, BANDS) ** rng.uniform(0, 2)
        magnitude += np.abs(rng.normal(0, 1, frames.shape)).astype(np.float32) * hiss.astype(
            np.float32
        )
    return DECADE * np.log10(1 + magnitude)


def hide(rng: np.random.Generator, frames: np.ndarray) -> np.ndarray:
    """A band of pitches, or a stretch of up to 1.5 s, away: the beat goes on."""
    frames = frames.copy()
    if rng.random() < 0.3:
        first = int(rng.integers(0, BANDS - 5))
        frames[:, first : first + int(rng.integers(3, 25))] = 0
    for _ in range(rng.integers(0, 3)):
        if rng.random() < 0.3:
            first = int(rng.integers(0, max(1, len(frames) - 150)))
            frames[first : first + int(rng.integers(20, 150))] *= float(rng.uniform(0, 0.6))
    return frames


def vary(
    rng: np.random.Generator, frames: np.ndarray, beats: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """All of the above, each by chance; `beats` in frames and position."""
    frames = frames.astype(np.float32)
    if rng.random() < 0.7:
        frames, beats = stretch(rng, frames, beats)
    if rng.random() < 0.6:
        frames = transpose(rng, frames)
    if rng.random() < 0.8:
        frames = colour(rng, frames)
    frames = hide(rng, frames)
    return np.clip(np.round(frames), 0, 255).astype(np.float32), beats
