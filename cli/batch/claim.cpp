#include "cli/batch/claim.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "cli/json_document.h"
#include "core/descriptor.h"
#include "core/file.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostBytes = 1U << 20U;
constexpr int kMostAttempts = 100'000;

tl::unexpected<Error> failure(const fs::path& path) {
    return fail(Errc::media,
                fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(errno)),
                "--state names a folder that every worker can write to");
}

std::string first_line(const fs::path& path) {
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    return line;
}

/// The boot and the space of process numbers: where these are the same, numbers can be compared. A host's
/// name would not do: containers share it, or change it.
const std::string& instance() {
    static const std::string own = [] {
        std::error_code ec;
        const fs::path space = fs::read_symlink("/proc/self/ns/pid", ec);
        return first_line("/proc/sys/kernel/random/boot_id") + " " + space.string();
    }();
    return own;
}

std::string host() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "?";
}

/// When a process began, in the kernel's ticks: numbers are used again. Empty when there is none, or only its
/// remains.
std::string begin_of(pid_t process) {
    const std::string stat = first_line(fmt::format("/proc/{}/stat", process));
    const auto name_end = stat.rfind(')');  // the name may hold anything
    if (name_end == std::string::npos) return {};
    std::istringstream fields(stat.substr(name_end + 1));
    std::string field;
    std::string state;
    fields >> state;
    if (state == "Z" || state == "X") return {};
    constexpr int kBeginAfterState = 19;  // proc(5): state is field 3, the start time field 22
    for (int i = 0; i < kBeginAfterState; ++i)
        fields >> field;
    return field;
}

/// When it was last written or touched; opened first, for then NFS asks the server.
std::optional<timespec> modified(const fs::path& path) {
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat st {};
    if (!fd.valid() || ::fstat(fd.get(), &st) != 0) return std::nullopt;
    return st.st_mtim;
}

/// Now, by the clock that stamps the files in `folder`, which may be another machine's.
std::optional<timespec> storage_now(const fs::path& folder) {
    std::string name = (folder / ".now-XXXXXX").string();
    const Descriptor fd(::mkostemp(name.data(), O_CLOEXEC));
    if (!fd.valid()) return std::nullopt;
    struct stat st {};
    const bool known = ::futimens(fd.get(), nullptr) == 0 && ::fstat(fd.get(), &st) == 0;
    ::unlink(name.c_str());
    return known ? std::optional(st.st_mtim) : std::nullopt;
}

struct Found {
    bool alive = true;
    bool released = false;
    std::string holder;
    std::vector<std::string> fresh;
};

bool is_touched(const fs::path& file, Claim::Seconds lease) {
    const auto then = modified(file);
    const auto now = storage_now(file.parent_path());
    return !then || !now || now->tv_sec - then->tv_sec <= lease.count();  // in doubt, alive
}

Found look_at(const fs::path& file, Claim::Seconds lease) {
    Found found;
    const auto bytes = read_file(file, kMostBytes);
    const Json json = bytes ? Json::parse(*bytes, nullptr, false) : Json();
    if (!json.is_object()) {  // being written, or its writer died at that
        found.alive = is_touched(file, lease);
        return found;
    }
    const auto text = [&](const char* key) {
        const auto at = json.find(key);
        return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    const auto pid_at = json.find("pid");
    const pid_t pid = pid_at != json.end() && pid_at->is_number_integer() ? pid_at->get<pid_t>() : 0;
    found.holder = fmt::format("{}, process {}", text("host"), pid);
    if (const auto fresh = json.find("fresh"); fresh != json.end() && fresh->is_array())
        for (const Json& output : *fresh)
            if (output.is_string()) found.fresh.push_back(output.get<std::string>());
    found.released = json.contains("released");
    if (found.released)
        found.alive = false;
    else if (text("instance") == instance())
        found.alive = begin_of(pid) == text("began") && !text("began").empty();
    else
        found.alive = is_touched(file, lease);
    return found;
}

}  // namespace

fs::path Claim::file(int number) const {
    return fs::path(name_).concat(fmt::format(".{}", number));
}

Result<std::optional<Claim>> Claim::try_take(const fs::path& name, Seconds lease, std::string& holder) {
    std::error_code ec;
    fs::create_directories(name.parent_path(), ec);
    Predecessor predecessor;
    for (int number = 1; number <= kMostAttempts; ++number) {
        Claim claim(name, number);
        const fs::path file = claim.file(number);
        const Descriptor fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        if (fd.get() >= 0) {
            claim.predecessor_ = std::move(predecessor);
            BEATSYNC_CHECK(claim.write(false));
            return std::optional(std::move(claim));
        }
        if (errno != EEXIST) return failure(file);
        Found found = look_at(file, lease);
        if (found.alive) {
            holder = found.holder;
            return std::optional<Claim>();
        }
        predecessor = {!found.released, std::move(found.fresh)};
    }
    return fail(Errc::media, fmt::format("{} was tried {} times", name.string(), kMostAttempts));
}

Result<void> Claim::write(bool released) const {
    Json json;
    json["host"] = host();
    json["pid"] = ::getpid();
    json["instance"] = instance();
    json["began"] = begin_of(::getpid());
    json["fresh"] = fresh_;
    if (released) json["released"] = true;
    std::ofstream out(file(number_), std::ios::binary | std::ios::trunc);
    out << document(json);
    out.close();
    if (!out) return failure(file(number_));
    return {};
}

Result<void> Claim::note_fresh(const std::vector<std::string>& outputs) {
    fresh_ = outputs;
    return write(false);
}

bool Claim::touch() const {
    (void)::utimensat(AT_FDCWD, file(number_).c_str(), nullptr, 0);
    return ::access(file(number_ + 1).c_str(), F_OK) != 0;
}

void Claim::release() {
    // Not written is not lost: others find out by our end, or by the lease.
    (void)write(true);
}

}  // namespace beatsync::cli
