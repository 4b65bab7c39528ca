#include "draft/diff.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "draft/draft.h"
#include "draft/outline.h"
#include "draft/phrase.h"
#include "draft/sequence_match.h"
#include "draft/track_match.h"

namespace beatsync::draft {
namespace {

using Kind = DraftChange::Kind;

constexpr Time kSameTime{1000};  // `d` is in whole milliseconds

bool differs(Time a, Time b) {
    return a - b > kSameTime || b - a > kSameTime;
}

const std::string& words_of(const OutlineSegment& segment) {
    return segment.text.empty() ? segment.label : segment.text;
}

/// Numbers for texts, the same for equal ones.
class Numbering {
public:
    std::size_t operator()(std::string text) {
        return numbers_.emplace(std::move(text), numbers_.size()).first->second;
    }

private:
    std::map<std::string, std::size_t> numbers_;
};

/// Finds out what became of the segments of one track.
class SegmentComparer {
public:
    SegmentComparer(const OutlineTrack& before, const OutlineTrack& after, std::size_t& budget)
        : kind_(after.kind), before_(shown_segments(before)), after_(shown_segments(after)), budget_(budget) {
        partner_.assign(after_.size(), nullptr);
        taken_.assign(before_.size(), false);
    }

    void compare(std::vector<DraftChange>& changes) {
        match_in_order();
        match_reordered();
        match_titles();
        report_added(changes);
        report_removed(changes);
        report_kept(changes);
    }

private:
    struct Part {
        std::size_t before_begin = 0;
        std::size_t before_end = 0;
        std::size_t after_begin = 0;
        std::size_t after_end = 0;
    };

    void match(std::size_t before, std::size_t after) {
        partner_[after] = before_[before];
        old_index_[after] = before;
        taken_[before] = true;
    }

    template <class KeyOf>
    std::vector<Match> match_part(const Part& part, KeyOf key_of) {
        Numbering number;
        std::vector<std::size_t> before;
        std::vector<std::size_t> after;
        for (std::size_t i = part.before_begin; i < part.before_end; ++i)
            before.push_back(number(key_of(*before_[i])));
        for (std::size_t j = part.after_begin; j < part.after_end; ++j)
            after.push_back(number(key_of(*after_[j])));
        std::vector<Match> matches = match_sequences(before, after, budget_);
        for (Match& m : matches) {
            m.before += part.before_begin;
            m.after += part.after_begin;
            match(m.before, m.after);
        }
        return matches;
    }

    /// By identity, then between those by content.
    void match_in_order() {
        const Part whole{0, before_.size(), 0, after_.size()};
        std::vector<Match> same = match_part(whole, [](const OutlineSegment& s) { return s.json; });
        same.push_back({before_.size(), after_.size()});
        Part part;
        for (const Match& m : same) {
            part.before_end = m.before;
            part.after_end = m.after;
            match_part(part, segment_content);
            part.before_begin = m.before + 1;
            part.after_begin = m.after + 1;
        }
    }

    void match_reordered() {
        std::map<std::string, std::vector<std::size_t>> left;  // last first
        for (std::size_t i = before_.size(); i-- > 0;) {
            if (!taken_[i]) left[segment_content(*before_[i])].push_back(i);
        }
        for (std::size_t j = 0; j < after_.size() && !left.empty(); ++j) {
            if (partner_[j] != nullptr) continue;
            const auto found = left.find(segment_content(*after_[j]));
            if (found == left.end() || found->second.empty()) continue;
            match(found->second.back(), j);
            found->second.pop_back();
            reordered_[j] = true;
        }
    }

    /// A title in place of another: its text was changed.
    void match_titles() {
        if (kind_ != static_cast<int>(TrackKind::text)) return;
        std::size_t i = 0;
        for (std::size_t j = 0; j < after_.size(); ++j) {
            if (partner_[j] != nullptr) continue;
            const OutlineSegment& now = *after_[j];
            while (i < before_.size() && (taken_[i] || before_[i]->end <= now.begin))
                ++i;
            if (i == before_.size()) return;
            if (before_[i]->begin < now.end && !now.text.empty() && !before_[i]->text.empty()) match(i, j);
        }
    }

    [[nodiscard]] DraftChange change(Kind kind, const OutlineSegment& segment) const {
        DraftChange change;
        change.kind = kind;
        change.track_kind = kind_;
        change.label = words_of(segment);
        change.begin = segment.begin;
        change.end = segment.end;
        change.volume = segment.volume;
        return change;
    }

    void report_added(std::vector<DraftChange>& changes) const {
        for (std::size_t j = 0; j < after_.size(); ++j) {
            if (partner_[j] == nullptr) changes.push_back(change(Kind::added, *after_[j]));
        }
    }
    void report_removed(std::vector<DraftChange>& changes) const {
        for (std::size_t i = 0; i < before_.size(); ++i) {
            if (!taken_[i]) changes.push_back(change(Kind::removed, *before_[i]));
        }
    }

    void report_kept(std::vector<DraftChange>& changes) const {
        // How long what is in front of each is: others that came, went or changed length only push it.
        std::vector<Time> old_front(1);
        for (const OutlineSegment* segment : before_)
            old_front.push_back(old_front.back() + (segment->end - segment->begin));
        Time front;
        for (std::size_t j = 0; j < after_.size(); ++j) {
            const OutlineSegment& now = *after_[j];
            if (partner_[j] != nullptr) {
                const Time push = front - old_front[old_index_.at(j)];
                report_pair(*partner_[j], now, reordered_.count(j) > 0, push, changes);
            }
            front += now.end - now.begin;
        }
    }

    void report_pair(const OutlineSegment& was, const OutlineSegment& now, bool reordered, Time push,
                     std::vector<DraftChange>& changes) const {
        const auto report = [&](Kind kind) {
            DraftChange c = change(kind, now);
            c.old_text = was.text;
            c.old_begin = was.begin;
            c.old_end = was.end;
            c.old_volume = was.volume;
            changes.push_back(std::move(c));
        };
        const Time shift = now.begin - was.begin;
        const bool pushed = !differs(shift, Time{}) || !differs(shift, push);
        if (reordered || !pushed) report(Kind::moved);
        if (differs(now.end - now.begin, was.end - was.begin)) report(Kind::retimed);
        if (percent(now.volume.value_or(1)) != percent(was.volume.value_or(1))) report(Kind::volume);
        if (now.text != was.text) report(Kind::text);
        if (now.rest != was.rest || now.label != was.label) report(Kind::other);
    }

    int kind_;
    Segments before_;
    Segments after_;
    std::size_t& budget_;
    std::vector<const OutlineSegment*> partner_;  // of each after: what it was
    std::map<std::size_t, std::size_t> old_index_;
    std::map<std::size_t, bool> reordered_;
    std::vector<bool> taken_;  // of each before
};

/// A whole track that came or went.
DraftChange track_change(Kind kind, const OutlineTrack& track) {
    DraftChange change;
    change.kind = kind;
    change.track_kind = track.kind;
    const Segments segments = shown_segments(track);
    change.segments = segments.size();
    change.label = track.name;
    if (segments.empty()) return change;
    if (segments.size() == 1 && !words_of(*segments[0]).empty()) change.label = words_of(*segments[0]);
    change.begin = segments.front()->begin;
    change.end = segments.back()->end;
    change.volume = segments.front()->volume;
    return change;
}

DraftChange other_change(int track_kind, const std::string& label) {
    DraftChange change;
    change.track_kind = track_kind;
    change.of_track = true;
    change.label = label;
    return change;
}

}  // namespace

Result<std::vector<DraftChange>> compare_drafts(std::string_view before_json, std::string_view after_json) {
    std::vector<DraftChange> changes;
    if (before_json == after_json) return changes;
    BEATSYNC_TRY(const Outline before, parse_outline(before_json));
    BEATSYNC_TRY(const Outline after, parse_outline(after_json));
    std::size_t budget = 20'000'000;
    const std::vector<std::size_t> old_of = match_tracks(before.tracks, after.tracks);
    std::vector<bool> gone(before.tracks.size(), true);
    for (std::size_t j = 0; j < after.tracks.size(); ++j) {
        const OutlineTrack& now = after.tracks[j];
        const std::size_t old = old_of[j];
        if (old == kNoTrack) {
            changes.push_back(track_change(Kind::track_added, now));
            continue;
        }
        gone[old] = false;
        const OutlineTrack& was = before.tracks[old];
        SegmentComparer(was, now, budget).compare(changes);
        if (was.rest != now.rest || was.name != now.name) changes.push_back(other_change(now.kind, now.name));
    }
    for (std::size_t i = 0; i < before.tracks.size(); ++i) {
        if (gone[i]) changes.push_back(track_change(Kind::track_removed, before.tracks[i]));
    }
    // Of a first draft everything is new.
    if (!before.tracks.empty() && before.rest != after.rest)
        changes.push_back(other_change(DraftChange::kWholeDraft, ""));
    return changes;
}

}  // namespace beatsync::draft
