#include "report/evaluation_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "report/evaluation_text.h"
#include "report/text.h"
#include "report/text_table.h"

namespace beatsync::report {
namespace {

using namespace evaluate;

constexpr std::size_t kWidestName = 28;
constexpr std::size_t kWidestFile = 40;

/// What one looks at first.
constexpr std::array kMain{Measure::f, Measure::cml_t, Measure::aml_t, Measure::downbeat_f, Measure::offset};
/// What trackers are held against each other by.
constexpr std::array kCompared{Measure::f, Measure::cml_t, Measure::aml_t, Measure::downbeat_f};

/// A table that begins with set and tracker, whose repeated sets are blank.
class Table {
public:
    Table(const Evaluation& evaluation, std::vector<TableColumn> columns) : evaluation_(evaluation) {
        columns_ = {{"set", false, kWidestName}, {"tracker", false, kWidestName}};
        columns_.insert(columns_.end(), columns.begin(), columns.end());
        rows_ = {head_of(columns_)};
    }

    void add(std::optional<std::size_t> set, std::size_t tracker, TableRow cells) {
        const std::string name = printable(set_name(evaluation_, set));
        TableRow row{rows_.size() > 1 && set == set_ ? "" : name, printable(evaluation_.trackers[tracker])};
        row.insert(row.end(), std::make_move_iterator(cells.begin()), std::make_move_iterator(cells.end()));
        rows_.push_back(std::move(row));
        set_ = set;
    }

    [[nodiscard]] bool empty() const { return rows_.size() == 1; }
    [[nodiscard]] std::string text(std::string_view heading) const {
        return fmt::format("{}\n{}", heading, lay_out(columns_, rows_));
    }

private:
    const Evaluation& evaluation_;
    std::vector<TableColumn> columns_;
    std::vector<TableRow> rows_;
    std::optional<std::size_t> set_;
};

template <class List>
std::vector<MeasureInfo> judged(const Summary& summary, const List& list) {
    std::vector<MeasureInfo> found;
    for (const Measure measure : list)
        if (is_judged(summary, measure)) found.push_back(info(measure));
    return found;
}

std::vector<TableColumn> titles(const std::vector<MeasureInfo>& list) {
    std::vector<TableColumn> columns;
    columns.reserve(list.size());
    for (const MeasureInfo& measure : list)
        columns.push_back({measure.title, true});
    return columns;
}

std::string scores(const Evaluation& evaluation, const Summary& summary) {
    std::vector<Measure> shown;
    for (const MeasureInfo& measure : measures())
        if (measure.measure != Measure::cemgil_best) shown.push_back(measure.measure);
    const auto list = judged(summary, shown);
    std::vector<TableColumn> columns = titles(list);
    columns.insert(columns.begin(), {{"files", true}, {"missing", true}});
    Table table(evaluation, columns);
    for (const Row& row : summary.rows) {
        TableRow cells{fmt::format("{}", row.files), fmt::format("{}", row.missing)};
        for (const MeasureInfo& measure : list)
            cells.push_back(written(measure, estimate_of(row, measure.measure)));
        table.add(row.set, row.tracker, std::move(cells));
    }
    return table.text("Means over files; offset (found minus annotated) and spread: medians, ms");
}

std::string intervals(const Evaluation& evaluation, const Summary& summary) {
    const auto list = judged(summary, kMain);
    Table table(evaluation, titles(list));
    bool any = false;
    for (const Row& row : summary.rows) {
        TableRow cells;
        for (const MeasureInfo& measure : list) {
            const Estimate& estimate = estimate_of(row, measure.measure);
            any = any || estimate.interval;
            cells.push_back(written(measure, estimate.interval, measure.is_share ? "-" : " to "));
        }
        table.add(row.set, row.tracker, std::move(cells));
    }
    if (!any) return {};
    return table.text(fmt::format("\n95 % intervals, from {} resamples of the files (seed {})",
                                  evaluation.settings.resamples, evaluation.settings.seed));
}

std::string differences(const Evaluation& evaluation, const Summary& summary) {
    Table table(evaluation, {{"measure"}, {"difference", true}, {"95 % interval", true}, {"p", true}, {""}});
    for (const Difference& difference : summary.differences) {
        const bool shown =
            std::find(kCompared.begin(), kCompared.end(), difference.measure) != kCompared.end();
        if (!shown || difference.estimate.files == 0) continue;
        const MeasureInfo& measure = info(difference.measure);
        const std::string_view verdict = !is_clear(difference.estimate)  ? "no clear difference"
                                         : difference.estimate.value > 0 ? "better"
                                                                         : "worse";
        table.add(
            difference.set, difference.tracker,
            {std::string(measure.title), fmt::format("{:+.3f}", difference.estimate.value),
             written(measure, difference.estimate.interval, " to "), written_p(difference.estimate.p_zero),
             difference.estimate.interval ? std::string(verdict) : "one file says nothing"});
    }
    if (table.empty()) return {};
    return table.text(fmt::format("\nAgainst {}, file by file",
                                  printable(evaluation.trackers[evaluation.settings.baseline])));
}

std::string errors(const Evaluation& evaluation, const Summary& summary) {
    std::vector<TableColumn> columns;
    for (std::size_t i = 0; i < kErrorCases; ++i)
        columns.push_back({error_case_name(static_cast<ErrorCase>(i)), true});
    Table table(evaluation, columns);
    for (const Row& row : summary.rows) {
        TableRow cells;
        for (const std::size_t count : row.errors)
            cells.push_back(fmt::format("{}", count));
        table.add(row.set, row.tracker, std::move(cells));
    }
    return table.text("\nWhat is wrong with how many files");
}

std::string confidence(const Evaluation& evaluation, const Summary& summary) {
    Table table(evaluation, {{"files", true}, {"sure", true}, {"right", true}, {"share", true}});
    for (const Row& row : summary.rows) {
        if (!row.confidence) continue;
        const Calibration& c = *row.confidence;
        const std::string share =
            c.sure == 0
                ? "-"
                : fmt::format("{:.0f} %", 100 * static_cast<double>(c.right) / static_cast<double>(c.sure));
        table.add(row.set, row.tracker,
                  {fmt::format("{}", c.files), fmt::format("{}", c.sure), fmt::format("{}", c.right), share});
    }
    if (table.empty()) return {};
    return table.text(
        fmt::format("\nConfidence: sure is above {:g}, right has an F of {:g} or more", kSure, kRight));
}

/// With quotes where it must be.
std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

std::string csv_number(std::optional<double> value) {
    return value ? fmt::format("{}", *value) : "";
}

}  // namespace

std::string evaluation_table(const Evaluation& evaluation, const Summary& summary) {
    return scores(evaluation, summary) + intervals(evaluation, summary) + differences(evaluation, summary) +
           errors(evaluation, summary) + confidence(evaluation, summary);
}

std::string evaluation_files_table(const Evaluation& evaluation) {
    constexpr std::array kShown{Measure::f,    Measure::cml_t, Measure::aml_t,  Measure::downbeat_f,
                                Measure::acc1, Measure::acc2,  Measure::offset, Measure::spread};
    std::vector<TableColumn> columns{
        {"set", false, kWidestName}, {"file", false, kWidestFile}, {"tracker", false, kWidestName}};
    for (const Measure measure : kShown)
        columns.push_back({info(measure).title, true});
    columns.insert(columns.end(), {{"bpm", true}, {"found", true}, {"conf", true}, {"what is wrong"}});
    std::vector<TableRow> rows{head_of(columns)};
    for (std::size_t i = 0; i < evaluation.recordings.size(); ++i) {
        const Recording& recording = evaluation.recordings[i];
        for (std::size_t tracker = 0; tracker < evaluation.trackers.size(); ++tracker) {
            const FileResult& result = evaluation.results[tracker][i];
            TableRow row{tracker > 0 ? "" : printable(evaluation.sets[recording.set]),
                         tracker > 0 ? "" : printable(recording.name),
                         printable(evaluation.trackers[tracker])};
            for (const Measure measure : kShown)
                row.push_back(written(info(measure), value_of(result, measure)));
            row.push_back(fmt::format("{:.1f}", tempo_of(recording.reference)));
            row.push_back(result.tempo_bpm > 0 ? fmt::format("{:.1f}", result.tempo_bpm) : "-");
            row.push_back(result.confidence ? fmt::format("{:.2f}", *result.confidence) : "-");
            row.push_back(result.verdict == Verdict::missing || result.verdict == Verdict::failed
                              ? std::string(verdict_name(result.verdict))
                          : result.error == ErrorCase::none ? ""
                                                            : std::string(error_case_name(result.error)));
            rows.push_back(std::move(row));
        }
    }
    return "File by file\n" + lay_out(columns, rows) + '\n';
}

std::string evaluation_csv(const Evaluation& evaluation) {
    std::string out = "set,file,tracker,verdict";
    for (const MeasureInfo& measure : measures())
        out += fmt::format(",{}", measure.key);
    out += ",error_case,reference_bpm,found_bpm,reference_beats,found_beats,confidence,problem\n";
    for (std::size_t i = 0; i < evaluation.recordings.size(); ++i) {
        const Recording& recording = evaluation.recordings[i];
        for (std::size_t tracker = 0; tracker < evaluation.trackers.size(); ++tracker) {
            const FileResult& result = evaluation.results[tracker][i];
            out += fmt::format("{},{},{},{}", csv_field(evaluation.sets[recording.set]),
                               csv_field(recording.name), csv_field(evaluation.trackers[tracker]),
                               verdict_name(result.verdict));
            for (const MeasureInfo& measure : measures())
                out += "," + csv_number(value_of(result, measure.measure));
            out +=
                fmt::format(",{},{},{},{},{},{},{}\n", error_case_name(result.error),
                            tempo_of(recording.reference), result.tempo_bpm, recording.reference.times.size(),
                            result.beats, csv_number(result.confidence), csv_field(result.problem));
        }
    }
    return out;
}

}  // namespace beatsync::report
