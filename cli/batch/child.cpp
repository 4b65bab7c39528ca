#include "cli/batch/child.h"

#include <utility>

#include "cli/fault_report.h"
#include "cli/subprocess.h"

namespace beatsync::cli {

Result<ChildResult> run_self(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                             const std::stop_token& stop, const std::function<bool()>& tick) {
    Subprocess self{"/proc/self/exe", {"beatsync"}, folder, kFaultDescriptor};
    self.arguments.insert(self.arguments.end(), arguments.begin(), arguments.end());
    auto ended = run_subprocess(self, stop, tick);
    if (!ended) return fail(std::move(ended).error());
    return ChildResult{ended->exit_code,      ended->signal,         ended->abandoned,
                       std::move(ended->out), std::move(ended->err), std::move(ended->channel)};
}

}  // namespace beatsync::cli
