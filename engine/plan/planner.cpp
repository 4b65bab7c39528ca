#include "plan/planner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <utility>

#include "plan/bars.h"
#include "plan/cadence.h"
#include "plan/clip_pool.h"
#include "plan/drive.h"
#include "plan/effects.h"
#include "plan/excerpt.h"
#include "plan/explain.h"
#include "plan/framing.h"
#include "plan/picker.h"
#include "plan/room_for_short.h"
#include "plan/standing.h"
#include "plan/titles.h"

namespace beatsync::plan {
namespace {

constexpr Time kMinSegment = Time::from_ms(250);
constexpr Time kMaxSegment = Time::from_ms(6000);
/// A shorter last picture, where the song's end cuts a beat off, is a flash.
constexpr Time kLastPicture = Time::from_ms(450);
/// Under this the beats are as likely wrong as right, and cuts on them would look like chance.
constexpr float kTrustedConfidence = 0.3F;
/// What a still adds to the length that the footage carries.
constexpr Time kStillLength = Time::from_ms(3000);
/// Between pieces, as the picker keeps it.
constexpr Time kMargin = Time::from_ms(150);

/// How much of a plan's quality may go for less to decode.
constexpr double kQualityGiven = 0.02;
/// Tried in turn, until no more goes than that. Score for a second of footage decoded and not shown: at the
/// first, places are taken that look worse to who compares them; at the last, that only measuring tells
/// apart.
constexpr std::array kDecodingPrices = {0.15, 0.1, 0.07, 0.045, 0.03, 0.02};

/// A slot's cuts and what fills them.
struct Filled {
    std::vector<Slot> slots;
    std::vector<Piece> pieces;
};

class Planner {
public:
    Planner(const music::MusicMap& music, std::span<const footage::ClipMap> clips, const PlanOptions& options)
        : music_(music),
          clips_(clips),
          options_(options),
          places_(place_in_bars(music)),
          drive_(drive_of(music)),
          standings_(standings_of(clips, options)) {
        for (const footage::ClipMap& clip : clips)
            pools_.emplace_back(clip);
        for (const AvoidedFootage& avoided : options.avoid)
            pools_[avoided.clip].forbid(avoided.range);
    }

    Result<Plan> make() {
        BEATSYNC_CHECK(check_request());
        BEATSYNC_CHECK(check_pins());
        BEATSYNC_CHECK(check_held());
        BEATSYNC_CHECK(check_footage());
        BEATSYNC_TRY(Filled filled, fit_to_footage());
        // A keyframe at the in-point is of no use to what is faded in before it.
        if (options_.spare_decoding && !cross_fades(options_.effects)) spare_decoding(filled);
        return to_plan(filled);
    }

private:
    [[nodiscard]] Time min_segment() const { return options_.min_segment.value_or(kMinSegment); }
    [[nodiscard]] Time max_segment() const {
        if (options_.max_segment) return *options_.max_segment;
        // Whoever asks for a number of beats gets them, however long they last.
        return counts_beats() ? music_.grid.duration : kMaxSegment;
    }

    [[nodiscard]] bool counts_beats() const {
        return options_.pace == Pace::beats ||
               std::any_of(options_.part_paces.begin(), options_.part_paces.end(),
                           [](const PartPace& part) { return part.pace == Pace::beats; });
    }

    /// The pace around each beat; empty when it is the same all along.
    [[nodiscard]] std::vector<BeatPace> paces() const {
        std::vector<BeatPace> paces;
        if (options_.part_paces.empty()) return paces;
        const auto names = name_sections(music_);
        paces.assign(music_.grid.beats.size(), {options_.pace, options_.pace_beats});
        for (std::size_t i = 0; i < paces.size(); ++i)
            for (std::size_t s = 0; s < names.size(); ++s)
                if (music_.sections[s].range.contains(music_.grid.beats[i].at))
                    for (const PartPace& part : options_.part_paces)
                        if (names[s].is(part.part)) paces[i] = {part.pace, part.beats};
        return paces;
    }

    [[nodiscard]] Result<void> check_request() const {
        if (music_.grid.beats.size() < 2)
            return fail(Errc::input, "the song has too few beats to cut on", "give them with --beats FILE");
        if (min_segment() <= Time{} || max_segment() < min_segment())
            return fail(Errc::usage, "the longest segment must not be shorter than the shortest");
        if (options_.pace == Pace::beats && options_.pace_beats < 1)
            return fail(Errc::usage, "the pace must be at least one beat a cut");
        const bool weighed = options_.weights.empty() || options_.weights.size() == clips_.size();
        if (!weighed) return fail(Errc::usage, "the weights are not one a clip");
        if (options_.length && *options_.length < min_segment())
            return fail(Errc::usage,
                        fmt::format("a length of {} is too short", format_time(*options_.length)),
                        fmt::format("at least one picture of {}", format_time(min_segment())));
        return {};
    }

    [[nodiscard]] Result<void> check_pins() const {
        for (const Pin& pin : options_.pins) {
            if (pin.clip >= clips_.size()) return fail(Errc::usage, "a pin names a clip that is not there");
            const MediaInfo& media = clips_[pin.clip].media;
            const bool still = media.kind == MediaKind::still;
            if (pin.at < Time{} || (!still && pin.at >= end_of(clips_[pin.clip])))
                return fail(Errc::usage,
                            fmt::format("a pin at {} is outside of {}", format_time(pin.at), media.path));
            if (pin.beat < 0 || static_cast<std::size_t>(pin.beat) >= music_.grid.beats.size())
                return fail(Errc::usage, fmt::format("a pin at beat {}, but the song has beats 1 to {}",
                                                     pin.beat + 1, music_.grid.beats.size()));
            const auto same = std::count_if(options_.pins.begin(), options_.pins.end(),
                                            [&](const Pin& other) { return other.beat == pin.beat; });
            if (same > 1) return fail(Errc::usage, fmt::format("two pins at beat {}", pin.beat + 1));
        }
        return {};
    }

    [[nodiscard]] Result<void> check_held() const {
        if (options_.held.empty()) return {};
        if (!options_.start || !options_.length || options_.length_rule != LengthRule::fixed)
            return fail(Errc::usage, "pieces can be held only where start and length of the song are given");
        std::int64_t free = 0;
        for (const HeldPiece& held : options_.held) {
            if (held.segment.frames.begin < free || held.segment.frames.length() < 1)
                return fail(Errc::usage, "held pieces must not overlap");
            free = held.segment.frames.end;
        }
        const std::int64_t end = options_.canvas.fps.nearest_index(*options_.length);
        if (free <= end) return {};
        return fail(Errc::usage, fmt::format("a piece that is held ends at {}, the video at {}",
                                             format_time(options_.canvas.fps.time_of(free)),
                                             format_time(options_.canvas.fps.time_of(end))));
    }

    [[nodiscard]] static Time end_of(const footage::ClipMap& clip) {
        return clip.shots.empty() ? clip.media.duration : clip.shots.back().range.end;
    }

    /// Finds out how picky one can be: with nothing clean at all, what is out of focus or frozen has to do.
    [[nodiscard]] Result<void> check_footage() {
        for (const bool last_resort : {false, true}) {
            last_resort_ = last_resort;
            if (find_longest()) return {};
        }
        return fail(
            Errc::input,
            "nothing usable in the clips: no stretch that is neither black nor blank is as long as a cut",
            fmt::format("a cut needs at least {}", format_time(min_segment())));
    }

    [[nodiscard]] bool find_longest() {
        for (const Cleanness level : {Cleanness::clean, Cleanness::blurred, Cleanness::frozen}) {
            level_ = level;
            longest_ = Time{};
            for (const std::size_t clip : planned_on())
                longest_ = std::max(longest_, pools_[clip].longest(level) - pools_[clip].frame_period());
            if (longest_ >= min_segment()) return true;
        }
        return false;
    }

    /// The clips that length and pace reckon with: no copies, and what is far too small only if need be.
    [[nodiscard]] std::vector<std::size_t> planned_on() const {
        std::vector<std::size_t> clips;
        for (std::size_t i = 0; i < standings_.size(); ++i)
            if (standings_[i].wanted() || (last_resort_ && !standings_[i].same_as)) clips.push_back(i);
        return clips;
    }

    /// What the clips fill without showing anything twice, cut into pieces of about `segment`.
    [[nodiscard]] Time footage_in(Time segment) const {
        Time sum;
        for (const std::size_t clip : planned_on()) {
            const ClipPool& pool = pools_[clip];
            const Time piece = segment + pool.frame_period();
            sum += pool.still() ? kStillLength : Time{pool.pieces_of(piece, kMargin, level_) * segment.us};
        }
        return sum;
    }

    /// The longest segment with which the footage still carries the length: long segments leave the short
    /// ends of shots unused. Where it carries it in no way, pieces as long as can be, shown again.
    [[nodiscard]] Time sustainable_segment(Time length) const {
        const Time beat = Time::from_seconds(median_beat_seconds(music_.grid));
        const Time longest = std::min(max_segment(), longest_);
        for (Time segment = longest; segment >= beat; segment = Time{segment.us * 4 / 5}) {
            if (footage_in(segment) >= length) return segment;
        }
        return longest;
    }

    [[nodiscard]] std::vector<ForcedCut> forced_cuts() const {
        std::vector<ForcedCut> forced;
        for (std::size_t i = 0; i < options_.pins.size(); ++i) {
            const Pin& pin = options_.pins[i];
            const ClipPool& pool = pools_[pin.clip];
            const std::int64_t frames = pool.still() ? draft::kMaxLength.us : frames_after(pin, pool);
            forced.push_back({pin.beat, i, frames});
        }
        return forced;
    }

    /// How many output frames a clip's shot has from the pinned place on.
    [[nodiscard]] std::int64_t frames_after(const Pin& pin, const ClipPool& pool) const {
        const Time in = pool.snapped_up(pin.at);
        const bool still = pool.clip().shots.empty();
        const Time end = still ? in : alone_in(pool.clip(), pool.shot_at(in)).end - pool.frame_period();
        return std::max<std::int64_t>(1, options_.canvas.fps.index_at(end - in));
    }

    [[nodiscard]] CadenceRules rules_for(std::int64_t end_frame, Time length) const {
        const Rate fps = options_.canvas.fps;
        CadenceRules rules;
        rules.end_frame = end_frame;
        rules.pace = options_.pace;
        rules.pace_beats = options_.pace_beats;
        rules.paces = paces();
        if (only_stills()) rules.shortest_wish = Time{length.us / static_cast<std::int64_t>(pools_.size())};
        rules.calm = music_.grid.confidence < kTrustedConfidence;
        rules.min_frames = std::max<std::int64_t>(1, frames_at_least(min_segment()));
        rules.last_frames = frames_at_least(kLastPicture);
        rules.max_frames = std::max<std::int64_t>(1, fps.index_at(sustainable_segment(length)));
        rules.forced = forced_cuts();
        for (const HeldPiece& held : options_.held)
            rules.held.push_back(held.segment.frames);
        return rules;
    }

    [[nodiscard]] bool only_stills() const {
        return std::all_of(pools_.begin(), pools_.end(), [](const ClipPool& pool) { return pool.still(); });
    }

    [[nodiscard]] std::int64_t frames_at_least(Time t) const {
        return options_.canvas.fps.index_at(t - Time{1}) + 1;
    }

    /// Of each clip, the longest piece.
    [[nodiscard]] std::vector<std::int64_t> longest_frames() const {
        std::vector<std::int64_t> frames;
        for (const std::size_t clip : planned_on()) {
            const ClipPool& pool = pools_[clip];
            const Time longest = std::min(pool.longest(level_), draft::kMaxLength);
            frames.push_back(options_.canvas.fps.index_at(longest));
        }
        return frames;
    }

    [[nodiscard]] Clock clock() const { return {options_.canvas.fps, excerpt_.start, options_.lead}; }

    [[nodiscard]] Result<Filled> fill() const {
        const std::int64_t end_frame = std::max<std::int64_t>(1, frames_in(excerpt_.length));
        const BeatFacts facts{music_.grid.beats, places_, drive_};
        Filled filled;
        const CadenceRules rules = rules_for(end_frame, excerpt_.length);
        filled.slots = make_slots(facts, clock(), rules);
        // Whoever asks for a number of beats a cut gets them, even if a short clip has to stay out.
        if (options_.pace != Pace::beats)
            filled.slots =
                make_room_for_short(std::move(filled.slots), facts, clock(), longest_frames(), rules);
        auto pieces = pick(filled.slots, 0);
        if (!pieces)
            return fail(Errc::input, "no clip has a stretch as long as the cuts",
                        "use a faster --pace, or add clips");
        filled.pieces = *std::move(pieces);
        return filled;
    }

    [[nodiscard]] std::int64_t frames_in(Time length) const {
        const Rate fps = options_.canvas.fps;
        const std::int64_t frames = fps.nearest_index(length);
        const bool too_long =
            options_.longest && length <= *options_.longest && fps.time_of(frames) > *options_.longest;
        return too_long ? frames - 1 : frames;
    }

    /// Chooses the excerpt and fills it. Where nobody asked for the length and footage runs out, the video
    /// ends there instead.
    [[nodiscard]] Result<Filled> fit_to_footage() {
        constexpr int kTries = 4;
        std::optional<Time> at_most;
        for (int attempt = 0;; ++attempt) {
            shortfalls_.clear();
            const ExcerptRequest request{music_, places_, drive_, options_, footage_in(usual_segment()),
                                         at_most};
            BEATSYNC_TRY(excerpt_, choose_excerpt(request, shortfalls_));
            BEATSYNC_TRY(Filled filled, fill());
            const auto ran_out = first_repeat(filled);
            if (!excerpt_.free_length || !ran_out || attempt == kTries) return filled;
            if (ran_out->us * 2 < excerpt_.length.us) return filled;
            at_most = *ran_out;
        }
    }

    [[nodiscard]] std::optional<std::vector<Piece>> pick(std::span<const Slot> slots,
                                                         double decoding_price) const {
        return Picker(clips_, standings_, options_, clock(), music_.grid.beats, decoding_price).fill(slots);
    }

    /// Fills the same slots with footage that costs less to decode, as far as the plan stays as good.
    void spare_decoding(Filled& filled) const {
        const bool known = std::any_of(clips_.begin(), clips_.end(),
                                       [](const footage::ClipMap& clip) { return !clip.keyframes.empty(); });
        if (!known) return;
        for (const double price : kDecodingPrices) {
            auto cheaper = pick(filled.slots, price);
            const bool taken = cheaper && is_as_good(*cheaper, filled.pieces) &&
                               lead_in_of(*cheaper) < lead_in_of(filled.pieces);
            if (!taken) continue;
            filled.pieces = *std::move(cheaper);
            return;
        }
    }

    [[nodiscard]] static Time lead_in_of(std::span<const Piece> pieces) {
        Time sum;
        for (const Piece& piece : pieces)
            sum += piece.lead_in;
        return sum;
    }

    [[nodiscard]] static bool is_as_good(std::span<const Piece> pieces, std::span<const Piece> best) {
        const auto given_up = [](std::span<const Piece> all) {
            return std::accumulate(all.begin(), all.end(), 0, [](int sum, const Piece& piece) {
                return sum + static_cast<int>(piece.relaxed);
            });
        };
        const double quality = quality_of(best);
        return quality_of(pieces) >= quality - kQualityGiven * std::abs(quality) &&
               given_up(pieces) <= given_up(best);
    }

    /// A guess at how long a segment will be, for reckoning how far the footage goes.
    [[nodiscard]] Time usual_segment() const {
        return std::min(longest_, Time::from_seconds(2 * median_beat_seconds(music_.grid)));
    }

    [[nodiscard]] std::optional<Time> first_repeat(const Filled& filled) const {
        for (std::size_t i = 0; i < filled.pieces.size(); ++i) {
            if (filled.pieces[i].relaxed >= Relaxed::spare)
                return options_.canvas.fps.time_of(filled.slots[i].frames.begin);
        }
        return std::nullopt;
    }

    [[nodiscard]] draft::Segment to_segment(const Slot& slot, const Piece& piece,
                                            std::size_t stills_before) const {
        if (piece.held) return options_.held[*piece.held].segment;
        const footage::ClipMap& clip = clips_[piece.clip];
        draft::Segment segment;
        segment.frames = slot.frames;
        segment.source = clip.media.path;
        segment.beat = beat_of(slot);
        segment.sound = options_.clip_audio != ClipAudio::off && clip.media.audio.has_value();
        if (clip.media.kind != MediaKind::still) {
            segment.in = piece.in;
            const TimeRange shown{piece.in, piece.in + clock().length_of(slot.frames)};
            segment.framing = framing_of(clip, shown, options_.fit, options_.canvas);
            return segment;
        }
        segment.still = true;
        segment.framing = framing_of_still(clip, options_.fit, options_.canvas,
                                           clock().length_of(slot.frames), stills_before % 2 == 0);
        return segment;
    }

    [[nodiscard]] draft::Track video_track(const Filled& filled) const {
        draft::Track track;
        std::size_t stills = 0;
        for (std::size_t i = 0; i < filled.slots.size(); ++i) {
            track.segments.push_back(to_segment(filled.slots[i], filled.pieces[i], stills));
            if (track.segments.back().still) ++stills;
        }
        return track;
    }

    [[nodiscard]] draft::Track music_track(std::int64_t end_frame) const {
        constexpr Time kLastNote = Time::from_ms(50);
        draft::Track track;
        track.kind = draft::TrackKind::audio;
        track.duck = options_.clip_audio == ClipAudio::duck;
        draft::Segment segment;
        segment.frames = {0, end_frame};
        segment.source = options_.song_path;
        segment.in = excerpt_.start;
        segment.level.gain_db = options_.music_gain_db;
        if (excerpt_.start + excerpt_.length + kLastNote < music_.grid.duration)
            segment.level.fade_out = std::min(Time::from_ms(750), Time{excerpt_.length.us / 8});
        track.segments.push_back(segment);
        return track;
    }

    [[nodiscard]] std::vector<std::string> notes(const Filled& filled) const {
        std::vector<std::string> notes;
        if (music_.grid.confidence < kTrustedConfidence)
            notes.emplace_back(
                "The beats of this song are uncertain: fewer cuts, on what are probably bars.");
        if (level_ != Cleanness::clean)
            notes.emplace_back("No clip has footage that is sharp and moves: used what can be seen.");
        for (std::string& note : notes_on(filled.slots, filled.pieces, clips_, standings_, clock()))
            notes.push_back(std::move(note));
        return notes;
    }

    void put_effects(const Filled& filled, Plan& plan) const {
        const EffectScene scene{music_, places_, drive_, clock(), pools_, filled.pieces};
        EffectReport report = add_effects(options_.effects, scene, plan.draft.tracks.front().segments);
        for (std::size_t i = 0; i < plan.reasons.size(); ++i)
            if (!report.of_picture[i].empty()) plan.reasons[i].why += "; " + report.of_picture[i];
        for (std::string& note : report.notes)
            plan.notes.push_back(std::move(note));
    }

    /// What was pinned or held was not chosen.
    [[nodiscard]] static double quality_of(std::span<const Piece> pieces) {
        double sum = 0;
        std::size_t chosen = 0;
        for (const Piece& piece : pieces) {
            if (piece.pin || piece.held) continue;
            sum += piece.score;
            ++chosen;
        }
        return chosen > 0 ? sum / static_cast<double>(chosen) : 0;
    }

    [[nodiscard]] Result<Plan> to_plan(const Filled& filled) const {
        Plan plan;
        plan.draft.canvas = options_.canvas;
        plan.draft.loudness_lufs = options_.loudness_lufs;
        plan.draft.seed = options_.seed;
        plan.quality = quality_of(filled.pieces);
        plan.draft.tracks = {video_track(filled), music_track(filled.slots.back().frames.end)};
        for (std::size_t i = 0; i < filled.slots.size(); ++i) {
            const Slot& slot = filled.slots[i];
            const Piece& piece = filled.pieces[i];
            plan.reasons.push_back({slot.frames.begin, beat_of(slot), why(slot, piece)});
        }
        plan.reasons.front().why.insert(
            0, fmt::format("song from {}, {}; ", format_time(excerpt_.start), excerpt_.why));
        plan.left_out = shortfalls_;
        plan.notes = notes(filled);
        put_effects(filled, plan);
        add_titles(plan);
        BEATSYNC_CHECK(draft::validate(plan.draft));
        return plan;
    }

    void add_titles(Plan& plan) const {
        const TitleFacts facts{music_.grid.beats, places_, clock(), plan.draft.length_frames()};
        PlannedTitles titles = plan_titles(options_.titles, facts);
        std::ranges::move(titles.tracks, std::back_inserter(plan.draft.tracks));
        std::ranges::move(titles.left_out, std::back_inserter(plan.left_out));
        std::ranges::move(titles.notes, std::back_inserter(plan.notes));
    }

    [[nodiscard]] std::string why(const Slot& slot, const Piece& piece) const {
        if (piece.held) return "held as it is";
        return explain(slot, piece, places_, clips_[piece.clip]);
    }

    /// A held slot keeps what it is said to begin on.
    [[nodiscard]] std::optional<std::int64_t> beat_of(const Slot& slot) const {
        return slot.held ? options_.held[*slot.held].segment.beat : slot.beat;
    }

    const music::MusicMap& music_;
    std::span<const footage::ClipMap> clips_;
    const PlanOptions& options_;
    std::vector<BarPlace> places_;
    std::vector<float> drive_;
    std::vector<ClipPool> pools_;  // untouched: the picker has its own
    std::vector<Standing> standings_;
    bool last_resort_ = false;  // even clips that are far too small are reckoned with
    Cleanness level_ = Cleanness::clean;
    Time longest_;
    Excerpt excerpt_;
    std::vector<std::string> shortfalls_;
};

}  // namespace

namespace {

/// Turns a start by name into a time. A sentence for each part that the song has not.
std::vector<std::string> settle_parts(const music::MusicMap& music, PlanOptions& options) {
    std::vector<std::string> missing;
    if (options.start_part && !options.start) {
        options.start = start_of(music, *options.start_part);
        if (!options.start)
            missing.push_back(fmt::format(
                "No part of the song stands out as its {}: the video begins where it is worth hearing.",
                name_of(*options.start_part)));
    }
    for (const PartPace& part : options.part_paces)
        if (!start_of(music, part.part))
            missing.push_back(
                fmt::format("No part of the song stands out as its {}: the pace for it has no effect.",
                            name_of(part.part)));
    return missing;
}

}  // namespace

Result<Plan> make_plan(const music::MusicMap& music, std::span<const footage::ClipMap> clips,
                       const PlanOptions& options) {
    PlanOptions settled = options;
    std::vector<std::string> missing = settle_parts(music, settled);
    auto plan = Planner(music, clips, settled).make();
    if (plan) std::move(missing.begin(), missing.end(), std::back_inserter(plan->left_out));
    return plan;
}

}  // namespace beatsync::plan
