"""Recorded drums of Debian's hydrogen-drumkits: the instruments of its kits, and their sound."""

import dataclasses
import functools
import math
import pathlib
import re
import xml.etree.ElementTree

import numpy as np
import scipy.signal
import soundfile

from song import SAMPLE_RATE

FOLDER = pathlib.Path("/usr/share/hydrogen/data/drumkits")
LONGEST = 3.0  # seconds of a recording


@dataclasses.dataclass(frozen=True)
class Layer:
    """One recording of an instrument: for velocities (0 to 1) up to `most`."""

    path: pathlib.Path
    most: float


@dataclasses.dataclass(frozen=True)
class Instrument:
    """A drum of a kit; its name in small letters, its layers as the kit lists them."""

    name: str
    layers: tuple[Layer, ...]


@functools.cache
def kits() -> dict[str, tuple[Instrument, ...]]:
    """The instruments of every installed kit that have recordings; none without the package."""
    return {path.parent.name: _instruments(path) for path in sorted(FOLDER.glob("*/drumkit.xml"))}


def _instruments(listing: pathlib.Path) -> tuple[Instrument, ...]:
    # Some kits name a namespace, some declare none of the prefixes that they use.
    text = re.sub(
        r'\sxmlns(:\w+)?="[^"]*"|\sxsi:\w+="[^"]*"', "", listing.read_text(errors="replace")
    )
    found = []
    for element in xml.etree.ElementTree.fromstring(text).iter("instrument"):
        layers = []
        for layer in list(element.iter("layer")) or [element]:
            path = listing.parent / (layer.findtext("filename") or "")
            if path.is_file() and "empty" not in path.name.lower():
                layers.append(Layer(path, float(layer.findtext("max") or 1)))
        if layers:
            found.append(Instrument((element.findtext("name") or "").lower(), tuple(layers)))
    return tuple(found)


@functools.lru_cache(maxsize=256)
def read(path: pathlib.Path) -> np.ndarray:
    """A recording, mono, from its onset, its peak at 1; empty where it is silent."""
    data, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = data.mean(axis=1)
    if rate != SAMPLE_RATE:
        common = math.gcd(rate, SAMPLE_RATE)
        mono = scipy.signal.resample_poly(mono, SAMPLE_RATE // common, rate // common)
    level = np.abs(mono)
    peak = np.max(level, initial=0.0)
    if peak < 1e-4:
        return np.zeros(0, np.float32)
    onset = max(0, int(np.argmax(level > 0.05 * peak)) - 20)
    end = min(
        int(np.flatnonzero(level > 0.002 * peak)[-1]) + 1, onset + round(LONGEST * SAMPLE_RATE)
    )
    mono = (mono[onset:end] / peak).astype(np.float32)
    fade = min(len(mono), SAMPLE_RATE // 100)
    mono[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return mono
