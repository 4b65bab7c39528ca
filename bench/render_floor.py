#!/usr/bin/env python3
"""render_floor.py BEATSYNC DECODE_RANGES [--json OUT] - a render beside what it can't do without, and beside its peers.

The job: 12 sources of 1080p30 H.264, 60 segments of 0.5 s anywhere in them, a song of 30 s; 1080x1920 H.264 (x264 veryfast,
CRF 20) with AAC. The floor is decoding the used ranges (bench/floor: libavcodec, one thread) plus encoding the finished
frames (ffmpeg, from raw video, less what reading it costs). All are run in turn, once a round; ratios are those of a round.
The first round also checks the frames: each is compared with the frame of the source that belongs there, with its neighbours,
and with nothing else known of how it was made. Peers that are not installed are left out, and named.

  --kind uhd       4K60 HEVC sources    --segments 600   many (the song and the film grow with them)
  --kind long      one source, an hour  --clips FOLDER   real footage instead of made clips
"""
import argparse, contextlib, glob, json, os, random, shutil, statistics, subprocess, sys, tempfile, time

FPS, PIECE, LENGTH = 30, 15, 12  # frames a second, of a segment; seconds of a source
X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p']
AAC = ['-c:a', 'aac', '-b:a', '256k', '-ar', '48000', '-ac', '2']
SCALE = 'scale=1080:1920:flags=bicubic,setsar=1'


class Usage:
    """What a finished command took: CPU seconds of it and its children, seconds of waiting, memory at its peak."""

    def __init__(self, cpu=0.0, wall=0.0, megabytes=0.0):
        self.cpu, self.wall, self.megabytes = cpu, wall, megabytes


def start(command, env=None):
    log = tempfile.TemporaryFile()
    return subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log, env=env), log


def finish(process, log, may_fail=False):
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and not may_fail:
        log.seek(0)
        sys.exit(f'{" ".join(process.args)[:2000]}\nexit {process.returncode}: {log.read()[-800:].decode(errors="replace")}')
    return Usage(used.ru_utime + used.ru_stime, 0, used.ru_maxrss / 1024)


def run(command, env=None):
    begin = time.monotonic()
    used = finish(*start(command, env))
    used.wall = time.monotonic() - begin
    return used


def ffmpeg(*args):
    return ['ffmpeg', '-nostdin', '-v', 'error', '-y', *map(str, args)]


class Segment:
    """Every step-th of the frames from the first on of a source, PIECE of them."""

    def __init__(self, source, first, step):
        self.source, self.first, self.step = source, first, step
        self.rate = FPS * step

    @property
    def in_us(self):
        return round(self.first * 1_000_000 / self.rate)

    @property
    def span(self):
        return (PIECE - 1) * self.step + 1

    def seek(self):
        # Half a frame early and to six decimals: a time rounded up would begin a frame late.
        return f'{max(0, self.first - 0.5) / self.rate:.6f}'

    def thin(self):
        return 'framestep=2,' if self.step == 2 else ''


class Job:
    def __init__(self, folder, args):
        self.folder, self.args = folder, args
        width, self.height = (3840, 2160) if args.kind == 'uhd' else (1920, 1080)
        self.rate = 60 if args.kind == 'uhd' else FPS
        cut = self.height * 1080 / 1920 / 2
        self.crop = f'crop={round(cut) * 2}:{self.height}:{round((width / 2 - round(cut)) / 2) * 2}:0'
        self.sources = self.make_sources(width)
        draw = random.Random(5)
        frames = self.rate * (3600 if args.kind == 'long' else LENGTH)
        step = self.rate // FPS
        self.segments = [Segment(self.sources[i % len(self.sources)], draw.randrange(0, frames - PIECE * step), step) for i in range(args.segments)]
        self.frames = PIECE * len(self.segments)
        self.is_raw = False
        self.song = self.path('song.m4a')
        run(ffmpeg('-f', 'lavfi', '-i', f'aevalsrc=0.2*sin(2*PI*220*t)*gt(mod(t\\,0.5)\\,0.1):s=48000:d={self.frames / FPS + 1}', *AAC, self.song))
        self.draft = self.path('draft.json')
        with open(self.draft, 'w') as out:
            pictures = [{'d': 500, 'm': {'source': s.source, 'in_us': s.in_us}} for s in self.segments]
            sound = [{'d': 500 * len(pictures), 'm': {'source': self.song, 'in_us': 0}}]
            json.dump({'t': [{'tt': 0, 'sg': pictures}, {'tt': 1, 'sg': sound}],
                       'm': {'width_px': 1080, 'height_px': 1920, 'fps': str(FPS)}}, out)

    def path(self, name):
        return os.path.join(self.folder, name)

    def make_sources(self, width):
        codec = (['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:keyint=90', '-tag:v', 'hvc1'] if self.args.kind == 'uhd'
                 else ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-g', '100'])
        wanted = 1 if self.args.kind == 'long' else self.args.sources
        real = sorted(glob.glob(os.path.join(self.args.clips, '*'))) if self.args.clips else []
        made = []
        for i in range(min(wanted, len(real) or 3)):
            if real:
                source = ['-stream_loop', -1, '-i', real[i % len(real)]]
                see = f'scale={width}:{self.height},fps={self.rate}'
            else:  # a zoom into the Mandelbrot set with film grain: edges, texture and movement everywhere
                source = ['-f', 'lavfi', '-i', f'mandelbrot=size=640x360:rate={self.rate}:start_scale={2 + i * 0.3}:maxiter=150']
                see = f'scale={width}:{self.height},noise=alls=4:allf=t'
            made.append(self.path(f'{self.args.kind}{i}.mp4'))
            if not os.path.exists(made[-1]):
                run(ffmpeg(*source, '-t', LENGTH, '-vf', see, '-an', *codec, '-pix_fmt', 'yuv420p', made[-1]))
        if self.args.kind == 'long':
            run(ffmpeg('-stream_loop', 3600 // LENGTH - 1, '-i', made[0], '-c', 'copy', self.path('hour.mp4')))
            return [self.path('hour.mp4')]
        for i in range(len(made), wanted):
            made.append(self.path(f'{self.args.kind}{i}.mp4'))
            shutil.copyfile(made[i % len(real or range(3))], made[i])
        return made

    # --- the floor

    def decode_alone(self):
        lines = ''.join(f'{s.in_us} {s.span} {s.source}\n' for s in self.segments)
        done = subprocess.run([self.args.decode_ranges], input=lines, capture_output=True, text=True, check=True)
        said = json.loads(done.stdout)
        wanted = sum(s.span for s in self.segments)
        if said['shown'] != wanted:
            sys.exit(f'the floor decoded {said["shown"]} of {wanted} frames')
        self.decoded = said['decoded']
        return said['cpu_s']

    def encode_alone(self):
        raw = self.path('finished.nut')
        if not self.is_raw:
            self.is_raw = True
            run(ffmpeg('-i', self.path('ours.mp4'), '-map', '0:v', '-c:v', 'rawvideo', raw))
        read = run(ffmpeg('-i', raw, '-i', self.song, '-map', '0:v', '-map', '1:a', '-t', self.frames / FPS, '-f', 'null', '-')).cpu
        both = run(ffmpeg('-i', raw, '-i', self.song, '-map', '0:v', '-map', '1:a', '-t', self.frames / FPS, *X264, *AAC, self.path('encoded.mp4'))).cpu
        return both - read

    # --- who is measured: each makes NAME.mp4

    def ours(self):
        env = dict(os.environ, XDG_CACHE_HOME=self.path('cache'), XDG_CONFIG_HOME=self.path('config'))
        return run([self.args.program, 'render', self.draft, '-o', self.path('ours.mp4'), '--overwrite'], env)

    def process_a_segment(self):
        """Two at a time, then put together without encoding again."""
        parts, running, used = [], [], Usage()
        begin = time.monotonic()

        def wait_for_one():
            one = finish(*running.pop(0))
            used.cpu += one.cpu
            used.megabytes = max(used.megabytes, 2 * one.megabytes)
        for i, s in enumerate(self.segments):
            parts.append(self.path(f'part{i}.mp4'))
            if len(running) == 2:
                wait_for_one()
            running.append(start(ffmpeg('-ss', s.seek(), '-i', s.source, '-frames:v', PIECE, '-an', '-vf', f'{s.thin()}setpts=N/{FPS}/TB,{self.crop},{SCALE}', '-r', FPS, *X264, parts[-1])))
        while running:
            wait_for_one()
        with open(self.path('parts.txt'), 'w') as out:
            out.writelines(f"file '{part}'\n" for part in parts)
        last = run(ffmpeg('-f', 'concat', '-safe', 0, '-i', self.path('parts.txt'), '-i', self.song, '-map', '0:v', '-map', '1:a', '-c:v', 'copy', *AAC,
                          '-t', self.frames / FPS, self.path('process_a_segment.mp4')))
        return Usage(used.cpu + last.cpu, time.monotonic() - begin, used.megabytes)

    def seeked_inputs(self):
        inputs, chains = [], []
        for i, s in enumerate(self.segments):
            inputs += ['-ss', s.seek(), '-t', f'{(PIECE + 2) / FPS:.6f}', '-i', s.source]
            chains.append(f'[{i}:v]{s.thin()}trim=end_frame={PIECE},setpts=N/{FPS}/TB,{self.crop},{SCALE}[v{i}]')
        n = len(self.segments)
        graph = ';'.join(chains) + ';' + ''.join(f'[v{i}]' for i in range(n)) + f'concat=n={n}[v]'
        return run(ffmpeg(*inputs, '-i', self.song, '-filter_complex', graph, '-map', '[v]', '-map', f'{n}:a', '-t', self.frames / FPS, '-r', FPS,
                          *X264, *AAC, self.path('seeked_inputs.mp4')))

    def split_and_trim(self):
        inputs, chains, names = [], [], []
        for k, source in enumerate(self.sources):
            mine = [i for i, s in enumerate(self.segments) if s.source == source]
            inputs += ['-i', source]
            chains.append(f'[{k}:v]split={len(mine)}' + ''.join(f'[s{i}]' for i in mine))
        for i, s in enumerate(self.segments):
            chains.append(f'[s{i}]trim=start_frame={s.first}:end_frame={s.first + s.span},{s.thin()}setpts=N/{FPS}/TB,{self.crop},{SCALE}[v{i}]')
            names.append(f'[v{i}]')
        graph = ';'.join(chains) + ';' + ''.join(names) + f'concat=n={len(names)}[v]'
        return run(ffmpeg(*inputs, '-i', self.song, '-filter_complex', graph, '-map', '[v]', '-map', f'{len(self.sources)}:a', '-t', self.frames / FPS,
                          '-r', FPS, *X264, *AAC, self.path('split_and_trim.mp4')))

    def melt(self):
        clips = [word for s in self.segments for word in (s.source, f'in={s.first // s.step}', f'out={s.first // s.step + PIECE - 1}')]
        # MLT fits the height of a picture into the profile: cut the sides off first.
        left = (16 / 9 - 9 / 16) / 2 / (16 / 9) * self.height * 16 / 9
        crop = ['-attach-track', 'crop', f'left={round(left)}', f'right={round(left)}']
        return run(['melt', '-profile', 'vertical_hd_30', *clips, *crop, '-audio-track', self.song, 'in=0', f'out={self.frames - 1}',
                    '-consumer', f'avformat:{self.path("melt.mp4")}', 'vcodec=libx264', 'preset=veryfast', 'crf=20', 'acodec=aac', 'ab=256k', 'real_time=-1'])

    def ges(self):
        clips = [word for s in self.segments for word in ('+clip', s.source, f'inpoint={s.first / s.rate:.6f}', f'duration={PIECE / FPS:.6f}', 'track-types=video')]
        return run(['ges-launch-1.0', *clips, '+track', 'video', f'restrictions=video/x-raw,width=1080,height=1920,framerate={FPS}/1', '-o',
                    self.path('ges.mp4'), '--format', 'video/quicktime,variant=iso:video/x-h264:audio/mpeg,mpegversion=4'])

    # --- whether the frames are right

    def small_frames(self, path, see=''):
        """Luma of every frame at 54 x 96."""
        done = subprocess.run(ffmpeg('-i', path, '-vf', f'{see}scale=54:96:flags=area,format=gray', '-fps_mode', 'passthrough', '-f', 'rawvideo', '-'),
                              capture_output=True, check=True).stdout
        return [done[i:i + 54 * 96] for i in range(0, len(done), 54 * 96)]

    def wrong_frames(self, name):
        """How many frames are more like a neighbour of the right one than like the right one."""
        if self.args.kind == 'long':
            return None  # an hour of frames is not decoded for that
        shown = self.small_frames(self.path(f'{name}.mp4'))
        if len(shown) != self.frames:
            return max(len(shown), self.frames)
        if not hasattr(self, 'truth'):
            self.truth = {source: self.small_frames(source, self.crop + ',') for source in self.sources}

        def unlike(a, b):
            return sum(abs(x - y) for x, y in zip(a[::3], b[::3]))
        wrong = 0
        for i, frame in enumerate(shown):
            segment, truth = self.segments[i // PIECE], self.truth[self.segments[i // PIECE].source]
            at = segment.first + i % PIECE * segment.step
            right = unlike(frame, truth[at])
            wrong += any(0 <= at + d < len(truth) and unlike(frame, truth[at + d]) < 0.8 * right for d in (-1, 1))
        return wrong


def summary(values):
    return {'min': min(values), 'median': statistics.median(values), 'max': max(values)}


PEERS = {'process_a_segment': ('ffmpeg', 'ffmpeg, a process a segment'), 'seeked_inputs': ('ffmpeg', 'ffmpeg, seeked inputs + concat'),
         'split_and_trim': ('ffmpeg', 'ffmpeg, split + trim + concat'), 'melt': ('melt', 'melt'), 'ges': ('ges-launch-1.0', 'ges-launch-1.0, encoding at 2 Mbit/s')}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('decode_ranges')
    parser.add_argument('--json')
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--segments', type=int, default=60)
    parser.add_argument('--sources', type=int, default=12)
    parser.add_argument('--kind', choices=('hd', 'uhd', 'long'), default='hd')
    parser.add_argument('--clips')
    parser.add_argument('--folder', help='keeps what is made, sources above all, and uses it again')
    parser.add_argument('--peers', default=','.join(PEERS), help='which of them, by comma; none: ""')
    args = parser.parse_args()
    args.program, args.decode_ranges = os.path.abspath(args.program), os.path.abspath(args.decode_ranges)
    peers = [name for name in args.peers.split(',') if name and shutil.which(PEERS[name][0])]
    figures, order = {}, []

    def note(label, value):
        figures.setdefault(label, []).append(value)

    with contextlib.nullcontext(args.folder) if args.folder else tempfile.TemporaryDirectory(prefix='beatsync-floor-') as folder:
        os.makedirs(folder, exist_ok=True)
        job = Job(folder, args)
        job.ours()  # the floor encodes its frames
        for number in range(args.rounds):
            decode, encode = job.decode_alone(), job.encode_alone()
            floor = decode + encode
            note('floor: decoding the used ranges, CPU s', decode)
            note('floor: encoding, CPU s', encode)
            for name in ('ours', *peers):
                label = 'beatsync' if name == 'ours' else PEERS[name][1]
                used = getattr(job, name)()
                note(f'{label}: CPU s', used.cpu)
                note(f'{label}: CPU over the floor', used.cpu / floor)
                note(f'{label}: seconds over the CPU of the floor', used.wall / floor)
                note(f'{label}: memory, MB', used.megabytes)
                if number == 0 and (wrong := job.wrong_frames(name)) is not None:
                    note(f'{label}: wrong frames of {job.frames}', wrong)
            if number == 0:
                print(f'{len(job.segments)} segments of {len(job.sources)} sources: {job.decoded} frames decoded for {job.frames} shown', flush=True)
    result = {label: summary(values) for label, values in figures.items()}
    for label, s in result.items():
        print(f'{label:62s} {s["median"]:9.3f}   ({s["min"]:.3f} to {s["max"]:.3f})')
    absent = sorted({PEERS[name][0] for name in PEERS} - {PEERS[name][0] for name in peers})
    if absent:
        print('not measured:', ', '.join(absent))
    if args.json:
        with open(args.json, 'w') as out:
            json.dump({f'render, {args.kind}, {args.segments} segments': result}, out, indent=1)


if __name__ == '__main__':
    main()
