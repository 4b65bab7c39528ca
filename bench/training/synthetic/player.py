"""Who plays chords and melodies: a sound, a figure for each section, an echo."""

import numpy as np

import lead
from synthetic import synth
from synthetic.dsp import add, gain, log_uniform, pick
from synthetic.parts import figure
from synthetic.tune import Clock, Tune

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
            self.patch = lead.Chop(rng) if self.family == "voice" else synth.draw(rng, self.family)
        self.figures = {"A": figure(rng, name, tune)}
        for letter in "BC":
            self.figures[letter] = (
                self.figures["A"] if rng.random() < 0.5 else figure(rng, name, tune)
            )
        self.echo = None
        if rng.random() < (1.0 if name == "dub" else 0.4):
            beats = pick(rng, [0.75, 0.75, 0.5, 1, 1 / 3, 0.25, 1.5])
            strong = (0.5, 0.8) if name == "dub" else (0.2, 0.6)
            self.echo = (beats * 60 / tune.bpm, rng.uniform(*strong), log_uniform(rng, 800, 8000))
        self.space = rng.uniform(0, 0.5)
        self.level = gain(
            rng.normal(-6 if name not in ("lead", "chip lead", "riff", "loop") else -3, 3.5)
        )
        self.pumped = rng.random() < 0.8
        self.tone = log_uniform(rng, 600, 6000) if rng.random() < 0.15 else 0
        self.off = rng.normal(0, 0.006) if rng.random() < 0.3 else 0.0

    def play(
        self,
        track: np.ndarray,
        clock: Clock,
        first: float,
        letter: str,
        bar: int,
        loose: float,
        rng: Rng,
    ):
        """One bar from the beat `first` on."""
        tune, bars = self.tune, self.figures[letter]
        if bars is None:
            chords = tune.chords_of(letter, bar)
            ends = [at for at, _ in chords[1:]] + [tune.meter]
            for (at, chord), end in zip(chords, ends):
                self._notes(
                    track,
                    clock,
                    first + at - tune.push,
                    end - at,
                    tune.voiced(chord, self.middle),
                    0.8,
                    0,
                )
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
            add(
                track,
                begin,
                self.patch(synth.hertz(pitch), seconds, velocity),
                1 / len(pitches) ** 0.5,
            )
