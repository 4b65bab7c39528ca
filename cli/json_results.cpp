#include "cli/json_results.h"

#include <algorithm>

#include "cli/json_document.h"
#include "draft/draft_json.h"
#include "draft/summary.h"

namespace beatsync::cli {
namespace {

std::vector<std::string> all_notes(const plan::Plan& plan) {
    std::vector<std::string> notes = plan.left_out;
    notes.insert(notes.end(), plan.notes.begin(), plan.notes.end());
    return notes;
}

/// One result as it is, several as a list, also where only one of those asked for is left.
std::string text_of_each(std::vector<Json> results, std::size_t asked) {
    const bool alone = asked == 1 && results.size() == 1;
    return document(alone ? std::move(results.front()) : Json(std::move(results)));
}

Json song_object(const SongResult& song) {
    const auto& grid = song.music.grid;
    Json json = {{"song", song.song.string()},
                 {"duration_seconds", grid.duration.seconds()},
                 {"tempo_bpm", grid.tempo_bpm},
                 {"confidence", grid.confidence},
                 {"loudness_lufs", song.music.loudness_lufs},
                 {"true_peak_dbtp", song.music.true_peak_dbtp},
                 {"beats", Json::array()},
                 {"sections", Json::array()}};
    for (std::size_t i = 0; i < grid.beats.size(); ++i) {
        const auto& beat = grid.beats[i];
        json["beats"].push_back(
            {{"seconds", beat.at.seconds()},
             {"position", beat.position_in_bar},
             {"strength", beat.strength},
             {"energy", i < song.music.beat_energy.size() ? song.music.beat_energy[i] : 0.0F}});
    }
    for (const auto& section : song.music.sections)
        json["sections"].push_back({{"start_seconds", section.range.begin.seconds()},
                                    {"end_seconds", section.range.end.seconds()},
                                    {"label", section.label},
                                    {"energy", section.energy}});
    return json;
}

Json clip_object(const footage::ClipMap& clip) {
    Json json = {{"clip", clip.media.path}, {"duration_seconds", clip.media.duration.seconds()}};
    if (const auto& video = clip.media.video)
        json.update({{"codec", video->codec},
                     {"width", video->width},
                     {"height", video->height},
                     {"fps", video->rate.value()},
                     {"variable_rate", video->variable_rate}});
    json["shots"] = Json::array();
    json["transitions"] = Json::array();
    json["flaws"] = Json::array();
    for (std::size_t i = 0; i < clip.shots.size(); ++i) {
        const auto& shot = clip.shots[i];
        json["shots"].push_back({{"index", i},
                                 {"start_seconds", shot.range.begin.seconds()},
                                 {"end_seconds", shot.range.end.seconds()},
                                 {"start_frame", shot.first_frame},
                                 {"end_frame", shot.end_frame},
                                 {"cut_score", shot.cut_score},
                                 {"motion", shot.motion},
                                 {"sharpness", shot.sharpness},
                                 {"exposure", shot.exposure}});
    }
    for (const auto& transition : clip.transitions)
        json["transitions"].push_back({{"start_seconds", transition.range.begin.seconds()},
                                       {"end_seconds", transition.range.end.seconds()},
                                       {"start_frame", transition.first_frame},
                                       {"end_frame", transition.end_frame},
                                       {"kind", transition_name(transition.kind)},
                                       {"score", transition.score}});
    for (const auto& flaw : clip.flaws)
        json["flaws"].push_back({{"start_seconds", flaw.range.begin.seconds()},
                                 {"end_seconds", flaw.range.end.seconds()},
                                 {"defect", defect_name(flaw.defect)}});
    return json;
}

Json rejected_list(const pipeline::PlannedVideo& planned) {
    Json list = Json::array();
    for (const auto& clip : planned.rejected)
        list.push_back({{"path", clip.path.string()}, {"reason", describe(clip.error)}});
    return list;
}

Json canvas_fields(const draft::Draft& draft, const draft::Canvas& canvas) {
    return {{"width", canvas.width},
            {"height", canvas.height},
            {"fps", draft.canvas.fps.value()},
            {"frames", draft.length_frames()},
            {"seconds", draft.canvas.fps.time_of(draft.length_frames()).seconds()}};
}

Json render_object(const std::filesystem::path& output, const draft::Draft& draft, const Rendered& rendered) {
    const render::RenderReport& report = rendered.report;
    Json json = {{"output", output.string()},
                 {"where", rendered.cloud ? "cloud" : "local"},
                 {"decisions", rendered.decisions}};
    json.update(canvas_fields(draft, rendered.cloud ? draft.canvas : report.canvas));
    if (rendered.cloud)
        json["job"] = rendered.job;
    else
        json.update({{"frames_decoded", report.frames_decoded},
                     {"frames_copied", report.frames_copied},
                     {"loudness_lufs", report.loudness_lufs},
                     {"true_peak_dbtp", report.true_peak_dbtp},
                     {"notes", report.notes}});
    return json;
}

const char* kind_name(draft::TrackKind kind) {
    switch (kind) {
        case draft::TrackKind::video:
            return "video";
        case draft::TrackKind::audio:
            return "audio";
        case draft::TrackKind::text:
            return "text";
    }
    return "";
}

Json segment_object(const draft::Segment& segment, const Rate& fps) {
    Json json = {{"begin_frame", segment.frames.begin},
                 {"end_frame", segment.frames.end},
                 {"begin_seconds", fps.time_of(segment.frames.begin).seconds()},
                 {"end_seconds", fps.time_of(segment.frames.end).seconds()}};
    if (!segment.source.empty())
        json.update({{"source", segment.source}, {"in_seconds", segment.in.seconds()}});
    if (!segment.text.empty()) json["text"] = segment.text;
    if (segment.beat) json["beat"] = *segment.beat;
    return json;
}

}  // namespace

std::string songs_json(const std::vector<SongResult>& songs, std::size_t asked) {
    std::vector<Json> results;
    std::transform(songs.begin(), songs.end(), std::back_inserter(results), song_object);
    return text_of_each(std::move(results), asked);
}

std::string clips_json(const std::vector<footage::ClipMap>& clips, std::size_t asked) {
    std::vector<Json> results;
    std::transform(clips.begin(), clips.end(), std::back_inserter(results), clip_object);
    return text_of_each(std::move(results), asked);
}

std::string plan_json(const pipeline::PlannedVideo& planned) {
    Json cuts = Json::array();
    for (const auto& reason : planned.plan.reasons) {
        Json cut = {{"frame", reason.frame},
                    {"seconds", planned.plan.draft.canvas.fps.time_of(reason.frame).seconds()}};
        cut["beat"] = reason.beat ? Json(*reason.beat) : Json();
        cut["why"] = reason.why;
        cuts.push_back(std::move(cut));
    }
    return document({{"draft", Json::parse(draft::to_json(planned.plan.draft))},
                     {"cuts", std::move(cuts)},
                     {"tempo_bpm", planned.music.grid.tempo_bpm},
                     {"notes", all_notes(planned.plan)},
                     {"damaged", planned.damaged},
                     {"left_out", rejected_list(planned)}});
}

std::string render_json(const std::filesystem::path& output, const draft::Draft& draft,
                        const Rendered& rendered) {
    return document(render_object(output, draft, rendered));
}

std::string sync_json(const std::filesystem::path& output, const pipeline::SyncedVideo& synced,
                      const Rendered& rendered) {
    Json json = render_object(output, synced.planned.plan.draft, rendered);
    json.update({{"cuts", synced.planned.plan.reasons.size()},
                 {"tempo_bpm", synced.planned.music.grid.tempo_bpm},
                 {"plan_notes", all_notes(synced.planned.plan)},
                 {"damaged", synced.planned.damaged},
                 {"left_out", rejected_list(synced.planned)}});
    return document(json);
}

std::string draft_json(const draft::Draft& draft) {
    Json json = {{"summary", draft::summary_line(draft)}};
    json.update(canvas_fields(draft, draft.canvas));
    json["tracks"] = Json::array();
    for (const auto& track : draft.tracks) {
        Json segments = Json::array();
        for (const auto& segment : track.segments)
            segments.push_back(segment_object(segment, draft.canvas.fps));
        json["tracks"].push_back(
            {{"kind", kind_name(track.kind)}, {"name", track.name}, {"segments", std::move(segments)}});
    }
    return document(json);
}

}  // namespace beatsync::cli
