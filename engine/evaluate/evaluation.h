#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evaluate/beat_metrics.h"
#include "evaluate/error_case.h"

// Several trackers judged on the same recordings.
namespace beatsync::evaluate {

/// An annotated recording.
struct Recording {
    std::size_t set = 0;  ///< of Evaluation::sets; a set's recordings stand together, sets in order
    std::string name;
    Beats reference;  ///< with beats at or after the skip
};

/// What a tracker says of a recording.
struct Answer {
    enum class Kind : std::uint8_t {
        given,
        missing,  ///< nobody said anything
        failed,   ///< the tracker could not
    };
    Kind kind = Kind::missing;
    std::string problem;  ///< of one that is not given: what is wrong, in a line
    std::string detail;   ///< what else is known of that, in as many as it takes
    Beats beats;
    std::optional<double> confidence;  ///< 0 to 1, where the tracker gives one
};

enum class Verdict : std::uint8_t { scored, no_beats, missing, failed };
/// "scored", "no beats", "missing", "failed".
[[nodiscard]] std::string_view verdict_name(Verdict verdict);

/// An answer, judged. All but `scored` have scores of 0.
struct FileResult {
    Verdict verdict = Verdict::missing;
    std::string problem;  ///< as the answer's
    std::string detail;
    BeatScores scores;
    ErrorCase error = ErrorCase::no_beats;
    std::vector<double> offsets_s;  ///< of beats that pair, see offsets()
    std::size_t beats = 0;          ///< found
    double tempo_bpm = 0;
    std::optional<double> confidence;
};

struct Settings {
    double skip_s = 0;         ///< beats before it are not judged
    int resamples = 5000;      ///< for intervals
    std::uint64_t seed = 0;    ///< of these
    std::size_t baseline = 0;  ///< the tracker that the others are held against
};

struct Evaluation {
    Settings settings;
    std::vector<std::string> sets;
    std::vector<std::string> trackers;
    std::vector<Recording> recordings;
    std::vector<std::vector<FileResult>> results;  ///< [tracker][recording]
};

/// Judges `answers` [tracker][recording]. Recordings whose annotation says downbeats are judged by them for
/// every tracker that says downbeats of any recording; one that never does has no downbeat score.
[[nodiscard]] Evaluation judge(const Settings& settings, std::vector<std::string> sets,
                               std::vector<std::string> trackers, std::vector<Recording> recordings,
                               const std::vector<std::vector<Answer>>& answers);

}  // namespace beatsync::evaluate
