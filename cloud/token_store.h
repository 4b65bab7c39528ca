#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "cloud/file_lock.h"
#include "cloud/secret.h"
#include "core/error.h"

namespace beatsync::cloud {

struct StoredToken {
    bool anonymous = true;  ///< else the user gave it
    Secret token;
    std::string user_id;               ///< of an anonymous one
    std::optional<double> expires_at;  ///< Unix time, seconds; none = not known
};

/// Tokens by base URL, in `folder`/credentials.json (mode 0600). A file that can't be understood counts as
/// empty: there is nothing in it that can't be had again.
class TokenStore {
public:
    explicit TokenStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// To be held from load() to save() by who changes what is stored: two programs that start at once must
    /// not both ask the service for a token. Errc::media, Errc::cancelled.
    [[nodiscard]] Result<FileLock> lock(const std::stop_token& stop) const;

    [[nodiscard]] std::optional<StoredToken> load(const std::string& base_url) const;
    Result<void> save(const FileLock& held, const std::string& base_url, const StoredToken& token) const;
    Result<void> erase(const FileLock& held, const std::string& base_url) const;

private:
    [[nodiscard]] std::filesystem::path file() const { return folder_ / "credentials.json"; }
    std::filesystem::path folder_;
};

}  // namespace beatsync::cloud
