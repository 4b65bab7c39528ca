#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/edit_arguments.h"
#include "cli/verb.h"
#include "core/error.h"
#include "draft/draft.h"

namespace beatsync::cli {

/// A draft after an edit; its sources are absolute.
struct EditedDraft {
    draft::Draft draft;
    std::vector<std::string> notes;     ///< what planning had to relax
    std::vector<std::string> left_out;  ///< what was asked for and is not in it
};

/// Carries out the flags of `edit` on a draft that lies in `folder`, in memory. To make words of another
/// language into edits, make flags of them: edit_draft(draft, folder, *parse_edit_flags({"--drop", "3"}), …).
/// Errors as of pipeline::DraftEditor; nothing is half-done.
[[nodiscard]] Result<EditedDraft> edit_draft(const draft::Draft& draft, const std::filesystem::path& folder,
                                             const EditPlan& plan, const AnalysisArguments& analysis,
                                             const Session& session);

}  // namespace beatsync::cli
