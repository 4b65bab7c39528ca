#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cloud/clock.h"
#include "cloud/secret.h"
#include "core/error.h"

namespace beatsync::cloud {

enum class Method : std::uint8_t { get, post };

struct HeaderField {
    std::string name;
    std::string value;
};

/// A file of a multipart request, streamed from disk.
struct FilePart {
    std::string field;
    std::filesystem::path path;
    std::string file_name;  ///< as the service sees it: no folders of this machine
    std::string mime_type;
};

struct Limits {
    Seconds connect{15};
    Seconds first_byte{60};  ///< from the end of the request to the first byte of the answer
    Seconds stall{60};       ///< without a byte in either direction
    std::optional<Seconds> total;
    std::size_t max_body = std::size_t{16}
                           << 20U;  ///< of an answer that is kept; none for one that is handed on
};

struct Request {
    Method method = Method::get;
    std::string url;  ///< absolute; https, or http where the host is loopback
    std::vector<HeaderField> headers;
    Secret bearer;                ///< goes to this URL's host alone, whatever it redirects to
    std::string body;             ///< of a POST
    std::vector<FilePart> files;  ///< of a POST: multipart instead of `body`
    Limits limits;
};

struct ResponseHead {
    int status = 0;
    std::string content_type;
    std::optional<Seconds> retry_after;
    std::optional<std::int64_t> content_length;  ///< none where the body is compressed: of what is handed on
    std::optional<std::int64_t> range_begin;     ///< of a 206: where what comes lies in the whole
    std::optional<std::int64_t> range_total;
    std::string etag;      ///< as it came; empty without
    std::string location;  ///< of a 3xx that was not followed: absolute, and allowed; it may hold secrets
};

struct Response {
    ResponseHead head;
    std::string body;  ///< empty when it was handed on
};

/// How far a request got that has no answer: what decides whether it may be sent again.
enum class Reached : std::uint8_t {
    nobody,  ///< no connection: certainly not received
    maybe,   ///< sent in part or whole: perhaps received
    answer,  ///< the answer began and broke off
};

struct Failure {
    Reached reached = Reached::nobody;
    bool passing = false;  ///< the network's or the server's trouble, not the request's: later may be better
    Error error;  ///< Errc::network; ::cancelled; ::usage for a URL that is not allowed; ::input for a file
};

/// Who sees an answer as it comes. Called from the thread that called exchange().
struct Listener {
    /// The head, once; false ends the exchange (Response with this head, empty body).
    std::function<bool(const ResponseHead&)> head;
    /// The next bytes of a 2xx answer, decompressed; false ends the exchange as an Errc::input failure of the
    /// listener's own. Other answers' bodies are kept, as far as max_body.
    std::function<bool(std::string_view)> data;
    /// Bytes of the request sent, of how many.
    std::function<void(std::int64_t, std::int64_t)> sent;
    /// About every 100 ms while nothing comes; false ends the exchange like a stall.
    std::function<bool()> idle;
};

/// What became of a request.
using Exchanged = std::variant<Response, Failure>;

/// HTTP, as the client needs it. One exchange at a time.
class Transport {
public:
    virtual ~Transport() = default;
    /// Any status is a Response; only what has no whole answer is a Failure. A stop is obeyed within 200 ms.
    /// With `listener.data`, the body of a 2xx answer is handed on instead of kept.
    [[nodiscard]] virtual Exchanged exchange(const Request& request, const Listener& listener,
                                             std::stop_token stop) = 0;
};

}  // namespace beatsync::cloud
