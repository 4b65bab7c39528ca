#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cloud/transport.h"
#include "core/error.h"

namespace beatsync::cloud {

/// A multipart/form-data body (RFC 7578; names escaped as WHATWG HTML, section 4.10.21.8, has it), read from
/// disk piece by piece.
class Multipart {
public:
    /// Opens every file. Errc::input when one is missing, unreadable, or no regular file.
    [[nodiscard]] static Result<Multipart> open(std::span<const FilePart> files, std::string boundary);

    [[nodiscard]] std::int64_t size() const { return size_; }
    [[nodiscard]] std::string content_type() const;
    /// The next bytes, 0 at the end. Errc::input when a file can't be read on or is not what it was when it
    /// was opened: the body is then never finished.
    [[nodiscard]] Result<std::size_t> read(std::span<char> into);

private:
    struct Closer {
        void operator()(std::FILE* file) const { (void)std::fclose(file); }
    };
    struct Part {
        std::string head;
        std::filesystem::path path;
        std::unique_ptr<std::FILE, Closer> file;
        std::int64_t size = 0;
        std::int64_t left = 0;
        std::int64_t changed_ns = 0;  ///< when the file was last changed
    };
    [[nodiscard]] static Result<Part> open_part(const FilePart& file);
    [[nodiscard]] Result<std::size_t> read_file(Part& part, std::span<char> into);
    std::size_t read_text(std::span<char> into);

    std::string boundary_;
    std::vector<Part> parts_;
    std::size_t next_ = 0;  ///< the part that is read, or comes after `text_`
    std::string text_;      ///< what comes before that part's file
    std::size_t text_at_ = 0;
    std::int64_t size_ = 0;
};

/// A boundary that no file holds but by a chance of 1 in 2^128.
[[nodiscard]] std::string random_boundary();

}  // namespace beatsync::cloud
