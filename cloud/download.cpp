#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "cloud/file_sink.h"
#include "cloud/service.h"
#include "cloud/url.h"

namespace beatsync::cloud {
namespace {

constexpr int kMostTries = 5;  // in a row without a new byte
constexpr int kNoSuchRange = 416;
constexpr int kOk = 200;
constexpr int kPartial = 206;

Error no_film() {
    return {Errc::refused, "what the service sends is no film", "run `beatsync cloud resume` later"};
}

}  // namespace

/// One file from one address, in as many pieces as it takes.
class Download {
public:
    Download(Service& service, FileSink& sink, const RunContext& context)
        : service_(service), sink_(sink), context_(context) {}

    /// Errc::cancelled; Errc::media when the disk is full: then another address is no better.
    Result<void> from(std::string address) {
        sink_.start_over();
        std::int64_t most = 0;
        for (int tries = 0, redirects = 0;;) {
            auto failure = fetch(address);
            if (sink_.error()) return fail(*sink_.error());
            if (!failure && sink_.whole()) return {};
            if (context_.stopped()) return fail_cancelled();
            if (failure && !failure->location.empty() && redirects++ < kMostTries) {
                address = failure->location;
                continue;
            }
            tries = sink_.size() > most ? 0 : tries + 1;
            most = std::max(most, sink_.size());
            const bool other_file = gap_ || (failure && failure->status == kNoSuchRange);
            if (other_file) sink_.start_over();
            const bool again = !failure || failure->passing || other_file;
            if (!again || tries >= kMostTries) return fail(failure ? failure->error : no_film());
            if (!service_.clock_.wait(Seconds(1 << tries), context_.stop)) return fail_cancelled();
        }
    }

private:
    /// Whose credentials go along: only the API's own host sees them.
    [[nodiscard]] Result<bool> is_api(const std::string& address) const {
        BEATSYNC_TRY(const Url base, parse_url(service_.settings().base_url));
        BEATSYNC_TRY(const Url url, parse_url(address));
        return same_origin(base, url);
    }

    [[nodiscard]] std::optional<CallFailure> fetch(const std::string& address) {
        const auto api = is_api(address);
        if (!api) {
            CallFailure failure;
            failure.error = api.error();
            return failure;
        }
        page_ = gap_ = false;
        std::vector<HeaderField> headers{{"Accept-Encoding", "identity"}};
        if (sink_.size() > 0) headers.push_back({"Range", fmt::format("bytes={}-", sink_.size())});
        if (sink_.size() > 0 && !sink_.validator().empty())
            headers.push_back({"If-Range", sink_.validator()});
        auto failure = *api ? fetch_from_api(address, std::move(headers))
                            : fetch_from_elsewhere(address, std::move(headers));
        if (!page_) return failure;
        CallFailure page;
        page.error = no_film();
        return page;
    }

    [[nodiscard]] Listener listener() {
        Listener listener;
        listener.head = [this](const ResponseHead& head) {
            const bool part = head.status != kOk && head.status != kPartial;
            if (part || sink_.begin(head)) return true;
            (head.status == kPartial ? gap_ : page_) = true;
            return false;
        };
        listener.data = [this](std::string_view bytes) {
            if (!sink_.add(bytes)) return false;
            if (sink_.total() && *sink_.total() > 0)
                context_.advance("download",
                                 static_cast<double>(sink_.size()) / static_cast<double>(*sink_.total()));
            return true;
        };
        return listener;
    }

    [[nodiscard]] std::optional<CallFailure> fetch_from_api(const std::string& address,
                                                            std::vector<HeaderField> headers) {
        Call call;
        call.endpoint = Endpoint::download;
        call.path = address;
        call.headers = std::move(headers);
        call.listener = listener();
        call.backoff = false;
        Called called = service_.caller_.call(call, context_);
        if (auto* failure = std::get_if<CallFailure>(&called)) return std::move(*failure);
        // JSON that says yes is no film either.
        page_ = page_ || std::get<Answer>(called).envelope.has_value();
        return std::nullopt;
    }

    [[nodiscard]] std::optional<CallFailure> fetch_from_elsewhere(const std::string& address,
                                                                  std::vector<HeaderField> headers) {
        Request request;
        request.url = address;
        request.headers = std::move(headers);
        Exchanged exchanged = service_.transport_.exchange(request, listener(), context_.stop);
        CallFailure failure;
        if (auto* broken = std::get_if<Failure>(&exchanged)) {
            failure.error = std::move(broken->error);
            failure.reached = broken->reached;
            failure.passing = broken->passing;
            return failure;
        }
        const ResponseHead& head = std::get<Response>(exchanged).head;
        if (head.status == kOk || head.status == kPartial) return std::nullopt;
        const ErrorRow row = find_error_row(head.status, 0, Endpoint::download, TokenOwner::given);
        failure.error = {row.errc, fmt::format("the film's host answers {}", head.status), ""};
        failure.status = head.status;
        failure.passing = row.action != ErrorAction::none;
        failure.location = head.location;
        return failure;
    }

    Service& service_;
    FileSink& sink_;
    const RunContext& context_;
    bool page_ = false;  ///< what came is no film
    bool gap_ = false;   ///< what came does not go on where it is asked to
};

Result<void> Service::download(const std::string& url, const std::string& render_id,
                               const std::filesystem::path& temporary, const RunContext& context) {
    BEATSYNC_TRY(FileSink sink, FileSink::open(temporary));
    Download download(*this, sink, context);
    Result<void> done = fail(no_film());
    if (!url.empty()) {
        BEATSYNC_TRY(const Url base, parse_url(settings().base_url));
        const auto address = resolve_reference(base, url);
        done = address ? download.from(address->text) : Result<void>(fail(address.error()));
    }
    const bool hopeless = !done && (done.error().code == Errc::cancelled || done.error().code == Errc::media);
    if (hopeless) return done;
    if (!done) {
        BEATSYNC_TRY(const std::string own, join_url(settings().base_url, download_path(render_id)));
        BEATSYNC_CHECK(download.from(own));
    }
    return sink.close();
}

}  // namespace beatsync::cloud
