#include "cloud_sim/state.h"

#include <fmt/format.h>

namespace beatsync::cloud_sim {

std::string State::new_id(std::string_view prefix) {
    return fmt::format("{}{:04}", prefix, next_id++);
}

std::vector<const Upload*> State::uploads_of(std::string_view session_id) const {
    std::vector<const Upload*> found;
    for (const Upload& upload : uploads)
        if (upload.session_id == session_id) found.push_back(&upload);
    return found;
}

double unix_now() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace beatsync::cloud_sim
