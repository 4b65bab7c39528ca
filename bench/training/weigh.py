#!/usr/bin/python3
"""Weights of the evidence by which the tracker chooses among its hypotheses: a softmax regression.

    bench/training/weigh.py HYPOTHESES NETWORK FOLDER… [--check FOLDER…]

HYPOTHESES is the program beatsync_hypotheses, NETWORK the weights that export.py wrote, each FOLDER
one of recordings with .beats beside them that the network has not been trained on.
"""

import argparse
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch

from make_data import recordings, samples_of
from network import FRAME_RATE
from train import f_measure

# In the order of HypothesisEvidence in engine/music/hypotheses.h.
NAMES = "likelihood, tempo head, far tempo, classical".split(", ")

Hypotheses = tuple[np.ndarray, np.ndarray]  # of one song: the evidence for each, and its F


def hypotheses(program: Path, network: Path, audio: Path, beats: np.ndarray) -> Hypotheses:
    """What the tracker weighs for a recording."""
    data = samples_of(audio).tobytes()
    run = subprocess.run([program, network], input=data, stdout=subprocess.PIPE, check=True)
    evidence, scores = [], []
    for line in run.stdout.decode().splitlines():
        values, frames = line.split(";")
        evidence.append([float(value) for value in values.split()])
        at = np.array([int(frame) for frame in frames.split()]) / FRAME_RATE
        scores.append(f_measure(beats, at))
    return np.array(evidence), np.array(scores)


def chosen(weights: np.ndarray, songs: list[Hypotheses]) -> float:
    """Mean F of the hypotheses that the weights choose."""
    return float(np.mean([scores[np.argmax(evidence @ weights)] for evidence, scores in songs]))


def fit(songs: list[Hypotheses], steps: int = 800, decay: float = 1e-3) -> np.ndarray:
    """Weights that make the good hypotheses likely, from the songs that have one."""
    spread = np.concatenate([evidence for evidence, _ in songs]).std(0) + 1e-6
    weights = torch.zeros(len(NAMES), requires_grad=True)
    optimiser = torch.optim.Adam([weights], 0.05)
    usable = [
        (torch.tensor(e / spread, dtype=torch.float32), torch.tensor(s >= 0.9 * s.max()))
        for e, s in songs
        if s.max() > 0.7
    ]
    for _ in range(steps):
        loss = decay * weights.square().sum()
        for evidence, right in usable:
            logits = evidence @ weights
            lost = torch.logsumexp(logits, 0) - torch.logsumexp(logits[right], 0)
            loss = loss + lost / len(usable)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return weights.detach().numpy() / spread


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("program", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--check", type=Path, nargs="*", default=[])
    args = parser.parse_args()

    def weighed(recording: tuple[Path, list[tuple[float, float]]]) -> Hypotheses:
        audio, beats = recording
        return hypotheses(args.program, args.network, audio, np.array([at for at, _ in beats]))

    def gather(folder: Path) -> list[Hypotheses]:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(weighed, recordings(folder)))

    sets = {folder.name: gather(folder) for folder in args.folders + args.check}
    songs = [song for folder in args.folders for song in sets[folder.name]]
    weights = fit(songs)
    print({name: round(float(weight), 3) for name, weight in zip(NAMES, weights)})
    for name, some in sets.items():
        likeliest = chosen(np.eye(len(NAMES))[0], some)
        best = np.mean([scores.max() for _, scores in some])
        ours = chosen(weights, some)
        print(f"{name}: F chosen {ours:.3f} likeliest {likeliest:.3f} best {best:.3f}")


if __name__ == "__main__":
    main()
