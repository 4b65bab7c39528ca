#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"

namespace beatsync::cloud_sim {

struct Options {
    std::string host = "127.0.0.1";
    int port = 0;        ///< 0 = any free one
    std::string script;  ///< JSON, see script.h; "" = a service without faults
};

/// A request as it came. `endpoint` is one of kEndpoints (script.h), or "unknown".
struct Seen {
    std::string endpoint;
    std::string method;
    std::string target;  ///< path and query
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;  ///< empty for uploads

    /// The first value; "" when it is not there. Names are compared without regard to case.
    [[nodiscard]] std::string header(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
};

struct Upload {
    std::string id;
    std::string session_id;
    std::string field;
    std::string name;
    std::string content_type;
    std::int64_t size = 0;
    std::string sha256;  ///< of every byte; empty for one by URL
    std::filesystem::path path;
    std::string source_url;  ///< of one by URL
};

struct RenderJob {
    std::string id;
    std::string session_id;
    std::string status;  ///< as the last poll was told
    int submits = 0;     ///< requests with this id; more than one is a client's mistake
    int polls = 0;
    std::string draft;  ///< JSON, as submitted
};

struct Message {
    std::string session_id;
    std::string text;
};

/// The service in small: sockets on loopback that speak its protocol, with a second port that plays the file
/// host ("CDN"). Thread-safe; everything that came is kept for assertions. Stops when it is destroyed, within
/// a fraction of a second whatever it is doing.
class Simulator {
public:
    /// Errc::usage for a bad script (says where), Errc::network when no port can be had.
    [[nodiscard]] static Result<std::unique_ptr<Simulator>> start(const Options& options);
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;
    ~Simulator();

    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::string cdn_url() const;
    /// The certificate to trust, PEM; empty without TLS.
    [[nodiscard]] std::filesystem::path ca_file() const;

    /// Takes the place of the script; counts and state stay.
    Result<void> set_script(std::string_view json);

    [[nodiscard]] std::vector<Seen> requests() const;
    [[nodiscard]] std::vector<Seen> requests(std::string_view endpoint) const;
    [[nodiscard]] int calls(std::string_view endpoint) const;
    /// Connections to the API's port so far: fewer than calls when the client keeps them.
    [[nodiscard]] int connections() const;
    [[nodiscard]] std::vector<Upload> uploads() const;
    [[nodiscard]] std::vector<RenderJob> renders() const;
    [[nodiscard]] std::vector<Message> messages() const;
    /// JSON of the draft that a session holds; "" when there is no such session.
    [[nodiscard]] std::string draft(const std::string& session_id) const;

private:
    class Impl;
    explicit Simulator(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::cloud_sim
