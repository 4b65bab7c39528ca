#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "cli/eval/contender.h"
#include "core/error.h"
#include "evaluate/evaluation.h"

namespace beatsync::cli {

/// A set: its annotations, and the folders in which the sound to them may lie, the first that has it counts.
struct SetFolder {
    std::string name;
    std::filesystem::path annotations;
    std::vector<std::filesystem::path> sound;
};

/// What can be measured: recordings and where they lie, side by side.
struct Recordings {
    std::vector<evaluate::Recording> annotated;
    std::vector<Subject> subjects;
    std::vector<std::string> annotations;  ///< their files
    std::vector<std::string> left_out;     ///< a line for each that is asked for and can't be measured
    std::vector<std::string> notes;        ///< worth knowing, nobody's fault
};

struct RecordingsWanted {
    std::vector<std::string> only;  ///< patterns of names; none = all
    double skip_s = 0;              ///< beats before it are not judged
};

/// Finds and reads the annotations, and finds the sound to each if a contender needs it: what has none is
/// left out, for all contenders are to be judged on the same. A text file that holds no beats, and whose name
/// nothing else bears, is no annotation (README.txt). Errc::input when nothing is left of a set; Errc::usage
/// when a pattern fits nothing.
[[nodiscard]] Result<Recordings> find_recordings(std::span<const SetFolder> sets,
                                                 const Contenders& contenders,
                                                 const RecordingsWanted& wanted);

}  // namespace beatsync::cli
