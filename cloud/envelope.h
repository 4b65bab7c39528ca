#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace beatsync::cloud {

/// An answer's body: {"code","message","data"}, or the fields without it. Paths are keys joined by dots
/// ("state.draft", "output.url"); each is looked for under `data`, then at top level. null counts as absent.
class Envelope {
public:
    static constexpr std::size_t kMaxBytes = std::size_t{16} << 20U;
    static constexpr int kMaxDepth = 64;

    /// Errc::refused, with a message that says what came instead (nothing, a web page, broken JSON), when the
    /// body is no JSON object, is larger than kMaxBytes or nested deeper than kMaxDepth.
    [[nodiscard]] static Result<Envelope> parse(std::string_view body);

    /// 0 where the body has none. From a number or digits in a string; none when it is neither.
    [[nodiscard]] std::optional<std::int64_t> code() const;
    /// `message`, or `msg`, `error`, `detail`, the first that says something; empty without.
    [[nodiscard]] std::string message() const;

    [[nodiscard]] bool has(std::string_view path) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view path) const;
    /// Also from a string that is a number; finite.
    [[nodiscard]] std::optional<double> number(std::string_view path) const;
    /// A whole number that fits.
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view path) const;
    [[nodiscard]] std::optional<bool> boolean(std::string_view path) const;
    /// JSON text, whatever it is.
    [[nodiscard]] std::optional<std::string> raw(std::string_view path) const;
    /// All of it, as JSON text.
    [[nodiscard]] std::string json_text() const;
    /// The items of an array, each as JSON text; empty when it is none.
    [[nodiscard]] std::vector<std::string> items(std::string_view path) const;

private:
    struct Json;
    explicit Envelope(std::shared_ptr<const Json> json) : json_(std::move(json)) {}
    std::shared_ptr<const Json> json_;
};

}  // namespace beatsync::cloud
