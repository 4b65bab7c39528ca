#include "plan/clip_pool.h"

#include <algorithm>
#include <limits>

namespace beatsync::plan {
namespace {

/// A still can be shown for as long as one likes.
constexpr Time kEndless{std::numeric_limits<std::int64_t>::max() / 4};

constexpr Rate kUnknownRate{24, 1};

std::size_t index_of(Cleanness level) {
    return static_cast<std::size_t>(level);
}

bool tolerated(footage::Defect defect, Cleanness level) {
    switch (defect) {
        case footage::Defect::blurred:
            return level >= Cleanness::blurred;
        case footage::Defect::frozen:
            return level >= Cleanness::frozen;
        case footage::Defect::black:
        case footage::Defect::blank:
        case footage::Defect::damaged:
            return false;
    }
    return false;
}

TimeRange grown(TimeRange range, Time by) {
    return {range.begin - by, range.end + by};
}

Look look_of(const footage::Shot& shot) {
    return {static_cast<double>(shot.motion), static_cast<double>(shot.sharpness),
            static_cast<double>(shot.exposure), static_cast<double>(shot.exposure)};
}

Look plus(const Look& a, const Look& b, double weight) {
    return {a.motion + b.motion * weight, a.sharpness + b.sharpness * weight,
            a.exposure + b.exposure * weight, 1, a.certainty + b.certainty * weight};
}

}  // namespace

ClipPool::ClipPool(const footage::ClipMap& clip)
    : clip_(&clip), entries_(clip), still_(clip.media.kind == MediaKind::still) {
    const bool rated = clip.media.video && clip.media.video->rate.valid();
    rate_ = rated ? clip.media.video->rate : kUnknownRate;
    regular_ = rated && !clip.media.video->variable_rate;
    period_ = rate_.time_of(1) + Time{1};
    if (!regular_) period_ = period_ + period_;
    if (!still_) find_stretches();
    sum_looks();
}

void ClipPool::find_stretches() {
    for (std::size_t level = 0; level < kCleannessLevels; ++level) {
        auto& stretches = whole_.stretches[level];
        for (std::size_t i = 0; i < clip_->shots.size(); ++i) {
            TimeRange range = alone_in(*clip_, i);
            if (i > 0) range.begin += period_;
            range.end -= period_;
            if (!range.empty()) stretches.push_back({range, i});
        }
        for (const footage::Flaw& flaw : clip_->flaws) {
            if (!tolerated(flaw.defect, static_cast<Cleanness>(level)))
                cut_out(stretches, grown(flaw.range, period_), false);
        }
    }
    whole_.measure();
    fresh_ = whole_;
    free_ = whole_;
}

void ClipPool::Supply::measure() {
    for (std::size_t level = 0; level < kCleannessLevels; ++level) {
        longest[level] = Time{};
        for (const Stretch& s : stretches[level])
            longest[level] = std::max(longest[level], s.range.length());
    }
}

void ClipPool::Supply::take(TimeRange range) {
    for (auto& level : stretches)
        cut_out(level, range, true);
    measure();
}

void ClipPool::sum_looks() {
    look_sums_.push_back({});
    for (const footage::Moment& m : clip_->moments) {
        const Look look{static_cast<double>(m.motion), static_cast<double>(m.sharpness),
                        static_cast<double>(m.exposure), 1, static_cast<double>(m.focus.certainty)};
        look_sums_.push_back(plus(look_sums_.back(), look, 1));
    }
    double seconds = 0;
    Look sum;
    for (const footage::Shot& shot : clip_->shots) {
        sum = plus(sum, look_of(shot), shot.range.length().seconds());
        seconds += shot.range.length().seconds();
    }
    // A still is as sharp as its maker wanted it, and does not move.
    overall_ = still_ || seconds <= 0 ? Look{0, 0.7, 0.7} : plus({}, sum, 1 / seconds);
    overall_.darkest = overall_.exposure;
    if (!clip_->moments.empty())
        overall_.certainty = look_sums_.back().certainty / static_cast<double>(clip_->moments.size());
}

void ClipPool::cut_out(std::vector<Stretch>& stretches, TimeRange used, bool was_shown) {
    const auto first = std::lower_bound(stretches.begin(), stretches.end(), used.begin,
                                        [](const Stretch& s, Time t) { return s.range.end <= t; });
    auto last = first;
    std::vector<Stretch> left;
    for (; last != stretches.end() && last->range.begin < used.end; ++last) {
        if (last->range.begin < used.begin) {
            left.push_back(*last);
            left.back().range.end = used.begin;
            left.back().used_after = was_shown;
        }
        if (last->range.end > used.end) {
            left.push_back(*last);
            left.back().range.begin = used.end;
            left.back().used_before = was_shown;
        }
    }
    const auto place = stretches.erase(first, last);
    stretches.insert(place, left.begin(), left.end());
}

TimeRange ClipPool::inside(const Stretch& stretch, Time margin) {
    return {stretch.range.begin + (stretch.used_before ? margin : Time{}),
            stretch.range.end - (stretch.used_after ? margin : Time{})};
}

Time ClipPool::longest(Cleanness level) const {
    if (still_) return forbidden_ ? Time{} : kEndless;
    Time longest;
    for (const Stretch& s : whole_.stretches[index_of(level)])
        longest = std::max(longest, s.range.end - snapped_up(s.range.begin));
    return longest;
}

std::int64_t ClipPool::pieces_of(Time length, Time margin, Cleanness level) const {
    if (still_) return forbidden_ ? 0 : 1;
    std::int64_t count = 0;
    for (const Stretch& s : whole_.stretches[index_of(level)])
        count += (s.range.length() + margin).us / (length + margin).us;
    return count;
}

Time ClipPool::total(Cleanness level) const {
    Time total;
    for (const Stretch& s : whole_.stretches[index_of(level)])
        total += s.range.length();
    return total;
}

std::vector<Candidate> ClipPool::candidates(Time length, Time margin, Cleanness level, bool again) const {
    if (still_) {
        const bool there = !forbidden_ && (again ? uses_.empty() : !ever_used_);
        return there ? std::vector<Candidate>{Candidate{}} : std::vector<Candidate>{};
    }
    const Supply& supply = again ? free_ : fresh_;
    if (supply.longest[index_of(level)] < length) return {};
    constexpr std::int64_t kSteps = 64;
    constexpr Time kFinestStep = Time::from_ms(250);
    const Time step = std::max(kFinestStep, Time{total(level).us / kSteps});
    std::vector<Candidate> result;
    for (const Stretch& stretch : supply.stretches[index_of(level)]) {
        const TimeRange room = inside(stretch, margin);
        if (room.length() < length) continue;
        const Time last = room.end - length;
        for (Time t = room.begin; t <= last; t += step) {
            const Time in = snapped_up(t);
            if (in <= last) result.push_back({in, stretch.shot, room.begin, last});
        }
        for (const Time in : entries_.within({room.begin, last}, step))
            result.push_back({in, stretch.shot, room.begin, last});
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const Candidate& a, const Candidate& b) { return a.in < b.in; });
    return result;
}

void ClipPool::use(TimeRange range, std::int64_t when) {
    const auto place = std::upper_bound(uses_.begin(), uses_.end(), when,
                                        [](std::int64_t w, const Use& use) { return w < use.when; });
    uses_.insert(place, {range, when});
    ever_used_ = true;
    fresh_.take(range);
    free_.take(range);
}

void ClipPool::forbid(TimeRange range) {
    forbidden_ = still_;
    for (Supply* supply : {&whole_, &fresh_, &free_}) {
        for (auto& level : supply->stretches)
            cut_out(level, range, false);
        supply->measure();
    }
}

void ClipPool::release(std::int64_t before) {
    const auto kept = std::lower_bound(uses_.begin(), uses_.end(), before,
                                       [](const Use& use, std::int64_t w) { return use.when < w; });
    if (kept == uses_.begin()) return;
    uses_.erase(uses_.begin(), kept);
    free_ = whole_;
    for (const Use& use : uses_)
        free_.take(use.range);
}

std::vector<std::int64_t> ClipPool::uses() const {
    std::vector<std::int64_t> result;
    for (const Use& use : uses_)
        result.push_back(use.when);
    return result;
}

bool ClipPool::near_edge(TimeRange range) const {
    constexpr Time kEdge = Time::from_ms(500);
    if (still_ || clip_->shots.empty()) return false;
    return range.begin < kEdge || range.end > clip_->shots.back().range.end - kEdge;
}

Look ClipPool::look(TimeRange range, std::size_t shot) const {
    const auto index = [&](Time t) {
        const auto found = std::lower_bound(clip_->moments.begin(), clip_->moments.end(), t,
                                            [](const footage::Moment& m, Time at) { return m.at < at; });
        return static_cast<std::size_t>(found - clip_->moments.begin());
    };
    if (still_) return overall_;
    const std::size_t begin = index(range.begin);
    const std::size_t end = index(range.end);
    if (begin >= end) return look_of(clip_->shots[shot]);
    const double count = static_cast<double>(end - begin);
    Look look = plus(plus({}, look_sums_[end], 1 / count), look_sums_[begin], -1 / count);
    // The moment that the piece begins in counts as well.
    const bool begins_before = begin > 0 && clip_->moments[begin - 1].at >= clip_->shots[shot].range.begin;
    look.darkest = static_cast<double>(clip_->moments[begins_before ? begin - 1 : begin].exposure);
    for (std::size_t i = begin; i < end; ++i)
        look.darkest = std::min(look.darkest, static_cast<double>(clip_->moments[i].exposure));
    return look;
}

Time ClipPool::snapped_up(Time t) const {
    if (!regular_ || still_) return t;
    return rate_.time_of(rate_.index_at(t - Time{1}) + 1);
}

Time ClipPool::snapped(Time t) const {
    if (!regular_ || still_) return t;
    return rate_.time_of(rate_.nearest_index(t));
}

std::size_t ClipPool::shot_at(Time t) const {
    const auto& shots = clip_->shots;
    const auto after =
        std::upper_bound(shots.begin(), shots.end(), t,
                         [](Time at, const footage::Shot& shot) { return at < shot.range.begin; });
    return after == shots.begin() ? 0 : static_cast<std::size_t>(after - shots.begin()) - 1;
}

}  // namespace beatsync::plan
