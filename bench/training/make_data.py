#!/usr/bin/python3
"""Songs to train on, as spectrograms with their beats.

    bench/training/make_data.py SPECTROGRAM OUT --songs 1200 [--seed 1] [--jobs 2]
    bench/training/make_data.py SPECTROGRAM OUT --recordings FOLDER

The first makes songs, OUT/NUMBER-KIND.npz, and leaves alone those that are there; the second reads
recordings that have .beats beside them. A file holds `frames` (bytes) and `beats` (seconds and
position in the bar). SPECTROGRAM is the program beatsync_spectrogram of this project's build: what
the network learns from is what the tracker shows it.
"""

import argparse
import glob
import importlib
import multiprocessing
import os
import subprocess
import sys
import traceback
import zlib
from pathlib import Path

import numpy as np

from song import SAMPLE_RATE

BANDS = 81
# Share of each generator; a voice over it in so many of its songs.
KINDS = {
    "band": (0.38, 0.5),  # each eighth of them its drummer alone
    "drummer": (0.0, 0.0),
    "accompaniment": (0.26, 0.6),
    "electronic": (0.31, 0.35),
    "not_music": (0.05, 0.0),
}


def spectrogram(program: Path, samples: np.ndarray) -> np.ndarray:
    data = samples.astype("<f4").tobytes()
    run = subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True)
    return np.frombuffer(run.stdout, np.uint8).reshape(-1, BANDS)


def save(path: Path, frames: np.ndarray, beats: list) -> None:
    whole = path.with_suffix(".part")
    with open(whole, "wb") as file:
        np.savez_compressed(file, frames=frames, beats=np.array(beats, np.float64).reshape(-1, 2))
    whole.replace(path)


def make_one(job: tuple[Path, Path, str, int]) -> str:
    """Makes a song (program, folder, kind, number), unless it is there; what went wrong, if any."""
    program, out, kind, number = job
    path = out / f"{number:06d}-{kind}.npz"
    if path.exists():
        return ""
    rng = np.random.default_rng([zlib.crc32(kind.encode()), number])
    try:
        song = importlib.import_module(kind).make(rng, float(rng.uniform(28, 48)))
        if rng.random() < KINDS[kind][1]:
            song = importlib.import_module("lead").over(rng, song)
        samples = song.samples
        if rng.random() < 0.9:
            samples = importlib.import_module("degrade").degrade(rng, samples)
        peak = float(np.max(np.abs(samples))) + 1e-9
        samples = samples / peak * 10 ** (rng.uniform(-16, 0) / 20)
        save(path, spectrogram(program, samples), song.beats)
        return ""
    except Exception:  # one song of thousands
        return f"{kind} {number}: {traceback.format_exc(limit=-2)}"


def make(args: argparse.Namespace) -> None:
    rng = np.random.default_rng(args.seed)
    names = list(KINDS)
    shares = np.array([KINDS[name][0] for name in names])
    drawn = rng.choice(names, args.songs, p=shares / shares.sum())
    drawn = ["drummer" if k == "band" and i % 8 == 0 else k for i, k in enumerate(drawn)]
    first = args.seed * 100000
    jobs = [(args.program, args.out, str(kind), first + i) for i, kind in enumerate(drawn)]
    failed = 0
    with multiprocessing.Pool(args.jobs) as pool:
        for i, line in enumerate(pool.imap_unordered(make_one, jobs), 1):
            if line:
                failed += 1
                print(line, file=sys.stderr, flush=True)
            if i % 50 == 0:
                print(i, "songs", flush=True)
    if failed > args.songs / 20:
        raise SystemExit(f"{failed} of {args.songs} songs failed")


def recordings(folder: Path) -> list[tuple[Path, list[tuple[float, float]]]]:
    """Each with its beats: seconds, and position in the bar or 0 where the file has none."""
    found = []
    for beats in sorted(folder.glob("*.beats")):
        beside = sorted(folder.glob(glob.escape(beats.stem) + ".*"))
        audio = next((path for path in beside if path.suffix != ".beats"), None)
        if audio is None:
            raise SystemExit(f"{beats}: no recording of that name beside it")
        lines = [line.split() for line in beats.read_text().splitlines() if line.strip()]
        pairs = [(float(at), float(position[0]) if position else 0.0) for at, *position in lines]
        found.append((audio, pairs))
    if not found:
        raise SystemExit(f"{folder}: no .beats in it")
    return found


def samples_of(audio: Path) -> np.ndarray:
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", audio]
    command += ["-ac", "1", "-ar", str(SAMPLE_RATE), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout, "<f4")


def read(args: argparse.Namespace) -> None:
    for audio, beats in recordings(args.recordings):
        save(args.out / f"{audio.stem}.npz", spectrogram(args.program, samples_of(audio)), beats)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("program", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--songs", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--recordings", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.recordings:
        read(args)
    else:
        make(args)


if __name__ == "__main__":
    main()
