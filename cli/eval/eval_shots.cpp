#include "cli/eval/eval_shots.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "cli/eval/contender.h"
#include "cli/eval/file_index.h"
#include "cli/eval/named_folder.h"
#include "cli/eval/shot_truth.h"
#include "cli/json_document.h"
#include "cli/text_output.h"
#include "evaluate/shot_metrics.h"
#include "media/analysis_reader.h"
#include "pipeline/pipeline.h"
#include "report/text_table.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

using evaluate::ShotCounts;
using evaluate::ShotTruth;
using report::TableColumn;
using report::TableRow;

constexpr std::string_view kOurs = "beatsync";
constexpr std::string_view kOursFast = "beatsync-fast";

struct AnnotatedVideo {
    std::string name;
    fs::path cuts;
    fs::path video;
    ShotTruth truth;
    std::int64_t frames = 0;           ///< that the video has
    std::vector<double> found{};       ///< frames that our own detector says are the first of a shot
    std::vector<double> found_fast{};  ///< the same with --fast
    bool analysed = false;
};

struct Detector {
    std::string name;
    fs::path folder;                   ///< of predictions; empty: ours
    bool fast = false;                 ///< ours, with --fast
    std::vector<ShotCounts> counts{};  ///< of each video
    std::vector<std::string> missing{};
};

/// The first file beside it, by name, that is called the same and is none of the annotations.
fs::path video_beside(const fs::path& cuts) {
    static const std::set<std::string> kAnnotations{".cuts", ".transitions", ".ignore", ".neg",
                                                    ".pts",  ".txt",         ".json"};
    std::set<fs::path> found;
    std::error_code ec;
    for (fs::directory_iterator i(cuts.parent_path(), ec), end; !ec && i != end; i.increment(ec))
        if (i->path().stem() == cuts.stem() && !kAnnotations.contains(i->path().extension().string()))
            found.insert(i->path());
    return found.empty() ? fs::path() : *found.begin();
}

bool is_wanted(const fs::path& cuts, const std::vector<std::string>& only) {
    return only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& pattern) {
               return pipeline::matches(cuts.stem(), pattern);
           });
}

Result<std::vector<AnnotatedVideo>> find_videos(const ShotEvalRequest& request,
                                                std::vector<std::string>& left_out) {
    std::vector<AnnotatedVideo> videos;
    for (const std::string& folder : request.folders) {
        BEATSYNC_TRY(const auto annotations, pipeline::find_files(folder, [](const fs::path& file) {
                         return file.extension() == ".cuts";
                     }));
        if (annotations.empty())
            return fail(Errc::input, fmt::format("no annotated videos in {}", folder),
                        "NAME.cuts for each NAME.mp4, a frame number a line");
        for (const fs::path& cuts : annotations) {
            if (!is_wanted(cuts, request.only)) continue;
            AnnotatedVideo video{cuts.stem().string(), cuts, video_beside(cuts), {}};
            BEATSYNC_TRY(video.truth, read_shot_truth(cuts));
            if (video.video.empty())
                left_out.push_back(fmt::format("left out: no video beside {}", cuts.string()));
            else
                videos.push_back(std::move(video));
        }
    }
    if (videos.empty())
        return fail(Errc::input, "no annotated video is left to be measured",
                    left_out.empty() ? "--only fits no NAME.cuts" : left_out.front());
    return videos;
}

Result<std::vector<Detector>> find_detectors(const ShotEvalRequest& request) {
    std::vector<Detector> detectors;
    detectors.reserve(request.detectors.size() + 1);
    for (const std::string& text : request.detectors) {
        const auto named = parse_named_folder(text);
        if (text != kOurs && text != kOursFast && !named)
            return fail(Errc::usage, fmt::format("--tracker: no shot detector is called '{}'", text),
                        "beatsync, beatsync-fast, or NAME=FOLDER of its predictions");
        detectors.push_back(named ? Detector{named->name, named->folder}
                                  : Detector{text, {}, text == kOursFast});
    }
    if (detectors.empty()) detectors.push_back({std::string(kOurs), {}});
    return detectors;
}

/// Errc::input when NAME.pts says less than there is: later frames would have no time.
Result<void> check_frame_times(const AnnotatedVideo& video) {
    const fs::path file = fs::path(video.cuts).replace_extension(".pts");
    const auto times = static_cast<std::int64_t>(video.truth.frame_times.size());
    std::error_code ec;
    if (times >= video.frames || !fs::exists(file, ec)) return {};
    return fail(Errc::input,
                fmt::format("{} has the times of {} frames, {} has {}", file.string(), times,
                            video.video.filename().string(), video.frames),
                "it has a line for each frame, or is left out");
}

/// What our detector says of the videos.
Result<void> analyse(const ShotEvalRequest& request, bool fast, const RunContext& context,
                     std::vector<AnnotatedVideo>& videos, std::vector<std::string>& left_out) {
    pipeline::AnalysisSettings settings;
    if (request.with_cache) {
        EvalCache cache = cache_of_this_build();
        settings.cache_folder = std::move(cache.folder);
        settings.cache_scope = std::move(cache.scope);
    }
    settings.threads = request.threads;
    settings.fast = fast;
    std::vector<fs::path> clips;
    clips.reserve(videos.size());
    for (const AnnotatedVideo& video : videos)
        clips.push_back(video.video);
    BEATSYNC_TRY(const auto footage, pipeline::analyse_clips(clips, settings, context));
    std::map<fs::path, const footage::ClipMap*> by_path;
    for (const footage::ClipMap& clip : footage.clips)
        by_path[clip.media.path] = &clip;
    for (AnnotatedVideo& video : videos) {
        const auto clip = by_path.find(fs::absolute(video.video).lexically_normal());
        if (clip == by_path.end() || !clip->second->media.video) continue;
        video.analysed = true;
        video.frames = clip->second->media.video->frames;
        BEATSYNC_CHECK(check_frame_times(video));
        std::vector<double>& found = fast ? video.found_fast : video.found;
        for (std::size_t i = 1; i < clip->second->shots.size(); ++i)
            found.push_back(static_cast<double>(clip->second->shots[i].first_frame));
    }
    for (const auto& clip : footage.rejected)
        left_out.push_back("left out: " + describe(clip.error));
    std::erase_if(videos, [](const AnnotatedVideo& video) { return !video.analysed; });
    return {};
}

/// Decodes the videos of which no file has the times of the frames. A rate would not do: it is an average.
Result<void> read_frame_times(const RunContext& context, std::vector<AnnotatedVideo>& videos) {
    media::AnalysisOptions options;
    options.threads = 0;
    for (AnnotatedVideo& video : videos) {
        std::vector<double>& times = video.truth.frame_times;
        if (!times.empty()) continue;
        // Its progress would be that of one video among many.
        BEATSYNC_CHECK(media::read_for_analysis(
            video.video, options, RunContext{context.log, nullptr, context.stop},
            [&](const PictureView& picture) { times.push_back(picture.at.seconds()); }));
    }
    return {};
}

/// Our detector knows frames, so that frames stand in for seconds here, whatever the rate.
ShotCounts count_ours(const AnnotatedVideo& video, const std::vector<double>& found) {
    ShotTruth truth = video.truth;
    truth.frame_times.resize(static_cast<std::size_t>(video.frames));
    std::iota(truth.frame_times.begin(), truth.frame_times.end(), 0.0);
    return count_shots(truth, found);
}

/// Where there is no prediction, nothing was found.
Result<void> count(const std::vector<AnnotatedVideo>& videos, Detector& detector) {
    for (const AnnotatedVideo& video : videos) {
        if (detector.folder.empty()) {
            detector.counts.push_back(count_ours(video, detector.fast ? video.found_fast : video.found));
            continue;
        }
        const fs::path file = detector.folder / (video.name + ".txt");
        std::vector<double> found;
        std::error_code ec;
        if (fs::exists(file, ec)) {
            BEATSYNC_TRY(found, read_boundaries(file));
        } else {
            detector.missing.push_back(video.name);
        }
        detector.counts.push_back(count_shots(video.truth, found));
    }
    if (detector.missing.size() < videos.size()) return {};
    return fail(Errc::input, fmt::format("nothing in {} bears the name of a video, such as {}.txt",
                                         detector.folder.string(), videos.front().name));
}

ShotCounts sum_of(const std::vector<ShotCounts>& counts) {
    ShotCounts sum;
    for (const ShotCounts& c : counts)
        sum += c;
    return sum;
}

std::string of(std::int64_t part, std::int64_t whole) {
    return fmt::format("{}/{}", part, whole);
}

TableRow row_of(const std::string& detector, const std::string& video, const ShotCounts& c) {
    const evaluate::ShotScores s = scores_of(c);
    const auto score = [](double value, bool is_any) { return is_any ? fmt::format("{:.3f}", value) : "-"; };
    const bool any = c.cuts + c.transitions > 0;
    return {detector,
            video,
            score(s.f1, any),
            score(s.precision, any),
            score(s.recall, any),
            score(s.cut_f1, c.cuts > 0),
            s.gradual_recall ? fmt::format("{:.3f}", *s.gradual_recall) : "-",
            of(c.cuts_found, c.cuts),
            of(c.cuts_exact, c.cuts_found),
            of(c.transitions_found, c.transitions),
            std::to_string(c.false_alarms),
            std::to_string(c.repeats)};
}

std::string tables(const std::vector<AnnotatedVideo>& videos, const std::vector<Detector>& detectors,
                   bool per_file) {
    static constexpr std::array<TableColumn, 12> kColumns{{{"detector"},
                                                           {"video"},
                                                           {"F1", true},
                                                           {"P", true},
                                                           {"R", true},
                                                           {"cuts F1", true},
                                                           {"gradual R", true},
                                                           {"cuts", true},
                                                           {"exact", true},
                                                           {"gradual", true},
                                                           {"false", true},
                                                           {"again", true}}};
    std::vector<TableRow> rows{report::head_of(kColumns)};
    for (const Detector& detector : detectors) {
        for (std::size_t i = 0; per_file && i < videos.size(); ++i)
            rows.push_back(row_of(detector.name, videos[i].name, detector.counts[i]));
        rows.push_back(row_of(detector.name, fmt::format("all {}", videos.size()), sum_of(detector.counts)));
    }
    return fmt::format("Shot boundaries, right within {} frames\n{}", evaluate::kShotTolerance,
                       report::lay_out(kColumns, rows));
}

Json json_of(const ShotCounts& c) {
    const evaluate::ShotScores s = scores_of(c);
    return {{"f1", s.f1},
            {"precision", s.precision},
            {"recall", s.recall},
            {"cut_f1", s.cut_f1},
            {"cut_precision", s.cut_precision},
            {"cut_recall", s.cut_recall},
            {"gradual_recall", s.gradual_recall ? Json(*s.gradual_recall) : Json()},
            {"cuts", c.cuts},
            {"cuts_found", c.cuts_found},
            {"cuts_exact", c.cuts_exact},
            {"transitions", c.transitions},
            {"transitions_found", c.transitions_found},
            {"false_alarms", c.false_alarms},
            {"repeats", c.repeats}};
}

std::string json_document(const std::vector<AnnotatedVideo>& videos, const std::vector<Detector>& detectors,
                          const std::vector<std::string>& left_out) {
    Json summary = Json::array();
    for (const Detector& detector : detectors) {
        Json row = {{"detector", detector.name}, {"videos", videos.size()}};
        row.update(json_of(sum_of(detector.counts)));
        row["files"] = Json::array();
        for (std::size_t i = 0; i < videos.size(); ++i) {
            Json file = {{"video", videos[i].video.string()}};
            file.update(json_of(detector.counts[i]));
            row["files"].push_back(std::move(file));
        }
        summary.push_back(std::move(row));
    }
    return document({{"parameters", {{"tolerance_frames", evaluate::kShotTolerance}}},
                     {"summary", std::move(summary)},
                     {"left_out", left_out}});
}

}  // namespace

Result<Outcome> eval_shots(const ShotEvalRequest& request, const Session& session) {
    if (request.folders.empty())
        return fail(Errc::usage, "no folder of annotated videos", "beatsync eval --shots FOLDER");
    std::vector<std::string> left_out;
    BEATSYNC_TRY(std::vector<Detector> detectors, find_detectors(request));
    BEATSYNC_TRY(std::vector<AnnotatedVideo> videos, find_videos(request, left_out));
    std::vector<fs::path> inputs;
    for (const AnnotatedVideo& video : videos)
        inputs.insert(inputs.end(), {video.video, video.cuts});
    BEATSYNC_CHECK(check_text_output(request.output, inputs, request.overwrite));
    const auto is_fast = [](const Detector& detector) { return detector.fast; };
    const bool any_fast = std::any_of(detectors.begin(), detectors.end(), is_fast);
    if (!std::all_of(detectors.begin(), detectors.end(), is_fast))
        BEATSYNC_CHECK(analyse(request, false, session.context, videos, left_out));
    if (any_fast) BEATSYNC_CHECK(analyse(request, true, session.context, videos, left_out));
    const auto is_other = [](const Detector& detector) { return !detector.folder.empty(); };
    if (std::any_of(detectors.begin(), detectors.end(), is_other))
        BEATSYNC_CHECK(read_frame_times(session.context, videos));
    for (Detector& detector : detectors) {
        BEATSYNC_CHECK(count(videos, detector));
        if (!detector.missing.empty())
            left_out.push_back(fmt::format("{}: no prediction for {} of {}, none found: {}", detector.name,
                                           detector.missing.size(), videos.size(), listed(detector.missing)));
    }
    if (!session.json || !is_stdout(request.output))
        BEATSYNC_CHECK(
            write_text(session.console, request.output, tables(videos, detectors, request.per_file)));
    if (session.json) BEATSYNC_CHECK(session.console.result(json_document(videos, detectors, left_out)));
    for (const std::string& line : left_out)
        session.console.left_out(line);
    return left_out.empty() ? Outcome::done : Outcome::partial;
}

}  // namespace beatsync::cli
