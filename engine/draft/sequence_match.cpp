#include "draft/sequence_match.h"

#include <algorithm>
#include <map>
#include <span>

namespace beatsync::draft {
namespace {

using Keys = std::span<const std::size_t>;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// Dynamic programming from the end, so that walking from the front takes the earliest matches.
std::vector<Match> longest(Keys before, Keys after) {
    const std::size_t width = after.size() + 1;
    std::vector<std::uint32_t> length((before.size() + 1) * width, 0);
    for (std::size_t i = before.size(); i-- > 0;) {
        for (std::size_t j = after.size(); j-- > 0;) {
            length[i * width + j] = before[i] == after[j]
                                        ? length[(i + 1) * width + j + 1] + 1
                                        : std::max(length[(i + 1) * width + j], length[i * width + j + 1]);
        }
    }
    std::vector<Match> matches;
    for (std::size_t i = 0, j = 0; i < before.size() && j < after.size();) {
        if (before[i] == after[j]) {
            matches.push_back({i++, j++});
        } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return matches;
}

/// Pairs the k-th occurrences of each key.
std::vector<Match> pair_occurrences(Keys before, Keys after) {
    std::map<std::size_t, std::vector<std::size_t>> places;  // in `after`, last first
    for (std::size_t j = after.size(); j-- > 0;)
        places[after[j]].push_back(j);
    std::vector<Match> pairs;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const auto found = places.find(before[i]);
        if (found == places.end() || found->second.empty()) continue;
        pairs.push_back({i, found->second.back()});
        found->second.pop_back();
    }
    return pairs;
}

/// The longest ascending run of `after` among pairs that ascend in `before`.
std::vector<Match> longest_ascending(const std::vector<Match>& pairs) {
    std::vector<std::size_t> tails;  // of the best run of each length
    std::vector<std::size_t> previous(pairs.size(), kNone);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto place = std::lower_bound(tails.begin(), tails.end(), pairs[i].after,
                                            [&](std::size_t t, std::size_t a) { return pairs[t].after < a; });
        if (place != tails.begin()) previous[i] = *std::prev(place);
        if (place == tails.end()) {
            tails.push_back(i);
        } else {
            *place = i;
        }
    }
    std::vector<Match> run;
    for (std::size_t i = tails.empty() ? kNone : tails.back(); i != kNone; i = previous[i])
        run.push_back(pairs[i]);
    std::reverse(run.begin(), run.end());
    return run;
}

}  // namespace

std::vector<Match> match_sequences(const std::vector<std::size_t>& before,
                                   const std::vector<std::size_t>& after, std::size_t& budget) {
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < shorter && before[head] == after[head])
        ++head;
    std::size_t tail = 0;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    const Keys b = Keys(before).subspan(head, before.size() - head - tail);
    const Keys a = Keys(after).subspan(head, after.size() - head - tail);

    std::vector<Match> middle;
    const bool affordable = b.empty() || a.size() <= budget / b.size();
    if (affordable) {
        budget -= b.size() * a.size();
        middle = longest(b, a);
    } else {
        middle = longest_ascending(pair_occurrences(b, a));
    }
    std::vector<Match> matches;
    for (std::size_t i = 0; i < head; ++i)
        matches.push_back({i, i});
    for (const Match& m : middle)
        matches.push_back({m.before + head, m.after + head});
    for (std::size_t i = tail; i > 0; --i)
        matches.push_back({before.size() - i, after.size() - i});
    return matches;
}

}  // namespace beatsync::draft
