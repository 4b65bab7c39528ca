#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cloud/file_lock.h"
#include "core/error.h"

namespace beatsync::cloud {

/// A conversation with the service, and the draft that it edits.
struct Session {
    std::string session_id;
    std::string task_id;
};

/// A file that a session has.
struct UploadRecord {
    std::string digest;     ///< of the content
    std::string path;       ///< on this machine, to upload it again; empty for one by URL
    std::string name;       ///< as the service was told
    std::string answer;     ///< what the service said of it, JSON
    std::string reference;  ///< what it is called in a draft (upload_reference)
};

/// Which session is current, and which files each has, by base URL, in `folder`/sessions.json (mode 0600).
/// Safe under several programs at once. Errc::media when it can't be written.
class SessionStore {
public:
    explicit SessionStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] std::optional<Session> current(const std::string& base_url) const;
    Result<void> set_current(const std::string& base_url, const Session& session) const;
    /// To be held by who makes a session where there is none: two programs that start at once share one.
    [[nodiscard]] Result<FileLock> creation_lock(const std::stop_token& stop) const;
    /// The session is unknown to the service by now; another that was made meanwhile stays.
    Result<void> forget(const std::string& base_url, const std::string& session_id) const;

    /// In the order of upload. Only the last kSessionsKept sessions are remembered.
    [[nodiscard]] std::vector<UploadRecord> uploads(const std::string& base_url,
                                                    const std::string& session_id) const;
    /// In the place of one with the same digest.
    Result<void> add_upload(const std::string& base_url, const std::string& session_id,
                            const UploadRecord& record) const;

    static constexpr std::size_t kSessionsKept = 50;

private:
    std::filesystem::path folder_;
};

}  // namespace beatsync::cloud
