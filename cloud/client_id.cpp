#include "cloud/client_id.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <random>

#include "cloud/file_lock.h"
#include "core/file.h"
#include "draft/text.h"

namespace beatsync::cloud {
namespace {

constexpr std::size_t kMaxBytes = 4096;

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::optional<std::string> read_id(const std::filesystem::path& file) {
    const auto text = read_file(file, kMaxBytes);
    if (!text) return std::nullopt;
    std::string id(draft::trimmed(*text));
    if (!is_uuid(id)) return std::nullopt;
    return id;
}

}  // namespace

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
    }
    return true;
}

std::string random_uuid() {
    std::random_device random;
    std::array<unsigned, 4> words{};
    std::generate(words.begin(), words.end(), [&] { return random(); });
    constexpr unsigned kVersion = 0x4000U;
    constexpr unsigned kVariant = 0x8000U;
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16U,
                       (words[1] & 0x0fffU) | kVersion, (words[2] >> 16U & 0x3fffU) | kVariant,
                       words[2] & 0xffffU, words[3]);
}

Result<std::string> kept_client_id(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "client_id";
    if (auto id = read_id(file)) return *std::move(id);
    // Who comes second waits here and then finds the first one's. Other clients know no lock: theirs stays.
    BEATSYNC_TRY(const FileLock lock, FileLock::take(folder / ".client_id.lock", {}));
    if (auto id = read_id(file)) return *std::move(id);
    const std::string id = random_uuid();
    const bool garbage = std::filesystem::exists(file);
    auto written = write_private_file(file, id + "\n", garbage ? Existing::replaced : Existing::kept);
    if (written) return id;
    if (auto theirs = read_id(file)) return *std::move(theirs);
    return fail(std::move(written).error());
}

Result<std::string> new_client_id(const std::filesystem::path& folder) {
    BEATSYNC_TRY(const FileLock lock, FileLock::take(folder / ".client_id.lock", {}));
    const std::string id = random_uuid();
    BEATSYNC_CHECK(write_private_file(folder / "client_id", id + "\n"));
    return id;
}

}  // namespace beatsync::cloud
