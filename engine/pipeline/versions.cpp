#include "pipeline/versions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/file.h"
#include "draft/draft.h"

namespace beatsync::pipeline {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

fs::path folder_for(const fs::path& draft) {
    const fs::path absolute = fs::absolute(draft).lexically_normal();
    return absolute.parent_path() / fmt::format(".{}.versions", absolute.filename().string());
}

/// The versions of one draft, in memory and on the disk.
class History {
public:
    static Result<History> open(const fs::path& draft) {
        History history(draft);
        std::error_code error;
        if (!fs::exists(history.index(), error)) return history;
        BEATSYNC_TRY(const std::string text, read_file(history.index(), draft::kMaxJsonBytes));
        const json index = json::parse(text, nullptr, false);
        if (!history.read(index))
            return fail(Errc::input, fmt::format("{} is damaged", history.index().string()),
                        "the versions beside it are whole: copy one over the draft, and remove the index");
        return history;
    }

    [[nodiscard]] const std::vector<Version>& versions() const { return versions_; }
    [[nodiscard]] fs::path file(int number) const { return folder_ / fmt::format("{:04}.json", number); }
    [[nodiscard]] const Version* find(int number) const {
        const auto found = std::ranges::find(versions_, number, &Version::number);
        return found == versions_.end() ? nullptr : &*found;
    }
    [[nodiscard]] int current() const {
        const auto found = std::ranges::find(versions_, true, &Version::current);
        return found == versions_.end() ? 0 : found->number;
    }

    /// What the file is now becomes a version, unless it is one.
    Result<void> keep_present() {
        BEATSYNC_TRY(const std::string present, read_file(draft_, draft::kMaxJsonBytes));
        if (const int now = current(); now != 0) {
            const auto known = read_file(file(now), draft::kMaxJsonBytes);
            if (known && *known == present) return {};
        }
        return add(present, versions_.empty() ? "as it was" : "changed by hand");
    }

    /// Makes it the current one, without touching the draft.
    Result<void> add(std::string_view text, const std::string& did) {
        std::error_code error;
        fs::create_directories(folder_, error);
        if (error)
            return fail(Errc::media, fmt::format("cannot make {}: {}", folder_.string(), error.message()),
                        "write to another file with -o");
        Version version;
        version.number = versions_.empty() ? 1 : versions_.back().number + 1;
        version.from = current();
        version.did = did;
        // A number that another run took meanwhile is its own.
        while (fs::exists(file(version.number), error))
            ++version.number;
        BEATSYNC_CHECK(write_file(file(version.number), text));
        versions_.push_back(version);
        select(version.number);
        forget_oldest();
        return {};
    }

    void select(int number) {
        for (Version& version : versions_)
            version.current = version.number == number;
    }

    /// The index first: a draft that is older than it says is taken for one changed by hand, and kept.
    Result<void> write_draft(std::string_view text) {
        BEATSYNC_CHECK(write_index());
        return write_file(draft_, text);
    }

private:
    explicit History(const fs::path& draft)
        : draft_(fs::absolute(draft).lexically_normal()), folder_(folder_for(draft)) {}

    [[nodiscard]] fs::path index() const { return folder_ / "index.json"; }

    bool read(const json& index) {
        if (!index.is_object() || !index.contains("versions") || !index["versions"].is_array()) return false;
        int last = 0;
        for (const json& entry : index["versions"]) {
            if (!entry.is_object()) return false;
            const auto integer = [&](const char* key) {
                return entry.contains(key) && entry[key].is_number_integer() ? entry[key].get<int>() : 0;
            };
            Version version;
            version.number = integer("version");
            version.from = integer("from");
            if (entry.contains("did") && entry["did"].is_string())
                version.did = entry["did"].get<std::string>();
            if (version.number <= last) return false;
            last = version.number;
            versions_.push_back(std::move(version));
        }
        if (index.contains("current") && index["current"].is_number_integer())
            select(index["current"].get<int>());
        return true;
    }

    Result<void> write_index() {
        json list = json::array();
        for (const Version& version : versions_)
            list.push_back({{"version", version.number}, {"from", version.from}, {"did", version.did}});
        const json index = {{"current", current()}, {"versions", std::move(list)}};
        return write_file(this->index(), index.dump(1, ' ', false, json::error_handler_t::replace) + "\n");
    }

    void forget_oldest() {
        while (versions_.size() > kMostVersions) {
            std::error_code error;
            fs::remove(file(versions_.front().number), error);
            versions_.erase(versions_.begin());
        }
    }

    fs::path draft_;
    fs::path folder_;
    std::vector<Version> versions_;
};

/// The version that one comes to from `from` by so many steps.
Result<int> destination(const History& history, int from, int steps) {
    int number = from;
    for (int done = 0; done < std::abs(steps); ++done) {
        int next = 0;
        if (steps > 0) {
            const Version* version = history.find(number);
            next = version == nullptr || history.find(version->from) == nullptr ? 0 : version->from;
        } else {
            for (const Version& version : history.versions())
                if (version.from == number) next = version.number;
        }
        if (next == 0)
            return fail(Errc::usage,
                        done == 0 ? fmt::format("there is nothing to {}", steps > 0 ? "undo" : "redo")
                                  : fmt::format("only {} edit{} can be {}", done, done == 1 ? "" : "s",
                                                steps > 0 ? "undone" : "redone"),
                        "`show --versions` lists what there is");
        number = next;
    }
    return number;
}

}  // namespace

Result<std::vector<Version>> versions_of(const fs::path& draft) {
    BEATSYNC_TRY(const History history, History::open(draft));
    return history.versions();
}

Result<fs::path> version_file(const fs::path& draft, int number) {
    BEATSYNC_TRY(const History history, History::open(draft));
    if (history.find(number) == nullptr)
        return fail(Errc::usage, fmt::format("{} has no version {}", draft.string(), number),
                    "`show --versions` lists what there is");
    return history.file(number);
}

Result<int> write_version(const fs::path& draft, std::string_view json, const std::string& did) {
    BEATSYNC_TRY(History history, History::open(draft));
    BEATSYNC_CHECK(history.keep_present());
    BEATSYNC_CHECK(history.add(json, did));
    BEATSYNC_CHECK(history.write_draft(json));
    return history.current();
}

Result<int> undo(const fs::path& draft, int steps) {
    BEATSYNC_TRY(History history, History::open(draft));
    if (history.versions().empty())
        return fail(Errc::usage,
                    fmt::format("{} was never edited in place: there is nothing to undo", draft.string()));
    BEATSYNC_CHECK(history.keep_present());
    BEATSYNC_TRY(const int number, destination(history, history.current(), steps));
    BEATSYNC_TRY(const std::string text, read_file(history.file(number), draft::kMaxJsonBytes));
    history.select(number);
    BEATSYNC_CHECK(history.write_draft(text));
    return number;
}

}  // namespace beatsync::pipeline
