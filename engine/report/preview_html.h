#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"
#include "core/time.h"
#include "draft/draft.h"

namespace beatsync::report {

struct PreviewOptions {
    std::string title = "Draft";            ///< UTF-8: the draft's file name
    std::filesystem::path folder;           ///< that relative sources are relative to: the draft's
    std::vector<Time> beats;                ///< all beats in output time, where they are known; may be empty:
                                            ///< then the beats that segments begin on are shown
    std::size_t most_thumbnails = 400;      ///< segments beyond it have no picture
    std::size_t thumbnail_bytes = 5 << 19;  ///< budget of all pictures together as they stand in the file:
                                            ///< they get smaller the more there are
};

/// One HTML file that shows a valid draft without network, server or other files: summary, a timeline with
/// the segments of each track and the beats, each segment's first picture and details on hover, focus or
/// click. Light and dark, printable, usable by keyboard and screen reader. Everything from the draft is
/// escaped; the page forbids itself all loading by a Content-Security-Policy. A source that cannot be read is
/// a placeholder, not an error. Errc::cancelled when stopped.
[[nodiscard]] Result<std::string> preview_html(const draft::Draft& draft, const PreviewOptions& options,
                                               const RunContext& context);

/// Writes it; appears whole or not at all.
Result<void> write_preview_html(const draft::Draft& draft, const PreviewOptions& options,
                                const std::filesystem::path& output, const RunContext& context);

}  // namespace beatsync::report
