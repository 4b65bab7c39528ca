#include "cloud/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "cloud/clock.h"

namespace beatsync::cloud {
namespace {

constexpr Seconds kAskAgain{0.02};

tl::unexpected<Error> failure(const std::filesystem::path& path, int error) {
    return fail(Errc::media,
                fmt::format("cannot keep {}: {}", path.string(), std::generic_category().message(error)),
                "make the folder writable, or set XDG_STATE_HOME and XDG_CONFIG_HOME");
}

}  // namespace

Result<void> make_private_folder(const std::filesystem::path& folder) {
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) return {};
    if (folder.has_parent_path()) {
        std::filesystem::create_directories(folder.parent_path(), error);
        if (error) return failure(folder, error.value());
    }
    if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) return failure(folder, errno);
    return {};
}

Result<std::optional<FileLock>> FileLock::try_take(const std::filesystem::path& file) {
    BEATSYNC_CHECK(make_private_folder(file.parent_path()));
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0) return failure(file, errno);
    FileLock lock(fd);
    while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return std::optional<FileLock>{};
        if (errno != EINTR) return failure(file, errno);
    }
    return std::optional<FileLock>(std::move(lock));
}

Result<FileLock> FileLock::take(const std::filesystem::path& file, const std::stop_token& stop) {
    SystemClock clock;
    for (;;) {
        BEATSYNC_TRY(std::optional<FileLock> lock, try_take(file));
        if (lock) return *std::move(lock);
        if (!clock.wait(kAskAgain, stop)) return fail(Errc::cancelled, "interrupted");
    }
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

FileLock::~FileLock() {
    if (fd_ >= 0) ::close(fd_);
}

}  // namespace beatsync::cloud
