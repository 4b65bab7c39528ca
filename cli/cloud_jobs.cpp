#include "cli/cloud_jobs.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/sync_job.h"
#include "cloud/cloud_draft.h"
#include "cloud/upload_file.h"
#include "draft/outline.h"
#include "pipeline/outputs.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

/// One address at a time: the answer then is about that one.
Result<cloud::UploadRecord> upload_address(CloudClient& client, const std::string& session_id,
                                           const std::string& address, const Session& session) {
    cloud::UploadRecord record;
    record.digest = "url:" + address;
    record.name = address;
    BEATSYNC_TRY(record.answer,
                 client.service().upload_urls(session_id, std::vector{address}, session.context));
    record.reference = cloud::upload_reference(record.answer);
    if (record.reference.empty()) record.reference = address;
    BEATSYNC_CHECK(client.sessions().add_upload(client.base_url(), session_id, record));
    return record;
}

}  // namespace

bool is_address(const std::string& text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

Result<std::string> session_instead_of(CloudClient& client, const std::string& forgotten,
                                       const Session& session) {
    session.console.say("the service no longer knows the session: beginning a new one");
    BEATSYNC_CHECK(client.sessions().forget(client.base_url(), forgotten));
    return cloud::current_session(client.service(), client.sessions(), session.context);
}

Json credits_object(const cloud::Credits& credits) {
    return {{"available", credits.available}, {"frozen", credits.frozen}, {"total", credits.total}};
}

std::string credits_line(const cloud::Credits& credits) {
    return fmt::format("{:g} credits available, {:g} held for running work, {:g} in all", credits.available,
                       credits.frozen, credits.total);
}

Json job_object(const cloud::Job& job) {
    return {{"id", job.id},
            {"session_id", job.session_id},
            {"status", cloud::name_of(job.status)},
            {"output", job.output.string()}};
}

Result<void> check_export_output(const fs::path& output, bool overwrite) {
    BEATSYNC_CHECK(check_video_name(output));
    return pipeline::check_output(output, {}, overwrite);
}

Result<cloud::Job> export_session(CloudClient& client, const std::string& session_id, const fs::path& output,
                                  bool overwrite, const Session& session) {
    cloud::Exporter exporter = client.exporter();
    cloud::ExportRequest request;
    request.session_id = session_id;
    request.output = fs::absolute(output).lexically_normal();
    request.overwrite = overwrite;
    BEATSYNC_TRY(const cloud::Job begun, exporter.begin(request));
    return exporter.finish(begun.id, session.context);
}

Result<void> check_uploads(const std::vector<std::string>& files) {
    for (const std::string& file : files)
        if (!is_address(file)) BEATSYNC_CHECK(cloud::check_upload(file));
    return {};
}

Result<std::vector<cloud::UploadRecord>> upload_to_session(CloudClient& client, const std::string& session_id,
                                                           const std::vector<std::string>& files,
                                                           const Session& session) {
    std::vector<fs::path> paths;
    for (const std::string& file : files)
        if (!is_address(file)) paths.push_back(fs::absolute(file).lexically_normal());
    BEATSYNC_TRY(const cloud::Uploads uploads,
                 cloud::upload_files(client.service(), client.sessions(), session_id, paths,
                                     CloudClient::digest(), session.context));
    std::vector<cloud::UploadRecord> records;
    for (const std::string& file : files) {
        if (is_address(file)) {
            BEATSYNC_TRY(auto record, upload_address(client, session_id, file, session));
            records.push_back(std::move(record));
        } else {
            records.push_back(uploads.at(fs::absolute(file).lexically_normal()));
        }
    }
    return records;
}

Result<std::string> tracks_line(CloudClient& client, const std::string& session_id, const Session& session) {
    BEATSYNC_TRY(const cloud::SessionState state, client.service().state(session_id, session.context));
    if (state.draft.empty()) return std::string{};
    BEATSYNC_TRY(const auto tracks, draft::read_outline(state.draft));
    return tracks.empty() ? std::string{} : draft::outline_summary_line(tracks);
}

}  // namespace beatsync::cli
