"""Recorded drums by the role that they have in a beat."""

import functools
import pathlib
import re

import numpy as np

import hydrogen

ROLES = [  # the first that fits the instrument's name
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


@functools.cache
def instruments() -> dict[str, list[tuple[pathlib.Path, ...]]]:
    """For each role, the instruments that there are, each with the files of its layers."""
    found: dict[str, list[tuple[pathlib.Path, ...]]] = {}
    for kit in hydrogen.kits().values():
        for instrument in kit:
            role = next((role for role, like in ROLES if re.search(like, instrument.name)), "")
            if role:
                paths = dict.fromkeys(layer.path for layer in instrument.layers)
                found.setdefault(role, []).append(tuple(paths))
    return found


def one_shot(rng: np.random.Generator, role: str) -> np.ndarray | None:
    """A recorded drum of that role, or None where there is none."""
    choice = instruments().get(role, [])
    if not choice:
        return None
    layers = choice[int(rng.integers(len(choice)))]
    sound = hydrogen.read(layers[int(rng.integers(len(layers)))])
    return sound if len(sound) else None
