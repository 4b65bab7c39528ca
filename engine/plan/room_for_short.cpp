#include "plan/room_for_short.h"

#include <algorithm>
#include <optional>

namespace beatsync::plan {
namespace {

struct Split {
    std::size_t slot = 0;
    std::int64_t frame = 0;
    std::size_t beat = 0;
    std::int64_t part = 0;  ///< length of the part that is short enough
};

class Splitter {
public:
    Splitter(std::vector<Slot> slots, const BeatFacts& facts, const Clock& clock, const CadenceRules& rules)
        : slots_(std::move(slots)), facts_(facts), rules_(rules) {
        for (const music::Beat& beat : facts.beats)
            frames_.push_back(clock.frame_of(beat.at));
    }

    /// The longest part of at most `longest` frames that a beat cuts off a slot; of a long slot before a
    /// short one, so that the cuts spread.
    [[nodiscard]] std::optional<Split> find(std::int64_t longest) const {
        std::optional<Split> best;
        // The opening is where a viewer stays or leaves: it keeps its length.
        for (std::size_t i = 1; i < slots_.size(); ++i) {
            if (slots_[i].fixed()) continue;
            const auto split = split_of(i, longest);
            if (split && (!best || better(*split, *best))) best = split;
        }
        return best;
    }

    void apply(const Split& split) {
        Slot second = slots_[split.slot];
        second.frames.begin = split.frame;
        second.beat = static_cast<std::int64_t>(split.beat);
        second.kind = kind_at(facts_.places[split.beat]);
        second.drive = facts_.drive[split.beat];
        slots_[split.slot].frames.end = split.frame;
        slots_.insert(slots_.begin() + static_cast<std::ptrdiff_t>(split.slot) + 1, second);
    }

    [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }

private:
    [[nodiscard]] bool better(const Split& a, const Split& b) const {
        const std::int64_t length_a = slots_[a.slot].frames.length();
        const std::int64_t length_b = slots_[b.slot].frames.length();
        return length_a != length_b ? length_a > length_b : a.part > b.part;
    }

    [[nodiscard]] std::optional<Split> split_of(std::size_t slot, std::int64_t longest) const {
        const draft::FrameRange range = slots_[slot].frames;
        std::optional<Split> best;
        const auto first = std::lower_bound(frames_.begin(), frames_.end(), range.begin + rules_.min_frames);
        const bool is_last = slot + 1 == slots_.size();
        const std::int64_t end = range.end - (is_last ? rules_.least_last() : rules_.min_frames);
        for (auto frame = first; frame != frames_.end() && *frame <= end; ++frame) {
            for (const std::int64_t part : {*frame - range.begin, range.end - *frame}) {
                if (part > longest || (best && part <= best->part)) continue;
                best = Split{slot, *frame, static_cast<std::size_t>(frame - frames_.begin()), part};
            }
        }
        return best;
    }

    std::vector<Slot> slots_;
    BeatFacts facts_;
    const CadenceRules& rules_;
    std::vector<std::int64_t> frames_;  // of each beat
};

}  // namespace

std::vector<Slot> make_room_for_short(std::vector<Slot> slots, const BeatFacts& facts, const Clock& clock,
                                      std::span<const std::int64_t> longest_frames,
                                      const CadenceRules& rules) {
    std::vector<std::int64_t> clips;
    for (const std::int64_t longest : longest_frames) {
        if (longest >= rules.min_frames) clips.push_back(longest);
    }
    std::sort(clips.begin(), clips.end());
    Splitter splitter(std::move(slots), facts, clock, rules);
    for (std::size_t served = 0; served < clips.size(); ++served) {
        const auto& now = splitter.slots();
        const auto fitting =
            static_cast<std::size_t>(std::count_if(now.begin(), now.end(), [&](const Slot& s) {
                return !s.fixed() && s.frames.length() <= clips[served];
            }));
        // The shorter clips need theirs too.
        if (fitting > served) continue;
        if (const auto split = splitter.find(clips[served])) splitter.apply(*split);
    }
    return splitter.slots();
}

}  // namespace beatsync::plan
