#pragma once

#include <string>
#include <vector>

#include "cloud_sim/edits.h"
#include "cloud_sim/script.h"

namespace beatsync::cloud_sim {

/// A stream as it goes out: pieces, each sent by itself, with a wait before it.
struct EventStream {
    std::vector<std::string> pieces;
    int wait_ms = 0;
    bool endless = false;  ///< after the last comes the first again
    bool cut = false;      ///< the connection breaks after the last
};

/// Server-Sent Events (WHATWG HTML, 9.2) that say what `edit` did, in the way of `reply`. `number` goes into
/// the events' ids, so that no two streams have the same.
[[nodiscard]] EventStream event_stream(const Reply& reply, const Edit& edit, int number);

}  // namespace beatsync::cloud_sim
