#include "cli/tracker_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace beatsync::cli {
namespace {

using Named = std::pair<std::string_view, music::TrackerKind>;

constexpr std::array kTrackers{
    Named{"beatsync", music::TrackerKind::beatsync},
    Named{"classical", music::TrackerKind::classical},
    Named{"aubio", music::TrackerKind::aubio},
};

std::string joined(std::string_view between) {
    std::vector<std::string_view> names;
    names.reserve(kTrackers.size());
    for (const auto& [name, kind] : kTrackers)
        names.push_back(name);
    return fmt::format("{}", fmt::join(names, between));
}

}  // namespace

std::span<const Named> tracker_names() {
    return kTrackers;
}

std::string tracker_choices() {
    return joined("|");
}

Result<music::TrackerKind> parse_tracker(std::string_view option, const std::string& text) {
    const auto* found = std::find_if(kTrackers.begin(), kTrackers.end(),
                                     [&](const Named& named) { return named.first == text; });
    if (found != kTrackers.end()) return found->second;
    return fail(Errc::usage, fmt::format("{}: '{}' is not one of its values", option, text), joined(", "));
}

}  // namespace beatsync::cli
