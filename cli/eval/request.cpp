#include "cli/eval/request.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "cli/eval/file_index.h"
#include "cli/eval/named_folder.h"
#include "cli/tracker_names.h"
#include "pipeline/pipeline.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

Result<void> check_folder(const fs::path& folder) {
    BEATSYNC_CHECK(pipeline::check_is_there(folder));
    std::error_code ec;
    if (fs::is_directory(folder, ec)) return {};
    return fail(Errc::input, fmt::format("{} is not a folder", folder.string()),
                "give the folder that it is in");
}

/// "a/b/" → "b"; "." → the name of where we are.
std::string folder_name(const fs::path& folder) {
    fs::path path = fs::absolute(folder).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    const std::string name = path.filename().string();
    return name.empty() ? path.string() : name;
}

/// Sets of one name are called by their path.
Result<std::vector<SetFolder>> name_sets(const std::vector<fs::path>& folders) {
    std::vector<SetFolder> sets;
    std::multiset<std::string> names;
    for (const fs::path& folder : folders)
        names.insert(folder_name(folder));
    std::set<std::string> taken;
    for (const fs::path& folder : folders) {
        std::string name = folder_name(folder);
        if (names.count(name) > 1) name = folder.lexically_normal().string();
        if (!taken.insert(name).second)
            return fail(Errc::usage, fmt::format("the set {} is given twice", folder.string()),
                        "give it once");
        sets.push_back({std::move(name), folder, {}});
    }
    return sets;
}

class Assembly {
public:
    Assembly(const EvalRequest& request, bool with_cache) : request_(request), with_cache_(with_cache) {}

    Result<Lineup> make() {
        BEATSYNC_CHECK(sort_folders());
        if (annotations_.empty())
            return fail(Errc::usage, "no set is given",
                        "name a folder with annotations, or --reference FOLDER");
        BEATSYNC_TRY(lineup_.sets, name_sets(annotations_));
        for (SetFolder& set : lineup_.sets) {
            set.sound = sound_;
            set.sound.push_back(set.annotations);
            set_names_.push_back(set.name);
        }
        for (const std::string& tracker : request_.trackers)
            BEATSYNC_CHECK(add_tracker(tracker));
        for (const NamedFolder& predictions : predictions_)
            BEATSYNC_CHECK(add_predictions(predictions));
        for (const std::string& program : request_.programs) {
            BEATSYNC_TRY(auto contender, make_program(program, request_.time_limit));
            BEATSYNC_CHECK(add(std::move(contender)));
        }
        if (lineup_.contenders.empty())
            BEATSYNC_CHECK(add_tracker(std::string(tracker_names().front().first)));
        return std::move(lineup_);
    }

private:
    Result<void> sort_folders() {
        for (const std::string& reference : request_.references) {
            BEATSYNC_CHECK(check_folder(reference));
            annotations_.emplace_back(reference);
        }
        for (const std::string& text : request_.folders) {
            std::error_code ec;
            if (auto named = parse_named_folder(text); named && !fs::exists(text, ec)) {
                predictions_.push_back(*std::move(named));
                continue;
            }
            BEATSYNC_CHECK(check_folder(text));
            if (request_.references.empty())
                annotations_.emplace_back(text);
            else
                BEATSYNC_CHECK(sort_beside_references(text));
        }
        return {};
    }

    Result<void> sort_beside_references(const fs::path& folder) {
        BEATSYNC_TRY(const auto sound, FileIndex::make(folder, FileKind::sound));
        if (!sound.entries().empty()) {
            sound_.push_back(folder);
            return {};
        }
        BEATSYNC_TRY(const auto beats, FileIndex::make(folder, FileKind::beats));
        if (beats.entries().empty())
            return fail(Errc::input, fmt::format("neither sound nor beats in {}", folder.string()),
                        "beside --reference, give a folder of songs or one of predictions");
        predictions_.push_back({folder_name(folder), folder});
        return {};
    }

    Result<void> add_tracker(const std::string& text) {
        if (const auto named = parse_named_folder(text)) return add_predictions(*named);
        const auto kind = parse_tracker("--tracker", text);
        if (!kind)
            return fail(Errc::usage, fmt::format("--tracker: no tracker is called '{}'", text),
                        fmt::format("{}, or NAME=FOLDER of predictions", kind.error().hint));
        return add(make_built_in(text, *kind, cache()));
    }

    Result<void> add_predictions(const NamedFolder& predictions) {
        BEATSYNC_CHECK(check_folder(predictions.folder));
        BEATSYNC_TRY(auto contender, make_predictions(predictions.name, predictions.folder, set_names_));
        return add(std::move(contender));
    }

    Result<void> add(std::unique_ptr<Contender> contender) {
        if (!names_.insert(contender->name()).second)
            return fail(Errc::usage, fmt::format("two trackers are called {}", contender->name()),
                        "name them apart: NAME=FOLDER, --exec 'NAME=program …'");
        lineup_.contenders.push_back(std::move(contender));
        return {};
    }

    const EvalCache& cache() {
        if (with_cache_ && cache_.scope.empty()) cache_ = cache_of_this_build();
        return cache_;
    }

    const EvalRequest& request_;
    bool with_cache_;
    Lineup lineup_;
    std::vector<fs::path> annotations_;
    std::vector<fs::path> sound_;
    std::vector<NamedFolder> predictions_;
    std::vector<std::string> set_names_;
    std::set<std::string> names_;
    EvalCache cache_;
};

}  // namespace

Result<Lineup> make_lineup(const EvalRequest& request, bool with_cache) {
    return Assembly(request, with_cache).make();
}

}  // namespace beatsync::cli
