#pragma once

#include <string>
#include <vector>

#include "evaluate/summary.h"

namespace beatsync::report {

/// What the page tells besides figures.
struct EvaluationNotes {
    std::vector<std::string> sources;   ///< of each tracker: what it is
    std::vector<std::string> left_out;  ///< what was asked for and is not among the figures
    std::vector<std::string> notes;
};

/// One page of HTML that needs nothing else: tables, and plots as SVG. It runs no scripts and fetches
/// nothing, is light or dark as the reader has it, and can be printed. All text from outside is escaped.
[[nodiscard]] std::string evaluation_html(const evaluate::Evaluation& evaluation,
                                          const evaluate::Summary& summary, const EvaluationNotes& notes);

}  // namespace beatsync::report
