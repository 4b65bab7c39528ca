#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "core/error.h"
#include "pipeline/edit.h"

namespace CLI {
class App;
}

// The flags of `edit`, as given and as edits.
namespace beatsync::cli {

/// What is to become of a draft.
struct EditPlan {
    std::vector<pipeline::Edit> edits;  ///< in the order given; planning again comes last
    std::vector<std::string> options;   ///< of the plan, as given: kept in the draft's recipe
    std::string did;                    ///< all flags in a line: "--swap 2,5 --pace fast"
    std::string song;                   ///< "" = the draft's own
    std::vector<std::string> clips;     ///< none = those that the draft was planned from
};

class EditArguments {
public:
    void define(CLI::App& command);  ///< all flags that edit; not the draft, nor where it goes
    [[nodiscard]] Result<EditPlan> plan() const;
    [[nodiscard]] const AnalysisArguments& analysis() const { return plan_.analysis; }

private:
    CLI::App* command_ = nullptr;
    PlanArguments plan_;
    std::string song_;
    std::vector<std::string> clips_;
    std::vector<std::string> swaps_;
    std::vector<std::string> drops_;
    std::vector<std::string> locks_;
    std::vector<std::string> unlocks_;
    std::vector<std::string> lengthened_;
    std::vector<std::string> trimmed_;
    std::vector<std::string> replaced_;
    bool close_ = false;
    bool replan_ = false;
};

/// The same from an argument vector, as a shell would give it: {"--swap", "2,5", "--pace", "fast"}.
[[nodiscard]] Result<EditPlan> parse_edit_flags(const std::vector<std::string>& flags);

/// "2,5-7" → 1, 4, 5, 6: counted from 1 by people, from 0 by us. Errc::usage names the option.
[[nodiscard]] Result<std::vector<std::size_t>> parse_pieces(const std::string& option,
                                                            const std::string& text);

}  // namespace beatsync::cli
