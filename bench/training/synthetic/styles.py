"""What the styles of electronic and sampled music are made of.

A pattern is one bar (or two) of steps: a digit is how sure a hit is (9: always) and how strong; '.'
is none. Steps divide the bar evenly, so 16 of them are sixteenths where four beats are tapped, 32
sixteenths of the double tempo, 12 triplets.
"""

import dataclasses

Patterns = tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Style:
    """The chances and choices of one style. Tempo is that of the tapped beat."""

    name: str
    weight: float
    bpm: tuple[float, float]
    drums: dict[str, Patterns]
    bass: Patterns  # figures, see parts.py
    basses: Patterns  # families of sounds, see synth.py
    parts: dict[str, float]  # chance of each, see parts.py
    swing: tuple[float, float] = (0.5, 0.5)  # where the second of two sixteenths lies
    meters: dict[int, float] = dataclasses.field(default_factory=lambda: {4: 1})
    steps: int = 16  # of a bar of four beats
    recorded: float = 0.3  # share of the drums that are recordings
    sampled: float = 0.03  # chance of a loop cut out of another song
    breaks: float = 0.0  # chance that a sampled break carries the beat
    loose: tuple[float, float] = (0, 2)  # milliseconds, sigma of what players are off
    late: tuple[float, float] = (0, 0)  # milliseconds, snares behind the beat
    drumless: float = 0.05
    pump: float = 0.4  # chance of side-chained music
    shape: str = "club"  # or song, loop, ambient
    dirt: float = 0.1  # chance of vinyl, crushing


# fmt: off
FOUR = ("9...9...9...9...",) * 4 + ("9...9...9...9..3", "9...9...9.3.9...", "9...9...9...9.5.")
BACK = ("....9.......9...",) * 3 + ("....9.......9..2", "....9..2....9...")
OFF = ("..9...9...9...9.",) * 3 + ("..9...9...9...95", "..8...9...8..59.")
HATS = ("9.9.9.9.9.9.9.9.", "9797979797979797", "9.969.969.969.96", "7.9.7.9.7.9.7.9.",
"..97..97..97..97")
HATS += ("94.494.494.494.4", "6.98.69.6.98.69.", "5595559555955595")
PERC = ("..6..6..6..6..6.", "3..6..6.3..6..6.", ".5.5..5..5.5..5.", "6..6..6.6..6..6.",
"..5....5..5..5.5")
PERC += ("6..6..6..6..6...", "...6.......6..6.", ".3.6.3.6.3.6.363", "6.66.66.6.66.6.6")
CLAVE = ("9..9..9...9.9...", "9..9...9..9.9...", "..9.9...9..9..9.", "9..9..9..9..9...",
"9..9..9.9..9..9.")
RIDE = ("9...9...9...9...", "..9...9...9...9.", "9.9.9.9.9.9.9.9.")

SONG_PARTS = {"pad": 0.6, "arp": 0.4, "stabs": 0.3, "lead": 0.4, "keys": 0.3, "chops": 0.2}
SONG_PARTS["plucks"] = 0.4

STYLES = (
    Style(
        "house", 9, (114, 131),
        {"kick": FOUR, "clap": BACK, "hat": HATS, "open": OFF, "shaker": HATS, "tom": PERC,
         "rim": PERC,
         "tambourine": HATS + OFF, "cowbell": CLAVE, "blip": PERC},
        ("offbeat", "syncopated", "tresillo", "octaves", "follow", "long"),
        ("saw bass", "fm bass", "sub", "pluck", "organ"),
        {"pad": 0.5, "stabs": 0.7, "keys": 0.4, "arp": 0.2, "chops": 0.4, "lead": 0.2, "loop": 0.3,
         "plucks": 0.3},
        swing=(0.5, 0.62), pump=0.5,
        sampled=0.2,
    ),
    Style(
        "deep", 4, (108, 126),
        {"kick": FOUR + ("9...9...9....39.",), "rim": PERC + CLAVE,
         "clap": BACK + ("....9...........",),
         "hat": HATS + OFF, "open": OFF, "shaker": HATS, "tom": PERC, "blip": PERC},
        ("syncopated", "dub", "tresillo", "offbeat", "long"), ("sub", "fm bass", "saw bass"),
        {"keys": 0.6, "pad": 0.6, "dub": 0.5, "stabs": 0.3, "plucks": 0.3, "chops": 0.3},
        swing=(0.5, 0.64), drumless=0.08,
        sampled=0.2,
    ),
    Style(
        "techno", 7, (120, 150),
        {"kick": FOUR + ("9...9...9...9...9...9...9..69.6.",),
         "clap": BACK + ("....9...........",),
         "hat": OFF + HATS, "open": OFF, "ride": RIDE, "rim": PERC + CLAVE, "tom": PERC,
         "blip": PERC},
        ("rolling", "offbeat", "sixteenths", "acid", "syncopated"),
        ("sub", "acid", "saw bass", "fm bass"),
        {"dub": 0.4, "arp": 0.4, "riff": 0.6, "pad": 0.3, "chops": 0.1}, swing=(0.5, 0.56),
         pump=0.6,
        dirt=0.2,
    ),
    Style(
        "trance", 6, (126, 146),
        {"kick": FOUR, "clap": BACK, "open": OFF, "hat": HATS, "ride": RIDE, "snare": BACK},
        ("rolling", "offbeat", "triplet roll", "sixteenths"), ("saw bass", "sub", "fm bass",
         "acid"),
        {"pad": 0.7, "gated": 0.5, "arp": 0.7, "lead": 0.6, "stabs": 0.3, "plucks": 0.5,
         "chops": 0.1},
        pump=0.7,
    ),
    Style(
        "edm pop", 9, (92, 130),
        {"kick": FOUR + ("9.....9...9.....", "9..9..9.9..9..9.", "9.........9..5..",
         "9......99......."),
         "clap": BACK + ("........9.......",), "snare": BACK, "hat": HATS + OFF, "open": OFF,
         "shaker": HATS, "tom": PERC, "rim": PERC},
        ("eighths", "follow", "tresillo", "offbeat", "long", "syncopated"),
        ("saw bass", "sub", "fm bass", "808"), SONG_PARTS | {"riff": 0.3, "chops": 0.5}, pump=0.7,
        shape="song", meters={4: 0.93, 3: 0.04, 6: 0.03}, drumless=0.1,
        sampled=0.06,
    ),
    Style(
        "disco", 5, (100, 130),
        {"kick": FOUR, "snare": BACK, "open": OFF, "hat": HATS, "tambourine": HATS + BACK,
         "tom": PERC,
         "cowbell": CLAVE, "clap": BACK},
        ("octaves", "syncopated", "eighths", "walk"), ("saw bass", "fm bass", "string"),
        {"strings": 0.7, "chank": 0.7, "keys": 0.5, "brass": 0.5, "lead": 0.3}, recorded=0.7,
        loose=(0, 7), pump=0.1, shape="song",
        sampled=0.1,
    ),
    Style(
        "eurodance", 4, (118, 155),
        {"kick": FOUR, "clap": BACK, "snare": BACK, "open": OFF, "hat": HATS, "cowbell": CLAVE},
        ("offbeat", "octaves", "eighths", "sixteenths"), ("saw bass", "fm bass", "organ"),
        {"stabs": 0.7, "lead": 0.7, "pad": 0.5, "chops": 0.3, "arp": 0.3, "riff": 0.4},
         shape="song",
    ),
    Style(
        "hardcore", 3, (148, 200),
        {"kick": FOUR + ("9...9...9...9..99...9...9.9.9.9.",), "clap": BACK, "open": OFF,
         "hat": HATS,
         "snare": BACK + ("..9..9..9..9..9.",), "ride": RIDE},
        ("offbeat", "follow", "sixteenths"), ("saw bass", "acid", "fm bass"),
        {"stabs": 0.6, "lead": 0.6, "riff": 0.5, "chops": 0.3, "pad": 0.3}, dirt=0.3,
    ),
    Style(
        "drum and bass", 7, (160, 180),
        {"kick": ("9.........9.....", "9.9.......9.....", "9.....9...9.....", "9.........9..5..",
                  "9..5......9....."),
         "snare": BACK + ("....9..3.3..9...", "....9....3..9..3"), "hat": HATS, "open": OFF,
         "ride": RIDE,
         "ghost": (".......6.6.....6", "..6....6.5....56"), "shaker": HATS, "rim": PERC},
        ("long", "wobble", "syncopated", "dub"), ("saw bass", "sub", "fm bass"),
        {"pad": 0.6, "arp": 0.3, "stabs": 0.3, "chops": 0.3, "keys": 0.3, "riff": 0.3},
        swing=(0.5, 0.56), breaks=0.35, recorded=0.5, drumless=0.06,
    ),
    Style(
        "jungle", 4, (150, 174),
        {"kick": ("9.9.......99....",), "snare": ("....9..6.6..9..6",), "hat": HATS, "ride": RIDE},
        ("dub", "long", "808"), ("sub", "808"), {"pad": 0.6, "stabs": 0.5, "chops": 0.4,
         "dub": 0.3},
        swing=(0.5, 0.58), breaks=1.0, recorded=0.9, dirt=0.4,
        sampled=0.15,
    ),
    Style(
        "breakbeat", 6, (98, 142),
        {"kick": ("9.9.......9.....", "9.....99..9.....", "9..9......9..3..", "9......9..9....."),
         "snare": BACK + ("....9..4.4..9..4",), "hat": HATS, "open": OFF, "clap": BACK,
         "tambourine": HATS,
         "cowbell": CLAVE},
        ("syncopated", "acid", "follow", "sixteenths", "dub"), ("acid", "saw bass", "fm bass",
         "sub"),
        {"riff": 0.6, "stabs": 0.5, "pad": 0.3, "chops": 0.3, "loop": 0.3, "chank": 0.2},
        swing=(0.5, 0.6), breaks=0.7, recorded=0.8, loose=(0, 6), dirt=0.3,
        sampled=0.25,
    ),
    Style(
        "dubstep", 4, (134, 148),
        {"kick": ("9...............", "9.....5...3.....", "9..........5..5.", "9.....9........."),
         "snare": ("........9.......",), "hat": HATS + OFF + PERC, "rim": PERC,
             "open": ("......5.......5.",),
         "blip": PERC, "shaker": HATS},
        ("wobble", "wobble", "long", "syncopated"), ("sub", "saw bass", "fm bass"),
        {"pad": 0.5, "stabs": 0.3, "dub": 0.4, "chops": 0.4, "arp": 0.2}, swing=(0.5, 0.58),
         pump=0.3,
    ),
    Style(
        "trap", 8, (60, 84),
        {"kick": ("9.............9.....9...........", "9.....9.............9.......9...",
                  "9...........9.......9.....9.....", "9..9..........9.....9..9......9."),
         "snare": ("........9...............9.......",),
             "clap": ("........9...............9.......",),
         "hat": ("9.9.9.9.9.9.9.9.9.9.9.9.9.9.9.9.", "9...9...9...9...9...9...9...9...",
                 "9.9.9.9.9.9.99999.9.9.9.9.9.9999", "9..9..9.9..9..9.9..9..9.9.9.9999",
                 "9.9.99999.9.9.9.9.9.9.9.999.9.9."),
         "open": ("..............6.......6.........", "....6......................6...."),
         "rim": ("...6..6.....6.....6.....6..6....",),
             "blip": ("......6.......6.......6.........",)},
        ("808", "follow", "long"), ("808", "sub"),
        {"plucks": 0.6, "keys": 0.5, "pad": 0.5, "lead": 0.4, "chops": 0.4, "loop": 0.3,
         "bells": 0.4},
        steps=32, shape="song", pump=0.1, drumless=0.06,
        sampled=0.15,
    ),
    Style(
        "boom bap", 10, (76, 106),
        {"kick": ("9.9....9..9.....", "9......9.99.....", "9.....9...9..9..", "9..5...9.9......",
         "9.9.......99....",
                  "9......5..9...5."),
         "snare": BACK, "clap": BACK, "hat": HATS + ("9.9.9.9.9.9.9.96",),
         "open": ("......6........6",),
         "ghost": (".......6.6......", "..6....6.....6.5"), "tambourine": HATS + BACK,
             "rim": PERC},
        ("follow", "dub", "syncopated", "walk", "long"), ("sub", "saw bass", "string", "fm bass"),
        {"loop": 0.8, "keys": 0.4, "stabs": 0.2, "brass": 0.3, "strings": 0.3, "chops": 0.3,
         "bells": 0.2,
         "scratch": 0.3},
        swing=(0.5, 0.66), breaks=0.4, recorded=0.7, loose=(0, 8), late=(-4, 22), shape="loop",
        pump=0.1,
        dirt=0.5,
        sampled=0.5,
    ),
    Style(
        "r and b", 6, (58, 104),
        {"kick": ("9.....9...9.....", "9......9..95....", "9..9..........5.", "9.........9..9.."),
         "snare": BACK, "clap": BACK, "rim": BACK + PERC, "hat": HATS,
         "open": ("..............6.",),
         "shaker": HATS, "blip": PERC},
        ("follow", "long", "dub", "syncopated"), ("sub", "808", "saw bass"),
        {"keys": 0.7, "pad": 0.6, "bells": 0.3, "chank": 0.2, "strings": 0.3, "chops": 0.2,
         "lead": 0.2},
        swing=(0.5, 0.66), recorded=0.5, loose=(0, 10), late=(0, 25), shape="song", drumless=0.12,
        meters={4: 0.9, 6: 0.06, 3: 0.04}, pump=0.1,
        sampled=0.12,
    ),
    Style(
        "trip hop", 6, (62, 104),
        {"kick": ("9......9..9.....", "9.9.......9.....", "9.........99....", "9.....9.........",
         "..9....9..9....."),
         "snare": BACK + ("............9...",), "hat": HATS, "open": ("......7.........",),
         "ride": RIDE,
         "rim": PERC, "ghost": (".......6.6......",), "blip": PERC},
        ("dub", "follow", "long", "walk"), ("sub", "saw bass", "string", "fm bass"),
        {"loop": 0.5, "pad": 0.6, "keys": 0.5, "strings": 0.4, "dub": 0.3, "chops": 0.2,
         "lead": 0.3},
        swing=(0.5, 0.64), breaks=0.5, recorded=0.7, loose=(0, 8), late=(0, 15), shape="loop",
        pump=0.1,
        dirt=0.5, drumless=0.1, meters={4: 0.92, 3: 0.05, 5: 0.01, 6: 0.02},
        sampled=0.4,
    ),
    Style(
        "electro", 5, (104, 136),
        {"kick": ("9.....9...9.....", "9.....9....9....", "9..9......9..9..", "9.....9.9...3..."),
         "snare": BACK,
         "clap": BACK, "hat": HATS, "open": OFF + ("..........9.....",), "cowbell": CLAVE + PERC,
         "tom": PERC, "blip": PERC},
        ("sixteenths", "follow", "octaves", "syncopated"), ("saw bass", "fm bass", "808", "acid"),
        {"riff": 0.6, "arp": 0.5, "pad": 0.4, "stabs": 0.4, "chops": 0.2, "lead": 0.3},
    ),
    Style(
        "synthwave", 5, (76, 132),
        {"kick": FOUR + ("9.......9.......", "9......99......."), "snare": BACK, "hat": HATS,
         "open": OFF,
         "tom": ("..............66", "............6666"), "clap": BACK, "tambourine": HATS},
        ("eighths", "octaves", "sixteenths", "rolling", "long"), ("saw bass", "fm bass", "acid"),
        {"pad": 0.8, "arp": 0.7, "lead": 0.6, "keys": 0.3, "brass": 0.3, "plucks": 0.3},
         shape="song",
        drumless=0.1, meters={4: 0.95, 3: 0.02, 6: 0.03},
    ),
    Style(
        "chiptune", 5, (88, 176),
        {"kick": ("9...9...9...9...", "9.....9.9.......", "9..9..9.9..9..9.", "9.......9......."),
         "snare": BACK,
         "hat": HATS, "blip": PERC},
        ("eighths", "octaves", "sixteenths", "walk", "root fifth", "syncopated"), ("chip",),
        {"chip arp": 0.8, "chip lead": 0.95, "riff": 0.4}, recorded=0.0, pump=0.0, shape="song",
        drumless=0.3, meters={4: 0.78, 3: 0.12, 6: 0.06, 5: 0.02, 7: 0.02},
    ),
    Style(
        "ambient", 6, (56, 126),
        {"kick": ("9...............", "9.......9.......") + FOUR[:1], "hat": HATS + PERC,
         "rim": PERC,
         "shaker": HATS, "blip": PERC + CLAVE, "snare": ("........6.......",)},
        ("long", "dub"), ("sub", "saw bass", "fm bass"),
        {"pad": 1, "arp": 0.7, "plucks": 0.5, "keys": 0.5, "bells": 0.5, "strings": 0.4,
         "choir": 0.4,
         "lead": 0.3},
        drumless=0.65, shape="ambient", meters={4: 0.72, 3: 0.16, 6: 0.08, 5: 0.03, 7: 0.01},
        pump=0.2,
        dirt=0.3,
    ),
    Style(
        "garage", 5, (122, 140),
        {"kick": ("9.........9.....", "9......5..9.....", "9.........95....") + FOUR[:2],
         "snare": BACK, "clap": BACK,
         "hat": ("9.979.979.979.97", "..97.6.7..97.6.7", "7.977.977.977.97"), "open": OFF,
         "rim": PERC, "shaker": HATS, "blip": PERC},
        ("syncopated", "dub", "tresillo", "offbeat"), ("sub", "fm bass", "organ", "saw bass"),
        {"stabs": 0.6, "keys": 0.5, "chops": 0.7, "pad": 0.4, "plucks": 0.3}, swing=(0.54, 0.68),
        sampled=0.15,
    ),
    Style(
        "reggaeton", 6, (80, 112),
        {"kick": FOUR, "snare": ("...9..9....9..9.",) * 3 + ("...9..9...99..9.",
         "...9..9.9..9..9."),
         "rim": ("...9..9....9..9.",) + PERC, "hat": HATS + OFF, "open": OFF, "shaker": HATS,
             "tom": PERC,
         "cowbell": CLAVE},
        ("tresillo", "follow", "long", "808"), ("sub", "808", "saw bass"),
        {"plucks": 0.6, "stabs": 0.4, "keys": 0.4, "pad": 0.5, "chank": 0.3, "lead": 0.3,
         "chops": 0.3,
         "montuno": 0.2},
        shape="song",
    ),
    Style(
        "latin house", 5, (88, 134),
        {"kick": FOUR + ("9..9..9.9..9..9.", "9.....9.9.....9."), "clap": BACK,
         "tom": PERC + CLAVE, "rim": CLAVE,
         "cowbell": ("9...9.9.9.9.9.9.", "9..99.9..9.99.9.") + CLAVE, "shaker": HATS, "hat": HATS,
         "blip": CLAVE, "open": OFF, "tambourine": HATS},
        ("tumbao", "tresillo", "syncopated"), ("saw bass", "string", "fm bass", "sub"),
        {"montuno": 0.7, "brass": 0.5, "stabs": 0.3, "chank": 0.2, "chops": 0.2, "strings": 0.2},
        recorded=0.7, loose=(0, 6), pump=0.2, shape="song",
    ),
    Style(
        "afro", 4, (94, 124),
        {"kick": FOUR + ("9..9..9.9..9..9.", "9.....9.9....9.."), "rim": CLAVE,
         "tom": PERC + CLAVE,
         "snare": ("......9.......9.", "...9..9....9..9.", "....9..9....9.9."), "shaker": HATS,
         "cowbell": CLAVE, "hat": HATS + OFF, "blip": PERC},
        ("syncopated", "tresillo", "dub"), ("sub", "fm bass", "saw bass", "808"),
        {"plucks": 0.6, "keys": 0.4, "chank": 0.4, "pad": 0.4, "chops": 0.4, "bells": 0.3},
        swing=(0.5, 0.6), recorded=0.7, loose=(0, 5),
    ),
    Style(
        "baile", 2, (122, 136),
        {"kick": ("9..9..9...9.....", "9.....9...9..9..", "9..9..9.9..9...."),
         "snare": ("...9..9...99..9.", "..9..9..9..9..9."),
         "clap": ("...9..9....9..9.",), "tom": CLAVE + PERC, "hat": HATS, "blip": PERC},
        ("follow", "808", "tresillo"), ("808", "sub"), {"stabs": 0.4, "chops": 0.7, "riff": 0.5,
         "brass": 0.3},
    ),
    Style(
        "jersey", 2, (128, 150),
        {"kick": ("9...9...9..9..9.", "9...9..99..9..9."), "clap": BACK, "hat": HATS,
         "blip": PERC, "snare": BACK},
        ("follow", "808", "long"), ("808", "sub"), {"chops": 0.8, "stabs": 0.4, "pad": 0.5,
         "keys": 0.3},
    ),
    Style(
        "dub reggae", 6, (62, 98),
        {"kick": ("........9.......", "9.......9.......") + FOUR[:1],
         "rim": ("........9.......",) + PERC,
         "snare": ("........9.......", "....9.......9..."), "hat": HATS + OFF,
             "open": ("..............6.",),
         "tom": ("............6.66",), "tambourine": HATS + OFF, "shaker": HATS},
        ("dub", "dub", "walk", "syncopated"), ("sub", "saw bass", "string"),
        {"skank": 0.95, "bubble": 0.5, "dub": 0.5, "brass": 0.4, "lead": 0.3, "chank": 0.2},
        swing=(0.5, 0.64), recorded=0.8, loose=(0, 8), pump=0.0, shape="loop", dirt=0.2,
    ),
    Style(
        "industrial", 3, (88, 150),
        {"kick": FOUR + ("9..9..9.9..9..9.", "9.......9.9....."), "snare": BACK, "clap": BACK,
         "hat": HATS,
         "tom": PERC, "blip": PERC + CLAVE, "ride": RIDE},
        ("sixteenths", "eighths", "offbeat", "acid"), ("saw bass", "fm bass", "acid"),
        {"riff": 0.7, "pad": 0.4, "stabs": 0.3, "lead": 0.3, "power": 0.4}, dirt=0.6,
        meters={4: 0.95, 3: 0.03, 5: 0.02},
    ),
    Style(
        "schaffel", 5, (92, 144),
        {"kick": ("9..9..9..9..",) * 3 + ("9....99....9", "9.....9.....", "9....59..9.."),
         "snare": ("...9.....9..",) * 2,
         "clap": ("...9.....9..",), "hat": ("9.89.89.89.8", "9..9..9..9..", "989989989989",
             "..9..9..9..9"),
         "open": ("..6..6..6..6",), "shaker": ("989989989989",), "tom": ("..6.....6..6",),
         "tambourine": ("9.89.89.89.8",)},
        ("shuffle", "eighths", "long"), ("saw bass", "acid", "fm bass", "string"),
        {"riff": 0.6, "stabs": 0.4, "power": 0.4, "pad": 0.4, "arp": 0.4, "keys": 0.3,
         "organ": 0.3},
        steps=12, shape="song", meters={4: 0.88, 3: 0.05, 2: 0.07},
    ),
    Style(
        "three", 6, (76, 188),
        {"kick": ("9...........", "9.......3...", "9.....5.....", "9...9...9..."),
         "snare": ("....9...9...", "........9...", "......9....."),
         "hat": ("9...9...9...", "9.9.9.9.9.9.", "....9...9..."), "rim": ("....9...9...",),
             "shaker": ("9.9.9.9.9.9.",),
         "clap": ("....9...9...", "........9..."), "tambourine": ("....9...9...",),
             "open": ("..........6.",)},
        ("long", "oom", "walk", "syncopated", "eighths"), ("saw bass", "sub", "string", "fm bass"),
        {"keys": 0.6, "pad": 0.6, "arp": 0.5, "lead": 0.4, "strings": 0.3, "bells": 0.3,
         "stabs": 0.2,
         "organ": 0.2},
        meters={3: 1}, shape="song", recorded=0.5, drumless=0.3, loose=(0, 7),
    ),
    Style(
        "odd", 2, (80, 180),
        {"kick": ("9...9...9...9...", "9.....9.9.......", "9..9......9....."), "snare": BACK,
         "hat": HATS, "rim": CLAVE,
         "blip": PERC, "ride": RIDE, "open": OFF},
        ("syncopated", "follow", "sixteenths", "long"), ("saw bass", "fm bass", "sub", "acid"),
        {"riff": 0.7, "arp": 0.5, "pad": 0.5, "keys": 0.4}, meters={5: 0.5, 7: 0.4, 2: 0.1},
         recorded=0.5,
        drumless=0.15,
    ),
    Style(
        "glitch", 4, (70, 165),
        {"kick": ("9..4..6...5..3..", "9....5..4.6...4."), "snare": ("....8..3..4.8..3",
         "...4....8..5...4"),
         "hat": ("9346435363453634",), "blip": PERC + ("4364346343643463",), "rim": PERC,
             "clap": BACK, "tom": PERC},
        ("syncopated", "dub", "long", "wobble"), ("sub", "fm bass", "saw bass"),
        {"keys": 0.5, "pad": 0.6, "arp": 0.5, "plucks": 0.4, "bells": 0.4, "chops": 0.3},
         breaks=0.3,
        swing=(0.5, 0.6), dirt=0.5, drumless=0.08, meters={4: 0.9, 3: 0.06, 5: 0.02, 7: 0.02},
        sampled=0.2,
    ),
    Style(
        "juke", 1.5, (150, 164),
        {"kick": ("9..9..9...9..9..", "9..9..9..9..9...", "9...9..9..9..9.."),
         "clap": ("............9...", "....9.......9..."),
         "hat": HATS + OFF, "tom": PERC, "rim": PERC, "snare": ("......6.......66",)},
        ("808", "follow", "syncopated"), ("808", "sub"), {"chops": 0.8, "keys": 0.4, "stabs": 0.4,
         "pad": 0.3},
        sampled=0.4,
    ),
)
# fmt: on
