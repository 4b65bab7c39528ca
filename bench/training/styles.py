"""What bands play: one table of styles for the arranger in band.py.

A pattern is a string with one character for each step of the grid (`grid` steps a beat; where it is longer than a bar it
goes over several). Drums and chords: X accented, x normal, o soft, g very soft, 1-9 with that chance in tenths, . rest.
Bass: r root, f fifth, t third, s seventh, o octave, n a step below or above what follows, capitals half of the time;
or one word: kick (with the kick drum), walk (a note on each beat), pedal (one long note), eighths, octaves.
Chords begin with how they are played: hold, stab, strum, chug, arp, pick, oompah, alberti, pad, riff, tutti, tremolo.
"""

import dataclasses

DRUMS = {
    "kick": 36, "snare": 38, "rim": 37, "clap": 39, "hat": 42, "pedal": 44, "open": 46, "ride": 51, "bell": 53,
    "crash": 49, "china": 52, "low": 41, "mid": 45, "high": 48, "tamb": 54, "cowbell": 56, "maracas": 70,
    "conga": 63, "congalow": 64, "slap": 62, "bongo": 60, "bongolow": 61, "clave": 75, "timbale": 65, "agogo": 67,
    "guiro": 73, "triangle": 81, "block": 76, "cabasa": 69,
}  # fmt: skip

# General MIDI programs.
INSTRUMENTS = {
    "piano": (0, 0, 1, 2), "honky": (3, 0), "epiano": (4, 5, 4), "clavinet": (7, 6), "organ": (16, 17, 18), "church": (19, 20),
    "accordion": (21, 23), "acoustic": (24, 25, 25), "nylon": (24,), "steel": (25,), "electric": (26, 27, 27), "muted": (28,),
    "drive": (29, 30, 30), "amp": (27, 27, 28, 25), "bass": (33, 34, 33, 35), "upright": (32, 32, 35), "slap": (36, 37, 33),
    "synthbass": (38, 39, 38, 33), "violin": (40,), "viola": (41,), "cello": (42,), "contrabass": (43,), "fiddle": (110, 40),
    "strings": (48, 49, 50, 48), "pizzicato": (45,), "harp": (46,), "timpani": (47,), "choir": (52, 53, 54), "trumpet": (56, 59),
    "trombone": (57,), "tuba": (58,), "horn": (60,), "brass": (61, 61, 62, 56), "sax": (64, 65, 66, 67), "oboe": (68,),
    "bassoon": (70,), "clarinet": (71,), "flute": (73, 73, 75, 72), "pipes": (74, 77, 78, 79, 109), "synth": (80, 81, 81, 87, 84),
    "pad": (88, 89, 90, 91, 94, 95), "bells": (8, 9, 10, 14, 98), "vibes": (11, 11, 12), "marimba": (12, 13), "harmonica": (22,),
    "banjo": (105,), "dulcimer": (15,), "sitar": (104,), "kalimba": (108,), "koto": (107,), "steelpan": (114,), "voice": (53, 52, 54, 85),
    "whistle": (78,), "harpsichord": (6,), "mandolin": (25, 15),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Style:
    """One kind of music."""

    weight: float
    bpm: tuple[float, float]  # of the tapped beat
    chords: tuple[str, ...]  # families of harmony.PROGRESSIONS
    drums: dict[str, tuple[str, ...]]
    bass: tuple[str, ...]
    comps: tuple[tuple[str, tuple[str, ...], float], ...]  # instruments, figures, chance to be in the band
    leads: tuple[str, ...]
    bassist: str = "bass"
    beats: tuple[int, ...] = (4,)  # in a bar, any of them
    grid: int = 4
    swing: tuple[float, float] = (0.5, 0.5)
    swing_unit: float = 0.25
    feels: tuple[str, ...] = ("machine", "band", "band", "band", "loose")
    kit: str = "acoustic"
    drumless: float = 0.08
    push: float = 0.25  # chance that a section's chords come before the beat
    singer: float = 0.6


STRAIGHT_HATS = (
    "X.x.X.x.X.x.X.x.", "x.X.x.X.x.X.x.X.", "xoxoxoxoxoxoxoxo", "X...x...X...x...", "x.x.x.x.x.x.x.x.", "XoxoXoxoXoxoXoxo",
    "x.x3x.x.x.x3x.x3", "", "x.oox.oox.oox.oo",
)  # fmt: skip
RIDES = ("", "", "", "X.x.X.x.X.x.X.x.", "X...X...X...X...", "x.oxx.oxx.oxx.ox")
BACKBEATS = (
    "....X.......X...", "....X.......X...", "....X.......X...", "....X..g.g..X..g", "....X.......X..3", "....X..1.2..X.1.",
    "........X.......", "....X.......X.x.", "....X.....3.X...",
)  # fmt: skip
ROCK_KICKS = (
    "X.......X.......", "X.......X.x.....", "X..x....X.......", "X.....x.X.......", "X..2..5.8.4...2.", "9..4..6...8..3..",
    "X.x.....X.x.....", "X...2...X..x..x.", "X......x.xx.....", "X..x..x...x..x..", "X.....x...x.....", "X.x...x...x.x...",
    "7..3..4..6.3..3.", "X.........x.....", "..x.....X.x.....", "X.....X...X...x.",
)  # fmt: skip
FOUR_ON_FLOOR = ("X...X...X...X...", "X...X...X...X..2", "X...X...X...X.3.")
PIANO_BLOCKS = ("hold X...x...x...x...", "hold x...............", "stab X.x.X.x.X.x.X.x.", "hold X.....x...x.....", "hold X..x..x...x..x..")
STRUMS = (
    "strum X...x.xx..x.x.x.", "strum X.x.x.x.X.x.x.x.", "strum X...x...X...x...", "strum X..xx.x.x..xx.x.", "strum XoxoXoxoXoxoXoxo",
    "strum X.......x.......", "strum X...x.x.X...x.x.", "strum ..x...x...x...x.", "strum X.xx.xx.X.xx.xx.", "strum X..x..x.X..x..x.",
)  # fmt: skip
ARPS = ("arp x.x.x.x.x.x.x.x.", "arp xxxxxxxxxxxxxxxx", "arp x..x..x.x..x..x.", "arp x.xxx.xxx.xxx.xx", "pick x.x.x.x.x.x.x.x.", "pick x..xx.x.x..xx.x.")
TRIPLET_ARPS = ("arp xxxxxxxxxxxx", "pick xxxxxxxxxxxx", "arp x.xx.xx.xx.x")
HORNS = ("stab X.....x.........", "stab ......X.....X...", "stab X..x..X.........", "stab ............X.X.", "stab ..X...X.........", "riff", "riff")

STYLES = {
    "rock": Style(
        2.0, (88, 168), ("rock", "pop", "modal"),
        {"kick": ROCK_KICKS, "snare": BACKBEATS, "hat": STRAIGHT_HATS, "ride": RIDES, "tamb": ("", "", "", "....x.......x...", "xoxoxoxoxoxoxoxo")},
        ("kick", "kick", "eighths", "r.....r.r..r.f..", "r...r...r...r...", "r.r.r.r.r.r.r.n."),
        (("amp", ("chug X.x.x.x.x.x.x.x.", "chug X..X..X.X..X..X.", "hold X.......x.......", "chug X.xxx.xxX.xxx.xx", "riff", "hold X.....X...X....."), 0.8),
         ("drive", ("hold X...............", "hold X.....x...x.....", "chug X...X...X...X...", "riff"), 0.6), ("electric", STRUMS + ARPS, 0.4),
         ("organ", ("pad",), 0.2), ("acoustic", STRUMS, 0.25), ("piano", PIANO_BLOCKS, 0.15)),
        ("voice", "drive", "drive", "electric", "voice", "sax", "organ"), singer=0.7,
    ),
    "softrock": Style(
        1.0, (68, 126), ("pop", "rock", "soul"),
        {"kick": ROCK_KICKS, "snare": BACKBEATS + ("",), "rim": ("", "", "....x.......x..."), "hat": STRAIGHT_HATS, "ride": RIDES,
         "maracas": ("", "", "xoxoxoxoxoxoxoxo"), "tamb": ("", "", "....x.......x...")},
        ("kick", "r.......r.......", "r.....f.r.......", "pedal", "r...f...o...f..."),
        (("acoustic", STRUMS + ARPS, 0.7), ("piano", PIANO_BLOCKS + ARPS, 0.5), ("epiano", PIANO_BLOCKS, 0.3), ("strings", ("pad",), 0.35),
         ("electric", ARPS + ("riff",), 0.4), ("organ", ("pad",), 0.2)),
        ("voice", "electric", "sax", "harmonica", "flute", "piano"), singer=0.75, drumless=0.15,
    ),
    "pop": Style(
        2.0, (78, 134), ("pop", "soul"),
        {"kick": ROCK_KICKS + FOUR_ON_FLOOR, "snare": BACKBEATS, "clap": ("", "", "", "....X.......X...", "...x..x...x..x.."), "hat": STRAIGHT_HATS + ("..x...x...x...x.",),
         "open": ("", "", "", "..x...x...x...x."), "maracas": ("", "", "xoxoxoxoxoxoxoxo"), "tamb": ("", "", "....x.......x...")},
        ("kick", "eighths", "r..r..r.r..r..r.", "r.......r.....f.", "r...r...r...r...", "r..r....r..r...n"),
        (("piano", PIANO_BLOCKS + ARPS, 0.45), ("synth", ("riff", "stab X..x..X..x..X.x.", "arp xxxxxxxxxxxxxxxx", "stab X.x.X.x.X.x.X.x."), 0.4),
         ("pad", ("pad",), 0.5), ("electric", ("riff", "stab ....x.......x...", "stab x.xx..x.x.xx..x."), 0.5), ("acoustic", STRUMS, 0.4), ("strings", ("pad", "riff"), 0.25),
         ("brass", HORNS, 0.12), ("bells", ("riff",), 0.15)),
        ("voice", "voice", "synth", "electric", "sax"), bassist="synthbass", singer=0.85, kit="any", feels=("machine", "machine", "band"), push=0.35,
    ),
    "metal": Style(
        1.6, (88, 200), ("metal", "one", "rock"),
        {"kick": ("XxXxXxXxXxXxXxXx", "X.xxX.xxX.xxX.xx", "X.x.X.x.X.x.X.x.", "X..x..x...x..x..", "X.xx..xx.xx.x...", "xxxxXxxxxxxxXxxx", "X.......X.x....."),
         "snare": ("....X.......X...", "....X.......X...", "..X...X...X...X.", "........X.......", "X.X.X.X.X.X.X.X.", "....X.......X.xx"),
         "hat": ("X.X.X.X.X.X.X.X.", "X...X...X...X...", "", ""), "ride": ("", "X...X...X...X...", "X.x.X.x.X.x.X.x."), "china": ("", "", "X...X...X...X..."), "crash": ("", "", "X...X...X...X...", "X.......X.......")},
        ("kick", "eighths", "rrrrrrrrrrrrrrrr", "r.rrr.rrr.rrr.rr"),
        (("amp", ("chug X.xxX.xxX.xxX.xx", "chug XxxxxxxxXxxxxxxx", "chug X..x..x...X..x..", "hold X...............", "riff", "riff", "chug X.x.x.X.x.x.X.X."), 1.0),
         ("amp", ("chug X.xxX.xxX.xxX.xx", "hold X.......X.......", "riff"), 0.7), ("drive", ("hold X...............", "riff"), 0.4), ("strings", ("pad",), 0.08)),
        ("drive", "drive", "voice", "amp"), singer=0.55, drumless=0.02, push=0.15, feels=("machine", "machine", "band"),
    ),
    "punk": Style(
        0.7, (140, 215), ("rock", "pop", "metal"),
        {"kick": ("X...x.x.X...x.x.", "X...X...X...X...", "X..x..x.X..x..x.", "X.....x.X.x.....", "X.......X......."),
         "snare": ("....X.......X...", "....X.......X...", "..X...X...X...X."), "hat": ("X.x.X.x.X.x.X.x.", "X...X...X...X...", ""), "ride": ("", "X...X...X...X..."), "crash": ("", "", "X...X...X...X...")},
        ("eighths", "eighths", "kick"),
        (("amp", ("chug X.X.X.X.X.X.X.X.", "hold X.......X.......", "chug X.x.x.x.X.x.x.x."), 1.0), ("drive", ("chug X.X.X.X.X.X.X.X.", "riff"), 0.5)),
        ("voice", "voice", "drive"), singer=0.85, drumless=0.02,
    ),
    "rock6/8": Style(
        0.5, (48, 84), ("pop", "rock", "gospel"),
        {"kick": ("X.....X.....", "X....xX.....", "X..x..X....x", "X.....X.x..."), "snare": ("...X.....X..", "...X.....X..", "...X.....X.x"), "hat": ("XxxXxxXxxXxx", "X..x..X..x..", "xxxxxxxxxxxx", ""), "ride": ("", "", "XxxXxxXxxXxx")},
        ("r.....r.....", "kick", "r.....r..t.f", "r..f..o..f.."),
        (("electric", TRIPLET_ARPS + ("strum X..x.xX..x.x",), 0.6), ("piano", ("stab XxxXxxXxxXxx", "hold X.....x.....", "arp xxxxxxxxxxxx"), 0.6), ("amp", ("hold X.....X.....", "chug XxxXxxXxxXxx"), 0.4), ("organ", ("pad",), 0.3), ("strings", ("pad",), 0.25)),
        ("voice", "drive", "sax", "electric"), grid=3, singer=0.8, drumless=0.15,
    ),
    "folk6/8": Style(
        0.5, (46, 124), ("folk", "pop", "modal"),
        {"kick": ("X.....", "X..x..", ""), "snare": ("...X..", "...x..", ""), "hat": ("XxxXxx", "x.xx.x", ""), "tamb": ("", "...x..")},
        ("r..f..", "r.....", "r..r..", "r....f"),
        (("acoustic", ("strum X.xX.x", "strum X..xxx", "arp xxxxxx", "pick xxxxxx", "strum X.xxxx"), 0.9), ("accordion", ("pad", "stab ..x..x", "oompah b.cb.c"), 0.3), ("piano", ("arp xxxxxx", "oompah b.cb.c"), 0.3), ("strings", ("pad",), 0.25), ("mandolin", ("tremolo", "arp xxxxxx"), 0.2)),
        ("voice", "fiddle", "flute", "pipes", "harmonica"), beats=(2,), grid=3, drumless=0.55, singer=0.5, feels=("band", "loose", "loose"),
    ),
    "country": Style(
        1.1, (84, 180), ("country", "folk"),
        {"kick": ("X.......X.......", "X...x...X...x...", "X...X...X...X..."), "snare": ("xoXoxoXoxoXoxoXo", "ooXoooXoooXoooXo", "....X.......X...", "..X...X...X...X.", "xxoXxxoXxxoXxxoX"), "rim": ("", "", "....x.......x..."), "hat": ("", "X.x.X.x.X.x.X.x.", "..x...x...x...x.")},
        ("r.......f.......", "r...f...r...f...", "r.......f.....n.", "r.....n.f.......", "walk"),
        (("acoustic", ("strum ..X...x...X...x.", "strum b...X...b...X...", "oompah b...c...b...c...", "strum X.x.x.x.X.x.x.x.", "oompah b.c.b.c.b.c.b.c."), 0.85), ("electric", ("riff", "stab ..x...x...x...x.", "arp x.x.x.x.x.x.x.x."), 0.5), ("piano", ("oompah b...c...b...c...", "hold X...x...x...x..."), 0.3),
         ("banjo", ("arp xxxxxxxxxxxxxxxx", "pick xxxxxxxxxxxxxxxx", "arp x.xxx.xxx.xxx.xx"), 0.3), ("fiddle", ("pad", "riff"), 0.25)),
        ("voice", "voice", "fiddle", "steel", "electric", "harmonica", "banjo"), bassist="upright", drumless=0.2, singer=0.7, push=0.15, swing=(0.5, 0.58), swing_unit=0.5,
    ),
    "countrytrain": Style(
        0.4, (90, 134), ("country",),
        {"kick": ("X...x...X...x...", "X.......X......."), "snare": ("xxXxxxXxxxXxxxXx", "oxoXoxoXoxoXoxoX", "ooXoooXoooXoooXx")},
        ("r...f...r...f...", "r.......f......."),
        (("acoustic", ("strum X.xxX.xxX.xxX.xx", "strum XoxoXoxoXoxoXoxo"), 0.9), ("electric", ("riff", "arp xxxxxxxxxxxxxxxx"), 0.6), ("harmonica", ("pad",), 0.2)),
        ("voice", "steel", "harmonica", "electric"), bassist="upright", singer=0.7,
    ),
    "shuffle": Style(
        1.2, (84, 168), ("blues",),
        {"kick": ("X..X..X..X..", "X.....X.....", "X....xX....x", "X.....X..x.."), "snare": ("...X.....X..", "...X.....X..", "..oX.o..oX.o", "..x..X..x..X"), "hat": ("X.xX.xX.xX.x", "X..X..X..X..", "..x..x..x..x", ""), "ride": ("", "", "X.xX.xX.xX.x", "X..X.xX..X.x")},
        ("r..r..t..t..", "walk", "r.rf.fs.sf.f", "r..t..f..s..", "r..r..f..f..", "r.rr.rf.fs.f"),
        (("electric", ("stab ...x.....x..", "strum X.xX.xX.xX.x", "riff", "stab ..x..x..x..x"), 0.8), ("piano", ("stab XxxXxxXxxXxx", "stab ..x..x..x..x", "riff"), 0.5), ("organ", ("pad", "stab ...x.....x..", "stab ..x..x..x..x"), 0.35), ("brass", ("stab X....x......", "stab .....X......", "riff"), 0.2), ("amp", ("chug X.xX.xX.xX.x",), 0.25)),
        ("voice", "electric", "drive", "harmonica", "harmonica", "sax", "organ", "piano"), grid=3, singer=0.5, drumless=0.1, push=0.1,
    ),
    "slowblues": Style(
        1.0, (44, 80), ("blues", "soul"),
        {"kick": ("X.....X.....", "X....xX.....", "X..x..X.....", "X.....X.x..."), "snare": ("...X.....X..", "...X.....X..", "...X..o..X.o"), "rim": ("", "", "...x.....x.."), "hat": ("XxxXxxXxxXxx", "X.xX.xX.xX.x", ""), "ride": ("", "", "XxxXxxXxxXxx")},
        ("r..r.ff..t.n", "r.....r....n", "walk", "r..t..f..n..", "r.or..f....."),
        (("electric", ("stab ...x.....x..", "riff", "arp x.xx.xx.xx.x"), 0.7), ("piano", ("stab XxxXxxXxxXxx", "riff", "tremolo"), 0.6), ("organ", ("pad",), 0.5), ("brass", ("stab X....x......", "pad"), 0.2)),
        ("drive", "electric", "electric", "voice", "harmonica", "sax", "piano"), grid=3, singer=0.5, drumless=0.15, push=0.1, feels=("band", "band", "loose"),
    ),
    "acousticblues": Style(
        0.6, (66, 130), ("blues",),
        {}, ("r..r..r..r..", "r..f..r..f..", "walk"),
        (("acoustic", ("pick x.xx.xx.xx.x", "pick xxxxxxxxxxxx", "strum X.xX.xX.xX.x", "riff", "oompah b..c..b..c..", "oompah b.cb.cb.cb.c"), 1.0),),
        ("acoustic", "harmonica", "voice", "voice"), grid=3, drumless=1.0, singer=0.5, bassist="upright", feels=("loose", "loose", "band"), push=0.2,
    ),
    "reggae": Style(
        1.6, (62, 96), ("reggae", "modal"),
        {"kick": ("........X.......", "........X.......", "X.......X.......", "X...X...X...X...", "X...x...X...x..."), "snare": ("", "........X.......", ".......x......x.", "...x........x..."), "rim": ("........X.......", "........X..x..x.", "...x..x.X.....x.", ".....x..X..x...."), "hat": ("x.x.x.x.x.x.x.x.", "..x...x...x...x.", "x.xox.xox.xox.xo", "xx.xxx.xxx.xxx.x", ""), "open": ("", "", "..............x."), "timbale": ("", "", "", ".............1.3")},
        ("r..rf...r.f.....", "r.....r.f.......", "..r.f.o...r.f...", "r.r..r..f.r.....", "....r.f.o.f.r...", "r..r..r.....f.t.", "r..t..f.........", "........r.f.o...", "R.rR..f.R.rO..T."),
        (("electric", ("stab ..X...X...X...X.", "stab ..X...X...X...X.", "stab ....X.......X...", "stab ..Xx..X...Xx..X."), 0.95), ("organ", ("stab ..xx..xx..xx..xx", "stab .x.x.x.x.x.x.x.x", "pad", "stab .xx..xx..xx..xx."), 0.6), ("piano", ("stab ..X...X...X...X.", "stab ....X.......X..."), 0.5), ("muted", ("riff",), 0.4), ("brass", HORNS, 0.25), ("clavinet", ("riff",), 0.15)),
        ("voice", "voice", "voice", "organ", "trombone", "sax", "electric", "harmonica"), singer=0.8, drumless=0.03, push=0.1, swing=(0.5, 0.62),
    ),
    "dub": Style(
        0.4, (64, 84), ("reggae", "one"),
        {"kick": ("........X.......", "X.......X.......", "X...X...X...X..."), "rim": ("........X.......", "...x..x.X.....x."), "hat": ("x.x.x.x.x.x.x.x.", "", "..x...x...x...x.")},
        ("r..rf...r.f.....", "..r.f.o...r.f...", "r.....r.f......."),
        (("electric", ("stab ..X.............", "stab ..........X.....", "stab ..X...X...X...X."), 0.8), ("organ", ("stab ..xx..xx..xx..xx", "stab ......x........."), 0.5)),
        ("harmonica", "trombone", "synth"), singer=0.3, swing=(0.5, 0.62),
    ),
    "ska": Style(
        0.7, (112, 168), ("reggae", "rock", "pop"),
        {"kick": ("X.......X.......", "....X.......X...", "X...X...X...X...", "X......xX......."), "snare": ("....X.......X...", "....X.......X..."), "hat": ("..X...X...X...X.", "X.x.X.x.X.x.X.x.", "x.x.x.x.x.x.x.x.")},
        ("walk", "walk", "r...t...f...t...", "r.r.t.t.f.f.t.t."),
        (("electric", ("stab ..X...X...X...X.",), 1.0), ("piano", ("stab ..X...X...X...X.",), 0.5), ("organ", ("stab ..X...X...X...X.", "pad"), 0.4), ("brass", HORNS, 0.7), ("amp", ("chug X.X.X.X.X.X.X.X.",), 0.2)),
        ("voice", "voice", "trombone", "trumpet", "sax"), singer=0.6, drumless=0.02,
    ),
    "disco": Style(
        1.5, (104, 134), ("soul", "pop", "funk"),
        {"kick": FOUR_ON_FLOOR, "snare": ("....X.......X...", "....X.......X...", "....X.......X.3."), "clap": ("", "", "....X.......X..."), "hat": ("xoxoxoxoxoxoxoxo", "x.x.x.x.x.x.x.x.", "xx.xxx.xxx.xxx.x", ""), "open": ("..X...X...X...X.", "..X...X...X...X.", ""), "tamb": ("", "xoXoxoXoxoXoxoXo"), "conga": ("", "..x...xx..x...xx"), "cowbell": ("", "", "x...x...x...x...")},
        ("r.o.r.o.r.o.r.o.", "r.o.r.o.r.o.r.o.", "r..r..r.r.o...n.", "r...o..r..r.o...", "r.r.o.r.r.s.o.n.", "octaves", "..o...o...o...o."),
        (("electric", ("stab x.xxx.xxx.xxx.xx", "stab ....x.......x...", "stab ..xx..x...xx..x.", "muted x.xx.xx.x.xx.xx."), 0.8), ("clavinet", ("stab x..x..x.x..x..x.",), 0.25), ("strings", ("pad", "riff", "tutti"), 0.6), ("piano", ("stab X..x..X...x..x..", "hold X.....x...x....."), 0.5), ("brass", HORNS, 0.45), ("epiano", ("pad", "stab X..x............"), 0.3)),
        ("voice", "voice", "strings", "sax", "synth"), singer=0.8, drumless=0.01, kit="any", push=0.35,
    ),
    "funk": Style(
        1.2, (88, 122), ("funk", "soul"),
        {"kick": ("X.x.......x..x..", "X..x..x....x....", "X.x....x..x....x", "X.....x..x......", "X..x.......xx...", "9.5..3.4.2.6..4.", "X.x..x....x....."), "snare": ("....X..g.g..X..g", "....X..g.g.gX...", "....X.......X...", "..g.X..g.g..X.gg", "....X..X.g.....X"), "hat": ("xoxoxoxoxoxoxoxo", "x.x.x.x.x.x.x.x.", "xxoxxxoxxxoxxxox", "x.xxx.xxx.xxx.xx"), "open": ("", "..............x.", "......x........."), "conga": ("", "", "..x...xx..x...xx"), "cowbell": ("", "", "x.x.x.x.x.x.x.x.")},
        ("r..r..o....r.so.", "r.....so..r..n..", "kick", "r.r.......r.s.o.", "rR.R..o.R.sR..oN", "r..........ss.o."),
        (("electric", ("stab x.xx..x.x.xx..x.", "stab ..x...xx....x.x.", "stab .x.x.x.x.x.x.x.x", "stab ....x..x....x..x"), 0.85), ("clavinet", ("stab x.xx.xx.x.xx.xx.", "riff"), 0.4), ("organ", ("pad", "stab ......X........."), 0.35), ("brass", HORNS, 0.55), ("epiano", ("stab X..x......x.....", "pad"), 0.35)),
        ("voice", "sax", "organ", "electric", "trumpet", "synth"), bassist="slap", singer=0.55, drumless=0.02, swing=(0.5, 0.58), push=0.2,
    ),
    "soul": Style(
        1.2, (64, 124), ("soul", "gospel", "pop"),
        {"kick": ROCK_KICKS, "snare": ("X...X...X...X...", "....X.......X...", "....X.......X...", "....X..g.g..X..g"), "rim": ("", "", "....x.......x..."), "hat": STRAIGHT_HATS, "ride": RIDES, "tamb": ("", "....X.......X...", "x.x.x.x.x.x.x.x.", "X...X...X...X...")},
        ("kick", "r..r..f.o..f..n.", "r.....f.r..r.tf.", "r..R.rf...R.f.N.", "r...t...f...s..."),
        (("electric", ("stab ....X.......X...", "stab ..x...x...x...x.", "riff", "stab X...............", "arp x..x..x.x..x..x."), 0.7), ("piano", PIANO_BLOCKS, 0.6), ("organ", ("pad", "stab ....x.......x..."), 0.5), ("brass", HORNS + ("pad",), 0.5), ("strings", ("pad", "tutti"), 0.35), ("epiano", PIANO_BLOCKS + ("pad",), 0.3)),
        ("voice", "voice", "voice", "sax", "organ"), singer=0.9, drumless=0.05, swing=(0.5, 0.6), push=0.25,
    ),
    "rnb": Style(
        0.9, (60, 104), ("soul", "modal"),
        {"kick": ("X..x..x...x.....", "X......x..x.....", "X.x.......xx....", "9..3..4.2.6..3.."), "snare": ("....X.......X...", "........X.......", "....X.......X..2"), "clap": ("", "....X.......X..."), "rim": ("", "", "...x..x...x..x.."), "hat": ("x.x.x.x.x.x.x.x.", "xoxoxoxoxoxoxoxo", "x.xxx.x.x.xxx.xx", "x..xx..xx..xx..x", "")},
        ("kick", "r..r..........n.", "r.........r.r...", "pedal"),
        (("epiano", ("hold X.....x.........", "hold X..x......x.....", "pad", "arp x..x..x.x..x..x."), 0.7), ("pad", ("pad",), 0.5), ("electric", ("arp x..x..x.x..x..x.", "riff", "stab ....x.......x..."), 0.4), ("strings", ("pad",), 0.3), ("bells", ("riff",), 0.2)),
        ("voice", "voice", "voice", "sax", "synth"), bassist="synthbass", kit="any", singer=0.9, swing=(0.5, 0.64), feels=("machine", "machine", "band"), drumless=0.04,
    ),
    "hiphop": Style(
        2.0, (72, 108), ("one", "modal", "soul", "film"),
        {"kick": ("X.x.......x.....", "X..x......x..x..", "X.....x...x.....", "X.x....x..x.....", "X..........xx...", "9.4..3.5.3.7..3.", "X......X..X.....", "..x.......x..x.."), "snare": ("....X.......X...", "....X.......X...", "....X.......X..2", "....X..g....X..g"), "clap": ("", "", "....X.......X..."), "hat": ("x.x.x.x.x.x.x.x.", "xoxoxoxoxoxoxoxo", "x.x3x.x.x.x3x.x3", "x...x...x...x...", "x.xxx.x.x.xxx.x.", "..x...x...x...x.", ""), "open": ("", "", "......x.........", "..............x."), "maracas": ("", "", "xoxoxoxoxoxoxoxo"), "cowbell": ("", "", "", "x..x..x.........")},
        ("kick", "r......r..r.....", "r.........R..N..", "riff", "pedal"),
        (("piano", ("riff", "riff", "hold X...............", "stab X...x...X...x..."), 0.45), ("epiano", ("riff", "hold X..x......x....."), 0.4), ("strings", ("riff", "pad", "stab X.X.X.X.X.X.X.X."), 0.35), ("bells", ("riff",), 0.2), ("brass", ("riff", "stab X.....x........."), 0.2), ("flute", ("riff",), 0.15), ("synth", ("riff",), 0.25), ("electric", ("riff", "arp x..x..x.x..x..x."), 0.25), ("choir", ("pad",), 0.1)),
        ("rap", "rap", "rap", "voice", "synth"), bassist="synthbass", kit="any", singer=0.85, swing=(0.5, 0.66), feels=("machine", "machine", "machine", "band"), drumless=0.02, push=0.1,
    ),
    "trap": Style(
        0.6, (64, 84), ("one", "film", "modal"),
        {"kick": ("X.....x...x.....", "X..x......x.....", "X.........x..x..", "X......x...x...."), "snare": ("....X.......X...", "....X.......X..."), "clap": ("", "....X.......X..."), "hat": ("xxxxxxxxxxxxxxxx", "x.x.x.x.x.x.x.x.", "x.xxx.xxxxx.xxxx", "xx3xxx3xx3xxxx3x"), "open": ("", "..............x.")},
        ("kick", "r.........r..r.."),
        (("bells", ("riff",), 0.5), ("piano", ("riff",), 0.4), ("strings", ("riff", "pad"), 0.4), ("flute", ("riff",), 0.2), ("synth", ("riff",), 0.3), ("nylon", ("riff",), 0.2)),
        ("rap", "rap", "voice"), bassist="synthbass", kit="electronic", singer=0.9, feels=("machine",), drumless=0.0, push=0.05,
    ),
    "son": Style(
        0.7, (84, 112), ("latin",),
        {"clave": ("x..x..x...x.x...|", "..x.x...x..x..x.", "", "x..x...x..x.x..."), "conga": ("..x...xx..x...xx", "......xx......xx"), "slap": ("....x.......x...",), "bongo": ("xoxoxoxoxoxoxoxo", "x.xxx.xxx.xxx.xx", ""), "cowbell": ("", "x.x.x.x.x.x.x.x.", "x...x.x.x...x.x."), "guiro": ("", "x..xx..xx..xx..x"), "timbale": ("", "", "x.xx.xx.x.xx.xx.")},
        ("......r.....f...", "r.....r.....f...", "r..r..f.....f...", "......f.....o..."),
        (("piano", ("arp x.xx.x.xx.x.x.x.", "arp x..x.x.x.xx.x.x.", "stab x..x..x...x.x...", "octaves x.xx.x.x.x.x.x.x"), 0.8), ("nylon", ("arp x.xx.x.xx.x.x.x.", "stab ..x...x...x...x."), 0.5), ("brass", HORNS, 0.5), ("trumpet", ("riff",), 0.2)),
        ("voice", "voice", "trumpet", "flute", "piano"), bassist="upright", singer=0.6, kit="hand", push=0.5, drumless=0.02,
    ),
    "bossa": Style(
        0.8, (100, 160), ("latin", "jazz"),
        {"kick": ("X..xX..xX..xX..x", "X..xX..xX..xX..x", "X.....x.X.....x."), "rim": ("x..x..x...x..x..", "x..x..x...x.x...", "..x..x..x..x..x.", ""), "hat": ("xoxoxoxoxoxoxoxo", "x.x.x.x.x.x.x.x.", ""), "ride": ("", "", "x.x.x.x.x.x.x.x."), "maracas": ("", "xoxoxoxoxoxoxoxo")},
        ("r..rf..fr..rf..f", "r.....f.r.....f.", "r.....f.f.....r."),
        (("nylon", ("hold x..x..x...x..x..", "hold ..x..x..x..x..x.", "stab x...x.x..x..x...", "hold x.....x...x....."), 0.9), ("piano", ("stab x..x..x...x..x..", "hold X...............", "stab ..x....x..x....."), 0.5), ("epiano", ("pad",), 0.2), ("strings", ("pad",), 0.25)),
        ("voice", "flute", "sax", "vibes", "nylon", "piano"), bassist="upright", singer=0.45, drumless=0.2, push=0.4,
    ),
    "samba": Style(
        0.5, (84, 120), ("latin", "modal"),
        {"kick": ("x..xX..xx..xX..x", "....X.......X..."), "rim": ("x.x.xx.x.x.xx.x.", "x..x..x...x..x..", ""), "snare": ("", "ooxooxoxooxooxox"), "hat": ("", "xoxoxoxoxoxoxoxo"), "maracas": ("XooxXooxXooxXoox", "xooxxooxxooxxoox"), "agogo": ("x.x.x..x.x.x.x..", "", "x..x.x..x..x.x.."), "low": ("....X.......X...", "x...X...x...X..."), "tamb": ("x..xx..xx..xx..x", "", "xoxxxoxxxoxxxoxx")},
        ("r..rf..fr..rf..f", "r...f...r...f..n"),
        (("nylon", ("stab x.x.xx.x.x.xx.x.", "stab x..x..x...x..x.."), 0.9), ("piano", ("stab x.x..x.x.x.xx.x.",), 0.4), ("brass", HORNS, 0.2), ("mandolin", ("arp xxxxxxxxxxxxxxxx",), 0.2)),
        ("voice", "flute", "trombone", "nylon"), beats=(4, 2), singer=0.6, kit="any", push=0.4,
    ),
    "cumbia": Style(
        0.5, (84, 108), ("latin", "country"),
        {"kick": ("X...X...X...X...", "X.......X......."), "guiro": ("x.xxx.xxx.xxx.xx", "X.ooX.ooX.ooX.oo"), "conga": ("..xx..xx..xx..xx", "..x...x...x...x."), "cowbell": ("", "x...x...x...x..."), "timbale": ("", "......x.......xx"), "maracas": ("", "X.ooX.ooX.ooX.oo")},
        ("r...f.t.r...f.t.", "r.......f.......", "r...t.f.r...t.f."),
        (("accordion", ("stab ..x...x...x...x.", "riff"), 0.8), ("piano", ("stab ..x...x...x...x.",), 0.4), ("nylon", ("stab ..x...x...x...x.",), 0.4), ("brass", HORNS, 0.3)),
        ("voice", "voice", "accordion", "trumpet", "clarinet"), singer=0.6, kit="any",
    ),
    "tresillo": Style(
        0.8, (86, 108), ("latin", "pop", "film"),
        {"kick": ("X...X...X...X...", "X...X...X...X..."), "snare": ("...x..x....x..x.", "...X..X....X..X.", "...x..x...xx..x."), "hat": ("", "x.x.x.x.x.x.x.x.", "xoxoxoxoxoxoxoxo"), "clap": ("", "", "...x..x....x..x.")},
        ("r..r..r.r..r..r.", "r.....r.r.....r.", "kick"),
        (("synth", ("riff", "stab X..X..X.X..X..X."), 0.6), ("nylon", ("riff", "arp x..x..x.x..x..x.", "stab X..X..X.X..X..X."), 0.5), ("pad", ("pad",), 0.4), ("piano", ("stab X..X..X.X..X..X.", "riff"), 0.4)),
        ("voice", "voice", "rap", "synth"), bassist="synthbass", kit="any", singer=0.9, feels=("machine", "machine", "band"), drumless=0.02,
    ),
    "bolero": Style(
        0.3, (76, 116), ("latin", "soul"),
        {"bongo": ("xoxoxoxoxoxoxoxo",), "conga": ("..x...xx......xx", "..............xx"), "maracas": ("x...x.x.x.x.x.x.",), "rim": ("", "x..x..x...x.x...")},
        ("r.......f...f...", "r.......f...o..."),
        (("nylon", ("arp x.x.x.x.x.x.x.x.", "arp x.xxx.x.x.xxx.x."), 0.9), ("strings", ("pad",), 0.4), ("piano", ("arp x.x.x.x.x.x.x.x.",), 0.3)),
        ("voice", "trumpet", "nylon"), bassist="upright", singer=0.7, kit="hand", drumless=0.2,
    ),
    "swing": Style(
        2.0, (96, 236), ("jazz", "blues"),
        {"ride": ("X..X.xX..X.x", "X..X.xX..X.x", "X..X..X..X.x", "X..X.xX.xX.x", ""), "pedal": ("...x.....x..", "...x.....x..", ""), "hat": ("", "", "X..x.xX..x.x"), "snare": ("..1..2..1..3", "", ".....1..2...", "..o..o..o..o"), "kick": ("1..1.12..1.1", "o..o..o..o..", "", "X.....X.....", ".....2..1..2"), "rim": ("", "", "...x.....x..")},
        ("walk", "walk", "walk", "r.....f.....", "walk"),
        (("piano", ("stab 3.13.43..2.4", "stab .....X......", "stab X....x......", "stab ..x.....x...", "hold 6....43..4.3"), 0.75), ("electric", ("stab X..X..X..X..", "stab 3.13.43..2.4", "stab .....X......"), 0.4), ("brass", ("stab X....X......", "stab .....X..X...", "riff", "tutti"), 0.35), ("vibes", ("stab 3.13.43..2.4",), 0.15), ("organ", ("stab 3..3.43..2.4",), 0.1), ("sax", ("tutti", "riff"), 0.15)),
        ("sax", "sax", "trumpet", "trombone", "clarinet", "piano", "electric", "vibes", "voice", "flute"), grid=3, bassist="upright", singer=0.3, feels=("band", "band", "loose"), drumless=0.15, push=0.2,
    ),
    "slowswing": Style(
        1.0, (50, 100), ("jazz", "soul"),
        {"ride": ("X..X.xX..X.x", "X..X..X..X..", ""), "pedal": ("...x.....x..", ""), "snare": ("oooooooooooo", "o..o..o..o..", "o.oo.oo.oo.o", "..1..2..1..2"), "kick": ("o..o..o..o..", "", "o.....o.....")},
        ("walk", "r.....f.....", "r.....r..n..", "r.....f.....", "walk"),
        (("piano", ("hold X....x......", "hold X.....x.....", "stab 3.13.43..2.4", "arp x.xx.xx.xx.x"), 0.85), ("electric", ("hold X...........", "stab X..X..X..X.."), 0.3), ("strings", ("pad",), 0.3), ("sax", ("pad",), 0.1)),
        ("sax", "sax", "trumpet", "voice", "piano", "clarinet", "vibes"), grid=3, bassist="upright", singer=0.4, feels=("band", "loose", "loose"), drumless=0.3, push=0.2, kit="acoustic",
    ),
    "jazzwaltz": Style(
        0.5, (96, 190), ("jazz",),
        {"ride": ("X..X.xX..", "X..X.xX.x", ""), "pedal": ("...x.....", "...x..x..", ""), "snare": ("..1..2..1", "", ".....2..2"), "kick": ("o........", "X........", "1..1..1..")},
        ("walk", "r........", "r.....f..", "walk"),
        (("piano", ("stab ...x..x..", "hold X....x...", "stab 3..4.3..4", "hold X........"), 0.9), ("electric", ("hold X........", "stab ...x..x.."), 0.3)),
        ("sax", "piano", "vibes", "flute", "trumpet", "electric"), beats=(3,), grid=3, bassist="upright", singer=0.15, drumless=0.25, feels=("band", "loose"),
    ),
    "fusion": Style(
        0.5, (92, 150), ("jazz", "funk", "modal"),
        {"kick": ROCK_KICKS, "snare": ("....X..g.g..X..g", "....X.......X...", "..g.X..g.g..X.gg", "..X..X....X..X.."), "hat": STRAIGHT_HATS, "ride": ("", "X.xxX.xxX.xxX.xx", "X.x.X.x.X.x.X.x."), "bell": ("", "", "..x...x...x...x.")},
        ("kick", "r..r..o....r.so.", "r.....so..r..n..", "r..R.rf...R.f.N."),
        (("epiano", ("stab X..x......x.....", "pad", "stab ..x...xx....x.x."), 0.8), ("electric", ("stab x.xx..x.x.xx..x.", "pad", "riff"), 0.6), ("brass", HORNS, 0.3), ("pad", ("pad",), 0.3)),
        ("sax", "drive", "synth", "epiano", "trumpet", "electric"), beats=(4, 4, 4, 5, 7, 3), singer=0.1, drumless=0.02, push=0.4,
    ),
    "gospel6/8": Style(
        0.6, (46, 80), ("gospel",),
        {"kick": ("X.....X.....", "X....xX....x"), "snare": ("...X.....X..", "...X.....X.x"), "hat": ("XxxXxxXxxXxx", "X.xX.xX.xX.x"), "tamb": ("", "...X.....X..", "x.xX.xx.xX.x"), "clap": ("", "...X.....X..")},
        ("r..t..f..n..", "r.....r....n", "walk"),
        (("piano", ("arp xxxxxxxxxxxx", "stab XxxXxxXxxXxx", "hold X..x..x..x.."), 0.9), ("organ", ("pad", "stab ...x.....x..", "tutti"), 0.8), ("choir", ("tutti", "pad"), 0.5), ("electric", ("stab ...x.....x..",), 0.3)),
        ("voice", "voice", "organ"), grid=3, singer=0.9, drumless=0.25, feels=("band", "loose"),
    ),
    "folk": Style(
        1.3, (66, 136), ("folk", "pop", "modal"),
        {"kick": ("X.......X.......", "X...X...X...X..."), "tamb": ("....X.......X...", ""), "clap": ("", "", "....X.......X..."), "snare": ("", "....x.......x...")},
        ("r.......f.......", "r.......r.......", "", "r...f...r...f...", "r.......r.....n."),
        (("acoustic", STRUMS + ARPS + ARPS, 1.0), ("nylon", ARPS, 0.3), ("mandolin", ("stab ....x.......x...", "arp x.x.x.x.x.x.x.x.", "tremolo"), 0.25), ("piano", PIANO_BLOCKS, 0.2), ("accordion", ("pad",), 0.15), ("cello", ("pad", "riff"), 0.15), ("banjo", ("pick xxxxxxxxxxxxxxxx",), 0.15), ("harmonica", ("pad",), 0.1)),
        ("voice", "voice", "voice", "fiddle", "flute", "harmonica", "acoustic"), bassist="upright", drumless=0.75, singer=0.75, feels=("band", "loose", "loose"), kit="hand",
    ),
    "guitar": Style(
        0.9, (58, 126), ("folk", "classical", "modal", "latin", "pop"),
        {}, ("",),
        (("nylon", ARPS + ("alberti x.x.x.x.x.x.x.x.", "oompah b...c...b...c...", "tremolo", "pick x.xxx.xxx.xxx.xx"), 0.7), ("steel", ARPS + STRUMS, 0.6)),
        ("nylon", "steel", "voice"), drumless=1.0, singer=0.25, feels=("loose", "rubato", "band"), beats=(4, 4, 4, 3),
    ),
    "celtic": Style(
        0.4, (92, 132), ("modal", "folk"),
        {"kick": ("", "X.......X......."), "low": ("X..oX.o.X..oX.o.", "", "XooxXooxXooxXoox"), "tamb": ("", "x.x.x.x.x.x.x.x.")},
        ("", "r.......f.......", "pedal"),
        (("acoustic", STRUMS, 0.7), ("accordion", ("pad", "stab ..x...x...x...x."), 0.4), ("harp", ARPS, 0.2), ("pipes", ("pad",), 0.2)),
        ("fiddle", "flute", "pipes", "fiddle", "accordion", "mandolin"), drumless=0.5, singer=0.1, feels=("band", "loose"), kit="hand", swing=(0.5, 0.56),
    ),
    "jig": Style(
        0.3, (104, 138), ("modal", "folk"),
        {"low": ("X.xX.x", "XoxXox", ""), "tamb": ("", "x..x..")}, ("", "r..f.."),
        (("acoustic", ("strum X.xX.x", "strum XxxXxx"), 0.8), ("accordion", ("pad", "oompah b.cb.c"), 0.4)),
        ("fiddle", "flute", "pipes", "accordion"), beats=(2,), grid=3, drumless=0.5, singer=0.05, feels=("band", "loose"), kit="hand",
    ),
    "waltz": Style(
        0.9, (84, 190), ("classical", "country", "folk", "pop"),
        {"kick": ("X...........", "X...........", ""), "snare": ("....x...x...", "....o...o...", ""), "hat": ("....x...x...", "x...x...x...", "x.x.x.x.x.x.", ""), "rim": ("", "", "....x...x...")},
        ("r...........", "r...........|", "r.......f...", "r...f...f..."),
        (("piano", ("oompah b...c...c...", "arp x.x.x.x.x.x.", "hold X...x...x..."), 0.6), ("acoustic", ("oompah b...c...c...", "strum X...x...x...", "arp x.x.x.x.x.x.", "strum X...x.x.x.x."), 0.5), ("accordion", ("oompah b...c...c...", "stab ....x...x...", "pad"), 0.4), ("strings", ("stab ....x...x...", "pad", "oompah b...c...c..."), 0.4), ("harp", ("arp x.x.x.x.x.x.",), 0.1)),
        ("voice", "violin", "accordion", "clarinet", "flute", "piano", "trumpet", "strings"), beats=(3,), bassist="upright", drumless=0.5, singer=0.35, feels=("band", "loose", "rubato"), push=0.1,
    ),
    "rockwaltz": Style(
        0.5, (84, 168), ("rock", "pop", "folk"),
        {"kick": ("X...........", "X.......x...", "X.....x.....", "X..x........"), "snare": ("....X...X...", "........X...", "....X.......", "......X....."), "hat": ("x.x.x.x.x.x.", "xoxoxoxoxoxo", "x...x...x..."), "ride": ("", "", "X.x.X.x.X.x.")},
        ("kick", "r.......f...", "r...........", "r.r.r.r.r.n."),
        (("electric", ("arp x.x.x.x.x.x.", "strum X...x.x.x.x.", "hold X..........."), 0.7), ("acoustic", ("strum X...x.x.x.x.", "strum X...x...x...", "arp x.x.x.x.x.x."), 0.5), ("amp", ("hold X...........", "chug X.x.x.x.x.x."), 0.4), ("piano", ("hold X...x...x...", "arp x.x.x.x.x.x."), 0.4), ("organ", ("pad",), 0.25)),
        ("voice", "voice", "electric", "drive"), beats=(3,), singer=0.75, drumless=0.12, push=0.15,
    ),
    "pianoballad": Style(
        1.2, (54, 96), ("pop", "gospel", "classical", "soul", "film"),
        {}, ("", "", "r.......r.......", "pedal"),
        (("piano", PIANO_BLOCKS + ARPS + ("alberti x.x.x.x.x.x.x.x.", "hold X...x...x...x...", "pick x.x.x.x.x.x.x.x."), 1.0), ("strings", ("pad",), 0.35)),
        ("voice", "voice", "piano", "violin", "cello"), drumless=1.0, singer=0.6, feels=("loose", "rubato", "band"), beats=(4, 4, 4, 4, 3), push=0.15,
    ),
    "quartet": Style(
        0.9, (60, 150), ("classical",),
        {}, ("r...r...r...r...", "r.......f.......", "pedal", "r.r.r.r.r.r.r.r.", "r.......r......."),
        (("violin", ("stab ..x...x...x...x.", "arp x.x.x.x.x.x.x.x.", "hold x...x...x...x...", "tutti", "riff"), 0.9), ("viola", ("stab x.x.x.x.x.x.x.x.", "alberti x.x.x.x.x.x.x.x.", "pad", "arp xxxxxxxxxxxxxxxx", "tutti", "stab ..x...x...x...x."), 0.95), ("cello", ("pad", "hold x.......x......."), 0.4)),
        ("violin", "violin", "cello", "viola"), bassist="cello", drumless=1.0, singer=0.0, feels=("loose", "rubato", "rubato"), beats=(4, 4, 3, 2), push=0.05,
    ),
    "orchestra": Style(
        1.0, (56, 152), ("classical", "film"),
        {"low": ("", "X...............", "X.......X.....xx"), "crash": ("", "", "X..............."), "snare": ("", "", "", "X.ooX.ooX.ooXooo"), "triangle": ("", "", "x...x...x...x...")},
        ("r.......r.......", "r...r...r...r...", "pedal", "r...f...r...f...", "walk"),
        (("strings", ("pad", "stab x.x.x.x.x.x.x.x.", "hold X...x...x...x...", "tutti", "tremolo", "arp xxxxxxxxxxxxxxxx", "alberti x.x.x.x.x.x.x.x."), 1.0), ("horn", ("pad", "stab X.......X...X...", "tutti"), 0.6), ("pizzicato", ("stab ..x...x...x...x.", "arp x.x.x.x.x.x.x.x."), 0.35), ("bassoon", ("stab x...x...x...x...", "alberti x.x.x.x.x.x.x.x."), 0.3), ("timpani", ("stab X...............", "stab X.......x.x....."), 0.35), ("harp", ("arp xxxxxxxxxxxxxxxx",), 0.25), ("trumpet", ("stab X.......x.xx....", "tutti"), 0.3)),
        ("strings", "violin", "flute", "oboe", "clarinet", "horn", "trumpet", "strings"), bassist="contrabass", drumless=0.7, singer=0.0, feels=("loose", "rubato", "rubato", "band"), beats=(4, 4, 3, 2), push=0.03,
    ),
    "piano": Style(
        1.0, (56, 160), ("classical", "film", "folk"),
        {}, ("", "", "r.......f......."),
        (("piano", ("alberti x.x.x.x.x.x.x.x.", "alberti xxxxxxxxxxxxxxxx", "arp xxxxxxxxxxxxxxxx", "arp x.x.x.x.x.x.x.x.", "oompah b...c...b...c...", "oompah b.c.b.c.b.c.b.c.", "hold X...x...x...x...", "octaves x...x...x...x..."), 1.0),),
        ("piano", "piano", "harpsichord"), drumless=1.0, singer=0.0, feels=("rubato", "rubato", "loose"), beats=(4, 4, 3, 2), push=0.03,
    ),
    "pianowaltz": Style(
        0.3, (80, 180), ("classical",),
        {}, ("",),
        (("piano", ("oompah b...c...c...", "arp x.x.x.x.x.x.", "alberti x.x.x.x.x.x."), 1.0),),
        ("piano",), drumless=1.0, singer=0.0, feels=("rubato", "rubato", "loose"), beats=(3,), push=0.0,
    ),
    "minuet": Style(
        0.4, (92, 144), ("classical",),
        {}, ("r...f...o...", "r.......f...", "r...........", "walk"),
        (("harpsichord", ("hold X...x...x...", "stab X...x...x...", "arp x.x.x.x.x.x."), 0.5), ("strings", ("stab X...x...x...", "hold X...x...x...", "alberti x.x.x.x.x.x."), 0.7), ("oboe", ("tutti",), 0.3)),
        ("violin", "flute", "oboe", "strings", "harpsichord"), bassist="cello", drumless=1.0, singer=0.0, feels=("loose", "rubato", "band"), beats=(3,), push=0.0,
    ),
    "chorale": Style(
        0.7, (58, 112), ("classical", "gospel"),
        {}, ("walk", "r...n...r...n...", "r...r...r...r..."),
        (("church", ("hold X...X...X...X...", "tutti", "pad"), 0.6), ("choir", ("hold X...X...X...X...", "tutti"), 0.6), ("horn", ("tutti", "hold X...X...X...X..."), 0.3)),
        ("church", "choir", "trumpet", "horn"), bassist="church", drumless=1.0, singer=0.2, feels=("loose", "rubato", "rubato"), beats=(4, 4, 3), push=0.0,
    ),
    "acappella": Style(
        0.5, (64, 126), ("gospel", "soul", "pop", "folk"),
        {"clap": ("....X.......X...", "", "x...X...x...X..."), "tamb": ("", "", "....x.......x...")}, ("r...r...r...r...", "r..r..r.r..r..r.", "", "walk"),
        (("choir", ("tutti", "stab ..x...x...x...x.", "pad", "stab X..x..X...x..x..", "hold X...x...x...x..."), 1.0), ("choir", ("tutti", "riff"), 0.5)),
        ("voice", "voice"), bassist="choir", drumless=0.8, singer=0.8, feels=("band", "loose", "loose"), swing=(0.5, 0.64), swing_unit=0.5, push=0.25,
    ),
    "march": Style(
        0.5, (96, 132), ("classical", "country"),
        {"kick": ("X...X...X...X...", "X.......X......."), "snare": ("X.ooX.ooX.ooXooo", "..x...x...x...x.", "X...x.xxX...x.xx", "x.xxx.xxx.xxxxxx"), "crash": ("", "X...X...X...X...", "....X.......X...", "X..............."), "low": ("", "X...X...X...X...")},
        ("r...f...r...f...", "r...f...r...f..n"),
        (("horn", ("stab ..x...x...x...x.",), 0.8), ("trombone", ("stab ..x...x...x...x.", "hold X.......x.......", "tutti"), 0.5), ("trumpet", ("tutti", "stab X.....xxX......."), 0.4), ("clarinet", ("arp xxxxxxxxxxxxxxxx", "tutti"), 0.3), ("accordion", ("stab ..x...x...x...x.",), 0.2)),
        ("trumpet", "clarinet", "flute", "horn", "brass"), bassist="tuba", singer=0.05, drumless=0.15, beats=(4, 2, 2), push=0.0,
    ),
    "film": Style(
        0.8, (64, 150), ("film",),
        {"kick": ("", "X...............", "X..X..X.X..X..X."), "low": ("X..x..x.X..x..x.", "XoxoXoxoXoxoXoxo", "", "X.......x.x....."), "mid": ("", "..x...x...x...x."), "crash": ("", "", "X..............."), "hat": ("", "", "xoxoxoxoxoxoxoxo")},
        ("pedal", "eighths", "r...r...r...r...", "r.......r......."),
        (("strings", ("stab XoxoXoxoXoxoXoxo", "stab x.x.x.x.x.x.x.x.", "riff", "pad", "stab X..x..x.X..x..x.", "arp xxxxxxxxxxxxxxxx"), 1.0), ("strings", ("pad", "riff", "stab XooXooXoXooXooXo"), 0.6), ("horn", ("pad", "riff"), 0.5), ("choir", ("pad",), 0.35), ("piano", ("riff", "arp x.x.x.x.x.x.x.x."), 0.5), ("pad", ("pad",), 0.4), ("brass", ("pad", "stab X..............."), 0.3)),
        ("strings", "horn", "violin", "piano", "voice", "cello"), bassist="contrabass", drumless=0.45, singer=0.1, feels=("machine", "band", "loose"), beats=(4, 4, 4, 3, 5), push=0.05, kit="any",
    ),
    "secondline": Style(
        0.3, (84, 112), ("blues", "funk"),
        {"kick": ("X..x..x..x..x...", "X..x..X...x.x..."), "snare": ("xoXxoxXoxxoXxoXo", "X..X..X...X.X...", "xooXooXoooXoXooo"), "cowbell": ("", "x.x.x.x.x.x.x.x."), "tamb": ("", "..x...x...x...x.")},
        ("r..r..f.....n...", "r.....r...f.....", "r..f..o..f..r..."),
        (("piano", ("stab X..x..x...x.x...", "riff", "oompah b.c.b.c.b.c.b.c."), 0.8), ("brass", HORNS, 0.7), ("electric", ("stab ..x...x...x...x.",), 0.4)),
        ("voice", "trumpet", "clarinet", "trombone", "sax", "piano"), bassist="tuba", swing=(0.54, 0.62), singer=0.5,
    ),
    "bodiddley": Style(
        0.3, (92, 124), ("rock", "one", "blues"),
        {"low": ("X..x..x...x.x...", "XoxXoxXoxoXoXoxo"), "kick": ("X..x..x...x.x...", "X...X...X...X..."), "snare": ("", "....X.......X..."), "maracas": ("XoxoXoxoXoxoXoxo",)},
        ("r..r..r...r.r...", "eighths"),
        (("electric", ("strum X..x..x...x.x...", "strum XoxXoxXoxoXoXoxo"), 1.0), ("amp", ("chug X..x..x...x.x...",), 0.4)),
        ("voice", "drive", "harmonica"), singer=0.8,
    ),
    "rocknroll": Style(
        0.9, (120, 196), ("blues", "rock", "country"),
        {"kick": ("X.......X.......", "X...X...X...X...", "X.....x.X......."), "snare": ("....X.......X...", "....X.x.....X...", "....X.......X.x."), "hat": ("X.x.X.x.X.x.X.x.", ""), "ride": ("", "X.x.X.x.X.x.X.x.")},
        ("walk", "r...t...f...s...", "r.r.t.t.f.f.s.s.", "r...r...f...f..."),
        (("electric", ("chug X.X.x.x.X.X.x.x.", "strum X.X.x.x.X.X.x.x.", "stab ....X.......X..."), 0.9), ("piano", ("stab X.x.X.x.X.x.X.x.", "riff", "stab XxXxXxXxXxXxXxXx"), 0.6), ("sax", ("riff", "pad", "stab X.....X........."), 0.4)),
        ("voice", "voice", "sax", "electric", "piano", "drive"), singer=0.6, swing=(0.5, 0.64), swing_unit=0.5, drumless=0.05,
    ),
    "indie": Style(
        0.8, (96, 176), ("pop", "rock", "modal"),
        {"kick": ROCK_KICKS + FOUR_ON_FLOOR, "snare": BACKBEATS + ("..X...X...X...X.",), "hat": STRAIGHT_HATS, "open": ("", "", "..x...x...x...x."), "low": ("", "", "", "X.xxX.xxX.xxX.xx"), "tamb": ("", "", "x.x.x.x.x.x.x.x.")},
        ("eighths", "eighths", "kick", "r.r.r.r.r.r.r.n."),
        (("electric", ARPS + ("riff", "riff", "strum XoxoXoxoXoxoXoxo", "stab ..x...x...x...x."), 0.9), ("electric", ("riff", "hold X...............", "strum X.x.x.x.X.x.x.x."), 0.6), ("amp", ("hold X.......X.......", "chug X.x.x.x.X.x.x.x."), 0.5), ("synth", ("riff", "pad"), 0.3), ("organ", ("pad",), 0.2)),
        ("voice", "voice", "electric", "synth"), singer=0.85, drumless=0.04,
    ),
    "odd": Style(
        0.35, (100, 176), ("modal", "rock", "metal", "film"),
        {"kick": ROCK_KICKS, "snare": ("....X.......X...", "....X...X...X...", "........X......."), "hat": STRAIGHT_HATS, "ride": RIDES},
        ("kick", "eighths"),
        (("amp", ("chug X.x.x.x.x.x.x.x.", "riff", "hold X..............."), 0.7), ("electric", ARPS + ("riff",), 0.6), ("organ", ("pad", "riff"), 0.4), ("piano", PIANO_BLOCKS, 0.3)),
        ("drive", "voice", "synth", "organ"), beats=(5, 5, 7, 6), singer=0.4,
    ),
    "marching54": Style(
        0.1, (120, 176), ("jazz", "modal"),
        {"ride": ("X..X.xX..X.xX..",), "pedal": ("...x.....x.....",), "kick": ("X........X.....", "o........o....."), "snare": ("..1..2..1..3..1",)},
        ("r.....f..r..f..", "walk"),
        (("piano", ("stab X....xX..X..X..", "stab X....x...X....."), 1.0),),
        ("sax", "clarinet", "piano"), beats=(5,), grid=3, bassist="upright", singer=0.0,
    ),
}  # fmt: skip
