"""The beat network: a temporal convolutional network over a logarithmic spectrogram.

After Davies and Böck, "Temporal convolutional networks for musical audio beat tracking", EUSIPCO
2019, and Böck and Davies, "Deconstruct, analyse, reconstruct: how to improve tempo, beat, and
downbeat estimation", ISMIR 2020; smaller: the temporal part runs at half the frame rate and answers
for two frames at once.
"""

import torch
from torch import nn

BANDS = 81
FRAME_RATE = 100
SCALE = 1 / 64  # bytes to decades
TEMPO_CLASSES = 64
SLOWEST_BPM, OCTAVES = 40.0, 2.75  # tempo classes are spaced evenly in log tempo


class Block(nn.Module):
    """Residual dilated convolution; also hands out what it learned, for the tempo head."""

    def __init__(self, channels: int, dilation: int, dropout: float):
        super().__init__()
        self.dilated = nn.Conv1d(channels, channels, 5, dilation=dilation, padding=2 * dilation)
        self.norm = nn.BatchNorm1d(channels)
        self.mix = nn.Conv1d(channels, channels, 1)
        self.drop = nn.Dropout1d(dropout)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        y = self.mix(self.drop(torch.relu(self.norm(self.dilated(x)))))
        return x + y, y


class BeatNetwork(nn.Module):
    """(songs, frames, bands) in, the frames even in number.

    Logits out: beat and downbeat (songs, frames) each, tempo (songs, classes).
    """

    def __init__(
        self, channels: int = 64, blocks: int = 9, filters: int = 16, dropout: float = 0.05
    ):
        super().__init__()
        self.onset = nn.Conv2d(1, filters, 3, padding=1)
        self.onset_norm = nn.BatchNorm2d(filters)
        self.shape = nn.Conv2d(filters, filters, 3, padding=1, stride=(2, 1))
        self.shape_norm = nn.BatchNorm2d(filters)
        self.narrow = nn.Conv1d(filters * (BANDS // 9), channels, 1)
        self.narrow_norm = nn.BatchNorm1d(channels)
        self.drop = nn.Dropout1d(dropout)
        self.blocks = nn.ModuleList(Block(channels, 2**b, dropout) for b in range(blocks))
        self.out = nn.Conv1d(channels, 4, 1)
        self.tempo = nn.Linear(channels, TEMPO_CLASSES)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        x = x.unsqueeze(1) * SCALE
        x = torch.max_pool2d(torch.relu(self.onset_norm(self.onset(x))), (1, 3))
        x = torch.max_pool2d(torch.relu(self.shape_norm(self.shape(x))), (1, 3))
        x = x.permute(0, 1, 3, 2).flatten(1, 2)  # filter-major: (songs, filters · bands, frames)
        x = self.drop(torch.relu(self.narrow_norm(self.narrow(x))))
        learned = 0
        for block in self.blocks:
            x, y = block(x)
            learned = learned + y
        logits = self.out(torch.relu(x))  # (songs, beat beat downbeat downbeat, frames/2)
        logits = logits.unflatten(1, (2, 2)).permute(0, 1, 3, 2).flatten(2, 3)
        return logits[:, 0], logits[:, 1], self.tempo(torch.relu(learned).mean(-1))
