#include "plan/excerpt.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace beatsync::plan {
namespace {

constexpr Time kSensibleLength = Time::from_ms(60'000);
constexpr Time kShortest = Time::from_ms(1000);

/// Footage is used up to this share when the length is free, so that there is something to choose from.
constexpr double kShareOfFootage = 0.65;
/// … but not for the sake of choice where there is hardly any.
constexpr Time kUseAllBelow = Time::from_ms(10'000);

Time scaled(Time t, double factor) {
    return Time::from_seconds(t.seconds() * factor);
}

class Chooser {
public:
    Chooser(const ExcerptRequest& request, std::vector<std::string>& notes)
        : request_(request), beats_(request.music.grid.beats), options_(request.options), notes_(notes) {
        const std::size_t count = beats_.size();
        sums_.push_back(0);
        for (std::size_t i = 0; i < count; ++i)
            sums_.push_back(sums_.back() + static_cast<double>(request.drive[i]));
    }

    Result<Excerpt> choose() {
        if (options_.start && *options_.start >= request_.music.grid.duration)
            return fail(Errc::usage,
                        fmt::format("the start {} is after the song's end {}", format_time(*options_.start),
                                    format_time(request_.music.grid.duration)));
        if (options_.start && *options_.start < Time{})
            return fail(Errc::usage, "the start is before the song");
        Excerpt excerpt = asked_length() ? of_asked_length() : of_free_length();
        if (request_.at_most) shorten(excerpt, *request_.at_most);
        BEATSYNC_CHECK(check_pins(excerpt));
        return excerpt;
    }

private:
    /// The song's end, without what follows two bars after the last beat.
    [[nodiscard]] Time musical_end() const {
        const double tail = median_beat_seconds(request_.music.grid) * 8;
        return std::min(request_.music.grid.duration, beats_.back().at + Time::from_seconds(tail));
    }

    [[nodiscard]] std::optional<Time> asked_length() const {
        switch (options_.length_rule) {
            case LengthRule::fixed:
                return options_.length;
            case LengthRule::song:
                return request_.music.grid.duration - options_.start.value_or(Time{});
            case LengthRule::clips:
                return std::nullopt;
        }
        return std::nullopt;
    }

    Excerpt of_asked_length() {
        const Time duration = request_.music.grid.duration;
        const Time asked = *asked_length();
        if (options_.start) {
            if (*options_.start + asked > duration) note_short(duration - *options_.start, asked);
            return {*options_.start, std::min(asked, duration - *options_.start), false, "as asked"};
        }
        if (asked >= duration) {
            if (asked > duration) note_short(duration, asked);
            return {Time{}, duration, false, "the whole song"};
        }
        return {best_start(asked, duration), asked, false, why_};
    }

    Excerpt of_free_length() {
        const Time end = musical_end();
        // A jingle is too short to lose its upbeat.
        const Time duration = request_.music.grid.duration;
        const bool jingle = duration <= kUseAllBelow;
        const Time first = options_.start.value_or(jingle ? Time{} : first_downbeat());
        const Time footage =
            options_.length_rule == LengthRule::clips ? request_.footage : comfortable_footage();
        const Time cap = options_.length_rule == LengthRule::clips ? duration : kSensibleLength;
        const Time wanted = std::max(kShortest, std::min(cap, footage));
        if (options_.start || first + wanted >= end) {
            const bool whole = first + wanted >= end;
            const Time length =
                std::max(std::min(wanted, end - first), std::min(kShortest, duration - first));
            return {first, whole ? length : on_bar(first, length), true,
                    options_.start ? "as asked" : "from the first bar"};
        }
        const Time start = best_start(wanted, end);
        return {start, on_bar(start, wanted), true, why_};
    }

    [[nodiscard]] Time comfortable_footage() const {
        return std::max(scaled(request_.footage, kShareOfFootage), std::min(request_.footage, kUseAllBelow));
    }

    /// The first downbeat, unless there is a long introduction without beats before it.
    [[nodiscard]] Time first_downbeat() const {
        const Time longest_wait = Time::from_seconds(median_beat_seconds(request_.music.grid) * 8);
        for (std::size_t i = 0; i < beats_.size() && beats_[i].at <= longest_wait; ++i) {
            if (request_.places[i].beat == 0) return beats_[i].at;
        }
        return Time{};
    }

    /// Shortened to end on a bar, when that keeps at least half of it; else on a beat.
    [[nodiscard]] Time on_bar(Time start, Time length) const {
        std::optional<Time> beat;
        for (std::size_t i = beats_.size(); i-- > 0;) {
            const Time end = beats_[i].at;
            if (end > start + length) continue;
            if ((end - start).us * 2 < length.us) break;
            if (!beat) beat = end;
            if (request_.places[i].beat == 0) return end - start;
        }
        return beat ? *beat - start : length;
    }

    void shorten(Excerpt& excerpt, Time at_most) const {
        if (at_most < excerpt.length) excerpt.length = on_bar(excerpt.start, at_most);
    }

    [[nodiscard]] std::size_t beat_at(Time t) const {
        const auto found = std::lower_bound(beats_.begin(), beats_.end(), t,
                                            [](const music::Beat& beat, Time at) { return beat.at < at; });
        return static_cast<std::size_t>(found - beats_.begin());
    }

    [[nodiscard]] double mean_drive(std::size_t begin, std::size_t end) const {
        return end > begin ? (sums_[end] - sums_[begin]) / static_cast<double>(end - begin) : 0;
    }

    /// How much the music rises where a section begins: the bars after against the bars before.
    [[nodiscard]] double rise_at(std::size_t beat) const {
        constexpr std::size_t kSpan = 8;
        if (!request_.places[beat].opens_section || beat == 0) return 0;
        const double before = mean_drive(beat - std::min(beat, kSpan), beat);
        return std::max(0.0, mean_drive(beat, std::min(beats_.size(), beat + kSpan)) - before);
    }

    /// The part worth hearing: drives most, and has the song's rise at its beginning or soon after a
    /// build-up.
    [[nodiscard]] double score(std::size_t first, Time length) const {
        constexpr double kLatestRise = 0.35;
        const std::size_t end = beat_at(beats_[first].at + length);
        const std::size_t soon = beat_at(beats_[first].at + scaled(length, kLatestRise));
        double rise = 0;
        for (std::size_t i = first; i < std::min(soon, beats_.size()); ++i)
            rise = std::max(rise, rise_[i]);
        const double opening = request_.places[first].opens_section ? 0.1 : 0;
        return mean_drive(first, end) + 0.5 * rise + opening;
    }

    [[nodiscard]] bool holds_pins(Time start, Time length) const {
        return std::all_of(options_.pins.begin(), options_.pins.end(), [&](const Pin& pin) {
            const Time at = beats_[static_cast<std::size_t>(pin.beat)].at;
            return at >= start && at < start + length;
        });
    }

    /// The best downbeat that leaves room for `length` before `end`; the last resort is the first one.
    Time best_start(Time length, Time end) {
        rise_.resize(beats_.size());
        for (std::size_t i = 0; i < beats_.size(); ++i)
            rise_[i] = rise_at(i);
        std::optional<std::size_t> best;
        double best_score = 0;
        for (std::size_t i = 0; i < beats_.size() && beats_[i].at + length <= end; ++i) {
            if (request_.places[i].beat != 0 || !holds_pins(beats_[i].at, length)) continue;
            const double value = score(i, length);
            if (best && value <= best_score) continue;
            best = i;
            best_score = value;
        }
        if (!best) {
            why_ = "no bar leaves room for the length";
            return Time{};
        }
        why_ = request_.places[*best].opens_section ? "a section that drives, from its beginning"
                                                    : "the part that drives most";
        return beats_[*best].at;
    }

    void note_short(Time there, Time asked) {
        notes_.push_back(
            fmt::format("The song has only {} of the {} asked for: the video ends with the song.",
                        format_time(there), format_time(asked)));
    }

    [[nodiscard]] Result<void> check_pins(const Excerpt& excerpt) const {
        if (holds_pins(excerpt.start, excerpt.length)) return {};
        return fail(Errc::usage,
                    fmt::format("a pinned beat is outside of the part of the song that is used, {} to {}",
                                format_time(excerpt.start), format_time(excerpt.start + excerpt.length)),
                    "choose another beat, --start or --duration");
    }

    const ExcerptRequest& request_;
    const std::vector<music::Beat>& beats_;
    const PlanOptions& options_;
    std::vector<std::string>& notes_;
    std::vector<double> sums_;  // of the drive of the first n beats
    std::vector<double> rise_;  // one a beat
    std::string why_;
};

}  // namespace

Result<Excerpt> choose_excerpt(const ExcerptRequest& request, std::vector<std::string>& notes) {
    return Chooser(request, notes).choose();
}

}  // namespace beatsync::plan
