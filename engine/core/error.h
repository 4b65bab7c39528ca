#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace beatsync {

/// What went wrong, by what the caller does next; each value has one exit code (CLI: `exit_code`).
enum class Errc : std::uint8_t {
    usage,      ///< the request makes no sense: change the options
    input,      ///< a file given is missing, unreadable, not media, or has nothing usable in it
    media,      ///< decoding or encoding failed, or the output could not be written
    network,    ///< the service could not be reached
    refused,    ///< the service answered no
    cancelled,  ///< stopped on request; nothing was left behind
    internal,   ///< our own bug: never caused by data (fuzzers assert that it does not come out)
};

/// A failure that the world or the user caused.
struct Error {
    Errc code = Errc::internal;
    std::string
        message;  ///< what and where, outermost first: "render out.mp4: decode a.mp4: invalid data found"
    std::string hint;  ///< what to do next; may be empty
};

/// `message`, then the hint in brackets where there is one. One line.
[[nodiscard]] std::string describe(const Error& error);

/// A value or an Error. Our own bugs are assertions, never Results.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
    using Base = tl::expected<T, Error>;

public:
    using Base::Base;

    /// Only where there is no value: asserted, which tl::expected 1.0 does not do.
    [[nodiscard]] const Error& error() const& {
        assert(!this->has_value());
        return Base::error();
    }
    [[nodiscard]] Error&& error() && {
        assert(!this->has_value());
        return std::move(*this).Base::error();
    }
};

[[nodiscard]] inline tl::unexpected<Error> fail(Errc code, std::string message, std::string hint = {}) {
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint)});
}

/// Passes an error on unchanged.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

/// Passes an error on with the place it crossed in front: once a room. `fail_in("decode a.mp4", r.error())`.
[[nodiscard]] tl::unexpected<Error> fail_in(std::string_view where, Error error);

}  // namespace beatsync

#define BEATSYNC_CONCAT_(a, b) a##b
#define BEATSYNC_CONCAT(a, b) BEATSYNC_CONCAT_(a, b)

/// `BEATSYNC_TRY(auto x, call());` declares x from the value, or returns the error from the enclosing
/// function.
#define BEATSYNC_TRY(declaration, ...)                                                           \
    auto BEATSYNC_CONCAT(beatsync_result_, __LINE__) = (__VA_ARGS__);                            \
    if (!BEATSYNC_CONCAT(beatsync_result_, __LINE__))                                            \
        return ::beatsync::fail(std::move(BEATSYNC_CONCAT(beatsync_result_, __LINE__)).error()); \
    declaration = *std::move(BEATSYNC_CONCAT(beatsync_result_, __LINE__))

/// The same for a Result<void>.
#define BEATSYNC_CHECK(...)                                               \
    do {                                                                  \
        if (auto beatsync_checked = (__VA_ARGS__); !beatsync_checked)     \
            return ::beatsync::fail(std::move(beatsync_checked).error()); \
    } while (false)
