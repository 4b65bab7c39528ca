#pragma once

#include <string>
#include <vector>

#include "cli/edit_job.h"
#include "core/error.h"
#include "draft/diff.h"
#include "draft/draft.h"
#include "pipeline/versions.h"

// What is different between two drafts, for people and for programs.
namespace beatsync::cli {

struct DraftComparison {
    std::vector<draft::DraftChange> changes;
    std::string sentence;            ///< "" when nothing a viewer would notice has changed
    std::vector<std::string> lines;  ///< a line for each piece, track or setting that is different
    bool same = true;
};

/// Sources may be relative in both or absolute in both. What the drafts were planned from counts as one
/// setting.
[[nodiscard]] Result<DraftComparison> compare(const draft::Draft& before, const draft::Draft& after);

/// For a terminal: the sentence, then the lines.
[[nodiscard]] std::string comparison_text(const DraftComparison& comparison);
/// The same in short: the lines where they are few, else the sentence.
[[nodiscard]] std::string edit_text(const DraftComparison& comparison);
[[nodiscard]] std::string comparison_json(const DraftComparison& comparison);

[[nodiscard]] std::string versions_json(const std::string& draft,
                                        const std::vector<pipeline::Version>& versions);

/// The result of `edit`; `edited` is null where nothing was planned, `version` 0 where none was kept.
[[nodiscard]] std::string edit_json(const std::string& output, const draft::Draft& draft,
                                    const DraftComparison& comparison, const EditedDraft* edited,
                                    int version);

}  // namespace beatsync::cli
