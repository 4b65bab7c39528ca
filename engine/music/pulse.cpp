#include "music/pulse.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace beatsync::music {
namespace {

constexpr int kReach = 16;            // beats to each side
constexpr std::size_t kFewest = 6;    // onsets that a pulse is fitted to
constexpr int kRounds = 4;            // of weighing down what lies far from the fit
constexpr double kSameOnset = 0.030;  // seconds: beyond this it is another onset
constexpr double kSpread = 0.015;     // of the onsets that agree; human drumming: 0.010
constexpr double kFarthest = 0.060;   // that a beat is moved

struct Onset {
    double beat = 0;     // from the one in question
    double seconds = 0;  // from its own onset
    double weight = 0;   // by distance
};

double tricube(double x) {
    const double y = 1 - x * x * x;
    return x >= 1 ? 0 : y * y * y;
}

double bisquare(double x) {
    const double y = 1 - x * x;
    return std::abs(x) >= 1 ? 0 : y * y;
}

class Fit {
public:
    explicit Fit(std::vector<Onset> onsets) : onsets_(std::move(onsets)), trust_(onsets_.size(), 1.0) {
        const bool inside = onsets_.front().beat <= -0.5 * kReach && onsets_.back().beat >= 0.5 * kReach;
        const int terms = inside ? 3 : 2;  // at an end a curve would bend to the last onset
        for (int round = 0; round < kRounds; ++round) {
            solve(terms);
            // The first rounds forgive more: a fit that starts from far outliers must find its way.
            const double reach = kSameOnset * std::max(1, kRounds - 1 - round);
            for (std::size_t i = 0; i < onsets_.size(); ++i)
                trust_[i] = bisquare(residual(onsets_[i]) / reach);
        }
        solve(terms);
    }

    /// Seconds from the beat's own onset to the pulse.
    [[nodiscard]] double offset() const { return polynomial_[0]; }

    /// Whether most onsets agree, and closely.
    [[nodiscard]] bool agrees() const {
        double squares = 0;
        double trusted = 0;
        double all = 0;
        for (std::size_t i = 0; i < onsets_.size(); ++i) {
            const double weight = onsets_[i].weight * trust_[i];
            squares += weight * residual(onsets_[i]) * residual(onsets_[i]);
            trusted += weight;
            all += onsets_[i].weight;
        }
        return trusted > all / 2 && squares < trusted * kSpread * kSpread;
    }

private:
    [[nodiscard]] double residual(const Onset& onset) const {
        return onset.seconds - polynomial_[0] - onset.beat * (polynomial_[1] + onset.beat * polynomial_[2]);
    }

    /// Weighted least squares with the first `terms` powers.
    void solve(int terms) {
        Eigen::Matrix3d squares = Eigen::Matrix3d::Identity() * 1e-9;
        Eigen::Vector3d products = Eigen::Vector3d::Zero();
        for (std::size_t i = 0; i < onsets_.size(); ++i) {
            const Onset& o = onsets_[i];
            const Eigen::Vector3d powers(1, o.beat, terms > 2 ? o.beat * o.beat : 0);
            const double weight = o.weight * trust_[i];
            squares += weight * powers * powers.transpose();
            products += weight * o.seconds * powers;
        }
        polynomial_ = squares.ldlt().solve(products);
    }

    std::vector<Onset> onsets_;
    std::vector<double> trust_;
    Eigen::Vector3d polynomial_ = Eigen::Vector3d::Zero();
};

std::vector<Onset> onsets_around(std::span<const Beat> beats, std::size_t beat) {
    std::vector<Onset> onsets;
    const auto first = beat > kReach ? beat - kReach : 0;
    const auto last = std::min(beats.size(), beat + kReach + 1);
    for (std::size_t i = first; i < last; ++i) {
        if (beats[i].strength <= 0) continue;  // no onset was found there
        const double distance = static_cast<double>(i) - static_cast<double>(beat);
        onsets.push_back(
            {distance, (beats[i].at - beats[beat].at).seconds(), tricube(std::abs(distance) / (kReach + 1))});
    }
    return onsets;
}

}  // namespace

void settle_on_pulse(BeatGrid& grid) {
    const std::vector<Beat> onsets = grid.beats;
    for (std::size_t i = 0; i < onsets.size(); ++i) {
        auto around = onsets_around(onsets, i);
        if (around.size() < kFewest) continue;
        const Fit fit(std::move(around));
        if (!fit.agrees() || std::abs(fit.offset()) > kFarthest) continue;
        const Time at = onsets[i].at + Time::from_seconds(fit.offset());
        const bool in_order = i == 0 ? at >= Time{} : at > grid.beats[i - 1].at;
        const bool before_next = at < (i + 1 < onsets.size() ? onsets[i + 1].at : grid.duration);
        if (in_order && before_next) grid.beats[i].at = at;
    }
}

}  // namespace beatsync::music
