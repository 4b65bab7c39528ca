#include "cli/text_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "core/file.h"
#include "pipeline/outputs.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

bool names_a_folder(const std::string& output) {
    std::error_code ec;
    return output.ends_with('/') || fs::is_directory(output, ec);
}

Result<void> make_folder(const fs::path& folder) {
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec) return fail(Errc::media, fmt::format("cannot make {}: {}", folder.string(), ec.message()));
    return {};
}

}  // namespace

bool is_stdout(std::string_view output) {
    return output.empty() || output == "-";
}

Result<void> check_text_output(const std::string& output, const std::vector<fs::path>& inputs,
                               bool overwrite) {
    if (is_stdout(output)) return {};
    return pipeline::check_output(output, inputs, overwrite);
}

Result<void> check_extra_output(std::string_view option, const std::string& output,
                                const std::vector<std::string>& suffixes, const std::vector<fs::path>& inputs,
                                bool overwrite) {
    if (output.empty()) return {};
    if (std::ranges::find(suffixes, fs::path(output).extension().string()) == suffixes.end())
        return fail(Errc::usage,
                    fmt::format("{} writes {}, not '{}'", option, fmt::join(suffixes, " or "), output),
                    fmt::format("give a name that ends in {}", fmt::join(suffixes, " or ")));
    return pipeline::check_output(output, inputs, overwrite);
}

Result<void> write_text(Console& console, const std::string& output, std::string_view text) {
    if (is_stdout(output)) return console.result(text);
    return write_file(output, text);
}

Result<std::vector<std::string>> outputs_for(const std::string& output, const std::vector<fs::path>& inputs,
                                             std::string_view suffix, bool overwrite) {
    std::vector<std::string> outputs;
    if (is_stdout(output)) {
        outputs.assign(inputs.size(), output);
        return outputs;
    }
    if (!names_a_folder(output)) {
        if (inputs.size() > 1)
            return fail(Errc::usage, fmt::format("{} files cannot all go into {}", inputs.size(), output),
                        "end its name with / to make it a folder");
        BEATSYNC_CHECK(check_text_output(output, inputs, overwrite));
        outputs.push_back(output);
        return outputs;
    }
    BEATSYNC_CHECK(make_folder(output));
    std::set<std::string> taken;
    for (const fs::path& input : inputs) {
        std::string file = (fs::path(output) / input.stem()).string() + std::string(suffix);
        if (!taken.insert(file).second)
            return fail(Errc::usage, fmt::format("two files would become {}", file),
                        "run them one after another");
        BEATSYNC_CHECK(check_text_output(file, inputs, overwrite));
        outputs.push_back(std::move(file));
    }
    return outputs;
}

}  // namespace beatsync::cli
