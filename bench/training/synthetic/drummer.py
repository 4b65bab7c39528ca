"""Drum kits and what is played on them, bar by bar."""

import dataclasses

import numpy as np

from synthetic import one_shots, recordings
from synthetic.dsp import (
    add,
    count,
    crush,
    gain,
    highpass,
    log_uniform,
    lowpass,
    normal,
    pick,
    resample,
)
from synthetic.styles import Style
from synthetic.tune import Clock, Tune

Rng = np.random.Generator
LEVELS = {
    "kick": 1.0,
    "snare": 0.8,
    "clap": 0.65,
    "rim": 0.4,
    "hat": 0.3,
    "open": 0.3,
    "shaker": 0.25,
    "tambourine": 0.25,
    "tom": 0.4,
    "cowbell": 0.25,
    "blip": 0.25,
    "ride": 0.3,
    "ghost": 0.22,
    "crash": 0.45,
}
SOUNDS = {"ghost": "snare"}
GROUPS = {
    "kick": "kick",
    "snare": "back",
    "clap": "back",
    "ghost": "back",
    "hat": "hats",
    "open": "hats",
    "ride": "hats",
}  # the rest is "perc"
COMPOUND = {  # a bar of two beats, each of six steps
    "kick": ("9...........", "9.......3...", "9.........9.", "9...9......."),
    "snare": ("......9.....", "......9...2.", "............"),
    "hat": ("9.9.9.9.9.9.", "9...9.9...9.", "9...........", "9.9799.9.979"),
    "rim": ("......9.....", "....9.....9."),
    "tambourine": ("......9.....",),
}


def shape(rng: Rng, sound: np.ndarray, dirt: float) -> np.ndarray:
    """A one-shot after a sampler has had it: tuned, shortened, driven, made coarse."""
    if rng.random() < 0.5:
        sound = resample(sound, float(np.exp(rng.normal(0, 0.13))))
    if rng.random() < 0.3 and len(sound) > 2000:
        n = int(len(sound) * rng.uniform(0.3, 1))
        sound = sound[:n] * np.linspace(1, 0, n, dtype=np.float32) ** rng.uniform(0.3, 1.5)
    if rng.random() < 0.25:
        sound = np.tanh(sound * log_uniform(rng, 1.5, 8))
    if rng.random() < dirt:
        sound = crush(sound, rng.uniform(5, 12), int(rng.integers(1, 6)))
    if rng.random() < 0.2:
        sound = lowpass(sound, log_uniform(rng, 2000, 12000), 1)
    return normal(sound)


def one_shot(rng: Rng, role: str, recorded: float, dirt: float) -> np.ndarray:
    role = SOUNDS.get(role, role)
    sound = recordings.one_shot(rng, role) if rng.random() < recorded else None
    if sound is None:
        sound = one_shots.MAKERS[role](rng)
    return shape(rng, sound, dirt)


def euclid(hits: int, steps: int, turn: int) -> str:
    """So many hits spread as evenly as steps allow."""
    return "".join("8" if ((i + turn) * hits) % steps < hits else "." for i in range(steps))


@dataclasses.dataclass
class Hit:
    step: int
    velocity: float
    off: float  # seconds


class Drummer:
    """The drums of one song: its sounds, and for each of its sections' letters what each plays."""

    def __init__(self, rng: Rng, style: Style, tune: Tune, compound: bool):
        self.rng, self.style, self.tune = rng, style, tune
        self.steps = tune.meter * tune.grid
        self.patterns = dict(style.drums)
        if compound:
            others = {k: v for k, v in style.drums.items() if k in ("shaker", "blip", "open")}
            self.patterns = COMPOUND | others
        self.roles = self._roles()
        recorded = float(rng.random() < 0.75) * style.recorded + (1 - style.recorded) * (
            rng.random() < 0.1
        )
        dirt = style.dirt if rng.random() < 0.5 else 0.02
        self.sounds = {r: self._sounds(r, recorded, dirt) for r in (*self.roles, "crash")}
        spread = rng.uniform(1, 5)
        self.levels = {
            r: LEVELS[r] * gain(float(np.clip(rng.normal(0, spread), -9, 7))) for r in self.sounds
        }
        self.loose = rng.uniform(*style.loose) / 1000
        self.late = {r: 0.0 for r in self.sounds}
        for role in self.sounds:
            if GROUPS.get(role) == "back":
                self.late[role] = rng.uniform(*style.late) / 1000
            elif GROUPS.get(role) == "hats" and self.loose > 0.002:
                self.late[role] = rng.normal(0, 0.004)
        self.mutate = pick(rng, [0, 0.01, 0.03, 0.08])
        self.bars = {letter: {} for letter in "ABC"}
        for role in self.roles:
            for letter in "ABC":
                same = letter != "A" and rng.random() < 0.55
                self.bars[letter][role] = self.bars["A"][role] if same else self._realise(role)

    def _roles(self) -> list[str]:
        rng, roles = self.rng, []
        names = list(self.patterns)
        if "kick" in names and rng.random() < 0.97:
            roles.append("kick")
        back = [r for r in ("snare", "clap") if r in names]
        if back and rng.random() < 0.93:
            roles.append(pick(rng, back))
            if rng.random() < 0.3:
                roles += [r for r in back if r not in roles]
        others = [r for r in names if r not in ("kick", "snare", "clap")]
        rng.shuffle(others)
        roles += others[: int(rng.integers(1, 6))]
        return roles

    def _sounds(self, role: str, recorded: float, dirt: float) -> list[np.ndarray]:
        first = one_shot(self.rng, role, recorded, dirt)
        sounds = [first]
        if role in ("tom", "blip"):
            sounds += [resample(first, r) for r in self.rng.uniform(0.6, 1.6, 2)]
        elif self.style.loose[1] > 3:
            sounds += [lowpass(first, 5000, 1), resample(first, 1.03)]
        return sounds

    def _pattern(self, role: str) -> str:
        rng = self.rng
        wild = 0.04 if role in ("kick", "snare", "clap") else 0.15
        if rng.random() < wild:
            if role in ("snare", "clap"):
                return pick(rng, self.patterns[role])
            n = pick(rng, [self.steps, self.steps, max(self.steps // 2, 1)])
            return euclid(int(rng.integers(2, max(3, n // 2 + 1))), n, int(rng.integers(0, 8)))
        return pick(rng, self.patterns[role])

    def _realise(self, role: str) -> list[list[Hit]]:
        """Two or four bars, the dice thrown once."""
        rng, pattern = self.rng, self._pattern(role)
        own = 12 if self.steps == 6 * self.tune.meter or len(pattern) in (12,) else self.style.steps
        two = [pattern[:own], pattern[own:] if len(pattern) >= 2 * own else pattern[:own]]
        feel = rng.normal(0, self.loose * 0.7 + 1e-9, self.steps)
        flat = rng.random() < 0.25
        bars = []
        for i in range(int(pick(rng, [2, 4]))):
            text = two[i % 2]
            text = (text * (self.steps // len(text) + 1))[: self.steps]
            hits = []
            for step, sure in enumerate(text):
                if sure != "." and rng.random() < int(sure) / 9:
                    velocity = 1.0 if flat else (0.4 + int(sure) / 15) * rng.uniform(0.75, 1.05)
                    hits.append(Hit(step, velocity, float(feel[step])))
            bars.append(hits)
        return bars if rng.random() < 0.7 else bars[:2]

    def kicks(self, letter: str) -> list[list[float]]:
        """Beats of the kick in the bars of a section, for who follows it."""
        bars = self.bars[letter].get("kick", [])
        return [[h.step / self.tune.grid for h in bar] for bar in bars[:2]]

    def play(
        self,
        track: np.ndarray,
        clock: Clock,
        first: float,
        letter: str,
        bar: int,
        groups: set[str],
        speed: float = 1.0,
    ) -> list[float]:
        """One bar from the beat `first` on, of the groups that play; seconds of its kicks."""
        rng, kicks = self.rng, []
        for role in self.roles:
            if GROUPS.get(role, "perc") not in groups:
                continue
            bars = self.bars[letter][role]
            hits = bars[bar % len(bars)]
            for hit in hits:
                if rng.random() < self.mutate:
                    continue
                for step in self._places(hit.step, speed, bar):
                    at = clock.at(first + step / self.tune.grid) + self.late[role] + hit.off
                    at += rng.normal(0, self.loose * 0.5 + 1e-9)
                    self.hit(track, role, at, hit.velocity * rng.uniform(0.93, 1))
                    if role == "kick":
                        kicks.append(at)
            if rng.random() < self.mutate and role != "kick":
                extra = int(rng.integers(self.steps))
                self.hit(
                    track, role, clock.at(first + extra / self.tune.grid), rng.uniform(0.2, 0.6)
                )
        return kicks

    def _places(self, step: int, speed: float, bar: int) -> list[float]:
        """Where in its bar a step comes when the drums go half or twice as fast."""
        if speed == 1:
            return [step]
        if speed == 2:
            return [step / 2, (step + self.steps) / 2]
        step = step * 2 - (self.steps if bar % 2 else 0)
        return [step] if 0 <= step < self.steps else []

    def hit(self, track: np.ndarray, role: str, at: float, velocity: float) -> None:
        sounds = self.sounds[role]
        sound = sounds[int(self.rng.integers(len(sounds)))] if len(sounds) > 1 else sounds[0]
        if velocity < 0.5 and role in ("snare", "ghost"):
            sound = sound[: count(0.12)]
        add(track, at, sound, self.levels[role] * velocity)

    def fill(self, track: np.ndarray, clock: Clock, first: float, beats: float) -> None:
        """A fill over the last beats of a bar that ends at `first` + meter."""
        rng, end = self.rng, first + self.tune.meter
        role = pick(
            rng,
            [r for r in ("snare", "tom", "clap", "rim", "kick") if r in self.sounds] or ["crash"],
        )
        each = pick(rng, [1, 1, 2, 0.5]) / self.tune.grid
        n = int(round(beats / each))
        keep = rng.uniform(0.4, 1)
        for i in range(n):
            if rng.random() < keep:
                self.hit(track, role, clock.at(end - (n - i) * each), 0.4 + 0.6 * i / n)

    def roll(self, track: np.ndarray, clock: Clock, first: float, bars: int) -> None:
        """A roll that gets denser and louder over the bars of a build."""
        rng, meter = self.rng, self.tune.meter
        role = pick(
            rng, [r for r in ("snare", "clap", "tom", "kick") if r in self.sounds] or ["crash"]
        )
        total = bars * meter
        dense = pick(rng, [1.0, 0.5])
        beat, sound = 0.0, self.sounds[role][0]
        while beat < total - 0.01:
            share = beat / total
            each = dense if share < 0.5 else dense / 2 if share < 0.75 else dense / 4
            if share > 0.9 and rng.random() < 0.5:
                each = dense / 8
            pitch = 1 + 0.5 * share
            shot = highpass(resample(sound, pitch)[: count(0.3)], 100 + 400 * share)
            add(track, clock.plain(first + beat), shot, self.levels[role] * (0.3 + 0.6 * share))
            beat += each
