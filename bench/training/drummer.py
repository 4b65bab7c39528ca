#!/usr/bin/python3
"""A band's drummer with nobody else: what there is to hear of beats and bars in drums alone.

    bench/training/drummer.py SEED OUT.wav [STYLE]     (also writes OUT.beats)
"""

import numpy as np

import band
from song import Song


def make(rng: np.random.Generator, seconds: float, name: str = "") -> Song:
    """Drums of a random style, or of the one named."""
    return band.make(rng, seconds, name, alone=True)


if __name__ == "__main__":
    import preview

    preview.main(make)
