#include "cli/placement.h"

#include <fmt/format.h>

namespace beatsync::cli {
namespace {

std::string seconds_text(Time time) {
    return fmt::format("{:.4g} s", time.seconds());
}

std::string length_text(const PlacementFacts& facts) {
    const bool is_short = facts.length <= facts.local_limit;
    return fmt::format("{} is {} {}", seconds_text(facts.length), is_short ? "at most" : "longer than",
                       seconds_text(facts.local_limit));
}

Placement here(std::string why) {
    return {false, false, "rendering here: " + std::move(why)};
}

/// Why the cloud is out of the question; empty when it is not.
std::string no_cloud(const PlacementFacts& facts) {
    if (facts.offline) return "--offline keeps it from the cloud";
    if (!facts.may_use_cloud) return "there is no token for the cloud";
    return facts.cloud_obstacle;
}

Result<Placement> choose(const PlacementFacts& facts) {
    const bool can = facts.local_obstacle.empty();
    if (can && facts.length <= facts.local_limit) return here(length_text(facts));
    const std::string reason = can ? length_text(facts) : facts.local_obstacle;
    const std::string obstacle = no_cloud(facts);
    if (obstacle.empty()) return Placement{true, can, "rendering in the cloud: " + reason};
    if (can) return here(fmt::format("{}, but {}", reason, obstacle));
    return fail(
        Errc::media, fmt::format("nothing can render this: here {}; in the cloud {}", reason, obstacle),
        facts.local_remedy.empty() ? "run `beatsync doctor`, or `beatsync cloud login`" : facts.local_remedy);
}

}  // namespace

Result<Placement> choose_place(const PlacementFacts& facts) {
    if (facts.asked == Where::local) return Placement{};
    if (facts.asked == Where::automatic) return choose(facts);
    if (facts.offline)
        return fail(Errc::usage, "--where cloud and --offline contradict each other", "leave one out");
    return Placement{true, false, ""};
}

}  // namespace beatsync::cli
