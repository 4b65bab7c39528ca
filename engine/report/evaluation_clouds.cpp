#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <vector>

#include "report/evaluation_plots.h"
#include "report/evaluation_text.h"
#include "report/plot_frame.h"

// Plots of single files and beats.
namespace beatsync::report {
namespace {

using namespace evaluate;

constexpr double kSquare = 340;
constexpr std::size_t kBins = 28;        // of 5 ms
constexpr double kWindowMs = 70;         // beats further off do not pair
constexpr std::size_t kMostDots = 5000;  // of a plot

PlotFrame unit_square(std::string_view x_name, std::string_view y_name) {
    PlotFrame frame(kSquare, kSquare, {});
    frame.rule_x(0, 1, 0.2, 1, x_name);
    frame.rule_y(0, 1, 0.2, 1, y_name);
    return frame;
}

std::string file_name(const Evaluation& evaluation, std::size_t recording) {
    return fmt::format("{}, {}", evaluation.recordings[recording].name,
                       evaluation.sets[evaluation.recordings[recording].set]);
}

std::vector<std::size_t> counts(const Evaluation& evaluation, const Row& row) {
    std::vector<std::size_t> bins(kBins);
    for (std::size_t i = 0; i < evaluation.recordings.size(); ++i) {
        if (row.set && evaluation.recordings[i].set != *row.set) continue;
        for (const double offset : evaluation.results[row.tracker][i].offsets_s) {
            const double place = (offset * 1000 + kWindowMs) / (2 * kWindowMs) * kBins;
            ++bins[static_cast<std::size_t>(std::clamp(place, 0.0, kBins - 1.0))];
        }
    }
    return bins;
}

}  // namespace

std::string scatter_plot(const Evaluation& evaluation, std::size_t tracker) {
    const std::size_t baseline = evaluation.settings.baseline;
    PlotFrame frame =
        unit_square("F of " + evaluation.trackers[baseline], "F of " + evaluation.trackers[tracker]);
    frame.line("zero", frame.x(0), frame.y(0), frame.x(1), frame.y(1));
    std::size_t better = 0;
    std::size_t worse = 0;
    for (std::size_t i = 0; i < evaluation.recordings.size(); ++i) {
        const double x = evaluation.results[baseline][i].scores.f;
        const double y = evaluation.results[tracker][i].scores.f;
        better += y > x ? 1 : 0;
        worse += y < x ? 1 : 0;
        if (i >= kMostDots) continue;
        frame.dot("cloud " + tracker_class(tracker), frame.x(x), frame.y(y), 4,
                  fmt::format("{}: {:.3f} and {:.3f}", file_name(evaluation, i), x, y));
    }
    frame.text("note", frame.left() + 6, frame.top() + 14, PlotFrame::Anchor::start,
               fmt::format("{} better here", better));
    frame.text("note", frame.right() - 6, frame.bottom() - 6, PlotFrame::Anchor::end,
               fmt::format("{} worse here", worse));
    return frame.svg(fmt::format("F-measure of each file with {} and {}", evaluation.trackers[baseline],
                                 evaluation.trackers[tracker]));
}

std::string ranking_plot(const Evaluation& evaluation) {
    PlotFrame frame = unit_square("share of files", "F or more");
    for (std::size_t tracker = 0; tracker < evaluation.trackers.size(); ++tracker) {
        std::vector<double> scores;
        for (const FileResult& result : evaluation.results[tracker])
            scores.push_back(result.scores.f);
        std::sort(scores.begin(), scores.end(), std::greater<>());
        std::string path;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const auto share = [&](std::size_t n) {
                return static_cast<double>(n) / static_cast<double>(scores.size());
            };
            fmt::format_to(std::back_inserter(path), "{}{:.1f} {:.1f}H{:.1f}", i == 0 ? "M" : "L",
                           frame.x(share(i)), frame.y(scores[i]), frame.x(share(i + 1)));
        }
        frame.add(fmt::format("<path class=\"curve {}\" d=\"{}\"/>", tracker_class(tracker), path));
    }
    return frame.svg("F-measure of the files of each tracker, from the best to the worst");
}

std::string offset_plot(const Evaluation& evaluation, const Row& row) {
    PlotFrame frame(250, 130, {8, 8, 6, 34});
    frame.set_x(-kWindowMs, kWindowMs);
    const std::vector<std::size_t> bins = counts(evaluation, row);
    const std::size_t most = std::max<std::size_t>(1, *std::max_element(bins.begin(), bins.end()));
    frame.set_y(0, static_cast<double>(most));
    frame.rule_x(-60, 60, 30, 0, "ms, found minus annotated");
    const double width = (frame.right() - frame.left()) / kBins;
    for (std::size_t b = 0; b < kBins; ++b) {
        if (bins[b] == 0) continue;
        const double top = frame.y(static_cast<double>(bins[b]));
        const double from = -kWindowMs + static_cast<double>(b) * 2 * kWindowMs / kBins;
        frame.rect("fill " + tracker_class(row.tracker), frame.left() + static_cast<double>(b) * width + 0.5,
                   top, width - 1, frame.bottom() - top,
                   fmt::format("{:.0f} to {:.0f} ms: {} beats", from, from + 2 * kWindowMs / kBins, bins[b]));
    }
    frame.line("zero", frame.x(0), frame.top(), frame.x(0), frame.bottom());
    if (row.offsets.beats > 0)
        frame.line("median", frame.x(row.offsets.p50), frame.top(), frame.x(row.offsets.p50), frame.bottom());
    return frame.svg(
        fmt::format("Offsets of {} on {}", evaluation.trackers[row.tracker], set_name(evaluation, row.set)));
}

std::string confidence_plot(const Evaluation& evaluation, std::size_t tracker) {
    const auto& results = evaluation.results[tracker];
    if (std::none_of(results.begin(), results.end(),
                     [](const FileResult& r) { return r.confidence.has_value(); }))
        return {};
    PlotFrame frame = unit_square("confidence of " + evaluation.trackers[tracker], "F");
    frame.rect("region", frame.x(kSure), frame.y(kRight), frame.right() - frame.x(kSure),
               frame.bottom() - frame.y(kRight), "sure and wrong");
    for (std::size_t i = 0; i < std::min(results.size(), kMostDots); ++i)
        if (const auto& confidence = results[i].confidence)
            frame.dot("cloud " + tracker_class(tracker), frame.x(std::clamp(*confidence, 0.0, 1.0)),
                      frame.y(results[i].scores.f), 4,
                      fmt::format("{}: confidence {:.2f}, F {:.3f}", file_name(evaluation, i), *confidence,
                                  results[i].scores.f));
    return frame.svg(
        fmt::format("Confidence and F-measure of each file with {}", evaluation.trackers[tracker]));
}

}  // namespace beatsync::report
