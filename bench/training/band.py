#!/usr/bin/python3
"""Songs by our own arranger: bands and ensembles of many styles (styles.py).

    bench/training/band.py SEED OUT.wav [STYLE]
"""

import dataclasses

import numpy as np

import arrange
import harmony
import melody
import timing
import zoom
from figures import STRENGTH, BassLine, Comp, Event, Meter, Riff, bar_of, hits, resolve
from render import Note, Part
from song import Song
from styles import DRUM_MACHINE, DRUMS, INSTRUMENTS, STYLES

RANGES = {
    "voice": (50, 74), "flute": (67, 90), "violin": (60, 88), "fiddle": (60, 86),
    "trumpet": (57, 80), "sax": (50, 77), "trombone": (45, 68),
    "cello": (40, 66), "clarinet": (55, 82), "oboe": (60, 84), "drive": (52, 81), "amp": (45, 70),
    "pipes": (60, 84), "piano": (60, 90),
    "horn": (48, 72), "viola": (52, 76), "strings": (58, 86), "choir": (55, 76), "church": (60, 84),
    "nylon": (52, 79), "steel": (52, 79),
    "harmonica": (60, 84), "synth": (55, 88),
}  # fmt: skip
REGISTERS = {
    "piano": (52, 68), "strings": (52, 72), "brass": (55, 67), "choir": (55, 66), "bells": (70, 86),
    "flute": (70, 84), "acoustic": (52, 60), "nylon": (52, 60),
    "viola": (52, 60), "violin": (64, 74), "cello": (42, 52), "banjo": (60, 68), "harp": (60, 72),
    "amp": (45, 55), "drive": (52, 64), "trumpet": (62, 72),
    "timpani": (42, 46), "bassoon": (45, 54), "trombone": (48, 57), "horn": (52, 60),
    "mandolin": (64, 72), "synth": (55, 76), "pad": (55, 70),
}  # fmt: skip


@dataclasses.dataclass
class Section:
    """Some bars that sound alike."""

    letter: str
    first: int
    bars: int
    energy: float
    half: float  # 1: normal, 0.5: drums at half tempo
    push: float  # beats by which chords come early
    stop: bool  # all but the lead play only on the first beat
    playing: frozenset[int]  # numbers of the players


@dataclasses.dataclass
class Player:
    """One of the band: what it plays in sections of each letter."""

    role: str
    group: str
    program: int
    figures: dict[str, str]


class Band:
    """Makes one song."""

    def __init__(self, rng: np.random.Generator, name: str, seconds: float):
        self.rng, self.name, self.style = rng, name, STYLES[name]
        style = self.style
        self.meter = Meter(int(rng.choice(style.beats)), style.grid)
        self.bpm = float(np.exp(rng.uniform(*np.log(style.bpm))))
        self.bars = max(6, round(seconds * self.bpm / 60 / self.meter.beats) + 1)
        self.swing = rng.uniform(*style.swing) if rng.random() < 0.7 else style.swing[0]
        feel = "change" if rng.random() < 0.04 else str(rng.choice(style.feels))
        self.map = timing.tempo_map(
            rng, self.bpm, self.bars * self.meter.beats, feel, self.meter.beats
        )
        self.jitter = arrange.random_jitter(rng)
        self.drumless = rng.random() < style.drumless or not style.drums
        self._plan_harmony()
        self._hire()
        self._plan_sections()
        self.count_in = not self.drumless and rng.random() < 0.06
        self.held_end = rng.random() < 0.4

    def _plan_harmony(self) -> None:
        family, key = str(self.rng.choice(self.style.chords)), int(self.rng.integers(12))
        self.progressions = {letter: harmony.progression(self.rng, family, key) for letter in "ABC"}
        if self.rng.random() < 0.3:
            self.progressions["B"] = self.progressions["A"]
        if self.rng.random() < 0.25:  # chords that last twice as long
            for letter, bars in self.progressions.items():
                if all(len(bar) == 1 for bar in bars):
                    self.progressions[letter] = [bar for bar in bars for _ in range(2)]

    def _hire(self) -> None:
        """Who is in the band, and what each plays in which section."""
        style, rng = self.style, self.rng
        self.players: list[Player] = []
        if not self.drumless:
            self.players.append(Player("drums", "drums", 0, {}))
        if any(style.bass) and rng.random() < (0.92 if not self.drumless else 0.6):
            lines = [str(rng.choice(style.bass)) for _ in range(2)]
            figures = {letter: lines[rng.integers(2)] for letter in "ABC"}
            self.players.append(
                Player("bass", style.bassist, self._program(style.bassist), figures)
            )
        slots = [slot for slot in style.comps if rng.random() < slot[2]] or [style.comps[0]]
        for group, figures, _ in slots:
            some = [str(rng.choice(figures)) for _ in range(2)]
            chosen = {letter: some[0 if rng.random() < 0.6 else 1] for letter in "ABC"}
            self.players.append(Player("chords", group, self._program(group), chosen))

    def _program(self, group: str) -> int:
        return int(self.rng.choice(INSTRUMENTS[group]))

    def _plan_sections(self) -> None:
        rng = self.rng
        letters = (
            str(
                rng.choice(
                    ["AABAB", "ABABCB", "AABB", "ABCAB", "AAAA", "ABAB", "BABA", "AAB", "CAB"]
                )
            )
            * 8
        )
        self.sections: list[Section] = []
        first = 0
        everyone = frozenset(range(len(self.players)))
        while first < self.bars:
            letter = letters[len(self.sections)]
            length = len(self.progressions[letter])
            bars = length * max(1, round(int(rng.choice([4, 8, 8, 16])) / length))
            bars = min(bars, self.bars - first)
            playing = frozenset(
                p
                for p in everyone
                if rng.random() < (0.93 if self.players[p].role != "chords" else 0.82)
            )
            if first == 0 and rng.random() < 0.35 and len(everyone) > 1:  # few begin
                playing = frozenset(
                    rng.choice(
                        len(everyone),
                        int(rng.integers(1, max(2, len(everyone) - 1))),
                        replace=False,
                    ).tolist()
                )
                bars = min(bars, int(rng.choice([2, 4, 4, 8])))
            if not playing:
                playing = everyone
            straight = self.meter.grid == 4 and self.meter.beats == 4
            half = 0.5 if straight and self.bpm > 110 and rng.random() < 0.08 else 1.0
            push = 0.0
            if rng.random() < self.style.push:
                push = 1 / 3 if self.meter.grid == 3 else float(rng.choice([0.5, 0.5, 0.25]))
            energy = rng.uniform(0.7, 1.15)
            stop = rng.random() < 0.025
            self.sections.append(Section(letter, first, bars, energy, half, push, stop, playing))
            first += bars

    def chords(self, section: Section) -> list[list[harmony.Chord]]:
        return self.progressions[section.letter]

    def play(self) -> list[Part]:
        """All the parts but the lead."""
        parts = []
        kicks = self._drums(parts)
        for number, player in enumerate(self.players):
            if player.role == "drums":
                continue
            events: list[Event] = []
            makers = {letter: self._maker(player, letter) for letter in "ABC"}
            for section in self.sections:
                if number not in section.playing:
                    continue
                for bar in range(section.bars):
                    made = self._bar(player, makers[section.letter], section, bar, kicks)
                    events += self._placed(made, section, bar)
            role = "amp" if player.group == "amp" else player.role
            parts.append(self._perform(role, player.program, events))
        return parts

    def _maker(self, player: Player, letter: str):
        bars, rng = self.progressions[letter], self.rng
        if player.role == "bass" and player.figures[letter] != "riff":
            low = int(rng.integers(28, 34))
            return BassLine(rng, bars, low, float(rng.choice([0.5, 0.75, 0.95])))
        low, high = REGISTERS.get(player.group, (55, 66)) if player.role != "bass" else (34, 40)
        centre = int(rng.integers(low, high + 1))
        if player.figures[letter] == "riff":
            return Riff(rng, bars, centre, self.meter)
        return Comp(rng, bars, centre, rng.uniform(0.003, 0.025))

    def _bar(
        self, player: Player, maker, section: Section, bar: int, kicks: dict[int, list[float]]
    ) -> list[Event]:
        figure = player.figures[section.letter]
        if isinstance(maker, BassLine):
            return maker.bar(bar, figure, kicks.get(section.first + bar, []), self.meter)
        if isinstance(maker, Riff):
            return maker.bar(bar)
        if figure == "tutti":
            return self._tutti(section, bar)
        return maker.bar(bar, figure, self.meter)

    def _tutti(self, section: Section, bar: int) -> list[Event]:
        """All voices in the rhythm of a tune."""
        if bar % 4 == 0 or not hasattr(self, "_tune_bars"):
            tune = melody.Tune(
                grid=2 if self.meter.grid != 3 else 3,
                density=self.rng.uniform(0.3, 0.7),
                syncopation=0.2,
                rest_bars=0.1,
                low=60,
                high=76,
            )
            bars = self.chords(section)
            self._tune_bars = melody.compose(
                self.rng,
                tune,
                4,
                self.meter.beats,
                lambda beat: self._chord(bars, bar * self.meter.beats + beat),
                harmony.scale_of(bars),
            )
        start = bar % 4 * self.meter.beats
        events = []
        for note in self._tune_bars:
            if start <= note.beat < start + self.meter.beats:
                at = note.beat - start
                chord = self._chord(self.chords(section), bar * self.meter.beats + at)
                below = [
                    p
                    for p in range(note.pitch - 16, note.pitch)
                    if p % 12 in {c % 12 for c in chord.pitches}
                ]
                for pitch in [note.pitch] + below[-3:]:
                    events.append(Event(at, note.length, pitch, note.velocity / 90))
        return events

    def _chord(self, bars: list[list[harmony.Chord]], beat: float) -> harmony.Chord:
        return harmony.chord_at(
            bars, int(beat // self.meter.beats), beat % self.meter.beats / self.meter.beats
        )

    def _placed(self, events: list[Event], section: Section, bar: int) -> list[Event]:
        """Events of a bar at their place in the song, early where the section pushes."""
        start = (section.first + bar) * self.meter.beats
        if section.stop:
            events = [event for event in events if event.beat == 0]
        out = []
        for event in events:
            early = (
                section.push
                if event.beat == 0
                and section.first + bar > 0
                and (bar % 2 == 0 or section.push == 0.5)
                else 0.0
            )
            out.append(
                dataclasses.replace(
                    event,
                    beat=start + event.beat - early,
                    length=event.length + early,
                    velocity=event.velocity * section.energy,
                )
            )
        return out

    def _perform(self, role: str, program: int, events: list[Event]) -> Part:
        """Events as they are played: swung, not exact, louder and softer."""
        rng = self.rng
        events = self._framed(role, events)
        part = Part(
            role, program, volume=int(rng.integers(70, 115)), pan=int(rng.integers(20, 108))
        )
        events.sort(key=lambda event: event.beat)
        beats = np.array([event.beat for event in events])
        ends = np.array([event.beat + event.length for event in events])
        if self.swing != 0.5:
            beats, ends = (
                timing.swing(b, self.swing, self.style.swing_unit) for b in (beats, ends)
            )
        begins, ends = self.map.at(beats), self.map.at(ends)
        offset = rng.normal(0.002, 0.7 * self.jitter)
        late = self._together(beats, timing.player_jitter(rng, len(events), self.jitter)) + offset
        spread = rng.uniform(0.02, 0.12)
        for event, begin, end, off in zip(events, begins, ends, late):
            velocity = 82 * event.velocity * (1 + rng.normal(0, spread))
            time = max(-0.2, begin + off + event.strum)
            part.notes.append(
                Note(time, max(end - begin, 0.03), event.pitch, int(np.clip(velocity, 12, 127)))
            )
        return part

    def _framed(self, role: str, events: list[Event]) -> list[Event]:
        """Without what is played during the count-in and after the last chord's begin."""
        first = self.meter.beats - 0.6 if self.count_in and role != "drums" else 0.0
        if self.count_in and role == "drums" and events and events[0].pitch not in (37, 42, 56, 39):
            first = self.meter.beats - 0.6
        last = (self.bars - 1) * self.meter.beats
        kept = [event for event in events if event.beat >= first]
        if self.held_end:
            kept = [event for event in kept if event.beat <= last]
            for event in kept:
                if event.beat == last:
                    event.length = float(self.meter.beats)
        return kept

    def _together(self, beats: np.ndarray, late: np.ndarray) -> np.ndarray:
        """One deviation for notes of one chord, with a little of their own."""
        out = late.copy()
        for i in range(1, len(beats)):
            if beats[i] - beats[i - 1] < 1e-6:
                out[i] = out[i - 1] + 0.1 * (late[i] - out[i - 1])
        return out

    def _drums(self, parts: list[Part]) -> dict[int, list[float]]:
        """Adds the drums' parts; gives the beats of the bass drum in each bar."""
        rng, meter = self.rng, self.meter
        number = next((i for i, player in enumerate(self.players) if player.role == "drums"), -1)
        events: dict[int, list[Event]] = {}
        kicks: dict[int, list[float]] = {}
        grooves = self._grooves()
        crash_next = False
        for section in self.sections:
            groove = grooves[section.letter]
            fixed = {drum: self._decided(pattern) for drum, pattern in groove.items()}
            fill_bar = section.bars - 1 if rng.random() < 0.65 else -1
            for bar in range(section.bars):
                start = (section.first + bar) * meter.beats
                fill = self._fill() if bar == fill_bar or rng.random() < 0.03 else None
                played: list[tuple[float, int, float]] = []
                for drum, pattern in fixed.items():
                    if rng.random() < 0.12:
                        pattern = self._decided(groove[drum])
                    until = fill[0] if fill and drum != DRUMS["kick"] else meter.beats
                    hits_of = self._drum_bar(drum, pattern, bar, section)
                    played += [
                        (at, drum, loud * section.energy) for at, loud in hits_of if at < until
                    ]
                kicks[section.first + bar] = sorted(
                    at for at, drum, _ in played if drum in (35, 36)
                )
                played += fill[1] if fill else []
                if crash_next:
                    early = section.push if rng.random() < 0.5 and start > 0 else 0.0
                    played.append((-early, int(rng.choice([49, 57])), 1.1))
                crash_next = bar == section.bars - 1 and rng.random() < 0.55
                if number in section.playing:
                    for at, drum, loud in played:
                        events.setdefault(drum, []).append(Event(start + at, 0.1, drum, loud))
        if number < 0:
            return kicks
        if self.count_in:
            every = 2 if rng.random() < 0.2 and meter.beats == 4 else 1
            stick = int(rng.choice([37, 42, 56, 39]))
            sticks = [Event(float(at), 0.1, stick, 0.9) for at in range(0, meter.beats, every)]
            events[stick] = sticks + [e for e in events.get(stick, []) if e.beat >= meter.beats]
        # The limbs of a drummer: hats ahead, snare behind.
        behind = rng.uniform(0, 0.018) if rng.random() < 0.4 else rng.normal(0, 0.003)
        for drum, some in events.items():
            part = self._perform("drums", 0, some)
            lag = behind if drum in (37, 38, 39, 40) else rng.normal(-0.002, 0.003)
            for note in part.notes:
                note.time += lag
            parts.append(part)
        return kicks

    def _grooves(self) -> dict[str, dict]:
        """For each letter what the drums play: patterns as strings, or bars of the drum machine."""
        rng, style = self.rng, self.style
        kits: dict[str, dict] = {}
        for letter in "ABC":
            patterns = {
                drum: [p for p in options if self._playable(drum, p)]
                for drum, options in style.drums.items()
            }
            kits[letter] = {
                DRUMS[drum]: str(rng.choice(some)) for drum, some in patterns.items() if some
            }
        for drum in list(kits["A"]):  # drummers keep most of what they do
            for letter in "BC":
                if rng.random() < 0.5 and drum in kits["A"]:
                    kits[letter][drum] = kits["A"][drum]
        files = [
            name
            for name in DRUM_MACHINE.get(self.name, ())
            if zoom.grooves(name, self.meter.beats, self.meter.grid == 3)
        ]
        if files and rng.random() < 0.4:
            some = zoom.grooves(str(rng.choice(files)), self.meter.beats, self.meter.grid == 3)
            for letter in "ABC":
                groove = some[rng.integers(len(some))]
                if self.bpm < 140 or not self._doubled(groove):
                    kits[letter] = dict(groove)
        for kit in kits.values():
            for drum in list(kit):
                if rng.random() < (0.04 if drum in (36, 38) else 0.08):
                    del kit[drum]
        return kits

    @staticmethod
    def _doubled(groove: dict) -> bool:
        """Whether the snare is between the beats."""
        places = [at % 1 for bar in groove.get(38, ()) for at, _ in bar]
        return sum(place == 0.5 for place in places) > 0.4 * max(len(places), 1)

    def _playable(self, drum: str, pattern: str) -> bool:
        """Whether hands and feet are fast enough for it."""
        if self.meter.grid != 4 or not pattern:
            return True
        if drum == "snare" and self.bpm > 140 and pattern.startswith("..X"):
            return False
        busy = sum(step != "." for step in pattern) / len(pattern)
        return busy <= 0.6 or self.bpm < (185 if drum == "kick" else 132)

    def _decided(self, pattern):
        return resolve(self.rng, pattern) if isinstance(pattern, str) else pattern

    def _drum_bar(
        self, drum: int, pattern, bar: int, section: Section
    ) -> list[tuple[float, float]]:
        """Beats and loudness of one drum in a bar."""
        beats = self.meter.beats
        if section.half == 0.5:
            shift = bar % 2 * beats
            places = [(at * 2 - shift, loud) for at, loud in self._hits(pattern, bar // 2)]
            places = [(at, loud) for at, loud in places if 0 <= at < beats]
        else:
            places = self._hits(pattern, bar)
        if section.stop:
            places = [(at, loud) for at, loud in places if at == 0 and drum in (36, 38, 49)]
        return places

    def _hits(self, pattern, bar: int) -> list[tuple[float, float]]:
        if isinstance(pattern, str):
            steps = hits(bar_of(pattern, self.meter, bar), self.meter)
            return [(at, STRENGTH.get(step, 0.9)) for at, _, step in steps]
        return list(pattern[bar % len(pattern)]) if pattern else []

    def _fill(self) -> tuple[float, list[tuple[float, int, float]]]:
        """Where a fill begins in its bar, and its hits."""
        rng, meter = self.rng, self.meter
        length = min(meter.beats, float(rng.choice([1, 1, 2, 2, 4])))
        begin = meter.beats - length
        unit = 1 / 3 if meter.grid == 3 else float(rng.choice([0.25, 0.25, 0.5, 1 / 3]))
        density = rng.uniform(0.5, 1.0)
        drums = ["snare", "high", "mid", "low"] if rng.random() < 0.6 else ["snare"]
        played = []
        count = round(length / unit)
        for i in range(count):
            if rng.random() < density:
                drum = drums[min(len(drums) - 1, int(i / count * len(drums)))]
                played.append((begin + i * unit, DRUMS[drum], rng.uniform(0.75, 1.15)))
        return begin, played

    def lead(self) -> list[Part]:
        """Singers and soloists."""
        rng, style = self.rng, self.style
        if not style.leads or rng.random() < 0.04:
            return []
        bars, parts = self._all_chords(), []
        for number in range(int(rng.choice([0, 1, 1, 1, 1, 2]))):
            sung = [group for group in style.leads if group in ("voice", "rap")]
            group = str(rng.choice(style.leads))
            if number == 0 and sung:
                group = str(rng.choice(sung)) if rng.random() < style.singer else group
            tune = self._tune(group)
            notes = melody.compose(
                rng,
                tune,
                self.bars,
                self.meter.beats,
                lambda beat: self._chord(bars, beat),
                harmony.scale_of(bars),
            )
            if self.swing != 0.5:
                for note in notes:
                    note.beat = float(timing.swing(note.beat, self.swing, style.swing_unit))
            begin = self.meter.beats if self.count_in else 0
            end = (self.bars - 1) * self.meter.beats if self.held_end else np.inf
            notes = [note for note in notes if begin <= note.beat <= end]
            if number > 0:  # the second answers or waits
                quiet = rng.integers(0, 2)
                notes = [
                    note for note in notes if int(note.beat // (4 * self.meter.beats)) % 2 == quiet
                ]
            role = group if group == "rap" or (group == "voice" and rng.random() < 0.8) else "lead"
            program = 0 if group == "rap" else self._program(group)
            if notes:
                parts.append(arrange.lead_part(rng, notes, self.map, program, role))
        return parts

    def free_intro(self) -> Part:
        """Some notes out of time before the first beat."""
        rng = self.rng
        groups = [player.group for player in self.players if player.role == "chords"]
        part = Part("chords", self._program(str(rng.choice(groups))))
        chord = self._all_chords()[0][0]
        time = -rng.uniform(2, 7)
        while time < -0.8:
            pitches = [int(rng.integers(4, 7)) * 12 + p % 12 for p in chord.pitches]
            for pitch in pitches if rng.random() < 0.3 else pitches[:1]:
                part.notes.append(
                    Note(time, min(rng.uniform(0.5, 3), -time), pitch, int(rng.integers(40, 90)))
                )
            time += rng.uniform(0.15, 1.5)
        return part

    def _all_chords(self) -> list[list[harmony.Chord]]:
        bars = []
        for section in self.sections:
            chords = self.chords(section)
            bars += [chords[bar % len(chords)] for bar in range(section.bars)]
        return bars

    def _tune(self, group: str) -> melody.Tune:
        low, high = RANGES.get(group, (57, 79))
        tune = melody.random_tune(self.rng, low, high, triplets=self.meter.grid == 3)
        if group == "rap":
            tune = dataclasses.replace(
                tune,
                grid=4,
                density=0.75,
                syncopation=0.6,
                low=45,
                high=50,
                rest_bars=0.15,
                legato=0.8,
            )
        if self.drumless and len(self.players) <= 2:
            tune.syncopation *= 0.5
        return tune


def make(rng: np.random.Generator, seconds: float, name: str = "", alone: bool = False) -> Song:
    """A song of a random style, or of the one named; `alone`: of its drummer, with nobody else."""
    if not name:
        names = [name for name, style in STYLES.items() if style.drumless < 0.5 or not alone]
        weights = np.array([STYLES[name].weight for name in names])
        name = names[rng.choice(len(names), p=weights / weights.sum())]
    return arrange.long_enough(lambda: make_style(rng, seconds, name, alone), seconds)


def make_style(rng: np.random.Generator, seconds: float, name: str, alone: bool) -> Song:
    """A song of the named style."""
    hard = rng.random() < 0.03  # anything goes
    for _ in range(6):
        band = Band(rng, name, seconds)
        beats = band.bars * band.meter.beats
        parts = band.play()
        if alone:
            parts = [part for part in parts if part.role == "drums"]
        else:
            parts = arrange.thin_out(rng, parts, band.map, beats, band.meter.beats, drumless=0.0)
            parts += band.lead()
        if parts and (hard or arrange.can_be_tapped(parts, band.map, beats)):
            break
    if rng.random() < 0.04 and not alone:
        parts.append(band.free_intro())
    kit = band.style.kit if rng.random() < 0.85 else "any"
    last = beats - band.meter.beats + 1 if band.held_end else beats
    return arrange.finish(
        rng, parts, band.map, last, band.meter.beats, seconds, f"band/{name}", kit
    )


if __name__ == "__main__":
    import preview

    preview.main(make)
