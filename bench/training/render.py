"""Parts of a song as MIDI events in seconds, and their sound from fluidsynth and a soundfont.

The MIDI file has one tick per half millisecond and one constant tempo, so any curve of tempo and
any jitter are in the events' times themselves.
"""

import dataclasses
import functools
import pathlib
import subprocess
import tempfile

import mido
import numpy as np

from song import SAMPLE_RATE

TICKS_PER_SECOND = 2000
DRUM_CHANNEL = 9
PITCHED_CHANNELS = [c for c in range(16) if c != DRUM_CHANNEL]
SOUNDFONT_FOLDERS = (pathlib.Path("/usr/share/sounds/sf2"), pathlib.Path("/usr/share/sounds/sf3"))
# Name of the file: how often it is chosen (the FM chip sounds unlike anything recorded, so it is
# rare) and the seconds from a note's time to the onset of its drums: one block of the synthesiser
# and what is before the attack in the samples.
SOUNDFONTS = {
    "FluidR3_GM.sf2": (3.0, 0.0040),
    "MuseScore_General_Full.sf2": (3.0, 0.0040),
    "TimGM6mb.sf2": (2.0, 0.0027),
    "sf_GMbank.sf2": (1.0, 0.0027),
    "OPL-3_FM_128M.sf2": (0.4, 0.0085),
}
# Kits recorded drum by drum: General MIDI's notes on a channel as any other.
DRUM_SOUNDFONTS = {"Black_Pearl_4_LV2.sf2": (1.0, 0.0029), "Red_Zeppelin_4_LV2.sf2": (1.0, 0.0032)}
MISSING_DRUMS = {35: 36, 39: 40, 60: 48, 61: 45, 62: 37, 63: 48, 64: 43, 65: 50, 66: 47}


@dataclasses.dataclass
class Note:
    """A note of a part; times in seconds."""

    time: float
    duration: float
    pitch: int
    velocity: int


@dataclasses.dataclass
class Part:
    """What one player plays on one MIDI channel."""

    role: str  # "drums", "bass", "chords", "lead", ...
    program: int = 0
    notes: list[Note] = dataclasses.field(default_factory=list)
    controls: list[tuple[float, mido.Message]] = dataclasses.field(default_factory=list)
    volume: int = 100
    pan: int = 64


@functools.cache
def _installed(names: tuple[str, ...]) -> dict[str, pathlib.Path]:
    files = [folder / name for name in names for folder in SOUNDFONT_FOLDERS]
    return {path.name: path for path in files if path.exists()}


def soundfonts() -> dict[str, pathlib.Path]:
    """Those of SOUNDFONTS that are installed."""
    found = _installed(tuple(SOUNDFONTS))
    if not found:
        raise FileNotFoundError(
            f"no soundfont in {SOUNDFONT_FOLDERS[0]}: install fluid-soundfont-gm"
        )
    return found


def choose_soundfont(rng: np.random.Generator) -> pathlib.Path:
    """One of those installed, by the weights of SOUNDFONTS."""
    names = list(soundfonts())
    weights = np.array([SOUNDFONTS[name][0] for name in names])
    return soundfonts()[names[rng.choice(len(names), p=weights / weights.sum())]]


def render_drums(rng: np.random.Generator, notes: list[Note], seconds: float) -> np.ndarray | None:
    """Drums on one of DRUM_SOUNDFONTS; None where none is installed."""
    found = list(_installed(tuple(DRUM_SOUNDFONTS)).values())
    if not found:
        return None
    mapped = [dataclasses.replace(n, pitch=MISSING_DRUMS.get(n.pitch, n.pitch)) for n in notes]
    return render([Part("kit", 0, mapped)], found[rng.integers(len(found))], seconds, False, False)


def midi_file(parts: list[Part]) -> mido.MidiFile:
    """Parts on channels of their own: drums on 9, others in order (at most 15)."""
    events = []
    free = iter(PITCHED_CHANNELS)
    for part in parts:
        channel = DRUM_CHANNEL if part.role == "drums" else next(free)
        start = [
            mido.Message("program_change", program=part.program),
            mido.Message("control_change", control=7, value=part.volume),
            mido.Message("control_change", control=10, value=part.pan),
        ]
        timed = [(-1.0, 0, message) for message in start]
        timed += [(time, 1, message) for time, message in part.controls]
        for note in part.notes:
            velocity = int(np.clip(note.velocity, 1, 127))
            pitch = int(np.clip(note.pitch, 0, 127))
            end = note.time + max(note.duration, 0.02)
            timed.append((note.time, 2, mido.Message("note_on", note=pitch, velocity=velocity)))
            timed.append((end, 0, mido.Message("note_off", note=pitch)))
        events += [(time, order, message.copy(channel=channel)) for time, order, message in timed]
    events.sort(key=lambda event: event[:2])
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=500_000)])
    before = 0
    for time, _, message in events:
        tick = max(before, round(time * TICKS_PER_SECOND))
        track.append(message.copy(time=tick - before))
        before = tick
    file = mido.MidiFile(type=0, ticks_per_beat=TICKS_PER_SECOND // 2)
    file.tracks.append(track)
    return file


def render(
    parts: list[Part], soundfont: pathlib.Path, seconds: float, reverb: bool, chorus: bool
) -> np.ndarray:
    """The sound of parts, mono, of exactly `seconds` length."""
    length = round(seconds * SAMPLE_RATE)
    samples = np.zeros(length, np.float32)
    pitched = [part for part in parts if part.role != "drums"]
    drums = [part for part in parts if part.role == "drums"]
    for first in range(0, max(len(pitched), 1), len(PITCHED_CHANNELS)):
        some = pitched[first : first + len(PITCHED_CHANNELS)] + (drums if first == 0 else [])
        rendered = _run_fluidsynth(some, soundfont, reverb, chorus)
        count = min(length, len(rendered))
        samples[:count] += rendered[:count]
    return samples


def _run_fluidsynth(
    parts: list[Part], soundfont: pathlib.Path, reverb: bool, chorus: bool
) -> np.ndarray:
    if not any(part.notes for part in parts):
        return np.zeros(0, np.float32)
    with tempfile.NamedTemporaryFile(suffix=".mid") as midi:
        midi_file(parts).save(file=midi)
        midi.flush()
        command = ["fluidsynth", "-ni", "-q", "-F", "-", "-T", "raw", "-O", "float"]
        command += ["-r", SAMPLE_RATE, "-g", 0.3, "-R", int(reverb), "-C", int(chorus)]
        command += ["-o", "synth.dynamic-sample-loading=1", "-o", "synth.polyphony=128"]
        command += [soundfont, midi.name]
        result = subprocess.run([str(word) for word in command], check=True, capture_output=True)
    stereo = np.frombuffer(result.stdout, np.float32, len(result.stdout) // 8 * 2)
    skip = round((SOUNDFONTS | DRUM_SOUNDFONTS)[soundfont.name][1] * SAMPLE_RATE)
    return stereo.reshape(-1, 2).mean(axis=1)[skip:]
