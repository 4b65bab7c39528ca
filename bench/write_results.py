#!/usr/bin/env python3
"""write_results.py BENCH.json [SHOTS.json] RATIOS.json… OUT.md - turns what a run of scripts/bench measured into bench/RESULTS.md."""
import json, platform, subprocess, sys


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split('\n')[0].strip()


def processor():
    with open('/proc/cpuinfo') as info:
        return next((line.split(':', 1)[1].strip() for line in info if line.startswith('model name')), platform.machine())


def counter(value):
    return f'{value:,.0f}' if value >= 100 else f'{value:.1f}'


def room_rows(bench):
    known = {'name', 'family_index', 'per_family_instance_index', 'run_name', 'run_type', 'repetitions', 'repetition_index',
             'threads', 'iterations', 'real_time', 'cpu_time', 'time_unit', 'error_occurred', 'error_message'}
    for b in bench['benchmarks']:
        if '/smoke' in b['name']:
            continue
        rates = '; '.join(f'{v:.2f} {k}' if k.startswith('times ') else f'{counter(v)} {k.replace("_", " ")} a second' for k, v in b.items() if k not in known)
        yield f'| `{b["name"]}` | {b["cpu_time"]:.2f} {b["time_unit"]} | {rates} |'


def shot_rows(detectors):
    for d in detectors:
        yield (f'| {d["detector"]} | {d["f1"]:.3f} | {d["cut_f1"]:.3f} | {d["gradual_recall"]:.3f} | {d["cuts_exact"]} of {d["cuts_found"]} '
               f'| {d["false_alarms"]} |')


def main(bench_path, *rest):
    *ratios_paths, out_path = rest
    with open(bench_path) as f:
        bench = json.load(f)
    ratios, shots = {}, []
    for path in ratios_paths:
        with open(path) as f:
            measured = json.load(f)
        if isinstance(measured, list):
            shots = measured
        else:
            ratios.update(measured)
    lines = ['# Results', '',
             'Written by `scripts/bench`; do not edit. Speeds of different machines do not compare; ratios do, roughly.', '',
             f'- Machine: {processor()}, {bench["context"]["num_cpus"]} cores',
             f'- Compiler: {first_line("g++", "--version")}, release preset',
             f'- FFmpeg: {first_line("ffmpeg", "-version").split(" Copyright")[0]}', '',
             '## The program against the floor', '',
             'CPU seconds (user + system) of whole processes, run in turn; median (least to most). See `bench/ratios.py` and `bench/render_floor.py`.', '',
             '| job | figure | median | least | most |', '|---|---|---|---|---|']
    for job, figures in ratios.items():
        lines += [f'| {job} | {label} | {s["median"]:.2f} | {s["min"]:.2f} | {s["max"]:.2f} |' for label, s in figures.items()]
    if shots:
        lines += ['', '## Shot boundaries', '',
                  f'{shots[0]["cuts"]} hard cuts and {shots[0]["transitions"]} gradual transitions in {shots[0]["videos"]} annotated videos, within '
                  'two frames. The detector was tuned on these. See `bench/shots.py`.', '',
                  '| detector | F1 | F1 of hard cuts | recall of gradual ones | on the exact frame | false alarms |', '|---|---|---|---|---|---|',
                  *shot_rows(shots)]
    lines += ['', '## The rooms', '', 'CPU time of one call; the number in the name is the length (seconds, frames, beats/clips, segments, bytes/chunk).', '',
              '| benchmark | CPU time | rate |', '|---|---|---|', *room_rows(bench), '']
    with open(out_path, 'w') as out:
        out.write('\n'.join(lines))


if __name__ == '__main__':
    main(*sys.argv[1:])
