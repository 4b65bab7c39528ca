#include "cli/eval/recordings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "cli/eval/beats_file.h"
#include "cli/eval/file_index.h"
#include "pipeline/pipeline.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

const char* plural(std::size_t n) {
    return n == 1 ? "" : "s";
}

/// The sound files of a set.
class Sound {
public:
    static Result<Sound> find(const SetFolder& set) {
        Sound sound;
        for (const fs::path& folder : set.sound) {
            std::error_code ec;
            const fs::path own = folder / set.name;
            BEATSYNC_TRY(auto index,
                         FileIndex::make(fs::is_directory(own, ec) ? own : folder, FileKind::sound));
            sound.indices_.push_back(std::move(index));
        }
        return sound;
    }

    /// Empty where there is none.
    [[nodiscard]] Result<fs::path> of(std::string_view key) {
        for (const FileIndex& index : indices_) {
            BEATSYNC_TRY(const auto* found, index.find(key));
            if (found == nullptr) continue;
            used_.insert(found->file);
            return found->file;
        }
        return fs::path();
    }
    [[nodiscard]] std::vector<std::string> unused() const {
        std::vector<std::string> names;
        for (const FileIndex& index : indices_)
            for (const auto& entry : index.entries())
                if (!used_.contains(entry.file)) names.push_back(entry.file.filename().string());
        return names;
    }

private:
    std::vector<FileIndex> indices_;
    std::set<fs::path> used_;
};

/// Reads one set after another.
class Finder {
public:
    Finder(const Contenders& contenders, const RecordingsWanted& wanted)
        : contenders_(contenders), wanted_(wanted) {
        needs_sound_ = std::any_of(contenders.begin(), contenders.end(),
                                   [](const auto& contender) { return contender->needs_sound(); });
    }

    Result<void> read(std::size_t number, const SetFolder& set) {
        BEATSYNC_TRY(const FileIndex index, FileIndex::make(set.annotations, FileKind::beats));
        BEATSYNC_TRY(Sound sound, Sound::find(set));
        const std::size_t before = found_.subjects.size();
        silent_.clear();
        reasons_.clear();
        for (const auto& entry : index.entries())
            if (is_wanted(entry.key)) BEATSYNC_CHECK(take(number, entry, sound));
        const bool asked_for_others = !wanted_.only.empty() && silent_.empty() && reasons_.empty();
        if (found_.subjects.size() == before && !asked_for_others) return nothing_in(set);
        if (!silent_.empty())
            found_.left_out.push_back(fmt::format("left out: no sound for {} of {}: {}", silent_.size(),
                                                  set.name, listed(silent_)));
        found_.left_out.insert(found_.left_out.end(), reasons_.begin(), reasons_.end());
        note_the_rest(set, index, sound);
        name_apart(before);
        return {};
    }

    Result<Recordings> finish() {
        for (const std::string& pattern : wanted_.only)
            if (!met_.contains(pattern))
                return fail(Errc::usage, fmt::format("--only: no recording is called '{}'", pattern),
                            "give a name without its ending, or a pattern like 'jazz_*'");
        return std::move(found_);
    }

private:
    bool is_wanted(const std::string& key) {
        bool any = wanted_.only.empty();
        for (const std::string& pattern : wanted_.only) {
            if (!pipeline::matches(key, pattern)) continue;
            met_.insert(pattern);
            any = true;
        }
        return any;
    }

    Result<void> take(std::size_t number, const FileIndex::Entry& entry, Sound& sound) {
        auto heard = sound.of(entry.key);
        if (!heard) {
            reasons_.push_back("left out: " + describe(heard.error()));
            return {};
        }
        auto file = read_beats_file(entry.file, name_of(entry.key));
        if (!file || file->beats.times.empty()) {
            if (is_somebody(number, entry, *heard))
                reasons_.push_back(
                    fmt::format("left out: {}", file ? entry.file.string() + ": there are no beats in it"
                                                     : describe(file.error())));
            else
                strangers_.push_back(entry.file.filename().string());
            return {};
        }
        if (evaluate::from_second(file->beats.times, wanted_.skip_s).empty()) {
            reasons_.push_back(fmt::format("left out: {}: no beats after the first {:g} s",
                                           entry.file.string(), wanted_.skip_s));
            return {};
        }
        if (needs_sound_ && heard->empty()) {
            silent_.push_back(entry.key);
            return {};
        }
        for (const std::string& remark : file->remarks)
            found_.notes.push_back(fmt::format("{}: {}", entry.file.string(), remark));
        found_.annotated.push_back({number, std::string(name_of(entry.key)), std::move(file->beats)});
        found_.subjects.push_back({number, entry.key, *std::move(heard)});
        found_.annotations.push_back(entry.file.string());
        return {};
    }

    /// Whether the file is a recording's annotation, though it can't be used.
    bool is_somebody(std::size_t set, const FileIndex::Entry& entry, const fs::path& sound) const {
        return interchange::surely_holds_beats(entry.file.filename().string()) || !sound.empty() ||
               std::any_of(contenders_.begin(), contenders_.end(),
                           [&](const auto& contender) { return contender->knows(set, entry.key); });
    }

    tl::unexpected<Error> nothing_in(const SetFolder& set) const {
        if (!silent_.empty())
            return fail(Errc::input,
                        fmt::format("no sound for any annotation in {}, such as {}", set.annotations.string(),
                                    silent_.front()),
                        "sound and annotation share a name: song.flac, song.beats; or compare predictions: "
                        "--tracker NAME=FOLDER");
        if (!reasons_.empty())
            return fail(
                Errc::input,
                fmt::format("no annotation in {} can be used, for instance {}", set.annotations.string(),
                            reasons_.front().substr(std::string_view("left out: ").size())));
        return fail(
            Errc::input, fmt::format("no annotations in {}", set.annotations.string()),
            "NAME.beats, .txt, .jams, .lab, .csv or .tsv for each NAME.flac; --reference names their folder");
    }

    void note_the_rest(const SetFolder& set, const FileIndex& index, const Sound& sound) {
        const auto note = [&](std::string_view what, const std::vector<std::string>& names) {
            if (names.empty()) return;
            found_.notes.push_back(fmt::format("{}: {} file{} {}: {}", set.name, names.size(),
                                               plural(names.size()), what, listed(names)));
        };
        note("without beats passed over", std::exchange(strangers_, {}));
        std::vector<std::string> others;
        for (const fs::path& file : index.passed_over())
            others.push_back(file.filename().string());
        note("passed over for another of the same name", others);
        if (needs_sound_ && wanted_.only.empty()) note("of sound without an annotation", sound.unused());
    }

    /// Recordings that share a name are called by their path.
    void name_apart(std::size_t first) {
        std::map<std::string, int> count;
        for (std::size_t i = first; i < found_.annotated.size(); ++i)
            ++count[found_.annotated[i].name];
        for (std::size_t i = first; i < found_.annotated.size(); ++i)
            if (count[found_.annotated[i].name] > 1) found_.annotated[i].name = found_.subjects[i].key;
    }

    const Contenders& contenders_;
    const RecordingsWanted& wanted_;
    bool needs_sound_ = false;
    Recordings found_;
    std::set<std::string> met_;           // patterns that something was called by
    std::vector<std::string> silent_;     // of the set at hand
    std::vector<std::string> reasons_;    // …
    std::vector<std::string> strangers_;  // …
};

}  // namespace

Result<Recordings> find_recordings(std::span<const SetFolder> sets, const Contenders& contenders,
                                   const RecordingsWanted& wanted) {
    Finder finder(contenders, wanted);
    for (std::size_t i = 0; i < sets.size(); ++i)
        BEATSYNC_CHECK(finder.read(i, sets[i]));
    return finder.finish();
}

}  // namespace beatsync::cli
