"""Instruments of a made-up synthesiser.

A patch is drawn once a song: draw(rng, family) returns a function of (hz, seconds, velocity).
"""

from collections.abc import Callable

import numpy as np
from scipy import signal

from song import SAMPLE_RATE
from synthetic.dsp import biquad, count, decay, fade, log_uniform, lowpass, pick, sweep, times

Rng = np.random.Generator
Patch = Callable[[float, float, float], np.ndarray]


def hertz(pitch: float) -> float:
    """Of a MIDI pitch."""
    return 440.0 * 2 ** ((pitch - 69) / 12)


def _saw(hz: float, n: int, phase: float = 0.0) -> np.ndarray:
    ramp = np.arange(n, dtype=np.float64) * (hz / SAMPLE_RATE) + phase
    return (2 * (ramp - np.floor(ramp)) - 1).astype(np.float32)


def _pulse(hz: float, n: int, width: float = 0.5, phase: float = 0.0) -> np.ndarray:
    ramp = np.arange(n, dtype=np.float64) * (hz / SAMPLE_RATE) + phase
    return np.where(ramp - np.floor(ramp) < width, 1, -1).astype(np.float32)


def _sine(hz: float, n: int, phase: float = 0.0) -> np.ndarray:
    return np.sin(2 * np.pi * (times(n) * np.float32(hz) + np.float32(phase)))


def _shape(n: int, attack: float, fall: float, sustain: float, release: float) -> np.ndarray:
    """Attack in a straight line, then an exponential fall (s to -60 dB) to the sustained level."""
    env = sustain + (1 - sustain) * decay(n, fall)
    return fade(env.astype(np.float32), attack, release)


def _cutoffs(n: int, low: float, high: float, fall: float) -> np.ndarray:
    t = np.linspace(0, n / SAMPLE_RATE, 32)
    return low + (high - low) * np.exp(-t * 6.9 / fall)


# Basses


def sub(rng: Rng) -> Patch:
    drive, fall = log_uniform(rng, 0.6, 4), log_uniform(rng, 0.6, 6)

    def play(hz, seconds, velocity):
        n = count(seconds)
        x = np.tanh(_sine(hz, n) * drive) * _shape(n, 0.004, fall, 0.3, 0.02)
        return x * velocity

    return play


def eight_o_eight(rng: Rng) -> Patch:
    drive, fall, drop = log_uniform(rng, 0.8, 6), log_uniform(rng, 0.6, 3), log_uniform(rng, 0.1, 2)

    def play(hz, seconds, velocity):
        n = count(seconds)
        t = times(n)
        phase = hz * (t + drop * 0.02 * (1 - np.exp(-t / 0.02)))
        return np.tanh(np.sin(2 * np.pi * phase) * decay(n, fall) * drive * velocity) * _shape(
            n, 0.001, 1, 1, 0.03
        )

    return play


def saw_bass(rng: Rng) -> Patch:
    """Filtered saws or pulses, from plucky to held, one voice or several out of tune (reese)."""
    voices, spread = int(rng.integers(1, 4)), rng.uniform(0.002, 0.012)
    square, q = rng.random() < 0.35, log_uniform(rng, 0.6, 6)
    low, high, fall = (
        log_uniform(rng, 80, 500),
        log_uniform(rng, 400, 6000),
        log_uniform(rng, 0.08, 1.5),
    )
    sustain, below = rng.uniform(0, 1), rng.uniform(0, 0.7)

    def play(hz, seconds, velocity):
        n = count(seconds)
        x = np.zeros(n, np.float32)
        for i in range(voices):
            tuned = hz * (1 + spread * (i - (voices - 1) / 2))
            x += _pulse(tuned, n, 0.5, i * 0.37) if square else _saw(tuned, n, i * 0.37)
        x = sweep(x / voices, _cutoffs(n, low, low + high * velocity, fall), q)
        x += below * _sine(hz, n)
        return x * _shape(n, 0.003, fall * 2, sustain, 0.012) * velocity

    return play


def fm_bass(rng: Rng) -> Patch:
    ratio = pick(rng, [0.5, 1, 1, 2, 3, 1.5, 4])
    depth, fall = log_uniform(rng, 0.8, 9), log_uniform(rng, 0.05, 0.8)
    sustain = rng.uniform(0, 0.8)

    def play(hz, seconds, velocity):
        n = count(seconds)
        t = times(n)
        amount = depth * velocity * (0.15 + decay(n, fall))
        x = np.sin(2 * np.pi * hz * t + amount * np.sin(2 * np.pi * hz * ratio * t))
        return x.astype(np.float32) * _shape(n, 0.003, fall * 3, sustain, 0.012) * velocity

    return play


def wobble(rng: Rng, rates: tuple[float, ...]) -> Patch:
    """A growling bass whose filter opens `rate` times a second, the rate new for each note."""
    spread, q = rng.uniform(0.002, 0.02), log_uniform(rng, 0.7, 5)
    low, high = log_uniform(rng, 70, 250), log_uniform(rng, 900, 6000)
    drive, square, turn = log_uniform(rng, 1, 8), rng.random() < 0.4, [0]

    def play(hz, seconds, velocity):
        n = count(seconds)
        rate = rates[turn[0] % len(rates)]
        turn[0] += 1
        x = sum(_saw(hz * (1 + spread * k), n, 0.3 * k) for k in (-1, 0, 1)) / 3
        x = _pulse(hz, n) * 0.5 + x * 0.5 if square else x
        lfo = 0.5 - 0.5 * np.cos(
            2 * np.pi * rate * np.linspace(0, seconds, count(seconds) // 256 + 8)
        )
        x = sweep(x, low * (high / low) ** lfo, q)
        x = np.tanh(x * drive) * 0.8 + 0.5 * _sine(hz, n)
        return x * _shape(n, 0.004, 9, 1, 0.012) * velocity

    return play


def acid(rng: Rng) -> Patch:
    low, high, q = log_uniform(rng, 150, 500), log_uniform(rng, 800, 5000), rng.uniform(3, 12)
    fall, square, drive = log_uniform(rng, 0.08, 0.5), rng.random() < 0.4, log_uniform(rng, 0.8, 6)

    def play(hz, seconds, velocity):
        n = count(seconds)
        x = _pulse(hz, n) if square else _saw(hz, n)
        x = sweep(x, _cutoffs(n, low, low + high * velocity**2, fall), q, 64)
        return np.tanh(x * drive) * _shape(n, 0.002, 3, 0.7, 0.008) * velocity

    return play


# Chords, arpeggios, leads


def super_saw(rng: Rng) -> Patch:
    voices, spread = int(rng.integers(3, 8)), log_uniform(rng, 0.003, 0.02)
    attack, release = log_uniform(rng, 0.002, 0.05), rng.uniform(0.02, 0.2)
    low, high, fall = (
        log_uniform(rng, 600, 8000),
        log_uniform(rng, 500, 9000),
        log_uniform(rng, 0.1, 3),
    )
    sustain = rng.uniform(0.3, 1)
    phases = rng.random(voices)

    def play(hz, seconds, velocity):
        n = count(seconds + release)
        x = sum(
            _saw(hz * (1 + spread * (2 * i / (voices - 1) - 1)), n, phases[i])
            for i in range(voices)
        )
        x = sweep(x / voices, _cutoffs(n, low, low + high * velocity, fall), 0.8, 256)
        return x * _shape(n, attack, fall * 3, sustain, release) * velocity

    return play


def pad(rng: Rng) -> Patch:
    """Slow to start, dull to bright; of saws, of sines or of noise through the note's resonance."""
    attack, release = log_uniform(rng, 0.05, 1.5), log_uniform(rng, 0.1, 1.2)
    tone, kind = log_uniform(rng, 400, 6000), pick(rng, ["saw", "saw", "sine", "pulse", "breath"])
    rate, spread = log_uniform(rng, 0.1, 6), rng.uniform(0.001, 0.01)

    def play(hz, seconds, velocity):
        n = count(seconds + release)
        if kind == "saw":
            x = sum(_saw(hz * (1 + spread * k), n, 0.21 * k) for k in (-1, 0, 1)) / 2
        elif kind == "pulse":
            x = sum(_pulse(hz * (1 + spread * k), n, 0.3, 0.21 * k) for k in (-1, 1)) / 3
        elif kind == "sine":
            x = sum(_sine(hz * k, n) / k for k in (1, 2, 3)) * 0.7
        else:
            hiss = np.random.default_rng(int(hz * 100)).standard_normal(n, dtype=np.float32)
            b, a = biquad("bandpass", hz, 60)
            x = signal.lfilter(b, a, hiss).astype(np.float32) * 4 + 0.3 * _sine(hz, n)
        x = lowpass(x.astype(np.float32), tone)
        x *= 1 + 0.15 * _sine(rate, n)
        return fade(x, min(attack, seconds * 0.6), release) * velocity

    return play


def pluck(rng: Rng) -> Patch:
    fall, q = log_uniform(rng, 0.12, 1.2), log_uniform(rng, 0.6, 4)
    low, high = log_uniform(rng, 100, 800), log_uniform(rng, 1500, 10000)
    square, spread = rng.random() < 0.4, rng.uniform(0, 0.008)

    def play(hz, seconds, velocity):
        n = count(min(seconds + fall * 0.5, fall * 1.5))
        wave = _pulse if square else _saw
        x = (wave(hz, n) + wave(hz * (1 + spread), n)) / 2
        x = sweep(x, _cutoffs(n, low, low + high * velocity, fall * 0.6), q)
        return x * _shape(n, 0.002, fall, 0, 0.02) * velocity

    return play


def keys(rng: Rng) -> Patch:
    """Electric pianos, bells and mallets by frequency modulation."""
    ratio = pick(rng, [1, 1, 2, 3.5, 14, 7, 1.41, 4, 3])
    depth, fall, strike = (
        log_uniform(rng, 0.3, 4),
        log_uniform(rng, 0.4, 4),
        log_uniform(rng, 0.03, 1),
    )
    wander, rate = rng.uniform(0, 0.3), rng.uniform(3, 7)

    def play(hz, seconds, velocity):
        n = count(min(seconds + 0.15, fall * 1.2))
        t = times(n)
        amount = depth * velocity * decay(n, strike * 3)
        x = np.sin(2 * np.pi * hz * t + amount * np.sin(2 * np.pi * hz * ratio * t))
        x = x * (1 + wander * _sine(rate, n))
        return x.astype(np.float32) * _shape(n, 0.002, fall, 0, 0.1) * velocity

    return play


def piano(rng: Rng) -> Patch:
    """Partials a little out of tune, the high ones short, and the knock of the hammer."""
    fall, bright, stiff = rng.uniform(1.5, 6), rng.uniform(0.6, 1.6), log_uniform(rng, 5e-5, 8e-4)

    def play(hz, seconds, velocity):
        n = count(min(seconds + 0.12, 4))
        x = np.zeros(n, np.float32)
        for k in range(1, 11):
            partial = hz * k * np.sqrt(1 + stiff * k * k)
            if partial > 12000:
                break
            level = velocity ** (1 + k * 0.12) / k ** (1.6 / bright)
            x += (
                level
                * _sine(partial, n, 0.1 * k)
                * decay(n, fall * (80 / hz) ** 0.4 * 2.2 / k**0.6)
            )
        knock = np.random.default_rng(7).standard_normal(n, dtype=np.float32) * decay(n, 0.03)
        x += 0.08 * velocity * lowpass(knock, 2500)
        return fade(x, 0.001, 0.1) * 0.6

    return play


def organ(rng: Rng) -> Patch:
    bars = rng.uniform(0, 1, 7) * (rng.random(7) < 0.6)
    bars[1] = 1
    rate, depth, click = rng.uniform(0.7, 7), rng.uniform(0, 0.2), rng.uniform(0, 0.3)
    ratios = (0.5, 1, 1.5, 2, 3, 4, 6)

    def play(hz, seconds, velocity):
        n = count(seconds)
        x = sum(b * _sine(hz * r, n) for b, r in zip(bars, ratios) if b > 0)
        x = x * (1 + depth * _sine(rate, n)) / np.sum(bars)
        x[: count(0.004)] *= 1 + click * 4
        return fade(x.astype(np.float32), 0.003, 0.02) * velocity

    return play


def string(rng: Rng) -> Patch:
    """A plucked string: noise in a comb (Karplus and Strong)."""
    damp, tone = rng.uniform(0.985, 0.998), log_uniform(rng, 1500, 9000)
    drive = log_uniform(rng, 1, 12) if rng.random() < 0.3 else 0

    def play(hz, seconds, velocity):
        n = count(min(seconds + 0.05, 2.5))
        period = max(int(round(SAMPLE_RATE / hz)), 4)
        burst = np.random.default_rng(period).standard_normal(period).astype(np.float32)
        row, rows = lowpass(burst, tone * velocity, 1), [burst * 0]
        for _ in range(n // period + 1):
            row = damp * 0.5 * (row + np.roll(row, 1))
            rows.append(row)
        x = np.concatenate(rows[1:])[:n]
        x = np.tanh(x * drive) * 0.5 if drive else x * 0.6
        return fade(x.astype(np.float32), 0.001, 0.04) * velocity

    return play


def brass(rng: Rng) -> Patch:
    """Saws whose filter opens with the attack: horns, hoovers."""
    attack, high = log_uniform(rng, 0.01, 0.12), log_uniform(rng, 1200, 6000)
    bend, spread = rng.uniform(-0.06, 0.02), rng.uniform(0.001, 0.015)

    def play(hz, seconds, velocity):
        n = count(seconds)
        t = times(n)
        phase = hz * (t - bend * attack * (1 - np.exp(-t / attack)))
        x = sum(2 * ((phase * (1 + spread * k) + 0.3 * k) % 1) - 1 for k in (-1, 0, 1)) / 3
        opening = np.minimum(np.linspace(0, seconds, 64) / attack, 1)
        x = sweep(x.astype(np.float32), 200 + (high * velocity - 200) * opening, 0.9)
        return fade(x, attack * 0.5, 0.03) * velocity

    return play


def chip(rng: Rng) -> Patch:
    """A game console's pulse or stepped triangle."""
    width, fall = pick(rng, [0.5, 0.25, 0.125, 0.0]), log_uniform(rng, 0.1, 2)
    vibrato, sustain = rng.uniform(0, 0.012), rng.uniform(0, 1)

    def play(hz, seconds, velocity):
        n = count(seconds)
        t = times(n)
        phase = hz * t + hz * vibrato * np.sin(2 * np.pi * 6 * t) / 38 * np.minimum(t * 4, 1)
        ramp = phase - np.floor(phase)
        if width:
            x = np.where(ramp < width, 1.0, -1.0)
        else:
            x = np.round(np.abs(ramp * 2 - 1) * 15) / 7.5 - 1
        return x.astype(np.float32) * _shape(n, 0.001, fall, sustain, 0.004) * velocity * 0.6

    return play


def choir(rng: Rng) -> Patch:
    formants = pick(
        rng, [(700, 1100, 2500), (400, 800, 2600), (300, 2200, 2900), (500, 1700, 2500)]
    )
    attack, release = log_uniform(rng, 0.03, 0.5), rng.uniform(0.05, 0.5)

    def play(hz, seconds, velocity):
        n = count(seconds + release)
        x = sum(_saw(hz * (1 + 0.004 * k), n, 0.31 * k) for k in (-1, 0, 1)) / 3
        out = 0.1 * lowpass(x, 600)
        for i, formant in enumerate(formants):
            b, a = biquad("bandpass", formant, 6)
            out = out + signal.lfilter(b, a, x).astype(np.float32) * (1, 0.7, 0.4)[i]
        return fade(out.astype(np.float32), min(attack, seconds * 0.6), release) * velocity * 2

    return play


def stab(rng: Rng) -> Patch:
    """Old samples of chords: minor or major, played as one and moved about whole."""
    inner = pick(rng, [super_saw, brass, organ, piano, pluck])(rng)
    chord, tone = pick(
        rng, [(0, 3, 7), (0, 4, 7), (0, 3, 7, 10), (0, 7, 12), (0, 3, 10)]
    ), log_uniform(rng, 1500, 9000)
    long = rng.uniform(0.1, 0.5)

    def play(hz, seconds, velocity):
        parts = [inner(hz * 2 ** (c / 12), min(seconds, long), velocity) for c in chord]
        n = min(len(p) for p in parts)
        x = lowpass(sum(p[:n] for p in parts) / len(chord), tone)
        return fade(x, 0.001, 0.03)

    return play


# fmt: off
FAMILIES = {
    "sub": sub, "808": eight_o_eight, "saw bass": saw_bass, "fm bass": fm_bass, "acid": acid,
    "super saw": super_saw, "pad": pad, "pluck": pluck, "keys": keys, "piano": piano,
    "organ": organ, "string": string, "brass": brass, "chip": chip, "choir": choir, "stab": stab,
}
# fmt: on


def draw(rng: Rng, family: str) -> Patch:
    """A new sound of that family, each note of which is made only once."""
    patch, made = FAMILIES[family](rng), {}

    def play(hz: float, seconds: float, velocity: float) -> np.ndarray:
        key = (round(hz, 2), round(seconds * 50), round(velocity * 6))
        if key not in made:
            made[key] = patch(hz, max(seconds, 0.03), max(key[2] / 6, 0.15)).astype(np.float32)
        return made[key]

    return play
