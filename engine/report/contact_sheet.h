#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "core/error.h"
#include "core/run_context.h"
#include "footage/clip_map.h"

namespace beatsync::report {

struct ContactSheetOptions {
    int columns = 4;               ///< shots side by side, 1 to 16
    int picture_width = 180;       ///< pixels of each of a shot's two pictures, 64 to 640
    std::size_t most_shots = 240;  ///< of all clips together; the rest is counted on the sheet, not shown
};

/// A PNG of the clips' shots, clip by clip: of each shot its first and its middle picture, number, time,
/// length, how sure its cut is, motion and sharpness. A picture that cannot be read is a grey box that says
/// so. Errc::usage when the options are out of range or `clips` is empty; Errc::cancelled when stopped.
[[nodiscard]] Result<std::string> contact_sheet_png(std::span<const footage::ClipMap> clips,
                                                    const ContactSheetOptions& options,
                                                    const RunContext& context);

/// Writes it; appears whole or not at all.
Result<void> write_contact_sheet(std::span<const footage::ClipMap> clips, const ContactSheetOptions& options,
                                 const std::filesystem::path& output, const RunContext& context);

}  // namespace beatsync::report
