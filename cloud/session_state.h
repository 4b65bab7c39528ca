#pragma once

#include <string>
#include <string_view>

#include "core/error.h"

namespace beatsync::cloud {

/// A session as the service keeps it. JSON texts, keys sorted; empty where the answer has none (or null).
struct SessionState {
    std::string draft;
    std::string video_infos;
    std::string canvas_config;
    std::string generated_media;

    /// Member by member: nothing changed, whatever the order of keys and the spaces.
    friend bool operator==(const SessionState&, const SessionState&) = default;
};

class Envelope;

/// Reads the answer to …/latest. A draft that is a string with JSON in it is read as that JSON. Errors as of
/// Envelope::parse, and Errc::refused when the draft is neither an object nor such a string.
[[nodiscard]] Result<SessionState> parse_session_state(std::string_view body);
[[nodiscard]] Result<SessionState> read_session_state(const Envelope& answer);

}  // namespace beatsync::cloud
