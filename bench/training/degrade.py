#!/usr/bin/python3
"""What recording, mixing, broadcasting and storing do to music; nothing moves by more than 1 ms.

    bench/training/degrade.py SEED OUT.wav     (an electronic song, worn)
"""

import pathlib
import subprocess
import tempfile

import numpy as np
from scipy import fft

from song import SAMPLE_RATE
from synthetic.dsp import (
    add,
    bandpass,
    compress,
    count,
    crush,
    decay,
    equalise,
    gain,
    highpass,
    log_uniform,
    loudness,
    lowpass,
    noise,
    normal,
    pick,
    reverb,
    room,
)

Rng = np.random.Generator
CODECS = {  # encoder, the file's suffix, kilobits a second
    "libmp3lame": (".mp3", (32, 48, 64, 96, 128)),
    "aac": (".m4a", (32, 48, 64, 96)),
    "libvorbis": (".ogg", (48, 64, 80)),
    "libopus": (".ogg", (16, 24, 32, 48, 64)),
}


def degrade(rng: Rng, samples: np.ndarray) -> np.ndarray:
    """As many samples, at a peak below 1."""
    x = normal(np.asarray(samples, np.float32), 0.9)
    if not np.any(x):
        return x
    steps = [
        (_balance, 0.65),
        (_dynamics, 0.5),
        (_saturate, 0.25),
        (_room, 0.35),
        (_tape, 0.08),
        (_levels, 0.15),
        (_bleed, 0.12),
        (_noise, 0.45),
        (_narrow, 0.2),
    ]
    if rng.random() < 0.3:
        rng.shuffle(steps)
    clean = rng.random() < 0.1
    for step, chance in steps:
        if rng.random() < (chance * 0.2 if clean else chance):
            x = step(rng, x)
    if rng.random() < 0.4:
        x = _low_rate(rng, x)
    if rng.random() < 0.15:
        x = recode(rng, x)
    if rng.random() < 0.04:
        x = crush(normal(x), 8, 1)
    return normal(x, gain(rng.uniform(-14, -0.1)))


def _balance(rng: Rng, x: np.ndarray) -> np.ndarray:
    """Shelves and bells, from a touch to a bad loudspeaker."""
    wide = pick(rng, [3, 6, 12])
    bands = []
    if rng.random() < 0.6:
        bands.append(("low", log_uniform(rng, 60, 400), 0.7, rng.uniform(-wide, wide)))
    if rng.random() < 0.6:
        bands.append(("high", log_uniform(rng, 2000, 9000), 0.7, rng.uniform(-wide, wide)))
    for _ in range(int(rng.integers(0, 4))):
        bands.append(
            (
                "peak",
                log_uniform(rng, 80, 10000),
                log_uniform(rng, 0.4, 4),
                rng.uniform(-wide, wide),
            )
        )
    return equalise(x, bands)


def _narrow(rng: Rng, x: np.ndarray) -> np.ndarray:
    """Old records, telephones, small loudspeakers."""
    kind = pick(rng, ["old", "old", "phone", "bassless", "radio"])
    if kind == "old":
        return lowpass(x, log_uniform(rng, 3000, 16000), int(rng.integers(1, 5)))
    if kind == "phone":
        return bandpass(x, rng.uniform(150, 500), rng.uniform(2200, 5000), int(rng.integers(1, 3)))
    if kind == "radio":
        return bandpass(x, rng.uniform(60, 150), rng.uniform(4000, 9000), 1)
    return highpass(x, log_uniform(rng, 80, 400), int(rng.integers(1, 4)))


def _dynamics(rng: Rng, x: np.ndarray) -> np.ndarray:
    kind = pick(rng, ["compress", "compress", "limit", "clip"])
    if kind == "compress":
        return compress(
            x,
            rng.uniform(-18, 3),
            log_uniform(rng, 1.5, 10),
            log_uniform(rng, 0.001, 0.04),
            log_uniform(rng, 0.04, 0.6),
        )
    if kind == "limit":
        return compress(x, rng.uniform(-6, 4), 20, 0.0015, log_uniform(rng, 0.03, 0.3))
    top = loudness(x) * gain(rng.uniform(2, 12))
    return np.clip(x, -top, top)


def _saturate(rng: Rng, x: np.ndarray) -> np.ndarray:
    drive, lean = log_uniform(rng, 1, 8), rng.uniform(0, 0.3)
    y = np.tanh(normal(x) * drive + lean) - np.tanh(lean)
    return (y * (1 - (share := rng.uniform(0, 0.4))) + normal(x) * share).astype(np.float32)


def _room(rng: Rng, x: np.ndarray) -> np.ndarray:
    hall = room(
        rng, log_uniform(rng, 0.2, 2.5), rng.uniform(0, 0.03), log_uniform(rng, 1500, 10000)
    )
    wet = rng.uniform(0.05, 0.6) if rng.random() < 0.3 else rng.uniform(0.03, 0.3)
    return reverb(x, hall, wet)


def _tape(rng: Rng, x: np.ndarray) -> np.ndarray:
    """Wow and flutter that move nothing by more than 0.7 ms."""
    n, t = len(x), np.arange(len(x), dtype=np.float64)
    shift = np.zeros(n)
    for hz, most in ((rng.uniform(0.4, 2), 0.0005), (rng.uniform(4, 12), 0.00015)):
        shift += (
            np.sin(2 * np.pi * hz * t / SAMPLE_RATE + rng.uniform(0, 6.3)) * most * rng.random()
        )
    y = np.interp(t + shift * SAMPLE_RATE, t, x).astype(np.float32)
    return lowpass(y, rng.uniform(7000, 16000), 1)


def _levels(rng: Rng, x: np.ndarray) -> np.ndarray:
    """A hand on the fader: ramps and jumps."""
    at = np.sort(rng.uniform(0, len(x), int(rng.integers(2, 7))))
    if rng.random() < 0.3:
        at = np.repeat(at, 2) + np.tile([0, count(0.02)], len(at))
    curve = np.interp(np.arange(len(x)), at, 10 ** (rng.uniform(-12, 0, len(at)) / 20))
    return (x * curve).astype(np.float32)


def background(rng: Rng, n: int) -> np.ndarray:
    """Noise of a place or of a machine."""
    kind = pick(
        rng,
        ["white", "pink", "brown", "hum", "crackle", "babble", "rain", "wind"],
        [2, 4, 2, 2, 3, 3, 1, 1],
    )
    if kind in ("white", "pink", "brown"):
        return noise(rng, n, kind)
    if kind == "hum":
        t = np.arange(n, dtype=np.float32) / SAMPLE_RATE
        base = pick(rng, [50, 60])
        return sum(
            np.sin(2 * np.pi * base * k * t) * rng.random() / k for k in (1, 2, 3, 4, 6)
        ).astype(np.float32)
    if kind == "crackle":
        return crackle(rng, n)
    if kind == "babble":
        return babble(rng, n)
    if kind == "rain":
        return highpass(noise(rng, n), rng.uniform(500, 3000)) + 3 * crackle(rng, n)
    gusts = np.interp(np.arange(n), np.linspace(0, n, 30), rng.random(30))
    return (lowpass(noise(rng, n, "pink"), rng.uniform(200, 900)) * gusts).astype(np.float32)


def crackle(rng: Rng, n: int) -> np.ndarray:
    out = np.zeros(n, np.float32)
    many = int(n / SAMPLE_RATE * log_uniform(rng, 3, 150))
    np.add.at(out, rng.integers(0, n, many), rng.standard_normal(many).astype(np.float32) ** 3)
    return bandpass(out, rng.uniform(200, 1500), rng.uniform(5000, 15000)) * 10


def babble(rng: Rng, n: int) -> np.ndarray:
    """A crowd: noise in the bands of speech, each with the loudness of many syllables."""
    out = np.zeros(n, np.float32)
    for low, high in ((120, 500), (400, 1200), (1000, 2600), (2200, 5000)):
        points = max(int(n / SAMPLE_RATE * rng.uniform(4, 9)), 8)
        swell = np.interp(np.arange(n), np.linspace(0, n, points), rng.random(points) ** 2)
        out += bandpass(noise(rng, n), low, high) * swell.astype(np.float32) * (500 / low) ** 0.7
    return out


def _noise(rng: Rng, x: np.ndarray) -> np.ndarray:
    extra = background(rng, len(x))
    level = np.sqrt(np.mean(np.square(extra))) + 1e-9
    down = rng.uniform(10, 40) if rng.random() < 0.5 else rng.uniform(22, 45)
    return (x + extra * (loudness(x) / level * gain(-down))).astype(np.float32)


def _bleed(rng: Rng, x: np.ndarray) -> np.ndarray:
    """Something else in the room, far away: knocks, voices, tones."""
    extra = np.zeros_like(x)
    for _ in range(int(rng.integers(1, 12))):
        n = count(log_uniform(rng, 0.02, 3))
        kind = pick(rng, ["knock", "tone", "voices"])
        if kind == "knock":
            sound = lowpass(
                noise(rng, n) * decay(n, rng.uniform(0.03, 0.3)), log_uniform(rng, 300, 5000)
            )
        elif kind == "tone":
            sound = np.sin(np.arange(n) * log_uniform(rng, 0.02, 0.3)).astype(
                np.float32
            ) * np.hanning(n)
        else:
            sound = babble(rng, n) * np.hanning(n)
        add(
            extra,
            rng.uniform(0, len(x) / SAMPLE_RATE),
            normal(sound.astype(np.float32)),
            rng.uniform(0.2, 1),
        )
    hall = room(rng, rng.uniform(0.3, 1.5), 0.005, 4000)
    return x + normal(reverb(extra, hall, 0.6)) * np.float32(
        loudness(x) * gain(rng.uniform(-20, 6))
    )


def _low_rate(rng: Rng, x: np.ndarray) -> np.ndarray:
    """Down to a lower sampling rate and back, by leaving out what that cannot hold."""
    rate = pick(rng, [22050, 16000, 11025, 32000], [6, 2, 1, 1])
    spectrum = fft.rfft(x, fft.next_fast_len(len(x), real=True))
    hz = np.linspace(0, SAMPLE_RATE / 2, len(spectrum), dtype=np.float32)
    edge = rate / 2 * rng.uniform(0.88, 0.99)
    spectrum *= np.clip((rate / 2 - hz) / (rate / 2 - edge), 0, 1)
    return fft.irfft(spectrum, fft.next_fast_len(len(x), real=True))[: len(x)].astype(np.float32)


def recode(rng: Rng, x: np.ndarray, encoder: str = "") -> np.ndarray:
    """Through a lossy encoder and back, by the ffmpeg program, which takes out the delay."""
    encoder = encoder or pick(rng, CODECS, [6, 3, 2, 2])
    suffix, rates = CODECS[encoder]
    rate = pick(rng, [44100, 22050], [3, 1]) if encoder != "libopus" else 48000
    kilobits = pick(rng, rates)
    raw = ["-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1"]
    quiet = ["ffmpeg", "-v", "error", "-threads", "1"]
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder) / ("coded" + suffix))
        command = [
            *quiet,
            *raw,
            "-i",
            "-",
            "-ar",
            str(rate),
            "-c:a",
            encoder,
            "-b:a",
            f"{kilobits}k",
        ]
        if encoder == "libvorbis":
            command = command[:-2] + ["-q:a", str(rng.uniform(-1, 3))]
        elif encoder == "libopus":
            command += ["-compression_level", "3"]
        elif encoder == "libmp3lame":
            command += ["-compression_level", "7"]
        sound = np.clip(x, -1, 1).astype(np.float32).tobytes()
        coded = subprocess.run([*command, path], input=sound, capture_output=True, check=False)
        decoded = subprocess.run([*quiet, "-i", path, *raw, "-"], capture_output=True, check=False)
    if coded.returncode or decoded.returncode:
        return x
    y = np.frombuffer(decoded.stdout, np.float32)[: len(x)]
    return np.pad(y, (0, len(x) - len(y)))


def make(rng: Rng, seconds: float, style: str = ""):
    import electronic

    song = electronic.make(rng, seconds, style)
    song.samples = degrade(rng, song.samples)
    return song


if __name__ == "__main__":
    import preview

    preview.main(make)
