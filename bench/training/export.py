#!/usr/bin/python3
"""Weights for the tracker: half floats, the norms folded into the convolutions before them.

    bench/training/export.py WEIGHTS.pt OUT.bin

Order: filters, channels, blocks; then weights (columns one after the other) and biases of each
layer, as engine/music/beat_network.cpp reads them.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from network import BANDS, BeatNetwork


def folded(convolution, norm) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of a convolution that does what both do."""
    factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weight = convolution.weight * factor.reshape(-1, *[1] * (convolution.weight.dim() - 1))
    bias = (convolution.bias - norm.running_mean) * factor + norm.bias
    return weight.detach().numpy(), bias.detach().numpy()


def plain(layer) -> tuple[np.ndarray, np.ndarray]:
    return layer.weight.detach().numpy(), layer.bias.detach().numpy()


def layers(network: BeatNetwork):
    """(weights as a matrix, bias) in the order of the file."""
    weight, bias = folded(network.onset, network.onset_norm)  # (out, 1, time, band)
    yield weight.reshape(len(weight), -1), bias
    weight, bias = folded(network.shape, network.shape_norm)  # (out, in, time, band) → in fastest
    yield weight.transpose(0, 2, 3, 1).reshape(len(weight), -1), bias
    weight, bias = folded(network.narrow, network.narrow_norm)  # (out, in · band, 1) → in fastest
    yield weight.reshape(len(weight), -1, BANDS // 9).transpose(0, 2, 1).reshape(
        len(weight), -1
    ), bias
    for block in network.blocks:
        weight, bias = folded(block.dilated, block.norm)  # (out, in, tap) → in fastest
        yield weight.transpose(0, 2, 1).reshape(len(weight), -1), bias
        weight, bias = plain(block.mix)
        yield weight[:, :, 0], bias
    weight, bias = plain(network.out)
    yield weight[:, :, 0], bias
    yield plain(network.tempo)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    network = BeatNetwork()
    network.load_state_dict(torch.load(args.weights))
    network.eval()
    parts = [np.array([network.onset.out_channels, network.out.in_channels, len(network.blocks)])]
    for weight, bias in layers(network):
        parts += [weight.T.ravel(), bias]
    args.out.write_bytes(np.concatenate(parts).astype("<f2").tobytes())


if __name__ == "__main__":
    main()
