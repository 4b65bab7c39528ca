#include <utility>

#include "cli/eval/contender.h"
#include "cli/paths.h"
#include "core/version.h"
#include "media/digest.h"
#include "pipeline/pipeline.h"

namespace beatsync::cli {
namespace {

evaluate::Answer to_answer(const music::BeatGrid& grid) {
    evaluate::Answer answer{evaluate::Answer::Kind::given, "", "", {}, grid.confidence};
    for (const music::Beat& beat : grid.beats) {
        answer.beats.times.push_back(beat.at.seconds());
        if (beat.position_in_bar == 1) answer.beats.downbeats.push_back(beat.at.seconds());
    }
    if (grid.tempo_bpm > 0) answer.beats.tempo_bpm = grid.tempo_bpm;
    return answer;
}

class BuiltIn final : public Contender {
public:
    BuiltIn(std::string name, music::TrackerKind kind, const EvalCache& cache) : Contender(std::move(name)) {
        settings_.cache_folder = cache.folder;
        settings_.cache_scope = cache.scope;
        settings_.tracker = kind;
    }

    [[nodiscard]] std::string kind() const override { return "built in"; }
    [[nodiscard]] std::string source() const override { return "beatsync " + std::string(version()); }

    [[nodiscard]] Result<evaluate::Answer> answer(const Subject& subject,
                                                  const RunContext& context) const override {
        // Its progress would be that of one song among many.
        auto music =
            pipeline::analyse_song(subject.sound, settings_, RunContext{context.log, nullptr, context.stop});
        if (music) return to_answer(music->grid);
        const Errc code = music.error().code;
        if (code == Errc::cancelled || code == Errc::internal) return fail(std::move(music).error());
        return evaluate::Answer{evaluate::Answer::Kind::failed, music.error().message, "", {}, {}};
    }

private:
    pipeline::AnalysisSettings settings_;
};

}  // namespace

EvalCache cache_of_this_build() {
    const auto digest = media::file_sha256("/proc/self/exe");
    return digest ? EvalCache{analysis_cache_folder(), "program=" + *digest} : EvalCache{};
}

std::unique_ptr<Contender> make_built_in(std::string name, music::TrackerKind kind, const EvalCache& cache) {
    return std::make_unique<BuiltIn>(std::move(name), kind, cache);
}

}  // namespace beatsync::cli
