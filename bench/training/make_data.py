"""Songs to train on, as spectrograms with their beats: OUT/KIND-SEED.npz with `frames` (bytes) and `beats`.

  python3 make_data.py SPECTROGRAM OUT --songs 1200 [--seed 1] [--jobs 2]   makes songs
  python3 make_data.py SPECTROGRAM OUT --recordings FOLDER                  of recordings with .beats beside them

SPECTROGRAM is the program beatsync_spectrogram of this project's build: what the network learns from is what the
tracker shows it.
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

BANDS = 81
SAMPLE_RATE = 44100
# Share of each generator; a voice over it in so many of its songs.
KINDS = {
    "band": (0.38, 0.5),
    "accompaniment": (0.26, 0.6),
    "electronic": (0.31, 0.35),
    "not_music": (0.05, 0.0),
}


def spectrogram(program: Path, samples: np.ndarray) -> np.ndarray:
    run = subprocess.run(
        [program], input=samples.astype("<f4").tobytes(), stdout=subprocess.PIPE, check=True
    )
    return np.frombuffer(run.stdout, np.uint8).reshape(-1, BANDS)


def save(path: Path, frames: np.ndarray, beats: list) -> None:
    whole = path.with_suffix(".part")
    with open(whole, "wb") as file:
        np.savez_compressed(file, frames=frames, beats=np.array(beats, np.float64).reshape(-1, 2))
    whole.replace(path)


def make_one(job: tuple[Path, Path, str, int]) -> str:
    program, out, kind, seed = job
    path = out / f"{seed:06d}-{kind}.npz"
    if path.exists():
        return ""
    rng = np.random.default_rng([zlib.crc32(kind.encode()), seed])
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
        return f"{kind} {seed}: {traceback.format_exc(limit=-2)}"


def make(args: argparse.Namespace) -> None:
    rng = np.random.default_rng(args.seed)
    names = list(KINDS)
    shares = np.array([KINDS[name][0] for name in names])
    drawn = rng.choice(names, args.songs, p=shares / shares.sum())
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
    """Each with its beats: seconds and position."""
    found = []
    for beats in sorted(folder.glob("*.beats")):
        audio = next(
            p for p in sorted(folder.glob(glob.escape(beats.stem) + ".*")) if p.suffix != ".beats"
        )
        lines = [line.split() for line in beats.read_text().splitlines() if line.strip()]
        found.append(
            (
                audio,
                [(float(words[0]), float(words[1]) if len(words) > 1 else 0.0) for words in lines],
            )
        )
    return found


def samples_of(audio: Path) -> np.ndarray:
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        audio,
        "-ac",
        "1",
        "-ar",
        str(SAMPLE_RATE),
        "-f",
        "f32le",
        "-",
    ]
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
    read(args) if args.recordings else make(args)


if __name__ == "__main__":
    main()
