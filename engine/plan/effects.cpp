#include "plan/effects.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <optional>

#include "draft/effects.h"
#include "plan/handles.h"
#include "plan/ramp.h"

namespace beatsync::plan {
namespace {

using draft::AccentKind;
using draft::Segment;
using draft::TransitionKind;

/// Of the picture's size, and of white.
constexpr double kPunchAmount = 0.12;
constexpr double kFlashAmount = 0.6;
constexpr double kPunchBeats = 0.75;
constexpr Time kFlashLength = Time::from_ms(200);
/// Closer than this, more than three could fall into a second.
constexpr Time kFlashDistance = Time::from_ms(400);
/// A shorter fade is seen as a fault.
constexpr Time kShortestFade = Time::from_ms(100);
/// How much of a picture there must be before and after the beat of a ramp.
constexpr Time kBeforePeak = Time::from_ms(400);
constexpr Time kAfterPeak = Time::from_ms(200);
/// From this on the music drives.
constexpr float kDriving = 0.55F;
constexpr std::int64_t kFlashBars = 4;

/// The style's defaults with what was said put over them.
struct Choice {
    TransitionKind transition = TransitionKind::cut;
    double transition_beats = 1;
    bool punch = false;
    bool flash = false;
    bool ramp = false;
    bool freeze_end = false;
    double slowest = 0.5;  ///< RampRequest::slowest

    explicit Choice(const EffectOptions& o) {
        const bool punchy = o.style == Style::punchy;
        const bool smooth = o.style == Style::smooth;
        transition = o.transition.value_or(smooth ? TransitionKind::fade : TransitionKind::cut);
        transition_beats = o.transition_beats.value_or(1);
        punch = o.punch.value_or(punchy);
        flash = o.flash.value_or(punchy);
        ramp = o.ramp.value_or(punchy || smooth);
        freeze_end = o.freeze_end.value_or(punchy);
        slowest = smooth ? 0.75 : 0.5;
    }
};

/// A beat of the song that is in the video.
struct VideoBeat {
    std::size_t index = 0;  // in the song
    std::int64_t frame = 0;
};

class Effects {
public:
    Effects(const EffectOptions& options, const EffectScene& scene, std::vector<Segment>& pictures)
        : choice_(options),
          scene_(scene),
          pictures_(pictures),
          fps_(scene.clock.fps),
          handles_(scene.pools, scene.pieces, fps_) {
        report_.of_picture.resize(pictures.size());
        for (std::size_t i = 0; i < scene.music.grid.beats.size(); ++i) {
            const std::int64_t frame = scene.clock.frame_of(scene.music.grid.beats[i].at);
            if (frame >= 0 && frame < pictures.back().frames.end) beats_.push_back({i, frame});
        }
    }

    EffectReport add() {
        if (choice_.freeze_end) freeze_end();
        if (choice_.ramp) add_ramps();
        if (choice_.transition != TransitionKind::cut) add_transitions();
        if (choice_.punch || choice_.flash) add_accents();
        return std::move(report_);
    }

private:
    void say(std::size_t picture, const std::string& what) {
        std::string& text = report_.of_picture[picture];
        text += (text.empty() ? "" : ", ") + what;
    }
    /// A picture of an earlier plan is left as it is.
    [[nodiscard]] bool stays(std::size_t i) const {
        return pictures_[i].locked || scene_.pieces[i].held.has_value();
    }
    [[nodiscard]] std::int64_t frames_in(Time t) const { return fps_.nearest_index(t); }
    [[nodiscard]] double beat_frames() const { return median_beat_seconds(scene_.music.grid) * fps_.value(); }
    /// When a frame is shown, since its picture begins.
    [[nodiscard]] Time since_begin(const Segment& picture, std::int64_t frame) const {
        return fps_.time_of(frame) - fps_.time_of(picture.frames.begin);
    }
    [[nodiscard]] std::size_t picture_at(std::int64_t frame) const {
        const Segment* picture = draft::segment_at(pictures_, frame);
        assert(picture != nullptr);  // beats_ are those of the video
        return static_cast<std::size_t>(picture - pictures_.data());
    }

    void freeze_end() {
        const std::size_t last = pictures_.size() - 1;
        Segment& picture = pictures_[last];
        const auto least = std::max<std::int64_t>(1, std::llround(beat_frames() / 2));
        const auto beat = std::find_if(beats_.rbegin(), beats_.rend(), [&](const VideoBeat& b) {
            return b.frame <= picture.frames.end - least;
        });
        if (picture.still || stays(last) || beat == beats_.rend() || beat->frame < picture.frames.begin) {
            report_.notes.emplace_back(picture.still
                                           ? "The end is not frozen: the last picture is a still."
                                           : "The end is not frozen: no beat falls into the last picture.");
            return;
        }
        const Time at = since_begin(picture, beat->frame);
        constexpr Time kStands = Time::from_ms(1000);
        picture.retime = {{}, {at, at}, {at + kStands, at}};
        if (at == Time{}) picture.retime = {{}, {kStands, Time{}}};
        say(last, fmt::format("frozen from beat {} on", beat->index + 1));
    }

    [[nodiscard]] std::vector<RampBeat> beats_inside(const Segment& picture) const {
        std::vector<RampBeat> inside;
        const Time length = since_begin(picture, picture.frames.end);
        for (const VideoBeat& beat : beats_) {
            const Time at = since_begin(picture, beat.frame);
            if (at < kBeforePeak || length - at < kAfterPeak) continue;
            const BarPlace& place = scene_.places[beat.index];
            const double weight = place.beat == 0 ? 1.0 : place.beat * 2 == place.length ? 0.9 : 0.8;
            inside.push_back({at, weight, static_cast<std::int64_t>(beat.index)});
        }
        return inside;
    }

    void add_ramps() {
        bool before = false;  // the picture before has one
        bool any = false;
        for (std::size_t i = 0; i < pictures_.size(); ++i) {
            Segment& picture = pictures_[i];
            const bool can = !before && !picture.still && !stays(i) && picture.retime.empty();
            before = can && add_ramp(i);
            any = any || before;
        }
        if (!any)
            report_.notes.emplace_back(
                "No speed ramp: no picture has a motion peak near a beat inside it, with footage enough.");
    }

    bool add_ramp(std::size_t i) {
        Segment& picture = pictures_[i];
        const std::vector<RampBeat> beats = beats_inside(picture);
        const RampRequest request{scene_.pools[scene_.pieces[i].clip],
                                  picture.in,
                                  since_begin(picture, picture.frames.end),
                                  !scene_.pieces[i].pin,
                                  handles_.unseen(pictures_, i),
                                  beats,
                                  choice_.slowest};
        const auto ramp = find_ramp(request);
        if (!ramp) return false;
        const std::string moved =
            ramp->in == picture.in ? "" : fmt::format(", hence from {}", format_time(ramp->in));
        picture.in = ramp->in;
        picture.retime = ramp->points;
        picture.blend = true;
        say(i, fmt::format("ramp: the motion peak at {} on beat {}{}", format_time(ramp->peak),
                           ramp->beat + 1, moved));
        return true;
    }

    /// Whether a flash that is full on `frame` is far enough from those there are.
    [[nodiscard]] bool may_flash(std::int64_t frame) const {
        return std::none_of(flashes_.begin(), flashes_.end(), [&](std::int64_t other) {
            return fps_.time_of(std::abs(frame - other)) < kFlashDistance;
        });
    }

    /// The longest fade, up to `wanted`, for which both shots have footage.
    [[nodiscard]] std::int64_t fade_frames(std::size_t i, std::int64_t wanted) const {
        const Segment& before = pictures_[i - 1];
        const Segment& after = pictures_[i];
        const Time early_room = handles_.before(after, i);
        const Time late_room = handles_.after(before, i - 1);
        const std::int64_t end = before.frames.end;
        for (std::int64_t frames = wanted; frames > 0; --frames) {
            const draft::Transition fade{TransitionKind::fade, frames};
            const Time early =
                -draft::retimed(after, since_begin(after, after.frames.begin - draft::early_frames(fade)));
            const Time late = draft::retimed(before, since_begin(before, end + draft::run_on_frames(fade))) -
                              draft::retimed(before, since_begin(before, end));
            if (early <= early_room && late <= late_room) return frames;
        }
        return 0;
    }

    void add_transitions() {
        const bool fades = choice_.transition == TransitionKind::fade;
        const auto wish = std::max<std::int64_t>(1, std::llround(choice_.transition_beats * beat_frames()));
        const std::int64_t least = std::min(wish, std::max<std::int64_t>(2, frames_in(kShortestFade)));
        std::size_t shorter = 0;
        std::size_t left_out = 0;
        for (std::size_t i = 1; i < pictures_.size(); ++i) {
            Segment& picture = pictures_[i];
            if (stays(i) || (fades && stays(i - 1))) continue;
            const std::int64_t most = std::min(pictures_[i - 1].frames.length(), picture.frames.length()) / 2;
            const std::int64_t wanted = std::min(wish, most);
            const std::int64_t frames = fades ? fade_frames(i, wanted) : wanted;
            if (frames < least || (!fades && !may_flash(picture.frames.begin))) {
                ++left_out;
                continue;
            }
            if (frames < wanted) ++shorter;
            if (!fades) flashes_.push_back(picture.frames.begin);
            picture.transition = {choice_.transition, frames};
            say(i, fmt::format("{} of {} frames", draft::name_of(choice_.transition), frames));
        }
        note_transitions(shorter, left_out);
    }

    void note_transitions(std::size_t shorter, std::size_t left_out) {
        const bool fades = choice_.transition == TransitionKind::fade;
        if (shorter > 0)
            report_.notes.push_back(
                fmt::format("{} cross-fade{} shorter than asked: the shots have no more footage there.",
                            shorter, shorter == 1 ? " is" : "s are"));
        if (left_out > 0)
            report_.notes.push_back(
                fmt::format("{} cut{} without a {}: {}.", left_out, left_out == 1 ? "" : "s",
                            draft::name_of(choice_.transition),
                            fades ? "the shots have no footage for it, or the pictures are too short"
                                  : "the pictures are too short, or more than three a second would flicker"));
    }

    /// The downbeats where the music drives; where it nowhere does, the better half of those there are. Not
    /// those that are hardly heard.
    [[nodiscard]] std::vector<VideoBeat> strong_beats() const {
        std::vector<VideoBeat> strong;
        std::vector<float> drives;
        std::vector<float> strengths;
        for (const VideoBeat& beat : beats_) {
            if (scene_.places[beat.index].beat != 0) continue;
            strong.push_back(beat);
            drives.push_back(scene_.drive[beat.index]);
            strengths.push_back(scene_.music.grid.beats[beat.index].strength);
        }
        if (strong.empty()) return strong;
        const auto middle = [](std::vector<float>& values) {
            const auto it = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
            std::nth_element(values.begin(), it, values.end());
            return *it;
        };
        const float heard = middle(strengths) / 2;
        const float driving = std::min(kDriving, middle(drives));
        std::erase_if(strong, [&](const VideoBeat& beat) {
            return scene_.drive[beat.index] < driving || scene_.music.grid.beats[beat.index].strength < heard;
        });
        return strong;
    }

    void add_accents() {
        const std::vector<VideoBeat> strong = strong_beats();
        for (const VideoBeat& beat : strong) {
            const std::size_t i = picture_at(beat.frame);
            if (stays(i)) continue;
            if (choice_.punch) add_punch(i, beat);
            const BarPlace& place = scene_.places[beat.index];
            const bool large = place.opens_section || place.bar_in_section % kFlashBars == 0;
            const bool cover = beat.frame == 0;  // what players show of a video that does not play yet
            if (choice_.flash && large && !cover && may_flash(beat.frame)) add_flash(i, beat);
        }
        if (strong.empty())
            report_.notes.emplace_back("No punch or flash: no downbeat falls into the video.");
    }

    void add_punch(std::size_t i, const VideoBeat& beat) {
        Segment& picture = pictures_[i];
        const auto frames = std::max<std::int64_t>(2, std::llround(kPunchBeats * beat_frames()));
        picture.accents.push_back(
            {AccentKind::punch, beat.frame - picture.frames.begin, frames, kPunchAmount});
        say(i, fmt::format("punch on beat {}", beat.index + 1));
    }

    void add_flash(std::size_t i, const VideoBeat& beat) {
        Segment& picture = pictures_[i];
        const auto frames = std::max<std::int64_t>(2, frames_in(kFlashLength));
        picture.accents.push_back(
            {AccentKind::flash, beat.frame - picture.frames.begin, frames, kFlashAmount});
        flashes_.push_back(beat.frame);
        say(i, fmt::format("flash on beat {}", beat.index + 1));
    }

    Choice choice_;
    const EffectScene& scene_;
    std::vector<Segment>& pictures_;
    Rate fps_;
    Handles handles_;
    std::vector<VideoBeat> beats_;
    std::vector<std::int64_t> flashes_;  // frames on which one is full
    EffectReport report_;
};

}  // namespace

bool cross_fades(const EffectOptions& options) {
    return Choice(options).transition == TransitionKind::fade;
}

EffectReport add_effects(const EffectOptions& options, const EffectScene& scene,
                         std::vector<Segment>& pictures) {
    if (pictures.empty()) return {};
    return Effects(options, scene, pictures).add();
}

}  // namespace beatsync::plan
