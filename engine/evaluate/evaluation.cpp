#include "evaluate/evaluation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace beatsync::evaluate {
namespace {

/// No beats at all: 0 in everything that can be judged.
BeatScores lost(const Beats& reference) {
    BeatScores scores;
    if (tempo_of(reference) > 0) scores.tempo = TempoAccuracy{};
    return scores;
}

FileResult judge_one(const Beats& reference, const Answer& answer, double skip) {
    FileResult result;
    result.problem = answer.problem;
    result.detail = answer.detail;
    result.confidence = answer.confidence;
    if (answer.kind != Answer::Kind::given || answer.beats.times.empty()) {
        result.verdict = answer.kind == Answer::Kind::given     ? Verdict::no_beats
                         : answer.kind == Answer::Kind::missing ? Verdict::missing
                                                                : Verdict::failed;
        result.scores = lost(reference);
        return result;
    }
    const std::vector<double> wanted = from_second(reference.times, skip);
    const std::vector<double> found = from_second(answer.beats.times, skip);
    result.verdict = Verdict::scored;
    result.scores = score_beats(reference, answer.beats, skip);
    result.error = classify(wanted, found);
    result.offsets_s = offsets(wanted, found);
    result.beats = answer.beats.times.size();
    result.tempo_bpm = tempo_of(answer.beats);
    return result;
}

bool says_downbeats(const std::vector<Answer>& answers) {
    return std::any_of(answers.begin(), answers.end(),
                       [](const Answer& answer) { return !answer.beats.downbeats.empty(); });
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
    constexpr std::array<std::string_view, 4> kNames{"scored", "no beats", "missing", "failed"};
    return kNames[static_cast<std::size_t>(verdict)];
}

Evaluation judge(const Settings& settings, std::vector<std::string> sets, std::vector<std::string> trackers,
                 std::vector<Recording> recordings, const std::vector<std::vector<Answer>>& answers) {
    assert(answers.size() == trackers.size());
    Evaluation evaluation{settings, std::move(sets), std::move(trackers), std::move(recordings), {}};
    for (const auto& of_tracker : answers) {
        assert(of_tracker.size() == evaluation.recordings.size());
        const bool bars = says_downbeats(of_tracker);
        auto& results = evaluation.results.emplace_back();
        for (std::size_t i = 0; i < of_tracker.size(); ++i) {
            const Beats& reference = evaluation.recordings[i].reference;
            FileResult& result = results.emplace_back(judge_one(reference, of_tracker[i], settings.skip_s));
            const bool has_bars = !from_second(reference.downbeats, settings.skip_s).empty();
            if (bars && has_bars && !result.scores.downbeat_f) result.scores.downbeat_f = 0;
        }
    }
    return evaluation;
}

}  // namespace beatsync::evaluate
