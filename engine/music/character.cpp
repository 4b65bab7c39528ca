#include "music/character.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace beatsync::music {
namespace {

constexpr double kFramesASecond = 100;
constexpr double kRiseDb = 9;        // above what went before
constexpr double kQuietestDb = 40;   // below the loudest: hiss and reverberation begin nothing
constexpr double kForgetDb = 0.01;   // a frame: 1 dB a second
constexpr double kGetsUsed = 0.15;   // of the way, a frame: 60 ms
constexpr std::int64_t kApart = 6;   // frames
constexpr double kClearMode = 0.12;  // a difference of correlations that leaves no doubt

using Profile = std::array<double, HarmonyFrame::kPitchClasses>;
constexpr Profile kMajor{6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88};
constexpr Profile kMinor{6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17};

double correlation(const Profile& a, const Profile& b, std::size_t turn) {
    const auto n = static_cast<double>(a.size());
    double mean_a = 0;
    double mean_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        mean_a += a[i] / n;
        mean_b += b[i] / n;
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = a[(i + turn) % a.size()] - mean_a;
        const double y = b[i] - mean_b;
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

double best_key(const Profile& chroma, const Profile& profile) {
    double best = -1;
    for (std::size_t turn = 0; turn < chroma.size(); ++turn)
        best = std::max(best, correlation(chroma, profile, turn));
    return best;
}

float mode_of(std::span<const HarmonyFrame> frames) {
    Profile chroma{};
    for (const HarmonyFrame& frame : frames)
        for (std::size_t i = 0; i < chroma.size(); ++i)
            chroma[i] += static_cast<double>(frame.chroma[i]);
    const double difference = best_key(chroma, kMajor) - best_key(chroma, kMinor);
    return static_cast<float>(std::clamp(difference / kClearMode, -1.0, 1.0));
}

float brightness_of(std::span<const HarmonyFrame> frames) {
    double sum = 0;
    double weighted = 0;
    for (const HarmonyFrame& frame : frames) {
        sum += static_cast<double>(frame.magnitude);
        weighted += static_cast<double>(frame.magnitude) * static_cast<double>(frame.centroid_hz);
    }
    return sum > 0 ? static_cast<float>(weighted / sum) : 0.0F;
}

}  // namespace

OnsetCounter::OnsetCounter(int sample_rate) : samples_per_frame_(sample_rate / kFramesASecond) {}

void OnsetCounter::push(std::span<const float> mono) {
    for (const float sample : mono) {
        const double rise = static_cast<double>(sample) - static_cast<double>(before_);
        before_ = sample;
        energy_ += rise * rise;
        ++pushed_;
        if (pushed_ >= std::llround(static_cast<double>(frames_ + 1) * samples_per_frame_)) end_frame();
    }
}

void OnsetCounter::end_frame() {
    ++frames_;
    const double db = 10 * std::log10(energy_ / samples_per_frame_ + 1e-12);
    energy_ = 0;
    peak_db_ = std::max(db, peak_db_ - kForgetDb);
    if (wait_ > 0) --wait_;
    if (wait_ == 0 && db > level_db_ + kRiseDb && db > peak_db_ - kQuietestDb) {
        ++onsets_;
        wait_ = kApart;
    }
    level_db_ = db > level_db_ ? db : level_db_ + kGetsUsed * (db - level_db_);
}

Character character_of(std::span<const HarmonyFrame> frames, std::int64_t onsets, double seconds) {
    Character character;
    character.brightness_hz = brightness_of(frames);
    character.onsets_a_second = seconds > 0 ? static_cast<float>(static_cast<double>(onsets) / seconds) : 0;
    character.mode = mode_of(frames);
    return character;
}

}  // namespace beatsync::music
