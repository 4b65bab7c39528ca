#include "cloud_sim/simulator.h"

#include <stdlib.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <system_error>
#include <thread>

#include "cloud_sim/service.h"
#include "cloud_sim/tls.h"

namespace beatsync::cloud_sim {
namespace {

namespace fs = std::filesystem;

/// A folder of its own, gone with it.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "beatsync-cloud-sim-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// Registered users: their tokens do not end.
void add_registered(Service& service) {
    constexpr double kNever = 1e12;
    for (const std::string& text : service.script.tokens) {
        if (service.state.tokens.contains(text)) continue;
        const std::string user = service.state.new_id("user_");
        service.state.accounts.emplace(user, Account{user, service.script.credits, 0});
        service.state.tokens.emplace(text, Token{user, {"read", "write", "upload", "render"}, kNever, ""});
    }
}

/// A request for a path that the service does not have.
void note_unknown(Service& service, const httplib::Request& in, httplib::Response& out) {
    if (out.status != 404 || !out.body.empty()) return;
    handle(service, "unknown", Access::open, in, out, [](Call& call) {
        answer_plain(call, {{"detail", "Not Found"}}, 404);
    });
}

[[nodiscard]] bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::string Seen::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (same_name(key, name)) return value;
    return "";
}

bool Seen::has(std::string_view name) const {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& h) { return same_name(h.first, name); });
}

class Simulator::Impl {
public:
    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        service.stop.request_stop();
        for (WireServer* server : {&service.api, &service.cdn})
            server->shut_down();
        for (std::thread& thread : threads_)
            thread.join();
    }

    Result<void> start(const Options& options, Script script) {
        if (folder_.path().empty()) return fail(Errc::network, "no folder for uploads could be made");
        service.folder = folder_.path();
        service.script = std::move(script);
        add_registered(service);
        const std::string scheme = service.script.tls == "off" ? "http://" : "https://";
        BEATSYNC_CHECK(prepare_tls());
        add_endpoints();
        BEATSYNC_TRY(const int api, bind(service.api, options.host, options.port));
        BEATSYNC_TRY(const int cdn, bind(service.cdn, options.host, 0));
        service.url = scheme + options.host + ":" + std::to_string(api);
        service.cdn_url = scheme + options.host + ":" + std::to_string(cdn);
        for (WireServer* server : {&service.api, &service.cdn})
            threads_.emplace_back([server] { server->listen_after_bind(); });
        // stop() before the listening has begun would be lost.
        for (const WireServer* server : {&service.api, &service.cdn})
            while (!server->is_running())
                std::this_thread::yield();
        return {};
    }

    [[nodiscard]] fs::path ca_file() const { return tls_ ? folder_.path() / "certificate.pem" : fs::path(); }

    Service service;

private:
    Result<void> prepare_tls() {
        if (service.script.tls == "off") return {};
        BEATSYNC_TRY(tls_, make_tls(service.script.tls == "expired", folder_.path() / "certificate.pem"));
        service.api.use_tls(tls_.get());
        service.cdn.use_tls(tls_.get());
        return {};
    }

    void add_endpoints() {
        add_auth(service);
        add_sessions(service);
        add_messages(service);
        add_uploads(service);
        add_renders(service);
        add_downloads(service);
        add_report(service);
        for (WireServer* server : {&service.api, &service.cdn})
            server->set_error_handler([this](const httplib::Request& in, httplib::Response& out) {
                note_unknown(service, in, out);
            });
    }

    [[nodiscard]] static Result<int> bind(WireServer& server, const std::string& host, int port) {
        const int bound = port == 0                         ? server.bind_to_any_port(host)
                          : server.bind_to_port(host, port) ? port
                                                            : -1;
        if (bound < 0) return fail(Errc::network, "cannot listen on " + host + ":" + std::to_string(port));
        return bound;
    }

    Folder folder_;
    TlsContext tls_;
    std::vector<std::thread> threads_;
};

Simulator::Simulator(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Simulator::~Simulator() = default;

Result<std::unique_ptr<Simulator>> Simulator::start(const Options& options) {
    BEATSYNC_TRY(Script script, parse_script(options.script));
    auto impl = std::make_unique<Impl>();
    BEATSYNC_CHECK(impl->start(options, std::move(script)));
    return std::unique_ptr<Simulator>(new Simulator(std::move(impl)));  // the constructor is private
}

std::string Simulator::url() const {
    return impl_->service.url;
}

std::string Simulator::cdn_url() const {
    return impl_->service.cdn_url;
}

fs::path Simulator::ca_file() const {
    return impl_->ca_file();
}

Result<void> Simulator::set_script(std::string_view json) {
    BEATSYNC_TRY(Script script, parse_script(json));
    const auto lock = impl_->service.lock();
    impl_->service.script = std::move(script);
    add_registered(impl_->service);
    return {};
}

std::vector<Seen> Simulator::requests() const {
    const auto lock = impl_->service.lock();
    return impl_->service.state.seen;
}

std::vector<Seen> Simulator::requests(std::string_view endpoint) const {
    std::vector<Seen> all = requests();
    std::erase_if(all, [&](const Seen& s) { return s.endpoint != endpoint; });
    return all;
}

int Simulator::calls(std::string_view endpoint) const {
    const auto lock = impl_->service.lock();
    const auto& calls = impl_->service.state.calls;
    const auto found = calls.find(std::string(endpoint));
    return found == calls.end() ? 0 : found->second;
}

int Simulator::connections() const {
    return impl_->service.api.connections();
}

std::vector<Upload> Simulator::uploads() const {
    const auto lock = impl_->service.lock();
    return impl_->service.state.uploads;
}

std::vector<RenderJob> Simulator::renders() const {
    const auto lock = impl_->service.lock();
    std::vector<RenderJob> jobs;
    for (const std::string& id : impl_->service.state.job_order)
        jobs.push_back(impl_->service.state.jobs.at(id).seen);
    return jobs;
}

std::vector<Message> Simulator::messages() const {
    const auto lock = impl_->service.lock();
    return impl_->service.state.messages;
}

std::string Simulator::draft(const std::string& session_id) const {
    const auto lock = impl_->service.lock();
    const auto found = impl_->service.state.sessions.find(session_id);
    return found == impl_->service.state.sessions.end() ? "" : found->second.draft.dump();
}

}  // namespace beatsync::cloud_sim
