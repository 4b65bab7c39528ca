#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cloud/clock.h"
#include "cloud/service.h"
#include "cloud/transport.h"

namespace beatsync::cloud::test {

/// Time that passes only when somebody waits.
class FakeClock final : public Clock {
public:
    [[nodiscard]] double unix_time() const override { return 1.7e9 + now_; }
    [[nodiscard]] Seconds steady() const override { return Seconds(now_); }
    [[nodiscard]] bool wait(Seconds length, std::stop_token stop) override {
        if (stop.stop_requested()) return false;
        waits.push_back(length.count());
        now_ += length.count();
        if (on_wait) on_wait();
        return !stop.stop_requested();
    }
    void pass(double seconds) { now_ += seconds; }

    std::vector<double> waits;
    std::function<void()> on_wait;

private:
    double now_ = 0;
};

/// "yes" to everything that is not told otherwise, and remembers what it was asked.
class FakeTransport final : public Transport {
public:
    using Handler = std::function<Exchanged(const Request&, const Listener&)>;

    /// Requests whose URL holds `part` go to `handler`; the last one that was told counts.
    void on(std::string part, Handler handler) {
        handlers_.emplace_back(std::move(part), std::move(handler));
    }
    /// The same answer each time.
    void answer(std::string part, int status, std::string body) {
        on(std::move(part), [=](const Request&, const Listener&) { return reply(status, body); });
    }
    /// One answer after the other; the last one stays.
    void answers(const std::string& part, std::vector<Exchanged> replies) {
        on(part,
           [replies = std::move(replies), next = std::size_t{0}](const Request&, const Listener&) mutable {
               const Exchanged& now = replies[std::min(next, replies.size() - 1)];
               ++next;
               return now;
           });
    }

    [[nodiscard]] static Response reply(int status, std::string body, std::string type = "application/json") {
        Response response;
        response.head.status = status;
        response.head.content_type = std::move(type);
        response.body = std::move(body);
        return response;
    }
    [[nodiscard]] static Failure failure(Reached reached, std::string message = "no connection to x") {
        return {reached, true, {Errc::network, std::move(message), ""}};
    }
    /// A stream that says all this and ends.
    [[nodiscard]] static Handler stream(std::string text, bool cut = false) {
        return [=](const Request&, const Listener& listener) -> Exchanged {
            Response head = reply(200, "", "text/event-stream");
            if (listener.head && !listener.head(head.head)) return head;
            if (!listener.data(text)) return failure(Reached::answer, "ended by the reader");
            if (cut) return failure(Reached::answer, "the connection broke");
            return head;
        };
    }

    [[nodiscard]] Exchanged exchange(const Request& request, const Listener& listener,
                                     std::stop_token) override {
        requests.push_back(request);
        for (auto handler = handlers_.rbegin(); handler != handlers_.rend(); ++handler)
            if (request.url.find(handler->first) != std::string::npos)
                return hand_on(handler->second(request, listener), listener);
        return reply(404, R"({"code":404,"message":"not in this test"})");
    }

    [[nodiscard]] int count(const std::string& part) const {
        int n = 0;
        for (const Request& request : requests)
            n += request.url.find(part) != std::string::npos ? 1 : 0;
        return n;
    }

    std::vector<Request> requests;

private:
    /// As the real one: the body of a 2xx answer goes to who listens.
    static Exchanged hand_on(Exchanged exchanged, const Listener& listener) {
        auto* response = std::get_if<Response>(&exchanged);
        if (response == nullptr || !listener.data || response->body.empty() || response->head.status >= 300)
            return exchanged;
        const std::string body = std::exchange(response->body, {});
        const bool wanted = !listener.head || listener.head(response->head);
        if (wanted && !listener.data(body)) return failure(Reached::answer, "ended by the reader");
        return exchanged;
    }
    std::vector<std::pair<std::string, Handler>> handlers_;
};

inline constexpr const char* kToken = "nmv_usr_secret1";

/// A folder that goes with the test.
class TemporaryState {
public:
    TemporaryState() {
        std::string name = (std::filesystem::temp_directory_path() / "beatsync-cloud-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    TemporaryState(const TemporaryState&) = delete;
    TemporaryState& operator=(const TemporaryState&) = delete;
    ~TemporaryState() { std::filesystem::remove_all(path); }
    std::filesystem::path path;
};

/// A service on a fake wire, with an anonymous token for the asking.
struct FakeService {
    FakeService() : FakeService(Secret()) {}
    explicit FakeService(Secret given) : service(settings(std::move(given)), transport, clock) {
        transport.answer("/api/auth/anonymous-token", 200,
                         R"({"code":0,"data":{"token":"nmv_usr_secret1","user_id":"anon_7","credits":100,)"
                         R"("expires_at":"2033-01-01T00:00:00Z"}})");
    }
    [[nodiscard]] ServiceSettings settings(Secret given) const {
        ServiceSettings settings;
        settings.base_url = "https://api.test";
        settings.skill_version = "1.2.3";
        settings.config_folder = state.path / "config";
        settings.state_folder = state.path / "state";
        settings.client_id = "11111111-2222-4333-8444-555555555555";
        settings.given_token = std::move(given);
        return settings;
    }

    TemporaryState state;
    FakeTransport transport;
    FakeClock clock;
    Service service;
};

[[nodiscard]] inline std::string header(const Request& request, const std::string& name) {
    for (const HeaderField& field : request.headers)
        if (field.name == name) return field.value;
    return "";
}

}  // namespace beatsync::cloud::test
