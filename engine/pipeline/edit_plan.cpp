#include "pipeline/edit_plan.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "pipeline/edit.h"
#include "plan/clip_pool.h"

namespace beatsync::pipeline {
namespace {

draft::Track* first_of(draft::Draft& draft, draft::TrackKind kind) {
    const auto track = std::ranges::find(draft.tracks, kind, &draft::Track::kind);
    return track == draft.tracks.end() ? nullptr : &*track;
}

/// What was changed by hand or by edits is not the planner's to change back.
void keep_levels(draft::Track& music, const std::vector<draft::Segment>& before) {
    if (before.empty() || music.segments.empty()) return;
    draft::Segment& now = music.segments.front();
    if (now.source != before.front().source) return;
    now.extra = before.front().extra;
    now.extra_meta = before.front().extra_meta;
}

}  // namespace

std::vector<draft::BeatMark> beat_marks(const music::BeatGrid& grid, const plan::Clock& clock) {
    std::vector<draft::BeatMark> marks;
    for (std::size_t i = 0; i < grid.beats.size(); ++i) {
        const std::int64_t frame = clock.frame_of(grid.beats[i].at);
        if (frame < 0) continue;
        if (marks.empty() || frame > marks.back().frame)
            marks.push_back({frame, static_cast<std::int64_t>(i)});
    }
    return marks;
}

Result<void> check_marks(const draft::Draft& draft, const std::vector<draft::BeatMark>& marks) {
    std::map<std::int64_t, std::int64_t> frame_of;
    for (const draft::BeatMark& mark : marks)
        frame_of[mark.beat] = mark.frame;
    BEATSYNC_TRY(const std::size_t track, draft::track_of_pieces(draft));
    int on = 0;
    int off = 0;
    for (const draft::Segment& piece : draft::pieces_of(draft, track)) {
        if (!piece.beat || piece.frames.begin == 0) continue;
        const auto found = frame_of.find(*piece.beat);
        const bool there = found != frame_of.end() && std::abs(found->second - piece.frames.begin) <= 1;
        ++(there ? on : off);
    }
    if (off <= on) return {};
    return fail(Errc::input, "the draft's cuts are not on the beats that are found in its song now",
                "give what it was planned with: --beats, --tempo-scale, --shift, --downbeat or --lead");
}

std::optional<draft::Footage> shot_around(const footage::ClipMap& clip, Time in) {
    if (clip.shots.empty() || clip.media.kind == MediaKind::still) return std::nullopt;
    const plan::ClipPool pool(clip);
    const std::size_t shot = pool.shot_at(in);
    draft::Footage footage;
    footage.range = alone_in(clip, shot);
    if (shot > 0) footage.range.begin = pool.snapped_up(footage.range.begin + pool.frame_period());
    if (shot + 1 < clip.shots.size()) footage.range.end -= pool.frame_period();
    const auto& video = clip.media.video;
    if (video && video->rate.valid() && !video->variable_rate) footage.rate = video->rate;
    return footage;
}

draft::Draft with_new_plan(draft::Draft draft, const draft::Draft& planned) {
    draft.canvas = planned.canvas;
    draft.loudness_lufs = planned.loudness_lufs;
    draft.seed = planned.seed;
    draft::Draft fresh = planned;
    // The picture's and the music's; what else there is, is the user's.
    for (const auto kind : {draft::TrackKind::video, draft::TrackKind::audio}) {
        draft::Track* made = first_of(fresh, kind);
        if (made == nullptr) continue;
        draft::Track* old = first_of(draft, kind);
        if (old == nullptr) {
            draft.tracks.push_back(*made);
            continue;
        }
        const std::vector<draft::Segment> before = std::exchange(old->segments, made->segments);
        if (kind == draft::TrackKind::audio) {
            old->duck = made->duck;
            keep_levels(*old, before);
        }
    }
    draft::end_at(draft, planned.length_frames());
    return draft;
}

}  // namespace beatsync::pipeline
