#include "cli/batch/shard.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

namespace beatsync::cli {
namespace {

constexpr std::uint64_t kMostShards = 1'000'000;
constexpr const char* kSlurmTask = "SLURM_ARRAY_TASK_ID";
constexpr const char* kAwsIndex = "AWS_BATCH_JOB_ARRAY_INDEX";
constexpr const char* kKubernetesIndex = "JOB_COMPLETION_INDEX";

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// What a variable says in numbers, or `otherwise` where it is not set.
Result<std::uint64_t> variable(const Lookup& lookup, const char* name, std::uint64_t otherwise) {
    const auto text = lookup(name);
    if (!text) return otherwise;
    const auto value = number(*text);
    if (!value)
        return fail(Errc::usage, fmt::format("{} is '{}', not a whole number", name, *text),
                    "unset it, or say --shard I/N");
    return *value;
}

/// Which of `count` this one is; a `count` of 0 is not known.
Result<Place> placed(const char* scheduler, std::uint64_t index, std::uint64_t count) {
    Place place;
    place.scheduler = scheduler;
    if (count == 0) {
        place.worker = index;
        return place;
    }
    if (index >= count)
        return fail(
            Errc::usage,
            fmt::format("{} says that this is worker {}, counted from 0, of {}", scheduler, index, count),
            "make --shards the number of workers");
    place.shard = {index, count};
    return place;
}

Result<Place> slurm(const Lookup& lookup, std::uint64_t shards) {
    BEATSYNC_TRY(const auto id, variable(lookup, kSlurmTask, 0));
    BEATSYNC_TRY(const auto first, variable(lookup, "SLURM_ARRAY_TASK_MIN", 0));
    BEATSYNC_TRY(const auto last, variable(lookup, "SLURM_ARRAY_TASK_MAX", 0));
    BEATSYNC_TRY(const auto tasks, variable(lookup, "SLURM_ARRAY_TASK_COUNT", 0));
    BEATSYNC_TRY(const auto step, variable(lookup, "SLURM_ARRAY_TASK_STEP", 1));
    // 1,3,4 is an array too: its tasks do not tell their rank.
    const bool even = tasks > 0 && step > 0 && first <= id && id <= last &&
                      (last - first) / step + 1 == tasks && (id - first) % step == 0;
    if (!even) return placed("Slurm", id, 0);
    if (shards != 0 && shards != tasks)
        return fail(Errc::usage, fmt::format("--shards {}, but the Slurm array has {} tasks", shards, tasks),
                    "leave --shards out");
    return placed("Slurm", (id - first) / step, tasks);
}

}  // namespace

std::string Shard::label() const {
    return fmt::format("{}-of-{}", index + 1, count);
}

Result<Shard> parse_shard(const std::string& text) {
    const auto slash = text.find('/');
    const std::string_view view = text;
    const std::uint64_t index = number(view.substr(0, slash)).value_or(kMostShards + 1);
    const std::uint64_t count = slash == std::string::npos ? 0 : number(view.substr(slash + 1)).value_or(0);
    if (count == 0 || count > kMostShards || index > count)
        return fail(Errc::usage, fmt::format("--shard: '{}' is not a shard", text),
                    "I/N: 1/8 to 8/8, or 0/8 to 7/8");
    // 1 to N becomes 0 to N-1 for either way of counting: which shard has which number does not matter.
    return Shard{index % count, count};
}

Result<Place> find_place(const Lookup& lookup, std::uint64_t shards) {
    if (shards > kMostShards)
        return fail(Errc::usage, fmt::format("--shards {} is more than {}", shards, kMostShards));
    if (lookup(kSlurmTask)) return slurm(lookup, shards);
    if (lookup(kAwsIndex)) {
        BEATSYNC_TRY(const auto index, variable(lookup, kAwsIndex, 0));
        BEATSYNC_TRY(const auto size, variable(lookup, "AWS_BATCH_JOB_ARRAY_SIZE", shards));
        return placed("AWS Batch", index, size);
    }
    if (lookup(kKubernetesIndex)) {
        BEATSYNC_TRY(const auto index, variable(lookup, kKubernetesIndex, 0));
        return placed("Kubernetes", index, shards);
    }
    if (shards > 1)
        return fail(Errc::usage, "--shards says how many workers there are, but not which one this is",
                    "say --shard I/N");
    return Place{};
}

}  // namespace beatsync::cli
