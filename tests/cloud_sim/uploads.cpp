#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <memory>

#include "cloud_sim/service.h"
#include "draft/text.h"

// Uploads: files, streamed to the disk, or URLs.
namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxJson = std::size_t{1} << 20U;

/// A file as it comes in: written, counted, digested.
class Incoming {
public:
    Incoming(const std::filesystem::path& path, Upload upload)
        : upload_(std::move(upload)),
          file_(path, std::ios::binary),
          digest_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
        upload_.path = path;
        good_ = file_.good() && digest_ && EVP_DigestInit_ex(digest_.get(), EVP_sha256(), nullptr) == 1;
    }

    [[nodiscard]] bool add(const char* bytes, std::size_t size) {
        upload_.size += static_cast<std::int64_t>(size);
        file_.write(bytes, static_cast<std::streamsize>(size));
        good_ = good_ && file_.good() && EVP_DigestUpdate(digest_.get(), bytes, size) == 1;
        return good_;
    }

    [[nodiscard]] Upload finish() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        unsigned int size = 0;
        if (good_ && EVP_DigestFinal_ex(digest_.get(), bytes.data(), &size) == 1)
            upload_.sha256 = draft::to_hex({reinterpret_cast<const char*>(bytes.data()), size});
        file_.close();
        return std::move(upload_);
    }

private:
    Upload upload_;
    std::ofstream file_;
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest_;
    bool good_ = false;
};

/// The ending of a client's file name, if it is a plain one: FFmpeg goes by it now and then.
[[nodiscard]] std::string ending_of(const std::string& name) {
    const std::string ending = std::filesystem::path(name).extension().string();
    const bool plain = std::all_of(ending.begin(), ending.end(),
                                   [](unsigned char c) { return c == '.' || std::isalnum(c) != 0; });
    return plain ? ending : "";
}

[[nodiscard]] Upload new_upload(Service& service, const std::string& session_id) {
    const auto lock = service.lock();
    Upload upload;
    upload.id = service.state.new_id("file-");
    upload.session_id = session_id;
    return upload;
}

/// Every file of a multipart body; none when the body broke off.
[[nodiscard]] std::optional<std::vector<Upload>> receive_files(Service& service,
                                                               const std::string& session_id,
                                                               const httplib::ContentReader& reader) {
    std::vector<Upload> received;
    std::unique_ptr<Incoming> current;
    const auto finish = [&] {
        if (current) received.push_back(current->finish());
        current.reset();
    };
    const bool whole = reader(
        [&](const httplib::MultipartFormData& part) {
            finish();
            Upload upload = new_upload(service, session_id);
            upload.field = part.name;
            upload.name = part.filename;
            upload.content_type = part.content_type;
            const auto path = service.folder / (upload.id + ending_of(part.filename));
            current = std::make_unique<Incoming>(path, std::move(upload));
            return true;
        },
        [&](const char* bytes, std::size_t size) { return current && current->add(bytes, size); });
    if (!whole) return std::nullopt;
    finish();
    return received;
}

[[nodiscard]] std::vector<Upload> note_urls(Service& service, const std::string& session_id,
                                            const json& body) {
    std::vector<Upload> noted;
    const auto urls = body.find("urls");
    if (urls == body.end() || !urls->is_array() || text_at(body, "source_type") != "url") return noted;
    for (const json& url : *urls) {
        if (!url.is_string()) continue;
        Upload upload = new_upload(service, session_id);
        upload.source_url = url.get<std::string>();
        upload.name = std::filesystem::path(upload.source_url).filename().string();
        noted.push_back(std::move(upload));
    }
    return noted;
}

[[nodiscard]] json described(const Service& service, const Upload& upload) {
    return {{"file_id", upload.id},
            {"file_name", upload.name},
            {"file_size", upload.size},
            {"content_type", upload.content_type},
            {"url", service.cdn_url + "/uploads/" + upload.id}};
}

[[nodiscard]] json answer_data(const Service& service, const Call& call, const std::vector<Upload>& uploads) {
    std::string fields = service.script.upload_fields;
    if (fields == "alternate") fields = call.nth % 2 == 1 ? "full" : "short";
    json list = json::array();
    for (const Upload& upload : uploads) {
        const json full = described(service, upload);
        if (fields == "full") list.push_back(full);
        if (fields == "short") list.push_back({{"file_id", upload.id}});
        if (fields == "bare") list.push_back(full["url"]);
    }
    return fields == "bare" ? list : json{{"files", list}, {"count", uploads.size()}};
}

void keep(Service& service, Call& call, const std::vector<Upload>& uploads) {
    if (uploads.empty()) return refuse(service, call, 4001, "no files");
    auto lock = service.lock();
    for (const Upload& upload : uploads)
        service.state.uploads.push_back(upload);
    const json data = answer_data(service, call, uploads);
    lock.unlock();
    answer(service, call, data);
}

[[nodiscard]] bool has_session(Service& service, Call& call) {
    const auto lock = service.lock();
    return find_session(service, call, call.in.matches[1]) != nullptr;
}

[[nodiscard]] std::string read_text(const httplib::ContentReader& reader) {
    std::string text;
    (void)reader([&](const char* bytes, std::size_t size) {
        if (text.size() + size <= kMaxJson) text.append(bytes, size);
        return true;
    });
    return text;
}

/// Reads what the client sends and forgets it, so that the connection can be used again.
void drain(const httplib::Request& in, const httplib::ContentReader& reader) {
    if (in.is_multipart_form_data())
        (void)reader([](const httplib::MultipartFormData&) { return true; },
                     [](const char*, std::size_t) { return true; });
    else
        (void)reader([](const char*, std::size_t) { return true; });
}

}  // namespace

void add_uploads(Service& service) {
    service.api.Post(
        "/api/upload-video/nemo_agent/me/([^/]+)",
        [&](const httplib::Request& in, httplib::Response& out, const httplib::ContentReader& reader) {
            bool read = false;
            handle(service, "upload", Access::token, in, out, [&](Call& call) {
                if (!has_session(service, call)) return;
                read = true;
                if (!in.is_multipart_form_data()) {
                    const json body = json::parse(read_text(reader), nullptr, false);
                    keep(service, call,
                         note_urls(service, in.matches[1], body.is_object() ? body : json::object()));
                } else if (const auto files = receive_files(service, in.matches[1], reader)) {
                    keep(service, call, *files);
                }
            });
            const bool answered = out.status != -1;  // else the connection is about to break
            if (!read && answered) drain(in, reader);
        });
}

}  // namespace beatsync::cloud_sim
