#include "cli/eval/beats_file.h"

#include <system_error>
#include <utility>

#include "core/file.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostTempoBytes = 4096;

Result<double> read_tempo_file(const fs::path& file) {
    BEATSYNC_TRY(const std::string text, read_file(file, kMostTempoBytes));
    auto tempo = interchange::read_tempo(text);
    if (!tempo) return fail_in(file.string(), std::move(tempo).error());
    return tempo;
}

}  // namespace

BeatsFile to_beats_file(interchange::Annotation annotation) {
    return {{std::move(annotation.times), std::move(annotation.downbeats), annotation.tempo_bpm},
            std::move(annotation.remarks)};
}

Result<BeatsFile> read_beats_file(const fs::path& file, std::string_view name) {
    BEATSYNC_TRY(const std::string text, read_file(file, interchange::kMaxAnnotationBytes));
    auto annotation = interchange::read_annotation(text);
    if (!annotation) return fail_in(file.string(), std::move(annotation).error());
    BeatsFile result = to_beats_file(*std::move(annotation));
    const fs::path tempo = file.parent_path() / (std::string(name) + ".bpm");
    std::error_code ec;
    if (fs::exists(tempo, ec)) {
        BEATSYNC_TRY(result.beats.tempo_bpm, read_tempo_file(tempo));
    }
    return result;
}

}  // namespace beatsync::cli
