#include "report/preview_page.h"

namespace beatsync::report {

std::string_view style_sheet() {
    return R"css(
:root { color-scheme: light dark; --paper: #fff; --panel: #f5f7f9; --ink: #1b1f24; --faint: #5d6670;
  --rule: #dde2e7; --beat: #d9482b; --light: 46%; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --panel: #1e2328; --ink: #eef1f4; --faint: #9aa4af;
  --rule: #343b43; --beat: #ff7a5c; --light: 40%; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 90rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { margin: 0 0 .3rem; font-size: 1.6rem; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 .7rem; font-size: 1.1rem; }
h2 small, .when span, .what { color: var(--faint); font-weight: normal; }
p { margin: 0; }
.summary { color: var(--faint); overflow-wrap: anywhere; max-width: 70rem; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .6rem; margin: 1.2rem 0; }
dl div { padding: .6rem .8rem; background: var(--panel); border-radius: 8px; }
dt { font-size: .78rem; color: var(--faint); }
dd { margin: 0; font-size: 1.05rem; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; padding: .6rem .8rem; background: var(--panel); border-radius: 8px; }
.timeline { display: block; font-size: 12px; }
.timeline text { fill: var(--faint); }
.timeline .lane { font-size: 11px; }
.ruler path { stroke: var(--faint); fill: none; }
.beats { stroke: var(--beat); stroke-width: 1.2; opacity: .55; fill: none; pointer-events: none; }
.seg rect { fill: hsl(var(--h) 52% var(--light)); }
.seg text { fill: #fff; }
.seg.gap rect { fill: var(--rule); }
.seg.gap text { fill: var(--faint); }
.seg:hover rect, .seg:focus-visible rect { stroke: var(--ink); stroke-width: 2; }
.seg:hover svg { opacity: .85; }
.seg:focus { outline: none; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .8rem .3rem 0; text-align: left; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
th { font-size: .78rem; color: var(--faint); font-weight: normal; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.swatch { display: inline-block; width: .8em; height: .8em; margin-right: .6em; border-radius: 3px;
  background: hsl(var(--h) 52% var(--light)); }
.cards { display: grid; gap: .8rem; margin: 0; padding: 0; list-style: none;
  grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)); }
.card { display: flex; flex-direction: column; gap: .1rem; padding: .5rem; background: var(--panel);
  border-radius: 8px; border-top: 4px solid hsl(var(--h) 52% var(--light)); break-inside: avoid; min-width: 0; }
.card:target { outline: 3px solid var(--beat); }
.thumb { display: block; width: 100%; height: auto; max-height: 17rem; aspect-ratio: var(--shape); background: #000;
  border-radius: 4px; margin-bottom: .3rem; }
.thumb.none { display: grid; place-items: center; background: var(--rule); color: var(--faint); }
.audio .thumb.none, .text .thumb.none { aspect-ratio: auto; height: 3rem; font-size: 1.3rem; }
.when { font-variant-numeric: tabular-nums; }
.when b { margin-right: .4em; }
.when span, .what span { float: right; }
.name { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.what { font-size: .8rem; font-variant-numeric: tabular-nums; }
.chips { display: flex; flex-wrap: wrap; gap: .25rem; margin-top: .2rem; }
.chips span { padding: 0 .5em; font-size: .78rem; border: 1px solid var(--rule); border-radius: 1em; }
.chips .beat { border-color: var(--beat); color: var(--beat); }
footer { margin-top: 2rem; font-size: .8rem; color: var(--faint); }
@media print { body { padding: 0; max-width: none; font-size: 11px; } .scroll { overflow: visible; padding: 0; }
  .timeline { width: 100%; height: auto; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
)css";
}

}  // namespace beatsync::report
