"""A song made for training: its samples and the beats that a person would tap to it."""

import dataclasses

import numpy as np

SAMPLE_RATE = 44100


@dataclasses.dataclass
class Song:
    """One generated song and its truth."""

    samples: np.ndarray  # mono float32, any level
    beats: list[tuple[float, int]]  # seconds, position in the bar from 1
    kind: str  # e.g. "mma/BossaNova", "band/rock", "electronic/house"
