#pragma once

#include <string>
#include <string_view>

#include "draft/draft.h"

namespace beatsync::draft {

/// JSON of a valid draft (assets/draft.schema.json): structural keys `t`, `tt`, `sg`, `d`, `m` and nothing
/// else of ours; `d` in whole milliseconds as differences of rounded absolute positions. Two-space indent,
/// newline at the end; the same draft gives the same bytes.
[[nodiscard]] std::string to_json(const Draft& draft);

/// Strict on our keys (type, range), tolerant of others: they are kept and written back. Errc::input says
/// where: "t[0].sg[3].m.in_us: must not be negative". Bounded in memory and time: at most kMaxJsonBytes, 32
/// levels deep.
[[nodiscard]] Result<Draft> from_json(std::string_view json);

}  // namespace beatsync::draft
