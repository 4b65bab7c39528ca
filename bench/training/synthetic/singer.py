"""A made-up voice: glottal pulses through formants that move from syllable to syllable.

The source is the flow of Klatt's KLGLOTT88 and the formants a cascade of resonators (Klatt 1980).
Saxes and violins are the same thing with other formants and another source.
"""

import dataclasses

import numpy as np
from scipy import signal

from song import SAMPLE_RATE
from synthetic.dsp import add, bandpass, count, highpass, log_uniform, pick

Rng = np.random.Generator
RATE = SAMPLE_RATE // 2  # of the voiced sound
STEP = 50  # samples of one point of the curves
BLOCK = 5  # points of one setting of the formants
VOWELS = {  # Hz, after Peterson and Barney
    "a": (730, 1090, 2440, 3400),
    "e": (530, 1840, 2480, 3500),
    "i": (270, 2290, 3010, 3600),
    "o": (570, 840, 2410, 3300),
    "u": (300, 870, 2240, 3200),
    "ae": (660, 1720, 2410, 3500),
    "er": (490, 1350, 1690, 3300),
    "uh": (640, 1190, 2390, 3400),
    "m": (250, 1100, 2200, 3200),
}
OPEN = ("a", "e", "i", "o", "u", "ae", "er", "uh")
SHAPES = {
    "sax": (480, 1180, 1800, 2900),
    "violin": (450, 1000, 1900, 3200),
    "guitar": (400, 900, 2300, 3000),
}
CONSONANTS = {  # band in Hz, seconds before the vowel, level
    "s": ((4500, 10000), (0.06, 0.16), 0.5),
    "sh": ((2000, 6500), (0.06, 0.15), 0.5),
    "t": ((2500, 9000), (0.015, 0.05), 0.7),
    "k": ((1200, 4000), (0.02, 0.06), 0.7),
    "p": ((300, 3000), (0.01, 0.04), 0.6),
    "f": ((1500, 9000), (0.05, 0.12), 0.2),
    "h": ((600, 4000), (0.03, 0.08), 0.2),
}


@dataclasses.dataclass
class Syllable:
    """A sung or spoken syllable; begins with its vowel, the consonant comes before."""

    at: float  # seconds
    long: float
    pitch: float  # MIDI, may be between keys
    loud: float
    vowel: str
    consonant: str  # "" for none, "m" for a nasal


@dataclasses.dataclass
class Character:
    """What stays the same from one syllable to the next."""

    kind: str  # voice, sax, violin, guitar, whistle
    tract: float  # factor on the formants
    vibrato: float  # Hz
    depth: float  # semitones
    breath: float
    open: float  # share of a period in which the glottis is open
    glide: float  # seconds
    attack: float
    shake: float  # semitones of random pitch
    voices: tuple[float, ...]  # semitones from the melody


def character(rng: Rng, kind: str = "voice", voices: tuple[float, ...] = (0.0,)) -> Character:
    fast = kind == "guitar"
    return Character(
        kind,
        rng.uniform(0.85, 1.25),
        rng.uniform(4.5, 7),
        log_uniform(rng, 0.05, 0.6),
        log_uniform(rng, 0.01, 0.5 if kind != "guitar" else 0.02),
        rng.uniform(0.4, 0.8),
        log_uniform(rng, 0.008, 0.03 if fast else 0.08),
        log_uniform(rng, 0.003, 0.01) if fast else log_uniform(rng, 0.01, 0.09),
        rng.uniform(0.02, 0.2),
        voices,
    )


def _smooth(x: np.ndarray, seconds: float) -> np.ndarray:
    keep = np.exp(-STEP / RATE / max(seconds, 1e-4))
    return signal.lfilter([1 - keep], [1, -keep], x, zi=[keep * x[0]])[0]


def _curves(rng: Rng, points: int, notes: list[Syllable], who: Character):
    """Pitch in semitones, loudness, formants, each at every STEP samples."""
    tempo = RATE / STEP
    pitch = np.full(points, notes[0].pitch if notes else 60.0)
    loud = np.zeros(points)
    shape = SHAPES.get(who.kind)
    formants = np.tile(np.array(shape or VOWELS["uh"], float)[:, None], (1, points))
    since = np.full(points, 0.0)
    for k, note in enumerate(notes):
        a = int(np.clip((note.at - 0.02) * tempo, 0, points))
        b = int(np.clip((note.at + note.long) * tempo, 0, points))
        if b <= a:
            continue
        following = notes[k + 1].at if k + 1 < len(notes) else note.at + note.long + 1
        c = int(np.clip(following * tempo, b, points))
        pitch[a:c] = note.pitch
        since[a:c] = np.arange(c - a) / tempo
        n = b - a
        env = np.minimum(np.arange(n) / tempo / who.attack, 1)
        env *= np.minimum((n - np.arange(n)) / tempo / min(0.08, note.long / 2), 1)
        loud[a:b] = np.maximum(
            loud[a:b], note.loud * env * np.linspace(1, rng.uniform(0.5, 1.1), n)
        )
        if not shape:
            formants[:, a:c] = np.array(VOWELS[note.vowel])[:, None]
            if note.consonant == "m":
                m = int(0.06 * tempo)
                formants[:, max(a - m, 0) : a] = np.array(VOWELS["m"])[:, None]
                loud[max(a - m, 0) : a] = np.maximum(loud[max(a - m, 0) : a], 0.3 * note.loud)
    pitch = _smooth(_smooth(pitch, who.glide), who.glide)
    t = np.arange(points) / tempo
    wave = np.sin(2 * np.pi * who.vibrato * t + 2 * np.sin(t)) * np.clip((since - 0.15) * 3, 0, 1)
    pitch = pitch + who.depth * wave + _smooth(rng.normal(0, 1, points), 0.05) * who.shake * 4
    return pitch, _smooth(loud, 0.006), np.stack([_smooth(f, 0.018) for f in formants])


def _source(rng: Rng, pitch: np.ndarray, n: int, who: Character) -> np.ndarray:
    """Pulses of all voices at the pitch, before formants."""
    hz = 440 * 2 ** ((pitch - 69) / 12)
    places = np.arange(len(hz)) * STEP
    out = np.zeros(n)
    for shift in who.voices:
        wander = 0.0
        if len(who.voices) > 1:
            wander = _smooth(rng.normal(0, 1, len(hz)), 0.2) * 0.8
        phase = np.cumsum(np.interp(np.arange(n), places, hz * 2 ** ((shift + wander) / 12))) / RATE
        ramp = (phase + rng.random()) % 1
        if who.kind == "whistle":
            out += np.sin(2 * np.pi * ramp)
        elif who.kind in ("violin", "guitar"):
            out += 1.4 * ramp - 0.7
        else:
            d = ramp / who.open
            out += np.where(d < 1, 2 * d - 3 * d * d, 0) * 1.5
    return out / len(who.voices) ** 0.5


def sing(rng: Rng, seconds: float, notes: list[Syllable], who: Character) -> np.ndarray:
    """The syllables in time order, as sound at SAMPLE_RATE."""
    n = -(-count(seconds) // 2 // (STEP * BLOCK)) * STEP * BLOCK
    if not notes:
        return np.zeros(count(seconds), np.float32)
    pitch, loud, formants = _curves(rng, n // STEP + 1, notes, who)
    envelope = np.interp(np.arange(n), np.arange(len(loud)) * STEP, loud)
    x = _source(rng, pitch, n, who)
    x = (x + rng.standard_normal(n) * who.breath) * envelope
    if who.kind == "guitar":
        x = np.tanh(x * log_uniform(rng, 4, 30)) * np.minimum(envelope * 20, 1)
    if who.kind != "whistle":
        x = _resonate(x, envelope, formants[:, ::BLOCK][:, : n // (STEP * BLOCK)] * who.tract)
    out = signal.resample_poly(x, 2, 1)[: count(seconds)].astype(np.float32)
    out = np.pad(out, (0, count(seconds) - len(out)))
    level = np.max(np.abs(out)) + 1e-9
    if who.kind == "voice":
        for note in notes:
            if note.consonant in CONSONANTS:
                _consonant(rng, out, note, level)
    return highpass(out, 70, 1)


def _resonate(x: np.ndarray, envelope: np.ndarray, formants: np.ndarray) -> np.ndarray:
    size = STEP * BLOCK
    width = np.array([80, 100, 140, 220])[:, None] * np.ones_like(formants)
    r = np.exp(-np.pi * width / RATE)
    a1, a2 = -2 * r * np.cos(2 * np.pi * np.minimum(formants, RATE * 0.46) / RATE), r * r
    zero = np.zeros_like(a1)
    rows = (
        np.stack([1 + a1 + a2, zero, zero, np.ones_like(a1), a1, a2], axis=2)
        .transpose(1, 0, 2)
        .copy()
    )
    out, state = np.zeros(len(x)), np.zeros((4, 2))
    quiet = envelope.reshape(-1, size).max(axis=1) < 1e-4
    for i in range(len(rows)):
        if quiet[i]:
            state[:] = 0
            continue
        part = slice(i * size, (i + 1) * size)
        out[part], state = signal.sosfilt(rows[i], x[part], zi=state)
    return out


def _consonant(rng: Rng, out: np.ndarray, note: Syllable, level: float) -> None:
    (low, high), (short, long), loud = CONSONANTS[note.consonant]
    seconds = rng.uniform(short, long)
    n = count(seconds + 0.03)
    t = np.linspace(0, 1, n)
    shape = np.exp(-t * 5) if note.consonant in "tkp" else np.sin(np.pi * t) ** 0.5
    hiss = bandpass(rng.standard_normal(n, dtype=np.float32), low, min(high, 15000))
    add(
        out,
        note.at - seconds,
        (hiss * shape).astype(np.float32),
        level * loud * note.loud * rng.uniform(0.1, 0.8),
    )


def consonant_of(rng: Rng) -> str:
    return pick(rng, ["", "m", *CONSONANTS], [3, 2.5, 2, 0.7, 2, 1.5, 1, 1, 1])
