#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/cloud_client.h"
#include "cli/json_document.h"
#include "cli/verb.h"
#include "cloud/session_store.h"

// What more than one of the cloud's verbs does.
namespace beatsync::cli {

[[nodiscard]] Json credits_object(const cloud::Credits& credits);
/// "95 credits available, 5 held for running work, 100 in all"
[[nodiscard]] std::string credits_line(const cloud::Credits& credits);

[[nodiscard]] Json job_object(const cloud::Job& job);

/// Whether an export to `output` can begin: its name and its place.
Result<void> check_export_output(const std::filesystem::path& output, bool overwrite);

/// Renders a session's own draft to `output`.
[[nodiscard]] Result<cloud::Job> export_session(CloudClient& client, const std::string& session_id,
                                                const std::filesystem::path& output, bool overwrite,
                                                const Session& session);

/// "http://…" or "https://…" where a file could be named.
[[nodiscard]] bool is_address(const std::string& text);

/// The id of a session in the place of one that the service has forgotten, and says so.
[[nodiscard]] Result<std::string> session_instead_of(CloudClient& client, const std::string& forgotten,
                                                     const Session& session);

/// Whether the service would take these files (cloud::check_upload); addresses are its own business.
Result<void> check_uploads(const std::vector<std::string>& files);

/// Brings files, and what lies at http addresses, to a session: each content once.
[[nodiscard]] Result<std::vector<cloud::UploadRecord>> upload_to_session(
    CloudClient& client, const std::string& session_id, const std::vector<std::string>& files,
    const Session& session);

/// The session's tracks in one line; "" when it has none.
[[nodiscard]] Result<std::string> tracks_line(CloudClient& client, const std::string& session_id,
                                              const Session& session);

}  // namespace beatsync::cli
