#!/usr/bin/python3
"""Electronic and sampled music, from house to dub, made by our own synthesiser.

    bench/training/electronic.py SEED OUT.wav [STYLE]     (also writes OUT.beats)
"""

import numpy as np

import lead
import one_shots
import synth
from arrange import Section, course
from breaks import Break
from drummer import Drummer
from dsp import add, compress, count, crush, echo, gain, highpass, log_uniform, loudness, lowpass
from dsp import noise, normal, pick, reverb, room, sweep
from parts import Bars, bass_figure, figure
from song import SAMPLE_RATE, Song
from styles import STYLES, Style
from tune import Clock, Tune, beat_times, compose

Rng = np.random.Generator
SOUNDS = {  # families that a part may have, and the pitch it lies around
    "pad": (("pad", "pad", "super saw", "choir", "organ"), 60),
    "strings": (("pad", "super saw", "brass"), 70),
    "choir": (("choir",), 64),
    "stabs": (("stab", "super saw", "piano", "brass", "organ", "pluck"), 64),
    "keys": (("keys", "keys", "piano", "organ"), 62),
    "organ": (("organ",), 62),
    "arp": (("pluck", "pluck", "keys", "chip", "string", "super saw", "acid"), 70),
    "gated": (("super saw", "pad", "choir", "chip"), 64),
    "lead": (("super saw", "chip", "brass", "acid", "keys", "organ", "voice"), 72),
    "riff": (("acid", "saw bass", "super saw", "chip", "fm bass", "stab", "string"), 57),
    "bells": (("keys", "pluck"), 80),
    "dub": (("stab", "super saw", "keys", "organ"), 62),
    "chank": (("string",), 64),
    "skank": (("string", "organ", "piano", "keys", "pluck"), 66),
    "bubble": (("organ", "keys"), 58),
    "montuno": (("piano", "piano", "keys"), 68),
    "brass": (("brass",), 66),
    "power": (("string", "saw bass", "super saw"), 50),
    "plucks": (("pluck", "keys", "string", "chip"), 68),
    "chip arp": (("chip",), 72),
    "chip lead": (("chip",), 74),
    "loop": (("keys", "piano", "string", "brass", "pad"), 62),
    "chops": (("voice", "voice", "choir"), 66),
}
PULSE = ("arp", "plucks", "keys", "bells", "stabs", "gated", "riff", "chip arp", "skank", "montuno")


class Part:
    """One of the song's players of chords or melodies."""

    def __init__(self, rng: Rng, name: str, tune: Tune):
        self.name, self.tune = name, tune
        if name == "scratch":
            self.family, self.middle, self.patch = "scratch", 60, lead.scratch(rng)
        else:
            families, middle = SOUNDS[name]
            self.family = pick(rng, families)
            self.middle = middle + int(rng.integers(-5, 6))
            self.patch = lead.chop(rng) if self.family == "voice" else synth.draw(rng, self.family)
        self.figures = {"A": figure(rng, name, tune)}
        for letter in "BC":
            self.figures[letter] = self.figures["A"] if rng.random() < 0.5 else figure(rng, name, tune)
        self.echo = None
        if rng.random() < (1.0 if name == "dub" else 0.4):
            beats = pick(rng, [0.75, 0.75, 0.5, 1, 1 / 3, 0.25, 1.5])
            strong = (0.5, 0.8) if name == "dub" else (0.2, 0.6)
            self.echo = (beats * 60 / tune.bpm, rng.uniform(*strong), log_uniform(rng, 800, 8000))
        self.space = rng.uniform(0, 0.5)
        self.level = gain(rng.normal(-6 if name not in ("lead", "chip lead", "riff", "loop") else -3, 3.5))
        self.pumped = rng.random() < 0.8
        self.tone = log_uniform(rng, 600, 6000) if rng.random() < 0.15 else 0
        self.off = rng.normal(0, 0.006) if rng.random() < 0.3 else 0.0

    def play(self, track: np.ndarray, clock: Clock, first: float, letter: str, bar: int, loose: float, rng: Rng):
        """One bar from the beat `first` on."""
        tune, bars = self.tune, self.figures[letter]
        if bars is None:
            chords = tune.chords_of(letter, bar)
            ends = [at for at, _ in chords[1:]] + [tune.meter]
            for (at, chord), end in zip(chords, ends):
                again = bar % len(tune.chords[letter]) and len(chords) == 1
                same = again and chord == tune.chords_of(letter, bar - 1)[-1][1]
                if same and rng.random() < 0.7 and self.family in ("pad", "choir"):
                    pass  # played on, with a new start so soft that it is none
                self._notes(track, clock, first + at - tune.push, end - at, tune.voiced(chord, self.middle), 0.8, 0)
            return
        for at, beats, (what, which), velocity in bars[bar % len(bars)]:
            chord = tune.chord_at(letter, bar, at)
            voiced = tune.voiced(chord, self.middle)
            if what == "degree":
                pitches = [tune.pitch(which)]
            elif what == "tone" or self.family == "stab":
                pitches = [voiced[which % len(voiced)] + 12 * (which // len(voiced))]
            else:
                pitches = voiced
            shift = -tune.push if tune.push and at == 0 and what == "chord" else 0
            off = self.off + rng.normal(0, loose + 1e-9)
            self._notes(track, clock, first + at + shift, beats, pitches, velocity, off)

    def _notes(self, track, clock, beat, beats, pitches, velocity, off):
        begin = clock.at(beat) + off
        seconds = max(clock.at(beat + beats) - clock.at(beat), 0.04)
        if self.family == "voice":
            begin -= self.patch.before
        for pitch in pitches:
            add(track, begin, self.patch(synth.hertz(pitch), seconds, velocity), 1 / len(pitches) ** 0.5)


class Production:
    """One song while it is made."""

    def __init__(self, rng: Rng, style: Style, seconds: float):
        self.rng, self.style = rng, style
        self.n = count(seconds)
        meter = pick(rng, list(style.meters), list(style.meters.values()))
        compound = meter == 6
        meter = 2 if compound else meter
        grid = 6 if compound else style.steps // 4
        bpm = rng.uniform(50, 88) if compound else rng.uniform(*style.bpm)
        self.tune = compose(rng, meter, grid, bpm)
        bar = meter * 60 / bpm
        self.top = rng.random() < 0.3
        self.bars = int(np.ceil((seconds + 8 * bar) / bar)) + 2
        beats = beat_times(rng, bpm, (self.bars + 2) * meter, style.loose[1] > 3)
        if self.top:
            self.intro = pick(rng, [0.0, rng.uniform(0, 0.4), rng.uniform(0, 2.5), rng.uniform(3, 8)])
            beats += self.intro
        else:
            self.intro = 0.0
            beats -= rng.uniform(0, 4 * bar)
        swing = rng.uniform(*style.swing) if rng.random() < 0.75 else 0.5
        unit = 0.25 if rng.random() < 0.9 or bpm < 120 else 0.5
        self.clock = Clock(beats, swing if grid % 3 else 0.5, unit)
        self.drums = np.zeros(self.n, np.float32)
        self.bass = np.zeros(self.n, np.float32)
        self.effects = np.zeros(self.n, np.float32)
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
            section.groups |= set(pick(rng, [("hats",), ("kick",), ("back", "hats"), ("kick", "hats")]))

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
            rates = tuple(beat * r for r in rng.choice([0.5, 1, 1.5, 2, 2, 3, 3, 4, 6], int(rng.integers(1, 5))))
            self.bass_patch = synth.wobble(rng, rates)
        else:
            self.bass_patch = synth.draw(rng, family)
        self.bottom = int(rng.integers(26, 40)) + (8 if family in ("chip", "string", "organ") else 0)
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
                if self.clock.plain(first) > self.n / SAMPLE_RATE or self.clock.plain(first + self.tune.meter) < -1:
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
        loose = self.drummer.loose * 0.5
        for i in section.parts:
            self.parts[i].play(self.tracks[i], self.clock, first, section.letter, inside, loose, rng)

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
            add(self.effects, at - seconds, one_shots.riser(rng, seconds), gain(rng.uniform(-18, -6)))
        if rng.random() < 0.2:
            crash = self.drummer.sounds["crash"][0][::-1]
            add(self.effects, at - len(crash) / SAMPLE_RATE, crash, rng.uniform(0.1, 0.5))
        if after.kind in ("drop", "main", "groove") and rng.random() < 0.5 and not self.drumless:
            self.drummer.hit(self.drums, "crash", at, rng.uniform(0.5, 1))
        if after.kind in ("drop", "break") and rng.random() < 0.4:
            add(self.effects, at, one_shots.impact(rng), rng.uniform(0.2, 0.8))

    def pump(self) -> np.ndarray | None:
        """The gain by which kicks duck the rest."""
        rng = self.rng
        if rng.random() > self.style.pump:
            return None
        at = self.kicks
        if rng.random() < 0.35 or not at:
            at = [t for t in self.clock.beats if -1 < t < self.n / SAMPLE_RATE]
        depth, back = rng.uniform(0.3, 1), 60 / self.tune.bpm * rng.uniform(0.3, 0.95)
        n = count(back)
        dip = 1 - depth * (1 - np.linspace(0, 1, n, dtype=np.float32) ** rng.uniform(0.8, 2.5))
        curve = np.ones(self.n, np.float32)
        for t in at:
            start = count(t) if t > 0 else 0
            part = curve[start : start + n]
            np.minimum(part, dip[: len(part)], out=part)
        return curve

    def mix(self) -> np.ndarray:
        rng = self.rng
        pump = self.pump()
        hall = room(rng, log_uniform(rng, 0.3, 3), rng.uniform(0, 0.03), log_uniform(rng, 1500, 9000))
        music, wet = np.zeros(self.n, np.float32), np.zeros(self.n, np.float32)
        for part, track in zip(self.parts, self.tracks):
            loud = loudness(track)
            if loud < 1e-5:
                continue
            track *= part.level / loud
            if part.name == "loop" and rng.random() < 0.6:
                track = lowpass(crush(track, rng.uniform(7, 12), int(rng.integers(1, 4))), log_uniform(rng, 1200, 8000))
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
        music = self._filtered(music)
        out = np.zeros(self.n, np.float32)
        loud = loudness(self.bass)
        if loud > 1e-5:
            bass = self.bass * (gain(rng.normal(-3, 3)) / loud)
            out += bass * pump if pump is not None and rng.random() < 0.7 else bass
        out += music * gain(rng.normal(0, 2.5))
        drums = self.drums
        loud = loudness(drums)
        if loud > 1e-5:
            drums = drums * (gain(rng.normal(-0.5, 4.5)) / loud)
            if rng.random() < 0.3:
                drums = reverb(drums, room(rng, log_uniform(rng, 0.15, 1.5), 0, 6000), rng.uniform(0.03, 0.3))
            if rng.random() < 0.3:
                drums = compress(drums, rng.uniform(-12, 0), rng.uniform(2, 8), 0.004, rng.uniform(0.03, 0.3))
            out += drums
        out += self.effects * max(loudness(out), 0.1) * gain(rng.normal(4, 4))
        return self._master(out)

    def _filtered(self, music: np.ndarray) -> np.ndarray:
        """Builds and breaks open or close a filter over all music."""
        rng, n = self.rng, self.n
        if rng.random() > 0.3:
            return music
        points = np.full(256, 18000.0)
        for section in self.sections:
            if section.kind in ("build", "break", "intro") and rng.random() < 0.7:
                meter = self.tune.meter
                span = [self.clock.plain((section.first + k) * meter) for k in (0, section.bars)]
                a, b = (int(np.clip(t * SAMPLE_RATE / n * 256, 0, 256)) for t in span)
                curve = np.geomspace(log_uniform(rng, 200, 900), log_uniform(rng, 3000, 14000), max(b - a, 1))
                points[a:b] = curve[: b - a] if rng.random() < 0.8 else curve[::-1][: b - a]
        return sweep(music, points, rng.uniform(0.7, 1.5), 512)

    def _master(self, out: np.ndarray) -> np.ndarray:
        rng, clock, meter = self.rng, self.clock, self.tune.meter
        for section in self.sections[:-1]:
            end = (section.first + section.bars) * meter
            if rng.random() < (0.3 if section.kind == "build" else 0.05):
                beats = pick(rng, [0.5, 1, 1, 2, meter])
                a, b = (int(np.clip(clock.plain(e) * SAMPLE_RATE, 0, self.n)) for e in (end - beats, end))
                if rng.random() < 0.6:
                    out[a:b] *= np.float32(rng.uniform(0, 0.1))
                elif b > a:  # a stutter
                    n = max((b - a) // int(pick(rng, [2, 3, 4, 8])), 64)
                    out[a:b] = np.tile(out[a : a + n], (b - a) // n + 1)[: b - a]
        out = normal(out)
        if rng.random() < self.style.dirt:
            out += vinyl(rng, self.n) * gain(rng.uniform(-46, -24))
        if rng.random() < 0.5:
            out = np.tanh(out * log_uniform(rng, 0.8, 4)).astype(np.float32)
        return highpass(normal(out, 0.9), 20, 1)


def vinyl(rng: Rng, n: int) -> np.ndarray:
    """Crackle, rumble and hiss, at peak 1."""
    out = noise(rng, n, "pink") * rng.uniform(0, 0.1)
    clicks = rng.integers(0, n, int(n / SAMPLE_RATE * log_uniform(rng, 2, 60)))
    np.add.at(out, clicks, rng.exponential(0.5, len(clicks)).astype(np.float32))
    return normal(lowpass(out, rng.uniform(4000, 12000), 1))


def make(rng: Rng, seconds: float, name: str = "") -> Song:
    """A song of a style drawn at random, or of the one named."""
    style = pick(rng, [s for s in STYLES if not name or s.name == name], None if name else [s.weight for s in STYLES])
    work = Production(rng, style, seconds)
    work.play()
    samples = work.mix()
    if work.intro > 2 and rng.random() < 0.7:
        air = noise(rng, count(work.intro + 1), pick(rng, ["pink", "brown"]))
        swell = np.hanning(len(air)).astype(np.float32)
        add(samples, 0, lowpass(air * swell, log_uniform(rng, 500, 8000)), gain(rng.uniform(-45, -20)))
    beats = [
        (float(t), i % work.tune.meter + 1) for i, t in enumerate(work.clock.beats) if 0 <= t < seconds and i >= work.first_beat
    ]
    if rng.random() < 0.1:
        samples, beats = _ending(rng, samples, beats)
    elif rng.random() < 0.08:
        n = count(rng.uniform(2, 8))
        samples[-n:] *= np.linspace(1, 0, len(samples[-n:]), dtype=np.float32) ** 1.5
    return Song(samples.astype(np.float32), beats, f"electronic/{style.name}")


def _ending(rng: Rng, samples: np.ndarray, beats: list[tuple[float, int]]):
    """Stops after a first beat near the end; what rings on falls away."""
    firsts = [i for i, (_, place) in enumerate(beats) if place == 1]
    if len(firsts) < 6:
        return samples, beats
    last = firsts[-int(rng.integers(2, 4))]
    start = count(beats[last][0] + rng.uniform(0.15, 0.5))
    tail = samples[start:]
    tail *= np.exp(-np.arange(len(tail)) / SAMPLE_RATE * rng.uniform(3, 12)).astype(np.float32)
    return samples, beats[: last + 1]


if __name__ == "__main__":
    import preview

    preview.main(make)
