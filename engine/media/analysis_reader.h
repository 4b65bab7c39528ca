#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "core/error.h"
#include "core/media_info.h"
#include "core/picture.h"
#include "core/run_context.h"

namespace beatsync::media {

struct AnalysisOptions {
    int long_side = 256;  ///< of the luma given, in pixels; smaller when the source is smaller
    int threads = 1;
    bool fast =
        false;  ///< sketched (FrameReader::Options), with one thread; frames left out are given as held
    bool strict = false;  ///< nothing of a damaged file, so that AnalysedMedia::whole may come true
};

struct AnalysedMedia {
    MediaInfo info;               ///< with duration and frame count as found, not as declared
    Time end;                     ///< of the last frame
    std::vector<Time> keyframes;  ///< as footage::ClipMap::keyframes
    /// Decoding broke off before the declared end, or time does (FrameReader::Options::unbroken): what there
    /// is before that was given.
    bool truncated = false;
    bool whole = false;  ///< FrameReader::whole, and not truncated
};

/// Decodes all of a clip once and gives every frame, upright, small (box-averaged straight from the decoder's
/// planes, full range), to `sink`. Memory does not grow with length. Errc::cancelled when stopped;
/// Errc::media where the file is damaged and that is not to be passed over (strict).
[[nodiscard]] Result<AnalysedMedia> read_for_analysis(const std::filesystem::path& path,
                                                      const AnalysisOptions& options,
                                                      const RunContext& context,
                                                      const std::function<void(const PictureView&)>& sink);

}  // namespace beatsync::media
