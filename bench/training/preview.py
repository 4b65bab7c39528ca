"""Writes one generated song to a file, so that a person can hear and see it."""

import sys
from collections.abc import Callable

import numpy as np
from scipy.io import wavfile

from song import SAMPLE_RATE, Song


def write(song: Song, path: str) -> None:
    """The wav, and beside it the beats: seconds, a tab, the place in the bar."""
    peak = max(float(np.max(np.abs(song.samples))), 1e-9)
    wavfile.write(path, SAMPLE_RATE, np.round(song.samples * (0.9 / peak) * 32767).astype(np.int16))
    with open(path.removesuffix(".wav") + ".beats", "w", encoding="utf-8") as lines:
        lines.writelines(f"{at:.6f}\t{place}\n" for at, place in song.beats)


def main(make: Callable[..., Song]) -> None:
    """SEED OUT.wav [what make() takes besides]"""
    if len(sys.argv) < 3:
        sys.exit(f"usage: {sys.argv[0]} SEED OUT.wav [STYLE]")
    rng = np.random.default_rng(int(sys.argv[1]))
    song = make(rng, 30.0, *sys.argv[3:])
    write(song, sys.argv[2])
    print(song.kind, f"{len(song.beats)} beats")
