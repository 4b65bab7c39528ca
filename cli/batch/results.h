#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "cli/batch/manifest.h"
#include "cli/console.h"
#include "cli/json_document.h"
#include "core/error.h"

namespace beatsync::cli {

/// What has become of the jobs so far.
struct Tally {
    std::size_t done = 0;
    std::size_t partial = 0;
    std::size_t failed = 0;
    std::size_t skipped = 0;    ///< done before
    std::size_t elsewhere = 0;  ///< left to another worker
    std::size_t pending = 0;    ///< never tried
    [[nodiscard]] std::size_t all() const { return done + partial + failed + skipped + elsewhere; }
};
/// "3 done, 1 failed".
[[nodiscard]] std::string to_text(const Tally& tally);

/// The beginning of a result line: {"id", "line", "status"}; id is null where none is given.
[[nodiscard]] Json result_line(const std::string& id, std::size_t line, const char* status);

/// Where result lines go: stdout, and a file that they are appended to, each in one write. Safe from any
/// thread.
class Results {
public:
    /// `file` empty = stdout only. Errc::media when it can't be written.
    [[nodiscard]] static Result<std::unique_ptr<Results>> open(Console& console,
                                                               const std::filesystem::path& file);
    Results(const Results&) = delete;
    Results& operator=(const Results&) = delete;
    ~Results();

    /// A job that was skipped (`keep` false) is not put into the file a second time. Errc::media.
    Result<void> add(const Json& line, bool keep);

private:
    Results(Console& console, std::filesystem::path file, int fd)
        : console_(console), file_(std::move(file)), fd_(fd) {}
    Console& console_;
    std::filesystem::path file_;
    int fd_;
    std::mutex mutex_;
};

}  // namespace beatsync::cli
