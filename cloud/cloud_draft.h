#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cloud/service.h"
#include "cloud/session_store.h"
#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"

namespace beatsync::cloud {

/// Tells files apart by all of their bytes. Errc::input.
using Digest = std::function<Result<std::string>(const std::filesystem::path&)>;

/// What each file of this machine is to the session.
using Uploads = std::map<std::filesystem::path, UploadRecord>;

/// Brings files to a session, each content once: what it has by the store's word is not sent again. All are
/// checked before the first byte goes out (check_upload). Progress: stage "upload", over all bytes.
[[nodiscard]] Result<Uploads> upload_files(Service& service, const SessionStore& store,
                                           const std::string& session_id,
                                           const std::vector<std::filesystem::path>& files,
                                           const Digest& digest, const RunContext& context);

/// The files that a draft shows and plays, each once.
[[nodiscard]] std::vector<std::filesystem::path> files_of(const draft::Draft& draft);

/// The draft as the service is to have it: each source is the upload's reference, with its name and the
/// service's own words of it as `name` and `upload` in the segment's `m`; what is heard has its `volume`
/// there beside `gain_db`. All else stays, and reads back the same. No path of this machine is left in it.
/// Errc::internal when a file has no upload.
[[nodiscard]] Result<std::string> cloud_draft(draft::Draft draft, const Uploads& uploads);

/// What is in the draft that the service's own drafts have no words for, and that its render may lack.
[[nodiscard]] std::vector<std::string> beyond_the_service(const draft::Draft& draft);

/// A session's draft for another session: what the first one had and is still on this machine is brought to
/// the second, and whatever names it in the draft is given its new name. Errors as upload_files.
[[nodiscard]] Result<std::string> move_draft(Service& service, const SessionStore& store,
                                             std::string_view draft_json, const std::string& from_session,
                                             const std::string& to_session, const Digest& digest,
                                             const RunContext& context);

/// An export needs a track whose `sg` is not empty: Errc::input when the draft has none, before it is sent.
Result<void> check_exportable(std::string_view draft_json);

}  // namespace beatsync::cloud
