#include "cli/eval/eval_json.h"

#include <cmath>

#include "cli/json_document.h"
#include "core/version.h"

namespace beatsync::cli {
namespace {

using evaluate::Evaluation;

Json of(const std::optional<double>& value) {
    return value ? Json(*value) : Json();
}

Json parameters(const evaluate::Settings& settings, const Evaluation& evaluation) {
    return {{"skip_seconds", settings.skip_s},
            {"window_seconds", 0.07},
            {"continuity_threshold", 0.175},
            {"confidence_level", evaluate::kConfidenceLevel},
            {"resamples", settings.resamples},
            {"seed", settings.seed},
            {"baseline", evaluation.trackers[settings.baseline]},
            {"sure_above_confidence", evaluate::kSure},
            {"right_from_f_measure", evaluate::kRight},
            {"error_case_from_f_measure", evaluate::kExplains}};
}

Json values(const evaluate::FileResult& result) {
    Json json = Json::object();
    for (const auto& measure : evaluate::measures())
        json[std::string(measure.key)] = of(value_of(result, measure.measure));
    return json;
}

Json result_object(const evaluate::FileResult& result) {
    Json json = {{"verdict", verdict_name(result.verdict)},
                 {"error_case", error_case_name(result.error)},
                 {"beats", result.beats},
                 {"tempo_bpm", result.tempo_bpm > 0 ? Json(result.tempo_bpm) : Json()},
                 {"confidence", of(result.confidence)},
                 {"measures", values(result)}};
    if (!result.problem.empty()) json["problem"] = result.problem;
    if (!result.detail.empty()) json["stderr"] = result.detail;
    return json;
}

Json files(const Evaluation& evaluation, const Recordings& recordings) {
    Json list = Json::array();
    for (std::size_t i = 0; i < evaluation.recordings.size(); ++i) {
        const auto& recording = evaluation.recordings[i];
        const auto& sound = recordings.subjects[i].sound;
        Json file = {{"set", evaluation.sets[recording.set]},
                     {"name", recording.name},
                     {"annotation", recordings.annotations[i]},
                     {"sound", sound.empty() ? Json() : Json(sound.string())},
                     {"beats", recording.reference.times.size()},
                     {"downbeats", recording.reference.downbeats.size()},
                     {"tempo_bpm", tempo_of(recording.reference)},
                     {"results", Json::object()}};
        for (std::size_t tracker = 0; tracker < evaluation.trackers.size(); ++tracker)
            file["results"][evaluation.trackers[tracker]] = result_object(evaluation.results[tracker][i]);
        list.push_back(std::move(file));
    }
    return list;
}

Json estimate_object(const evaluate::Estimate& estimate) {
    if (estimate.files == 0) return {};
    Json json = {{"value", estimate.value}, {"low", Json()}, {"high", Json()}, {"files", estimate.files}};
    if (estimate.interval) {
        json["low"] = estimate.interval->low;
        json["high"] = estimate.interval->high;
    }
    return json;
}

Json set_name(const Evaluation& evaluation, std::optional<std::size_t> set) {
    return set ? Json(evaluation.sets[*set]) : Json();
}

Json calibration_object(const evaluate::Calibration& calibration) {
    Json json = {{"files", calibration.files},
                 {"sure", calibration.sure},
                 {"right", calibration.right},
                 {"share", calibration.sure == 0 ? Json()
                                                 : Json(static_cast<double>(calibration.right) /
                                                        static_cast<double>(calibration.sure))},
                 {"bins", Json::array()}};
    for (const auto& bin : calibration.bins)
        json["bins"].push_back({{"files", bin.files}, {"confidence", bin.confidence}, {"f_measure", bin.f}});
    return json;
}

Json row_object(const Evaluation& evaluation, const evaluate::Row& row) {
    Json json = {{"set", set_name(evaluation, row.set)},
                 {"tracker", evaluation.trackers[row.tracker]},
                 {"files", row.files},
                 {"missing", row.missing},
                 {"measures", Json::object()},
                 {"error_cases", Json::object()},
                 {"offsets_ms", Json()},
                 {"confidence", Json()}};
    for (const auto& measure : evaluate::measures())
        json["measures"][std::string(measure.key)] =
            estimate_object(row.estimates[static_cast<std::size_t>(measure.measure)]);
    for (std::size_t i = 0; i < row.errors.size(); ++i)
        json["error_cases"][std::string(error_case_name(static_cast<evaluate::ErrorCase>(i)))] =
            row.errors[i];
    if (const auto& o = row.offsets; o.beats > 0)
        json["offsets_ms"] = {{"beats", o.beats}, {"p5", o.p5},   {"p25", o.p25},
                              {"p50", o.p50},     {"p75", o.p75}, {"p95", o.p95}};
    if (row.confidence) json["confidence"] = calibration_object(*row.confidence);
    return json;
}

Json difference_object(const Evaluation& evaluation, const evaluate::Difference& difference) {
    Json json = {{"set", set_name(evaluation, difference.set)},
                 {"tracker", evaluation.trackers[difference.tracker]},
                 {"baseline", evaluation.trackers[evaluation.settings.baseline]},
                 {"measure", info(difference.measure).key}};
    json.update(estimate_object(difference.estimate));
    json["p"] = of(difference.estimate.p_zero);
    return json;
}

}  // namespace

std::string eval_json(const Evaluation& evaluation, const evaluate::Summary& summary,
                      const Contenders& contenders, const Recordings& recordings) {
    Json json = {{"program", "beatsync " + std::string(version())},
                 {"parameters", parameters(evaluation.settings, evaluation)},
                 {"sets", evaluation.sets},
                 {"trackers", Json::array()},
                 {"summary", Json::array()},
                 {"differences", Json::array()},
                 {"files", files(evaluation, recordings)},
                 {"left_out", recordings.left_out},
                 {"notes", recordings.notes}};
    for (const auto& contender : contenders)
        json["trackers"].push_back(
            {{"name", contender->name()}, {"kind", contender->kind()}, {"source", contender->source()}});
    for (const auto& row : summary.rows)
        json["summary"].push_back(row_object(evaluation, row));
    for (const auto& difference : summary.differences)
        if (difference.estimate.files > 0)
            json["differences"].push_back(difference_object(evaluation, difference));
    return document(json);
}

}  // namespace beatsync::cli
