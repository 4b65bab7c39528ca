#!/usr/bin/env python3
"""ratios.py BEATSYNC [--json OUT] [--quick] [--clip FILE] - the whole program against the floor, as ratios of CPU seconds.

Makes its own media with ffmpeg (or takes --clip as footage), runs the program and the floor in turn (A B A B …) and
compares the user + system time that the kernel accounts to each, so that a machine whose speed drifts does not matter.

  beats    a 3-minute MP3: seconds of song for a second of CPU, decoding included
  shots    1080p H.264: `ffmpeg -threads 1 -i X -f null -` against `beatsync scenes --threads 1`, whole and with --fast
  sync     12 clips of 6 s of 1080p30 and a song into 30 s of 1080x1920, the clips analysed before: `beatsync sync` against encoding the
           finished frames and the song with the same settings. What reading them costs is taken off. (render_floor.py measures `render`.)
  smart    6 pieces of 4 s of 1080p30 with a keyframe a second, on keyframes and anywhere: `beatsync render` against the same with
           --smart, of clips that were not analysed and of those that were
"""
import argparse, json, os, random, resource, statistics, subprocess, sys, tempfile

X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p']  # Quality::good of the program
AAC = ['-c:a', 'aac', '-b:a', '256k']
JOBS = ('beats', 'shots', 'sync', 'smart')


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

    def beatsync(self, *args, cache=None):
        """CPU of the program; with an empty cache, so that every run does all the work, unless one is named."""
        self.count += 1
        env = dict(os.environ, XDG_CACHE_HOME=self.path(cache or f'cache{self.count}'), XDG_CONFIG_HOME=self.path('config'))
        return cpu([self.program, *map(str, args)], env)

    def footage(self, name, seconds, start, gop=30, regular=False):
        """A keyframe every `gop` frames, as phones write them; regular: and nowhere else."""
        if self.clip:
            source = ['-stream_loop', -1, '-t', seconds, '-i', self.clip, '-vf', 'scale=1920:1080,fps=30']
        else:  # a zoom into the Mandelbrot set with film grain: edges, texture and movement everywhere
            source = ['-f', 'lavfi', '-t', seconds, '-i', f'mandelbrot=size=640x360:rate=30:start_scale={start}:maxiter=200',
                      '-vf', 'scale=1920:1080,noise=alls=4:allf=t']
        cpu(ffmpeg(*source, '-an', '-c:v', 'libx264', '-preset', 'veryfast', '-g', gop, *(('-sc_threshold', 0) if regular else ()),
                   '-crf', 21, '-pix_fmt', 'yuv420p', self.path(name)))
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
        floor, own, fast = [], [], []
        for _ in range(self.runs):
            floor.append(cpu(ffmpeg('-threads', 1, '-i', clip, '-f', 'null', '-')))
            own.append(self.beatsync('scenes', clip, '--threads', 1, '--format', 'csv', '-o', '-'))
            fast.append(self.beatsync('scenes', clip, '--fast', '--threads', 1, '--format', 'csv', '-o', '-'))
        return {'plain decoding, CPU s': summary(floor), 'shot analysis, CPU s': summary(own), 'with --fast, CPU s': summary(fast),
                'speed of analysis over plain decoding': summary([f / o for f, o in zip(floor, own)]),
                'speed with --fast over plain decoding': summary([f / o for f, o in zip(floor, fast)])}

    def sync(self):
        clips = [self.footage(f'source{i}.mp4', 6, 2 + i * 0.3, (30, 45, 60)[i % 3]) for i in range(12)]
        song = self.song('song1.wav', 40)
        finished, raw = self.path('finished.mp4'), self.path('finished.nut')
        job = ('sync', '-m', song, *clips, '-o', finished, '--duration', '30s', '--size', '1080p', '--fps', 30, '--overwrite')
        self.beatsync(*job, cache='analysed')
        cpu(ffmpeg('-i', finished, '-map', '0:v', '-c:v', 'rawvideo', raw))
        own, encode = [], []
        for _ in range(self.runs):
            own.append(self.beatsync(*job, cache='analysed'))
            inputs = ['-i', raw, '-i', song, '-map', '0:v', '-map', '1:a', '-t', 30]
            read = cpu(ffmpeg(*inputs, '-f', 'null', '-'))
            encode.append(cpu(ffmpeg(*inputs, *X264, *AAC, self.path('encoded.mp4'))) - read)
        return {'encoding the finished frames, CPU s': summary(encode), 'sync, CPU s': summary(own),
                'sync over encoding alone': summary([o / e for o, e in zip(own, encode)])}

    def smart(self):
        piece, clips = 4, [self.footage(f'long{i}.mp4', 20, 2 + i * 0.3, regular=True) for i in range(2)]
        for clip in clips:
            self.beatsync('scenes', clip, '--format', 'csv', '-o', '-', cache='known')
        draw, result = random.Random(5), {}
        for where, frame in (('on keyframes', lambda: draw.randrange(15) * 30), ('anywhere', lambda: draw.randrange(15 * 30))):
            draft, rendered = self.path('smart.json'), self.path('smart.mp4')
            pieces = [{'d': piece * 1000, 'm': {'source': clips[i % 2], 'in_us': round(frame() * 1_000_000 / 30)}} for i in range(6)]
            with open(draft, 'w') as out:
                json.dump({'t': [{'tt': 0, 'sg': pieces}], 'm': {'width_px': 1920, 'height_px': 1080, 'fps': '30'}}, out)
            job = ('render', draft, '-o', rendered, '--overwrite')
            unknown, known = [], []
            for _ in range(self.runs):
                whole = self.beatsync(*job)
                unknown.append(whole / self.beatsync(*job, '--smart'))
                known.append(whole / self.beatsync(*job, '--smart', cache='known'))
            result[f'encoding over copying, pieces {where}'] = summary(unknown)
            result[f'the same of analysed clips, pieces {where}'] = summary(known)
        return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('--json')
    parser.add_argument('--quick', action='store_true', help='one run of each')
    parser.add_argument('--clip', help='footage to use instead of the synthetic one')
    parser.add_argument('--only', choices=JOBS)
    args = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory(prefix='beatsync-bench-') as folder:
        bench = Bench(os.path.abspath(args.program), folder, 1 if args.quick else 3, args.clip)
        for name in JOBS:
            if args.only in (None, name):
                results[name] = getattr(bench, name)()
                for label, s in results[name].items():
                    print(f'{name:7s} {label:45s} {s["median"]:8.3f}   ({s["min"]:.3f} to {s["max"]:.3f})', flush=True)
    if args.json:
        with open(args.json, 'w') as out:
            json.dump(results, out, indent=1)


if __name__ == '__main__':
    main()
