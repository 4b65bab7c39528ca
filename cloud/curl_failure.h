#pragma once

#include <string>

#include "cloud/transport.h"

namespace beatsync::cloud {

/// What is known of a request that libcurl gave up.
struct CurlTrouble {
    int code = 0;  ///< CURLcode, not 0
    int os_error = 0;
    long verify_result = 0;  ///< X509_V_ERR_… of OpenSSL
    Reached reached = Reached::nobody;
    std::string place;  ///< host, and port where it is unusual
};

/// One line that names the host and never the URL, and whether later may be better.
[[nodiscard]] Failure curl_failure(const CurlTrouble& trouble);

}  // namespace beatsync::cloud
