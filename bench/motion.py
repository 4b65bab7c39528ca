#!/usr/bin/python3
"""How near the movements in rendered videos come to the song's beats, with and without --motion beats.

Independent of the planner's own list of movements: every video is decoded, its movements are the peaks of the
plain difference between one frame and the next, piece by piece, and their distance is that to the nearest beat.

    bench/motion.py BEATSYNC --songs SONG… --clips CLIP…

Needs numpy and the ffmpeg program.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

WIDTH, HEIGHT, FPS = 96, 54, 30
NEAR = 6  # frames each way in which a peak is the highest
FALL = 0.3  # how far it falls off on both sides within NEAR frames, as a share of its height
HIDDEN = 2  # frames beside a cut, in which nobody sees a movement
FAINT = 0.4  # levels of 255: less is grain and compression


def run(*command):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True).stdout


def differences(video):
    """One a frame: mean absolute difference to the frame before, in levels."""
    raw = run("ffmpeg", "-v", "error", "-i", video, "-vf", f"scale={WIDTH}:{HEIGHT}:flags=area",
              "-pix_fmt", "gray", "-f", "rawvideo", "-")
    frames = np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH).astype(np.float32)
    return np.concatenate([[0.0], np.abs(np.diff(frames, axis=0)).mean(axis=(1, 2))])


def peaks(change):
    """Index and height of what stands out in one piece. Its first entry is the cut and says nothing."""
    if len(change) < 5:
        return []
    change = np.concatenate([[change[1]], change[1:], [change[-1]]])
    change = np.median([change[:-1], np.roll(change, 1)[:-1], np.roll(change, -1)[:-1]], axis=0)  # repeated frames
    even = np.convolve(np.pad(change, 2, mode="edge"), np.array([1, 2, 3, 2, 1]) / 9, mode="valid")
    found = []
    for i in range(HIDDEN, len(even) - HIDDEN):
        before, after = even[max(0, i - NEAR):i], even[i + 1:i + 1 + NEAR]
        foot = max(before.min(), after.min())
        if even[i] > before.max() and even[i] >= after.max() and even[i] - foot > max(FAINT, FALL * even[i]):
            found.append((i, even[i] - foot))
    return found


def pieces_of(draft):
    """Begin and end of each picture in seconds, and where in the song the video begins."""
    video, music = draft["t"][0], draft["t"][1]
    ends = np.cumsum([segment["d"] for segment in video["sg"]]) / 1000
    return list(zip([0, *ends[:-1]], ends)), music["sg"][0]["m"].get("in_us", 0) / 1e6


def measure(beatsync, song, clips, motion, folder):
    video, draft = folder / "video.mp4", folder / "draft.json"
    run(beatsync, "sync", "-m", song, *clips, "-o", video, "--draft", draft, "--motion", motion, "--size",
        f"{WIDTH * 4}x{HEIGHT * 4}", "--fps", FPS, "--quality", "draft", "--overwrite", "-q")
    beats = json.loads(run(beatsync, "beats", song, "--json"))["beats"]
    beats = np.array([b["seconds"] for b in beats])
    pieces, start = pieces_of(json.loads(draft.read_text()))
    change = differences(video)
    rows = []
    for begin, end in pieces:
        first, past = round(begin * FPS), round(end * FPS)
        for i, height in peaks(change[first:past]):
            rows.append((np.abs(beats - (start + (first + i) / FPS)).min(), height))
    return np.array(rows).reshape(-1, 2)


def line(name, rows):
    distance, height = rows[:, 0], rows[:, 1]
    strong = distance[height >= np.median(height)]
    return (f"{name:32} {len(rows):4} peaks, mean height {height.mean():.2f}; to the beats: mean "
            f"{1000 * distance.mean():6.1f} ms, by height {1000 * np.average(distance, weights=height):6.1f} ms, "
            f"upper half {1000 * strong.mean():6.1f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("beatsync", type=pathlib.Path)
    parser.add_argument("--songs", nargs="+", required=True)
    parser.add_argument("--clips", nargs="+", required=True)
    given = parser.parse_args()
    every = {"free": [], "beats": []}
    with tempfile.TemporaryDirectory() as folder:
        for song in given.songs:
            for motion, all_rows in every.items():
                rows = measure(given.beatsync, song, given.clips, motion, pathlib.Path(folder))
                all_rows.append(rows)
                if len(rows):
                    print(line(f"{pathlib.Path(song).stem[:25]} {motion}", rows), flush=True)
    free, beats = (np.concatenate(rows) for rows in every.values())
    print(line("all, free", free), line("all, beats", beats), sep="\n")
    print(f"ratio: {beats[:, 0].mean() / free[:, 0].mean():.2f}, by height "
          f"{np.average(beats[:, 0], weights=beats[:, 1]) / np.average(free[:, 0], weights=free[:, 1]):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
