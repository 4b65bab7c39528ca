#!/usr/bin/python3
"""Songs from MMA's library of accompaniments, hundreds of styles, with a tune on top.

MMA writes a MIDI file over a random chord progression; its bars are then played at our own tempo,
by players that are not exact, and rendered with soundfonts.

    bench/training/accompaniment.py SEED OUT.wav [GENRE]
"""

import dataclasses
import functools
import os
import pathlib
import re
import subprocess
import tempfile

import mido
import numpy as np

import arrange
import harmony
import melody
import timing
from render import Note, Part
from song import Song

LIBRARY = pathlib.Path("/usr/share/mma/lib")


@dataclasses.dataclass(frozen=True)
class Genre:
    """Files of the library that sound alike, and how they are played."""

    weight: float
    bpm: tuple[float, float]  # of the tapped beat
    chords: tuple[str, ...]  # families of harmony.PROGRESSIONS
    files: str  # names without .mma with spaces between, regular expressions
    feels: tuple[str, ...] = ("machine", "band", "band", "loose")


GENRES = {
    "rock": Genre(
        1.2, (84, 168), ("rock", "pop", "one"),
        r"basicrock rock1 rock2 shufflerock digitalrock w-rock 8beat\d? poprock\d metal\d "
        r"heavymetal jazzrock highfive",
    ),
    "oldrock": Genre(
        0.8, (100, 190), ("pop", "blues", "rock"),
        r"50srock 60srock K50s_rock twist twi fasttwist bubblerock 60spop jive",
    ),
    "pop": Genre(
        1.2, (80, 132), ("pop", "soul"),
        r"8beatpop\d 80spop pop 16beat\d worldpop electricpop softrock folkrock popshuffle\d "
        r"16shuffle\d boneym soulpop 8beatmotown happyshuffle strut",
    ),
    "ballad": Genre(
        1.0, (56, 88), ("pop", "soul", "gospel"),
        r"ballad guitarballad pianoballad popballad stringballad rb-ballad folkballad "
        r"rockballad oldieballad 16beatballad\d 8beatballad\d kwestballad slow16beat slowrock "
        r"popspiritual slowspiritual serenade",
    ),
    "12/8": Genre(
        0.6, (50, 92), ("pop", "blues", "gospel"),
        r"ballad128 blues128 rock-128",
    ),
    "blues": Genre(
        0.6, (72, 136), ("blues",),
        "blues countryblues bluefolk",
    ),
    "slowblues": Genre(
        0.4, (52, 86), ("blues",),
        "slowblues",
    ),
    "fastblues": Genre(
        0.5, (104, 180), ("blues",),
        "fastblues boggiewoggie shuffleboggie shuffleboogie",
    ),
    "soul": Genre(
        0.8, (84, 124), ("soul", "funk"),
        r"dsoul soul 60ssoul discosoul rb r\+b mellowrb modernrb bvfunk funk\d Kfunk1 fusion "
        r"lfusion latinfusion",
    ),
    "dance": Genre(
        0.7, (108, 142), ("pop", "one", "film"),
        r"trance\d? dance\d dancepop\d 8beatdance house latinhouse rave techno teamtechno "
        r"ambient\d",
        ("machine",),
    ),
    "hiphop": Genre(
        0.5, (70, 106), ("one", "modal", "soul"),
        r"hiphop hip-hop triphop",
        ("machine", "band"),
    ),
    "swing": Genre(
        1.2, (104, 230), ("jazz", "blues"),
        r"swing easyswing fastswing bigband middlebigband fastbigband bebop jazzcombo "
        r"jazzguitar gypsyjazz jazzGrtrio jazzbasie jazzbouncy jazzswing jazztrio jazzcountry "
        r"folkyjazz modernjazz evansish charleston dixie foxtrot westernswing countryswing",
    ),
    "slowjazz": Genre(
        0.7, (56, 104), ("jazz",),
        r"slowjazz mellowjazz nitejazz descendingjazz softshoe slowswing slowbigband "
        r"slowbroadway evansish",
    ),
    "bossa": Genre(
        0.7, (108, 160), ("latin", "jazz"),
        r"bossanova kbossa jazzbossa quando-g.s280 beguine rhumba jazzrhumba bolero slowbolero",
    ),
    "latin": Genre(
        0.8, (88, 132), ("latin", "modal"),
        r"salsa\d? son mambo chacha cubanguitar tango lighttango calypso desert",
    ),
    "samba": Genre(
        0.3, (84, 116), ("latin", "jazz"),
        r"samba merengue",
    ),
    "country": Genre(
        0.9, (84, 180), ("country", "folk"),
        r"slowcountry hillcountry bluegrass western zydeco folk",
    ),
    "ska": Genre(
        0.4, (110, 160), ("reggae", "pop"),
        r"ska",
    ),
    "march": Genre(
        0.4, (92, 132), ("classical", "country"),
        r"march\d? germanmarch bwmarch dixiemarch broadway showtune quickstep ragtime polka "
        r"poppolka polkafox 2beatp",
    ),
    "waltz": Genre(
        1.4, (84, 186), ("classical", "country", "jazz"),
        r"waltz arpeggiowaltz broadwaywaltz countrywaltz fastwaltz fastjazzwaltz frenchwaltz "
        r"jazzwaltz latinwaltz modernjazzwaltz rockwaltz vienesewaltz popwaltz",
    ),
    "6/8": Genre(
        0.4, (52, 120), ("folk", "pop", "gospel"),
        r"68march 68swing 68ballad arpeggio68 ballad68 blues68",
    ),
    "afro": Genre(
        0.1, (80, 130), ("modal", "latin"),
        r"afro-cuban",
    ),
    "5/4": Genre(
        0.1, (110, 180), ("jazz", "modal"),
        r"jazz-54",
    ),
    "drumless": Genre(
        0.6, (60, 110), ("folk", "classical", "pop"),
        r"arpeggio44 hymn lullaby spiritual gypsyjazz ragtime",
        ("band", "loose", "rubato"),
    ),
}  # fmt: skip

# Beats of MMA in a tapped beat where that is not 1: 6 that are tapped in 2, 2/4 written as 4/4.
BEATS_PER_TAP = {
    "68swing": 3, "68ballad": 3, "arpeggio68": 3, "blues68": 3, "ballad68": 2, "afro-cuban": 1.5,
    "march": 2, "bwmarch": 2, "dixiemarch": 2, "broadway": 2, "polka": 2, "ragtime": 2, "samba": 2,
    "merengue": 2,
}  # fmt: skip
# How often a tune is in triplets.
TRIPLETS = {
    "12/8": 0.95, "6/8": 0.95, "swing": 0.9, "slowjazz": 0.8, "afro": 0.9, "blues": 0.6,
    "slowblues": 0.8, "fastblues": 0.6,
    "oldrock": 0.15, "country": 0.1,
}  # fmt: skip
NOT_SECTIONS = re.compile(r"(intro|end(ing)?|fill|metro|count|break)", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Library:
    """One file of grooves that fit together."""

    path: pathlib.Path
    beats: int  # of MMA in a bar
    grooves: tuple[str, ...]

    def named(self, pattern: str) -> list[str]:
        return [g for g in self.grooves if re.search(pattern, g, re.IGNORECASE)]

    @property
    def sections(self) -> list[str]:
        return [g for g in self.grooves if not NOT_SECTIONS.search(g)] or list(self.grooves)

    @property
    def beats_per_tap(self) -> float:
        return BEATS_PER_TAP.get(self.path.stem, 1)


@functools.cache
def libraries(genre: str) -> tuple[Library, ...]:
    """The genre's files that are installed, with their grooves."""
    wanted = re.compile("|".join(GENRES[genre].files.split()))
    found = []
    for path in sorted(LIBRARY.glob("*/*.mma")):
        if path.parent.name == "zoom" or not wanted.fullmatch(path.stem):
            continue
        text = path.read_text(errors="replace")
        times = re.findall(r"^\s*Time\s+(\d+)", text, re.IGNORECASE | re.MULTILINE)
        grooves = re.findall(r"^\s*DefGroove\s+(\S+)", text, re.IGNORECASE | re.MULTILINE)
        if grooves:
            found.append(Library(path, int(times[0]) if times else 4, tuple(grooves)))
    return tuple(found)


def _choose_genre(rng: np.random.Generator) -> str:
    names = [name for name in GENRES if libraries(name)]
    if not names:
        raise FileNotFoundError(f"no grooves in {LIBRARY}: install mma")
    weights = np.array([GENRES[name].weight for name in names])
    return names[rng.choice(len(names), p=weights / weights.sum())]


@dataclasses.dataclass
class _Plan:
    """Bars in order: the groove that begins there, if one does, and chords."""

    grooves: list[str | None]
    chords: list[list[harmony.Chord]]


def _plan(rng: np.random.Generator, library: Library, genre: Genre, bars: int) -> _Plan:
    transpose = int(rng.integers(12))
    family = str(rng.choice(genre.chords))
    verses = [harmony.progression(rng, family, transpose) for _ in range(rng.integers(1, 4))]
    plan = _Plan([], [])

    def add(groove: str, chords: list[list[harmony.Chord]]) -> None:
        plan.grooves += [groove] + [None] * (len(chords) - 1)
        plan.chords += chords

    intros, fills, ends = library.named("intro"), library.named("fill"), library.named("end")
    if intros and rng.random() < 0.5:
        add(str(rng.choice(intros)), (verses[0] * 4)[: int(rng.choice([2, 4, 4]))])
    some = rng.permutation(library.sections)[: rng.integers(1, 5)]
    while len(plan.chords) < bars:
        verse = verses[rng.integers(len(verses))]
        section = (verse * 4)[: max(len(verse), int(rng.choice([4, 8, 8, 12, 16])))]
        fill = bool(fills) and rng.random() < 0.5
        add(str(rng.choice(some)), section[:-1] if fill else section)
        if fill:
            add(str(rng.choice(fills)), section[-1:])
    plan.grooves, plan.chords = plan.grooves[:bars], plan.chords[:bars]
    if ends and rng.random() < 0.4:
        add(str(rng.choice(ends)), [[c] for c in [verses[0][0][0]] * 2])
    return plan


def _mma_text(rng: np.random.Generator, library: Library, plan: _Plan) -> str:
    folder = f"{library.path.parent.name}/{library.path.stem}"
    lines = [f"RndSeed {rng.integers(1 << 30)}", "Tempo 120"]
    for number, (groove, chords) in enumerate(zip(plan.grooves, plan.chords), 1):
        if groove:
            lines.append(f"Groove {folder}:{groove}")
        slots = ["/"] * library.beats
        for chord in chords:
            slots[int(chord.start * library.beats)] = chord.name
        lines.append(f"{number} " + " ".join(slots))
    return "\n".join(lines) + "\n"


def _run_mma(text: str) -> mido.MidiFile:
    with tempfile.TemporaryDirectory() as scratch:
        source, target = pathlib.Path(scratch, "song.mma"), pathlib.Path(scratch, "song.mid")
        source.write_text(text)
        environment = os.environ | {"HOME": scratch}
        result = subprocess.run(
            ["mma", "-w", "-f", target, source], capture_output=True, text=True, env=environment
        )
        if result.returncode != 0 or not target.exists():
            raise ValueError(f"mma: {(result.stdout + result.stderr)[-400:]}\n{text}")
        return mido.MidiFile(target)


@dataclasses.dataclass
class _Channel:
    """What MMA put on one channel of a track: positions in beats of MMA."""

    drums: bool
    program: int = 0
    volume: int = 100
    notes: list[tuple[float, float, int, int]] = dataclasses.field(default_factory=list)


def _read_channels(file: mido.MidiFile) -> list[_Channel]:
    """Notes by track and instrument (a channel that changes its instrument becomes two)."""
    channels: dict[tuple[int, int, int], _Channel] = {}
    for number, track in enumerate(file.tracks):
        tick, program, volume = 0, {}, {}
        open_notes: dict[tuple[int, int], list[tuple[float, int]]] = {}
        for message in track:
            tick += message.time
            beat = tick / file.ticks_per_beat
            if message.type == "program_change":
                program[message.channel] = message.program
            elif message.type == "control_change" and message.control == 7:
                volume[message.channel] = message.value
            elif message.type == "note_on" and message.velocity > 0:
                open_notes.setdefault((message.channel, message.note), []).append(
                    (beat, message.velocity)
                )
            elif message.type in ("note_off", "note_on"):
                started = open_notes.get((message.channel, message.note))
                if started:
                    start, velocity = started.pop(0)
                    key = (number, message.channel, program.get(message.channel, 0))
                    channel = channels.setdefault(key, _Channel(message.channel == 9, key[2]))
                    channel.volume = volume.get(message.channel, 100)
                    channel.notes.append((start, beat - start, message.note, velocity))
    return [channel for channel in channels.values() if channel.notes]


def _parts(
    rng, channels: list[_Channel], time_map: timing.TimeMap, beats_per_tap: float
) -> list[Part]:
    """Channels as players, each with a timing of their own."""
    parts = []
    jitter = arrange.random_jitter(rng)
    substitute = rng.random() < 0.5
    for channel in channels:
        notes = sorted(channel.notes)
        program = channel.program
        if substitute and not channel.drums:
            program = arrange.similar_program(rng, program)
        role = "drums" if channel.drums else "bass" if 32 <= program < 40 else "chords"
        part = Part(role, program, volume=channel.volume, pan=int(rng.integers(24, 104)))
        late = timing.player_jitter(rng, len(notes), jitter) + rng.normal(0, 0.5 * jitter)
        begins = time_map.at(np.array([note[0] for note in notes]) / beats_per_tap)
        ends = time_map.at(np.array([note[0] + note[1] for note in notes]) / beats_per_tap)
        spread = rng.uniform(0, 10)
        for note, begin, end, off in zip(notes, begins, ends, late):
            velocity = int(np.clip(note[3] + rng.normal(0, spread), 8, 127))
            part.notes.append(Note(begin + off, max(end - begin, 0.03), note[2], velocity))
        parts.append(part)
    return parts


def make(rng: np.random.Generator, seconds: float, name: str = "") -> Song:
    """A song in a random style of MMA's, or in one of the genre named."""
    name = name or _choose_genre(rng)
    return arrange.long_enough(lambda: make_genre(rng, seconds, name), seconds)


def make_genre(rng: np.random.Generator, seconds: float, name: str) -> Song:
    """A song of one of GENRES."""
    genre = GENRES[name]
    some = libraries(name)
    library = some[rng.integers(len(some))]
    taps = round(library.beats / library.beats_per_tap)
    bpm = float(np.exp(rng.uniform(*np.log(genre.bpm))))
    bars = max(4, round(seconds * bpm / 60 / taps) + 1)
    plan = _plan(rng, library, genre, bars)
    beats = len(plan.chords) * taps
    feel = "change" if rng.random() < 0.04 else str(rng.choice(genre.feels))
    time_map = timing.tempo_map(rng, bpm, beats, feel, taps)
    channels = _read_channels(_run_mma(_mma_text(rng, library, plan)))
    hard = rng.random() < 0.03  # anything goes
    for _ in range(6):
        parts = _parts(rng, channels, time_map, library.beats_per_tap)
        parts = arrange.thin_out(rng, parts, time_map, beats, taps)
        if rng.random() < 0.8:
            parts.append(_lead(rng, plan, time_map, taps, name))
        if hard or arrange.can_be_tapped(parts, time_map, beats):
            break
    sort = "electronic" if name in ("dance", "hiphop") else "acoustic"
    kit = sort if rng.random() < 0.75 else "any"
    kind = f"mma/{library.path.stem}"
    return arrange.finish(rng, parts, time_map, beats, taps, seconds, kind, kit)


def _lead(
    rng: np.random.Generator, plan: _Plan, time_map: timing.TimeMap, taps: int, name: str
) -> Part:
    """A singer or soloist."""
    triplets = rng.random() < TRIPLETS.get(name, 0.05)
    tune = melody.random_tune(rng, *arrange.random_range(rng), triplets=triplets)

    def chord_of(beat: float) -> harmony.Chord:
        return harmony.chord_at(plan.chords, int(beat // taps), beat % taps / taps)

    scale = harmony.scale_of(plan.chords)
    notes = melody.compose(rng, tune, len(plan.chords), taps, chord_of, scale)
    role = "voice" if rng.random() < 0.5 else "lead"
    return arrange.lead_part(rng, notes, time_map, role=role)


if __name__ == "__main__":
    import preview

    preview.main(make)
