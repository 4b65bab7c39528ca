"""Parts of drums on recorded kits, played by a small sampler."""

import functools
import re

import numpy as np

import hydrogen
from render import Note
from song import SAMPLE_RATE

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


Layers = tuple[hydrogen.Layer, ...]  # of one instrument, the softest first
Kit = dict[int, tuple[Layers, ...]]

ELECTRONIC = ("Audiophob", "ElectricEmpireKit", "HardElectro1", "VariBreaks", "rumpf_kit_z01_h2")
HAND = ("Gimme A Hand 1.0", "circAfrique v4")
LOUD_AS_PLAYED = frozenset({35, 36, 38, 39, 40})  # bass drums, snares, claps
SMALL_METAL = frozenset({42, 44, 46, 51, 53, 54, 59, 69, 70, 82})
HATS = frozenset({42, 44, 46})
OPEN_HAT = 46
STOOD_IN_BY_HATS = frozenset(
    {37, 39, 44, 46, 51, 53, 54, 56, 59, 69, 70, 73, 74, 75, 76, 77, 80, 81, 82}
)
STOOD_IN_BY_TOMS = frozenset(range(60, 67))


@functools.cache
def kits() -> dict[str, Kit]:
    """For every installed kit, the instruments that stand for each note of General MIDI."""
    found = {}
    for name, instruments in hydrogen.kits().items():
        notes = _notes(instruments)
        if 36 in notes and (38 in notes or 39 in notes):
            found[name] = notes
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


def _notes(instruments: tuple[hydrogen.Instrument, ...]) -> Kit:
    hit = [instrument for instrument in instruments if "roll" not in instrument.name]
    notes = {}
    for numbers, patterns in WANTED.items():
        for pattern in patterns:
            fits = [
                tuple(sorted(instrument.layers, key=lambda layer: layer.most))
                for instrument in hit
                if re.search(pattern, instrument.name)
            ]
            if fits:
                notes |= {number: tuple(fits) for number in numbers}
                break
    return notes


def render(
    rng: np.random.Generator, notes: list[Note], seconds: float, sort: str
) -> np.ndarray | None:
    """The notes on a random kit of a sort, mono; None without kits."""
    names = names_of(sort)
    if not names or not notes:
        return None
    kit = _choose(rng, kits()[names[rng.integers(len(names))]])
    length = round(seconds * SAMPLE_RATE)
    out = np.zeros(length + round(hydrogen.LONGEST * SAMPLE_RATE * 2), np.float32)
    levels = {number: 10 ** (rng.normal(0, 3) / 20) for number in range(128)}
    balance = {
        "loud": 1.0,
        "hats": 10 ** (rng.normal(-9, 4) / 20),
        "other": 10 ** (rng.normal(-4, 3) / 20),
    }
    tuning = 2 ** (rng.normal(0, 0.1))  # all of the kit higher or lower
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
            tuned[key] = _tune(hydrogen.read(layers[index].path), tuning)
        sample = tuned[key]
        gain = balance[_group(note.pitch)] * levels[note.pitch] * (0.15 + 0.85 * strength**1.5)
        start = round(note.time * SAMPLE_RATE)
        if start < 0 or start >= length:
            continue
        if note.pitch == OPEN_HAT:  # an open hat sounds until the next one
            following = [n.time for n in ordered[i + 1 : i + 12] if n.pitch in HATS]
            hats_end = round(following[0] * SAMPLE_RATE) if following else -1
            if hats_end > start and hats_end - start < len(sample):
                sample = sample[: hats_end - start + 300].copy()
                fade = min(600, len(sample))
                sample[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
        out[start : start + len(sample)] += np.float32(gain) * sample
    return out[:length]


def _group(number: int) -> str:
    if number in LOUD_AS_PLAYED:
        return "loud"
    return "hats" if number in SMALL_METAL else "other"


def _choose(rng: np.random.Generator, kit: Kit) -> dict[int, Layers]:
    """One instrument for each note."""
    return {number: some[rng.integers(len(some))] for number, some in kit.items()}


def _stand_in(kit: dict[int, Layers], number: int) -> Layers:
    """Played where the kit has no such drum: hats for small things, toms for skins."""
    if number in STOOD_IN_BY_HATS:
        return kit.get(42, ())
    return kit.get(48, ()) if number in STOOD_IN_BY_TOMS else ()


def _tune(sample: np.ndarray, factor: float) -> np.ndarray:
    """So many times as high; silence where there is nothing."""
    if not len(sample):
        return np.zeros(1, np.float32)
    count = max(1, int(len(sample) / factor))
    return np.interp(np.arange(count) * factor, np.arange(len(sample)), sample).astype(np.float32)
