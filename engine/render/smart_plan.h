#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"
#include "media/mp4_writer.h"
#include "media/video_splice.h"

namespace beatsync::render {

struct SmartPlan {
    media::SplicePlan splice;
    media::StoredVideos files;  ///< those that were looked at lately
    std::string obstacle;       ///< why the longest stretch that is not copied is not; may be empty
};

/// Which frames of a draft can be copied from its sources as they are stored: those that show one whole
/// picture after another of a source like the output, with nothing over them. The frames shown are those that
/// would be encoded. Reads what is copied, and decodes it once to see that it is not damaged, for a copy
/// would pass that on; not of sources that are `known_whole` (RenderOptions). Errc::cancelled, Errc::usage
/// when the encoder does not work; what is wrong with a source is only a reason not to copy from it.
[[nodiscard]] Result<SmartPlan> plan_smart(
    const draft::Draft& draft, const std::filesystem::path& folder, const media::WriterOptions& writer,
    const std::function<bool(const std::filesystem::path&)>& known_whole, const RunContext& context);

}  // namespace beatsync::render
