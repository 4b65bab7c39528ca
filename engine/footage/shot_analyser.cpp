#include "footage/shot_analyser.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

#include "footage/clip_summary.h"
#include "footage/cut_detector.h"
#include "footage/focus_track.h"
#include "footage/frame_measures.h"
#include "footage/frame_window.h"
#include "footage/look.h"
#include "footage/transition_detector.h"

namespace beatsync::footage {
namespace {

constexpr std::size_t kWindow = TransitionDetector::kWindow;
static_assert(kWindow > CutDetector::kLookBack + CutDetector::kLookAhead + 1);

/// The change across a cut is no movement: the frame after it takes the movement that follows.
void forget_motion_across(const std::vector<Cut>& cuts, std::vector<FrameMeasures>& frames) {
    for (const Cut& cut : cuts) {
        const auto i = static_cast<std::size_t>(cut.frame);
        frames[i].motion = i + 1 < frames.size() ? frames[i + 1].motion : 0.0F;
    }
}

/// What moves there is the transition.
void forget_beats_in(const std::vector<Transition>& transitions, std::vector<VisualBeat>& beats) {
    std::erase_if(beats, [&](const VisualBeat& beat) {
        return std::any_of(transitions.begin(), transitions.end(),
                           [&](const Transition& t) { return t.range.contains(beat.at); });
    });
}

}  // namespace

class ShotAnalyser::Impl {
public:
    explicit Impl(const FootageParameters& parameters)
        : cuts_(parameters.sensitivity), transitions_(parameters.sensitivity) {}

    void push(const PictureView& picture) {
        const std::int64_t index = window_.count();
        assert(index > 0 || !picture.held);
        Thumbnail& now = window_.push();
        if (picture.held)
            hold(index, picture.at, now);
        else
            measure(index, picture, now);
        look_.add(now);
        cuts_.advance(window_);
        transitions_.advance(window_, cuts_);
        focus_.push(picture);
    }

    ClipMap finish(MediaInfo media, Time end) {
        cuts_.finish(window_);
        const std::vector<Cut> cuts =
            media.video ? without_seams(cuts_.cuts(), media.video->loop) : cuts_.cuts();
        const std::vector<GradualTransition> transitions = transitions_.finish(window_, cuts_);
        forget_motion_across(cuts, frames_);
        if (!frames_.empty()) end = std::max(end, frames_.back().at);
        ClipMap map;
        map.moments = make_moments(frames_, end);
        if (media.kind != MediaKind::still) {
            const std::vector<Cut> boundaries = find_boundaries(frames_, cuts, transitions);
            map.shots = make_shots(frames_, boundaries, end);
            map.transitions = make_transitions(frames_, transitions);
            map.flaws = find_flaws(frames_, end);
            map.visual_beats = find_visual_beats(frames_, boundaries);
            forget_beats_in(map.transitions, map.visual_beats);
        }
        map.look = look_.mean();
        focus_.mark(map.shots, map.moments);
        map.media = std::move(media);
        return map;
    }

private:
    void measure(std::int64_t index, const PictureView& picture, Thumbnail& now) {
        make_thumbnail(picture, now);
        const Thumbnail* before = index > 0 ? &window_[std::max(seen_, window_.oldest())] : nullptr;
        frames_.push_back(measure_frame(picture, now, before));
        // What moved while frames were held did so all along.
        for (std::int64_t i = seen_ + 1; i < index; ++i) {
            FrameMeasures& held = frames_[static_cast<std::size_t>(i)];
            held.motion = frames_.back().motion;
            held.same = frames_.back().same;
        }
        seen_ = index;
    }

    void hold(std::int64_t index, Time at, Thumbnail& now) {
        now = window_[index - 1];
        now.at = at;
        frames_.push_back(frames_.back());
        frames_.back().at = at;
    }

    /// Where an animation begins again is no cut: whoever made it wants it seen so.
    [[nodiscard]] std::vector<Cut> without_seams(std::vector<Cut> cuts, Time loop) const {
        if (loop <= Time{}) return cuts;
        std::erase_if(cuts, [&](const Cut& cut) {
            return frames_[static_cast<std::size_t>(cut.frame)].at.us % loop.us == 0;
        });
        return cuts;
    }

    ThumbnailWindow window_{kWindow};
    std::int64_t seen_ = -1;  // the last frame that was not held
    CutDetector cuts_;
    TransitionDetector transitions_;
    LookMeter look_;
    std::vector<FrameMeasures> frames_;
    FocusTrack focus_;
};

ShotAnalyser::ShotAnalyser(const FootageParameters& parameters) : impl_(std::make_unique<Impl>(parameters)) {}
ShotAnalyser::ShotAnalyser(ShotAnalyser&&) noexcept = default;
ShotAnalyser& ShotAnalyser::operator=(ShotAnalyser&&) noexcept = default;
ShotAnalyser::~ShotAnalyser() = default;

void ShotAnalyser::push(const PictureView& picture) {
    impl_->push(picture);
}

ClipMap ShotAnalyser::finish(MediaInfo media, Time end) {
    return impl_->finish(std::move(media), end);
}

}  // namespace beatsync::footage
