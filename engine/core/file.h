#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"

namespace beatsync {

/// The whole of a file as bytes. Errc::input when it is missing, unreadable, a folder, or longer than
/// `max_bytes`.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// A file that appears under its name only when it is whole: written beside it under a temporary name, put in
/// place by commit(), removed by the destructor otherwise. The folder must exist.
class AtomicFile {
public:
    /// Creates the temporary file (mode 0666 less the umask), `.NAME.PID-N.part` in the folder of `path`.
    /// Errc::media when the folder is missing or not writable.
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& path);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    /// Where to write until commit().
    [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }
    [[nodiscard]] const std::filesystem::path& target() const { return target_; }

    /// Flushes to the disk and renames over the target. Errc::media on failure, and then nothing is left.
    Result<void> commit();

private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary);
    void discard() noexcept;

    std::filesystem::path target_;
    std::filesystem::path temporary_;  // empty once committed or moved from
};

/// Writes all of `bytes` through an AtomicFile.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace beatsync
