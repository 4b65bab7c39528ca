#include "cloud/token_store.h"

#include "cloud/json_reader.h"
#include "core/file.h"

namespace beatsync::cloud {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBytes = std::size_t{1} << 20U;

json read_all(const std::filesystem::path& file) {
    auto text = read_file(file, kMaxBytes);
    auto all = text ? read_json(*text) : std::nullopt;
    return all && all->is_object() ? *std::move(all) : json::object();
}

}  // namespace

Result<FileLock> TokenStore::lock(const std::stop_token& stop) const {
    return FileLock::take(folder_ / "credentials.lock", stop);
}

std::optional<StoredToken> TokenStore::load(const std::string& base_url) const {
    const json all = read_all(file());
    const auto found = all.find(base_url);
    if (found == all.end() || !found->is_object()) return std::nullopt;
    StoredToken stored;
    stored.token = Secret(text_in(*found, "token"));
    stored.anonymous = text_in(*found, "kind") != "given";
    stored.user_id = text_in(*found, "user_id");
    const auto expires = found->find("expires_at");
    if (expires != found->end() && expires->is_number()) stored.expires_at = expires->get<double>();
    if (stored.token.empty()) return std::nullopt;
    return stored;
}

Result<void> TokenStore::save(const FileLock&, const std::string& base_url, const StoredToken& token) const {
    json all = read_all(file());
    json& entry =
        all[base_url] = {{"token", token.token.reveal()}, {"kind", token.anonymous ? "anonymous" : "given"}};
    if (!token.user_id.empty()) entry["user_id"] = token.user_id;
    if (token.expires_at) entry["expires_at"] = *token.expires_at;
    return write_private_file(file(), write_json(all) + "\n");
}

Result<void> TokenStore::erase(const FileLock&, const std::string& base_url) const {
    json all = read_all(file());
    if (all.erase(base_url) == 0) return {};
    return write_private_file(file(), write_json(all) + "\n");
}

}  // namespace beatsync::cloud
