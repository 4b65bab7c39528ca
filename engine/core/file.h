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

/// When a file, its name or its place was last changed, in nanoseconds since 1970, as the system notes it
/// whatever is done about its times: what is put in its place, or a copy of it, has another. Errc::input when
/// it is missing.
[[nodiscard]] Result<std::int64_t> changed_at(const std::filesystem::path& path);

/// What becomes of a file that has the name already when the new one is whole.
enum class Existing : std::uint8_t { replaced, kept };

/// A file that appears under its name only when it is whole: written beside it under a temporary name, put in
/// place by commit(), removed by the destructor otherwise. The folder must exist.
class AtomicFile {
public:
    /// Creates the temporary file (mode 0666 less the umask), `.NAME.PID-N.part` in the folder of `path`, or
    /// of what `path` links to. With a `mark` it is `.NAME.MARK.part`, and one that is there already is
    /// removed: for work that goes on after its program was killed, by one program at a time. Errc::usage
    /// when `path` is a folder, a device or a pipe; Errc::media when the folder is missing or not writable.
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& path,
                                                   Existing existing = Existing::replaced,
                                                   std::string_view mark = {});

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    /// Where to write until commit().
    [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }
    [[nodiscard]] const std::filesystem::path& target() const { return target_; }

    /// Flushes to the disk and renames to the target. Errc::media on failure, Errc::usage when a file of that
    /// name is there by now and is to be kept; then nothing is left.
    Result<void> commit();

private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary, Existing existing);
    void discard() noexcept;

    std::filesystem::path target_;
    Existing existing_;
    std::filesystem::path temporary_;  // empty once committed or moved from
};

/// Whether an AtomicFile can be made for `path`; errors as its create(). Tried with a file that has no name
/// (O_TMPFILE), so that a program killed meanwhile leaves nothing, where the file system has such files.
[[nodiscard]] Result<void> check_writable(const std::filesystem::path& path);

/// Adds a line to a file of lines, which is made (mode 0600) where it is missing; it is on the disk when this
/// returns. A last line that was cut by a crash is ended first. Returns the file's size; Errc::media.
[[nodiscard]] Result<std::uintmax_t> append_line(const std::filesystem::path& path, std::string_view line);

/// Removes the temporary file of every AtomicFile that is not committed: for a program that has to end now,
/// without its destructors.
void discard_unfinished_files() noexcept;

/// Writes all of `bytes` through an AtomicFile.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

/// The same for what is the owner's business alone: mode 0600, from the first byte on. Errc::usage when a
/// file of that name appears meanwhile and is to be kept.
Result<void> write_private_file(const std::filesystem::path& path, std::string_view bytes,
                                Existing existing = Existing::replaced);

}  // namespace beatsync
