#include "cloud/session_store.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "cloud/file_lock.h"
#include "cloud/json_reader.h"
#include "core/file.h"

namespace beatsync::cloud {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBytes = std::size_t{64} << 20U;

json read_all(const std::filesystem::path& folder) {
    auto text = read_file(folder / "sessions.json", kMaxBytes);
    auto all = text ? read_json(*text) : std::nullopt;
    return all && all->is_object() ? *std::move(all) : json::object();
}

/// What is kept of one base URL: {"current","sessions":[{"session_id","task_id","uploads":[…]}]}.
json part_of(const json& all, const std::string& base_url) {
    const auto found = all.find(base_url);
    json part = found != all.end() && found->is_object() ? *found : json::object();
    if (!part.contains("sessions") || !part["sessions"].is_array()) part["sessions"] = json::array();
    return part;
}

const json* session_in(const json& part, const std::string& session_id) {
    for (const json& session : part["sessions"])
        if (session.is_object() && text_in(session, "session_id") == session_id) return &session;
    return nullptr;
}

/// The session's entry, made where there is none; the oldest give way.
json& entry_for(json& part, const std::string& session_id) {
    json& sessions = part["sessions"];
    for (json& session : sessions)
        if (session.is_object() && text_in(session, "session_id") == session_id) return session;
    if (sessions.size() >= SessionStore::kSessionsKept) sessions.erase(sessions.begin());
    sessions.push_back({{"session_id", session_id}});
    return sessions.back();
}

Result<void> change(const std::filesystem::path& folder, const std::string& base_url,
                    const std::function<void(json&)>& edit) {
    BEATSYNC_TRY(const FileLock lock, FileLock::take(folder / "sessions.lock", {}));
    json all = read_all(folder);
    json part = part_of(all, base_url);
    edit(part);
    all[base_url] = std::move(part);
    return write_private_file(folder / "sessions.json", write_json(all) + "\n");
}

json to_json(const UploadRecord& record) {
    return {{"digest", record.digest},
            {"path", record.path},
            {"name", record.name},
            {"answer", record.answer},
            {"reference", record.reference}};
}

UploadRecord from_json(const json& entry) {
    return {text_in(entry, "digest"), text_in(entry, "path"), text_in(entry, "name"),
            text_in(entry, "answer"), text_in(entry, "reference")};
}

}  // namespace

std::optional<Session> SessionStore::current(const std::string& base_url) const {
    const json part = part_of(read_all(folder_), base_url);
    const std::string id = text_in(part, "current");
    if (id.empty()) return std::nullopt;
    const json* session = session_in(part, id);
    return Session{id, session == nullptr ? "" : text_in(*session, "task_id")};
}

Result<void> SessionStore::set_current(const std::string& base_url, const Session& session) const {
    return change(folder_, base_url, [&](json& part) {
        part["current"] = session.session_id;
        entry_for(part, session.session_id)["task_id"] = session.task_id;
    });
}

Result<FileLock> SessionStore::creation_lock(const std::stop_token& stop) const {
    return FileLock::take(folder_ / "session-creation.lock", stop);
}

Result<void> SessionStore::forget(const std::string& base_url, const std::string& session_id) const {
    return change(folder_, base_url, [&](json& part) {
        if (text_in(part, "current") == session_id) part.erase("current");
    });
}

std::vector<UploadRecord> SessionStore::uploads(const std::string& base_url,
                                                const std::string& session_id) const {
    std::vector<UploadRecord> records;
    const json part = part_of(read_all(folder_), base_url);
    const json* session = session_in(part, session_id);
    if (session == nullptr || !session->contains("uploads")) return records;
    for (const json& entry : (*session)["uploads"])
        if (entry.is_object()) records.push_back(from_json(entry));
    return records;
}

Result<void> SessionStore::add_upload(const std::string& base_url, const std::string& session_id,
                                      const UploadRecord& record) const {
    return change(folder_, base_url, [&](json& part) {
        json& uploads = entry_for(part, session_id)["uploads"];
        if (!uploads.is_array()) uploads = json::array();
        const auto same = std::find_if(uploads.begin(), uploads.end(), [&](const json& entry) {
            return entry.is_object() && !record.digest.empty() && text_in(entry, "digest") == record.digest;
        });
        if (same == uploads.end())
            uploads.push_back(to_json(record));
        else
            *same = to_json(record);
    });
}

}  // namespace beatsync::cloud
