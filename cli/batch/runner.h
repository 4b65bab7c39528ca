#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "cli/batch/claim.h"
#include "cli/batch/ledger.h"
#include "cli/batch/manifest.h"
#include "cli/batch/results.h"
#include "cli/batch/shard.h"
#include "cli/verb.h"

namespace beatsync::cli {

struct BatchOptions {
    std::filesystem::path folder;                ///< that relative paths count from
    std::optional<std::filesystem::path> state;  ///< none: nothing is remembered, nothing is claimed
    Shard shard;
    int at_once = 1;     ///< jobs
    int threads = 0;     ///< of all jobs together; 0 = as many as there are cores
    bool again = false;  ///< do what is done
    bool wait = true;    ///< for what other workers are at, and take over from those that die
    Claim::Seconds lease{120};
};

/// Does the jobs of the shard, each in a process of its own, so that one that crashes or runs out of memory
/// is one job's failure. Every job gets a line. Errc::media when results can't be written, Errc::cancelled.
[[nodiscard]] Result<Tally> run_batch(std::span<const Entry> entries, const BatchOptions& options,
                                      Results& results, const Session& session);

/// A line for each job of the shard from what is remembered, nothing done.
[[nodiscard]] Result<Tally> summarise(std::span<const Entry> entries, const BatchOptions& options,
                                      Results& results);

}  // namespace beatsync::cli
