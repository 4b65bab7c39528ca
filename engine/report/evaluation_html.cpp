#include "report/evaluation_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "core/version.h"
#include "report/evaluation_plots.h"
#include "report/evaluation_text.h"
#include "report/preview_page.h"
#include "report/text.h"

namespace beatsync::report {
namespace {

using namespace evaluate;

constexpr std::array kPlotted{Measure::f,          Measure::cml_t, Measure::aml_t,
                              Measure::downbeat_f, Measure::acc2,  Measure::offset};
constexpr std::array kCompared{Measure::f, Measure::cml_t, Measure::aml_t, Measure::downbeat_f};
constexpr std::size_t kMostFiles = 5000;  // rows; a page of more opens nowhere
constexpr std::size_t kMostHistograms = 60;
constexpr std::size_t kMostNotes = 200;

/// Colours of trackers and of errors, apart in both lights and for those who see red and green alike (after
/// Okabe and Ito, "Color Universal Design", 2008).
constexpr std::string_view kStyle = R"css(
:root { --c0: #0b6fb8; --c1: #cf5a00; --c2: #00845f; --c3: #a3428a; --c4: #8a6d00; --c5: #3f8fae; --c6: #b3273b; --c7: #5b5f97;
  --e0: #2f8f6b; --e1: #d98a00; --e2: #e6b800; --e3: #8a5fbf; --e4: #3f8fae; --e5: #b9472f; --e6: #7d8790; }
@media (prefers-color-scheme: dark) { :root { --c0: #58b4f0; --c1: #ff9a52; --c2: #43cfa4; --c3: #e394cd; --c4: #e0c04a;
  --c5: #8fd0e6; --c6: #ff8090; --c7: #a9aeea; --e0: #3fae85; --e1: #f0a93a; --e2: #f2d24e; --e3: #b795e0; --e4: #7cc3dd;
  --e5: #ef7d63; --e6: #8d98a3; } }
.t0 { --c: var(--c0); } .t1 { --c: var(--c1); } .t2 { --c: var(--c2); } .t3 { --c: var(--c3); }
.t4 { --c: var(--c4); } .t5 { --c: var(--c5); } .t6 { --c: var(--c6); } .t7 { --c: var(--c7); }
.e0 { fill: var(--e0); background: var(--e0); } .e1 { fill: var(--e1); background: var(--e1); }
.e2 { fill: var(--e2); background: var(--e2); } .e3 { fill: var(--e3); background: var(--e3); }
.e4 { fill: var(--e4); background: var(--e4); } .e5 { fill: var(--e5); background: var(--e5); }
.e6 { fill: var(--e6); background: var(--e6); }
.key { display: inline-block; width: .8em; height: .8em; margin-right: .45em; border-radius: 50%; }
.key[class*="t"] { background: var(--c); }
.keys { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: .8rem 0; padding: 0; list-style: none; }
.keys small { color: var(--faint); overflow-wrap: anywhere; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
figure { margin: 0; padding: .7rem .8rem; background: var(--panel); border-radius: 8px; max-width: 100%; break-inside: avoid; }
figcaption { margin-bottom: .3rem; font-size: .85rem; color: var(--faint); }
figcaption b { color: var(--ink); }
.plot { display: block; max-width: 100%; height: auto; font-size: 11px; }
.plot text { fill: var(--faint); }
.plot .set { fill: var(--ink); font-weight: 600; }
.plot .label, .plot .value { fill: var(--ink); }
.plot .value { font-variant-numeric: tabular-nums; }
.plot .value.clear { font-weight: 700; }
.rule { stroke: var(--rule); }
.zero { stroke: var(--faint); stroke-dasharray: 3 3; }
.median { stroke: var(--ink); stroke-width: 1.6; }
.bar { stroke: var(--c); stroke-width: 2; opacity: .75; }
.dot { fill: var(--c); }
.cloud { fill: var(--c); opacity: .55; }
.cloud:hover { opacity: 1; stroke: var(--ink); }
.fill { fill: var(--c); opacity: .8; }
.curve { fill: none; stroke: var(--c); stroke-width: 1.8; }
.region { fill: var(--e5); opacity: .16; }
.wide { overflow-x: auto; }
.wide table { font-variant-numeric: tabular-nums; font-size: .88rem; }
td.best { font-weight: 700; }
td.bad { color: var(--e5); }
tr.first td { border-top: 2px solid var(--rule); }
td small { color: var(--faint); display: block; font-size: .78em; font-weight: normal; }
td, th { white-space: nowrap; padding-right: .65rem; }
section > .summary { margin-bottom: .6rem; }
td.free { white-space: normal; min-width: 12rem; }
summary { cursor: pointer; margin: 2rem 0 .7rem; font-size: 1.1rem; font-weight: 600; }
.terms dt { font-weight: 600; color: var(--ink); }
dl.terms { display: block; columns: 24rem 3; }
dl.terms div { background: none; padding: 0 0 .5rem; break-inside: avoid; }
dl.terms dd { font-weight: normal; font-size: .85rem; }
ul.plain { margin: 0; padding-left: 1.2rem; }
)css";

std::string plural(std::size_t n, std::string_view what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

std::string key(std::size_t tracker) {
    return fmt::format("<span class=\"key {}\"></span>", tracker_class(tracker));
}

std::string figure(std::string_view caption, const std::string& plot) {
    if (plot.empty()) return {};
    return fmt::format("<figure><figcaption>{}</figcaption>\n{}</figure>\n", caption, plot);
}

std::string section(std::string_view title, std::string_view about, const std::string& body) {
    if (body.empty()) return {};
    return fmt::format(
        "<section><h2>{}</h2>\n<p class=\"summary\">{}</p>\n<div class=\"plots\">\n{}</div></section>\n",
        title, about, body);
}

/// Builds the page part by part.
class EvaluationPage {
public:
    EvaluationPage(const Evaluation& evaluation, const Summary& summary, const EvaluationNotes& notes)
        : evaluation_(evaluation), summary_(summary), notes_(notes) {}

    [[nodiscard]] std::string markup() const {
        return head() + "<body>\n" + header() + "<main>\n" + left_out() + scores() + dots() + differences() +
               single_files() + offsets() + errors() + confidence() + files() + terms() + notes() +
               "</main>\n" + fmt::format("<footer>beatsync {}</footer>\n</body>\n</html>\n", version());
    }

private:
    [[nodiscard]] std::string title() const {
        std::string names;
        for (std::size_t i = 0; i < std::min<std::size_t>(4, evaluation_.trackers.size()); ++i)
            names += (i == 0 ? "" : ", ") + evaluation_.trackers[i];
        if (evaluation_.trackers.size() > 4) names += " …";
        return "Beat tracking: " + names;
    }

    [[nodiscard]] std::string head() const {
        return fmt::format(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'; "
            "base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<title>{}</title>\n<style>{}{}</style>\n</head>\n",
            escape_markup(title()), style_sheet(), kStyle);
    }

    [[nodiscard]] std::string header() const {
        const auto& settings = evaluation_.settings;
        std::string out = fmt::format(
            "<header><h1>{}</h1>\n<p class=\"summary\">{} of {}; {}; intervals of 95 % from {} resamples of "
            "the files "
            "(seed {})</p>\n<ul class=\"keys\">\n",
            escape_markup(title()), plural(evaluation_.recordings.size(), "recording"),
            plural(evaluation_.sets.size(), "set"),
            settings.skip_s > 0 ? fmt::format("beats from {:g} s on are judged", settings.skip_s)
                                : "all beats are judged",
            settings.resamples, settings.seed);
        for (std::size_t i = 0; i < evaluation_.trackers.size(); ++i)
            out += fmt::format("<li>{}<b>{}</b> <small>{}</small></li>\n", key(i),
                               escape_markup(evaluation_.trackers[i]),
                               i < notes_.sources.size() ? escape_markup(notes_.sources[i]) : "");
        return out + "</ul></header>\n";
    }

    [[nodiscard]] std::string scores() const {
        std::vector<MeasureInfo> shown;
        for (const MeasureInfo& measure : measures())
            if (measure.measure != Measure::cemgil_best && is_judged(summary_, measure.measure))
                shown.push_back(measure);
        std::string out =
            "<section><h2>Scores</h2>\n<p class=\"summary\">Means over files, in bold the best of each set; "
            "offset and "
            "spread are medians in ms. Below them what 95 % of resamples give.</p>\n<div "
            "class=\"wide\"><table><thead>"
            "<tr><th>Set</th><th>Tracker</th><th class=\"n\">Files</th><th class=\"n\">Missing</th>";
        for (const MeasureInfo& measure : shown)
            out += fmt::format("<th class=\"n\" title=\"{}\">{}</th>", escape_markup(measure.meaning),
                               measure.title);
        out += "</tr></thead><tbody>\n";
        for (std::size_t i = 0; i < summary_.rows.size(); ++i) {
            const Row& row = summary_.rows[i];
            const bool first = i == 0 || summary_.rows[i - 1].set != row.set;
            out += fmt::format(
                "<tr{}><td>{}</td><td>{}{}</td><td class=\"n\">{}</td><td class=\"n{}\">{}</td>",
                first ? " class=\"first\"" : "", first ? escape_markup(set_name(evaluation_, row.set)) : "",
                key(row.tracker), escape_markup(evaluation_.trackers[row.tracker]), row.files,
                row.missing > 0 ? " bad" : "", row.missing);
            for (const MeasureInfo& measure : shown)
                out += score_cell(row, measure);
            out += "</tr>\n";
        }
        return out + "</tbody></table></div></section>\n";
    }

    [[nodiscard]] std::string score_cell(const Row& row, const MeasureInfo& measure) const {
        const Estimate& estimate = estimate_of(row, measure.measure);
        const std::string interval =
            estimate.interval ? fmt::format("<small>{}</small>", written(measure, estimate.interval,
                                                                         measure.is_share ? "–" : " … "))
                              : "";
        return fmt::format("<td class=\"n{}\">{}{}</td>", is_best(row, measure) ? " best" : "",
                           written(measure, estimate), interval);
    }

    /// As shown: what looks the same is equally good.
    [[nodiscard]] bool is_best(const Row& row, const MeasureInfo& measure) const {
        const Estimate& own = estimate_of(row, measure.measure);
        if (!measure.is_share || own.files == 0 || evaluation_.trackers.size() < 2) return false;
        return std::none_of(summary_.rows.begin(), summary_.rows.end(), [&](const Row& other) {
            const Estimate& theirs = estimate_of(other, measure.measure);
            return other.set == row.set && theirs.files > 0 && theirs.value > own.value &&
                   written(measure, theirs) != written(measure, own);
        });
    }

    [[nodiscard]] std::string dots() const {
        std::string out;
        for (const Measure measure : kPlotted)
            if (is_judged(summary_, measure))
                out += figure(
                    fmt::format("<b>{}</b>: {}", info(measure).title, escape_markup(info(measure).meaning)),
                    dot_plot(evaluation_, summary_, measure));
        return section("With intervals",
                       "Dots are means over files (offsets: medians), bars are intervals of 95 %.", out);
    }

    [[nodiscard]] std::string differences() const {
        std::string out;
        for (const Measure measure : kCompared)
            out += figure(fmt::format("<b>{}</b>, file by file", info(measure).title),
                          difference_plot(evaluation_, summary_, measure));
        return section(
            fmt::format("Against {}", escape_markup(evaluation_.trackers[evaluation_.settings.baseline])),
            "Mean differences of the same files, with paired intervals of 95 %. Right of the dashed line is "
            "better; a bar that does not touch it is a clear difference (in bold).",
            out);
    }

    [[nodiscard]] std::string single_files() const {
        std::string out = figure("<b>From the best file to the worst</b>", ranking_plot(evaluation_));
        for (std::size_t tracker = 0; tracker < evaluation_.trackers.size(); ++tracker)
            if (tracker != evaluation_.settings.baseline)
                out += figure(
                    fmt::format("<b>{}</b> on each file", escape_markup(evaluation_.trackers[tracker])),
                    scatter_plot(evaluation_, tracker));
        return section("Single files", "Point at a dot for its file.", out);
    }

    [[nodiscard]] std::string offsets() const {
        std::string out;
        std::size_t shown = 0;
        for (const Row& row : summary_.rows) {
            if (row.offsets.beats == 0 || ++shown > kMostHistograms) continue;
            out += figure(fmt::format("{}<b>{}</b>, {}<br>median {:.1f} ms, {} beats", key(row.tracker),
                                      escape_markup(evaluation_.trackers[row.tracker]),
                                      escape_markup(set_name(evaluation_, row.set)), row.offsets.p50,
                                      row.offsets.beats),
                          offset_plot(evaluation_, row));
        }
        return section(
            "Offsets",
            "How far found beats are from the annotated ones that they pair with, beats of all files "
            "together. The solid line is their median.",
            out);
    }

    [[nodiscard]] std::string errors() const {
        std::string keys;
        for (std::size_t i = 0; i < kErrorCases; ++i)
            keys += fmt::format("<li><span class=\"key e{}\"></span>{}</li>\n", i,
                                error_case_name(static_cast<ErrorCase>(i)));
        return fmt::format(
            "<section><h2>What is wrong</h2>\n<p class=\"summary\">Each file by the way of tapping that its "
            "beats "
            "would be right for, with an F-measure of {:g} or more.</p>\n<ul class=\"keys\">\n{}</ul>\n"
            "<div class=\"plots\">\n{}</div></section>\n",
            kExplains, keys,
            figure("<b>Share of files</b>, and how many there are", error_plot(evaluation_, summary_)));
    }

    [[nodiscard]] std::string confidence() const {
        std::string out;
        for (std::size_t tracker = 0; tracker < evaluation_.trackers.size(); ++tracker)
            out += figure(confidence_caption(tracker), confidence_plot(evaluation_, tracker));
        return section("Confidence", "A tracker that is sure should be right: no files in the shaded corner.",
                       out);
    }

    [[nodiscard]] std::string confidence_caption(std::size_t tracker) const {
        // The last row of a tracker is that of all sets.
        const auto row = std::find_if(summary_.rows.rbegin(), summary_.rows.rend(),
                                      [&](const Row& r) { return r.tracker == tracker; });
        std::string name = fmt::format("<b>{}</b>", escape_markup(evaluation_.trackers[tracker]));
        if (row == summary_.rows.rend() || !row->confidence) return name;
        return fmt::format("{}: of {} above {:g}, {} with an F of {:g} or more", name,
                           plural(row->confidence->sure, "file"), kSure, row->confidence->right, kRight);
    }

    [[nodiscard]] std::string files() const {
        std::string out = fmt::format(
            "<details><summary>File by file</summary>\n<div "
            "class=\"wide\"><table><thead><tr><th>Set</th><th>File</th>"
            "<th>Tracker</th>");
        for (const MeasureInfo& measure : measures())
            out += fmt::format("<th class=\"n\">{}</th>", measure.title);
        out +=
            "<th class=\"n\">bpm</th><th class=\"n\">found</th><th>What is wrong</th></tr></thead><tbody>\n";
        const std::size_t shown = std::min(evaluation_.recordings.size(), kMostFiles);
        for (std::size_t i = 0; i < shown; ++i)
            for (std::size_t tracker = 0; tracker < evaluation_.trackers.size(); ++tracker)
                out += file_row(i, tracker);
        out += "</tbody></table></div>\n";
        if (shown < evaluation_.recordings.size())
            out += fmt::format("<p class=\"summary\">… and {} more: --csv has all</p>\n",
                               evaluation_.recordings.size() - shown);
        return out + "</details>\n";
    }

    [[nodiscard]] std::string file_row(std::size_t i, std::size_t tracker) const {
        const Recording& recording = evaluation_.recordings[i];
        const FileResult& result = evaluation_.results[tracker][i];
        std::string out =
            fmt::format("<tr{}><td>{}</td><td>{}</td><td>{}{}</td>", tracker == 0 ? " class=\"first\"" : "",
                        tracker == 0 ? escape_markup(evaluation_.sets[recording.set]) : "",
                        tracker == 0 ? escape_markup(recording.name) : "", key(tracker),
                        escape_markup(evaluation_.trackers[tracker]));
        for (const MeasureInfo& measure : measures())
            out +=
                fmt::format("<td class=\"n\">{}</td>", written(measure, value_of(result, measure.measure)));
        const std::string wrong = result.verdict != Verdict::scored
                                      ? fmt::format("{}{}{}", verdict_name(result.verdict),
                                                    result.problem.empty() ? "" : ": ", result.problem)
                                  : result.error == ErrorCase::none
                                      ? ""
                                      : std::string(error_case_name(result.error));
        out += fmt::format(
            "<td class=\"n\">{:.1f}</td><td class=\"n\">{}</td><td class=\"free\">{}</td></tr>\n",
            tempo_of(recording.reference),
            result.tempo_bpm > 0 ? fmt::format("{:.1f}", result.tempo_bpm) : "-", escape_markup(wrong));
        return out;
    }

    static std::string terms() {
        std::string out = "<section><h2>Measures</h2>\n<dl class=\"terms\">\n";
        for (const MeasureInfo& measure : measures())
            out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", measure.title,
                               escape_markup(measure.meaning));
        return out +
               "</dl>\n<p class=\"summary\">As mir_eval computes them; Davies, Degara, Plumbley, Evaluation "
               "methods for "
               "musical audio beat tracking algorithms (2009), says what each is for.</p></section>\n";
    }

    static std::string list(std::string_view title, const std::vector<std::string>& lines) {
        if (lines.empty()) return {};
        std::string out = fmt::format("<section><h2>{}</h2>\n<ul class=\"plain\">\n", title);
        for (std::size_t i = 0; i < std::min(lines.size(), kMostNotes); ++i)
            out += fmt::format("<li>{}</li>\n", escape_markup(lines[i]));
        if (lines.size() > kMostNotes)
            out += fmt::format("<li>… and {} more</li>\n", lines.size() - kMostNotes);
        return out + "</ul></section>\n";
    }
    [[nodiscard]] std::string left_out() const { return list("Not measured", notes_.left_out); }
    [[nodiscard]] std::string notes() const { return list("Notes", notes_.notes); }

    const Evaluation& evaluation_;
    const Summary& summary_;
    const EvaluationNotes& notes_;
};

}  // namespace

std::string evaluation_html(const Evaluation& evaluation, const Summary& summary,
                            const EvaluationNotes& notes) {
    return EvaluationPage(evaluation, summary, notes).markup();
}

}  // namespace beatsync::report
