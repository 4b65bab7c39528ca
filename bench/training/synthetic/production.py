"""A song of electronic music while it is played: players, sections, tracks."""

import numpy as np

from song import SAMPLE_RATE
from synthetic import one_shots, synth
from synthetic.arrange import Section, course
from synthetic.breaks import Break
from synthetic.drummer import Drummer
from synthetic.dsp import add, count, gain, pick
from synthetic.parts import Bars, bass_figure
from synthetic.player import PULSE, Part
from synthetic.styles import Style
from synthetic.tune import Clock, Tune, beat_times, compose

Rng = np.random.Generator


class Production:
    """One song while it is made."""

    def __init__(self, rng: Rng, style: Style, seconds: float, tune: Tune | None = None):
        """From its own first bar on where a tune is given, else from anywhere in a song."""
        self.rng, self.style = rng, style
        self.n = count(seconds)
        compound = False
        if tune:
            self.tune = tune
        else:
            meter = pick(rng, list(style.meters), list(style.meters.values()))
            compound = meter == 6
            bpm = rng.uniform(50, 88) if compound else rng.uniform(*style.bpm)
            grid = 6 if compound else style.steps // 4
            self.tune = compose(rng, 2 if compound else meter, grid, bpm)
        meter, grid, bpm = self.tune.meter, self.tune.grid, self.tune.bpm
        bar = meter * 60 / bpm
        self.top = not tune and rng.random() < 0.3
        self.bars = int(np.ceil((seconds + 8 * bar) / bar)) + 2
        beats = beat_times(rng, bpm, (self.bars + 2) * meter, style.loose[1] > 3)
        self.intro = 0.0
        if tune:
            beats = np.arange(len(beats)) * 60 / bpm
        elif self.top:
            silence = [0.0, rng.uniform(0, 0.4), rng.uniform(0, 2.5), rng.uniform(3, 8)]
            self.intro = pick(rng, silence)
            beats += self.intro
        else:
            beats -= rng.uniform(0, 4 * bar)
        swing = rng.uniform(*style.swing) if rng.random() < 0.75 else 0.5
        unit = 0.25 if rng.random() < 0.9 or bpm < 120 else 0.5
        self.clock = Clock(beats, swing if grid % 3 else 0.5, unit)
        self.drums = np.zeros(self.n, np.float32)
        self.bass = np.zeros(self.n, np.float32)
        self.effects = np.zeros(self.n, np.float32)
        self.sampled = np.zeros(self.n, np.float32)
        self.sample = None  # a loop of another song: synthetic.sampled.Sample
        self.kicks: list[float] = []
        self.drummer = Drummer(rng, style, self.tune, compound)
        breaks = style.breaks if meter == 4 and grid == 4 else 0
        self.loop = Break(rng, self.tune, swing, style.dirt) if rng.random() < breaks else None
        self.drumless = rng.random() < style.drumless
        self._choose_parts()
        self.sections = course(rng, style.shape, self.bars, len(self.parts), self.top)
        for section in self.sections:
            self._keep_pulse(section)
        self.first_beat = 0
        if self.sections[0].kind == "pickup":  # its bar is silent but for the last beats
            self.first_beat = meter - min(pick(rng, [1, 2, meter]), meter)
            self.clock.beats -= self.clock.beats[self.first_beat] - self.intro

    def _keep_pulse(self, section: Section) -> None:
        """Somebody who keeps time is left in all but short breaks."""
        rng, drums = self.rng, not self.drumless and section.groups & {"kick", "back", "hats"}
        calm = section.kind in ("break", "build", "pickup") and section.bars <= 4
        if calm or drums or any(self.parts[i].name in PULSE for i in section.parts):
            return
        keepers = [i for i, part in enumerate(self.parts) if part.name in PULSE]
        if keepers and (self.drumless or rng.random() < 0.6):
            section.parts.add(pick(rng, keepers))
        else:
            section.groups |= set(
                pick(rng, [("hats",), ("kick",), ("back", "hats"), ("kick", "hats")])
            )

    def _choose_parts(self) -> None:
        rng, style, tune = self.rng, self.style, self.tune
        names = [name for name, chance in style.parts.items() if rng.random() < chance][:6]
        if self.drumless and not set(names) & set(PULSE):
            names.append(pick(rng, [p for p in PULSE if p in style.parts] or ["plucks"]))
        if not names and rng.random() < 0.8:
            names = [pick(rng, list(style.parts))]
        self.parts = [Part(rng, name, tune) for name in names]
        self.tracks = [np.zeros(self.n, np.float32) for _ in self.parts]
        kind, family = pick(rng, style.bass), pick(rng, style.basses)
        self.with_bass = rng.random() < (0.5 if self.drumless else 0.93)
        if kind == "wobble":
            beat = tune.bpm / 60
            rates = tuple(
                beat * r
                for r in rng.choice([0.5, 1, 1.5, 2, 2, 3, 3, 4, 6], int(rng.integers(1, 5)))
            )
            self.bass_patch = synth.wobble(rng, rates)
        else:
            self.bass_patch = synth.draw(rng, family)
        self.bottom = int(rng.integers(26, 40)) + (
            8 if family in ("chip", "string", "organ") else 0
        )
        self.lines: dict[str, Bars] = {}
        for letter in "ABC":
            if letter != "A" and rng.random() < 0.5:
                self.lines[letter] = self.lines["A"]
            else:
                self.lines[letter] = bass_figure(rng, kind, tune, self.drummer.kicks(letter))

    def play(self) -> None:
        for i, section in enumerate(self.sections):
            for bar in range(section.first, min(section.first + section.bars, self.bars)):
                first = float(bar * self.tune.meter)
                if (
                    self.clock.plain(first) > self.n / SAMPLE_RATE
                    or self.clock.plain(first + self.tune.meter) < -1
                ):
                    continue
                self._bar(section, bar, first)
            self._turn(section, self.sections[i + 1] if i + 1 < len(self.sections) else None)

    def _bar(self, section: Section, bar: int, first: float) -> None:
        rng, inside = self.rng, bar - section.first
        last = inside == section.bars - 1
        groups = set() if self.drumless else set(section.groups)
        if last and rng.random() < 0.25:
            groups.discard("kick")
        if rng.random() < 0.01:
            groups &= {"hats"}
        loop = self.loop if "back" in groups else None
        if loop:
            loop.play(self.drums, self.clock, first, section.letter, inside, 0.8)
            groups &= {"kick", "perc"} if rng.random() < 0.02 else {"perc"}
        self.kicks += self.drummer.play(
            self.drums, self.clock, first, section.letter, inside, groups, section.speed
        )
        if last and groups & {"back", "kick"} and rng.random() < 0.45:
            self.drummer.fill(self.drums, self.clock, first, pick(rng, [1, 1, 2, self.tune.meter]))
        if self.with_bass and "bass" in section.groups:
            self._bass_bar(section.letter, inside, first)
        if self.sample and "music" in section.groups:
            self.sample.play(self.sampled, self.clock, first, inside)
        loose = self.drummer.loose * 0.5
        for i in section.parts:
            self.parts[i].play(
                self.tracks[i], self.clock, first, section.letter, inside, loose, rng
            )

    def _bass_bar(self, letter: str, inside: int, first: float) -> None:
        tune, bars = self.tune, self.lines[letter]
        for at, beats, (what, which), velocity in bars[inside % len(bars)]:
            chord = tune.chord_at(letter, inside, at)
            pitch = tune.low(chord, self.bottom) + (which if what == "root" else 0)
            if what == "tone":
                tones = tune.voiced(chord, self.bottom + 8)
                pitch = tones[which % len(tones)]
            begin = self.clock.at(first + at)
            seconds = max(self.clock.at(first + at + beats) - begin, 0.04)
            add(self.bass, begin, self.bass_patch(synth.hertz(pitch), seconds, velocity))

    def _turn(self, section: Section, after: Section | None) -> None:
        """What marks the end of a section and the start of the next."""
        rng, clock, meter = self.rng, self.clock, self.tune.meter
        start, end = section.first * meter, (section.first + section.bars) * meter
        if section.kind == "pickup":
            for beat in range(self.first_beat, meter):  # counted in with one sound, or with a fill
                self.drummer.hit(self.drums, self.drummer.roles[-1], clock.plain(beat), 0.7)
            if rng.random() < 0.6:
                self.drummer.fill(self.drums, clock, 0.0, meter - self.first_beat)
        at = clock.plain(end)
        if after is None or at < 0 or clock.plain(start) > self.n / SAMPLE_RATE:
            return
        if section.kind == "build" and not self.drumless and rng.random() < 0.8:
            self.drummer.roll(self.drums, clock, float(start), section.bars)
        if section.kind in ("build", "break") and rng.random() < 0.6 or rng.random() < 0.08:
            seconds = min(at - clock.plain(start), pick(rng, [2.0, 4.0, 8.0]))
            add(
                self.effects,
                at - seconds,
                one_shots.riser(rng, seconds),
                gain(rng.uniform(-18, -6)),
            )
        if rng.random() < 0.2:
            crash = self.drummer.sounds["crash"][0][::-1]
            add(self.effects, at - len(crash) / SAMPLE_RATE, crash, rng.uniform(0.1, 0.5))
        if after.kind in ("drop", "main", "groove") and rng.random() < 0.5 and not self.drumless:
            self.drummer.hit(self.drums, "crash", at, rng.uniform(0.5, 1))
        if after.kind in ("drop", "break") and rng.random() < 0.4:
            add(self.effects, at, one_shots.impact(rng), rng.uniform(0.2, 0.8))
