"""A singer or rapper: a glottal source through formants of vowels, with consonants before them.

Rosenberg's glottal pulse; parallel resonators at the averages of Peterson and Barney (1952).
"""

import dataclasses

import numpy as np
import scipy.signal

import effects
from render import Note
from song import SAMPLE_RATE

RATE = SAMPLE_RATE // 2  # of the voiced part: nothing of it is above 10 kHz
CONTROL = 200  # Hz of the curves of pitch and loudness
VOWELS = {
    "i": (270, 2290, 3010), "e": (530, 1840, 2480), "a": (730, 1090, 2440), "o": (570, 840, 2410),
    "u": (300, 870, 2240),
    "er": (490, 1350, 1690), "ae": (660, 1720, 2410),
}  # fmt: skip
WIDTHS = (80, 100, 140, 220)


@dataclasses.dataclass
class Singer:
    """How one voice sounds and sings."""

    size: float  # of the vocal tract's formants: 1.0 man, 1.17 woman
    vibrato: float  # semitones
    vibrato_rate: float
    glide: float  # seconds from note to note
    scoop: float  # semitones from below at the begin of some notes
    breath: float  # noise in the voice
    effort: float  # 0.3: pressed and bright to 0.7: soft
    spoken: bool


def random_singer(rng: np.random.Generator, spoken: bool, high: bool) -> Singer:
    """Any voice; `high` for a woman's range."""
    return Singer(
        size=rng.uniform(1.08, 1.25) if high else rng.uniform(0.92, 1.08),
        vibrato=rng.uniform(0.0, 0.7) * (rng.random() < 0.8),
        vibrato_rate=rng.uniform(4.6, 6.8),
        glide=rng.uniform(0.02, 0.12),
        scoop=rng.uniform(0.0, 3.0),
        breath=10 ** rng.uniform(-2.2, -0.6),
        effort=rng.uniform(0.3, 0.7),
        spoken=spoken,
    )


def sing(rng: np.random.Generator, notes: list[Note], seconds: float, singer: Singer) -> np.ndarray:
    """The notes as syllables, mono; a vowel begins at a note's time, its consonant before it."""
    notes = sorted((n for n in notes if 0.2 < n.time < seconds - 0.1), key=lambda n: n.time)
    length = round(seconds * SAMPLE_RATE)
    if not notes:
        return np.zeros(length, np.float32)
    count = int(seconds * RATE) + 1
    control = np.arange(int(seconds * CONTROL) + 2) / CONTROL
    pitch, loud = _curves(rng, notes, control, singer)
    times = np.arange(count) / RATE
    frequency = 440 * 2 ** ((np.interp(times, control, pitch) - 69) / 12)
    source = _glottis(np.cumsum(frequency) / RATE % 1.0, singer)
    source += singer.breath * rng.normal(0, 1, count) * (0.3 + np.abs(source))
    source *= np.interp(times, control, loud)
    voiced = _vowels(rng, source, notes, times, singer)
    out = scipy.signal.resample_poly(voiced, 2, 1)[:length]
    out = np.pad(out, (0, length - len(out)))
    out /= max(np.sqrt((out**2).mean()), 1e-9)
    _add_consonants(rng, out, notes, singer)
    return out.astype(np.float32)


def _curves(
    rng, notes: list[Note], control: np.ndarray, singer: Singer
) -> tuple[np.ndarray, np.ndarray]:
    pitch = np.full(len(control), float(notes[0].pitch))
    loud = np.zeros(len(control))
    for i, note in enumerate(notes):
        end = note.time + note.duration
        if i + 1 < len(notes):
            end = min(end, notes[i + 1].time - rng.uniform(0.01, 0.05))
        end = max(end, note.time + 0.06)
        first = np.searchsorted(control, note.time - singer.glide * 0.5)
        pitch[first:] = note.pitch
        inside = (control >= note.time - 0.01) & (control < end)
        t = control[inside] - note.time
        attack = np.clip((t + 0.01) / rng.uniform(0.015, 0.06), 0, 1)
        release = np.clip((end - control[inside]) / rng.uniform(0.03, 0.1), 0, 1)
        swell = 1 + rng.normal(0, 0.15) * np.clip(t / 0.5, 0, 1)
        level = (note.velocity / 100) ** 1.3 * rng.uniform(0.75, 1.1)
        loud[inside] = np.maximum(loud[inside], level * attack * release * swell)
        if rng.random() < 0.4:  # slides up into the note
            scoop = rng.uniform(0, singer.scoop)
            pitch[inside] -= scoop * np.exp(-np.clip(t, 0, None) / 0.05)
        if singer.spoken:
            pitch[inside] += rng.normal(0, 1.5) + rng.uniform(-6, 1) * np.clip(t, 0, 0.3) / 0.3
        depth = singer.vibrato * np.clip((t - 0.25) / 0.3, 0, 1)
        pitch[inside] += depth * np.sin(2 * np.pi * singer.vibrato_rate * t)
    window = np.hanning(max(3, int(singer.glide * CONTROL) | 1))
    half = len(window) // 2
    pitch = np.convolve(np.pad(pitch, half, "edge"), window / window.sum(), "valid")
    slow = np.cumsum(rng.normal(0, 0.02, len(control)))
    pitch = pitch + 0.3 * (slow - np.convolve(slow, np.ones(101) / 101, "same"))
    return pitch, loud


def _glottis(phase: np.ndarray, singer: Singer) -> np.ndarray:
    """The derivative of the flow through the vocal folds."""
    opening, closing = 0.4, 0.1 + 0.25 * singer.effort
    flow = np.where(
        phase < opening,
        0.5 * (1 - np.cos(np.pi * phase / opening)),
        np.where(phase < opening + closing, np.cos(0.5 * np.pi * (phase - opening) / closing), 0.0),
    )
    return np.diff(flow, prepend=flow[0]) * 20


def _vowels(
    rng, source: np.ndarray, notes: list[Note], times: np.ndarray, singer: Singer
) -> np.ndarray:
    """The source through a few vowels, one at a time."""
    names = rng.choice(list(VOWELS), 4, replace=False)
    chosen = rng.integers(0, len(names), len(notes))
    edges = np.array([note.time - 0.03 for note in notes])
    out = np.zeros(len(source))
    blend = np.hanning(int(0.06 * RATE) | 1)
    blend /= blend.sum()
    which = np.concatenate([[chosen[0]], chosen])[np.searchsorted(edges, times)]
    for number, name in enumerate(names):
        active = (which == number).astype(float)
        if not active.any():
            continue
        gain = scipy.signal.fftconvolve(active, blend, "same")
        formants = [f * singer.size for f in VOWELS[name]] + [3500 * singer.size]
        shaped = np.zeros(len(source))
        for k, (formant, width) in enumerate(zip(formants, WIDTHS)):
            shaped += _resonate(source, formant, width) * (1.0, 0.6, 0.3, 0.2)[k]
        out += gain * shaped
    return out


def _resonate(signal: np.ndarray, frequency: float, width: float) -> np.ndarray:
    radius = np.exp(-np.pi * width / RATE)
    angle = 2 * np.pi * min(frequency, 0.45 * RATE) / RATE
    a = [1.0, -2 * radius * np.cos(angle), radius**2]
    return scipy.signal.lfilter([(1 - radius) * 2, 0, -(1 - radius) * 2], a, signal)


def _add_consonants(rng, out: np.ndarray, notes: list[Note], singer: Singer) -> None:
    """Noise before the vowels: long for s and f, a short burst for t and k, none for l and m."""
    loudness = 10 ** rng.uniform(-1.0, -0.1)
    hiss = rng.normal(0, 1, SAMPLE_RATE)
    bright = scipy.signal.sosfilt(
        scipy.signal.butter(2, 4500, "high", fs=SAMPLE_RATE, output="sos"), hiss
    )
    dull = scipy.signal.sosfilt(
        scipy.signal.butter(2, (1500, 4500), "band", fs=SAMPLE_RATE, output="sos"), hiss
    )
    for note in notes:
        kind = rng.choice(
            4, p=(0.25, 0.15, 0.35, 0.25) if singer.spoken else (0.2, 0.1, 0.25, 0.45)
        )
        if kind == 3:
            continue
        duration = rng.uniform(0.05, 0.14) if kind < 2 else rng.uniform(0.008, 0.03)
        size = int(duration * SAMPLE_RATE)
        noise = bright if kind == 0 else dull
        start = rng.integers(0, len(noise) - size)
        shape = np.hanning(size) if kind < 2 else np.exp(-np.arange(size) / (0.3 * size))
        first = round((note.time + 0.005) * SAMPLE_RATE) - size
        if first < 0 or first + size > len(out):
            continue
        level = loudness * (1.2 if kind == 2 else 0.6) * (note.velocity / 100)
        out[first : first + size] += level * shape * noise[start : start + size]


def ensemble(
    rng: np.random.Generator, notes: list[Note], seconds: float, spoken: bool
) -> np.ndarray:
    """One singer, doubled at times, or with others in harmony."""
    high = float(np.mean([note.pitch for note in notes])) > 60
    total = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    voices = int(rng.choice([1, 1, 1, 2, 3]))
    base = random_singer(rng, spoken, high)
    for number in range(voices):
        shift = 0 if number == 0 or spoken else int(rng.choice([0, 0, 4, 3, 7, -5, 12]))
        late = rng.normal(0, 0.012, len(notes)) if number else np.zeros(len(notes))
        some = [
            Note(n.time + off, n.duration, n.pitch + shift, n.velocity)
            for n, off in zip(notes, late)
        ]
        singer = (
            dataclasses.replace(base, size=base.size * rng.uniform(0.97, 1.03)) if number else base
        )
        total += sing(rng, some, seconds, singer) * np.float32(
            1 if number == 0 else rng.uniform(0.3, 0.8)
        )
    total = effects.room(rng, total)
    return effects.echo(rng, total) if rng.random() < 0.15 else total
