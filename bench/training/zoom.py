"""Grooves of a drum machine that come with MMA (its library "zoom"), for band.py."""

import functools
import pathlib
import re

FOLDER = pathlib.Path("/usr/share/mma/lib/zoom")
TONES = {
    "kickdrum1": 36, "kickdrum2": 35, "snaredrum1": 38, "snaredrum2": 40, "closedhihat": 42,
    "openhihat": 46, "pedalhihat": 44,
    "crashcymbal1": 49, "crashcymbal2": 57, "ridecymbal1": 51, "ridecymbal2": 59, "ridebell": 53,
    "sidekick": 37, "handclap": 39,
    "tambourine": 54, "cowbell": 56, "maracas": 70, "cabasa": 69, "claves": 75, "hightom1": 50,
    "hightom2": 48, "midtom1": 47,
    "midtom2": 45, "lowtom1": 43, "lowtom2": 41, "openhighconga": 63, "mutehighconga": 62,
    "lowconga": 64, "hightimbale": 65,
    "lowtimbale": 66, "highbongo": 60, "lowbongo": 61, "highagogo": 67, "lowagogo": 68,
    "shaker": 82, "vibraslap": 58, "chinesecymbal": 52,
    "splashcymbal": 55, "opentriangle": 81, "mutetriangle": 80,
}  # fmt: skip
# The file has one decimal.
PLACES = {0: 0.0, 2: 0.25, 3: 1 / 3, 5: 0.5, 7: 2 / 3, 8: 0.75}
Bar = tuple[tuple[float, float], ...]  # beats in the bar, loudness
Groove = dict[int, tuple[Bar, ...]]  # for each drum (a note of General MIDI) its bars


@functools.cache
def grooves(name: str, beats: int, triplets: bool) -> tuple[Groove, ...]:
    """Those of a file with so many beats in a bar, in triplets or not; none without MMA."""
    path = FOLDER / f"{name}.mma"
    if not path.exists():
        return ()
    found = []
    for text in path.read_text(errors="replace").split("SeqClear")[1:]:
        time = re.search(r"^\s*Time\s+(\d+)", text, re.MULTILINE | re.IGNORECASE)
        if time and int(time[1]) != beats:
            continue
        groove = {}
        for track in re.findall(r"Begin\s+Drum(.*?)End", text, re.DOTALL | re.IGNORECASE):
            tone = re.search(r"Tone\s+(\w+)", track, re.IGNORECASE)
            number = TONES.get(tone[1].lower()) if tone else None
            bars = _bars(track)
            if number and any(bars):
                groove[number] = bars
        fractions = {
            round(at % 1 * 100) for bars in groove.values() for bar in bars for at, _ in bar
        }
        if (
            groove
            and fractions <= {round(p * 100) for p in PLACES.values()}
            and (67 in fractions or 33 in fractions) == triplets
        ):
            found.append(groove)
    return tuple(found)


def _bars(track: str) -> tuple[Bar, ...]:
    """The bars of "Sequence {1 0 90; 2.5 0 60} / Z": / repeats the bar before it, Z is a rest."""
    sequence = re.search(r"Sequence(.*)", track, re.DOTALL | re.IGNORECASE)
    bars: list[Bar] = []
    for word in re.findall(
        r"\{[^}]*\}|/|\b[Zz]\b", re.sub(r"//.*", "", sequence[1]) if sequence else ""
    ):
        if word == "/":
            bars.append(bars[-1] if bars else ())
        elif word in "Zz":
            bars.append(())
        else:
            fields = [hit.split() for hit in word.strip("{} ").split(";") if hit.strip()]
            bars.append(
                tuple(
                    (_place(hit[0]), float(hit[2]) / 90)
                    for hit in fields
                    if len(hit) >= 3 and hit[2] != "0"
                )
            )
    return tuple(bars)


def _place(text: str) -> float:
    """Beats from the begin of the bar for a place such as 3.7."""
    tenths = round((float(text) - 1) * 10)
    return tenths // 10 + PLACES.get(tenths % 10, tenths % 10 / 10)
