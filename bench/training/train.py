"""Trains the beat network on a folder that make_data.py made.

  python3 train.py DATA WEIGHTS.pt [--steps 4000] [--seed 1] [--check FOLDER…]
"""

import argparse
import math
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import augment
from network import FRAME_RATE, OCTAVES, SLOWEST_BPM, TEMPO_CLASSES, BeatNetwork

FRAMES = 3000
BATCH = 8


def load(folder: Path, limit: int | None = None) -> list[tuple[np.ndarray, np.ndarray]]:
    """Frames of bytes and beats (seconds, position) of each song."""
    songs = []
    for path in sorted(folder.glob("*.npz"))[:limit]:
        with np.load(path) as song:
            songs.append((song["frames"], song["beats"].astype(np.float64).reshape(-1, 2)))
    return songs


def targets(beats: np.ndarray, frames: int) -> tuple[np.ndarray, np.ndarray]:
    """1 on the frame of a beat, half beside it."""
    beat = np.zeros(frames, np.float32)
    downbeat = np.zeros(frames, np.float32)
    for at, position in beats:
        centre = int(round(at))
        for frame, value in ((centre - 1, 0.5), (centre, 1.0), (centre + 1, 0.5)):
            if 0 <= frame < frames:
                beat[frame] = max(beat[frame], value)
                if position == 1:
                    downbeat[frame] = max(downbeat[frame], value)
    return beat, downbeat


def tempo_target(beats: np.ndarray) -> np.ndarray:
    """A blurred class of the median tempo; all 0 where there are no beats."""
    target = np.zeros(TEMPO_CLASSES, np.float32)
    if len(beats) < 4:
        return target
    bpm = 60 * FRAME_RATE / np.median(np.diff(beats[:, 0]))
    at = np.log2(bpm / SLOWEST_BPM) / OCTAVES * TEMPO_CLASSES
    target[:] = np.exp(-0.5 * ((np.arange(TEMPO_CLASSES) + 0.5 - at) / 1.0) ** 2)
    return target / max(target.sum(), 1e-6)


def excerpt(rng: np.random.Generator, song: tuple[np.ndarray, np.ndarray], vary: bool):
    frames, beats = song
    beats = beats.copy()
    beats[:, 0] *= FRAME_RATE
    if vary:
        first = int(rng.integers(0, max(1, len(frames) - int(1.25 * FRAMES))))
        frames = frames[first : first + int(1.3 * FRAMES)]
        beats = beats - [first, 0]
        frames, beats = augment.vary(rng, frames, beats)
    frames = frames[:FRAMES].astype(np.float32)
    if len(frames) < FRAMES:
        frames = np.pad(frames, ((0, FRAMES - len(frames)), (0, 0)))
    beats = beats[(beats[:, 0] >= 0) & (beats[:, 0] < FRAMES)]
    return frames, *targets(beats, FRAMES), tempo_target(beats)


def batches(songs, rng: np.random.Generator, steps: int):
    order: list[int] = []
    for _ in range(steps):
        while len(order) < BATCH:
            order += list(rng.permutation(len(songs)))
        items = [excerpt(rng, songs[order.pop(0)], True) for _ in range(BATCH)]
        yield [torch.from_numpy(np.stack(part)) for part in zip(*items)]


def loss_of(network, frames, beat, downbeat, tempo):
    beat_logit, downbeat_logit, tempo_logit = (part.float() for part in network(frames))
    tempo_loss = -(tempo * F.log_softmax(tempo_logit, -1)).sum(-1).mean()
    return (
        F.binary_cross_entropy_with_logits(beat_logit, beat)
        + F.binary_cross_entropy_with_logits(downbeat_logit, downbeat)
        + 0.02 * tempo_loss
    )


def peaks(probability: np.ndarray, least: float = 0.25) -> np.ndarray:
    p = np.pad(probability, 3)
    largest = np.max([p[k : k + len(probability)] for k in range(7)], axis=0)
    return np.flatnonzero((probability >= largest) & (probability > least)) / FRAME_RATE


def f_measure(reference: np.ndarray, estimated: np.ndarray, window: float = 0.07) -> float:
    i = j = hits = 0
    while i < len(reference) and j < len(estimated):
        if abs(reference[i] - estimated[j]) <= window:
            i, j, hits = i + 1, j + 1, hits + 1
        elif estimated[j] < reference[i]:
            j += 1
        else:
            i += 1
    return 2 * hits / max(1, len(reference) + len(estimated))


@torch.no_grad()
def check(network, songs) -> str:
    """F of beats and downbeats by their peaks alone, and how often the tempo is right."""
    network.eval()
    beat, downbeat, tempo = [], [], []
    for frames, beats in songs:
        b, d, t = network(torch.from_numpy(frames[: len(frames) // 2 * 2].astype(np.float32))[None])
        beat.append(f_measure(beats[:, 0], peaks(torch.sigmoid(b)[0].numpy())))
        downbeat.append(f_measure(beats[beats[:, 1] == 1, 0], peaks(torch.sigmoid(d)[0].numpy())))
        if len(beats) > 4:
            bpm = SLOWEST_BPM * 2 ** ((int(t.argmax()) + 0.5) / TEMPO_CLASSES * OCTAVES)
            tempo.append(abs(np.log2(bpm * np.median(np.diff(beats[:, 0])) / 60)) < 0.08)
    network.train()
    return f"F {np.mean(beat):.3f} downbeat {np.mean(downbeat):.3f} tempo {np.mean(tempo):.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--check", type=Path, nargs="*", default=[])
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--every", type=int, default=250, help="steps from one check to the next")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--bfloat16", action="store_true", help="quicker where the processor has it"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--limit", type=int, help="use so many songs only")
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = np.random.default_rng(args.seed)
    songs = load(args.data, args.limit)
    np.random.default_rng(0).shuffle(songs)
    kept = songs[:60]  # never trained on
    songs = songs[60:]
    checks = {"kept": kept} | {folder.name: load(folder) for folder in args.check}
    print(len(songs), "songs,", sum(len(f) for f, _ in songs) / FRAME_RATE / 3600, "h", flush=True)

    network = BeatNetwork()
    if args.start:
        network.load_state_dict(torch.load(args.start))
    average = torch.optim.swa_utils.AveragedModel(
        network,
        avg_fn=lambda old, new, n: torch.lerp(old, new, 1 / min(float(n) + 1, 200))
        if old.is_floating_point()
        else new,
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=args.rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, args.steps, pct_start=0.1)
    total, begun = 0.0, time.monotonic()
    for step, batch in enumerate(batches(songs, rng, args.steps), 1):
        with torch.autocast("cpu", torch.bfloat16, enabled=args.bfloat16):
            loss = loss_of(network, *batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        average.update_parameters(network)
        total += float(loss)
        if step % args.every == 0 or step == args.steps:
            for own, other in zip(average.module.buffers(), network.buffers()):
                own.copy_(other)  # the running statistics of the norms
            scores = "; ".join(
                f"{name}: {check(average.module, some)}" for name, some in checks.items()
            )
            print(
                f"{step} {(time.monotonic() - begun) / 60:.1f} min loss {total / args.every:.4f}; {scores}",
                flush=True,
            )
            total = 0.0
            torch.save(average.module.state_dict(), args.weights)
    if not math.isfinite(total):
        raise SystemExit("the loss is no number: lower --rate")


if __name__ == "__main__":
    if (
        "MALLOC_MMAP_MAX_" not in os.environ
    ):  # each step's memory given back and taken again costs as much as its sums
        os.execve(
            sys.executable,
            [sys.executable, *sys.argv],
            os.environ
            | {
                "MALLOC_MMAP_MAX_": "0",
                "MALLOC_TRIM_THRESHOLD_": str(1 << 36),
                "MALLOC_TOP_PAD_": str(1 << 28),
            },
        )
    main()
