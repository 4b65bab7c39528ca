#include "music/bar_pointer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace beatsync::music {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();
// A jump of tempo costs about as much in one step as in several: what exp(-12) leaves out of one beat, a few
// beats can do.
constexpr double kPruned = 12;

/// log p(observations) of a stretch of frames, by prefix sums.
class Observations {
public:
    /// `reach`: how many frames a beat may lie before the first frame or beyond the last.
    Observations(std::span<const float> activation, int beat_fraction, int reach)
        : beat_(activation.size() + 1 + 2 * static_cast<std::size_t>(reach)),
          rest_(beat_.size()),
          reach_(reach),
          fraction_(beat_fraction) {
        auto at = static_cast<std::size_t>(reach);
        for (const float value : activation) {
            const double a = value;
            assert(a > 0 && a < 1);
            beat_[at + 1] = beat_[at] + std::log(a);
            rest_[at + 1] = rest_[at] + std::log((1 - a) / (beat_fraction - 1));
            ++at;
        }
        std::fill(beat_.begin() + static_cast<std::ptrdiff_t>(at), beat_.end(), beat_[at]);
        std::fill(rest_.begin() + static_cast<std::ptrdiff_t>(at), rest_.end(), rest_[at]);
    }

    /// A beat of `period` frames that begins at `begin`, as far as it lies in [0, frames).
    [[nodiscard]] double of_beat(int begin, int period) const {
        assert(begin + reach_ >= 0);
        const auto first = static_cast<std::size_t>(begin + reach_);
        const std::size_t beat_end = first + static_cast<std::size_t>((period + fraction_ - 1) / fraction_);
        const std::size_t end = first + static_cast<std::size_t>(period);
        return beat_[beat_end] - beat_[first] + rest_[end] - rest_[beat_end];
    }

private:
    std::vector<double> beat_;
    std::vector<double> rest_;
    int reach_;
    int fraction_;
};

/// Log-probabilities of a change of period, normalised over the new period, the improbable left out.
class Transitions {
public:
    struct Predecessors {
        int first = 0;
        std::vector<double> log_p;  // from period index first, first + 1, …
    };

    explicit Transitions(const BeatModel& model) {
        const int count = model.max_period - model.min_period + 1;
        into_.resize(static_cast<std::size_t>(count));
        const auto log_weight = [&](int from, int to) {
            const double ratio = static_cast<double>(model.min_period + to) / (model.min_period + from);
            return -model.tempo_rigidity * std::abs(ratio - 1);
        };
        std::vector<double> log_total(into_.size());
        for (int from = 0; from < count; ++from) {
            double total = 0;
            for (int to = 0; to < count; ++to)
                total += std::exp(log_weight(from, to));
            log_total[static_cast<std::size_t>(from)] = std::log(total);
        }
        for (int to = 0; to < count; ++to) {
            auto& into = into_[static_cast<std::size_t>(to)];
            into.first = to;
            while (into.first > 0 && log_weight(into.first - 1, to) > -kPruned)
                --into.first;
            for (int from = into.first; from < count && log_weight(from, to) > -kPruned; ++from)
                into.log_p.push_back(log_weight(from, to) - log_total[static_cast<std::size_t>(from)]);
        }
    }

    [[nodiscard]] const Predecessors& into(std::size_t period) const { return into_[period]; }

private:
    std::vector<Predecessors> into_;
};

class Decoder {
public:
    Decoder(std::span<const float> activation, const BeatModel& model)
        : model_(model),
          frames_(static_cast<int>(activation.size())),
          periods_(static_cast<std::size_t>(model.max_period - model.min_period + 1)),
          observations_(activation, model.beat_fraction, model.max_period),
          transitions_(model),
          begins_(static_cast<std::size_t>(model.max_period + 1) * periods_, kImpossible),
          from_(activation.size() * periods_) {}

    DecodedBeats run() {
        for (int t = 0; t < frames_; ++t)
            advance(t);
        return trace_back();
    }

private:
    [[nodiscard]] int period(std::size_t index) const { return model_.min_period + static_cast<int>(index); }
    // Scores are needed one longest period back only: a ring of frames.
    [[nodiscard]] double* begins_at(int t) {
        return begins_.data() + static_cast<std::size_t>(t % (model_.max_period + 1)) * periods_;
    }

    /// Best score of [0, t) whose last beat has this period and ends at t.
    [[nodiscard]] double ends_at(int t, std::size_t index) {
        const int begin = t - period(index);
        const double before = begin < 0 ? 0 : begins_at(begin)[index];  // a song may begin amid a beat
        return before + observations_.of_beat(begin, period(index));
    }

    void advance(int t) {
        std::vector<double>& ends = ends_;
        ends.resize(periods_);
        for (std::size_t p = 0; p < periods_; ++p)
            ends[p] = ends_at(t, p);
        double* begins = begins_at(t);
        std::uint8_t* from = from_.data() + static_cast<std::size_t>(t) * periods_;
        for (std::size_t to = 0; to < periods_; ++to) {
            const auto& into = transitions_.into(to);
            const auto first = static_cast<std::size_t>(into.first);
            double best = kImpossible;
            std::size_t best_from = first;
            for (std::size_t k = 0; k < into.log_p.size(); ++k) {
                const double score = ends[first + k] + into.log_p[k];
                if (score > best) {
                    best = score;
                    best_from = first + k;
                }
            }
            begins[to] = best;
            from[to] = static_cast<std::uint8_t>(best_from);
        }
    }

    DecodedBeats trace_back() {
        // The song may end amid a beat: every beat that reaches beyond the end is a candidate for the last.
        DecodedBeats result{.frames = {}, .log_likelihood = kImpossible};
        int at = -1;
        std::size_t index = 0;
        for (int t = std::max(0, frames_ - model_.max_period); t < frames_; ++t) {
            for (std::size_t p = 0; p < periods_; ++p) {
                if (t + period(p) < frames_) continue;
                const double score = begins_at(t)[p] + observations_.of_beat(t, period(p));
                if (score <= result.log_likelihood) continue;
                result.log_likelihood = score;
                at = t;
                index = p;
            }
        }
        while (at >= 0) {
            result.frames.push_back(at);
            index = from_[static_cast<std::size_t>(at) * periods_ + index];
            at -= period(index);
        }
        std::ranges::reverse(result.frames);
        return result;
    }

    BeatModel model_;
    int frames_;
    std::size_t periods_;
    Observations observations_;
    Transitions transitions_;
    std::vector<double> begins_;
    std::vector<double> ends_;
    std::vector<std::uint8_t> from_;
};

}  // namespace

double log_likelihood(std::span<const float> activation, std::span<const int> frames,
                      const BeatModel& model) {
    assert(frames.size() >= 2);
    const int end = static_cast<int>(activation.size());
    const int first = frames[1] - frames[0];
    const int last = frames.back() - frames[frames.size() - 2];
    const Observations observations(activation, model.beat_fraction, std::max(first, last));
    double sum = 0;
    for (int begin = frames.front() - first; begin + first > 0; begin -= first)
        sum += observations.of_beat(begin, first);
    for (std::size_t b = 0; b + 1 < frames.size(); ++b)
        sum += observations.of_beat(frames[b], frames[b + 1] - frames[b]);
    for (int begin = frames.back(); begin < end; begin += last)
        sum += observations.of_beat(begin, last);
    return sum;
}

DecodedBeats decode_beats(std::span<const float> activation, const BeatModel& model) {
    assert(model.min_period >= model.beat_fraction / 8 && model.max_period - model.min_period < 256);
    if (activation.empty()) return {};
    return Decoder(activation, model).run();
}

}  // namespace beatsync::music
