#!/usr/bin/env python3
"""shots.py BEATSYNC FOLDER [--json OUT] - shot boundaries of annotated videos: ours, ours with --fast, and FFmpeg's scdet filter.

FOLDER is as `beatsync eval --shots` takes it, which does the measuring.
"""
import argparse, glob, json, os, re, subprocess, tempfile


def scdet(video):
    """Seconds since the first frame where the filter, at its default threshold, sees a new shot."""
    said = subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', '-i', video, '-map', '0:v:0', '-vf', 'scdet,metadata=print:file=-', '-fps_mode', 'passthrough',
                           '-f', 'null', '-'], capture_output=True, text=True, check=True).stdout
    frames = re.findall(r'^frame:.* pts_time:(\S+)\n((?:lavfi.*\n)*)', said, flags=re.MULTILINE)
    return [float(time) - float(frames[0][0]) for time, found in frames if 'lavfi.scd.time' in found]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('folder')
    parser.add_argument('--json')
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='beatsync-shots-') as predictions:
        for annotation in glob.glob(os.path.join(args.folder, '*.cuts')):
            stem = annotation[:-len('.cuts')]
            video = next(path for path in glob.glob(glob.escape(stem) + '.*') if path.rsplit('.', 1)[1] not in ('cuts', 'transitions', 'ignore', 'neg', 'pts'))
            with open(os.path.join(predictions, os.path.basename(stem) + '.txt'), 'w') as out:
                out.writelines(f'{time:.6f}\n' for time in scdet(video))
        done = subprocess.run([args.program, 'eval', '--shots', args.folder, '--tracker', 'beatsync', '--tracker', 'beatsync-fast',
                               '--tracker', f'scdet={predictions}', '--no-cache', '--json'], capture_output=True, text=True, check=True)
    summary = json.loads(done.stdout)['summary']
    for row in summary:
        print(f'{row["detector"]:14s} F1 {row["f1"]:.3f}   hard {row["cut_f1"]:.3f}   gradual recall {row["gradual_recall"]:.3f}   '
              f'{row["cuts_exact"]} of {row["cuts_found"]} on the exact frame')
    if args.json:
        with open(args.json, 'w') as out:
            json.dump(summary, out, indent=1)


if __name__ == '__main__':
    main()
