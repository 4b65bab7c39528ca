"""Balance, side-chains, rooms and the last touch of a song of electronic music."""

import numpy as np

from song import SAMPLE_RATE
from synthetic.dsp import (
    compress,
    count,
    crush,
    echo,
    gain,
    highpass,
    log_uniform,
    loudness,
    lowpass,
    noise,
    normal,
    pick,
    reverb,
    room,
    sweep,
)
from synthetic.production import Production

Rng = np.random.Generator


def _pump(song: Production) -> np.ndarray | None:
    """The gain by which kicks duck the rest."""
    rng = song.rng
    if rng.random() > song.style.pump:
        return None
    at = song.kicks
    if rng.random() < 0.35 or not at:
        at = [t for t in song.clock.beats if -1 < t < song.n / SAMPLE_RATE]
    depth, back = rng.uniform(0.3, 1), 60 / song.tune.bpm * rng.uniform(0.3, 0.95)
    n = count(back)
    dip = 1 - depth * (1 - np.linspace(0, 1, n, dtype=np.float32) ** rng.uniform(0.8, 2.5))
    curve = np.ones(song.n, np.float32)
    for t in at:
        start = count(t) if t > 0 else 0
        part = curve[start : start + n]
        np.minimum(part, dip[: len(part)], out=part)
    return curve


def mix(song: Production) -> np.ndarray:
    rng = song.rng
    pump = _pump(song)
    hall = room(rng, log_uniform(rng, 0.3, 3), rng.uniform(0, 0.03), log_uniform(rng, 1500, 9000))
    music, wet = np.zeros(song.n, np.float32), np.zeros(song.n, np.float32)
    for part, track in zip(song.parts, song.tracks):
        loud = loudness(track)
        if loud < 1e-5:
            continue
        track *= part.level / loud
        if part.name == "loop" and rng.random() < 0.6:
            track = lowpass(
                crush(track, rng.uniform(7, 12), int(rng.integers(1, 4))),
                log_uniform(rng, 1200, 8000),
            )
        if part.tone:
            track = lowpass(track, part.tone)
        if part.echo:
            track = track + echo(track, *part.echo)
        if rng.random() < 0.1:
            curve = np.geomspace(log_uniform(rng, 200, 8000), log_uniform(rng, 200, 8000), 16)
            track = sweep(track, curve, rng.uniform(0.7, 2), 512)
        if pump is not None and part.pumped:
            track *= pump
        music += track
        wet += track * np.float32(part.space)
    if np.any(wet):
        music += reverb(wet, hall, 1.0)
    if song.sample:
        sampled = song.sampled * gain(rng.normal(-1, 3))
        music += sampled * pump if pump is not None else sampled
    music = _filtered(song, music)
    out = np.zeros(song.n, np.float32)
    loud = loudness(song.bass)
    if loud > 1e-5:
        bass = song.bass * (gain(rng.normal(-3, 3)) / loud)
        out += bass * pump if pump is not None and rng.random() < 0.7 else bass
    out += music * gain(rng.normal(0, 2.5))
    drums = song.drums
    loud = loudness(drums)
    if loud > 1e-5:
        drums = drums * (gain(rng.normal(-0.5, 4.5)) / loud)
        if rng.random() < 0.3:
            drums = reverb(
                drums, room(rng, log_uniform(rng, 0.15, 1.5), 0, 6000), rng.uniform(0.03, 0.3)
            )
        if rng.random() < 0.3:
            drums = compress(
                drums, rng.uniform(-12, 0), rng.uniform(2, 8), 0.004, rng.uniform(0.03, 0.3)
            )
        out += drums
    out += song.effects * max(loudness(out), 0.1) * gain(rng.normal(4, 4))
    return _master(song, out)


def _filtered(song: Production, music: np.ndarray) -> np.ndarray:
    """Builds and breaks open or close a filter over all music."""
    rng, n = song.rng, song.n
    if rng.random() > 0.3:
        return music
    points = np.full(256, 18000.0)
    for section in song.sections:
        if section.kind in ("build", "break", "intro") and rng.random() < 0.7:
            meter = song.tune.meter
            span = [song.clock.plain((section.first + k) * meter) for k in (0, section.bars)]
            a, b = (int(np.clip(t * SAMPLE_RATE / n * 256, 0, 256)) for t in span)
            curve = np.geomspace(
                log_uniform(rng, 200, 900), log_uniform(rng, 3000, 14000), max(b - a, 1)
            )
            points[a:b] = curve[: b - a] if rng.random() < 0.8 else curve[::-1][: b - a]
    return sweep(music, points, rng.uniform(0.7, 1.5), 512)


def _master(song: Production, out: np.ndarray) -> np.ndarray:
    rng, clock, meter = song.rng, song.clock, song.tune.meter
    for section in song.sections[:-1]:
        end = (section.first + section.bars) * meter
        if rng.random() < (0.3 if section.kind == "build" else 0.05):
            beats = pick(rng, [0.5, 1, 1, 2, meter])
            a, b = (
                int(np.clip(clock.plain(e) * SAMPLE_RATE, 0, song.n)) for e in (end - beats, end)
            )
            if rng.random() < 0.6:
                out[a:b] *= np.float32(rng.uniform(0, 0.1))
            elif b > a:  # a stutter
                n = max((b - a) // int(pick(rng, [2, 3, 4, 8])), 64)
                out[a:b] = np.tile(out[a : a + n], (b - a) // n + 1)[: b - a]
    out = normal(out)
    if rng.random() < song.style.dirt:
        out += vinyl(rng, song.n) * gain(rng.uniform(-46, -24))
    if rng.random() < 0.5:
        out = np.tanh(out * log_uniform(rng, 0.8, 4)).astype(np.float32)
    return highpass(normal(out, 0.9), 20, 1)


def vinyl(rng: Rng, n: int) -> np.ndarray:
    """Crackle, rumble and hiss, at peak 1."""
    out = noise(rng, n, "pink") * rng.uniform(0, 0.1)
    clicks = rng.integers(0, n, int(n / SAMPLE_RATE * log_uniform(rng, 2, 60)))
    np.add.at(out, clicks, rng.exponential(0.5, len(clicks)).astype(np.float32))
    return normal(lowpass(out, rng.uniform(4000, 12000), 1))
