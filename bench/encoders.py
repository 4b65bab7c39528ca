#!/usr/bin/env python3
"""encoders.py fit FOLDER | check BEATSYNC FOLDER | rate BEATSYNC FOLDER - what the qualities of --quality mean to each encoder.

`fit` looks, on one half of the clips in FOLDER, for the setting of each encoder's own scale at which it comes as near to the
source (SSIM of luma, in dB) as x264 does at its setting of that quality: engine/media/encoder_table.cpp has what came of it.
`check` renders the other half by the program itself, with every encoder and quality, and prints SSIM, bit rate and CPU time.
`rate` renders pieces of all clips, and has ffmpeg encode the same pictures with the same encoder at the same bit rate: SSIM of both.
Needs ffmpeg with the encoders in question; everything is made in a temporary folder."""
import argparse, json, math, os, re, resource, statistics, subprocess, sys, tempfile

FIT = ['coffee_720p.mp4', 'dog_park_720p.mp4', 'action_gopro_drone_480p.mp4', 'juggle_24fps_noaudio.mp4', 'fireworks_1080p50_pcm.mov']
CHECK = ['phone_dog_indoor_720p.mp4', 'action_gopro_walk_480p.mp4', 'cars_12.5fps.mp4', 'bbb_mpeg2_1080.ts', 'skydive_mpeg4_mp3.avi']
FRAMES = 48

# Quality → x264's setting, and of the others: options without the setting, name of the setting, what is tried.
X264 = {'draft': ('ultrafast', 28), 'good': ('veryfast', 20), 'high': ('medium', 18)}
OTHERS = {
    'libx265': {'draft': (['-preset', 'ultrafast'], [22, 26, 30, 34]), 'good': (['-preset', 'veryfast'], [16, 19, 22, 26]),
                'high': (['-preset', 'medium'], [14, 17, 20, 24])},
    'libsvtav1': {'draft': (['-preset', '12'], [30, 38, 46, 54]), 'good': (['-preset', '10'], [16, 24, 32, 40]),
                  'high': (['-preset', '6'], [14, 20, 28, 36])},
    'libvpx-vp9': {'draft': (['-deadline', 'realtime', '-cpu-used', '8', '-row-mt', '1', '-b:v', '0'], [24, 32, 40, 48]),
                   'good': (['-deadline', 'good', '-cpu-used', '5', '-row-mt', '1', '-b:v', '0'], [12, 20, 28, 36]),
                   'high': (['-deadline', 'good', '-cpu-used', '2', '-row-mt', '1', '-b:v', '0'], [8, 15, 22, 30])}}


def run(command):
    """stderr of a finished command, and its CPU seconds; stops the script when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f'{" ".join(map(str, command))}\nexit {done.returncode}: {done.stderr.decode(errors="replace")[-800:]}')
    return done.stdout.decode() + done.stderr.decode(errors='replace'), after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def ffmpeg(*args):
    return run(['ffmpeg', '-nostdin', '-hide_banner', '-y', *args])


def ssim_db(video, reference):
    """Of luma, −10·log10(1 − SSIM): equal steps look about equal. Frame by frame, whatever clocks the containers count in."""
    text, _ = ffmpeg('-i', video, '-i', reference, '-lavfi', '[0:v]settb=1/30,setpts=N[a];[1:v]settb=1/30,setpts=N[b];[a][b]ssim', '-f', 'null', '-')
    return -10 * math.log10(max(1e-9, 1 - float(re.search(r'SSIM Y:([0-9.]+)', text).group(1))))


def video_bytes(path):
    text, _ = run(['ffprobe', '-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=size', '-of', 'csv=p=0', path])
    return sum(int(line.strip(',')) for line in text.split() if line.strip(','))


class Clips:
    """The first FRAMES frames a second into each clip as lossless 8-bit BT.709, so that every encoder gets the same."""

    def __init__(self, folder, names, temporary, scale="scale='min(1280,iw)':-2:out_color_matrix=bt709:out_range=tv"):
        self.temporary, self.paths = temporary, {}
        for name in names:
            source = os.path.join(folder, name)
            if not os.path.exists(source):
                print(f'{name} is not here', file=sys.stderr)
                continue
            path = os.path.join(temporary, os.path.splitext(name)[0] + '.mkv')
            start = '0.3' if 'bbb' in name or 'fireworks' in name else '1'
            ffmpeg('-ss', start, '-i', source, '-an', '-frames:v', FRAMES,
                   '-vf', f'{scale},setsar=1,setpts=N/30/TB,format=yuv420p', '-r', 30,
                   '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', 0, '-colorspace', 'bt709', '-color_primaries', 'bt709',
                   '-color_trc', 'bt709', '-color_range', 'tv', path)
            self.paths[name] = path
        if not self.paths:
            sys.exit(f'none of the clips is in {folder}')

    def encode(self, name, codec, options):
        out = os.path.join(self.temporary, 'encoded.mkv')
        _, seconds = ffmpeg('-i', self.paths[name], '-c:v', codec, *options, '-pix_fmt', 'yuv420p', out)
        return {'ssim': ssim_db(out, self.paths[name]), 'bytes': video_bytes(out), 'cpu': seconds}


def crossing(points, wanted):
    """Setting at which SSIM is what is wanted, on straight lines between (and beyond) what was tried."""
    points = sorted(points)
    pairs = list(zip(points, points[1:]))
    for (x0, y0), (x1, y1) in pairs:
        if y1 <= wanted <= y0:
            break
    else:
        (x0, y0), (x1, y1) = pairs[0] if wanted > points[0][1] else pairs[-1]
    return x0 + (wanted - y0) * (x1 - x0) / (y1 - y0) if y1 != y0 else x0


def fit(folder, temporary):
    clips = Clips(folder, FIT, temporary)
    for quality, (preset, crf) in X264.items():
        wanted = {name: clips.encode(name, 'libx264', ['-preset', preset, '-crf', crf]) for name in clips.paths}
        for codec, levels in OTHERS.items():
            options, tried = levels[quality]
            found = []
            for name in clips.paths:
                points = [(x, clips.encode(name, codec, options + ['-crf', str(x)])['ssim']) for x in tried]
                found.append(crossing(points, wanted[name]['ssim']))
            print(f'{quality:6} {codec:11} {statistics.median(found):5.1f}   of each clip: '
                  + ' '.join(f'{x:.1f}' for x in found), flush=True)


def draft_of(sources, width, height, frames):
    segments = [{'d': 0, 'm': {'source': s, 'in_us': i}} for s, i in sources]
    for n, segment in enumerate(segments):
        segment['d'] = round((n + 1) * frames * 1000 / 30) - round(n * frames * 1000 / 30)
    return {'t': [{'tt': 0, 'sg': segments}], 'm': {'format': 1, 'width_px': width, 'height_px': height, 'fps': '30'}}


def size_of(path):
    text, _ = run(['ffprobe', '-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', path])
    return tuple(int(x) for x in text.strip().strip(',').split(',')[:2])


def render(program, document, temporary, *options):
    draft, out = os.path.join(temporary, 'draft.json'), os.path.join(temporary, 'rendered.mp4')
    with open(draft, 'w') as file:
        json.dump(document, file)
    _, seconds = run([program, 'render', draft, '-o', out, '--overwrite', '--offline', *options])
    return out, seconds


def check(program, folder, temporary):
    """Mean distance to x264's SSIM at the same quality, and what it cost, on the clips that the settings were not found on."""
    clips = Clips(folder, CHECK, temporary)
    for quality in X264:
        first = None
        for codec in ['libx264', *OTHERS]:
            row = {}
            for name, path in clips.paths.items():
                out, seconds = render(program, draft_of([(path, 0)], *size_of(path), FRAMES), temporary,
                                      '--quality', quality, '--encoder', codec)
                reference = path
                if quality == 'draft':  # a preview is smaller
                    reference = os.path.join(temporary, 'small.mkv')
                    width, height = size_of(out)
                    ffmpeg('-i', path, '-vf', f'scale={width}:{height}:flags=bicubic', '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', 0,
                           reference)
                row[name] = {'ssim': ssim_db(out, reference), 'bytes': video_bytes(out), 'cpu': seconds}
            first = first or row
            off = [row[n]['ssim'] - first[n]['ssim'] for n in row]
            ratio = statistics.geometric_mean(row[n]['bytes'] / first[n]['bytes'] for n in row)
            print(f'{quality:6} {codec:11} SSIM {statistics.mean(r["ssim"] for r in row.values()):5.2f} dB, against x264 '
                  f'{statistics.mean(off):+.2f} (' + ' '.join(f'{x:+.2f}' for x in off) + f'), bytes x{ratio:.2f}, '
                  f'CPU {sum(r["cpu"] for r in row.values()):.1f} s', flush=True)


def rate(program, folder, temporary):
    """The same pictures, by the program with its keyframes at cuts and by ffmpeg alone, brought to the same bytes (two passes)."""
    width, height, frames = 640, 360, 15
    clips = Clips(folder, FIT + CHECK, temporary, f'scale={width}:{height}:force_original_aspect_ratio=increase:'
                  f'out_color_matrix=bt709:out_range=tv,crop={width}:{height}')
    paths = list(clips.paths.values())
    pieces = [(path, round(turn * frames * 1e6 / 30)) for turn in range(3) for path in paths]
    document = draft_of(pieces, width, height, frames)
    truth = os.path.join(temporary, 'truth.mkv')  # the pieces joined by ffmpeg, lossless
    graph = ''.join(f'[{n % len(paths)}:v]trim=start_frame={n // len(paths) * frames}:end_frame={(n // len(paths) + 1) * frames},'
                    f'setpts=PTS-STARTPTS[p{n}];' for n in range(len(pieces)))
    graph += ''.join(f'[p{n}]' for n in range(len(pieces))) + f'concat=n={len(pieces)}:v=1:a=0[out]'
    inputs = [word for path in paths for word in ('-i', path)]
    ffmpeg(*inputs, '-filter_complex', graph, '-map', '[out]', '-r', 30, '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', 0, truth)
    for quality, (preset, _) in X264.items():
        if quality == 'draft':
            continue  # another size
        out, _ = render(program, document, temporary, '--quality', quality, '--encoder', 'libx264')
        ours, bytes_ours = ssim_db(out, truth), video_bytes(out)
        bits = bytes_ours * 8 * 30 / (len(pieces) * frames)
        log, theirs = os.path.join(temporary, 'pass'), os.path.join(temporary, 'theirs.mkv')
        for number in (1, 2):
            ffmpeg('-i', truth, '-c:v', 'libx264', '-preset', preset, '-b:v', round(bits), '-pass', number, '-passlogfile', log,
                   *(['-f', 'null', '-'] if number == 1 else [theirs]))
        print(f'{quality:6} ours {ours:.3f} dB in {bytes_ours} bytes, ffmpeg in two passes {ssim_db(theirs, truth):.3f} dB in '
              f'{video_bytes(theirs)}', flush=True)
        # ffmpeg in one pass at a constant quality, as we encode: the quality that comes to our bytes
        low, high = 10.0, 32.0
        for _ in range(7):
            crf = (low + high) / 2
            ffmpeg('-i', truth, '-c:v', 'libx264', '-preset', preset, '-crf', f'{crf:.3f}', theirs)
            low, high = (crf, high) if video_bytes(theirs) > bytes_ours else (low, crf)
        print(f'{quality:6}                              ffmpeg at CRF {crf:.2f} {ssim_db(theirs, truth):.3f} dB in {video_bytes(theirs)}', flush=True)
        cuts = [n * frames for n in range(len(pieces))]
        text, _ = run(['ffprobe', '-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0', out])
        keys = {round(float(line.split(',')[0]) * 30) for line in text.split() if 'K' in line}
        print(f'       keyframes at {len(keys & set(cuts))} of {len(cuts)} cuts, {len(keys)} in all', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('what', choices=['fit', 'check', 'rate'])
    parser.add_argument('paths', nargs='+')
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        if given.what == 'fit':
            fit(given.paths[0], temporary)
        elif len(given.paths) != 2:
            parser.error(f'{given.what} BEATSYNC FOLDER')
        else:
            (check if given.what == 'check' else rate)(*given.paths, temporary)


if __name__ == '__main__':
    main()
