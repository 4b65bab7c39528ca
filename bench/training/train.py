#!/usr/bin/python3
"""Trains the beat network on a folder that make_data.py made.

    bench/training/train.py DATA WEIGHTS.pt [--steps 4000] [--seed 1] [--check FOLDER…]

DATA and each FOLDER hold what make_data.py writes; what is in a FOLDER is only measured.
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

FRAMES = 3000  # of an excerpt: 30 s
BATCH = 8  # excerpts a step
KEPT = 60  # songs to check by and never train on; of few songs a quarter
AVERAGED = 200  # steps that the weights written are about the mean of

Song = tuple[np.ndarray, np.ndarray]  # frames of bytes; beats: seconds, position


def load(folder: Path, limit: int | None = None) -> list[Song]:
    """The songs of a folder, or the first of them."""
    songs = []
    for path in sorted(folder.glob("*.npz"))[:limit]:
        with np.load(path) as song:
            songs.append((song["frames"], song["beats"].astype(np.float64).reshape(-1, 2)))
    if not songs:
        raise SystemExit(f"{folder}: no .npz in it; make_data.py makes them")
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


def excerpt(rng: np.random.Generator, song: Song) -> tuple[np.ndarray, ...]:
    """FRAMES of a song, varied, and what the network should say to them."""
    frames, beats = song
    first = int(rng.integers(0, max(1, len(frames) - int(1.25 * FRAMES))))
    frames = frames[first : first + int(1.3 * FRAMES)]
    frames, beats = augment.vary(rng, frames, beats * [FRAME_RATE, 1] - [first, 0])
    frames = frames[:FRAMES]
    if len(frames) < FRAMES:
        frames = np.pad(frames, ((0, FRAMES - len(frames)), (0, 0)))
    beats = beats[(beats[:, 0] >= 0) & (beats[:, 0] < FRAMES)]
    return frames, *targets(beats, FRAMES), tempo_target(beats)


def batches(songs: list[Song], rng: np.random.Generator, steps: int):
    """Excerpts of all songs in turn, each round in another order."""
    order: list[int] = []
    for _ in range(steps):
        while len(order) < BATCH:
            order += list(rng.permutation(len(songs)))
        items = [excerpt(rng, songs[order.pop(0)]) for _ in range(BATCH)]
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
    """Seconds of what is largest among its neighbours."""
    p = np.pad(probability, 3)
    largest = np.max([p[k : k + len(probability)] for k in range(7)], axis=0)
    return np.flatnonzero((probability >= largest) & (probability > least)) / FRAME_RATE


def f_measure(reference: np.ndarray, estimated: np.ndarray, window: float = 0.07) -> float:
    """Of times in seconds, both in order, that agree to within a window."""
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
def check(network: BeatNetwork, songs: list[Song]) -> str:
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
    right = f"{np.mean(tempo):.2f}" if tempo else "-"
    return f"F {np.mean(beat):.3f} downbeat {np.mean(downbeat):.3f} tempo {right}"


def running_mean(old: torch.Tensor, new: torch.Tensor, count: torch.Tensor) -> torch.Tensor:
    return torch.lerp(old, new, 1 / min(float(count) + 1, AVERAGED))


def train(args: argparse.Namespace, songs: list[Song], checks: dict[str, list[Song]]) -> None:
    """Writes the weights, averaged over the last steps, whenever it has checked them."""
    network = BeatNetwork()
    if args.start:
        network.load_state_dict(torch.load(args.start))
    average = torch.optim.swa_utils.AveragedModel(network, avg_fn=running_mean)
    optimiser = torch.optim.AdamW(network.parameters(), lr=args.rate, weight_decay=1e-2)
    rise = max(0.1, 2 / args.steps)  # the schedule divides by the steps of the rise, less one
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, args.steps, pct_start=rise)
    losses, begun = [], time.monotonic()
    rng = np.random.default_rng(args.seed)
    for step, batch in enumerate(batches(songs, rng, args.steps), 1):
        with torch.autocast("cpu", torch.bfloat16, enabled=args.bfloat16):
            loss = loss_of(network, *batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        if step < args.steps:
            schedule.step()
        average.update_parameters(network)
        losses.append(float(loss))
        if not math.isfinite(losses[-1]):
            raise SystemExit(f"the loss of step {step} is no number: lower --rate")
        if step % args.every == 0 or step == args.steps:
            for own, other in zip(average.module.buffers(), network.buffers()):
                own.copy_(other)  # the running statistics of the norms
            torch.save(average.module.state_dict(), args.weights)
            scores = [f"{name}: {check(average.module, some)}" for name, some in checks.items()]
            minutes = (time.monotonic() - begun) / 60
            print(f"{step} {minutes:.1f} min loss {np.mean(losses):.4f}", *scores, sep="; ")
            sys.stdout.flush()
            losses.clear()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--check", type=Path, nargs="*", default=[])
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--every", type=int, default=250, help="steps from one check to the next")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--bfloat16", action="store_true", help="quicker on processors that have it"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--limit", type=int, help="use so many songs only")
    args = parser.parse_args()
    if args.steps < 2:
        parser.error("--steps: at least 2")

    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    songs = load(args.data, args.limit)
    if len(songs) < 4:
        raise SystemExit(f"{args.data}: at least 4 songs are needed")
    np.random.default_rng(0).shuffle(songs)
    kept = min(KEPT, len(songs) // 4)
    checks = {"kept": songs[:kept]} | {folder.name: load(folder) for folder in args.check}
    songs = songs[kept:]
    hours = sum(len(frames) for frames, _ in songs) / FRAME_RATE / 3600
    print(len(songs), "songs,", f"{hours:.2f} h", flush=True)
    args.weights.parent.mkdir(parents=True, exist_ok=True)
    train(args, songs, checks)


# Each step's memory given back to the system and taken again costs as much time as its sums.
KEEP_MEMORY = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(1 << 36),
    "MALLOC_TOP_PAD_": str(1 << 28),
}

if __name__ == "__main__":
    if "MALLOC_MMAP_MAX_" not in os.environ:
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | KEEP_MEMORY)
    main()
