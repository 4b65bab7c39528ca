#include <beatsync/cloud/curl_transport.h>
#include <beatsync/cloud/exporter.h>

int main() {
    const auto transport = beatsync::cloud::CurlTransport::create();
    return transport ? 0 : 1;
}
