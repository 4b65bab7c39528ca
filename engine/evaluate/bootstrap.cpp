#include "evaluate/bootstrap.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <string_view>
#include <utility>

#include "core/prng.h"
#include "evaluate/statistics.h"

namespace beatsync::evaluate {
namespace {

using Times = std::vector<std::uint32_t>;

/// FNV-1a (Fowler, Noll, Vo): the standard library's hash differs between implementations.
std::uint64_t hash(std::string_view text) {
    std::uint64_t h = 0xCBF29CE484222325U;
    for (const char c : text)
        h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return h;
}

/// A series made ready to be computed often.
class Figure {
public:
    explicit Figure(const Series& series) : median_(series.median) {
        for (std::size_t i = 0; i < series.values.size(); ++i)
            if (series.values[i]) entries_.emplace_back(*series.values[i], i);
        if (median_) std::stable_sort(entries_.begin(), entries_.end());
    }

    [[nodiscard]] std::size_t files() const { return entries_.size(); }

    /// None where no file with a value was drawn.
    [[nodiscard]] std::optional<double> over(const Times& times) const {
        return median_ ? median_over(times) : mean_over(times);
    }

private:
    [[nodiscard]] std::optional<double> mean_over(const Times& times) const {
        double sum = 0;
        std::uint64_t count = 0;
        for (const auto& [value, file] : entries_) {
            sum += value * times[file];
            count += times[file];
        }
        if (count == 0) return std::nullopt;
        return sum / static_cast<double>(count);
    }

    [[nodiscard]] std::optional<double> median_over(const Times& times) const {
        std::uint64_t count = 0;
        for (const auto& [value, file] : entries_)
            count += times[file];
        if (count == 0) return std::nullopt;
        return (nth(times, (count - 1) / 2) + nth(times, count / 2)) / 2;
    }

    /// Of the values as often as they were drawn, in order.
    [[nodiscard]] double nth(const Times& times, std::uint64_t n) const {
        std::uint64_t passed = 0;
        for (const auto& [value, file] : entries_)
            if ((passed += times[file]) > n) return value;
        return entries_.back().first;
    }

    bool median_;
    std::vector<std::pair<double, std::size_t>> entries_;  // value, file
};

Interval middle_of(const std::vector<double>& sorted) {
    constexpr double kTail = (1 - kConfidenceLevel) / 2;
    return {quantile_of_sorted(sorted, kTail), quantile_of_sorted(sorted, 1 - kTail)};
}

double two_sided_p(const std::vector<double>& sorted) {
    const auto at_most = std::upper_bound(sorted.begin(), sorted.end(), 0.0) - sorted.begin();
    const auto at_least = sorted.end() - std::lower_bound(sorted.begin(), sorted.end(), 0.0);
    const auto beyond = static_cast<double>(std::min(at_most, at_least));
    return std::min(1.0, 2 * (beyond + 1) / (static_cast<double>(sorted.size()) + 1));
}

}  // namespace

Resampler::Resampler(std::vector<Stratum> strata, int resamples, std::uint64_t seed)
    : strata_(std::move(strata)), resamples_(static_cast<std::size_t>(resamples)), seed_(seed) {}

bool Resampler::varies() const {
    return std::any_of(strata_.begin(), strata_.end(), [](const Stratum& s) { return s.files > 1; });
}

void Resampler::draw(std::size_t r, Times& times) const {
    times.assign(std::accumulate(strata_.begin(), strata_.end(), std::size_t{0},
                                 [](std::size_t sum, const Stratum& s) { return sum + s.files; }),
                 0);
    std::size_t first = 0;
    for (const Stratum& stratum : strata_) {
        // Two rounds of mixing: neighbouring resamples must not have neighbouring streams.
        Prng mixer(seed_ ^ hash(stratum.name));
        Prng random(mixer.next() + Prng(r).next());
        for (std::size_t i = 0; i < stratum.files; ++i)
            ++times[first + random.below(stratum.files)];
        first += stratum.files;
    }
}

std::vector<Estimate> estimate(const std::vector<Series>& series, const Resampler& resampler) {
    std::vector<Figure> figures(series.begin(), series.end());
    std::vector<std::vector<double>> resampled(figures.size());
    Times times;
    for (std::size_t r = 0; resampler.varies() && r < resampler.resamples(); ++r) {
        resampler.draw(r, times);
        for (std::size_t i = 0; i < figures.size(); ++i) {
            assert(series[i].values.size() == times.size());
            if (figures[i].files() < 2) continue;
            if (const auto value = figures[i].over(times)) resampled[i].push_back(*value);
        }
    }
    std::vector<Estimate> estimates;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        Estimate& result = estimates.emplace_back();
        result.files = figures[i].files();
        result.value = figures[i].over(Times(series[i].values.size(), 1)).value_or(0);
        if (resampled[i].empty()) continue;
        std::sort(resampled[i].begin(), resampled[i].end());
        result.interval = middle_of(resampled[i]);
        result.p_zero = two_sided_p(resampled[i]);
    }
    return estimates;
}

}  // namespace beatsync::evaluate
