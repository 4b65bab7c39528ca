"""Recorded drums: the kits of Hydrogen (Debian's hydrogen-drumkits), played by a small sampler."""

import dataclasses
import functools
import math
import pathlib
import re
import xml.etree.ElementTree

import numpy as np
import scipy.signal
import soundfile

from render import Note
from song import SAMPLE_RATE

FOLDER = pathlib.Path("/usr/share/hydrogen/data/drumkits")
LONGEST = 3.0  # seconds of a sample
# General MIDI notes and the instruments of a kit that stand for them by name, best first.
WANTED = {
    (35, 36): ("kick", "bass ?drum", r"\bbd", "djembe1 bass", "cajon thump"),
    (37,): ("stick", "rim", "click", "sangban1 head mute"),
    (38, 40): ("snare", r"\bsn", "djembe1 slap", "cajon slap"),
    (39,): ("clap", "snap", "djembe2 slap"),
    (42, 44): (r"(hat|hi-?hat|hh).*(cl|dry)", r"(cl|closed|pedal).*(hat|hh)", "shaker", "maraca",
        "hat|hh", "hat", "bell hit"),
    (46,): (r"(hat|hi-?hat|hh).*(op|free)", r"(op|open).*(hat|hh)", "ohh"),
    (41, 43): ("tom.*(low|floor|l$)", "(low|floor).*tom", "tom", "djembe2 bass", "bongo lo"),
    (45, 47): ("tom.*(mid|2)", "mid.*tom", "tom", "djembe2 tone", "bongo lo"),
    (48, 50): ("tom.*(hi|1)", "(hi|high).*tom", "tom", "djembe1 tone", "bongo hi"),
    (49, 57, 52, 55): ("crash", "cymbal", "china", "fx"),
    (51, 59): ("ride(?!.*(bell|cup))", "ride", "cymbal", "crash"),
    (53,): ("(ride.*(bell|cup)|bell)", "ride"),
    (54,): ("tamb", "maraca", "shaker"),
    (56,): ("cow",),
    (60, 62, 63): ("bongo hi", "djembe3 tone"),
    (61, 64): ("bongo lo", "djembe3 bass"),
    (69, 70, 82): ("maraca", "shaker", "cabasa"),
    (75, 76, 77): ("clave", "wood"),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Layer:
    """One sample of an instrument: for velocities (0 to 1) up to `most`."""

    path: pathlib.Path
    most: float


Instrument = tuple[Layer, ...]
Kit = dict[int, tuple[Instrument, ...]]

ELECTRONIC = ("Audiophob", "ElectricEmpireKit", "HardElectro1", "VariBreaks", "rumpf_kit_z01_h2")
HAND = ("Gimme A Hand 1.0", "circAfrique v4")


@functools.cache
def kits() -> dict[str, Kit]:
    """For every installed kit, the instruments that stand for each note of General MIDI."""
    found = {}
    for path in sorted(FOLDER.glob("*/drumkit.xml")):
        notes = _notes(path)
        if 36 in notes and (38 in notes or 39 in notes):
            found[path.parent.name] = notes
    return found


def names_of(sort: str) -> list[str]:
    """Installed kits: "acoustic", "electronic", "hand" or "any"."""
    names = list(kits())
    if sort == "electronic":
        return [name for name in names if name in ELECTRONIC]
    if sort == "hand":
        return [name for name in names if name in HAND]
    if sort == "acoustic":
        return [name for name in names if name not in ELECTRONIC + HAND]
    return names


def _notes(path: pathlib.Path) -> Kit:
    text = re.sub(r'\sxmlns="[^"]*"', "", path.read_text(errors="replace"))
    instruments = []
    for element in xml.etree.ElementTree.fromstring(text).iter("instrument"):
        layers = [
            Layer(path.parent / layer.findtext("filename", ""), float(layer.findtext("max", "1")))
            for layer in element.iter("layer")
        ] or [Layer(path.parent / element.findtext("filename", ""), 1.0)]
        layers = [
            layer for layer in layers if layer.path.is_file() and "empty" not in layer.path.name
        ]
        if layers and "roll" not in element.findtext("name", "").lower():
            layers.sort(key=lambda layer: layer.most)
            instruments.append((element.findtext("name", "").lower(), tuple(layers)))
    notes = {}
    for numbers, patterns in WANTED.items():
        for pattern in patterns:
            fits = [layers for name, layers in instruments if re.search(pattern, name)]
            if fits:
                notes |= {number: tuple(fits) for number in numbers}
                break
    return notes


@functools.lru_cache(maxsize=256)
def _sample(path: pathlib.Path) -> np.ndarray:
    """Mono, at our rate, beginning at its onset, its peak at 1."""
    data, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = data.mean(axis=1)[: round(LONGEST * rate)]
    if rate != SAMPLE_RATE:
        common = math.gcd(rate, SAMPLE_RATE)
        mono = scipy.signal.resample_poly(mono, SAMPLE_RATE // common, rate // common)
    peak = np.abs(mono).max() if len(mono) else 0
    if peak < 1e-4:
        return np.zeros(1, np.float32)
    onset = max(0, int(np.argmax(np.abs(mono) > 0.08 * peak)) - SAMPLE_RATE // 2000)
    mono = mono[onset:].astype(np.float32) / peak
    quiet = np.flatnonzero(np.abs(mono) > 0.003)
    mono = mono[: quiet[-1] + 1].copy()
    fade = min(len(mono), 400)
    mono[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return mono


def render(
    rng: np.random.Generator, notes: list[Note], seconds: float, sort: str
) -> np.ndarray | None:
    """The notes on a random kit of a sort, mono; None without kits."""
    names = names_of(sort)
    if not names or not notes:
        return None
    kit = _choose(rng, kits()[names[rng.integers(len(names))]])
    length = round(seconds * SAMPLE_RATE)
    out = np.zeros(length + round(LONGEST * SAMPLE_RATE * 2), np.float32)
    levels = {number: 10 ** (rng.normal(0, 3) / 20) for number in range(128)}
    balance = {
        "low": 1.0,
        "hats": 10 ** (rng.normal(-9, 4) / 20),
        "other": 10 ** (rng.normal(-4, 3) / 20),
    }
    tuning = 2 ** (rng.normal(0, 0.1))  # all of the kit higher or lower
    hats_end = -1
    ordered = sorted(notes, key=lambda note: note.time)
    tuned: dict[tuple[int, int], np.ndarray] = {}
    for i, note in enumerate(ordered):
        layers = kit.get(note.pitch) or _stand_in(kit, note.pitch)
        if not layers:
            continue
        strength = min(1.0, note.velocity / 127)
        index = next(
            (k for k, layer in enumerate(layers) if strength <= layer.most), len(layers) - 1
        )
        key = (note.pitch, index)
        if key not in tuned:
            tuned[key] = _tune(_sample(layers[index].path), tuning)
        sample = tuned[key]
        group = (
            "low"
            if note.pitch in (35, 36, 38, 40, 39)
            else "hats"
            if note.pitch in (42, 44, 46, 51, 53, 54, 59, 69, 70, 82)
            else "other"
        )
        gain = balance[group] * levels[note.pitch] * (0.15 + 0.85 * strength**1.5)
        start = round(note.time * SAMPLE_RATE)
        if start < 0 or start >= length:
            continue
        if note.pitch == 46:  # an open hat sounds until the next one
            following = [n.time for n in ordered[i + 1 : i + 12] if n.pitch in (42, 44, 46)]
            hats_end = round(following[0] * SAMPLE_RATE) if following else -1
            if hats_end > start and hats_end - start < len(sample):
                sample = sample[: hats_end - start + 300].copy()
                fade = min(600, len(sample))
                sample[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
        out[start : start + len(sample)] += np.float32(gain) * sample
    return out[:length]


def _choose(rng: np.random.Generator, kit: Kit) -> dict[int, Instrument]:
    """One instrument for each note."""
    return {number: some[rng.integers(len(some))] for number, some in kit.items()}


def _stand_in(kit: dict[int, Instrument], number: int) -> Instrument:
    """Played where the kit has no such drum: hats for small things, toms for skins."""
    small, skins = {37, 39, 53, 54, 56, 69, 70, 75, 76, 77, 80, 81, 82, 73, 74}, {
        60,
        61,
        62,
        63,
        64,
        65,
        66,
    }
    if number in small:
        return kit.get(42, ())
    if number in skins:
        return kit.get(48, ())
    return kit.get(42, ()) if number in (44, 46, 51, 59) else ()


def _tune(sample: np.ndarray, factor: float) -> np.ndarray:
    count = max(1, int(len(sample) / factor))
    return np.interp(np.arange(count) * factor, np.arange(len(sample)), sample).astype(np.float32)
