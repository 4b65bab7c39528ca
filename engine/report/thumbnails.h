#pragma once

#include <string>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"
#include "report/preview_html.h"

namespace beatsync::report {

/// A segment's first picture. Without `uri`: none was asked for, or `problem` says why there is none.
struct Thumbnail {
    std::string uri;  ///< data:image/jpeg;base64,…
    int width = 0;
    int height = 0;
    std::string problem;
};

/// [track][segment], for the segments of video tracks that show a source; empty ones for the rest.
using Thumbnails = std::vector<std::vector<Thumbnail>>;

/// Reads them. A source that cannot be read is a problem of its thumbnail, not an error.
/// Errc::cancelled when stopped.
[[nodiscard]] Result<Thumbnails> make_thumbnails(const draft::Draft& draft, const PreviewOptions& options,
                                                 const RunContext& context);

}  // namespace beatsync::report
