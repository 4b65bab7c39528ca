"""Drum sounds made from nothing: each function makes one, at peak 1, with no silence before it."""

import numpy as np

from song import SAMPLE_RATE
from synthetic.dsp import (
    add,
    bandpass,
    convolve,
    count,
    crush,
    decay,
    highpass,
    log_uniform,
    lowpass,
    noise,
    normal,
    pick,
    room,
    sweep,
    times,
)

Rng = np.random.Generator


def _phase(hz: np.ndarray) -> np.ndarray:
    return np.cumsum(hz, dtype=np.float64) / SAMPLE_RATE


def _sine(hz: np.ndarray) -> np.ndarray:
    return np.sin(2 * np.pi * _phase(hz)).astype(np.float32)


def _square(hz: np.ndarray) -> np.ndarray:
    return np.where(_phase(hz) % 1 < 0.5, 1, -1).astype(np.float32)


def kick(rng: Rng, kind: str = "") -> np.ndarray:
    """From short thuds to long 808s, clicks, clipped gabber kicks, square ones of game consoles."""
    kind = kind or pick(rng, ["808", "909", "thud", "gabber", "chip", "soft"], [2, 5, 3, 1, 0.5, 2])
    low = {"808": (36, 58), "chip": (40, 90), "gabber": (45, 65)}.get(kind, (42, 75))
    length = {
        "808": (0.4, 1.4),
        "909": (0.15, 0.5),
        "thud": (0.08, 0.3),
        "gabber": (0.2, 0.5),
        "chip": (0.08, 0.2),
        "soft": (0.12, 0.4),
    }[kind]
    n = count(log_uniform(rng, *length) * 1.4)
    end, tail = rng.uniform(*low), n / SAMPLE_RATE / 1.4 * 1.3
    top = {"808": (60, 200), "soft": (60, 160), "chip": (200, 900)}.get(kind, (120, 1500))
    t = times(n)
    hz = end + log_uniform(rng, *top) * np.exp(-t / log_uniform(rng, 0.004, 0.03))
    hz += log_uniform(rng, 10, 120) * np.exp(-t / log_uniform(rng, 0.02, 0.12))
    body = _square(hz) if kind == "chip" else _sine(hz)
    hold = rng.uniform(0, 0.1)
    shape = np.where(t < hold, 1, np.exp(-6.9 * np.maximum(t - hold, 0) / tail)).astype(np.float32)
    out = body * shape
    click = noise(rng, n) * np.exp(-t / log_uniform(rng, 0.0007, 0.008))
    click = bandpass(click, rng.uniform(200, 2500), rng.uniform(4000, 15000))
    out += click * log_uniform(rng, 0.02, 0.5 if kind != "soft" else 0.08)
    if kind == "thud":
        out += lowpass(noise(rng, n) * decay(n, rng.uniform(0.03, 0.15)), rng.uniform(150, 600)) * 2
    drive = {"gabber": (6, 40), "909": (1, 6), "808": (1, 5)}.get(kind, (0.8, 2.5))
    out = np.tanh(out * log_uniform(rng, *drive))
    return _cut(out, 0.01)


def snare(rng: Rng, kind: str = "") -> np.ndarray:
    kind = kind or pick(
        rng, ["909", "808", "trap", "gated", "brush", "chip", "fat"], [4, 2, 2, 1, 1, 0.5, 3]
    )
    length = {"gated": (0.25, 0.5), "trap": (0.12, 0.4), "chip": (0.06, 0.2)}.get(kind, (0.1, 0.4))
    n = count(log_uniform(rng, *length) * 1.3)
    t = times(n)
    tone = np.zeros(n, np.float32)
    base = rng.uniform(140, 260) * (1.3 if kind == "trap" else 1)
    for ratio in (1, rng.uniform(1.4, 1.9), rng.uniform(2.1, 3.2)):
        hz = base * ratio * (1 + rng.uniform(0, 0.6) * np.exp(-t / 0.01))
        tone += _sine(hz) * decay(n, log_uniform(rng, 0.08, 0.35)) * rng.uniform(0.2, 1)
    wires = noise(rng, n, pick(rng, ["white", "white", "pink", "blue"]))
    wires = highpass(wires, log_uniform(rng, 150, 2000))
    wires = lowpass(wires, log_uniform(rng, 4000, 18000), 1)
    if kind == "chip":
        wires = crush(noise(rng, n), 4, int(rng.integers(2, 12)))
    attack = 1 - np.exp(-t / log_uniform(rng, 0.0003, 0.012 if kind == "brush" else 0.002))
    wires = wires * decay(n, n / SAMPLE_RATE) * attack
    out = tone * rng.uniform(0, 0.8) + wires * log_uniform(rng, 0.2, 1.2)
    if kind == "gated":
        out = convolve(out, room(rng, 2.0, 0.0, 6000)[:n]) * 0.7 + out
        out[int(n * 0.9) :] *= np.linspace(1, 0, n - int(n * 0.9), dtype=np.float32)
    return _cut(np.tanh(out * log_uniform(rng, 0.7, 4)), 0.005)


def clap(rng: Rng) -> np.ndarray:
    n = count(rng.uniform(0.15, 0.6))
    x = bandpass(noise(rng, n), rng.uniform(500, 1400), rng.uniform(1800, 9000))
    t, at, shape = times(n), 0.0, np.zeros(n, np.float32)
    for _ in range(int(rng.integers(1, 5))):
        shape = np.maximum(
            shape, np.where(t >= at, np.exp(-(t - at) / rng.uniform(0.003, 0.01)), 0)
        )
        at += rng.uniform(0.006, 0.014)
    tail = np.where(t >= at, np.exp(-(t - at) * 6.9 / log_uniform(rng, 0.08, 0.5)), 0)
    return _cut(x * np.maximum(shape, tail * rng.uniform(0.5, 1)), 0.01)


def rim(rng: Rng) -> np.ndarray:
    n = count(rng.uniform(0.03, 0.12))
    x = sum(
        _sine(np.full(n, hz)) * decay(n, rng.uniform(0.02, 0.1))
        for hz in rng.uniform(400, 3500, int(rng.integers(2, 5)))
    )
    return _cut(x + noise(rng, n) * decay(n, 0.008) * rng.uniform(0, 1), 0.003)


def _metal(rng: Rng, n: int) -> np.ndarray:
    kind = pick(rng, ["squares", "noise", "fm", "both"])
    hiss = noise(rng, n)
    if kind == "noise":
        return hiss
    if kind == "fm":
        t = times(n)
        a, b = rng.uniform(2000, 6000, 2)
        return np.sin(2 * np.pi * a * t + 8 * np.sin(2 * np.pi * b * t)).astype(np.float32)
    ring = sum(_square(np.full(n, hz)) for hz in rng.uniform(200, 900, 6) * rng.uniform(0.8, 3))
    return ring * 0.4 + (hiss if kind == "both" else 0)


def hat(rng: Rng, length: tuple[float, float] = (0.02, 0.12)) -> np.ndarray:
    seconds = log_uniform(rng, *length)
    n = count(seconds * 1.3)
    x = highpass(_metal(rng, n), log_uniform(rng, 2500, 9000), int(rng.integers(1, 4)))
    return _cut(x * decay(n, seconds), 0.004)


def open_hat(rng: Rng) -> np.ndarray:
    return hat(rng, (0.2, 0.8))


def shaker(rng: Rng) -> np.ndarray:
    n = count(rng.uniform(0.05, 0.16))
    t, peak = times(n), log_uniform(rng, 0.002, 0.03)
    shape = np.minimum(t / peak, 1) * np.exp(-np.maximum(t - peak, 0) / rng.uniform(0.01, 0.05))
    return _cut(
        bandpass(noise(rng, n), rng.uniform(2500, 6000), rng.uniform(8000, 16000)) * shape, 0.005
    )


def tambourine(rng: Rng) -> np.ndarray:
    n = count(rng.uniform(0.1, 0.3))
    out = np.zeros(n, np.float32)
    for at in (0, *np.cumsum(rng.exponential(0.012, 5))):
        add(out, at, highpass(_metal(rng, n), 5000) * decay(n, rng.uniform(0.04, 0.2)))
    return _cut(out, 0.005)


def tom(rng: Rng) -> np.ndarray:
    """Also congas, bongos and electronic toms."""
    seconds = log_uniform(rng, 0.1, 0.7)
    n = count(seconds)
    base = log_uniform(rng, 70, 420)
    hz = base * (1 + rng.uniform(0.05, 1.2) * np.exp(-times(n) / log_uniform(rng, 0.01, 0.15)))
    x = _sine(hz) + rng.uniform(0, 0.4) * _sine(hz * rng.uniform(1.4, 2.3)) * decay(
        n, seconds * 0.4
    )
    x = x * decay(n, seconds)
    x += (
        bandpass(noise(rng, n), 200, 5000)
        * decay(n, rng.uniform(0.01, 0.06))
        * rng.uniform(0.05, 0.6)
    )
    return _cut(x, 0.01)


def cowbell(rng: Rng) -> np.ndarray:
    n = count(rng.uniform(0.1, 0.4))
    hz = rng.uniform(450, 900)
    x = _square(np.full(n, hz)) + _square(np.full(n, hz * rng.uniform(1.4, 1.55)))
    return _cut(bandpass(x, hz * 0.9, hz * 3.5) * decay(n, n / SAMPLE_RATE), 0.005)


def blip(rng: Rng) -> np.ndarray:
    """Claves, wood blocks, glass, zaps and odd FM percussion."""
    kind = pick(rng, ["wood", "fm", "zap", "burst"])
    n = count(rng.uniform(0.03, 0.25))
    t = times(n)
    if kind == "wood":
        x = _sine(np.full(n, log_uniform(rng, 500, 3500))) * decay(n, rng.uniform(0.03, 0.12))
    elif kind == "fm":
        hz = log_uniform(rng, 150, 2500)
        depth = rng.uniform(1, 9) * np.exp(-t / 0.03)
        x = np.sin(2 * np.pi * hz * t + depth * np.sin(2 * np.pi * hz * rng.uniform(0.5, 3.7) * t))
        x = x * decay(n, n / SAMPLE_RATE)
    elif kind == "zap":
        x = _sine(log_uniform(rng, 60, 300) + 4000 * np.exp(-t / log_uniform(rng, 0.005, 0.04)))
        x = x * decay(n, n / SAMPLE_RATE)
    else:
        hz = log_uniform(rng, 400, 6000)
        x = bandpass(noise(rng, n), hz, hz * rng.uniform(1.2, 2)) * decay(n, n / SAMPLE_RATE)
    return _cut(x.astype(np.float32), 0.004)


def crash(rng: Rng) -> np.ndarray:
    seconds = log_uniform(rng, 0.8, 3)
    n = count(seconds)
    x = highpass(noise(rng, n) + 0.5 * _metal(rng, n), log_uniform(rng, 1000, 4500))
    return _cut(x * (0.7 * decay(n, seconds) + 0.3 * decay(n, 0.2)), 0.05)


def ride(rng: Rng) -> np.ndarray:
    n = count(log_uniform(rng, 0.3, 1.2))
    ring = sum(
        _sine(np.full(n, hz)) * decay(n, rng.uniform(0.2, 1.2)) for hz in rng.uniform(2500, 7500, 5)
    )
    x = ring * 0.4 + highpass(noise(rng, n), 5000) * decay(n, rng.uniform(0.1, 0.9))
    return _cut(x, 0.02)


def impact(rng: Rng) -> np.ndarray:
    """A boom with a long tail, as on the first beat of a drop."""
    n = count(rng.uniform(1, 3))
    x = kick(rng, "808")
    x = np.pad(x, (0, max(0, n - len(x))))[:n]
    x = x + lowpass(noise(rng, n), log_uniform(rng, 300, 6000)) * decay(n, n / SAMPLE_RATE)
    return _cut(x, 0.1)


def riser(rng: Rng, seconds: float) -> np.ndarray:
    """Noise or a tone that climbs for that long."""
    n = count(seconds)
    up = np.linspace(0, 1, n, dtype=np.float32)
    kind = pick(rng, ["noise", "tone", "both"])
    x = np.zeros(n, np.float32)
    if kind != "tone":
        low, high = log_uniform(rng, 150, 600), log_uniform(rng, 4000, 14000)
        x += sweep(noise(rng, n), np.geomspace(low, high, 64), rng.uniform(0.7, 4), 512)
    if kind != "noise":
        hz = log_uniform(rng, 80, 300) * 2 ** (up * rng.uniform(1, 4))
        x += 0.5 * (2 * (_phase(hz) % 1) - 1).astype(np.float32)
    return _cut(x * up ** rng.uniform(0.7, 3), 0.01)


def _cut(x: np.ndarray, out: float) -> np.ndarray:
    n = min(count(out), len(x))
    x = x.astype(np.float32)
    x[len(x) - n :] *= np.linspace(1, 0, n, dtype=np.float32)
    return normal(x)


# fmt: off
MAKERS = {
    "kick": kick, "snare": snare, "clap": clap, "rim": rim, "hat": hat, "open": open_hat,
    "shaker": shaker, "tambourine": tambourine, "tom": tom, "cowbell": cowbell, "blip": blip,
    "crash": crash, "ride": ride,
}
# fmt: on
