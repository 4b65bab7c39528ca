#include "plan/picker.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace beatsync::plan {
namespace {

/// Between pieces of the same shot, so that no picture is seen twice where they were cut a little loosely.
constexpr Time kMargin = Time::from_ms(150);

/// Where a camera was just started or is about to be stopped, it shakes.
constexpr double kEdgePenalty = 0.05;

/// Below this exposure there is too little light for sharpness to matter.
constexpr double kLit = 0.6;

/// Where less than half as much moves as usual in the clip, what it is about is not there: the empty road.
constexpr double kDullPenalty = 0.15;
/// Under this a clip has nothing going on that could be missing.
constexpr double kStill = 0.05;

/// What a place may score below the best one of its clip to be taken because it costs less to decode.
constexpr double kAsGood = 0.1;

/// And what of that may be for movements that are off the beat, or not shown: what one came to see.
constexpr double kAsInTime = 0.01;

/// What movements on beats are worth beside looks.
constexpr double kBeatFit = 0.3;
/// What it counts that the first and the last picture are striking.
constexpr double kStrikingWeight = 0.5;

/// After all footage; something can be added to it.
constexpr Time kNever{std::numeric_limits<std::int64_t>::max() / 4};

/// How many clips are compared for a slot when there are many.
constexpr std::size_t kCompared = 6;

/// What counts as much motion differs from one set of clips to another, so motions are compared by rank. A
/// table, because it is asked for every place that is looked at.
constexpr std::size_t kMotionSteps = 1000;

std::size_t motion_step(double motion) {
    return static_cast<std::size_t>(std::clamp(motion, 0.0, 1.0) * kMotionSteps);
}

std::vector<double> rank_motions(std::span<const footage::ClipMap> clips) {
    std::vector<double> counts(kMotionSteps + 1);
    double shots = 0;
    for (const footage::ClipMap& clip : clips) {
        for (const footage::Shot& shot : clip.shots) {
            counts[motion_step(static_cast<double>(shot.motion))] += 1;
            shots += 1;
        }
    }
    double below = 0;
    for (double& entry : counts) {
        const double here = entry;
        entry = shots > 0 ? (below + here / 2) / shots : 0.5;
        below += here;
    }
    return counts;
}

bool shows_pictures(const footage::ClipMap& clip) {
    return clip.media.kind == MediaKind::still ||
           (clip.media.kind == MediaKind::video && !clip.shots.empty());
}

}  // namespace

Picker::Picker(std::span<const footage::ClipMap> clips, std::span<const Standing> standings,
               const PlanOptions& options, const Clock& clock, std::span<const music::Beat> beats,
               double decoding_price)
    : options_(options),
      decoding_price_(decoding_price),
      clock_(clock),
      standings_(standings),
      motion_ranks_(rank_motions(clips)),
      chances_(clips.size(), 0),
      urgent_(clips.size(), false),
      turns_(clips.size(), 0),
      last_end_(clips.size()),
      next_in_(clips.size(), kNever),
      prng_(options.seed) {
    for (std::size_t i = 0; i < clips.size(); ++i) {
        pools_.emplace_back(clips[i]);
        if (shows_pictures(clips[i]) && !standings[i].same_as) usable_.push_back(i);
    }
    if (options.motion_on_beats) {
        for (const music::Beat& beat : beats)
            beats_.push_back(beat.at);
    }
    for (const AvoidedFootage& avoided : options.avoid)
        pools_[avoided.clip].forbid(avoided.range);
    deal_ = usable_;
    if (options.order == Order::shuffle) shuffle(deal_, prng_);
}

std::optional<std::vector<Piece>> Picker::fill(std::span<const Slot> slots) {
    std::vector<std::optional<Piece>> pieces(slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        pieces[i] = given(slots[i]);
        if (!pieces[i]) continue;
        take(*pieces[i], slots[i]);
        given_.push_back(i);
    }
    count_chances(slots);
    for (const std::size_t i : turns_to_choose(slots.size())) {
        find_urgent(slots[i]);
        if (pieces[i]) continue;
        beat_fit_.emplace(beats_, slots[i], clock_);
        mind_order(slots, i, pieces);
        pieces[i] = choose(slots[i], neighbours(slots, i, pieces));
        if (!pieces[i]) return std::nullopt;
        take(*pieces[i], slots[i]);
    }
    std::vector<Piece> filled;
    filled.reserve(pieces.size());
    for (const std::optional<Piece>& piece : pieces)
        filled.push_back(*piece);
    return filled;
}

/// The last picture comes second, so that it is not what the others left over. Whoever wants an order of the
/// clips gets it.
std::vector<std::size_t> Picker::turns_to_choose(std::size_t slots) const {
    std::vector<std::size_t> turns(slots);
    std::iota(turns.begin(), turns.end(), std::size_t{0});
    constexpr std::size_t kFew = 4;
    if (options_.order == Order::best && slots >= kFew)
        std::rotate(turns.begin() + 1, turns.end() - 1, turns.end());
    return turns;
}

Picker::Neighbours Picker::neighbours(std::span<const Slot> slots, std::size_t slot,
                                      std::span<const std::optional<Piece>> pieces) const {
    Neighbours around;
    if (slot > 0 && pieces[slot - 1]) {
        around.before = pieces[slot - 1];
        around.before_end = around.before->in + clock_.length_of(slots[slot - 1].frames);
    }
    if (slot + 1 < slots.size() && pieces[slot + 1]) around.clip_after = pieces[slot + 1]->clip;
    around.outermost = slot == 0 || slot + 1 == slots.size();
    return around;
}

bool Picker::fits(std::size_t clip, const Slot& slot) const {
    if (given(slot) || (pools_[clip].still() && clock_.length_of(slot.frames) < least_for_still_))
        return false;
    return clock_.length_of(slot.frames) <= pools_[clip].longest(Cleanness::clean);
}

void Picker::count_chances(std::span<const Slot> slots) {
    std::vector<Time> lengths;
    for (const Slot& slot : slots) {
        if (!given(slot)) lengths.push_back(clock_.length_of(slot.frames));
    }
    std::sort(lengths.begin(), lengths.end());
    constexpr Time kShortStill = Time::from_ms(1000);
    least_for_still_ = lengths.empty() ? kShortStill : std::min(kShortStill, Time{lengths.back().us * 3 / 4});
    for (const std::size_t clip : usable_) {
        const auto begin = std::lower_bound(lengths.begin(), lengths.end(),
                                            pools_[clip].still() ? least_for_still_ : Time{});
        const auto end = std::upper_bound(begin, lengths.end(), pools_[clip].longest(Cleanness::clean));
        chances_[clip] = static_cast<std::size_t>(end - begin);
    }
}

/// A clip that was not shown yet must go first once there are no more slots for it than for it and those that
/// are as hard to place: so every clip is shown if there are slots enough.
void Picker::find_urgent(const Slot& slot) {
    std::vector<std::size_t> waiting;
    for (const std::size_t clip : usable_) {
        urgent_[clip] = false;
        if (turns_[clip] == 0 && chances_[clip] > 0 && standings_[clip].wanted()) waiting.push_back(clip);
    }
    std::stable_sort(waiting.begin(), waiting.end(),
                     [&](std::size_t a, std::size_t b) { return chances_[a] < chances_[b]; });
    // One slot to spare, as the clip before may be the same.
    for (std::size_t i = 0; i < waiting.size(); ++i)
        urgent_[waiting[i]] = chances_[waiting[i]] <= i + 2;
    for (const std::size_t clip : waiting) {
        if (fits(clip, slot)) --chances_[clip];
    }
}

Piece Picker::pinned(const Slot& slot) const {
    const Pin& pin = options_.pins[*slot.pin];
    const ClipPool& pool = pools_[pin.clip];
    Piece piece;
    piece.clip = pin.clip;
    piece.in = pool.snapped_up(pin.at);
    piece.shot = pool.shot_at(piece.in);
    piece.pin = slot.pin;
    piece.look = pool.still() ? pool.overall()
                              : pool.look({piece.in, piece.in + clock_.length_of(slot.frames)}, piece.shot);
    return piece;
}

Piece Picker::kept(const Slot& slot) const {
    const draft::Segment& segment = options_.held[*slot.held].segment;
    Piece piece;
    piece.in = segment.in;
    piece.held = slot.held;
    piece.clip = kNoClip;
    for (std::size_t i = 0; i < pools_.size(); ++i) {
        if (pools_[i].clip().media.path != segment.source) continue;
        piece.clip = i;
        piece.shot = pools_[i].shot_at(segment.in);
    }
    return piece;
}

/// Looks up what is shown of each clip around a slot: pieces are not chosen in the order in which they are
/// shown.
void Picker::mind_order(std::span<const Slot> slots, std::size_t slot,
                        std::span<const std::optional<Piece>> pieces) {
    for (; pieces[passed_]; ++passed_) {  // up to the slot, which is empty, or another before it
        const Piece& piece = *pieces[passed_];
        if (piece.clip != kNoClip) last_end_[piece.clip] = piece.in + clock_.length_of(slots[passed_].frames);
    }
    if (options_.order != Order::given) return;
    std::ranges::fill(next_in_, kNever);
    for (auto later = given_.rbegin(); later != given_.rend() && *later > slot; ++later)
        if (pieces[*later]->clip != kNoClip) next_in_[pieces[*later]->clip] = pieces[*later]->in;
}

/// What a slot shows that leaves no choice.
std::optional<Piece> Picker::given(const Slot& slot) const {
    if (slot.held && !options_.held[*slot.held].footage_free) return kept(slot);
    if (slot.pin) return pinned(slot);
    return std::nullopt;
}

std::optional<Piece> Picker::choose(const Slot& slot, const Neighbours& around) {
    static constexpr std::array<Stage, 6> kStages = {{
        {Relaxed::nothing, false, false, Cleanness::clean},
        {Relaxed::same_clip, true, false, Cleanness::clean},
        {Relaxed::margin, true, true, Cleanness::clean},
        {Relaxed::blurred, true, true, Cleanness::blurred},
        {Relaxed::frozen, true, true, Cleanness::frozen},
        {Relaxed::spare, true, true, Cleanness::frozen, true},
    }};
    do {
        for (const bool repeat : {false, true}) {
            for (Stage stage : kStages) {
                stage.repeat = repeat;
                if (auto piece = try_stage(slot, around, stage)) return piece;
            }
        }
    } while (release_older_half(slot.frames.begin));
    return std::nullopt;
}

std::optional<Piece> Picker::try_stage(const Slot& slot, const Neighbours& around, const Stage& stage) {
    const bool first_that_fits = options_.order != Order::best;
    std::optional<Piece> best;
    std::size_t compared = 0;
    for (const std::size_t clip : ranking(slot)) {
        const bool beside_itself =
            (around.before && around.before->clip == clip) || around.clip_after == clip;
        if (beside_itself && !stage.any_clip) continue;
        if (standings_[clip].spare() && !stage.spare) continue;
        // Rounds: a clip whose turn is over waits until those that wait longer can't fill the slot.
        if (best && turn_of(clip, slot) > turn_of(best->clip, slot)) break;
        const auto piece = best_in(clip, slot, around, stage);
        if (!piece) continue;
        if (!best || piece->worth() > best->worth()) {
            const std::size_t so_far = best ? best->compared : 0;
            best = piece;
            best->compared += so_far;
        } else {
            best->compared += piece->compared;
        }
        if (first_that_fits || (++compared >= kCompared && !around.outermost)) break;
    }
    if (best) best->relaxed = stage.repeat ? Relaxed::repeated : stage.relaxed;
    return best;
}

/// The one of the highest score, or the one that is about as good and costs less to decode.
std::optional<Piece> Picker::best_of(std::span<const Piece> pieces) {
    const auto best = std::ranges::max_element(pieces, {}, &Piece::score);
    if (best == pieces.end()) return std::nullopt;
    Piece chosen = *best;
    for (const Piece& piece : pieces)
        if (piece.score >= best->score - kAsGood && piece.beat_fit >= best->beat_fit - kAsInTime &&
            piece.worth() > chosen.worth())
            chosen = piece;
    return chosen;
}

/// Where a piece of a clip should begin for time to go forwards in it: after what was shown, or, where that
/// has used up the room, again from the start, before what is given later on.
TimeRange Picker::in_order(std::span<const Candidate> places, std::size_t clip, Time length) const {
    const TimeRange all{Time{}, kNever};
    if (options_.order != Order::given) return all;
    const Time end = next_in_[clip] - length + Time{1};
    for (const TimeRange range : {TimeRange{last_end_[clip], end}, TimeRange{Time{}, end}}) {
        const auto is_in = [&](const Candidate& place) { return range.contains(place.in); };
        if (std::ranges::any_of(places, is_in)) return range;
    }
    return all;
}

std::optional<Piece> Picker::best_in(std::size_t clip, const Slot& slot, const Neighbours& around,
                                     const Stage& stage) const {
    const ClipPool& pool = pools_[clip];
    const Time length = clock_.length_of(slot.frames);
    const Time margin = stage.tight ? pool.frame_period() : std::max(kMargin, pool.frame_period());
    const auto places = pool.candidates(length, margin, stage.level, stage.repeat);
    const TimeRange wanted = in_order(places, clip, length);
    std::vector<Piece> pieces;
    for (Candidate place : places) {
        if (!wanted.contains(place.in)) continue;
        place.earliest = std::max(place.earliest, wanted.begin);
        place.latest = std::min(place.latest, wanted.end - Time{1});
        pieces.push_back(judged(place, place.in, clip, slot, around));
        if (const Time moved = beat_fit_->best(pool, place); moved != place.in)
            pieces.push_back(judged(place, moved, clip, slot, around));
    }
    std::optional<Piece> best = best_of(pieces);
    if (!best) return best;
    best->compared = places.size();
    best->on_beats = beat_fit_->on_beats(pool.clip().visual_beats, best->in);
    return best;
}

/// With what its movements are worth where they fall; nothing where they are not asked for.
Piece Picker::judged(const Candidate& place, Time in, std::size_t clip, const Slot& slot,
                     const Neighbours& around) const {
    const ClipPool& pool = pools_[clip];
    const Time end = in + clock_.length_of(slot.frames);
    Piece piece;
    piece.clip = clip;
    piece.shot = place.shot;
    piece.in = in;
    piece.look = pool.look({in, end}, place.shot);
    const double fit = beat_fit_->fit(pool.clip().visual_beats, in);
    piece.beat_fit = kBeatFit * fit / (1 + std::abs(fit));
    piece.score = score(piece, end, slot, around) + piece.beat_fit;
    piece.lead_in = pool.entries().lead_in(in, last_end_[clip]);
    piece.price = decoding_price_ * std::min(1.0, piece.lead_in.seconds());
    return piece;
}

double Picker::appeal(std::size_t clip, const Look& look, const Slot& slot) const {
    const double motion = motion_ranks_[motion_step(look.motion)];
    const double suits = 1 - std::abs(motion - static_cast<double>(slot.drive));
    // Sharpness is measured on a small picture: it does not know how far the clip is enlarged. What is nearly
    // black at some time, as in a fade, may be sharp for all that.
    const double softness = std::clamp(std::log2(standings_[clip].enlargement) - 1, 0.0, 2.0);
    const double lit = std::min(1.0, look.darkest / kLit);
    return 0.4 * look.sharpness * lit + 0.3 * look.exposure + 0.3 * suits - 0.1 * softness;
}

double Picker::score(const Piece& piece, Time end, const Slot& slot, const Neighbours& around) const {
    double score = appeal(piece.clip, piece.look, slot);
    if (pools_[piece.clip].near_edge({piece.in, end})) score -= kEdgePenalty;
    if (const double usual = pools_[piece.clip].overall().motion; usual > kStill)
        score -= kDullPenalty * std::max(0.0, 1 - piece.look.motion / (usual / 2));
    if (around.outermost) score += kStrikingWeight * striking(piece.look);
    if (options_.seed != 0) score += taste(piece);
    if (!around.before || around.before->clip != piece.clip) return score;
    // The same clip in a row: another shot looks like a cut, the same shot a little later like a mistake.
    constexpr Time kJump = Time::from_ms(2000);
    if (around.before->shot == piece.shot) score -= 0.3;
    const Time distance = std::max(piece.in - around.before_end, around.before->in - piece.in);
    if (distance < kJump) score -= 0.5 * (1 - std::max(0.0, distance.seconds()) / kJump.seconds());
    return score;
}

/// 0 to 1: sharp, with something to look at, and moving more than most.
double Picker::striking(const Look& look) const {
    const double lit = std::min(1.0, look.darkest / kLit);
    return 0.5 * look.sharpness * lit + 0.3 * look.certainty + 0.2 * motion_ranks_[motion_step(look.motion)];
}

/// Another seed prefers others among pieces that are about as good.
double Picker::taste(const Piece& piece) const {
    constexpr double kWeight = 0.05;
    Prng prng(options_.seed ^ (piece.clip * 0x9E3779B97F4A7C15U) ^ static_cast<std::uint64_t>(piece.in.us));
    return kWeight * prng.unit();
}

/// Whose turn it is: the lowest number first. A still is no picture for a short slot; it waits for a longer
/// one until it is urgent. A last resort waits for all others to be used up.
std::int64_t Picker::turn_of(std::size_t clip, const Slot& slot) const {
    constexpr std::int64_t kLast = 1'000'000;
    // Of several that are urgent, the one that is hardest to place.
    if (urgent_[clip]) return static_cast<std::int64_t>(chances_[clip]) - kLast;
    const bool waits = pools_[clip].still() && clock_.length_of(slot.frames) < least_for_still_;
    const Standing& standing = standings_[clip];
    const double weight = standing.spare() ? 1 : standing.weight;
    const auto rounds = static_cast<double>((turns_[clip] + 1) * standing.rounds_a_turn);
    const std::int64_t turn = std::llround(std::ceil(rounds / weight)) - 1;
    return turn + (waits ? kLast : 0) + (standing.last_resort ? 2 * kLast : 0);
}

std::vector<std::size_t> Picker::ranking(const Slot& slot) const {
    std::vector<std::size_t> order = options_.order == Order::shuffle ? deal_ : usable_;
    if (options_.order != Order::best) {
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return turn_of(a, slot) < turn_of(b, slot); });
        return order;
    }
    std::vector<double> promises(turns_.size());
    for (const std::size_t clip : order)
        promises[clip] = appeal(clip, pools_[clip].overall(), slot);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return turn_of(a, slot) != turn_of(b, slot) ? turn_of(a, slot) < turn_of(b, slot)
                                                    : promises[a] > promises[b];
    });
    return order;
}

/// All clips at once, so that each keeps its turn; what was shown lately stays away.
bool Picker::release_older_half(std::int64_t now) {
    std::vector<std::int64_t> past;
    for (const ClipPool& pool : pools_) {
        for (const std::int64_t when : pool.uses()) {
            if (when < now) past.push_back(when);
        }
    }
    if (past.empty()) return false;
    std::sort(past.begin(), past.end());
    const std::int64_t before = past[(past.size() - 1) / 2] + 1;
    for (ClipPool& pool : pools_)
        pool.release(before);
    return true;
}

void Picker::take(const Piece& piece, const Slot& slot) {
    if (piece.clip == kNoClip) return;
    const TimeRange range{piece.in, piece.in + clock_.length_of(slot.frames)};
    pools_[piece.clip].use(range, slot.frames.begin);
    if (const auto original = standings_[piece.clip].same_as) pools_[*original].use(range, slot.frames.begin);
    ++turns_[piece.clip];
    if (++taken_ % usable_.size() == 0 && options_.order == Order::shuffle) shuffle(deal_, prng_);
}

}  // namespace beatsync::plan
