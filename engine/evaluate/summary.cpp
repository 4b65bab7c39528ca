#include "evaluate/summary.h"

#include <algorithm>
#include <span>
#include <utility>

#include "evaluate/statistics.h"

namespace beatsync::evaluate {
namespace {

/// The recordings of a row.
struct Part {
    std::optional<std::size_t> set;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<Stratum> strata;
};

std::vector<Part> parts_of(const Evaluation& evaluation) {
    std::vector<Part> parts;
    Part all;
    for (std::size_t set = 0; set < evaluation.sets.size(); ++set) {
        Part part{set, all.end, all.end, {}};
        while (part.end < evaluation.recordings.size() && evaluation.recordings[part.end].set == set)
            ++part.end;
        part.strata = {{evaluation.sets[set], part.end - part.begin}};
        all.strata.push_back(part.strata.front());
        all.end = part.end;
        if (part.end > part.begin) parts.push_back(std::move(part));
    }
    if (parts.size() > 1) parts.push_back(std::move(all));
    return parts;
}

using Results = std::span<const FileResult>;

Results results_of(const Evaluation& evaluation, std::size_t tracker, const Part& part) {
    return Results(evaluation.results[tracker]).subspan(part.begin, part.end - part.begin);
}

Series series_of(Results results, const MeasureInfo& measure) {
    Series series{{}, !measure.is_share};
    for (const FileResult& result : results)
        series.values.push_back(value_of(result, measure.measure));
    return series;
}

Series difference_of(Results ours, Results baseline, Measure measure) {
    Series series;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const auto a = value_of(ours[i], measure);
        const auto b = value_of(baseline[i], measure);
        series.values.push_back(a && b ? std::optional(*a - *b) : std::nullopt);
    }
    return series;
}

std::optional<Calibration> calibration_of(Results results) {
    Calibration calibration;
    for (const FileResult& result : results) {
        if (!result.confidence) continue;
        const double confidence = *result.confidence;
        ++calibration.files;
        if (confidence > kSure) ++calibration.sure;
        if (confidence > kSure && result.scores.f >= kRight) ++calibration.right;
        const double place = std::clamp(confidence * kConfidenceBins, 0.0, kConfidenceBins - 1.0);
        auto& bin = calibration.bins[static_cast<std::size_t>(place)];
        ++bin.files;
        bin.confidence += confidence;
        bin.f += result.scores.f;
    }
    for (auto& bin : calibration.bins) {
        if (bin.files == 0) continue;
        bin.confidence /= static_cast<double>(bin.files);
        bin.f /= static_cast<double>(bin.files);
    }
    return calibration.files == 0 ? std::nullopt : std::optional(calibration);
}

OffsetQuantiles quantiles_of(Results results) {
    std::vector<double> all;
    for (const FileResult& result : results)
        for (const double offset : result.offsets_s)
            all.push_back(offset * 1000);
    std::sort(all.begin(), all.end());
    const auto at = [&](double q) { return quantile_of_sorted(all, q); };
    return {all.size(), at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)};
}

Row count(Results results, const Part& part, std::size_t tracker) {
    Row row;
    row.set = part.set;
    row.tracker = tracker;
    row.files = results.size();
    for (const FileResult& result : results) {
        if (result.verdict != Verdict::scored) ++row.missing;
        ++row.errors[static_cast<std::size_t>(result.error)];
    }
    row.confidence = calibration_of(results);
    row.offsets = quantiles_of(results);
    return row;
}

/// All figures of a part at once, for they share their draws.
void add(const Evaluation& evaluation, const Part& part, Summary& summary) {
    std::vector<Series> series;
    const std::size_t baseline = evaluation.settings.baseline;
    const Results base = results_of(evaluation, baseline, part);
    std::vector<Row> rows;
    std::vector<Difference> differences;
    for (std::size_t tracker = 0; tracker < evaluation.trackers.size(); ++tracker) {
        const Results results = results_of(evaluation, tracker, part);
        rows.push_back(count(results, part, tracker));
        for (const MeasureInfo& measure : measures())
            series.push_back(series_of(results, measure));
    }
    for (std::size_t tracker = 0; tracker < evaluation.trackers.size(); ++tracker) {
        for (const MeasureInfo& measure : measures()) {
            if (tracker == baseline || !measure.is_share) continue;
            series.push_back(difference_of(results_of(evaluation, tracker, part), base, measure.measure));
            differences.push_back({part.set, tracker, measure.measure, {}});
        }
    }
    const auto estimates =
        estimate(series, Resampler(part.strata, evaluation.settings.resamples, evaluation.settings.seed));
    auto next = estimates.begin();
    for (Row& row : rows)
        for (Estimate& estimate : row.estimates)
            estimate = *next++;
    for (Difference& difference : differences)
        difference.estimate = *next++;
    std::move(rows.begin(), rows.end(), std::back_inserter(summary.rows));
    std::move(differences.begin(), differences.end(), std::back_inserter(summary.differences));
}

}  // namespace

bool is_clear(const Estimate& difference) {
    return difference.interval && (difference.interval->low > 0 || difference.interval->high < 0);
}

Summary summarise(const Evaluation& evaluation) {
    Summary summary;
    for (const Part& part : parts_of(evaluation))
        add(evaluation, part, summary);
    return summary;
}

}  // namespace beatsync::evaluate
