"""What studios do to the sound of one player or of all: amplifiers, rooms, echoes, compressors."""

import numpy as np
import scipy.signal

from song import SAMPLE_RATE


def loudness(samples: np.ndarray) -> float:
    """RMS of the louder half of the blocks of 0.2 s."""
    block = SAMPLE_RATE // 5
    count = len(samples) // block
    if count == 0:
        return 0.0
    power = (samples[: count * block].reshape(count, block) ** 2).mean(axis=1)
    return float(np.sqrt(np.sort(power)[count // 2 :].mean()))


def amplify(rng: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """A guitar through an amplifier that distorts and a loudspeaker that has no highs."""
    level = loudness(samples)
    if level <= 0:
        return samples
    drive = 10 ** (rng.uniform(0, 32) / 20)
    bias = rng.uniform(0, 0.3)
    driven = np.tanh(samples * np.float32(drive / level) + np.float32(bias)) - np.tanh(bias)
    band = [rng.uniform(60, 120), rng.uniform(3500, 7000)]
    speaker = scipy.signal.butter(2, band, "bandpass", fs=SAMPLE_RATE, output="sos")
    return scipy.signal.sosfilt(speaker, driven).astype(np.float32)


def room(rng: np.random.Generator, samples: np.ndarray, wettest: float = 0.9) -> np.ndarray:
    """Reverberation: a tail of noise that decays, its highs first."""
    wet = rng.choice([0.0, rng.uniform(0.03, 0.35), rng.uniform(0.1, wettest)])
    if wet == 0:
        return samples
    decay = rng.uniform(0.2, 2.5)
    tail = np.arange(int(decay * SAMPLE_RATE)) / SAMPLE_RATE
    response = rng.normal(0, 1, len(tail)) * np.exp(-6.9 * tail / decay)
    response[: round(rng.uniform(0.0, 0.03) * SAMPLE_RATE)] = 0
    damping = scipy.signal.butter(1, rng.uniform(1500, 9000), fs=SAMPLE_RATE, output="sos")
    response = scipy.signal.sosfilt(damping, response)
    response /= np.sqrt((response**2).sum())
    tail_sound = scipy.signal.oaconvolve(samples, response.astype(np.float32))[: len(samples)]
    return samples + np.float32(wet) * tail_sound.astype(np.float32)


def echo(rng: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """Two repeats."""
    delay = round(rng.uniform(0.12, 0.5) * SAMPLE_RATE)
    gain = np.float32(rng.uniform(0.1, 0.5))
    out = samples.copy()
    out[delay:] += gain * samples[:-delay]
    out[2 * delay :] += gain**2 * samples[: -2 * delay]
    return out


def compress(rng: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """What is over a threshold is turned down by a ratio, at some speed; peaks are rounded off."""
    level = loudness(samples)
    if level <= 0:
        return samples
    block = 128
    count = len(samples) // block + 1
    padded = np.zeros(count * block, np.float32)
    padded[: len(samples)] = samples
    power = (padded.reshape(count, block) ** 2).mean(axis=1)
    decay = np.exp(-block / SAMPLE_RATE / rng.uniform(0.03, 0.4))
    envelope = np.sqrt(scipy.signal.lfilter([1 - decay], [1, -decay], power)) + 1e-9
    threshold = level * 10 ** (rng.uniform(-12, 3) / 20)
    slope = 1 - 1 / rng.uniform(1.5, 8)
    gain = np.minimum(1.0, (threshold / envelope) ** slope)
    curve = np.interp(np.arange(len(samples)), np.arange(count) * block + block, gain)
    out = samples * curve.astype(np.float32)
    ceiling = loudness(out) * 10 ** (rng.uniform(3, 14) / 20)
    return (np.tanh(out / ceiling) * ceiling).astype(np.float32)
