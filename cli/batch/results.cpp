#include "cli/batch/results.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace beatsync::cli {
namespace {

tl::unexpected<Error> failure(const std::filesystem::path& file) {
    return fail(Errc::media,
                fmt::format("cannot write {}: {}", file.string(), std::generic_category().message(errno)),
                "--results names another file");
}

/// The end of a line that a crash has cut off, so that the next is not glued to it.
bool end_last_line(int fd) {
    struct stat st {};
    if (::fstat(fd, &st) != 0) return false;
    char last = '\n';
    if (st.st_size > 0 && ::pread(fd, &last, 1, st.st_size - 1) != 1) return false;
    return last == '\n' || ::write(fd, "\n", 1) == 1;
}

}  // namespace

std::string to_text(const Tally& tally) {
    std::string text;
    for (const auto& [count, word] :
         {std::pair(tally.done, "done"), std::pair(tally.partial, "done in part"),
          std::pair(tally.failed, "failed"), std::pair(tally.skipped, "done before"),
          std::pair(tally.elsewhere, "left to another worker"), std::pair(tally.pending, "not tried yet")})
        if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word);
    return text.empty() ? "nothing to do" : text;
}

Json result_line(const std::string& id, std::size_t line, const char* status) {
    Json json;
    json["id"] = id.empty() ? Json() : Json(id);
    json["line"] = line;
    json["status"] = status;
    return json;
}

Result<std::unique_ptr<Results>> Results::open(Console& console, const std::filesystem::path& file) {
    int fd = -1;
    if (!file.empty()) {
        fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        if (fd < 0) return failure(file);
    }
    std::unique_ptr<Results> results(new Results(console, file, fd));
    if (fd >= 0 && !end_last_line(fd)) return failure(file);
    return results;
}

Results::~Results() {
    if (fd_ >= 0) ::close(fd_);
}

Result<void> Results::add(const Json& line, bool keep) {
    const std::string bytes = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    const std::scoped_lock lock(mutex_);
    if (keep && fd_ >= 0 && ::write(fd_, bytes.data(), bytes.size()) != std::ssize(bytes))
        return failure(file_);
    return console_.result(bytes);
}

}  // namespace beatsync::cli
