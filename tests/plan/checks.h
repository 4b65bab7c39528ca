#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "footage/clip_map.h"
#include "music/music_map.h"
#include "plan/planner.h"

/// What must hold of every plan, checked from the draft and the maps alone.
namespace beatsync::test {

inline const std::vector<draft::Segment>& pictures(const plan::Plan& plan) {
    return plan.draft.tracks.front().segments;
}

inline const draft::Segment& song_of(const plan::Plan& plan) {
    return plan.draft.tracks.at(1).segments.front();
}

inline const footage::ClipMap& clip_of(std::span<const footage::ClipMap> clips,
                                       const draft::Segment& segment) {
    return *std::find_if(clips.begin(), clips.end(),
                         [&](const footage::ClipMap& clip) { return clip.media.path == segment.source; });
}

inline TimeRange shown(const plan::Plan& plan, const draft::Segment& segment) {
    const Rate fps = plan.draft.canvas.fps;
    return {segment.in, segment.in + fps.time_of(segment.frames.end) - fps.time_of(segment.frames.begin)};
}

inline bool says(const plan::Plan& plan, const std::string& words) {
    return std::any_of(plan.notes.begin(), plan.notes.end(),
                       [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

inline std::int64_t frame_of_beat(const plan::Plan& plan, const music::MusicMap& music, std::int64_t beat,
                                  Time lead) {
    const Time at = music.grid.beats.at(static_cast<std::size_t>(beat)).at;
    return plan.draft.canvas.fps.nearest_index(at - lead - song_of(plan).in);
}

inline void expect_valid(const plan::Plan& plan) {
    const auto valid = draft::validate(plan.draft);
    EXPECT_TRUE(valid) << valid.error().message;
    ASSERT_EQ(plan.draft.tracks.size(), 2U);
    EXPECT_EQ(pictures(plan).back().frames.end, song_of(plan).frames.end);
    ASSERT_EQ(plan.reasons.size(), pictures(plan).size());
    for (std::size_t i = 0; i < plan.reasons.size(); ++i) {
        EXPECT_EQ(plan.reasons[i].frame, pictures(plan)[i].frames.begin);
        EXPECT_EQ(plan.reasons[i].beat, pictures(plan)[i].beat);
        EXPECT_FALSE(plan.reasons[i].why.empty());
    }
}

/// Every cut is on the frame nearest to its beat; cuts on no beat are only there where the notes say so.
inline void expect_on_beats(const plan::Plan& plan, const music::MusicMap& music, Time lead) {
    bool off_beat = false;
    for (const draft::Segment& s : pictures(plan)) {
        if (s.frames.begin == 0) continue;
        if (s.beat) {
            EXPECT_EQ(s.frames.begin, frame_of_beat(plan, music, *s.beat, lead)) << "beat " << *s.beat;
        } else {
            off_beat = true;
        }
    }
    EXPECT_EQ(off_beat, says(plan, "on no beat"));
}

inline void expect_lengths(const plan::Plan& plan, std::int64_t least, std::int64_t most) {
    for (const draft::Segment& s : pictures(plan)) {
        EXPECT_GE(s.frames.length(), least) << "at frame " << s.frames.begin;
        EXPECT_LE(s.frames.length(), most) << "at frame " << s.frames.begin;
    }
}

/// Within one shot, a source frame away from its ends, and nothing flawed of the kinds given.
inline void expect_clean(const plan::Plan& plan, std::span<const footage::ClipMap> clips,
                         const std::set<footage::Defect>& forbidden) {
    for (const draft::Segment& s : pictures(plan)) {
        if (s.still) continue;
        const footage::ClipMap& clip = clip_of(clips, s);
        const TimeRange range = shown(plan, s);
        const Time frame = clip.media.video->rate.time_of(1);
        const bool inside = std::any_of(clip.shots.begin(), clip.shots.end(), [&](const footage::Shot& shot) {
            const Time first = shot.range.begin == Time{} ? Time{} : shot.range.begin + frame;
            return range.begin >= first && range.end + frame <= shot.range.end;
        });
        EXPECT_TRUE(inside) << s.source << " from " << s.in.us << " to " << range.end.us;
        for (const footage::Transition& transition : clip.transitions)
            EXPECT_FALSE(transition.range.overlaps(range)) << s.source << " from " << s.in.us;
        for (const footage::Flaw& flaw : clip.flaws) {
            if (forbidden.count(flaw.defect) == 0) continue;
            EXPECT_FALSE(flaw.range.overlaps(range)) << s.source << " from " << s.in.us;
        }
    }
}

/// Seconds of footage that two segments show.
inline double seconds_shown_twice(const plan::Plan& plan) {
    std::map<std::string, std::vector<TimeRange>> by_clip;
    for (const draft::Segment& s : pictures(plan))
        by_clip[s.source].push_back(shown(plan, s));
    Time twice;
    for (auto& [clip, ranges] : by_clip) {
        std::sort(ranges.begin(), ranges.end(),
                  [](const TimeRange& a, const TimeRange& b) { return a.begin < b.begin; });
        for (std::size_t i = 1; i < ranges.size(); ++i)
            twice += std::max(Time{}, ranges[i - 1].end - ranges[i].begin);
    }
    return twice.seconds();
}

/// Of every movement that is shown, and not within three frames of a cut: seconds to the nearest beat.
inline std::vector<double> movements_to_beats(const plan::Plan& plan, std::span<const footage::ClipMap> clips,
                                              const music::MusicMap& song, Time lead) {
    const Rate fps = plan.draft.canvas.fps;
    std::vector<double> distances;
    for (const draft::Segment& s : pictures(plan)) {
        const TimeRange range = shown(plan, s);
        for (const footage::VisualBeat& m : clip_of(clips, s).visual_beats) {
            if (s.still || m.at < range.begin + fps.time_of(3) || m.at + fps.time_of(3) > range.end) continue;
            const Time at = song_of(plan).in + fps.time_of(s.frames.begin) + m.at - s.in + lead;
            double nearest = 1e9;
            for (const music::Beat& beat : song.grid.beats)
                nearest = std::min(nearest, std::abs((beat.at - at).seconds()));
            distances.push_back(nearest);
        }
    }
    return distances;
}

inline std::size_t clips_used(const plan::Plan& plan) {
    std::set<std::string> used;
    for (const draft::Segment& s : pictures(plan))
        used.insert(s.source);
    return used.size();
}

inline std::size_t same_clip_in_a_row(const plan::Plan& plan) {
    std::size_t count = 0;
    for (std::size_t i = 1; i < pictures(plan).size(); ++i)
        if (pictures(plan)[i].source == pictures(plan)[i - 1].source) ++count;
    return count;
}

}  // namespace beatsync::test
