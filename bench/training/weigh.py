"""Weights of the evidence by which the tracker chooses among its hypotheses: a softmax regression.

  python3 weigh.py HYPOTHESES NETWORK FOLDER… [--check FOLDER…]

HYPOTHESES is the program beatsync_hypotheses, NETWORK the weights that export.py wrote, each FOLDER one of recordings
with .beats beside them that the network has not been trained on.
"""

import argparse
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch

from make_data import recordings, samples_of
from train import f_measure

NAMES = ["likelihood", "tempo head", "far tempo", "bars", "strong", "between", "uneven", "spectrum"]


def hypotheses(args, audio: Path, beats: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Evidence and F of each."""
    run = subprocess.run(
        [args.program, args.network],
        input=samples_of(audio).tobytes(),
        stdout=subprocess.PIPE,
        check=True,
    )
    evidence, scores = [], []
    for line in run.stdout.decode().splitlines():
        values, at = line.split(";")
        evidence.append([float(v) for v in values.split()])
        scores.append(f_measure(beats, np.array([int(f) for f in at.split()]) / 100))
    return np.array(evidence), np.array(scores)


def chosen(weights: np.ndarray, songs) -> float:
    return float(
        np.mean([scores[int(np.argmax(evidence @ weights))] for evidence, scores in songs])
    )


def fit(songs, steps: int = 800, decay: float = 1e-3) -> np.ndarray:
    spread = np.concatenate([e for e, _ in songs]).std(0) + 1e-6
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
            loss = loss + (torch.logsumexp(logits, 0) - torch.logsumexp(logits[right], 0)) / len(
                usable
            )
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

    def gather(folder: Path):
        with ThreadPoolExecutor(2) as pool:
            return list(
                pool.map(
                    lambda song: hypotheses(args, song[0], np.array([at for at, _ in song[1]])),
                    recordings(folder),
                )
            )

    sets = {folder.name: gather(folder) for folder in args.folders + args.check}
    songs = [song for folder in args.folders for song in sets[folder.name]]
    weights = fit(songs)
    print({name: round(float(w), 3) for name, w in zip(NAMES, weights)})
    for name, some in sets.items():
        print(
            name,
            "chosen",
            chosen(weights, some),
            "likeliest",
            chosen(np.eye(len(NAMES))[0], some),
            "best",
            np.mean([s.max() for _, s in some]),
        )


if __name__ == "__main__":
    main()
