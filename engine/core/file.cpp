#include "core/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>

#include "core/descriptor.h"

namespace beatsync {
namespace {

std::string reason(int err) {
    return std::generic_category().message(err);
}

tl::unexpected<Error> write_failure(const std::filesystem::path& path, int err) {
    const char* hint = err == ENOSPC || err == EDQUOT ? "free some space or write to another disk"
                       : err == ENOENT                ? "create the folder first"
                       : err == EACCES || err == EPERM || err == EROFS ? "choose a folder you may write to"
                                                                       : "";
    return fail(Errc::media, fmt::format("cannot write {}: {}", path.string(), reason(err)), hint);
}

/// The temporary files that are there, by name. Never destroyed: threads may outlive main.
class Unfinished {
public:
    static Unfinished& instance() {
        static auto* const all = new Unfinished;
        return *all;
    }
    void add(const std::filesystem::path& path) {
        const std::scoped_lock lock(mutex_);
        paths_.insert(path);
    }
    void remove(const std::filesystem::path& path) noexcept {
        const std::scoped_lock lock(mutex_);
        paths_.erase(path);
    }
    void discard() noexcept {
        const std::scoped_lock lock(mutex_);
        for (const auto& path : paths_)
            ::unlink(path.c_str());
        paths_.clear();
    }

private:
    std::mutex mutex_;
    std::set<std::filesystem::path> paths_;
};

/// Like rename, but fails with EEXIST when `to` is there; where the file system cannot do that in one step,
/// in two.
int rename_to_new(const char* from, const char* to) {
    if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
    if (::access(to, F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return ::rename(from, to);
}

/// Whether the last byte is a line's end.
bool ends_a_line(int fd, off_t size) {
    char last = '\n';
    return size == 0 || (::pread(fd, &last, 1, size - 1) == 1 && last == '\n');
}

/// A new file's name is safe only when its folder is on the disk too.
void flush_folder_of(const std::filesystem::path& path) {
    const Descriptor fd(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.valid()) (void)::fsync(fd.get());
}

/// The file that is written for `asked`: a link stays, the file that it leads to is replaced.
Result<std::filesystem::path> target_of(const std::filesystem::path& asked) {
    std::error_code ec;
    if (asked.filename().empty() || std::filesystem::is_directory(asked, ec))
        return fail(Errc::usage, fmt::format("cannot write {}: it is a folder", asked.string()),
                    "name a file in it");
    if (std::filesystem::exists(asked, ec) && !std::filesystem::is_regular_file(asked, ec))
        return fail(Errc::usage, fmt::format("cannot write {}: it is a device or a pipe", asked.string()),
                    "name a file");
    if (!std::filesystem::is_symlink(asked, ec)) return asked;
    auto path = std::filesystem::weakly_canonical(asked, ec);
    if (ec) return write_failure(asked, ec.value());
    return path;
}

/// Where AtomicFile writes what becomes `path`: another name each time, unless it has a mark. Not mkstemp:
/// its mode 0600 would have to be widened by the umask, which a thread cannot read safely.
std::filesystem::path temporary_of(const std::filesystem::path& path, std::string_view mark) {
    static std::atomic<unsigned> counter{0};
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    return folder /
           fmt::format(".{}.{}.part", path.filename().string(),
                       mark.empty() ? fmt::format("{}-{}", ::getpid(), counter++) : std::string(mark));
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

}  // namespace

Result<std::uintmax_t> append_line(const std::filesystem::path& path, std::string_view line) {
    const Descriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR));
    struct stat st {};
    if (!fd.valid() || ::fstat(fd.get(), &st) != 0) return write_failure(path, errno);
    const std::string bytes = fmt::format("{}{}\n", ends_a_line(fd.get(), st.st_size) ? "" : "\n", line);
    if (!write_all(fd.get(), bytes) || ::fsync(fd.get()) != 0) return write_failure(path, errno);
    if (st.st_size == 0) flush_folder_of(path);
    return static_cast<std::uintmax_t>(st.st_size) + bytes.size();
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
    const auto bad = [&](const std::string& why, const char* hint = "") {
        return fail(Errc::input, fmt::format("cannot read {}: {}", path.string(), why), hint);
    };
    // O_NONBLOCK: a pipe without a writer must not hang the open; regular files do not care.
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd.valid()) return bad(reason(errno), errno == ENOENT ? "check the path" : "");
    struct stat st {};
    if (::fstat(fd.get(), &st) != 0) return bad(reason(errno));
    if (S_ISDIR(st.st_mode)) return bad("it is a folder", "name a file in it");
    if (!S_ISREG(st.st_mode)) return bad("it is not a regular file");
    if (static_cast<std::uintmax_t>(st.st_size) > max_bytes)
        return bad(fmt::format("it is {} bytes, the limit is {}", st.st_size, max_bytes));
    std::string bytes;
    // The file may grow while it is read: the limit holds on what is read, not on what stat said.
    for (;;) {
        char block[65536];
        const ssize_t n = ::read(fd.get(), block, sizeof block);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return bad(reason(errno));
        if (n == 0) return bytes;
        bytes.append(block, static_cast<std::size_t>(n));
        if (bytes.size() > max_bytes) return bad(fmt::format("it is over the limit of {} bytes", max_bytes));
    }
}

Result<std::int64_t> changed_at(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return fail(Errc::input, fmt::format("cannot read {}: {}", path.string(), reason(errno)));
    return std::int64_t{status.st_ctim.tv_sec} * 1'000'000'000 + status.st_ctim.tv_nsec;
}

AtomicFile::AtomicFile(std::filesystem::path target, std::filesystem::path temporary, Existing existing)
    : target_(std::move(target)), existing_(existing), temporary_(std::move(temporary)) {
    Unfinished::instance().add(temporary_);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_)),
      existing_(other.existing_),
      temporary_(std::exchange(other.temporary_, {})) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
    if (this != &other) {
        discard();
        target_ = std::move(other.target_);
        existing_ = other.existing_;
        temporary_ = std::exchange(other.temporary_, {});
    }
    return *this;
}

AtomicFile::~AtomicFile() {
    discard();
}

void AtomicFile::discard() noexcept {
    if (temporary_.empty()) return;
    ::unlink(temporary_.c_str());
    Unfinished::instance().remove(temporary_);
    temporary_.clear();
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& asked, Existing existing,
                                      std::string_view mark) {
    BEATSYNC_TRY(auto path, target_of(asked));
    for (;;) {
        auto temporary = temporary_of(path, mark);
        const Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        if (fd.valid()) return AtomicFile(std::move(path), std::move(temporary), existing);
        const bool try_again = errno == EEXIST && (mark.empty() || ::unlink(temporary.c_str()) == 0);
        if (!try_again) return write_failure(path, errno);
    }
}

Result<void> check_writable(const std::filesystem::path& asked) {
    BEATSYNC_TRY(const auto path, target_of(asked));
    const auto temporary = temporary_of(path, {});
    const bool is_name = ::access(temporary.c_str(), F_OK) == 0 || errno == ENOENT;
    const Descriptor nameless(
        ::open(temporary.parent_path().c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (is_name && nameless.valid()) return {};
    // What says why not, and the way of file systems that have no files without a name.
    BEATSYNC_CHECK(AtomicFile::create(asked));
    return {};
}

Result<void> AtomicFile::commit() {
    const auto failed = [&] {
        const int err = errno;
        discard();
        if (err == EEXIST)
            return fail(Errc::usage, fmt::format("cannot write {}: it exists by now", target_.string()),
                        "--overwrite replaces it");
        return write_failure(target_, err);
    };
    Descriptor fd(::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid() || ::fsync(fd.get()) != 0 || !fd.close()) return failed();
    const auto rename = existing_ == Existing::kept ? rename_to_new : ::rename;
    if (rename(temporary_.c_str(), target_.c_str()) != 0) return failed();
    Unfinished::instance().remove(temporary_);
    temporary_.clear();
    return {};
}

void discard_unfinished_files() noexcept {
    Unfinished::instance().discard();
}

namespace {

Result<void> write_through(const std::filesystem::path& path, std::string_view bytes, Existing existing,
                           bool is_private) {
    BEATSYNC_TRY(auto file, AtomicFile::create(path, existing));
    Descriptor fd(::open(file.temporary().c_str(), O_WRONLY | O_CLOEXEC));
    const bool ready = fd.valid() && (!is_private || ::fchmod(fd.get(), S_IRUSR | S_IWUSR) == 0);
    if (!ready || !write_all(fd.get(), bytes) || !fd.close()) return write_failure(path, errno);
    return file.commit();
}

}  // namespace

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes) {
    return write_through(path, bytes, Existing::replaced, false);
}

Result<void> write_private_file(const std::filesystem::path& path, std::string_view bytes,
                                Existing existing) {
    return write_through(path, bytes, existing, true);
}

}  // namespace beatsync
