#include "cli/cloud_client.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/paths.h"
#include "cloud/client_id.h"
#include "cloud/curl_transport.h"
#include "cloud/url.h"
#include "core/version.h"
#include "draft/text.h"
#include "media/digest.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr double kLeastScale = 1e-4;
constexpr double kMostScale = 1e3;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

Result<double> wait_scale() {
    const std::string text = variable("BEATSYNC_WAIT_SCALE");
    if (text.empty()) return 1.0;
    double scale = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), scale);
    const bool number = error == std::errc{} && end == text.data() + text.size();
    if (!number || !(scale >= kLeastScale && scale <= kMostScale))
        return fail(Errc::usage, fmt::format("BEATSYNC_WAIT_SCALE: '{}' is out of range", text),
                    "0.0001 to 1000");
    return scale;
}

/// Where this program was installed from, as far as its path says it.
std::string platform() {
    if (std::string given = variable("SKILL_SOURCE"); !given.empty()) return given;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    const std::string home = variable("HOME");
    if (error || home.empty()) return "unknown";
    const auto below = [&](const char* folder) {
        return program.string().starts_with((fs::path(home) / folder).string() + "/");
    };
    if (below(".clawhub")) return "clawhub";
    if (below(".cursor/skills")) return "cursor";
    return "unknown";
}

/// "https://host/" and "https://host" are one service: tokens and sessions are kept by this text.
Result<std::string> address(const char* name, std::string standard) {
    std::string text = variable(name);
    if (text.empty()) text = std::move(standard);
    while (text.ends_with('/'))
        text.pop_back();
    const auto url = cloud::parse_url(text);
    if (!url) return fail(Errc::usage, fmt::format("{}: {}", name, url.error().message), url.error().hint);
    return text;
}

}  // namespace

Result<cloud::ServiceSettings> cloud_settings(const CloudArguments& given) {
    cloud::ServiceSettings settings;
    BEATSYNC_TRY(settings.base_url, address("NEMO_API_URL", settings.base_url));
    BEATSYNC_TRY(settings.web_url, address("NEMO_WEB_URL", settings.web_url));
    settings.skill_source = given.skill_source;
    settings.skill_version = version();
    settings.skill_platform = platform();
    if (variable("LANG").starts_with("zh")) settings.language = "zh";
    settings.config_folder = client_id_folder();
    settings.state_folder = state_folder();
    settings.client_id = variable("NEMO_CLIENT_ID");
    settings.given_token = cloud::Secret(std::string(draft::trimmed(variable("NEMO_TOKEN"))));
    if (settings.state_folder.empty())
        return fail(Errc::usage, "the cloud needs a home folder to keep tokens and jobs in", "set HOME");
    return settings;
}

Result<std::unique_ptr<CloudClient>> CloudClient::open(const CloudArguments& given, bool may_register,
                                                       const std::string& base_url) {
    if (given.offline) return fail(Errc::usage, "--offline: this needs the cloud", "leave --offline out");
    BEATSYNC_TRY(const double scale, wait_scale());
    BEATSYNC_TRY(cloud::ServiceSettings settings, cloud_settings(given));
    if (!base_url.empty() && base_url != settings.base_url) {
        settings.base_url = base_url;
        settings.given_token = cloud::Secret();
    }
    settings.may_register = may_register;
    cloud::CurlOptions curl;
    curl.user_agent = fmt::format("beatsync/{}", version());
    curl.ca_file = variable("SSL_CERT_FILE");
    BEATSYNC_TRY(auto transport, cloud::CurlTransport::create(curl));
    return std::unique_ptr<CloudClient>(
        new CloudClient(given, std::move(settings), scale, std::move(transport)));
}

CloudClient::CloudClient(const CloudArguments& given, cloud::ServiceSettings settings, double scale,
                         std::unique_ptr<cloud::Transport> transport)
    : clock_(scale),
      transport_(std::move(transport)),
      sessions_(settings.state_folder),
      journal_(settings.state_folder),
      service_(std::make_unique<cloud::Service>(std::move(settings), *transport_, clock_)) {
    export_settings_.poll_interval = cloud::Seconds(given.poll_interval_s);
}

cloud::Digest CloudClient::digest() {
    return [](const fs::path& file) { return media::file_sha256(file); };
}

cloud::Exporter CloudClient::exporter() {
    return {*service_, sessions_, journal_, clock_, digest(), export_settings_};
}

}  // namespace beatsync::cli
