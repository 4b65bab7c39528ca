"""Signal tools shared by the generators of training songs: mono float32 at SAMPLE_RATE."""

import numpy as np
from scipy import signal

from song import SAMPLE_RATE

NYQUIST = SAMPLE_RATE / 2


def count(seconds: float) -> int:
    """Samples in that many seconds."""
    return max(1, int(round(seconds * SAMPLE_RATE)))


def times(n: int) -> np.ndarray:
    """Seconds of each of n samples."""
    return np.arange(n, dtype=np.float32) / np.float32(SAMPLE_RATE)


def gain(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def pick(rng: np.random.Generator, items, weights=None):
    """One of the items, which need not be of one type."""
    items = list(items)
    if weights is not None:
        weights = np.asarray(list(weights), float)
        weights /= weights.sum()
    return items[int(rng.choice(len(items), p=weights))]


def add(track: np.ndarray, at: float, sound: np.ndarray, level: float = 1.0) -> None:
    """Mixes a sound in from `at` seconds on; what lies outside the track is lost."""
    start = int(round(at * SAMPLE_RATE))
    begin, end = max(start, 0), min(start + len(sound), len(track))
    if begin < end:
        track[begin:end] += np.float32(level) * sound[begin - start : end - start]


def rms(x: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(x, dtype=np.float64)))) if len(x) else 0.0


def normal(x: np.ndarray, peak: float = 1.0) -> np.ndarray:
    """The same sound at that peak."""
    top = float(np.max(np.abs(x))) if len(x) else 0.0
    return (x * (peak / top)).astype(np.float32) if top > 1e-9 else x.astype(np.float32)


def loudness(x: np.ndarray) -> float:
    """RMS of the louder half of the 0.4 s blocks: what a track plays at when it plays."""
    block = count(0.4)
    blocks = x[: len(x) // block * block].reshape(-1, block)
    if not len(blocks):
        return rms(x)
    power = np.sort(np.mean(np.square(blocks), axis=1))
    return float(np.sqrt(np.mean(power[len(power) // 2 :])))


# Filters


def _sos(kind: str, hz, order: int) -> np.ndarray:
    hz = np.clip(hz, 15, NYQUIST * 0.98)
    return signal.butter(order, hz, btype=kind, fs=SAMPLE_RATE, output="sos").astype(np.float32)


def lowpass(x: np.ndarray, hz: float, order: int = 2) -> np.ndarray:
    return signal.sosfilt(_sos("lowpass", hz, order), x) if hz < NYQUIST * 0.95 else x


def highpass(x: np.ndarray, hz: float, order: int = 2) -> np.ndarray:
    return signal.sosfilt(_sos("highpass", hz, order), x)


def bandpass(x: np.ndarray, low: float, high: float, order: int = 1) -> np.ndarray:
    return signal.sosfilt(_sos("bandpass", (low, min(high, NYQUIST * 0.97)), order), x)


def biquad(kind: str, hz: float, q: float, decibels: float = 0.0, rate: float = SAMPLE_RATE):
    """(b, a) after Bristow-Johnson: lowpass, bandpass, peak, low and high (shelves)."""
    w = 2 * np.pi * min(max(hz, 10.0), rate * 0.48) / rate
    cos, alpha, amp = np.cos(w), np.sin(w) / (2 * q), 10 ** (decibels / 40)
    root = 2 * np.sqrt(amp) * alpha
    if kind == "lowpass":
        b = [(1 - cos) / 2, 1 - cos, (1 - cos) / 2]
        a = [1 + alpha, -2 * cos, 1 - alpha]
    elif kind == "bandpass":
        b, a = [alpha, 0, -alpha], [1 + alpha, -2 * cos, 1 - alpha]
    elif kind == "peak":
        b = [1 + alpha * amp, -2 * cos, 1 - alpha * amp]
        a = [1 + alpha / amp, -2 * cos, 1 - alpha / amp]
    else:
        sign = 1 if kind == "low" else -1
        up, down = amp + 1, amp - 1
        b = [amp * (up - sign * down * cos + root), sign * 2 * amp * (down - sign * up * cos)]
        b += [amp * (up - sign * down * cos - root)]
        a = [up + sign * down * cos + root, sign * -2 * (down + sign * up * cos)]
        a += [up + sign * down * cos - root]
    return np.array(b) / a[0], np.array(a) / a[0]


def equalise(x: np.ndarray, bands: list[tuple[str, float, float, float]]) -> np.ndarray:
    """Each band is (kind, hz, q, decibels) of biquad()."""
    if not bands:
        return x
    rows = [np.concatenate(biquad(*band)) for band in bands]
    return signal.sosfilt(np.array(rows, np.float32), x)


def sweep(x: np.ndarray, hz, q: float = 0.8, block: int = 128) -> np.ndarray:
    """A low-pass whose cutoff moves: `hz` is spread evenly over the sound."""
    n = len(x)
    blocks = -(-n // block)
    hz = np.interp(np.linspace(0, 1, blocks), np.linspace(0, 1, len(hz)), hz)
    w = 2 * np.pi * np.clip(hz, 20, NYQUIST * 0.9) / SAMPLE_RATE
    cos, alpha = np.cos(w), np.sin(w) / (2 * q)
    b1 = (1 - cos) / (1 + alpha)
    a1, a2 = -2 * cos / (1 + alpha), (1 - alpha) / (1 + alpha)
    b = np.stack([b1 / 2, b1, b1 / 2], 1)
    a = np.stack([np.ones(blocks), a1, a2], 1)
    out = np.empty(n, np.float32)
    state = np.zeros(2)
    for i in range(blocks):
        part = slice(i * block, min((i + 1) * block, n))
        out[part], state = signal.lfilter(b[i], a[i], x[part], zi=state)
    return out


# Noise, space, dynamics


def noise(rng: np.random.Generator, n: int, colour: str = "white") -> np.ndarray:
    """White, pink (Kellet's filter), brown or blue noise of RMS 1, about."""
    x = rng.standard_normal(n, dtype=np.float32)
    if colour == "pink":
        b = [0.049922035, -0.095993537, 0.050612699, -0.004408786]
        x = signal.lfilter(b, [1, -2.494956002, 2.017265875, -0.522189400], x) * 11
    elif colour == "brown":
        x = signal.lfilter([0.06], [1, -0.998], x)
    elif colour == "blue":
        x = np.diff(x, prepend=x[:1]) * 0.7
    return x.astype(np.float32)


def decay(n: int, seconds: float) -> np.ndarray:
    """An exponential that has fallen by 60 dB after that long."""
    return np.exp(times(n) * np.float32(-6.9 / max(seconds, 1e-3)))


def fade(x: np.ndarray, into: float, out: float) -> np.ndarray:
    """Straight fades of those seconds at both ends, in place."""
    a, b = min(count(into), len(x)), min(count(out), len(x))
    x[:a] *= np.linspace(0, 1, a, dtype=np.float32)
    x[len(x) - b :] *= np.linspace(1, 0, b, dtype=np.float32)
    return x


def room(rng: np.random.Generator, seconds: float, before: float, dark: float) -> np.ndarray:
    """An impulse response: early taps, then noise that falls by 60 dB in `seconds` and darkens."""
    n = count(min(seconds, 3.0))
    tail = rng.standard_normal(n, dtype=np.float32)
    low = lowpass(tail, dark)
    share = decay(n, seconds * 0.5)
    tail = (tail * share + low * (1 - share)) * decay(n, seconds)
    for at in rng.uniform(0.003, 0.06, 8):
        i = count(at)
        if i < n:
            tail[i] += rng.normal(0, 6) * np.exp(-at * 20)
    tail = highpass(tail, rng.uniform(60, 250), 1)
    tail /= np.sqrt(np.sum(np.square(tail))) + 1e-9
    return np.concatenate([np.zeros(count(before), np.float32), tail.astype(np.float32)])


def convolve(x: np.ndarray, impulse: np.ndarray) -> np.ndarray:
    """As long as x."""
    return signal.oaconvolve(x, impulse)[: len(x)].astype(np.float32)


def reverb(x: np.ndarray, impulse: np.ndarray, wet: float) -> np.ndarray:
    return x * np.float32(1 - wet) + convolve(x, impulse) * np.float32(wet)


def echo(x: np.ndarray, seconds: float, feedback: float, tone: float) -> np.ndarray:
    """The repeats alone, each duller and quieter than the one before."""
    out = np.zeros_like(x)
    step = count(seconds)
    again, level, at = lowpass(x, tone, 1), feedback, step
    while level > 0.03 and at < len(x):
        out[at:] += np.float32(level) * again[: len(x) - at]
        level, at = level * feedback, at + step
        if level > 0.15:
            again = lowpass(again, tone, 1)
    return out


def compress(x: np.ndarray, threshold: float, ratio: float, attack: float, release: float):
    """A feed-forward compressor; threshold in dB over the loudness, attack and release in s."""
    hop = 64
    blocks = np.pad(x, (0, -len(x) % hop)).reshape(-1, hop)
    level = 20 * np.log10(np.max(np.abs(blocks), axis=1) + 1e-6)
    over = np.maximum(level - (20 * np.log10(loudness(x) + 1e-6) + threshold), 0) * (1 - 1 / ratio)
    fast = 1 - np.exp(-hop / SAMPLE_RATE / attack)
    slow = 1 - np.exp(-hop / SAMPLE_RATE / release)
    cut, now = np.empty(len(over)), 0.0
    for i, want in enumerate(over.tolist()):
        now += (want - now) * (fast if want > now else slow)
        cut[i] = now
    points = np.arange(len(cut)) * hop + hop / 2
    curve = np.interp(np.arange(len(x)), points, 10 ** (-cut / 20))
    return (x * curve).astype(np.float32)


def crush(x: np.ndarray, bits: float, hold: int) -> np.ndarray:
    """Fewer bits and a lower sampling rate, as old samplers have."""
    if hold > 1:
        x = np.repeat(x[::hold], hold)[: len(x)]
    steps = 2 ** (bits - 1)
    return (np.round(x * steps) / steps).astype(np.float32)


def resample(x: np.ndarray, ratio: float) -> np.ndarray:
    """Played `ratio` times as fast (and as high), by straight lines between samples."""
    at = np.arange(0, len(x) - 1, ratio)
    return np.interp(at, np.arange(len(x)), x).astype(np.float32)
