#include "plan/picker.h"

#include <algorithm>
#include <cmath>

namespace beatsync::plan {
namespace {

/// Between pieces of the same shot, so that no picture is seen twice where they were cut a little loosely.
constexpr Time kMargin = Time::from_ms(150);

/// How many clips are compared for a slot when there are many.
constexpr std::size_t kCompared = 6;

bool shows_pictures(const footage::ClipMap& clip) {
    return clip.media.kind == MediaKind::still ||
           (clip.media.kind == MediaKind::video && !clip.shots.empty());
}

}  // namespace

Picker::Picker(std::span<const footage::ClipMap> clips, const PlanOptions& options, const Clock& clock)
    : options_(options),
      clock_(clock),
      turns_(clips.size(), 0),
      last_end_(clips.size()),
      prng_(options.seed) {
    for (std::size_t i = 0; i < clips.size(); ++i) {
        pools_.emplace_back(clips[i]);
        if (shows_pictures(clips[i])) usable_.push_back(i);
        for (const footage::Shot& shot : clips[i].shots)
            motions_.push_back(static_cast<double>(shot.motion));
    }
    std::sort(motions_.begin(), motions_.end());
    deal_ = usable_;
    if (options.order == Order::shuffle) shuffle(deal_, prng_);
}

std::optional<std::vector<Piece>> Picker::fill(std::span<const Slot> slots) {
    for (const Slot& slot : slots) {
        if (slot.pin) take(pinned(slot), slot);
    }
    std::vector<Piece> pieces;
    Neighbours around;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const bool pin_follows = i + 1 < slots.size() && slots[i + 1].pin;
        around.clip_after = pin_follows ? std::optional(options_.pins[*slots[i + 1].pin].clip) : std::nullopt;
        const auto piece = slots[i].pin ? pinned(slots[i]) : choose(slots[i], around);
        if (!piece) return std::nullopt;
        if (!slots[i].pin) take(*piece, slots[i]);
        pieces.push_back(*piece);
        around.before = *piece;
        around.before_end = piece->in + clock_.length_of(slots[i].frames);
    }
    return pieces;
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

std::optional<Piece> Picker::choose(const Slot& slot, const Neighbours& around) {
    static constexpr std::array<Stage, 5> kStages = {{
        {Relaxed::nothing, false, false, Cleanness::clean},
        {Relaxed::same_clip, true, false, Cleanness::clean},
        {Relaxed::margin, true, true, Cleanness::clean},
        {Relaxed::blurred, true, true, Cleanness::blurred},
        {Relaxed::frozen, true, true, Cleanness::frozen},
    }};
    bool repeats = false;
    do {
        for (const Stage& stage : kStages) {
            auto piece = try_stage(slot, around, stage);
            if (!piece) continue;
            if (repeats) piece->relaxed = Relaxed::repeated;
            return piece;
        }
        repeats = true;
    } while (release_something(slot.frames.begin));
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
        // Rounds: a clip whose turn is over waits until those that wait longer can't fill the slot.
        if (best && turns_[clip] > turns_[best->clip]) break;
        const auto piece = best_in(clip, slot, around, stage);
        if (!piece) continue;
        if (!best || piece->score > best->score) {
            const std::size_t so_far = best ? best->compared : 0;
            best = piece;
            best->compared += so_far;
        } else {
            best->compared += piece->compared;
        }
        if (first_that_fits || ++compared == kCompared) break;
    }
    if (best) best->relaxed = stage.relaxed;
    return best;
}

std::optional<Piece> Picker::best_in(std::size_t clip, const Slot& slot, const Neighbours& around,
                                     const Stage& stage) const {
    const ClipPool& pool = pools_[clip];
    const Time length = clock_.length_of(slot.frames);
    const Time margin = stage.tight ? pool.frame_period() : std::max(kMargin, pool.frame_period());
    const auto places = pool.candidates(length, margin, stage.level);
    const bool in_time_order =
        options_.order == Order::given && !places.empty() && places.back().in >= last_end_[clip];
    std::optional<Piece> best;
    for (const Candidate& place : places) {
        if (in_time_order && place.in < last_end_[clip]) continue;
        Piece piece;
        piece.clip = clip;
        piece.shot = place.shot;
        piece.in = place.in;
        piece.look = pool.look({place.in, place.in + length}, place.shot);
        piece.score = score(piece, slot, around);
        if (!best || piece.score > best->score) best = piece;
    }
    if (best) best->compared = places.size();
    return best;
}

double Picker::motion_rank(double motion) const {
    if (motions_.empty()) return 0.5;
    const auto low = std::lower_bound(motions_.begin(), motions_.end(), motion);
    const auto high = std::upper_bound(low, motions_.end(), motion);
    return static_cast<double>((low - motions_.begin()) + (high - motions_.begin())) / 2 /
           static_cast<double>(motions_.size());
}

double Picker::score(const Piece& piece, const Slot& slot, const Neighbours& around) const {
    const double suits = 1 - std::abs(motion_rank(piece.look.motion) - static_cast<double>(slot.drive));
    double score = 0.4 * piece.look.sharpness + 0.3 * piece.look.exposure + 0.3 * suits;
    if (options_.seed != 0) score += taste(piece);
    if (!around.before || around.before->clip != piece.clip) return score;
    // The same clip in a row: another shot looks like a cut, the same shot a little later like a mistake.
    constexpr Time kJump = Time::from_ms(2000);
    if (around.before->shot == piece.shot) score -= 0.3;
    const Time distance = std::max(piece.in - around.before_end, around.before->in - piece.in);
    if (distance < kJump) score -= 0.5 * (1 - std::max(0.0, distance.seconds()) / kJump.seconds());
    return score;
}

/// Another seed prefers others among pieces that are about as good.
double Picker::taste(const Piece& piece) const {
    constexpr double kWeight = 0.05;
    Prng prng(options_.seed ^ (piece.clip * 0x9E3779B97F4A7C15U) ^ static_cast<std::uint64_t>(piece.in.us));
    return kWeight * prng.unit();
}

double Picker::promise(std::size_t clip, const Slot& slot) const {
    const Look look = pools_[clip].overall();
    const double suits = 1 - std::abs(motion_rank(look.motion) - static_cast<double>(slot.drive));
    return 0.4 * look.sharpness + 0.3 * look.exposure + 0.3 * suits;
}

std::vector<std::size_t> Picker::ranking(const Slot& slot) const {
    std::vector<std::size_t> order = options_.order == Order::shuffle ? deal_ : usable_;
    if (options_.order != Order::best) {
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return turns_[a] < turns_[b]; });
        return order;
    }
    std::vector<double> promises(turns_.size());
    for (const std::size_t clip : order)
        promises[clip] = promise(clip, slot);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return turns_[a] != turns_[b] ? turns_[a] < turns_[b] : promises[a] > promises[b];
    });
    return order;
}

bool Picker::release_something(std::int64_t now) {
    std::optional<std::size_t> oldest;
    for (const std::size_t clip : usable_) {
        const auto when = pools_[clip].oldest_use();
        if (!when || *when >= now) continue;
        if (!oldest || *when < *pools_[*oldest].oldest_use()) oldest = clip;
    }
    return oldest && pools_[*oldest].release_oldest(now);
}

void Picker::take(const Piece& piece, const Slot& slot) {
    const TimeRange range{piece.in, piece.in + clock_.length_of(slot.frames)};
    pools_[piece.clip].use(range, slot.frames.begin);
    ++turns_[piece.clip];
    last_end_[piece.clip] = range.end;
    if (++taken_ % usable_.size() == 0 && options_.order == Order::shuffle) shuffle(deal_, prng_);
}

}  // namespace beatsync::plan
