#!/usr/bin/env python3
"""ratios.py BEATSYNC [--json OUT] [--quick] [--clip FILE] - the whole program against the floor, as ratios of CPU seconds.

Makes its own media with ffmpeg (or takes --clip as footage), runs the program and the floor in turn (A B A B …) and
compares the user + system time that the kernel accounts to each, so that a machine whose speed drifts does not matter.

  beats    a 3-minute MP3: seconds of song for a second of CPU, decoding included
  shots    1080p H.264: `ffmpeg -threads 1 -i X -f null -` against `beatsync scenes --threads 1`
  render   30 pieces of 0.5 s from 6 sources of 1080p30: `beatsync render` against decoding the used ranges plus encoding the
           finished frames with the same x264 settings. What an ffmpeg process costs to start is taken off its figures.
"""
import argparse, json, os, resource, statistics, subprocess, sys, tempfile

X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p']  # Quality::good of the program


def cpu(command, env=None):
    """User + system seconds of one finished command; stops the script when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f'{" ".join(map(str, command))}\nexit {done.returncode}: {done.stderr.decode(errors="replace")[-800:]}')
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def ffmpeg(*args):
    return ['ffmpeg', '-nostdin', '-v', 'error', '-y', *map(str, args)]


def summary(values):
    return {'min': min(values), 'median': statistics.median(values), 'max': max(values)}


class Bench:
    def __init__(self, program, folder, runs, clip):
        self.program, self.folder, self.runs, self.clip, self.count = program, folder, runs, clip, 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def beatsync(self, *args):
        """CPU of the program with an empty cache, so that every run does all the work."""
        self.count += 1
        env = dict(os.environ, XDG_CACHE_HOME=self.path(f'cache{self.count}'), XDG_CONFIG_HOME=self.path('config'))
        return cpu([self.program, *map(str, args)], env)

    def footage(self, name, seconds, start):
        if self.clip:
            source = ['-stream_loop', -1, '-t', seconds, '-i', self.clip, '-vf', 'scale=1920:1080,fps=30']
        else:  # a zoom into the Mandelbrot set with film grain: edges, texture and movement everywhere
            source = ['-f', 'lavfi', '-t', seconds, '-i', f'mandelbrot=size=640x360:rate=30:start_scale={start}:maxiter=200',
                      '-vf', 'scale=1920:1080,noise=alls=4:allf=t']
        # A key frame a second, as phones write them.
        cpu(ffmpeg(*source, '-an', '-c:v', 'libx264', '-preset', 'veryfast', '-g', 30, '-crf', 21, '-pix_fmt', 'yuv420p',
                   self.path(name)))
        return self.path(name)

    def song(self, name, seconds):
        beat = 'lt(mod(t\\,0.5)\\,0.06)*sin(2*PI*60*t)*0.7+lt(mod(t+0.5\\,1)\\,0.05)*(random(0)-0.5)*0.5'
        pad = '0.12*sin(2*PI*220*t*(1+0.25*gt(mod(t\\,8)\\,4)))'
        cpu(ffmpeg('-f', 'lavfi', '-i', f'aevalsrc={beat}+{pad}:s=44100:d={seconds}', '-ac', 2, '-b:a', '192k', self.path(name)))
        return self.path(name)

    def beats(self):
        seconds = 180
        song = self.song('song3.mp3', seconds)
        own, aubio = [], []
        for _ in range(self.runs):
            own.append(seconds / self.beatsync('beats', song, '--format', 'beats', '-o', '-'))
            aubio.append(seconds / self.beatsync('beats', song, '--tracker', 'aubio', '--format', 'beats', '-o', '-'))
        return {'song seconds a CPU second, own tracker': summary(own), 'the same with aubio': summary(aubio)}

    def shots(self):
        clip = self.footage('shots.mp4', 20, 2)
        floor, own = [], []
        for _ in range(self.runs):
            floor.append(cpu(ffmpeg('-threads', 1, '-i', clip, '-f', 'null', '-')))
            own.append(self.beatsync('scenes', clip, '--threads', 1, '--format', 'csv', '-o', '-'))
        return {'plain decoding, CPU s': summary(floor), 'shot analysis, CPU s': summary(own),
                'speed of analysis over plain decoding': summary([f / o for f, o in zip(floor, own)])}

    def render(self):
        pieces, sources, fps = 30, 6, 30
        clips = [self.footage(f'source{i}.mp4', 12, 2 + i * 0.3) for i in range(sources)]
        song = self.song('song1.wav', 40)
        segments = [{'d': 500, 'm': {'source': clips[i % sources], 'in_us': 1_000_000 + (i // sources) * 2_000_000 + 100_000 * (i % 7)}}
                    for i in range(pieces)]
        draft = {'t': [{'tt': 0, 'sg': segments},
                       {'tt': 1, 'sg': [{'d': 500 * pieces, 'm': {'source': song, 'in_us': 0}}]}],
                 'm': {'canvas': {'width': 1080, 'height': 1920, 'fps_num': fps, 'fps_den': 1}, 'loudness_lufs': -14}}
        with open(self.path('draft.json'), 'w') as out:
            json.dump(draft, out)
        finished, raw = self.path('finished.mp4'), self.path('finished.y4m')
        self.beatsync('render', self.path('draft.json'), '-o', finished, '--overwrite')
        cpu(ffmpeg('-i', finished, '-pix_fmt', 'yuv420p', raw))
        own, floors = [], []
        for _ in range(self.runs):
            own.append(self.beatsync('render', self.path('draft.json'), '-o', finished, '--overwrite'))
            start = cpu(['ffmpeg', '-version'])
            decode = sum(cpu(ffmpeg('-threads', 1, '-ss', s['m']['in_us'] / 1e6, '-i', s['m']['source'], '-t', 0.5, '-an', '-f', 'null', '-')) - start
                         for s in segments)
            read = cpu(ffmpeg('-i', raw, '-f', 'null', '-'))
            encode = cpu(ffmpeg('-i', raw, *X264, '-f', 'null', '-')) - read
            floors.append((decode, encode))
        return {'decoding the used ranges, CPU s': summary([d for d, _ in floors]),
                'encoding the finished frames, CPU s': summary([e for _, e in floors]),
                'render, CPU s': summary(own),
                'render over decoding + encoding': summary([o / (d + e) for o, (d, e) in zip(own, floors)])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('--json')
    parser.add_argument('--quick', action='store_true', help='one run of each')
    parser.add_argument('--clip', help='footage to use instead of the synthetic one')
    parser.add_argument('--only', choices=('beats', 'shots', 'render'))
    args = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory(prefix='beatsync-bench-') as folder:
        bench = Bench(os.path.abspath(args.program), folder, 1 if args.quick else 3, args.clip)
        for name in ('beats', 'shots', 'render'):
            if args.only in (None, name):
                results[name] = getattr(bench, name)()
                for label, s in results[name].items():
                    print(f'{name:7s} {label:45s} {s["median"]:8.3f}   ({s["min"]:.3f} to {s["max"]:.3f})', flush=True)
    if args.json:
        with open(args.json, 'w') as out:
            json.dump(results, out, indent=1)


if __name__ == '__main__':
    main()
