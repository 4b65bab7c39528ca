"""The course of a song: which sections follow each other and who plays in them."""

import dataclasses

import numpy as np

from synthetic.dsp import pick

Rng = np.random.Generator
GROUPS = ("kick", "back", "hats", "perc", "bass", "music")
CHANCES = {  # of each group in a section of that kind
    "intro": (0.5, 0.3, 0.6, 0.5, 0.3, 0.5),
    "groove": (0.95, 0.85, 0.9, 0.7, 0.85, 0.6),
    "main": (1.0, 0.97, 0.93, 0.7, 0.97, 0.9),
    "verse": (0.9, 0.85, 0.85, 0.5, 0.85, 0.7),
    "break": (0.12, 0.15, 0.25, 0.25, 0.3, 0.95),
    "build": (0.3, 0.2, 0.5, 0.4, 0.25, 0.9),
    "drop": (1.0, 0.97, 0.93, 0.8, 1.0, 0.75),
    "still": (0.05, 0.1, 0.2, 0.3, 0.5, 1.0),
}
# fmt: off
NEXT = {  # what may follow, by shape and section
    "club": {
        "intro": {"groove": 4, "break": 1, "main": 2}, "groove": {"groove": 2, "main": 2,
        "break": 2},
        "main": {"break": 3, "groove": 2, "main": 1}, "break": {"build": 4, "main": 1,
        "groove": 1},
        "build": {"drop": 9, "main": 1}, "drop": {"drop": 1, "groove": 2, "break": 1, "main": 1},
    },
    "song": {
        "intro": {"verse": 4, "main": 1}, "verse": {"main": 4, "build": 1, "verse": 2,
        "break": 0.5},
        "main": {"verse": 3, "break": 2, "main": 1}, "break": {"main": 2, "build": 1, "verse": 1},
        "build": {"drop": 3, "main": 2}, "drop": {"verse": 2, "break": 1, "drop": 1},
    },
    "loop": {
        "intro": {"verse": 3, "main": 2}, "verse": {"verse": 2, "main": 3, "break": 0.6},
        "main": {"verse": 3, "main": 2, "break": 0.6}, "break": {"main": 2, "verse": 2},
    },
    "ambient": {
        "intro": {"still": 3, "groove": 1}, "still": {"still": 3, "groove": 1},
        "groove": {"still": 2, "groove": 1},
    },
}
# fmt: on


@dataclasses.dataclass
class Section:
    """Some bars in which the same players play."""

    kind: str
    letter: str
    first: int  # bar
    bars: int
    groups: set[str]
    parts: set[int]  # of the song's music
    speed: float  # of the drums: half or double time while the beat stays


def course(rng: Rng, shape: str, bars: int, parts: int, top: bool) -> list[Section]:
    table, out, at = NEXT[shape], [], 0
    if top and rng.random() < 0.3:
        out, at = [Section("pickup", "A", 0, 1, set(), set(), 1.0)], 1
    kind = "intro" if top else pick(rng, [k for k in table if k != "intro"])
    letters = {k: pick(rng, "ABC") for k in CHANCES} | {"main": "A", "drop": pick(rng, "AB")}
    odd = rng.random() < 0.08  # phrases that are not of four bars
    while at < bars:
        long = 4 if kind in ("build", "break") else 8
        n = int(pick(rng, [2, 4, long, 16], [0.1, 0.5, 0.35, 0.05])) + (
            int(rng.integers(-1, 2)) if odd else 0
        )
        groups = {g for g, chance in zip(GROUPS, CHANCES[kind]) if rng.random() < chance}
        if not groups & {"music", "bass", "perc", "kick"}:
            groups.add("music")
        many = {"main": 0.9, "drop": 0.75, "verse": 0.65, "groove": 0.55}.get(kind, 0.7)
        playing = {i for i in range(parts) if rng.random() < many}
        if parts and not playing:
            playing = {int(rng.integers(parts))}
        speed = 1.0
        if rng.random() < (0.08 if kind in ("drop", "break", "verse") else 0.015):
            speed = pick(rng, [0.5, 2.0], [0.7, 0.3])
        out.append(
            Section(
                kind, letters[kind], at, n, groups, playing if "music" in groups else set(), speed
            )
        )
        at += n
        kind = pick(rng, list(table[kind]), list(table[kind].values()))
    return out
