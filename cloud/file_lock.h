#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>

#include "core/error.h"

namespace beatsync::cloud {

/// A lock that programs of this user take in turn (flock(2) on a file of its own, which stays). The system
/// gives it back when a program ends, however it ends.
class FileLock {
public:
    /// Waits for it. Makes the folder (mode 0700) where it is missing. Errc::media when the file can't be
    /// made, Errc::cancelled.
    [[nodiscard]] static Result<FileLock> take(const std::filesystem::path& file,
                                               const std::stop_token& stop);
    /// std::nullopt when another program holds it.
    [[nodiscard]] static Result<std::optional<FileLock>> try_take(const std::filesystem::path& file);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

private:
    explicit FileLock(int fd) : fd_(fd) {}
    int fd_;
};

/// Makes a folder that only its owner may look into. Errc::media.
Result<void> make_private_folder(const std::filesystem::path& folder);

}  // namespace beatsync::cloud
