#include "media/digest.h"

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/sha.h>
}
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <memory>
#include <system_error>
#include <vector>

namespace beatsync::media {
namespace {

constexpr std::uintmax_t kBlocks = 32;
constexpr std::uintmax_t kBlockBytes = 64U << 10U;

class Sha256 {
public:
    Sha256() : state_(av_sha_alloc()) {
        if (!state_) throw std::bad_alloc();
        av_sha_init(state_.get(), 256);
    }
    void update(std::string_view bytes) {
        // The pointer is only read: const char to const uint8_t is the same bytes.
        av_sha_update(state_.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    }
    [[nodiscard]] std::string finish() {
        std::array<std::uint8_t, 32> digest{};
        av_sha_final(state_.get(), digest.data());
        return fmt::format("{:02x}", fmt::join(digest, ""));
    }

private:
    struct Free {
        void operator()(AVSHA* p) const noexcept { av_free(p); }
    };
    std::unique_ptr<AVSHA, Free> state_;
};

/// Where block `i` of kBlocks begins: the first at 0, the last ending at the end of the file.
std::uintmax_t block_offset(std::uintmax_t size, std::uintmax_t i) {
    const std::uintmax_t last = size - kBlockBytes;
    return last / (kBlocks - 1) * i + last % (kBlocks - 1) * i / (kBlocks - 1);
}

tl::unexpected<Error> bad(const std::filesystem::path& path, std::string_view why, const char* hint = "") {
    return fail(Errc::input, fmt::format("cannot read {}: {}", path.string(), why), hint);
}

struct OpenFile {
    std::ifstream stream;
    std::uintmax_t size = 0;
};

Result<OpenFile> open_regular(const std::filesystem::path& path) {
    std::error_code ec;
    const auto status = std::filesystem::status(path, ec);
    if (ec) return bad(path, ec.message(), "check the path");
    if (std::filesystem::is_directory(status)) return bad(path, "it is a folder", "give a file");
    if (!std::filesystem::is_regular_file(status))
        return bad(path, "it is a device or a pipe", "give a file");
    OpenFile file;
    file.size = std::filesystem::file_size(path, ec);
    if (ec) return bad(path, ec.message());
    file.stream.open(path, std::ios::binary);
    if (!file.stream) return bad(path, std::generic_category().message(errno), "check its permissions");
    return file;
}

}  // namespace

std::string sha256(std::string_view bytes) {
    Sha256 sha;
    sha.update(bytes);
    return sha.finish();
}

Result<std::string> content_digest(const std::filesystem::path& path) {
    BEATSYNC_TRY(OpenFile file, open_regular(path));
    Sha256 sha;
    sha.update(fmt::format("{}\n", file.size));
    const bool whole = file.size <= kBlocks * kBlockBytes;
    std::vector<char> block(kBlockBytes);
    for (std::uintmax_t i = 0; i < kBlocks; ++i) {
        const std::uintmax_t offset = whole ? i * kBlockBytes : block_offset(file.size, i);
        if (offset >= file.size) break;
        const auto length = static_cast<std::streamsize>(std::min(kBlockBytes, file.size - offset));
        file.stream.seekg(static_cast<std::streamoff>(offset));
        if (!file.stream.read(block.data(), length)) return bad(path, "it became shorter while it was read");
        sha.update({block.data(), static_cast<std::size_t>(length)});
    }
    return sha.finish();
}

Result<std::string> file_sha256(const std::filesystem::path& path) {
    BEATSYNC_TRY(OpenFile file, open_regular(path));
    Sha256 sha;
    std::vector<char> block(kBlockBytes);
    while (file.stream.read(block.data(), static_cast<std::streamsize>(block.size())) ||
           file.stream.gcount() > 0)
        sha.update({block.data(), static_cast<std::size_t>(file.stream.gcount())});
    if (file.stream.bad()) return bad(path, std::generic_category().message(errno));
    return sha.finish();
}

}  // namespace beatsync::media
