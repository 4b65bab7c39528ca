#pragma once

#include <cstddef>
#include <string>

#include "evaluate/summary.h"

// The plots of the page of an evaluation: SVG whose colours come from the page's style (class tN for the N-th
// tracker, eN for a kind of error), with everything from outside escaped.
namespace beatsync::report {

/// Trackers with colours of their own; further ones begin again.
inline constexpr std::size_t kTrackerColours = 8;
[[nodiscard]] std::string tracker_class(std::size_t tracker);

/// A dot with its interval for each tracker on each set.
[[nodiscard]] std::string dot_plot(const evaluate::Evaluation& evaluation, const evaluate::Summary& summary,
                                   evaluate::Measure measure);

/// The same of the differences from the baseline; empty where there are none.
[[nodiscard]] std::string difference_plot(const evaluate::Evaluation& evaluation,
                                          const evaluate::Summary& summary, evaluate::Measure measure);

/// A bar for each tracker on each set, divided by what is wrong with the files.
[[nodiscard]] std::string error_plot(const evaluate::Evaluation& evaluation,
                                     const evaluate::Summary& summary);

/// Every file by its F-measure with the baseline and with another tracker.
[[nodiscard]] std::string scatter_plot(const evaluate::Evaluation& evaluation, std::size_t tracker);

/// The F-measure of every tracker's files from the best to the worst.
[[nodiscard]] std::string ranking_plot(const evaluate::Evaluation& evaluation);

/// How far off the beats are that pair: a row of the summary.
[[nodiscard]] std::string offset_plot(const evaluate::Evaluation& evaluation, const evaluate::Row& row);

/// Every file by its confidence and F-measure; empty where the tracker gives no confidence.
[[nodiscard]] std::string confidence_plot(const evaluate::Evaluation& evaluation, std::size_t tracker);

}  // namespace beatsync::report
