#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"
#include "media/mp4_writer.h"

namespace beatsync::render {

struct RenderOptions {
    media::Quality quality = media::Quality::good;
    std::string encoder = "auto";
    int threads = 0;                      ///< 0 = as many as there are cores
    std::filesystem::path source_folder;  ///< relative sources of the draft are taken from here
    bool overwrite = false;
};

/// What is rendered of a draft's canvas: of draft quality a preview, its short side at most this.
inline constexpr int kPreviewSide = 360;
[[nodiscard]] draft::Canvas rendered_canvas(const draft::Canvas& canvas, media::Quality quality);

struct RenderReport {
    draft::Canvas canvas;  ///< of the file
    std::int64_t frames = 0;
    std::int64_t frames_decoded = 0;
    double loudness_lufs = 0;  ///< of the finished mix
    double true_peak_dbtp = 0;
    std::vector<std::string> notes;  ///< what was left out, each a sentence for the user
};

/// Draft → MP4, of draft quality smaller (rendered_canvas) and its loudness approached, not met; every frame
/// is the same moment. The file appears under its name only when whole; on failure, cancellation or a full
/// disk nothing is left. Memory does not depend on length. Errc::usage: output exists (without overwrite) or
/// is one of the sources; Errc::input: a source is missing or unreadable; Errc::media: decoding, encoding or
/// writing failed.
[[nodiscard]] Result<RenderReport> render(const draft::Draft& draft, const std::filesystem::path& output,
                                          const RenderOptions& options, const RunContext& context);

}  // namespace beatsync::render
