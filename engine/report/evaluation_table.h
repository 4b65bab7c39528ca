#pragma once

#include <string>

#include "evaluate/summary.h"

// What `eval` measured, for a terminal and for other programs.
namespace beatsync::report {

/// Tables: a row for each tracker on each set, intervals, differences from the baseline, kinds of errors, and
/// what confidence was worth. Columns in which nothing could be judged are left out.
[[nodiscard]] std::string evaluation_table(const evaluate::Evaluation& evaluation,
                                           const evaluate::Summary& summary);

/// A row for each file and tracker, set by set.
[[nodiscard]] std::string evaluation_files_table(const evaluate::Evaluation& evaluation);

/// A line for each file and tracker with all that was measured, under a header (RFC 4180, but lines end in
/// \n). Empty where something could not be judged.
[[nodiscard]] std::string evaluation_csv(const evaluate::Evaluation& evaluation);

}  // namespace beatsync::report
