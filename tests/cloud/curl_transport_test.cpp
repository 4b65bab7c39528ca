#include "cloud/curl_transport.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "cloud/raw_server.h"

namespace beatsync::cloud {
namespace {

namespace fs = std::filesystem;

constexpr const char* kToken = "nmv_usr_do_not_tell";

std::string output_of(const std::string& command) {
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return {};
    std::string out;
    std::array<char, 65536> bytes{};
    while (const std::size_t n = std::fread(bytes.data(), 1, bytes.size(), pipe))
        out.append(bytes.data(), n);
    return ::pclose(pipe) == 0 ? out : std::string();
}

class CurlTransportTest : public testing::Test {
protected:
    void SetUp() override {
        for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"})
            ::unsetenv(name);
        std::string pattern = (fs::temp_directory_path() / "beatsync-transport-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        transport = *CurlTransport::create();
    }
    void TearDown() override { fs::remove_all(folder); }

    static Request get(const std::string& url) {
        Request request;
        request.url = url;
        request.limits.first_byte = request.limits.stall = Seconds(10);
        return request;
    }
    static Request post(const std::string& url, std::string body = "{}") {
        Request request = get(url);
        request.method = Method::post;
        request.body = std::move(body);
        return request;
    }
    Exchanged go(const Request& request, const Listener& listener = {}, std::stop_token stop = {}) {
        return transport->exchange(request, listener, std::move(stop));
    }
    Failure fails(const Request& request, const Listener& listener = {}, std::stop_token stop = {}) {
        const Exchanged result = go(request, listener, std::move(stop));
        if (const auto* response = std::get_if<Response>(&result)) {
            ADD_FAILURE() << "answered " << response->head.status;
            return {};
        }
        const Failure& failure = std::get<Failure>(result);
        const std::string said = describe(failure.error);
        EXPECT_EQ(said.find(kToken), std::string::npos);
        EXPECT_EQ(said.find("?secret"), std::string::npos);
        EXPECT_EQ(said.find('\n'), std::string::npos);
        return failure;
    }
    Response answers(const Request& request, const Listener& listener = {}) {
        const Exchanged result = go(request, listener);
        if (const auto* failure = std::get_if<Failure>(&result)) {
            ADD_FAILURE() << describe(failure->error);
            return {};
        }
        return std::get<Response>(result);
    }
    /// What becomes of a GET that is answered with these bytes and a close.
    Exchanged after(const std::string& bytes) {
        const RawServer server([&](Peer& peer) {
            (void)peer.request();
            peer.send(bytes);
        });
        return go(get(server.url("/x?secret")));
    }

    fs::path folder;
    std::unique_ptr<CurlTransport> transport;
};

TEST_F(CurlTransportTest, SendsWhatItIsGiven) {
    std::string seen;
    const RawServer server([&](Peer& peer) {
        seen = peer.request();
        peer.send(ok("fine", "Content-Type: a/b\r\n"));
    });
    Request request = post(server.url("/p?q=1"), std::string("a\0b", 3));
    request.headers = {{"X-Skill-Source", "s"}, {"Content-Type", "application/json"}, {"X-Empty", ""}};
    request.bearer = Secret(kToken);
    const Response response = answers(request);
    EXPECT_EQ(response.head.status, 200);
    EXPECT_EQ(response.head.content_type, "a/b");
    EXPECT_EQ(response.body, "fine");
    EXPECT_EQ(seen.find("POST /p?q=1 HTTP/1.1\r\n"), 0U);
    for (const std::string line : {"X-Skill-Source: s", "Content-Type: application/json",
                                   "X-Empty:", "Authorization: Bearer nmv_usr_do_not_tell"})
        EXPECT_NE(seen.find("\r\n" + line + "\r\n"), std::string::npos) << line;
    EXPECT_EQ(seen.find("Expect:"), std::string::npos);
    EXPECT_TRUE(seen.ends_with(std::string("\r\n\r\na\0b", 7)));
}

TEST_F(CurlTransportTest, AHeaderCannotBreakOut) {
    const RawServer server([](Peer& peer) { peer.send(ok("")); });
    Request request = get(server.url());
    request.bearer = Secret(std::string(kToken) + "\r\nX: y");
    EXPECT_EQ(fails(request).error.code, Errc::usage);
    EXPECT_EQ(server.accepted(), 0);
}

TEST_F(CurlTransportTest, AForbiddenAddressIsUsage) {
    const Failure failure = fails(get("http://example.com/?secret"));
    EXPECT_EQ(failure.error.code, Errc::usage);
    EXPECT_EQ(failure.reached, Reached::nobody);
}

TEST_F(CurlTransportTest, RefusedIsNobody) {
    std::string url;
    {
        const RawServer server([](Peer&) {});
        url = server.url("/x?secret");
    }
    const Failure failure = fails(post(url));
    EXPECT_EQ(failure.reached, Reached::nobody);
    EXPECT_TRUE(failure.passing);
    EXPECT_EQ(failure.error.code, Errc::network);
    EXPECT_NE(failure.error.message.find("127.0.0.1:"), std::string::npos);
    EXPECT_NE(failure.error.message.find("refused"), std::string::npos);
}

TEST_F(CurlTransportTest, ClosedOrResetAfterTheRequestIsMaybe) {
    for (const bool reset : {false, true}) {
        const RawServer server([&](Peer& peer) {
            (void)peer.request();
            if (reset) peer.reset();
        });
        const Failure failure = fails(post(server.url()));
        EXPECT_EQ(failure.reached, Reached::maybe) << reset;
        EXPECT_TRUE(failure.passing) << reset;
    }
}

TEST_F(CurlTransportTest, ConnectionsAreKept) {
    const RawServer server([](Peer& peer) {
        while (!peer.request().empty())
            peer.send(ok("x"));
    });
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(answers(get(server.url())).body, "x");
    EXPECT_EQ(server.accepted(), 1);
}

TEST_F(CurlTransportTest, APostIsNeverSentTwiceByAKeptConnectionThatCloses) {
    std::atomic<int> posts = 0;
    const RawServer server([&](Peer& peer) {
        for (std::string request; !(request = peer.request()).empty();) {
            if (request.starts_with("POST")) {
                ++posts;
                return;
            }
            peer.send(ok("x"));
        }
    });
    (void)answers(get(server.url()));
    EXPECT_EQ(fails(post(server.url())).reached, Reached::maybe);
    EXPECT_EQ(posts, 1);
}

TEST_F(CurlTransportTest, TooShortIsAnAnswerThatBrokeOff) {
    for (const char* bytes : {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n",
                              "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nhalf"}) {
        const Exchanged result = after(bytes);
        const auto* failure = std::get_if<Failure>(&result);
        ASSERT_NE(failure, nullptr) << bytes;
        EXPECT_EQ(failure->reached, Reached::answer) << bytes;
        EXPECT_EQ(failure->error.code, Errc::network) << bytes;
    }
}

TEST_F(CurlTransportTest, GarbageIsMaybe) {
    const Exchanged result = after("\x16\x03garbage\r\n\r\n");
    const auto* failure = std::get_if<Failure>(&result);
    ASSERT_NE(failure, nullptr);
    EXPECT_EQ(failure->reached, Reached::maybe);
    EXPECT_EQ(failure->error.code, Errc::network);
}

TEST_F(CurlTransportTest, InterimAnswersAreSkipped) {
    const RawServer server([](Peer& peer) {
        (void)peer.request();
        peer.send("HTTP/1.1 100 Continue\r\n\r\n" + ok("x"));
    });
    int heads = 0;
    Listener listener;
    listener.head = [&](const ResponseHead& head) {
        ++heads;
        return head.status == 200;
    };
    EXPECT_EQ(answers(post(server.url()), listener).body, "x");
    EXPECT_EQ(heads, 1);
}

TEST_F(CurlTransportTest, DrippedBytesAreRead) {
    const RawServer server([](Peer& peer) {
        (void)peer.request();
        peer.drip(ok("dripping", "Retry-After: 3\r\n"));
    });
    const Response response = answers(get(server.url()));
    EXPECT_EQ(response.body, "dripping");
    EXPECT_EQ(response.head.retry_after, Seconds(3));
}

TEST_F(CurlTransportTest, EndlessHeadersEnd) {
    const RawServer server([](Peer& peer) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\n");
        while (peer.send("X-Y: " + std::string(1000, 'x') + "\r\n")) {
        }
    });
    EXPECT_EQ(fails(get(server.url())).reached, Reached::answer);
}

TEST_F(CurlTransportTest, EndlessBodiesEnd) {
    for (const char* status : {"200", "503"}) {
        const RawServer server([&](Peer& peer) {
            (void)peer.request();
            peer.send(std::string("HTTP/1.1 ") + status + " X\r\n\r\n");
            while (peer.send(std::string(4096, 'x'))) {
            }
        });
        Request request = get(server.url());
        request.limits.max_body = 100'000;
        if (status[0] == '2') {
            EXPECT_EQ(fails(request).reached, Reached::answer);
        } else {
            const Response response = answers(request);
            EXPECT_EQ(response.head.status, 503);
            EXPECT_EQ(response.body.size(), 100'000U);
        }
    }
}

TEST_F(CurlTransportTest, CompressedBodiesAreCountedUnpacked) {
    const std::string small = output_of("printf hello | gzip -c");
    const std::string bomb = output_of("head -c 30000000 /dev/zero | gzip -c");
    ASSERT_FALSE(small.empty() || bomb.empty());
    ASSERT_LT(bomb.size(), 100'000U);
    const RawServer server([&](Peer& peer) {
        for (std::string request; !(request = peer.request()).empty();)
            peer.send(ok(request.starts_with("GET /bomb") ? bomb : small, "Content-Encoding: gzip\r\n"));
    });
    const Response response = answers(get(server.url()));
    EXPECT_EQ(response.body, "hello");
    EXPECT_EQ(response.head.content_length, std::nullopt);
    Request request = get(server.url("/bomb"));
    request.limits.max_body = 1 << 20;
    EXPECT_EQ(fails(request).error.code, Errc::network);
}

TEST_F(CurlTransportTest, TheListenerSeesASuccessAndMayEndIt) {
    const RawServer server([](Peer& peer) {
        for (std::string request; !(request = peer.request()).empty();)
            peer.send(request.starts_with("GET /no") ? "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno"
                                                     : ok("body"));
    });
    std::string seen;
    Listener listener;
    listener.data = [&](std::string_view bytes) {
        seen += bytes;
        return true;
    };
    EXPECT_EQ(answers(get(server.url()), listener).body, "");
    EXPECT_EQ(seen, "body");
    EXPECT_EQ(answers(get(server.url("/no")), listener).body, "no");
    EXPECT_EQ(seen, "body");
    listener.data = [](std::string_view) { return false; };
    EXPECT_EQ(fails(get(server.url()), listener).error.code, Errc::input);
    listener.head = [](const ResponseHead&) { return false; };
    EXPECT_EQ(answers(get(server.url()), listener).head.status, 200);
    listener.head = [](const ResponseHead&) -> bool { throw std::runtime_error("mine"); };
    EXPECT_THROW((void)go(get(server.url()), listener), std::runtime_error);
    EXPECT_EQ(answers(get(server.url())).body, "body") << "good for more after all that";
}

TEST_F(CurlTransportTest, TimeOuts) {
    const RawServer silent([](Peer& peer) { peer.wait_gone(); });
    const RawServer half([](Peer& peer) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        peer.wait_gone();
    });
    Request request = get(silent.url());
    request.limits.first_byte = Seconds(0.2);
    Failure failure = fails(request);
    EXPECT_EQ(failure.reached, Reached::maybe);
    EXPECT_TRUE(failure.passing);
    request = get(half.url());
    request.limits.stall = Seconds(0.2);
    EXPECT_EQ(fails(request).reached, Reached::answer);
    request = get(half.url());
    request.limits.total = Seconds(0.2);
    EXPECT_EQ(fails(request).reached, Reached::answer);
    int idles = 0;
    Listener listener;
    listener.idle = [&] { return ++idles < 2; };
    failure = fails(get(half.url()), listener);
    EXPECT_EQ(idles, 2);
    EXPECT_TRUE(failure.passing);
}

TEST_F(CurlTransportTest, CredentialsStayWithTheirHost) {
    const RawServer other([](Peer& peer) { peer.send(ok("stolen")); });
    const std::string target = other.url("/y?secret");
    const RawServer server([&](Peer& peer) {
        for (std::string request; !(request = peer.request()).empty();)
            peer.send(request.find("GET /end") == 0
                          ? ok("end")
                          : "HTTP/1.1 302 Found\r\nContent-Length: 1\r\nLocation: " +
                                (request.find("GET /same") == 0 ? "/end" : target) + "\r\n\r\nx");
    });
    Request request = get(server.url());
    request.bearer = Secret(kToken);
    Response response = answers(request);
    EXPECT_EQ(response.head.status, 302);
    EXPECT_EQ(response.head.location, target);
    for (const char* name : {"x-skill-source", "X-Client-Id", "Authorization"}) {
        request = get(server.url());
        request.headers = {{name, "v"}};
        EXPECT_EQ(answers(request).head.status, 302) << name;
    }
    EXPECT_EQ(other.accepted(), 0);
    request.url = server.url("/same");
    EXPECT_EQ(answers(request).body, "end");
    EXPECT_EQ(answers(get(server.url())).body, "stolen") << "a plain download goes on";
}

TEST_F(CurlTransportTest, APostIsNotRedirected) {
    std::atomic<int> requests = 0;
    const RawServer server([&](Peer& peer) {
        while (!peer.request().empty()) {
            ++requests;
            peer.send("HTTP/1.1 307 Again\r\nContent-Length: 0\r\nLocation: /b\r\n\r\n");
        }
    });
    EXPECT_EQ(answers(post(server.url())).head.status, 307);
    EXPECT_EQ(requests, 1);
}

TEST_F(CurlTransportTest, RedirectsEnd) {
    std::atomic<int> requests = 0;
    std::string location = "/b";
    const RawServer server([&](Peer& peer) {
        while (!peer.request().empty()) {
            ++requests;
            peer.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n");
        }
    });
    EXPECT_EQ(answers(get(server.url())).head.status, 302);
    EXPECT_EQ(requests, 6);
    for (const char* bad : {"http://example.com/", "file:///etc/passwd", "http://u:p@127.0.0.1/"}) {
        location = bad;
        const Response response = answers(get(server.url()));
        EXPECT_EQ(response.head.status, 302) << bad;
        EXPECT_EQ(response.head.location, "") << bad;
    }
}

TEST_F(CurlTransportTest, StopsInEveryPhase) {
    std::mutex held;
    std::condition_variable released;
    bool done = false;
    const RawServer server([&](Peer& peer) {
        if (const std::string bytes = peer.some(); bytes.starts_with("GET /body"))
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        std::unique_lock lock(held);
        released.wait(lock, [&] { return done; });
    });
    // Sending: nobody reads 64 MB. Waiting: no answer. Receiving: half of it. Handshake: no TLS is spoken.
    for (const auto& [phase, request] :
         {std::pair{"send", post(server.url(), std::string(std::size_t{64} << 20U, 'x'))},
          std::pair{"wait", get(server.url("/wait"))}, std::pair{"receive", get(server.url("/body"))},
          std::pair{"connect", get("https" + server.url().substr(4))}}) {
        std::stop_source stop;
        int idles = 0;
        Listener listener;
        listener.idle = [&] {
            if (++idles == 1) stop.request_stop();
            return true;
        };
        const Failure failure = fails(request, listener, stop.get_token());
        EXPECT_EQ(failure.error.code, Errc::cancelled) << phase;
        EXPECT_EQ(failure.reached == Reached::nobody, phase == std::string("connect")) << phase;
    }
    {
        const std::lock_guard lock(held);
        done = true;
    }
    released.notify_all();
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_EQ(fails(get(server.url()), {}, stopped.get_token()).reached, Reached::nobody);
}

TEST_F(CurlTransportTest, FilesAreStreamed) {
    constexpr std::size_t kSize = std::size_t{40} << 20U;
    {
        std::ofstream out(folder / "big");
        const std::string block(1 << 20, 'v');
        for (int i = 0; i < 40; ++i)
            out << block;
    }
    std::size_t received = 0;
    std::string first;
    std::string last;
    const RawServer server([&](Peer& peer) {
        // The heads of the request and of the part, however they are cut.
        while (first.size() < 4096)
            first += peer.some();
        received = first.size();
        while (!last.ends_with("--\r\n")) {
            last = peer.some();
            if (last.empty()) return;
            received += last.size();
        }
        peer.send(ok("taken"));
    });
    Request request = post(server.url());
    request.files = {{"files", folder / "big", "a\"b\r\nc-ü.mp4", "video/mp4"}};
    std::int64_t sent = 0;
    std::int64_t total = 0;
    Listener listener;
    listener.sent = [&](std::int64_t now, std::int64_t all) {
        EXPECT_GE(now, sent);
        sent = now;
        total = all;
    };
    rusage before{};
    ASSERT_EQ(::getrusage(RUSAGE_SELF, &before), 0);
    EXPECT_EQ(answers(request, listener).body, "taken");
    rusage now{};
    ASSERT_EQ(::getrusage(RUSAGE_SELF, &now), 0);
#ifndef BEATSYNC_SANITIZED  // they keep what was freed
    EXPECT_LT(now.ru_maxrss - before.ru_maxrss, 20 * 1024) << "KiB more than before";
#endif
    EXPECT_EQ(sent, total);
    EXPECT_GT(total, static_cast<std::int64_t>(kSize));
    EXPECT_GE(received, kSize);
    EXPECT_NE(
        first.find("name=\"files\"; filename=\"a%22b%0D%0Ac-ü.mp4\"\r\nContent-Type: video/mp4\r\n\r\n"),
        std::string::npos);
}

TEST_F(CurlTransportTest, AMissingFileIsInput) {
    const RawServer server([](Peer& peer) { (void)peer.request(); });
    Request request = post(server.url());
    request.files = {{"files", folder / "none", "none", ""}};
    const Failure failure = fails(request);
    EXPECT_EQ(failure.error.code, Errc::input);
    EXPECT_EQ(failure.reached, Reached::nobody);
    request.files[0].path = folder;
    EXPECT_EQ(fails(request).error.code, Errc::input);
}

TEST_F(CurlTransportTest, AFileThatChangesIsNeverSentWhole) {
    for (const bool shorter : {true, false}) {
        {
            std::ofstream out(folder / "f");
            out << std::string(std::size_t{32} << 20U, 'x');
        }
        std::string last;
        const RawServer server([&](Peer& peer) {
            for (std::string bytes; !(bytes = peer.some()).empty();)
                last = std::move(bytes);
        });
        Request request = post(server.url());
        request.files = {{"files", folder / "f", "f", ""}};
        Listener listener;
        listener.sent = [&](std::int64_t, std::int64_t) {
            fs::resize_file(folder / "f", shorter ? 5 : std::size_t{33} << 20U);
        };
        const Failure failure = fails(request, listener);
        EXPECT_EQ(failure.error.code, Errc::input) << shorter;
        EXPECT_EQ(failure.reached, Reached::maybe) << shorter;
        EXPECT_FALSE(last.ends_with("--\r\n")) << shorter;
    }
}

/// `openssl s_server` on a free port, for one connection.
class TlsServer {
public:
    TlsServer(const fs::path& folder, const std::string& days) {
        const std::string command =
            "cd " + folder.string() +
            " && openssl req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout k -out r 2>e"
            " && echo subjectAltName=IP:127.0.0.1 >x && openssl x509 -req -in r -signkey k -extfile x "
            "-days " +
            days +
            " -out c 2>e && exec openssl s_server -accept 127.0.0.1:0 -naccept 1 -www -key k -cert c 2>e";
        pipe_ = ::popen(command.c_str(), "r");
        std::array<char, 256> line{};
        while (pipe_ != nullptr && std::fgets(line.data(), line.size(), pipe_) != nullptr)
            if (const std::string text = line.data(); text.starts_with("ACCEPT ")) {
                port_ = std::atoi(text.substr(text.rfind(':') + 1).c_str());
                break;
            }
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    ~TlsServer() {
        if (pipe_ != nullptr) ::pclose(pipe_);
    }
    [[nodiscard]] int port() const { return port_; }

private:
    std::FILE* pipe_ = nullptr;
    int port_ = 0;
};

TEST_F(CurlTransportTest, ACertificateOfNobodyIsRefused) {
    for (const char* days : {"30", "-1", "trusted"}) {
        const bool trusted = days == std::string_view("trusted");
        const TlsServer server(folder, trusted ? "30" : days);
        ASSERT_NE(server.port(), 0);
        Request request = get("https://127.0.0.1:" + std::to_string(server.port()) + "/x?secret");
        request.bearer = Secret(kToken);
        if (!trusted) {
            // Self-signed for the first; the second's authority is known, but it is out of date.
            if (days[0] == '-') transport = *CurlTransport::create({"test", folder / "c"});
            const Failure failure = fails(request);
            EXPECT_EQ(failure.reached, Reached::nobody);
            EXPECT_FALSE(failure.passing);
            EXPECT_NE(failure.error.message.find(days[0] == '-' ? "expired" : "authority"), std::string::npos)
                << failure.error.message;
        } else {
            transport = *CurlTransport::create({"test", folder / "c"});
            EXPECT_EQ(answers(request).head.status, 200) << "the same, when it is trusted";
        }
    }
}

}  // namespace
}  // namespace beatsync::cloud
