#include "pipeline/edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "draft/edit.h"
#include "pipeline/edit_plan.h"
#include "plan/bars.h"
#include "plan/cadence.h"
#include "plan/titles.h"

namespace beatsync::pipeline {
namespace fs = std::filesystem;
namespace {

/// Around what was dropped: a moment earlier or later it is the same picture.
constexpr Time kAround = Time::from_ms(1000);

std::vector<std::size_t> sorted(std::vector<std::size_t> pieces) {
    std::sort(pieces.begin(), pieces.end());
    pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
    return pieces;
}

std::string millis(Time t) {
    return fmt::format("{:.3f}", t.seconds());
}

}  // namespace

DraftEditor::DraftEditor(draft::Draft draft, PlanRequest request, const RunContext& context)
    : draft_(std::move(draft)), request_(std::move(request)), context_(context) {}

Result<void> DraftEditor::apply(const Edit& edit) {
    BEATSYNC_TRY(draft::Draft edited, std::visit([this](const auto& e) { return run(e); }, edit));
    BEATSYNC_CHECK(draft::validate(edited));
    draft_ = std::move(edited);
    return {};
}

Result<draft::Draft> DraftEditor::run(const SwapEdit& edit) {
    return draft::swap_pieces(draft_, edit.a, edit.b, facts_without_song());
}

Result<draft::Draft> DraftEditor::run(const LockEdit& edit) {
    return draft::lock_pieces(draft_, edit.pieces, edit.locked);
}

Result<draft::Draft> DraftEditor::run(const LengthEdit& edit) {
    BEATSYNC_CHECK(draft::check_free(draft_, edit.piece));
    BEATSYNC_TRY(const draft::EditFacts known, facts());
    return draft::change_length(draft_, edit.piece, edit.beats, known);
}

Result<draft::Draft> DraftEditor::run(const TitleEdit& edit) {
    if (edit.titles.empty()) return draft::set_title(draft_, "");
    const plan::TitleRequest& first = edit.titles.front();
    const bool words_alone = edit.titles.size() == 1 && first.at == plan::TitleAt::next && !first.length &&
                             first.style == draft::TextStyle{};
    if (words_alone && draft::has_title(draft_)) return draft::set_title(draft_, first.text);
    return with_titles(edit.titles);
}

/// On the beats of the draft's music; without one, or one that can't be heard, where they are asked for.
draft::Draft DraftEditor::with_titles(const std::vector<plan::TitleRequest>& titles) {
    const auto sound = music();
    music::MusicMap map;
    if (sound) {
        if (const auto heard = song()) map = **heard;
    }
    const std::vector<plan::BarPlace> places = plan::place_in_bars(map);
    const plan::Clock clock{draft_.canvas.fps, sound ? (*sound)->in : Time{}, request_.options.lead};
    plan::PlannedTitles planned =
        plan::plan_titles(titles, {map.grid.beats, places, clock, draft_.length_frames()});
    draft::Draft edited = draft_;
    std::erase_if(edited.tracks, [](const auto& track) { return track.kind == draft::TrackKind::text; });
    std::ranges::move(planned.tracks, std::back_inserter(edited.tracks));
    std::ranges::move(planned.left_out, std::back_inserter(left_out_));
    std::ranges::move(planned.notes, std::back_inserter(notes_));
    return edited;
}

Result<draft::Draft> DraftEditor::run(const MusicGainEdit& edit) {
    return draft::set_music_gain(draft_, edit.gain_db);
}

Result<draft::Draft> DraftEditor::run(const OwnSoundEdit& edit) {
    return draft::set_own_sound(draft_, edit.sound);
}

Result<draft::Draft> DraftEditor::run(const LoudnessEdit& edit) {
    draft::Draft draft = draft_;
    draft.loudness_lufs = edit.lufs;
    return draft;
}

Result<draft::Draft> DraftEditor::run(const FitEdit& edit) {
    return draft::set_fit(draft_, edit.fit);
}

Result<draft::Draft> DraftEditor::run(const CanvasEdit& edit) {
    draft::Draft draft = draft_;
    draft::Canvas& canvas = draft.canvas;
    if (edit.size) {
        canvas.width = edit.size->width;
        canvas.height = edit.size->height;
        return draft;
    }
    const int side = std::min(canvas.width, canvas.height);
    CanvasRequest request;
    request.short_side = edit.short_side.value_or(side);
    if (!edit.aspect) {
        const double scale = static_cast<double>(request.short_side) / side;
        canvas.width = even_side(canvas.width * scale);
        canvas.height = even_side(canvas.height * scale);
        return draft;
    }
    request.aspect = *edit.aspect;
    request.fps = canvas.fps;
    std::vector<footage::ClipMap> first;
    if (*edit.aspect == Aspect::source) {
        BEATSYNC_TRY(const std::size_t track, draft::track_of_pieces(draft));
        const std::string source = draft::pieces_of(draft, track).front().source;
        const footage::ClipMap* clip = clip_of(source);
        if (clip == nullptr)
            return fail(Errc::input, fmt::format("{} can't be read: its shape is not known", source));
        first.push_back(*clip);
    }
    canvas = choose_canvas(request, first);
    return draft;
}

Result<draft::Draft> DraftEditor::run(const DropEdit& edit) {
    const std::vector<std::size_t> pieces = sorted(edit.pieces);
    for (const std::size_t piece : pieces)
        BEATSYNC_CHECK(draft::check_free(draft_, piece));
    BEATSYNC_TRY(const std::size_t track, draft::track_of_pieces(draft_));
    const std::vector<draft::Segment> dropped = draft::pieces_of(draft_, track);
    std::vector<AvoidRequest> avoided;
    for (const std::size_t piece : pieces)
        if (!dropped[piece].is_gap()) avoided.push_back(avoid(dropped[piece]));
    Result<draft::Draft> edited = draft_;
    if (edit.close) {
        BEATSYNC_TRY(const draft::EditFacts known, facts());
        edited = draft::close_up(draft_, pieces, known);
        if (edited) {
            // A later plan is to be as short.
            const Time length = edited->canvas.fps.time_of(edited->tracks[track].length_frames());
            request_.options.length_rule = plan::LengthRule::fixed;
            request_.options.length = length;
            new_options_.insert(new_options_.end(), {"--duration", millis(length)});
        }
    } else {
        BEATSYNC_TRY(const auto* footage, clips());
        edited = refill(pieces, *footage, avoided);
    }
    if (!edited) return edited;
    // Later plans have to know that it was not wanted.
    for (const AvoidRequest& a : avoided) {
        request_.avoid.push_back(a);
        new_options_.insert(new_options_.end(),
                            {"--avoid", fmt::format("{}@{}-{}", a.clip.string(), millis(a.range.begin),
                                                    millis(a.range.end))});
    }
    return edited;
}

/// The piece and a little around it, within its shot.
AvoidRequest DraftEditor::avoid(const draft::Segment& piece) {
    const Rate fps = draft_.canvas.fps;
    const Time length = fps.time_of(piece.frames.end) - fps.time_of(piece.frames.begin);
    const TimeRange shown{piece.in, piece.in + length};
    TimeRange range{std::max(Time{}, shown.begin - kAround), shown.end + kAround};
    if (piece.still) range = {Time{}, Time::from_ms(1000)};
    if (const auto footage = footage_of(piece)) {
        range.begin = std::min(shown.begin, std::max(range.begin, footage->range.begin));
        range.end = std::max(shown.end, std::min(range.end, footage->range.end));
    }
    return {piece.source, range};
}

Result<draft::Draft> DraftEditor::run(const ReplaceEdit& edit) {
    BEATSYNC_CHECK(draft::check_free(draft_, edit.piece));
    BEATSYNC_CHECK(check_is_there(edit.clip));
    const std::string source = fs::absolute(edit.clip).lexically_normal().string();
    const std::vector<fs::path> paths = {source};
    BEATSYNC_TRY(const FootageSet found, analyse_clips(paths, request_.analysis, context_));
    if (!edit.at) return refill({edit.piece}, found.clips, {});

    const footage::ClipMap& clip = found.clips.front();
    BEATSYNC_TRY(const std::size_t track, draft::track_of_pieces(draft_));
    draft::Segment shown = draft::pieces_of(draft_, track)[edit.piece];
    const Rate fps = draft_.canvas.fps;
    const Time length = fps.time_of(shown.frames.end) - fps.time_of(shown.frames.begin);
    shown.source = source;
    shown.still = clip.media.kind == MediaKind::still;
    shown.in = shown.still ? Time{} : *edit.at;
    shown.framing = {shown.framing.fit, 0.5, 0.5, {}, {}};
    shown.sound = shown.sound && clip.media.audio.has_value();
    if (!shown.still && shown.in + length > clip.media.duration + Time::from_ms(50))
        return fail(
            Errc::usage,
            fmt::format("{} has only {:.1f} s from {} on, and piece {} lasts {:.1f} s", edit.clip.string(),
                        std::max(Time{}, clip.media.duration - shown.in).seconds(), format_time(shown.in),
                        edit.piece + 1, length.seconds()),
            "choose an earlier time, or --trim the piece first");
    return draft::replace_footage(draft_, edit.piece, shown);
}

Result<draft::Draft> DraftEditor::run(const ReplanEdit& edit) {
    BEATSYNC_TRY(const std::size_t track, draft::track_of_pieces(draft_));
    std::vector<plan::HeldPiece> held;
    for (const draft::Segment& piece : draft::pieces_of(draft_, track))
        if (piece.locked) held.push_back({piece, false});
    if (held.empty()) return plan_anew();
    BEATSYNC_TRY(const draft::Segment* sound, music());
    if (edit.new_start && request_.options.start != sound->in)
        return fail(Errc::usage, "the song can't begin elsewhere while pieces are locked to its beats",
                    "--unlock them first");
    if (edit.new_length && !request_.options.length)
        return fail(Errc::usage, "beside locked pieces the length must be a time", "--duration 30s");
    BEATSYNC_TRY(const auto* footage, clips());
    PlanRequest& request = request_;
    const auto before = request.options.length;
    if (!edit.new_length) request.options.length.reset();
    auto plan = plan_around(std::move(held), *footage, {});
    request.options.length = before;
    if (!plan) return fail(std::move(plan).error());
    return with_new_plan(draft_, plan->draft);
}

Result<draft::Draft> DraftEditor::plan_anew() {
    if (request_.clips.empty()) BEATSYNC_CHECK(clips());
    BEATSYNC_CHECK(song());
    PlanRequest request = request_;
    if (request.song.empty()) {
        BEATSYNC_TRY(const draft::Segment* sound, music());
        request.song = sound->source;
    }
    BEATSYNC_TRY(const PlannedVideo planned, plan_video(request, context_));
    keep_notes(planned.plan);
    return with_new_plan(draft_, planned.plan.draft);
}

Result<draft::Draft> DraftEditor::refill(const std::vector<std::size_t>& pieces,
                                         const std::vector<footage::ClipMap>& clips,
                                         const std::vector<AvoidRequest>& avoid) {
    BEATSYNC_TRY(const std::size_t track, draft::track_of_pieces(draft_));
    const auto& now = draft::pieces_of(draft_, track);
    std::vector<plan::HeldPiece> held;
    for (std::size_t i = 0; i < now.size(); ++i)
        held.push_back({now[i], std::binary_search(pieces.begin(), pieces.end(), i)});
    const auto length = std::exchange(request_.options.length, std::nullopt);
    auto plan = plan_around(std::move(held), clips, avoid);
    request_.options.length = length;
    if (!plan) return fail(std::move(plan).error());
    draft::Draft edited = draft_;
    for (const std::size_t piece : pieces) {
        const draft::Segment& chosen = plan->draft.tracks.front().segments[piece];
        draft::Segment& target = edited.tracks[track].segments[piece];
        const draft::Framing framing = target.framing;
        BEATSYNC_TRY(edited, draft::replace_footage(std::move(edited), piece, chosen));
        edited.tracks[track].segments[piece].framing.fit = framing.fit;
    }
    return edited;
}

/// With the draft's own music, canvas and, unless another is asked for, length.
Result<plan::Plan> DraftEditor::plan_around(std::vector<plan::HeldPiece> held,
                                            const std::vector<footage::ClipMap>& clips,
                                            std::vector<AvoidRequest> avoid) {
    BEATSYNC_TRY(const draft::Segment* sound, music());
    BEATSYNC_TRY(const music::MusicMap* heard, song());
    const Rate fps = draft_.canvas.fps;
    plan::PlanOptions options = request_.options;
    options.song_path = sound->source;
    options.canvas = draft_.canvas;
    options.start = sound->in;
    if (!options.length) {
        BEATSYNC_TRY(const std::size_t track, draft::track_of_pieces(draft_));
        options.length = fps.time_of(draft_.tracks[track].length_frames());
        // The last frame may end a little after the song.
        const Time left = heard->grid.duration - sound->in;
        if (*options.length - left < fps.time_of(1)) options.length = std::min(*options.length, left);
    }
    options.length_rule = plan::LengthRule::fixed;
    options.held = std::move(held);
    avoid.insert(avoid.end(), request_.avoid.begin(), request_.avoid.end());
    options.avoid = resolve_avoided(avoid, clips);
    BEATSYNC_TRY(options.pins, resolve_pins(request_.pins, clips));
    const auto outside = [&](const plan::Pin& pin) {
        const auto beat = static_cast<std::size_t>(pin.beat);
        if (beat >= heard->grid.beats.size()) return true;
        const Time at = heard->grid.beats[beat].at;
        return at < *options.start || at >= *options.start + *options.length;
    };
    std::erase_if(options.pins, outside);
    BEATSYNC_TRY(plan::Plan plan, plan::make_plan(*heard, clips, options));
    keep_notes(plan);
    return plan;
}

void DraftEditor::keep_notes(const plan::Plan& plan) {
    notes_.insert(notes_.end(), plan.notes.begin(), plan.notes.end());
    left_out_.insert(left_out_.end(), plan.left_out.begin(), plan.left_out.end());
}

Result<const draft::Segment*> DraftEditor::music() const {
    for (const draft::Track& track : draft_.tracks) {
        if (track.kind != draft::TrackKind::audio || track.segments.empty()) continue;
        const draft::Segment& first = track.segments.front();
        if (first.is_gap() || first.tempo != 1)
            return fail(Errc::input,
                        "the music does not begin with the video, or not at its own speed: its beats "
                        "can't be found in the output");
        return &first;
    }
    return fail(Errc::input, "the draft has no music: there are no beats to keep to");
}

Result<const music::MusicMap*> DraftEditor::song() {
    if (song_) return &*song_;
    BEATSYNC_TRY(const draft::Segment* sound, music());
    const fs::path path = request_.song.empty() ? fs::path(sound->source) : request_.song;
    BEATSYNC_TRY(music::MusicMap tracked, analyse_song(path, request_.analysis, context_));
    BEATSYNC_TRY(song_, pipeline::apply(request_.grid, std::move(tracked)));
    return &*song_;
}

Result<const std::vector<footage::ClipMap>*> DraftEditor::clips() {
    if (clips_) return &*clips_;
    if (request_.clips.empty())
        return fail(Errc::input, "the draft does not say which clips it was planned from",
                    "name them: edit DRAFT.json CLIP…");
    BEATSYNC_TRY(FootageSet set, analyse_clips(request_.clips, request_.analysis, context_));
    clips_ = std::move(set.clips);
    return &*clips_;
}

const footage::ClipMap* DraftEditor::clip_of(const std::string& source) {
    auto known = footage_.find(source);
    if (known == footage_.end()) {
        const std::vector<fs::path> paths = {source};
        auto set = analyse_clips(paths, request_.analysis, context_);
        std::optional<footage::ClipMap> clip;
        if (set && !set->clips.empty()) clip = std::move(set->clips.front());
        known = footage_.emplace(source, std::move(clip)).first;
    }
    return known->second ? &*known->second : nullptr;
}

std::optional<draft::Footage> DraftEditor::footage_of(const draft::Segment& piece) {
    if (piece.still || piece.is_gap()) return std::nullopt;
    const footage::ClipMap* clip = clip_of(piece.source);
    return clip == nullptr ? std::nullopt : shot_around(*clip, piece.in);
}

draft::EditFacts DraftEditor::facts_without_song() {
    draft::EditFacts facts;
    facts.footage = [this](const draft::Segment& piece) { return footage_of(piece); };
    return facts;
}

Result<draft::EditFacts> DraftEditor::facts() {
    draft::EditFacts facts = facts_without_song();
    BEATSYNC_TRY(const draft::Segment* sound, music());
    BEATSYNC_TRY(const music::MusicMap* heard, song());
    facts.beats = beat_marks(heard->grid, {draft_.canvas.fps, sound->in, request_.options.lead});
    BEATSYNC_CHECK(check_marks(draft_, facts.beats));
    return facts;
}

}  // namespace beatsync::pipeline
