#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"

namespace beatsync::cloud {

struct SseEvent {
    std::string type;  ///< "message" where the stream names none
    std::string data;  ///< lines joined by \n; UTF-8: U+FFFD in place of what is none
};

/// Called while push() runs.
struct SseHandler {
    std::function<void(const SseEvent&)> event;
    /// A comment line, or an event whose data is empty: the sender lives and has nothing to say.
    std::function<void()> keep_alive;
};

/// Server-Sent Events as they come (WHATWG HTML, section 9.2.6), in any chunks, in linear time. An event that
/// the stream ends in the middle of is not dispatched, as the standard has it; pending_data() shows it,
/// because what a closed stream said last may be all that it said.
class SseParser {
public:
    static constexpr std::size_t kMaxEventBytes = std::size_t{8} << 20U;

    /// `max_event_bytes`: of one line, and of one event's data. (Bytes that are no UTF-8 grow to three.)
    explicit SseParser(std::size_t max_event_bytes = kMaxEventBytes) : max_(max_event_bytes) {}

    /// Errc::network when a line or an event is too large: nothing can be read from then on.
    [[nodiscard]] Result<void> push(std::string_view chunk, const SseHandler& handler);

    /// Call once after the last push(): data of complete lines that no empty line ended. A line that was cut
    /// is not part of it.
    [[nodiscard]] std::string_view pending_data() const;
    [[nodiscard]] const std::string& last_event_id() const { return last_id_; }
    /// Milliseconds; none until the stream says it.
    [[nodiscard]] std::optional<long long> retry_ms() const { return retry_ms_; }

private:
    [[nodiscard]] Result<void> too_large();
    [[nodiscard]] std::string_view without_mark(std::string_view chunk);
    [[nodiscard]] bool take_line(std::string_view line, const SseHandler& handler);
    [[nodiscard]] bool take_field(std::string_view name, std::string_view value);
    void dispatch(const SseHandler& handler);
    void take_retry(std::string_view value);

    std::size_t max_;
    std::size_t mark_ = 0;  ///< bytes of the byte order mark seen; 3 = past it
    bool after_cr_ = false;
    bool broken_ = false;
    bool has_data_ = false;  ///< a data field came, even an empty one
    std::string line_;       ///< the beginning of a line that goes on in the next chunk
    SseEvent event_;
    std::string id_;
    std::string last_id_;
    std::optional<long long> retry_ms_;
};

}  // namespace beatsync::cloud
