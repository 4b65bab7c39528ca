#include "report/evaluation_plots.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "report/evaluation_text.h"
#include "report/plot_frame.h"
#include "report/text.h"

// Plots with a line for each tracker on each set.
namespace beatsync::report {
namespace {

using namespace evaluate;
using Anchor = PlotFrame::Anchor;

constexpr double kWidth = 460;
constexpr double kLine = 17;      // pixels from one to the next
constexpr double kSetTitle = 19;  // … and to the first of another set
constexpr PlotFrame::Margins kMargins{112, 52, 2, 36};
constexpr std::size_t kWidestTracker = 15;  // columns, in the margin
constexpr std::size_t kWidestSet = 60;

std::string fit_short(std::string_view text, std::size_t width) {
    return fit_end(text, std::min(width, display_width(printable(text))));
}

/// Where a line is: sets one below the other, trackers in them.
template <class Entry>
std::vector<double> places(const std::vector<Entry>& entries, double& height) {
    std::vector<double> result;
    height = kMargins.top;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i == 0 || entries[i].set != entries[i - 1].set) height += kSetTitle;
        result.push_back(height + kLine / 2);
        height += kLine;
    }
    height += kMargins.bottom + 4;
    return result;
}

/// What stands left of a line, and over the first of a set.
template <class Entry>
void label(PlotFrame& frame, const Evaluation& evaluation, const std::vector<Entry>& entries, std::size_t i,
           double y) {
    if (i == 0 || entries[i].set != entries[i - 1].set)
        frame.text("set", 2, y - kLine / 2 - 4, Anchor::start,
                   fit_short(set_name(evaluation, entries[i].set), kWidestSet));
    frame.text("label", kMargins.left - 8, y + 4, Anchor::end,
               fit_short(evaluation.trackers[entries[i].tracker], kWidestTracker));
}

void draw_interval(PlotFrame& frame, std::size_t tracker, const Estimate& estimate, double y,
                   const std::string& hint) {
    const std::string own = tracker_class(tracker);
    if (estimate.interval)
        frame.line("bar " + own, frame.x(estimate.interval->low), y, frame.x(estimate.interval->high), y);
    frame.dot("dot " + own, frame.x(estimate.value), y, 4, hint);
}

/// A round number that the axis of offsets reaches to.
double reach(const Summary& summary, Measure measure) {
    double most = 5;
    for (const Row& row : summary.rows) {
        const Estimate& estimate = estimate_of(row, measure);
        if (estimate.files == 0) continue;
        most = std::max(most, std::abs(estimate.value));
        if (estimate.interval)
            most = std::max({most, std::abs(estimate.interval->low), std::abs(estimate.interval->high)});
    }
    return std::ceil(most / 10) * 10;
}

std::string hint_of(const Evaluation& evaluation, std::size_t tracker, const MeasureInfo& measure,
                    const Estimate& estimate) {
    return fmt::format("{}: {} {} ({}), {} files", evaluation.trackers[tracker], measure.title,
                       written(measure, estimate), written(measure, estimate.interval, " to "),
                       estimate.files);
}

}  // namespace

std::string tracker_class(std::size_t tracker) {
    return fmt::format("t{}", tracker % kTrackerColours);
}

std::string dot_plot(const Evaluation& evaluation, const Summary& summary, Measure measure) {
    double height = 0;
    const std::vector<double> at = places(summary.rows, height);
    PlotFrame frame(kWidth, height, kMargins);
    const MeasureInfo& what = info(measure);
    if (what.is_share) {
        frame.rule_x(0, 1, 0.2, 1, "");
    } else {
        const double most = reach(summary, measure);
        frame.set_x(-most, most);
        frame.rule_x(-most, most, most / 2, most < 20 ? 1 : 0, "ms");
    }
    for (std::size_t i = 0; i < summary.rows.size(); ++i) {
        const Row& row = summary.rows[i];
        label(frame, evaluation, summary.rows, i, at[i]);
        const Estimate& estimate = estimate_of(row, measure);
        if (estimate.files > 0)
            draw_interval(frame, row.tracker, estimate, at[i],
                          hint_of(evaluation, row.tracker, what, estimate));
        frame.text("value", frame.right() + 8, at[i] + 4, Anchor::start, written(what, estimate));
    }
    return frame.svg(fmt::format("{} by set and tracker", what.title));
}

std::string difference_plot(const Evaluation& evaluation, const Summary& summary, Measure measure) {
    std::vector<Difference> shown;
    double most = 0.05;
    for (const Difference& difference : summary.differences) {
        if (difference.measure != measure || difference.estimate.files == 0) continue;
        shown.push_back(difference);
        most = std::max(most, std::abs(difference.estimate.value));
        if (const auto& interval = difference.estimate.interval)
            most = std::max({most, std::abs(interval->low), std::abs(interval->high)});
    }
    if (shown.empty()) return {};
    constexpr std::array kReaches{0.1, 0.2, 0.5, 1.0};
    most = *std::find_if(kReaches.begin(), kReaches.end() - 1, [&](double r) { return r >= most; });
    double height = 0;
    const std::vector<double> at = places(shown, height);
    PlotFrame frame(kWidth, height, kMargins);
    frame.set_x(-most, most);
    const MeasureInfo& what = info(measure);
    frame.rule_x(
        -most, most, most / 2, 2,
        fmt::format("{} more than {}", what.title, evaluation.trackers[evaluation.settings.baseline]));
    frame.line("zero", frame.x(0), frame.top(), frame.x(0), frame.bottom());
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const Estimate& estimate = shown[i].estimate;
        label(frame, evaluation, shown, i, at[i]);
        draw_interval(frame, shown[i].tracker, estimate, at[i],
                      fmt::format("{}, p {}", hint_of(evaluation, shown[i].tracker, what, estimate),
                                  written_p(estimate.p_zero)));
        frame.text(is_clear(estimate) ? "value clear" : "value", frame.right() + 6, at[i] + 4, Anchor::start,
                   fmt::format("{:+.3f}", estimate.value));
    }
    return frame.svg(fmt::format("Differences in {}", what.title));
}

std::string error_plot(const Evaluation& evaluation, const Summary& summary) {
    double height = 0;
    const std::vector<double> at = places(summary.rows, height);
    PlotFrame frame(kWidth, height, kMargins);
    frame.rule_x(0, 1, 0.25, 2, "share of files");
    for (std::size_t i = 0; i < summary.rows.size(); ++i) {
        const Row& row = summary.rows[i];
        label(frame, evaluation, summary.rows, i, at[i]);
        std::size_t before = 0;
        for (std::size_t e = 0; e < row.errors.size(); ++e) {
            if (row.errors[e] == 0) continue;
            const auto share = [&](std::size_t n) {
                return static_cast<double>(n) / static_cast<double>(row.files);
            };
            const double left = frame.x(share(before));
            before += row.errors[e];
            frame.rect(fmt::format("e{}", e), left, at[i] - 6, frame.x(share(before)) - left, 12,
                       fmt::format("{}: {} of {}", error_case_name(static_cast<ErrorCase>(e)), row.errors[e],
                                   row.files));
        }
        frame.text("value", frame.right() + 8, at[i] + 4, Anchor::start, fmt::format("{}", row.files));
    }
    return frame.svg("What is wrong with the files, by set and tracker");
}

}  // namespace beatsync::report
