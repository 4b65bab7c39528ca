#include "cloud/file_sink.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace beatsync::cloud {
namespace {

constexpr int kOk = 200;
constexpr int kPartial = 206;

Error failure(const std::filesystem::path& path, int error) {
    return {Errc::media,
            fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(error)),
            error == ENOSPC ? "free some space or write to another disk" : ""};
}

/// A page that says why there is no film, with a status that says that there is one.
bool is_page(const ResponseHead& head) {
    return head.content_type.find("html") != std::string::npos ||
           head.content_type.find("json") != std::string::npos ||
           head.content_type.find("xml") != std::string::npos;
}

}  // namespace

Result<FileSink> FileSink::open(const std::filesystem::path& path) {
    std::FILE* file = std::fopen(path.c_str(), "r+be");
    if (file == nullptr) return fail(failure(path, errno));
    FileSink sink(path, file);
    if (!sink.cut(0)) return fail(*sink.error_);
    return sink;
}

void FileSink::note_error() {
    error_ = failure(path_, errno);
}

bool FileSink::cut(std::int64_t size) {
    const bool done = std::fflush(file_.get()) == 0 && ::ftruncate(::fileno(file_.get()), size) == 0 &&
                      ::fseeko(file_.get(), size, SEEK_SET) == 0;
    if (!done) note_error();
    size_ = size;
    return done;
}

bool FileSink::begin(const ResponseHead& head) {
    if (is_page(head)) return false;
    if (head.status == kPartial) {
        const std::int64_t from = head.range_begin.value_or(-1);
        const bool same_tag = etag_.empty() || head.etag.empty() || etag_ == head.etag;
        const bool same = same_tag && (!total_ || !head.range_total || *head.range_total == *total_);
        if (from < 0 || from > size_ || !same) return false;
        if (head.range_total) total_ = head.range_total;
        return cut(from);
    }
    if (head.status != kOk) return true;  // kept by the transport, not ours
    total_ = head.content_length;
    etag_ = head.etag;
    return cut(0);
}

std::string FileSink::validator() const {
    return etag_.starts_with("W/") ? std::string{} : etag_;  // a weak one does not vouch for each byte
}

bool FileSink::add(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
        note_error();
        return false;
    }
    size_ += static_cast<std::int64_t>(bytes.size());
    return true;
}

void FileSink::start_over() {
    total_.reset();
    etag_.clear();
    (void)cut(0);
}

Result<void> FileSink::close() {
    if (error_) return fail(*error_);
    std::FILE* file = file_.release();
    if (std::fclose(file) != 0) return fail(failure(path_, errno));
    return {};
}

}  // namespace beatsync::cloud
