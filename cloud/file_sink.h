#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cloud/transport.h"
#include "core/error.h"

namespace beatsync::cloud {

/// A file that comes over the network in one piece or several (RFC 9110, section 14).
class FileSink {
public:
    /// Empties the file, which must exist. Errc::media.
    [[nodiscard]] static Result<FileSink> open(const std::filesystem::path& file);

    /// What an answer's head means for what is here: goes on where it begins, or begins again. false when its
    /// body is no part of the file: a page, or a range that leaves a gap.
    [[nodiscard]] bool begin(const ResponseHead& head);
    /// false when it can't be written; error() says why.
    [[nodiscard]] bool add(std::string_view bytes);
    /// The server has no such range: what is here is worth nothing.
    void start_over();

    /// Names this version of the file in a header (RFC 9110, section 13.1.5); empty when nothing does.
    [[nodiscard]] std::string validator() const;
    [[nodiscard]] std::int64_t size() const { return size_; }
    [[nodiscard]] std::optional<std::int64_t> total() const { return total_; }
    /// All bytes that were announced are here, and there are some.
    [[nodiscard]] bool whole() const { return size_ > 0 && (!total_ || size_ == *total_); }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    /// Flushes and closes it.
    Result<void> close();

private:
    struct Closer {
        void operator()(std::FILE* file) const { (void)std::fclose(file); }
    };
    FileSink(std::filesystem::path path, std::FILE* file) : path_(std::move(path)), file_(file) {}
    [[nodiscard]] bool cut(std::int64_t size);
    void note_error();

    std::filesystem::path path_;
    std::unique_ptr<std::FILE, Closer> file_;
    std::int64_t size_ = 0;
    std::optional<std::int64_t> total_;
    std::string etag_;
    std::optional<Error> error_;
};

}  // namespace beatsync::cloud
