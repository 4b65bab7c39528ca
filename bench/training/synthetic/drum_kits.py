"""Recorded drums of Debian's hydrogen-drumkits, each cut to begin at its onset."""

import functools
import pathlib
import re
import subprocess
import warnings
import xml.etree.ElementTree as xml

import numpy as np
from scipy.io import wavfile

from song import SAMPLE_RATE
from synthetic.dsp import count, normal, resample

FOLDER = pathlib.Path("/usr/share/hydrogen/data/drumkits")
ROLES = [  # the first that fits the instrument's name or its file's
    ("open", r"hat[ _]?(op|semi)|open[ _]?h|side ohh|\bho_|swish|hi hat (opened|free)"),
    ("hat", r"hat|hh\b|pedal|\bhh_"),
    ("kick", r"kick|bass ?drum|\bbd|thump"),
    ("clap", r"clap|snap"),
    ("rim", r"stick|rim ?click|clave|woodblock|click"),
    ("snare", r"snare|redo"),
    (
        "tom",
        r"\btom|conga|bongo|djembe|sangban1 head|dununba1 head|kenkeni1 head|drum [12]|cajon slap",
    ),
    ("cowbell", r"cowbell|agogo|bell (hit|mute)|dununba1 bell"),
    ("ride", r"ride|paiste bell"),
    ("crash", r"crash|china|splash|cymbal"),
    ("tambourine", r"tambourine"),
    ("shaker", r"maraca"),
    ("blip", r"waterglass|zap|whistle|sample:|^[a-g]#?4 - *$|^fx"),
]
LONGEST = 2.5  # seconds


@functools.cache
def instruments() -> dict[str, list[tuple[pathlib.Path, ...]]]:
    """For each role, the instruments that there are, each with the files of its layers."""
    found: dict[str, list[tuple[pathlib.Path, ...]]] = {}
    for listing in sorted(FOLDER.glob("*/drumkit.xml")):
        text = re.sub(
            r'xmlns(:\w+)?="[^"]*"|xsi:\w+="[^"]*"', "", listing.read_text(errors="replace")
        )
        for instrument in xml.fromstring(text).iter("instrument"):
            name = (instrument.findtext("name") or "").lower()
            names = dict.fromkeys(e.text for e in instrument.iter("filename") if e.text)
            paths = [listing.parent / n for n in names if "empty" not in n.lower()]
            paths = [p for p in paths if p.is_file()]
            role = next((role for role, like in ROLES if re.search(like, name)), "")
            if role and paths:
                found.setdefault(role, []).append(tuple(paths))
    return found


def _decode(path: pathlib.Path) -> np.ndarray:
    if path.suffix == ".wav":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", wavfile.WavFileWarning)  # chunks of no concern
                rate, x = wavfile.read(path)
            x = x.astype(np.float32)
            x = x.mean(axis=1) if x.ndim > 1 else x
            return x if rate == SAMPLE_RATE else resample(x, rate / SAMPLE_RATE)
        except ValueError:
            pass  # a kind of wav that scipy does not know
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", str(path), "-t", str(LONGEST + 0.5)]
    command += ["-ac", "1", "-ar", str(SAMPLE_RATE), "-f", "f32le", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.float32)


@functools.lru_cache(maxsize=200)
def read(path: pathlib.Path) -> np.ndarray:
    """One recording: mono, from its onset, at peak 1; empty when it is silent."""
    x = _decode(path)
    top = np.max(np.abs(x), initial=0.0)
    if top < 1e-4:
        return np.zeros(0, np.float32)
    loud = np.flatnonzero(np.abs(x) > 0.05 * top)
    x = x[max(loud[0] - 20, 0) : loud[0] + count(LONGEST)]
    last = np.flatnonzero(np.abs(x) > 0.002 * top)[-1] + 1
    x = x[:last].copy()
    n = min(count(0.01), len(x))
    x[len(x) - n :] *= np.linspace(1, 0, n, dtype=np.float32)
    return normal(x)


def one_shot(rng: np.random.Generator, role: str) -> np.ndarray | None:
    """A recorded drum of that role, or None where there is none."""
    choice = instruments().get(role, [])
    if not choice:
        return None
    layers = choice[int(rng.integers(len(choice)))]
    sound = read(layers[int(rng.integers(len(layers)))])
    return sound if len(sound) else None
