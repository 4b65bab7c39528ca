#include "plan/ramp.h"

#include <cmath>

namespace beatsync::plan {
namespace {

constexpr std::int64_t kStretches = 8;
/// Beyond these mean speeds before the peak, movement looks wrong rather than dramatic.
constexpr double kSlowestMean = 0.7;
constexpr double kFastestMean = 1.45;
/// Weaker peaks are seen by the analysis but not by people.
constexpr float kVisiblePeak = 0.25F;
/// The place that was chosen is better than another, so much.
constexpr double kLikingOfMoved = 0.7;
constexpr Time kOwnSpeed = Time::from_ms(1000);

}  // namespace

std::vector<draft::RetimePoint> ramp_points(Time beat, Time peak, double slowest) {
    std::vector<draft::RetimePoint> points;
    for (std::int64_t k = 0; k <= kStretches; ++k) {
        const double x = static_cast<double>(k) / kStretches;
        const double done = slowest * x + (1 - slowest) * x * x * x;
        points.push_back(
            {Time{mul_div(beat.us, k, kStretches)}, Time{std::llround(done * static_cast<double>(peak.us))}});
    }
    points.push_back({beat + kOwnSpeed, peak + kOwnSpeed});
    return points;
}

std::optional<Ramp> find_ramp(const RampRequest& request) {
    std::optional<Ramp> best;
    double best_score = 0;
    const auto consider = [&](const footage::VisualBeat& peak, const RampBeat& beat, Time in, double liking) {
        const Time until = peak.at - in;
        const double mean = until.seconds() / beat.at.seconds();
        const bool fits =
            request.room.begin <= in && in + until + request.length - beat.at <= request.room.end;
        if (mean < kSlowestMean || mean > kFastestMean || !fits) return;
        const double score =
            static_cast<double>(peak.strength) * beat.weight * liking * (1 - 0.5 * std::abs(std::log2(mean)));
        if (best && score <= best_score) return;
        best_score = score;
        best = Ramp{in, peak.at, beat.beat, ramp_points(beat.at, until, request.slowest)};
    };
    for (const footage::VisualBeat& peak : request.pool.clip().visual_beats) {
        if (peak.strength < kVisiblePeak || !request.room.contains(peak.at)) continue;
        for (const RampBeat& beat : request.beats) {
            consider(peak, beat, request.in, 1);
            if (request.may_move)
                consider(peak, beat, request.pool.snapped_up(peak.at - beat.at), kLikingOfMoved);
        }
    }
    return best;
}

}  // namespace beatsync::plan
