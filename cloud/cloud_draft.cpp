#include "cloud/cloud_draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "cloud/json_reader.h"
#include "cloud/upload_file.h"
#include "draft/draft_json.h"

namespace beatsync::cloud {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// One file on its way, and the bytes of those before it.
class Sending {
public:
    Sending(const std::vector<fs::path>& files, const RunContext& context) : context_(context) {
        std::error_code ignored;
        for (const fs::path& file : files)
            total_ += static_cast<double>(fs::file_size(file, ignored));
    }
    void tell(std::int64_t bytes) const {
        if (total_ > 0)
            context_.advance("upload", std::min((before_ + static_cast<double>(bytes)) / total_, 1.0));
    }
    void finished(const fs::path& file) {
        std::error_code ignored;
        before_ += static_cast<double>(fs::file_size(file, ignored));
        tell(0);
    }

private:
    const RunContext& context_;
    double total_ = 0;
    double before_ = 0;
};

Result<UploadRecord> send(Service& service, const std::string& session_id, const fs::path& file,
                          const std::string& digest, const Sending& sending, const RunContext& context) {
    UploadRecord record{digest, file.string(), file.filename().string(), "", ""};
    BEATSYNC_TRY(record.answer, service.upload(
                                    session_id, file,
                                    [&](std::int64_t bytes, std::int64_t) { sending.tell(bytes); }, context));
    record.reference = upload_reference(record.answer);
    if (record.reference.empty()) record.reference = record.name;
    return record;
}

/// What a file was called, and is called now: by its reference, and by the service's whole words of it.
class Renaming {
public:
    void add(const UploadRecord& from, const UploadRecord& to) {
        references_[from.reference] = to.reference;
        answers_.emplace_back(from.answer, to.answer);
    }
    void apply(json& value) const {
        if (value.is_string()) {
            const auto found = references_.find(value.get<std::string>());
            if (found != references_.end()) value = found->second;
            return;
        }
        if (!value.is_structured()) return;
        const std::string text = write_json(value);
        for (const auto& [from, to] : answers_) {
            if (text != from) continue;
            if (auto now = read_json(to)) value = *std::move(now);
            return;
        }
        for (json& inside : value)
            apply(inside);
    }

private:
    std::map<std::string, std::string> references_;
    std::vector<std::pair<std::string, std::string>> answers_;
};

bool is_heard(const draft::Track& track, const draft::Segment& segment) {
    return track.kind == draft::TrackKind::audio || segment.sound;
}

/// Amplitude, 1 as recorded, to four decimals: what the service's own words for it are.
double volume_of(const draft::Level& level) {
    constexpr double kSteps = 10'000;
    return std::round(std::pow(10.0, level.gain_db / 20) * kSteps) / kSteps;
}

}  // namespace

Result<Uploads> upload_files(Service& service, const SessionStore& store, const std::string& session_id,
                             const std::vector<fs::path>& files, const Digest& digest,
                             const RunContext& context) {
    for (const fs::path& file : files)
        BEATSYNC_CHECK(check_upload(file));
    const std::string& base_url = service.settings().base_url;
    Sending sending(files, context);
    std::vector<UploadRecord> known = store.uploads(base_url, session_id);
    Uploads uploads;
    for (const fs::path& file : files) {
        if (context.stopped()) return fail_cancelled();
        BEATSYNC_TRY(const std::string content, digest(file));
        const auto same = std::find_if(known.begin(), known.end(),
                                       [&](const UploadRecord& r) { return r.digest == content; });
        if (same != known.end()) {
            uploads[file] = *same;
        } else {
            BEATSYNC_TRY(const UploadRecord record,
                         send(service, session_id, file, content, sending, context));
            BEATSYNC_CHECK(store.add_upload(base_url, session_id, record));
            uploads[file] = record;
            known.push_back(record);
        }
        sending.finished(file);
    }
    return uploads;
}

std::vector<fs::path> files_of(const draft::Draft& draft) {
    std::set<fs::path> files;
    for (const auto& track : draft.tracks)
        for (const auto& segment : track.segments)
            if (!segment.source.empty()) files.insert(segment.source);
    return {files.begin(), files.end()};
}

Result<std::string> cloud_draft(draft::Draft draft, const Uploads& uploads) {
    for (auto& track : draft.tracks) {
        for (auto& segment : track.segments) {
            auto meta = read_json(segment.extra_meta.empty() ? "{}" : segment.extra_meta);
            if (!meta || !meta->is_object()) meta = json::object();
            if (!segment.source.empty()) {
                const auto upload = uploads.find(segment.source);
                if (upload == uploads.end())
                    return fail(Errc::internal, "a file of the draft was not uploaded");
                segment.source = upload->second.reference;
                if (!meta->contains("name")) (*meta)["name"] = upload->second.name;
                if (auto answer = read_json(upload->second.answer)) (*meta)["upload"] = *std::move(answer);
                if (is_heard(track, segment)) (*meta)["volume"] = volume_of(segment.level);
            }
            segment.extra_meta = meta->empty() ? std::string() : write_json(*meta);
        }
    }
    draft.recipe.reset();  // paths of this machine
    return draft::to_json(draft);
}

std::vector<std::string> beyond_the_service(const draft::Draft& draft) {
    bool retimed = false;
    bool transitions = false;
    bool accents = false;
    bool stretched = false;
    for (const auto& track : draft.tracks) {
        for (const auto& segment : track.segments) {
            retimed = retimed || !segment.retime.empty();
            transitions = transitions || segment.transition.frames > 0;
            accents = accents || !segment.accents.empty();
            stretched = stretched || segment.tempo != 1;
        }
    }
    std::vector<std::string> features;
    if (retimed) features.emplace_back("speed ramps and freezes");
    if (transitions) features.emplace_back("transitions");
    if (accents) features.emplace_back("zoom punches and flashes");
    if (stretched) features.emplace_back("the stretched song");
    return features;
}

Result<std::string> move_draft(Service& service, const SessionStore& store, std::string_view draft_json,
                               const std::string& from_session, const std::string& to_session,
                               const Digest& digest, const RunContext& context) {
    auto draft = read_json(draft_json);
    if (!draft) return fail(Errc::input, "the session's draft is no JSON");
    const std::vector<UploadRecord> had = store.uploads(service.settings().base_url, from_session);
    std::vector<fs::path> files;
    for (const UploadRecord& record : had)
        if (!record.path.empty() && fs::is_regular_file(record.path)) files.emplace_back(record.path);
    BEATSYNC_TRY(const Uploads uploads, upload_files(service, store, to_session, files, digest, context));
    Renaming renaming;
    for (const UploadRecord& record : had) {
        const auto now = uploads.find(record.path);
        if (now != uploads.end()) renaming.add(record, now->second);
    }
    renaming.apply(*draft);
    return write_json(*draft);
}

Result<void> check_exportable(std::string_view draft_json) {
    const auto draft = read_json(draft_json);
    if (draft && draft->is_object() && draft->contains("t") && (*draft)["t"].is_array())
        for (const json& track : (*draft)["t"])
            if (track.is_object() && track.contains("sg") && track["sg"].is_array() && !track["sg"].empty())
                return {};
    return fail(Errc::input, "there is nothing to export: the draft has no track with anything on it",
                "edit it first, for example: beatsync cloud chat \"put the clips in a row\"");
}

}  // namespace beatsync::cloud
