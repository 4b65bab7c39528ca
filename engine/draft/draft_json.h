#pragma once

#include <string>
#include <string_view>

#include "draft/draft.h"

namespace beatsync::draft {

/// JSON of a valid draft (assets/draft.schema.json): structural keys `t`, `tt`, `sg`, `d`, `m` and nothing
/// else of ours, units in the names of what is in `m`, defaults left out. `d` is in whole milliseconds as
/// differences of rounded absolute positions, so that it never drifts and reads back to the same frames.
/// One segment a line (a changed cut is a changed line), keys sorted, newline at the end; the same draft
/// gives the same bytes. Reading them gives an equal draft.
[[nodiscard]] std::string to_json(const Draft& draft);

/// Strict on our keys (type, range), tolerant of others: they are kept and written back. Of `d` the sums
/// count: a segment ends on the frame nearest to the sum so far. A draft without our canvas (another
/// program's) gets 1080x1920 at 30. Errc::input says where: "t[0].sg[3].m.in_us: must not be negative", or
/// "line 3, column 7: not valid JSON". Bounded in memory (about 0.5 GB at the very worst) and time: at most
/// kMaxJsonBytes, 32 levels, 30 * kMaxSegments values.
[[nodiscard]] Result<Draft> from_json(std::string_view json);

}  // namespace beatsync::draft
