"""What basses, chords and melodies play: rhythms and pitches, a bar at a time.

A figure is drawn for each of a song's sections and repeats every few bars. Its notes are
(beat, length in beats, tone, velocity) where the tone says what to make of the bar's chord:
("root", semitones), ("chord", 0), ("tone", which one, on into other octaves), ("degree", of scale).
"""

import numpy as np

from synthetic.dsp import pick
from synthetic.styles import CLAVE, PERC
from synthetic.tune import Tune

Note = tuple[float, float, tuple[str, int], float]
Bars = list[list[Note]]
Rng = np.random.Generator


def steps(pattern: str, tune: Tune) -> list[float]:
    """The beats at which a pattern of sixteenths has its hits, cut or continued to fit the bar."""
    each = 1 / 3 if tune.triplets else 0.25
    n = round(tune.meter / each)
    long = pattern * (n // len(pattern) + 1)
    return [i * each for i in range(n) if long[i] != "."]


def syncopated(rng: Rng, tune: Tune, hits: int, off: float) -> list[float]:
    """Beats drawn at random; `off` from 0 (on the beat) to 1 (anywhere but)."""
    places = [b + p for b in range(tune.meter) for p in tune.parts]
    weight = []
    for place in places:
        strong = (
            1.0
            if place == 0
            else 0.8
            if place % 1 == 0
            else 0.45
            if abs(place % 0.5) < 0.01
            else 0.25
        )
        weight.append((1 - off) * strong**2 + off * (1.1 - strong))
    weight = np.array(weight) / np.sum(weight)
    chosen = rng.choice(len(places), min(hits, len(places)), replace=False, p=weight)
    return sorted(places[i] for i in chosen)


def _lengths(at: list[float], meter: int, longest: float, share: float) -> list[float]:
    """How long each note may last until the next."""
    return [
        min(b - a, longest) * share for a, b in zip(at, [*at[1:], meter + (at[0] if at else 0)])
    ]


def bass_figure(rng: Rng, kind: str, tune: Tune, kicks: list[list[float]]) -> Bars:
    m, half = tune.meter, tune.half
    vel = lambda: rng.uniform(0.65, 1)
    fifth = lambda: pick(rng, [0, 0, 0, 12, 7, -5, 10, 3])

    def notes(
        at: list[float], share: float = 0.85, longest: float = 4.0, jump: float = 0.0
    ) -> list[Note]:
        return [
            (a, n, ("root", fifth() if rng.random() < jump else 0), vel())
            for a, n in zip(at, _lengths(at, m, longest, share))
        ]

    jump = pick(rng, [0, 0.1, 0.3, 0.5])
    if kind == "long":
        out = [notes([0.0] if rng.random() < 0.6 else [0.0, m - half], 0.98, m) for _ in range(2)]
    elif kind == "offbeat":
        out = [notes([b + half for b in range(m)], rng.uniform(0.3, 0.7), jump=jump * 0.5)]
    elif kind in ("rolling", "triplet roll"):
        inner = (1 / 3, 2 / 3) if kind == "triplet roll" or tune.triplets else (0.25, 0.5, 0.75)
        out = [notes([b + p for b in range(m) for p in inner], 0.8)]
    elif kind == "sixteenths" or kind == "acid":
        keep = rng.uniform(0.6, 1)
        at = [b + p for b in range(m) for p in tune.parts if rng.random() < keep]
        out = [notes(at or [0.0], rng.uniform(0.4, 0.95), 1, rng.uniform(0, 0.6))]
    elif kind == "eighths":
        out = [
            notes(
                [b + p for b in range(m) for p in (0, half)],
                rng.uniform(0.5, 0.95),
                jump=jump * 0.3,
            )
        ]
    elif kind == "octaves":
        at = [b + p for b in range(m) for p in (0, half)]
        out = [[(a, half * 0.8, ("root", 12 * (i % 2)), vel()) for i, a in enumerate(at)]]
    elif kind == "shuffle":
        at = [
            b + p
            for b in range(m)
            for p in ((0, 2 / 3) if rng.random() < 0.7 else (0, 1 / 3, 2 / 3))
        ]
        out = [notes(at, 0.8, jump=jump)]
    elif kind == "tresillo":
        out = [
            notes(
                steps(pick(rng, ["9..9..9.9..9..9.", "9..9..9.", "9..9..9..9..9..."]), tune),
                0.8,
                jump=jump,
            )
        ]
    elif kind == "tumbao":
        at = [m - 1.0, m - 2.5] if m > 2 else [half]
        out = [
            notes(sorted(at), 0.9, 2, 0.4),
            notes(sorted([*at, *([0.0] if rng.random() < 0.2 else [])]), 0.9, 2, 0.4),
        ]
    elif kind in ("follow", "808") and any(kicks):
        share = 0.97 if kind == "808" else rng.uniform(0.4, 0.95)
        out = [notes(sorted(set(k)) or [0.0], share, 4, jump) for k in kicks]
    elif kind == "walk":
        walk = lambda: [
            (float(b), 0.9, ("tone", int(rng.integers(-1, 4)) if b else 0), vel()) for b in range(m)
        ]
        out = [walk() for _ in range(2)]
    elif kind == "root fifth":
        out = [[(0.0, 0.9, ("root", 0), 0.9), (float(m // 2), 0.9, ("root", 7), 0.8)]]
    elif kind == "oom":
        out = [[(0.0, 0.9, ("root", 0), 0.9)], [(0.0, 0.9, ("root", pick(rng, [0, 7, -5])), 0.9)]]
    elif kind == "dub":
        at = [
            syncopated(rng, tune, int(rng.integers(1, 6)), rng.uniform(0.2, 0.9)) for _ in range(2)
        ]
        out = [notes(a, rng.uniform(0.5, 0.95), 2.5, 0.5) for a in at]
    elif kind == "wobble":
        at = [
            [0.0, *([pick(rng, [1.0, 1.5, 2.0])] if rng.random() < 0.6 else [])] for _ in range(2)
        ]
        out = [notes([a for a in bar if a < m], 0.97, 4, 0.2) for bar in at]
    else:
        at = [
            syncopated(rng, tune, int(rng.integers(3, 8)), rng.uniform(0.1, 0.7)) for _ in range(2)
        ]
        out = [notes(a, rng.uniform(0.4, 0.9), 1.5, jump) for a in at]
    return out


def _arp(rng: Rng, tune: Tune, fast: bool = False) -> Bars:
    each = pick(rng, [0.25, 0.25, 0.5, 1 / 3, 0.75, 0.125 if tune.bpm < 110 else 0.5])
    if tune.triplets:
        each = pick(rng, [1 / 3, 1 / 3, 2 / 3, 1 / 6])
    if fast:
        each = 1 / 12 if tune.triplets else 0.125
    cycle = int(pick(rng, [3, 4, 4, 5, 6, 8, 8, 7, 16]))
    shape = pick(rng, ["up", "down", "both", "random", "random"])
    order = {"up": list(range(cycle)), "down": list(range(cycle))[::-1]}.get(shape)
    if shape == "both":
        order = [*range(cycle), *range(cycle - 2, 0, -1)]
    if order is None:
        order = [int(i) for i in rng.integers(0, 6, cycle)]
    order = [o % 9 for o in order]
    gaps = rng.random(len(order)) < pick(rng, [0, 0, 0.15, 0.4])
    accent = rng.uniform(0.35, 1, len(order))
    bars, total = int(pick(rng, [1, 2, 4])), 0
    out: Bars = []
    held = rng.uniform(0.4, 1.1)
    again = rng.random() < 0.5  # the cycle starts anew at each bar
    for _ in range(bars):
        bar = []
        for i in range(
            int(round(tune.meter / each + 1e-6))
            if each != 0.75
            else int(tune.meter / each - 1e-6) + 1
        ):
            k = (i if again else total) % len(order)
            total += 1
            if not gaps[k]:
                bar.append((i * each, each * held, ("tone", order[k]), float(accent[k])))
        out.append(bar)
    return out


def _lead(rng: Rng, tune: Tune, low: int, high: int, dense: float) -> Bars:
    out: Bars = []
    degree = int(rng.integers(low, high))
    rhythm = None
    for _ in range(int(pick(rng, [2, 4, 4]))):
        if rhythm is None or rng.random() < 0.5:
            hits = int(rng.integers(1, max(2, int(dense * tune.meter * 2)) + 1))
            rhythm = syncopated(rng, tune, hits, rng.uniform(0, 0.6))
        notes = []
        for a, n in zip(rhythm, _lengths(rhythm, tune.meter, 3, rng.uniform(0.5, 1))):
            degree = int(np.clip(degree + rng.integers(-3, 4), low, high))
            notes.append((a, n, ("degree", degree), rng.uniform(0.5, 1)))
        out.append(notes if rng.random() < 0.85 else [])
    return out


def _chords(at: list[float], tune: Tune, longest: float, rng: Rng) -> list[Note]:
    return [
        (a, n, ("chord", 0), rng.uniform(0.55, 1))
        for a, n in zip(at, _lengths(at, tune.meter, longest, 0.95))
    ]


def figure(rng: Rng, kind: str, tune: Tune) -> Bars | None:
    """What a part plays in a section; None where it holds the chords for as long as they last."""
    m, half = tune.meter, tune.half
    if kind in ("pad", "strings", "choir"):
        return None
    if kind in ("arp", "chip arp"):
        return _arp(rng, tune, kind == "chip arp" and rng.random() < 0.6)
    if kind == "gated":
        gate = pick(
            rng, [*CLAVE, *PERC, "9.99.99.9.99.99.", "9.9.9.9.9.9.9.9.", "999.999.999.999."]
        )
        return [_chords(steps(gate, tune), tune, 0.25, rng)]
    if kind in ("lead", "chip lead"):
        return _lead(rng, tune, 12, 24, rng.uniform(0.4, 1.6))
    if kind == "bells":
        return _lead(rng, tune, 16, 28, rng.uniform(0.2, 0.9))
    if kind == "riff":
        bar = _lead(rng, tune, pick(rng, [0, 7, 14]), 21, rng.uniform(0.8, 2))[:2]
        return bar[:1] if rng.random() < 0.6 else bar
    if kind == "skank":
        both = rng.random() < 0.3
        at = [
            b + p for b in range(m) for p in ((half, min(half + 0.25, 0.95)) if both else (half,))
        ]
        if rng.random() < 0.25:
            at = [float(b) for b in range(1, m, 2)]
        return [_chords(at, tune, rng.uniform(0.12, 0.35), rng)]
    if kind == "bubble":
        at = [b + p for b in range(m) for p in tune.parts[1:]]
        return [_chords(at, tune, 0.2, rng)]
    if kind == "chank":
        full = rng.random() < 0.4
        at = (
            [b + p for b in range(m) for p in tune.parts] if full else syncopated(rng, tune, 6, 0.6)
        )
        return [_chords(at, tune, rng.uniform(0.1, 0.3), rng) for _ in range(2)]
    if kind == "dub":
        at = [
            syncopated(rng, tune, int(rng.integers(1, 3)), 0.7)
            for _ in range(int(pick(rng, [1, 2])))
        ]
        return [_chords(a, tune, 0.3, rng) for a in at]
    if kind == "montuno":
        first = [0.0, 0.5, 1.0, 1.75, 2.25, 2.75, 3.25, 3.75]
        second = (
            [0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75]
            if rng.random() < 0.5
            else [0.5, 1.5, 2.5, 3.5]
        )
        pick_tone = (
            lambda a: ("chord", 0) if rng.random() < 0.4 else ("tone", int(rng.integers(0, 5)))
        )
        return [
            [(a, 0.24, pick_tone(a), rng.uniform(0.6, 1)) for a in bar if a < m]
            for bar in (first, second)
        ]
    if kind == "brass":
        at = syncopated(rng, tune, int(rng.integers(1, 5)), rng.uniform(0.1, 0.7))
        return [[], _chords(at, tune, rng.uniform(0.2, 1.5), rng)][:: int(pick(rng, [1, -1]))]
    if kind == "power":
        each = pick(rng, [tune.half, 1.0])
        at = [b + p for b in range(m) for p in ((0, tune.half) if each < 1 else (0,))]
        return [_chords(at if rng.random() < 0.6 else syncopated(rng, tune, 6, 0.4), tune, 1, rng)]
    if kind == "stabs":
        at = pick(
            rng,
            [
                [b + half for b in range(m)],
                steps(pick(rng, CLAVE), tune),
                steps(pick(rng, PERC), tune),
                syncopated(rng, tune, int(rng.integers(1, 6)), rng.uniform(0.2, 0.8)),
            ],
        )
        return [_chords(at, tune, rng.uniform(0.15, 0.6), rng)]
    if kind in ("plucks", "chops", "scratch"):
        out: Bars = []
        for _ in range(int(pick(rng, [1, 2, 4]))):
            at = syncopated(rng, tune, int(rng.integers(2, 8)), rng.uniform(0.1, 0.8))
            out.append(
                [
                    (a, n, ("tone", int(rng.integers(0, 5))), rng.uniform(0.5, 1))
                    for a, n in zip(at, _lengths(at, m, 0.75, 0.9))
                ]
            )
        return out
    # keys, organ, loop: comping
    style = pick(rng, ["comp", "broken", "beats", "long"])
    if style == "broken":
        return _arp(rng, tune)
    if style == "beats":
        each = pick(rng, [1.0, half])
        return [
            _chords(
                [b + p for b in range(m) for p in ((0,) if each == 1 else (0, half))], tune, 1, rng
            )
        ]
    if style == "long":
        return None
    return [
        _chords(syncopated(rng, tune, int(rng.integers(1, 6)), rng.uniform(0, 0.6)), tune, 2, rng)
        for _ in range(2)
    ]
