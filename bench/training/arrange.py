"""What songs of notes have in common: players, what drops out, how parts are mixed and cut."""

from collections.abc import Callable

import mido
import numpy as np

import drum_sampler
import effects
import render
import timing
import voice
from melody import TuneNote
from render import Note, Part
from song import SAMPLE_RATE, Song

# General MIDI programs that may stand for each other.
FAMILIES = (
    (0, 1, 2, 3, 4, 5, 6, 7), (4, 5, 11, 16, 17, 18), (8, 9, 10, 11, 12, 13, 14, 15),
    (16, 17, 18, 19, 20, 21, 22, 23),
    (24, 25, 26, 27, 28), (29, 30, 31, 27), (32, 33, 34, 35, 36, 37, 38, 39),
    (40, 41, 42, 44, 45, 46, 48, 49, 50, 51),
    (52, 53, 54, 48, 49), (56, 57, 58, 59, 60, 61, 62, 63), (64, 65, 66, 67, 68, 69, 70, 71),
    (72, 73, 74, 75, 77, 78, 79),
    (80, 81, 82, 83, 84, 87), (88, 89, 90, 91, 92, 93, 94, 95), (104, 105, 106, 107, 108),
)  # fmt: skip
LEADS = (
    0, 4, 11, 16, 21, 22, 24, 25, 26, 27, 29, 30, 40, 42, 48, 52, 53, 54, 56, 57, 59, 60, 61, 64,
    65, 66, 67, 68, 71, 72, 73, 74, 75, 79, 80, 81, 82, 85, 87, 105, 110,
)  # fmt: skip
VOICES = (52, 53, 54, 85, 53, 53, 65, 66, 73, 40, 68, 71)  # what comes near to a singer
SUSTAINED = {*range(16, 24), 29, 30, *range(40, 45), *range(48, 80), *range(80, 96)}
LONGEST_SILENCE = 2.5  # seconds
KITS = (0, 0, 0, 0, 8, 16, 24, 25, 32, 40)


def random_jitter(rng: np.random.Generator) -> float:
    """Sigma in seconds of the players of one song."""
    return float(
        rng.choice(
            [0.0, rng.uniform(0.002, 0.006), rng.uniform(0.005, 0.012), rng.uniform(0.008, 0.016)]
        )
    )


def similar_program(rng: np.random.Generator, program: int) -> int:
    """Another instrument of the same sort."""
    families = [family for family in FAMILIES if program in family]
    return int(rng.choice(families[rng.integers(len(families))])) if families else program


def random_range(rng: np.random.Generator) -> tuple[int, int]:
    """Lowest and highest pitch of a tune."""
    low = int(rng.integers(45, 70))
    return low, low + int(rng.integers(10, 24))


def thin_out(
    rng: np.random.Generator,
    parts: list[Part],
    time_map: timing.TimeMap,
    beats: int,
    beats_per_bar: int,
    drumless: float = 0.2,
) -> list[Part]:
    """Players who don't play at all, who wait some bars, and bars in which nobody plays."""
    if rng.random() < drumless:
        parts = [part for part in parts if part.role != "drums"] or parts
    if len(parts) > 3 and rng.random() < 0.4 and drumless > 0:
        kept = rng.random(len(parts)) < 0.75
        parts = [part for part, keep in zip(parts, kept) if keep] or parts
    bars = beats // beats_per_bar
    silent: list[tuple[set[str], int, int]] = []  # roles, first and last bar
    if rng.random() < 0.35:
        silent.append(({"drums"}, 0, int(rng.choice([1, 2, 4, 4, 8]))))
    for _ in range(rng.poisson(0.8)):
        roles = [{"drums"}, {"drums"}, {"drums", "bass"}, {"bass"}, {"chords"}, {"bass", "chords"}][
            rng.integers(6)
        ]
        start = int(rng.integers(0, max(1, bars - 2)))
        silent.append((roles, start, start + int(rng.choice([1, 2, 2, 4, 8]))))
    if rng.random() < 0.12:
        start = int(rng.integers(1, max(2, bars - 2)))
        silent.append(({"drums", "bass", "chords"}, start, start + 1))
    for roles, first, last in silent:
        begin = time_map.at(first * beats_per_bar) - 0.05
        end = time_map.at(min(last, bars - 1) * beats_per_bar) - 0.05
        for part in parts:
            if part.role in roles or (part.role == "amp" and "chords" in roles):
                part.notes = [note for note in part.notes if not begin <= note.time < end]
    return [part for part in parts if part.notes]


def can_be_tapped(parts: list[Part], time_map: timing.TimeMap, beats: int) -> bool:
    """Whether enough begins in most stretches of four beats, and enough of it on the beat."""
    onsets = np.sort([note.time for part in parts for note in part.notes])
    if len(onsets) < 8:
        return False
    distinct = onsets[np.concatenate([[True], np.diff(onsets) > 0.04])]
    edges = time_map.at(np.arange(0, beats + 1, 4)) - 0.04
    counts = np.histogram(distinct, edges)[0]
    if (counts >= 4).mean() <= 0.75:
        return False
    positions = np.interp(distinct, time_map.at(np.arange(beats + 1)), np.arange(beats + 1))
    phases = np.bincount(np.round(positions % 1 * 12).astype(int) % 12, minlength=12)
    on_beat = phases[[11, 0, 1]].sum()
    off_beat = max(phases[[i - 1, i, (i + 1) % 12]].sum() for i in range(3, 10))
    return bool(on_beat > 0.45 * beats and on_beat > 0.55 * off_beat)


def lead_part(
    rng: np.random.Generator,
    tune: list[TuneNote],
    time_map: timing.TimeMap,
    program: int | None = None,
    role: str = "lead",
) -> Part:
    """A tune with bends and vibrato; role: "lead", or "voice" or "rap" to be sung."""
    if program is None:
        program = int(rng.choice(VOICES if rng.random() < 0.2 else LEADS))
    part = Part(role, program, pan=int(rng.integers(50, 78)))
    laid_back = rng.normal(0.008, 0.02)
    late = timing.player_jitter(rng, len(tune), rng.uniform(0.003, 0.02)) + laid_back
    bends = rng.uniform(0, 0.5) if program in SUSTAINED else rng.uniform(0, 0.15)
    vibrato = rng.uniform(0, 1) if program in SUSTAINED else 0.1
    for note, off in zip(tune, late):
        begin = float(time_map.at(note.beat)) + off
        end = float(time_map.at(note.beat + note.length)) + off
        part.notes.append(Note(begin, end - begin, note.pitch, note.velocity))
        if rng.random() < bends:
            _bend(rng, part, begin, end - begin)
        if rng.random() < vibrato and end - begin > 0.3:
            _vibrato(rng, part, begin, end)
    return part


def _bend(rng: np.random.Generator, part: Part, begin: float, length: float) -> None:
    """From below into the note."""
    depth = rng.uniform(500, 8000)
    time = min(length * 0.6, rng.uniform(0.04, 0.25))
    for x in np.linspace(0, 1, 9):
        wheel = mido.Message("pitchwheel", pitch=-int(depth * (1 - x)))
        part.controls.append((begin + x * time, wheel))


def _vibrato(rng: np.random.Generator, part: Part, begin: float, end: float) -> None:
    rate, depth = rng.uniform(4.5, 7), rng.uniform(300, 2200)
    start = begin + min(0.3, 0.4 * (end - begin))
    times = np.arange(start, end, 0.012)
    for time in times:
        ramp = min(1.0, (time - start) / 0.2)
        bend = int(depth * ramp * np.sin(2 * np.pi * rate * (time - start)))
        part.controls.append((float(time), mido.Message("pitchwheel", pitch=bend)))
    part.controls.append((end, mido.Message("pitchwheel", pitch=0)))


def mix(rng: np.random.Generator, stems: dict[str, np.ndarray]) -> np.ndarray:
    """Stems of one loudness made louder and softer at random; what leads is mostly loudest."""
    levels = {
        "drums": rng.normal(-3, 5),
        "backing": rng.normal(-4, 4),
        "amp": rng.normal(-3, 4),
        "lead": rng.normal(-1, 5),
        "voice": rng.normal(2, 4),
    }
    total = np.zeros_like(next(iter(stems.values())))
    for name, samples in stems.items():
        if name == "drums" and rng.random() < 0.4:
            samples = effects.compress(rng, samples)
        level = effects.loudness(samples)
        if level > 0:
            total += samples * np.float32(10 ** (levels[name] / 20) / level)
    if rng.random() < 0.5:
        total = effects.compress(rng, total)
    peak = np.abs(total).max()
    return (total * (0.9 / peak) if peak > 0 else total).astype(np.float32)


def finish(
    rng: np.random.Generator,
    parts: list[Part],
    time_map: timing.TimeMap,
    beats: int,
    beats_per_bar: int,
    seconds: float,
    kind: str,
    kit: str = "any",
) -> Song:
    """Renders the parts, mixes them and cuts the song out; kit: see drum_sampler.names_of."""
    total = float(time_map.at(beats)) + 3.0
    lead_in = 0.25 - min([0.0] + [note.time for part in parts for note in part.notes])
    drum_program = int(rng.choice(KITS))
    for part in parts:
        part.volume = int(np.clip(part.volume * 10 ** (rng.normal(0, 3) / 20), 20, 127))
        part.notes = [Note(n.time + lead_in, n.duration, n.pitch, n.velocity) for n in part.notes]
        part.controls = [(time + lead_in, message) for time, message in part.controls]
        if part.role == "drums":
            part.program = drum_program
    groups = {
        "drums": [part for part in parts if part.role == "drums"],
        "backing": [
            part for part in parts if part.role not in ("drums", "lead", "amp", "voice", "rap")
        ],
        "amp": [part for part in parts if part.role == "amp"],
        "lead": [part for part in parts if part.role == "lead"],
        "voice": [part for part in parts if part.role in ("voice", "rap")],
    }
    stems = {}
    for name, group in groups.items():
        recorded = _recorded_drums(rng, group, total + lead_in, kit) if name == "drums" else None
        if recorded is not None:
            stems[name] = effects.room(rng, recorded, 0.5)
        elif name == "voice" and group:
            sung = [
                voice.ensemble(rng, p.notes, total + lead_in, p.role == "rap")
                for p in group
                if p.notes
            ]
            stems[name] = sum(sung[1:], sung[0])
        elif group:
            font = render.choose_soundfont(rng)
            reverb, chorus = rng.random() < 0.6, rng.random() < 0.2
            stems[name] = render.render(group, font, total + lead_in, reverb, chorus)
            if name == "amp":
                stems[name] = effects.amplify(rng, stems[name])
    samples = mix(rng, stems)
    times = time_map.at(np.arange(beats)) + lead_in
    beat_list = [(float(time), i % beats_per_bar + 1) for i, time in enumerate(times)]
    return cut(rng, sounding(Song(samples, beat_list, kind)), seconds)


def _recorded_drums(
    rng: np.random.Generator, parts: list[Part], seconds: float, kit: str
) -> np.ndarray | None:
    """Drums that were recorded one by one, or None for a General MIDI soundfont's."""
    notes = [note for part in parts for note in part.notes]
    choice = rng.random()
    if not notes or choice > 0.72:
        return None
    if choice > 0.54 and kit in ("acoustic", "any"):
        return render.render_drums(rng, notes, seconds)
    return drum_sampler.render(rng, notes, seconds, kit)


def sounding(song: Song) -> Song:
    """The longest stretch without a silence in which nobody could keep the beat."""
    block = SAMPLE_RATE // 10
    count = len(song.samples) // block
    power = (song.samples[: count * block].reshape(count, block) ** 2).mean(axis=1)
    heard = np.flatnonzero(power > 1e-5 * np.sort(power)[-count // 4 :].mean())
    if not len(heard):
        return Song(song.samples[:0], [], song.kind)
    breaks = np.flatnonzero(np.diff(heard) * 0.1 > LONGEST_SILENCE)
    firsts = heard[np.concatenate([[0], breaks + 1])]
    lasts = heard[np.concatenate([breaks, [len(heard) - 1]])]
    longest = int(np.argmax(lasts - firsts))
    first, last = max(0, firsts[longest] - 2) * block, (lasts[longest] + 4) * block
    begin, end = first / SAMPLE_RATE, (lasts[longest] + 1) * block / SAMPLE_RATE
    beats = [(time - begin, place) for time, place in song.beats if begin <= time < end]
    return Song(song.samples[first:last], beats, song.kind)


def long_enough(attempt: Callable[[], Song], seconds: float) -> Song:
    """The first of some attempts that isn't mostly silence, or the longest."""
    songs = []
    for _ in range(4):
        songs.append(attempt())
        if len(songs[-1].samples) > 0.6 * seconds * SAMPLE_RATE and len(songs[-1].beats) > 12:
            break
    return max(songs, key=lambda song: len(song.samples))


def cut(rng: np.random.Generator, song: Song, seconds: float) -> Song:
    """The song from its begin, the middle of a bar, or after silence; the end may be missing."""
    choice = rng.random()
    if choice < 0.25:  # silence first
        silence = np.zeros(round(rng.uniform(0.05, 2.5) * SAMPLE_RATE), np.float32)
        samples, shift = np.concatenate([silence, song.samples]), len(silence) / SAMPLE_RATE
    elif choice < 0.55:  # from anywhere
        skip = round(rng.uniform(0, min(8.0, len(song.samples) / SAMPLE_RATE / 4)) * SAMPLE_RATE)
        samples, shift = song.samples[skip:], -skip / SAMPLE_RATE
    else:
        samples, shift = song.samples, 0.0
    samples = samples[: round((seconds + 3) * SAMPLE_RATE)].copy()
    end = len(samples) / SAMPLE_RATE
    beats = [(time + shift, place) for time, place in song.beats if 0 <= time + shift < end]
    fade = min(441, len(samples))
    samples[:fade] *= np.linspace(0, 1, fade, dtype=np.float32)
    samples[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return Song(samples, beats, song.kind)
