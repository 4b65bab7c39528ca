#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace beatsync::cloud {

/// The requests that are no messages; an index into RequestWord's bits.
enum class Request : std::uint8_t { export_video, credits, state, upload };
inline constexpr std::array<Request, 4> kRequests = {Request::export_video, Request::credits, Request::state,
                                                     Request::upload};

[[nodiscard]] constexpr std::uint8_t bit(Request request) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(request));
}

/// What one word or fixed phrase may be.
struct RequestWord {
    std::uint8_t belongs = 0;  ///< bit() of the requests that may hold it
    std::uint8_t asks = 0;     ///< bit() of the requests that it asks for alone
    std::uint8_t verb = 0;     ///< … together with an object: "send me" and "video", "show" and "tracks"
    std::uint8_t object = 0;
};

/// A name of a file, and one after "as" or "to", as they stand in normalised text.
inline constexpr std::string_view kFileMark = "\x01";
inline constexpr std::string_view kTargetMark = "\x02";

struct FoundWord {
    std::size_t length = 0;  ///< bytes; 0: no known word begins here
    RequestWord word;
};

/// The longest known word at byte `at` of normalised text: lower case, one space around each word, Chinese
/// in runs, a space at the end.
[[nodiscard]] FoundWord longest_word_at(std::string_view normalised, std::size_t at);

}  // namespace beatsync::cloud
