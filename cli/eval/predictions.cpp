#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "cli/eval/beats_file.h"
#include "cli/eval/contender.h"
#include "cli/eval/file_index.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

class Predictions final : public Contender {
public:
    Predictions(std::string name, fs::path folder, std::vector<FileIndex> of_sets)
        : Contender(std::move(name)), folder_(std::move(folder)), of_sets_(std::move(of_sets)) {}

    [[nodiscard]] std::string kind() const override { return "predictions"; }
    [[nodiscard]] std::string source() const override { return folder_.string(); }
    [[nodiscard]] bool needs_sound() const override { return false; }

    [[nodiscard]] bool knows(std::size_t set, std::string_view key) const override {
        const auto found = of_sets_[set].find(key);
        return !found || *found != nullptr;
    }

    [[nodiscard]] Result<evaluate::Answer> answer(const Subject& subject,
                                                  const RunContext& context) const override {
        using Kind = evaluate::Answer::Kind;
        const auto found = of_sets_[subject.set].find(subject.key);
        if (!found) return evaluate::Answer{Kind::failed, describe(found.error()), "", {}, {}};
        if (*found == nullptr)
            return evaluate::Answer{Kind::missing, "no prediction of this name", "", {}, {}};
        auto file = read_beats_file((*found)->file, name_of((*found)->key));
        if (!file) return evaluate::Answer{Kind::failed, file.error().message, "", {}, {}};
        for (const std::string& remark : file->remarks)
            context.say(LogLevel::debug, fmt::format("{}: {}", (*found)->file.string(), remark));
        return evaluate::Answer{Kind::given, "", "", std::move(file->beats), {}};
    }

private:
    fs::path folder_;
    std::vector<FileIndex> of_sets_;
};

}  // namespace

Result<std::unique_ptr<Contender>> make_predictions(std::string name, const fs::path& folder,
                                                    std::span<const std::string> sets) {
    std::vector<FileIndex> of_sets;
    bool any = false;
    for (const std::string& set : sets) {
        std::error_code ec;
        const fs::path own = folder / set;
        BEATSYNC_TRY(auto index, FileIndex::make(fs::is_directory(own, ec) ? own : folder, FileKind::beats));
        any = any || !index.entries().empty();
        of_sets.push_back(std::move(index));
    }
    if (!any)
        return fail(Errc::input, fmt::format("no beats in {}", folder.string()),
                    "it should hold NAME.beats, .txt, .jams, .lab, .csv or .tsv for each NAME of the set");
    return std::make_unique<Predictions>(std::move(name), folder, std::move(of_sets));
}

}  // namespace beatsync::cli
