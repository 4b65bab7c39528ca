#include "cloud/multipart.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>
#include <system_error>
#include <utility>

namespace beatsync::cloud {
namespace {

tl::unexpected<Error> bad_file(const std::filesystem::path& path, std::string_view why) {
    return fail(Errc::input, fmt::format("cannot send {}: {}", path.string(), why));
}

std::string reason(int err) {
    return std::generic_category().message(err);
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text)
        switch (c) {
            case '"':
                out += "%22";
                break;
            case '\r':
                out += "%0D";
                break;
            case '\n':
                out += "%0A";
                break;
            default:
                out += c;
        }
    return out;
}

/// A media type with a line end in it would add header lines of its own.
std::string one_line(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; }),
               text.end());
    return text;
}

std::int64_t changed_ns(const struct stat& state) {
    return std::int64_t{state.st_mtim.tv_sec} * 1'000'000'000 + state.st_mtim.tv_nsec;
}

}  // namespace

std::string random_boundary() {
    std::random_device random;
    return fmt::format("beatsync-{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

Result<Multipart::Part> Multipart::open_part(const FilePart& file) {
    Part part;
    part.path = file.path;
    part.file.reset(std::fopen(file.path.c_str(), "rbe"));
    if (!part.file) return bad_file(file.path, reason(errno));
    struct stat state {};
    if (::fstat(::fileno(part.file.get()), &state) != 0) return bad_file(file.path, reason(errno));
    if (!S_ISREG(state.st_mode)) return bad_file(file.path, "not a regular file");
    part.size = part.left = state.st_size;
    part.changed_ns = changed_ns(state);
    return part;
}

Result<Multipart> Multipart::open(std::span<const FilePart> files, std::string boundary) {
    Multipart body;
    body.boundary_ = std::move(boundary);
    for (const FilePart& file : files) {
        BEATSYNC_TRY(Part part, open_part(file));
        part.head = fmt::format(
            "{}--{}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: "
            "{}\r\n\r\n",
            body.parts_.empty() ? "" : "\r\n", body.boundary_, escaped(file.field), escaped(file.file_name),
            file.mime_type.empty() ? "application/octet-stream" : one_line(file.mime_type));
        body.size_ += static_cast<std::int64_t>(part.head.size()) + part.size;
        body.parts_.push_back(std::move(part));
    }
    body.text_ = body.parts_.empty() ? "" : body.parts_.front().head;
    body.size_ += static_cast<std::int64_t>(fmt::format("\r\n--{}--\r\n", body.boundary_).size());
    if (body.parts_.empty()) body.text_ = fmt::format("\r\n--{}--\r\n", body.boundary_);
    return body;
}

std::string Multipart::content_type() const {
    return "multipart/form-data; boundary=" + boundary_;
}

std::size_t Multipart::read_text(std::span<char> into) {
    const std::size_t count = std::min(into.size(), text_.size() - text_at_);
    std::memcpy(into.data(), text_.data() + text_at_, count);
    text_at_ += count;
    return count;
}

Result<std::size_t> Multipart::read_file(Part& part, std::span<char> into) {
    const auto want = static_cast<std::size_t>(std::min<std::int64_t>(part.left, std::ssize(into)));
    const std::size_t got = std::fread(into.data(), 1, want, part.file.get());
    if (got < want)
        return bad_file(part.path, std::ferror(part.file.get()) != 0 ? reason(errno) : "it became shorter");
    part.left -= static_cast<std::int64_t>(got);
    if (part.left > 0) return got;
    // Before its last bytes leave: what was half one file and half another never arrives whole.
    struct stat state {};
    if (::fstat(::fileno(part.file.get()), &state) != 0) return bad_file(part.path, reason(errno));
    if (state.st_size != part.size || changed_ns(state) != part.changed_ns)
        return bad_file(part.path, "it changed while it was sent");
    return got;
}

Result<std::size_t> Multipart::read(std::span<char> into) {
    std::size_t total = 0;
    while (total < into.size()) {
        if (text_at_ < text_.size()) {
            total += read_text(into.subspan(total));
        } else if (next_ == parts_.size()) {
            break;
        } else if (Part& part = parts_[next_]; part.left > 0) {
            BEATSYNC_TRY(const std::size_t got, read_file(part, into.subspan(total)));
            total += got;
        } else {
            part.file.reset();
            ++next_;
            text_ = next_ < parts_.size() ? parts_[next_].head : fmt::format("\r\n--{}--\r\n", boundary_);
            text_at_ = 0;
        }
    }
    return total;
}

}  // namespace beatsync::cloud
