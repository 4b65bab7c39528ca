#pragma once

#include <cstddef>
#include <string_view>

#include "core/error.h"

namespace beatsync::draft {

/// What hostile JSON may cost its reader. Trees are written recursively, so depth is stack.
struct JsonLimits {
    std::size_t bytes = 0;
    std::size_t depth = 0;
    std::size_t values = 0;  ///< objects, arrays and scalars
};

/// The limits of a draft.
[[nodiscard]] JsonLimits draft_limits();

/// Checks that `text` is one JSON text (RFC 8259) with nothing after it, without building its tree: in time
/// n log n, in memory the keys of the objects that are open. Errc::input with line and column: not JSON, not
/// UTF-8, over a limit, a key twice in one object, a number that no double holds.
[[nodiscard]] Result<void> check_json(std::string_view text, const JsonLimits& limits);

}  // namespace beatsync::draft
