#include "cloud/curl_hop.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "cloud/curl_failure.h"

namespace beatsync::cloud {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kTick{100};

/// Sets options until the first that fails.
class Options {
public:
    explicit Options(CURL* easy) : easy_(easy) {}
    template <class T>
    void set(CURLoption option, T value) {
        if (code_ == CURLE_OK) code_ = curl_easy_setopt(easy_, option, value);
    }
    [[nodiscard]] CURLcode code() const { return code_; }

private:
    CURL* easy_;
    CURLcode code_ = CURLE_OK;
};

/// In the multi handle for as long as it lives; the easy handle is left without a trace of the request.
class Added {
public:
    Added(CURLM* multi, CURL* easy) : multi_(multi), easy_(easy), code_(curl_multi_add_handle(multi, easy)) {}
    Added(const Added&) = delete;
    Added& operator=(const Added&) = delete;
    ~Added() {
        [[maybe_unused]] const CURLMcode removed = curl_multi_remove_handle(multi_, easy_);
        assert(removed == CURLM_OK);
        curl_easy_reset(easy_);
    }
    [[nodiscard]] bool ok() const { return code_ == CURLM_OK; }

private:
    CURLM* multi_;
    CURL* easy_;
    CURLMcode code_;
};

long milliseconds(Seconds length) {
    // 0 would mean libcurl's own default.
    return static_cast<long>(std::clamp(length.count() * 1000, 1.0, 1e9));
}

double unix_now() {
    return Seconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

/// What libcurl calls: no exception leaves them.
struct CurlHop::Hooks {
    template <class F>
    static std::size_t guarded(void* self, std::size_t on_throw, F call) {
        auto& hop = *static_cast<CurlHop*>(self);
        try {
            return call(hop);
        } catch (...) {
            hop.thrown_ = std::current_exception();
            return on_throw;
        }
    }
    static std::size_t header(char* data, std::size_t size, std::size_t count, void* self) {
        return guarded(self, 0, [&](CurlHop& hop) { return hop.on_header({data, size * count}); });
    }
    static std::size_t body(char* data, std::size_t size, std::size_t count, void* self) {
        return guarded(self, CURL_WRITEFUNC_ERROR, [&](CurlHop& hop) {
            return hop.on_body({data, size * count});
        });
    }
    static std::size_t read(char* into, std::size_t size, std::size_t count, void* self) {
        return guarded(self, CURL_READFUNC_ABORT, [&](CurlHop& hop) {
            return hop.on_read({into, size * count});
        });
    }
    static int progress(void* self, curl_off_t, curl_off_t received, curl_off_t, curl_off_t sent) {
        return static_cast<int>(guarded(self, 1, [&](CurlHop& hop) {
            hop.on_progress(received, sent);
            return std::size_t{0};
        }));
    }
    static int connected(void* self, char* peer, char*, int, int) {
        auto& hop = *static_cast<CurlHop*>(self);
        if (hop.url_.scheme == "http" && !is_loopback_address(peer)) {
            hop.end(hop.failure(
                Errc::usage, "a proxy on another machine would see what goes to " + hop.url_.place(), false));
            return CURL_PREREQFUNC_ABORT;
        }
        hop.started_ = true;
        hop.active_ = steady_clock::now();
        return CURL_PREREQFUNC_OK;
    }
};

CurlHop::CurlHop(void* multi, void* easy, const Request& request, const Url& url, const Listener& listener,
                 std::stop_token stop)
    : multi_(multi),
      easy_(easy),
      request_(request),
      url_(url),
      listener_(listener),
      stop_(std::move(stop)),
      reader_(unix_now()),
      begun_(steady_clock::now()),
      active_(begun_),
      idled_(begun_) {}

Exchanged CurlHop::run(const CurlOptions& options, const Redirect& redirect) {
    redirect_ = &redirect;
    if (stop_.stop_requested()) return failure(Errc::cancelled, "interrupted", false);
    if (auto failed = prepare(options)) return *std::move(failed);
    {
        const Added added(multi_, easy_);
        if (!added.ok()) return failure(Errc::internal, "libcurl takes no request", false);
        drive();
    }
    if (thrown_) std::rethrow_exception(thrown_);
    return *std::move(verdict_);
}

std::optional<Failure> CurlHop::prepare(const CurlOptions& options) {
    std::string content_type;
    if (!request_.files.empty()) {
        auto body = Multipart::open(request_.files, random_boundary());
        if (!body) return Failure{Reached::nobody, false, std::move(body).error()};
        multipart_ = *std::move(body);
        content_type = multipart_->content_type();
    }
    auto headers = HeaderList::of(request_, content_type);
    if (!headers) return Failure{Reached::nobody, false, std::move(headers).error()};
    headers_ = *std::move(headers);
    to_send_ = multipart_ ? multipart_->size() : std::ssize(request_.body);
    if (request_.method == Method::get) to_send_ = 0;
    curl_easy_reset(easy_);
    const auto code = static_cast<CURLcode>(set_options(options));
    if (code == CURLE_OK) return std::nullopt;
    return failure(Errc::internal, fmt::format("libcurl takes no option: {}", curl_easy_strerror(code)),
                   false);
}

int CurlHop::set_options(const CurlOptions& options) {
    Options set(easy_);
    set.set(CURLOPT_URL, url_.text.c_str());
    set.set(CURLOPT_PROTOCOLS_STR, url_.loopback() ? "http,https" : "https");
    set.set(CURLOPT_FOLLOWLOCATION, 0L);
    set.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set.set(CURLOPT_SSL_VERIFYPEER, 1L);
    set.set(CURLOPT_SSL_VERIFYHOST, 2L);
    set.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options.ca_file.empty()) set.set(CURLOPT_CAINFO, options.ca_file.c_str());
    set.set(CURLOPT_USERAGENT, options.user_agent.c_str());
    set.set(CURLOPT_HTTPHEADER, headers_->get());
    // A caller that counts bytes (a resumed download) asks for none by a header of its own.
    if (!has_header(request_, "Accept-Encoding")) set.set(CURLOPT_ACCEPT_ENCODING, "");
    set.set(CURLOPT_NOSIGNAL, 1L);
    set.set(CURLOPT_TCP_KEEPALIVE, 1L);
    // A stop does not wait for a slow name server.
    set.set(CURLOPT_QUICK_EXIT, 1L);
    set.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request_.limits.connect));
    set.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set.set(CURLOPT_HEADERFUNCTION, &Hooks::header);
    set.set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set.set(CURLOPT_WRITEFUNCTION, &Hooks::body);
    set.set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set.set(CURLOPT_NOPROGRESS, 0L);
    set.set(CURLOPT_XFERINFOFUNCTION, &Hooks::progress);
    set.set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
    set.set(CURLOPT_PREREQFUNCTION, &Hooks::connected);
    set.set(CURLOPT_PREREQDATA, static_cast<void*>(this));
    if (request_.method == Method::get) {
        set.set(CURLOPT_HTTPGET, 1L);
        return set.code();
    }
    set.set(CURLOPT_POST, 1L);
    // On a kept connection libcurl would send it twice, unasked, when the server closes without an answer.
    set.set(CURLOPT_FRESH_CONNECT, 1L);
    set.set(CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{to_send_});
    if (multipart_) {
        set.set(CURLOPT_READFUNCTION, &Hooks::read);
        set.set(CURLOPT_READDATA, static_cast<void*>(this));
    } else {
        set.set(CURLOPT_POSTFIELDS, request_.body.c_str());
    }
    return set.code();
}

void CurlHop::drive() {
    const std::stop_callback wake(stop_, [this] { (void)curl_multi_wakeup(multi_); });
    while (!verdict_ && !thrown_) {
        int running = 0;
        CURLMcode code = curl_multi_perform(multi_, &running);
        if (code == CURLM_OK) collect();
        if (!verdict_ && !thrown_) watch();
        if (verdict_ || thrown_) return;
        if (code == CURLM_OK)
            code = curl_multi_poll(multi_, nullptr, 0, static_cast<int>(kTick.count()), nullptr);
        if (code != CURLM_OK)
            end(failure(Errc::internal, fmt::format("libcurl: {}", curl_multi_strerror(code)), false));
    }
}

void CurlHop::collect() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left))
        if (message->msg == CURLMSG_DONE && message->easy_handle == easy_ && !verdict_)
            finished(message->data.result);
}

void CurlHop::finished(int code) {
    if (code == CURLE_OK && reader_.complete()) return end(Response{head_, std::move(body_)});
    long os_error = 0;
    CurlTrouble trouble;
    trouble.code = code == CURLE_OK ? int{CURLE_WEIRD_SERVER_REPLY} : code;
    if (curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &os_error) == CURLE_OK)
        trouble.os_error = static_cast<int>(os_error);
    if (curl_easy_getinfo(easy_, CURLINFO_SSL_VERIFYRESULT, &trouble.verify_result) != CURLE_OK)
        trouble.verify_result = 0;
    trouble.reached = reached();
    trouble.place = url_.place();
    end(curl_failure(trouble));
}

void CurlHop::watch() {
    if (stop_.stop_requested()) return end(failure(Errc::cancelled, "interrupted", false));
    const Time now = steady_clock::now();
    watch_time(now);
    if (verdict_ || !listener_.idle || now - active_ < kTick || now - idled_ < kTick) return;
    idled_ = now;
    if (!listener_.idle()) too_slow(fmt::format("{} went silent", url_.place()));
}

void CurlHop::watch_time(Time now) {
    const Limits& limits = request_.limits;
    if (limits.total && now - begun_ > *limits.total)
        return too_slow(fmt::format("{} took longer than {:g} s", url_.place(), limits.total->count()));
    if (!started_) return;  // libcurl's own limit on connecting
    const bool waiting = !reader_.begun() && sent_ >= to_send_;
    const Seconds allowed = waiting ? limits.first_byte : limits.stall;
    if (now - active_ <= allowed) return;
    const std::string place = url_.place();
    too_slow(waiting ? fmt::format("no answer from {} within {:g} s", place, allowed.count())
                     : fmt::format("the connection to {} stood still for {:g} s", place, allowed.count()));
}

void CurlHop::too_slow(std::string message) {
    end(Failure{
        reached(), true,
        Error{Errc::network, std::move(message), "check the network connection, or try again later"}});
}

std::size_t CurlHop::on_header(std::string_view line) {
    active_ = steady_clock::now();
    const bool was_complete = reader_.complete();
    if (!reader_.take(line)) {
        end(failure(Errc::network, fmt::format("the head of the answer of {} has no end", url_.place()),
                    false));
        return 0;
    }
    if (reader_.complete() && !was_complete) on_head();
    return verdict_ ? 0 : line.size();
}

void CurlHop::on_head() {
    head_ = reader_.head();
    next_ = (*redirect_)(head_);
    if (next_) return;
    const bool redirected = head_.status >= 300 && head_.status < 400 && !head_.location.empty();
    const auto target = redirected ? resolve_reference(url_, head_.location) : Result<Url>(Url{});
    head_.location = target ? target->text : "";
    if (listener_.head && !listener_.head(head_)) end(Response{head_, ""});
}

std::size_t CurlHop::on_body(std::string_view bytes) {
    active_ = steady_clock::now();
    // An endless answer keeps libcurl busy: this is where a stop is seen.
    if (stop_.stop_requested()) end(failure(Errc::cancelled, "interrupted", false));
    if (verdict_) return CURL_WRITEFUNC_ERROR;
    if (!success() || !listener_.data) return keep(bytes);
    if (listener_.data(bytes)) return bytes.size();
    end(failure(Errc::input, fmt::format("the answer of {} was given up", url_.place()), false));
    return CURL_WRITEFUNC_ERROR;
}

std::size_t CurlHop::keep(std::string_view bytes) {
    const std::size_t room = request_.limits.max_body - body_.size();
    body_.append(bytes.substr(0, room));
    if (bytes.size() <= room) return bytes.size();
    // What an error page says, it says at its beginning; half a result is none.
    if (success())
        end(failure(
            Errc::network,
            fmt::format("the answer of {} is larger than {} bytes", url_.place(), request_.limits.max_body),
            false));
    else
        end(Response{head_, std::move(body_)});
    return CURL_WRITEFUNC_ERROR;
}

std::size_t CurlHop::on_read(std::span<char> into) {
    if (stop_.stop_requested()) end(failure(Errc::cancelled, "interrupted", false));
    if (verdict_) return CURL_READFUNC_ABORT;
    auto count = multipart_->read(into);
    if (count) return *count;
    end(Failure{reached(), false, std::move(count).error()});
    return CURL_READFUNC_ABORT;
}

void CurlHop::on_progress(std::int64_t received, std::int64_t sent) {
    if (received == received_ && sent == sent_) return;
    active_ = steady_clock::now();
    received_ = received;
    if (std::exchange(sent_, sent) != sent && listener_.sent) listener_.sent(sent, to_send_);
}

Reached CurlHop::reached() const {
    if (reader_.begun()) return Reached::answer;
    return started_ ? Reached::maybe : Reached::nobody;
}

Failure CurlHop::failure(Errc code, std::string message, bool passing) const {
    return {reached(), passing, Error{code, std::move(message), ""}};
}

}  // namespace beatsync::cloud
