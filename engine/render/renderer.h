#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"
#include "media/mp4_writer.h"

namespace beatsync::render {

/// What becomes of clips in PQ or HLG.
enum class Hdr : std::uint8_t { to_sdr, keep };

struct RenderOptions {
    media::Quality quality = media::Quality::good;
    std::string encoder = "auto";
    int bit_depth = 8;              ///< 8 or 10; of HDR that is kept, always 10
    Hdr hdr = Hdr::to_sdr;          ///< keep: all of the video is HDR, its SDR clips at the reference white
    std::int64_t max_bit_rate = 0;  ///< of the pictures; 0 = what the quality takes
    int threads = 0;                ///< 0 = as many as there are cores
    std::filesystem::path source_folder;  ///< relative sources of the draft are taken from here
    bool overwrite = false;
    /// Copies what it can from sources that are already as the video is to be (smart_plan.h), and encodes the
    /// rest. Where that is nothing it says why, once, and encodes all.
    bool smart = false;
    /// smart: whether a source is known to be whole and sound, so that what is copied of it is not looked
    /// through for damage. Asked once of each; empty = of none.
    std::function<bool(const std::filesystem::path&)> known_whole;
};

/// What is rendered of a draft's canvas: of draft quality a preview, its short side at most this.
inline constexpr int kPreviewSide = 360;
[[nodiscard]] draft::Canvas rendered_canvas(const draft::Canvas& canvas, media::Quality quality);

struct RenderReport {
    draft::Canvas canvas;  ///< of the file
    media::PictureFormat format;
    std::int64_t frames = 0;
    std::int64_t frames_decoded = 0;
    std::int64_t frames_copied = 0;  ///< not decoded, not encoded
    double loudness_lufs = 0;        ///< of the finished mix
    double true_peak_dbtp = 0;
    std::vector<std::string> notes;  ///< what was left out, each a sentence for the user
};

/// Draft → MP4 (or MOV, by its name), of draft quality smaller (rendered_canvas) and its loudness approached,
/// not met; every frame is the same moment. The file appears under its name only when whole; on failure,
/// cancellation or a full disk nothing is left. Every cut is a keyframe. Memory does not depend on length.
/// Errc::usage: output exists (without overwrite) or is one of the sources, its name is of another container,
/// the encoder can't write such pictures, or HDR is to be kept where there is none; Errc::input: a source is
/// missing or unreadable; Errc::media: decoding, encoding or writing failed.
[[nodiscard]] Result<RenderReport> render(const draft::Draft& draft, const std::filesystem::path& output,
                                          const RenderOptions& options, const RunContext& context);

}  // namespace beatsync::render
