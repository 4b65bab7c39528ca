#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "cli/render_job.h"
#include "cloud/clock.h"
#include "cloud/exporter.h"
#include "cloud/job_journal.h"
#include "cloud/service.h"
#include "cloud/session_store.h"
#include "cloud/transport.h"

namespace beatsync::cli {

/// Everything a verb needs of the service, put together from options and environment.
class CloudClient {
public:
    /// `base_url` instead of the environment's: a job belongs to the service that it was sent to. A token
    /// from the environment goes to the environment's service alone. Errc::usage for settings that make no
    /// sense, and with --offline.
    [[nodiscard]] static Result<std::unique_ptr<CloudClient>> open(const CloudArguments& given,
                                                                   bool may_register = true,
                                                                   const std::string& base_url = "");

    [[nodiscard]] cloud::Service& service() { return *service_; }
    [[nodiscard]] const cloud::SessionStore& sessions() const { return sessions_; }
    [[nodiscard]] const cloud::JobJournal& journal() const { return journal_; }
    [[nodiscard]] cloud::Clock& clock() { return clock_; }
    [[nodiscard]] const std::string& base_url() const { return service_->settings().base_url; }
    [[nodiscard]] cloud::Exporter exporter();
    /// The digest of all of a file's bytes.
    [[nodiscard]] static cloud::Digest digest();

private:
    CloudClient(const CloudArguments& given, cloud::ServiceSettings settings, double wait_scale,
                std::unique_ptr<cloud::Transport> transport);

    cloud::SystemClock clock_;
    std::unique_ptr<cloud::Transport> transport_;
    cloud::SessionStore sessions_;
    cloud::JobJournal journal_;
    std::unique_ptr<cloud::Service> service_;
    cloud::ExportSettings export_settings_;
};

/// Settings from the environment: NEMO_TOKEN, NEMO_API_URL, NEMO_WEB_URL, NEMO_CLIENT_ID, SKILL_SOURCE and
/// the folders. Errc::usage for an address that is none.
[[nodiscard]] Result<cloud::ServiceSettings> cloud_settings(const CloudArguments& given);

}  // namespace beatsync::cli
