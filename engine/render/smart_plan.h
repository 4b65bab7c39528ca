#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"
#include "media/mp4_writer.h"
#include "media/video_splice.h"

namespace beatsync::render {

/// Whether what is copied is decoded once to see that it is not damaged: a copy would pass the damage on.
enum class Damage : std::uint8_t { looked_for, ignored };

struct SmartPlan {
    media::SplicePlan splice;
    std::string obstacle;  ///< why the longest stretch that is not copied is not; may be empty
};

/// Which frames of a draft can be copied from its sources as they are stored: those that show one whole
/// picture after another of a source like the output, with nothing over them. The frames shown are those that
/// would be encoded. Reads what is copied. Errc::cancelled, Errc::usage when the
/// encoder does not work; what is wrong with a source is only a reason not to copy from it.
[[nodiscard]] Result<SmartPlan> plan_smart(const draft::Draft& draft, const std::filesystem::path& folder,
                                           const media::WriterOptions& writer, Damage damage,
                                           const RunContext& context);

}  // namespace beatsync::render
