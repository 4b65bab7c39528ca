#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "draft/draft.h"
#include "media/av.h"
#include "support/pattern_clip.h"

namespace beatsync::render {

/// Clips of 100 frames with a keyframe a second whose frames say which they are, and drafts of them at their
/// rate.
class MarkedClips : public testing::Test {
protected:
    static constexpr Rate kFps{30, 1};

    static std::string name(int clip) { return "clip" + std::to_string(clip) + ".mp4"; }

    void make_clips(int clips) {
        draft_.canvas = {320, 180, kFps};
        draft_.tracks.resize(1);
        for (int c = 0; c < clips; ++c) {
            test::PatternClip clip;
            clip.clip = c;
            clip.frames = 100;
            clip.after = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -x264-params scenecut=0";
            ASSERT_TRUE(test::make_clip(clip, folder_.path() / name(c)));
        }
    }

    /// `frames` of a clip, from its frame `first` on, put at the end.
    draft::Segment& add(int clip, std::int64_t first, std::int64_t frames) {
        auto& segments = draft_.tracks[0].segments;
        const std::int64_t begin = segments.empty() ? 0 : segments.back().frames.end;
        draft::Segment s;
        s.frames = {begin, begin + frames};
        s.source = name(clip);
        s.in = kFps.time_of(first);
        return segments.emplace_back(s);
    }

    static std::optional<test::Mark> mark_of(const AVFrame& f) {
        return test::read_pattern({f.data[0], f.linesize[0], f.width, f.height});
    }

    test::TemporaryFolder folder_;
    draft::Draft draft_;
};

}  // namespace beatsync::render
