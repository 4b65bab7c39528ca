#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cloud/transport.h"

namespace beatsync::cloud {

/// Reads the head of an answer line by line (RFC 9112). Interim (1xx) heads are read and forgotten.
class HeadReader {
public:
    /// Of all lines of a request's heads, interim ones included.
    static constexpr std::size_t kMaxBytes = std::size_t{256} << 10U;

    /// `unix_time`: what Retry-After's date form is measured from where the answer has no Date of its own.
    explicit HeadReader(double unix_time) : unix_time_(unix_time) {}

    /// One line with its end. false when the head is larger than kMaxBytes.
    [[nodiscard]] bool take(std::string_view line);
    /// The empty line after a final (not 1xx) head was seen.
    [[nodiscard]] bool complete() const { return complete_; }
    /// A final status line was seen.
    [[nodiscard]] bool begun() const { return head_.status >= 200; }
    /// Good once complete(). `location` is as it came.
    [[nodiscard]] const ResponseHead& head() const { return head_; }

private:
    void begin(std::string_view line);
    void field(std::string_view name, std::string_view value);
    void finish();

    double unix_time_;
    std::size_t bytes_ = 0;
    bool complete_ = false;
    bool encoded_ = false;
    std::string retry_after_;
    std::string date_;
    ResponseHead head_;
};

}  // namespace beatsync::cloud
