#include "cloud/curl_failure.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <system_error>

namespace beatsync::cloud {
namespace {

constexpr const char* kNetwork = "check the network connection and the proxy settings";

struct Words {
    std::string message;
    std::string hint;
    bool passing = true;
};

Words certificate(const CurlTrouble& trouble) {
    const auto words = [&](const char* why, const char* hint) {
        return Words{fmt::format("the certificate of {} {}", trouble.place, why), hint, false};
    };
    // Numbers of X509_verify_cert_error_string(3).
    switch (trouble.verify_result) {
        case 9:
            return words("is not valid yet", "check this machine's clock");
        case 10:
            return words("has expired", "check this machine's clock");
        case 18:
        case 19:
        case 20:
        case 21:
            return words("is not from an authority that this machine trusts",
                         "somebody may be between you and the service; behind a company's proxy, install its "
                         "certificate");
        default:
            return words("is not the host's own", "somebody may be between you and the service");
    }
}

Words connecting(const CurlTrouble& trouble) {
    const std::string why =
        trouble.os_error != 0 ? ": " + std::generic_category().message(trouble.os_error) : std::string();
    return {fmt::format("cannot connect to {}{}", trouble.place, why), kNetwork};
}

Words describe_code(const CurlTrouble& trouble) {
    const std::string& place = trouble.place;
    switch (static_cast<CURLcode>(trouble.code)) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return {fmt::format("cannot find the host {}", place), kNetwork};
        case CURLE_COULDNT_RESOLVE_PROXY:
            return {fmt::format("cannot find the proxy to {}", place), kNetwork};
        case CURLE_PROXY:
            return {fmt::format("the proxy refuses to connect to {}", place), "check the proxy settings"};
        case CURLE_COULDNT_CONNECT:
            return connecting(trouble);
        case CURLE_OPERATION_TIMEDOUT:
            return {fmt::format("{} in the time allowed", trouble.reached == Reached::nobody
                                                              ? "no connection to " + place
                                                              : "no answer from " + place),
                    kNetwork};
        case CURLE_SSL_CONNECT_ERROR:
            return {fmt::format("no secure connection to {}", place), kNetwork};
        case CURLE_PEER_FAILED_VERIFICATION:
            return certificate(trouble);
        case CURLE_SSL_CACERT_BADFILE:
            return {"cannot read the file of trusted certificates", "check its path", false};
        case CURLE_GOT_NOTHING:
            return {fmt::format("{} closed the connection without an answer", place), ""};
        case CURLE_PARTIAL_FILE:
            return {fmt::format("the answer of {} broke off", place), ""};
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
            return {fmt::format("the connection to {} broke", place), kNetwork};
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_BAD_CONTENT_ENCODING:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM:
            return {fmt::format("{} did not answer in proper HTTP", place), kNetwork};
        case CURLE_OUT_OF_MEMORY:
            return {"out of memory", "", false};
        default:
            return {fmt::format("talking to {} failed: {}", place,
                                curl_easy_strerror(static_cast<CURLcode>(trouble.code))),
                    kNetwork, false};
    }
}

}  // namespace

Failure curl_failure(const CurlTrouble& trouble) {
    Words words = describe_code(trouble);
    return {trouble.reached, words.passing,
            Error{Errc::network, std::move(words.message), std::move(words.hint)}};
}

}  // namespace beatsync::cloud
