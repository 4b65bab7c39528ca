#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/error.h"

namespace beatsync::cli {

/// The part of the jobs that one of several workers does: every `count`-th, beginning with `index` (from 0).
struct Shard {
    std::uint64_t index = 0;
    std::uint64_t count = 1;

    [[nodiscard]] bool owns(std::uint64_t job) const { return job % count == index; }
    [[nodiscard]] bool whole() const { return count == 1; }
    /// "3-of-8", counted from 1.
    [[nodiscard]] std::string label() const;
};

/// "I/N". Schedulers count from 0 or from 1: 0/N and N/N are the same shard, so that either way all N are
/// covered once. Errc::usage.
[[nodiscard]] Result<Shard> parse_shard(const std::string& text);

/// A variable of the environment; std::nullopt when it is not set or empty.
using Lookup = std::function<std::optional<std::string>(const char*)>;

/// Where a scheduler has put this worker: Slurm's job arrays, AWS Batch's, Kubernetes' indexed jobs.
struct Place {
    std::string scheduler;  ///< "Slurm"; empty = none
    Shard shard;
    /// Which worker it is, where how many there are is not known: a Kubernetes job without --shards, a Slurm
    /// array with gaps. It then does whatever no other has claimed.
    std::optional<std::uint64_t> worker;
};
/// `shards`: how many workers there are, where the user says so; else 0. Errc::usage for variables that
/// contradict each other or `shards`.
[[nodiscard]] Result<Place> find_place(const Lookup& lookup, std::uint64_t shards);

}  // namespace beatsync::cli
