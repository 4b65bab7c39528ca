#include "cli/words_subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <system_error>

#include "media/probe.h"
#include "pipeline/draft_file.h"
#include "pipeline/pipeline.h"

namespace beatsync::cli {
namespace {

namespace fs = std::filesystem;

bool is_draft_name(const fs::path& file) {
    return file.extension() == ".json" || file.extension() == ".JSON";
}

/// The sound files right in a folder.
std::vector<std::string> songs_in(const fs::path& folder) {
    std::vector<std::string> songs;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (!entry.is_regular_file(error)) continue;
        const auto info = media::probe(entry.path());
        if (info && info->kind == MediaKind::audio) songs.push_back(entry.path().string());
    }
    std::sort(songs.begin(), songs.end());
    return songs;
}

class Sorter {
public:
    explicit Sorter(Console& console) : console_(console) {}

    Result<void> add(const std::string& file) {
        std::error_code error;
        if (fs::is_directory(file, error)) return add_folder(file);
        BEATSYNC_CHECK(pipeline::check_is_there(file));
        if (is_draft_name(file)) return add_draft(file);
        BEATSYNC_TRY(const MediaInfo info, media::probe(file));
        if (info.kind == MediaKind::audio) return set(subject_.song, file, "songs");
        subject_.clips.push_back(file);
        return {};
    }

    Result<WordsSubject> finish() {
        if (subject_.song.empty() && subject_.draft.empty()) find_song();
        return std::move(subject_);
    }

private:
    Result<void> add_folder(const std::string& folder) {
        folders_.push_back(folder);
        BEATSYNC_TRY(const auto clips, pipeline::find_clips(std::vector<fs::path>{folder}));
        for (const fs::path& clip : clips)
            subject_.clips.push_back(clip.string());
        return {};
    }

    Result<void> add_draft(const std::string& file) {
        BEATSYNC_CHECK(set(subject_.draft, file, "drafts"));
        BEATSYNC_TRY(const draft::Draft draft, pipeline::read_draft(file));
        describe_draft(draft, subject_);
        return {};
    }

    static Result<void> set(std::string& to, const std::string& file, std::string_view what) {
        if (!to.empty() && to != file)
            return fail(Errc::usage, fmt::format("two {} are given: {} and {}", what, to, file),
                        "name one of them");
        to = file;
        return {};
    }

    void find_song() {
        std::vector<std::string> songs;
        for (const std::string& folder : folders_)
            for (std::string& song : songs_in(folder))
                songs.push_back(std::move(song));
        if (songs.size() != 1) return;
        subject_.song = songs.front();
        console_.say("the song is " + songs.front());
    }

    Console& console_;
    WordsSubject subject_;
    std::vector<std::string> folders_;
};

/// `stem` + `suffix` in the working folder, with a number where that exists.
std::string free_name(const std::string& stem, const std::string& suffix, int first = 1) {
    constexpr int kTries = 10'000;
    std::string name;
    for (int i = first; i < kTries; ++i) {
        name = stem + (i > 1 ? fmt::format("-{}", i) : "") + suffix;
        // A name with a dash in front would be an option.
        if (name.starts_with('-')) name.insert(0, "./");
        std::error_code error;
        if (!fs::exists(fs::symlink_status(name, error))) return name;
    }
    return name;
}

}  // namespace

void describe_draft(const draft::Draft& draft, WordsSubject& subject) {
    subject.seed = draft.seed;
    for (const draft::Track& track : draft.tracks) {
        if (track.kind != draft::TrackKind::audio || track.segments.empty()) continue;
        subject.music_percent = std::round(100 * std::pow(10, track.segments.front().level.gain_db / 20));
        break;
    }
    if (draft.recipe) {
        subject.draft_clips = draft.recipe->clips;
        return;
    }
    for (const draft::Track& track : draft.tracks)
        for (const draft::Segment& segment : track.segments) {
            auto& clips = subject.draft_clips;
            const bool clip = track.kind == draft::TrackKind::video && !segment.source.empty();
            if (clip && std::find(clips.begin(), clips.end(), segment.source) == clips.end())
                clips.push_back(segment.source);
        }
}

Result<WordsSubject> sort_files(const std::vector<std::string>& files, Console& console) {
    Sorter sorter(console);
    for (const std::string& file : files)
        BEATSYNC_CHECK(sorter.add(file));
    return sorter.finish();
}

WordsOutputs free_names(const WordsSubject& subject) {
    WordsOutputs outputs;
    if (!subject.draft.empty()) {
        const std::string stem = fs::path(subject.draft).stem().string();
        // Another version goes beside the first, so that paths in it that count from there still hold.
        const std::string beside = (fs::path(subject.draft).parent_path() / stem).string();
        outputs.draft = free_name(beside, ".json", 2);
        outputs.video = free_name(stem, ".mp4");
        outputs.interchange = stem;
        return outputs;
    }
    const std::string& name = subject.clips.size() == 1 ? subject.clips.front() : subject.song;
    outputs.video = free_name(fs::path(name).stem().string() + "-cut", ".mp4");
    return outputs;
}

}  // namespace beatsync::cli
