#include "draft/track_match.h"

#include <map>
#include <utility>

namespace beatsync::draft {
namespace {

/// Pairs the tracks of two drafts, surest first.
class TrackMatcher {
public:
    TrackMatcher(const std::vector<OutlineTrack>& before, const std::vector<OutlineTrack>& after)
        : before_(before), after_(after), old_(after.size(), kNoTrack), taken_(before.size(), false) {
        by_key([](const OutlineTrack& t) { return t.name + '\n' + whole(t); });
        by_key([](const OutlineTrack& t) { return t.name.empty() ? std::string() : "n" + t.name; });
        by_content();
        by_key([](const OutlineTrack&) { return std::string("any"); });
    }

    [[nodiscard]] std::vector<std::size_t> old_of() && { return std::move(old_); }

private:
    static std::string whole(const OutlineTrack& track) {
        std::string all = track.rest;
        for (const OutlineSegment& segment : track.segments)
            all += '\n' + segment.json;
        return all;
    }

    /// Equal keys of equal kinds, in order; an empty key matches nothing.
    template <class KeyOf>
    void by_key(KeyOf key_of) {
        std::map<std::pair<int, std::string>, std::vector<std::size_t>> left;  // last first
        for (std::size_t i = before_.size(); i-- > 0;) {
            if (!taken_[i]) left[{before_[i].kind, key_of(before_[i])}].push_back(i);
        }
        for (std::size_t j = 0; j < after_.size(); ++j) {
            if (old_[j] != kNoTrack) continue;
            const std::string key = key_of(after_[j]);
            const auto found = left.find({after_[j].kind, key});
            if (key.empty() || found == left.end() || found->second.empty()) continue;
            take(found->second.back(), j);
            found->second.pop_back();
        }
    }

    /// The first track that had one of its segments, tried from the front.
    void by_content() {
        std::map<std::pair<int, std::string>, std::size_t> owner;
        for (std::size_t i = before_.size(); i-- > 0;) {
            if (taken_[i]) continue;
            for (const OutlineSegment* segment : shown_segments(before_[i]))
                owner[{before_[i].kind, segment_content(*segment)}] = i;
        }
        for (std::size_t j = 0; j < after_.size(); ++j) {
            for (const OutlineSegment* segment : shown_segments(after_[j])) {
                if (old_[j] != kNoTrack) break;
                const auto found = owner.find({after_[j].kind, segment_content(*segment)});
                if (found != owner.end() && !taken_[found->second]) take(found->second, j);
            }
        }
    }

    void take(std::size_t before, std::size_t after) {
        old_[after] = before;
        taken_[before] = true;
    }

    const std::vector<OutlineTrack>& before_;
    const std::vector<OutlineTrack>& after_;
    std::vector<std::size_t> old_;
    std::vector<bool> taken_;
};

}  // namespace

Segments shown_segments(const OutlineTrack& track) {
    Segments segments;
    for (const OutlineSegment& segment : track.segments) {
        if (!segment.gap) segments.push_back(&segment);
    }
    return segments;
}

std::string segment_content(const OutlineSegment& segment) {
    if (segment.source.empty() && segment.text.empty()) return "r" + segment.rest;
    return "s" + segment.source + '\n' + segment.text;
}

std::vector<std::size_t> match_tracks(const std::vector<OutlineTrack>& before,
                                      const std::vector<OutlineTrack>& after) {
    return TrackMatcher(before, after).old_of();
}

}  // namespace beatsync::draft
