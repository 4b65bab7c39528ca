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

}  // namespace

std::string sha256(std::string_view bytes) {
    Sha256 sha;
    sha.update(bytes);
    return sha.finish();
}

Result<std::string> content_digest(const std::filesystem::path& path) {
    const auto bad = [&](std::string_view why, const char* hint = "") {
        return fail(Errc::input, fmt::format("cannot read {}: {}", path.string(), why), hint);
    };
    std::error_code ec;
    const auto status = std::filesystem::status(path, ec);
    if (ec) return bad(ec.message(), "check the path");
    if (std::filesystem::is_directory(status)) return bad("it is a folder", "give a file");
    if (!std::filesystem::is_regular_file(status)) return bad("it is a device or a pipe", "give a file");
    const std::uintmax_t size = std::filesystem::file_size(path, ec);
    if (ec) return bad(ec.message());
    std::ifstream file(path, std::ios::binary);
    if (!file) return bad(std::generic_category().message(errno), "check its permissions");

    Sha256 sha;
    sha.update(fmt::format("{}\n", size));
    const bool whole = size <= kBlocks * kBlockBytes;
    std::vector<char> block(kBlockBytes);
    for (std::uintmax_t i = 0; i < kBlocks; ++i) {
        const std::uintmax_t offset = whole ? i * kBlockBytes : block_offset(size, i);
        if (offset >= size) break;
        const auto length = static_cast<std::streamsize>(std::min(kBlockBytes, size - offset));
        file.seekg(static_cast<std::streamoff>(offset));
        if (!file.read(block.data(), length)) return bad("it became shorter while it was read");
        sha.update({block.data(), static_cast<std::size_t>(length)});
    }
    return sha.finish();
}

}  // namespace beatsync::media
