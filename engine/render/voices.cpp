#include "render/voices.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <iterator>

#include "draft/effects.h"

namespace beatsync::render {
namespace {

using draft::Segment;
using draft::Track;
using draft::TrackKind;
using draft::Transition;
using draft::TransitionKind;

constexpr Time kHardEdgeFade = Time::from_ms(10);
// In-points are whole microseconds; a sample at 48 kHz is 21.
constexpr Time kContinuous{50};

constexpr std::int64_t kJoint = kSampleRate / 50;

std::int64_t samples(Time t) {
    return mul_div(t.us, kSampleRate, 1'000'000);
}

bool is_heard(const Track& track, const Segment& s) {
    if (s.source.empty()) return false;
    return track.kind == TrackKind::audio || (track.kind == TrackKind::video && s.sound && !s.still);
}

Voice voice_of(const Track& track, const Segment& s, Rate fps) {
    Voice v;
    v.at = {sample_of(fps, s.frames.begin), sample_of(fps, s.frames.end)};
    v.source = s.source;
    v.in = s.in;
    v.tempo = s.tempo;
    v.gain = static_cast<float>(std::pow(10.0, s.level.gain_db / 20));
    v.fade_in = samples(std::max(kHardEdgeFade, s.level.fade_in));
    v.fade_out = samples(std::max(kHardEdgeFade, s.level.fade_out));
    v.of_clip = track.kind == TrackKind::video;
    v.ducked = track.kind == TrackKind::audio && track.duck;
    return v;
}

/// Whether `s` begins where `before` has got in their file.
bool goes_on(const Segment& before, const Segment& s, Rate fps) {
    const Time lasted = fps.time_of(before.frames.end) - fps.time_of(before.frames.begin);
    const Time played = before.tempo == 1 ? lasted : Time::from_seconds(lasted.seconds() * before.tempo);
    const Time jump = s.in - (before.in + played);
    return std::abs(jump.us) <= kContinuous.us;
}

/// Whether `s` follows `before` on the track, from the same file, and nobody asked for a fade there.
bool adjoins(const Segment& before, const Segment& s) {
    return before.source == s.source && before.frames.end == s.frames.begin &&
           before.level.fade_out.us == 0 && s.level.fade_in.us == 0;
}

/// Whether nothing is heard of the border between them.
bool continues(const Segment& before, const Segment& s, Rate fps) {
    return adjoins(before, s) && goes_on(before, s, fps) && before.tempo == s.tempo &&
           before.level.gain_db == s.level.gain_db;
}

/// Whether music jumps from `before` to `s` within its file. The two sides of a mere change of level are one
/// sound, which a fade of equal power would make louder.
bool jumps(const Track& track, const Segment& before, const Segment& s, Rate fps) {
    return track.kind == TrackKind::audio && adjoins(before, s) && !goes_on(before, s, fps);
}

/// The second voice begins early, as far as the file and the first voice have room for it.
void join(Voice& first, Voice& second) {
    const double room = second.in.seconds() * kSampleRate / second.tempo;
    const std::int64_t early =
        std::min({kJoint, first.at.length() / 2, second.at.length(), static_cast<std::int64_t>(room)});
    if (early < kJoint / 4) return;
    second.at.begin -= early;
    second.in -= Time::from_seconds(static_cast<double>(early) * second.tempo / kSampleRate);
    first.fade_out = second.fade_in = early;
    first.joined_out = second.joined_in = true;
}

void keep_fades_apart(Voice& v) {
    const std::int64_t half = v.at.length() / 2;
    v.fade_in = std::min(v.fade_in, std::max(half, v.at.length() - v.fade_out));
    v.fade_out = std::min(v.fade_out, v.at.length() - v.fade_in);
}

/// A dip of the picture takes the sound along, down to the cut and up from it.
void fade_edges(Voice& v, const Segment& s, const Segment* next, Rate fps) {
    const auto dips = [](const Transition& t) {
        return t.kind == TransitionKind::dip_black || t.kind == TransitionKind::dip_white;
    };
    if (dips(s.transition)) {
        const std::int64_t late = s.transition.frames - s.transition.frames / 2;
        v.fade_in = std::max(v.fade_in, sample_of(fps, s.frames.begin + late) - v.at.begin);
    }
    if (next != nullptr && dips(next->transition))
        v.fade_out =
            std::max(v.fade_out, v.at.end - sample_of(fps, s.frames.end - next->transition.frames / 2));
}

/// In a cross-fade a clip's sound begins with its picture, and goes on as long as its picture.
void reach_over(Voice& v, const Segment& s, const Segment* next, Rate fps) {
    const std::int64_t early = draft::early_frames(s.transition);
    const std::int64_t late = draft::run_on_frames(s.transition);
    if (early + late > 0) {
        // There is no sound before a file's first sample, and none before the first frame.
        const std::int64_t begin = sample_of(fps, std::max<std::int64_t>(0, s.frames.begin - early));
        const std::int64_t reach = std::min(v.at.begin - begin, samples(s.in));
        v.at.begin -= reach;
        v.in = std::max(Time{}, v.in - Time{mul_div(reach, 1'000'000, kSampleRate)});
        v.fade_in = std::max(v.fade_in, sample_of(fps, s.frames.begin + late) - v.at.begin);
    }
    if (next == nullptr) return;
    const std::int64_t run_on = draft::run_on_frames(next->transition);
    const std::int64_t lead = draft::early_frames(next->transition);
    if (run_on + lead == 0) return;
    v.at.end = sample_of(fps, s.frames.end + run_on);
    v.fade_out = std::max(v.fade_out, v.at.end - sample_of(fps, s.frames.end - lead));
}

/// Also how its transitions shape the sound of a segment.
Voice with_edges(Voice v, const Segment& s, const Segment* next, Rate fps) {
    fade_edges(v, s, next, fps);
    reach_over(v, s, next, fps);
    return v;
}

void add_track(const Track& track, Rate fps, std::vector<Voice>& voices) {
    const Segment* before = nullptr;
    for (std::size_t i = 0; i < track.segments.size(); ++i) {
        const Segment& s = track.segments[i];
        const Segment* next = i + 1 < track.segments.size() ? &track.segments[i + 1] : nullptr;
        const Segment* previous = before;
        before = nullptr;
        if (!is_heard(track, s)) continue;
        const Voice v = with_edges(voice_of(track, s, fps), s, next, fps);
        if (previous != nullptr && continues(*previous, s, fps)) {
            voices.back().at.end = v.at.end;
            voices.back().fade_out = v.fade_out;
        } else {
            voices.push_back(v);
            if (previous != nullptr && jumps(track, *previous, s, fps))
                join(*std::prev(voices.end(), 2), voices.back());
        }
        before = &s;
    }
}

}  // namespace

std::int64_t sample_of(Rate fps, std::int64_t frame) {
    return mul_div(frame, std::int64_t{kSampleRate} * fps.den, fps.num);
}

std::vector<Voice> voices_of(const draft::Draft& draft) {
    std::vector<Voice> voices;
    for (const Track& track : draft.tracks)
        add_track(track, draft.canvas.fps, voices);
    for (Voice& v : voices)
        keep_fades_apart(v);
    std::stable_sort(voices.begin(), voices.end(),
                     [](const Voice& a, const Voice& b) { return a.at.begin < b.at.begin; });
    return voices;
}

std::vector<SampleRange> clip_sound(const std::vector<Voice>& voices) {
    std::vector<SampleRange> heard;
    for (const Voice& v : voices) {
        if (!v.of_clip) continue;
        if (!heard.empty() && v.at.begin <= heard.back().end) {
            heard.back().end = std::max(heard.back().end, v.at.end);
        } else {
            heard.push_back(v.at);
        }
    }
    return heard;
}

}  // namespace beatsync::render
