#include "render/soundtrack.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace beatsync::render {
namespace {

constexpr std::size_t kBlock = 4096;  // samples
// AAC adds up to 1.5 dB (drums at 256 kbit/s) to peaks that were limited; what is promised is -1 dBTP of the
// finished file.
constexpr double kCeilingDbtp = -3.0;
// A draft that asks for no loudness keeps its levels, but what is above full scale would be clipped.
constexpr double kFullScaleDbtp = 0.0;
constexpr double kSilenceLufs = -69;
// More would bring up the noise of what is meant to be nearly silent.
constexpr double kMostGainDb = 24;
constexpr double kCloseEnoughLu = 0.1;
constexpr int kMostCorrections = 4;
constexpr double kLeastSlope = 0.25;  // of loudness over gain: below it more gain is only more distortion

}  // namespace

Soundtrack::Chain::Chain(const std::vector<Voice>& voices, const std::filesystem::path& folder,
                         double gain_db, double ceiling_dbtp)
    : mixer_(voices, folder),
      limiter_({ceiling_dbtp, kSampleRate, kChannels}),
      gain_(static_cast<float>(std::pow(10.0, gain_db / 20))) {}

Result<void> Soundtrack::Chain::pull(std::span<float> interleaved) {
    BEATSYNC_CHECK(mixer_.read(interleaved));
    for (float& x : interleaved)
        x *= gain_;
    limiter_.process(interleaved);
    return {};
}

Result<void> Soundtrack::Chain::read(std::span<float> interleaved) {
    if (!primed_) {
        primed_ = true;
        std::vector<float> early(limiter_.latency() * kChannels);
        BEATSYNC_CHECK(pull(early));
    }
    return pull(interleaved);
}

Result<double> Soundtrack::loudness_of(Chain chain, std::int64_t samples, const RunContext& context) {
    LoudnessMeter meter(LoudnessMeter::Peak::ignored);
    std::vector<float> block(kBlock * kChannels);
    for (std::int64_t left = samples; left > 0;) {
        if (context.stopped()) return fail_cancelled();
        const auto n = static_cast<std::size_t>(std::min<std::int64_t>(left, kBlock));
        const std::span<float> part = std::span(block).first(n * kChannels);
        BEATSYNC_CHECK(chain.read(part));
        meter.add(part);
        left -= static_cast<std::int64_t>(n);
    }
    return meter.integrated_lufs();
}

Result<Soundtrack> Soundtrack::open(const draft::Draft& draft, const std::vector<Voice>& voices,
                                    const std::filesystem::path& folder, Loudness loudness,
                                    const RunContext& context) {
    if (!draft.loudness_lufs || voices.empty()) return Soundtrack({voices, folder, 0, kFullScaleDbtp}, {});
    const double target = *draft.loudness_lufs;
    const std::int64_t samples = sample_of(draft.canvas.fps, draft.length_frames());
    constexpr double kNoCeiling = 60;
    BEATSYNC_TRY(const double measured, loudness_of({voices, folder, 0, kNoCeiling}, samples, context));
    if (measured <= kSilenceLufs) return Soundtrack({voices, folder, 0, kCeilingDbtp}, {});

    double gain = std::min(target - measured, kMostGainDb);
    // Where the limiter holds peaks down the whole gets quieter: listen again and make up for it, by how much
    // the last decibel brought (secant method).
    double slope = 1;
    std::optional<std::pair<double, double>> before;  // gain, and what it reached
    const int corrections = loudness == Loudness::met ? kMostCorrections : 0;
    for (int i = 0; i < corrections && gain < kMostGainDb; ++i) {
        BEATSYNC_TRY(const double reached,
                     loudness_of({voices, folder, gain, kCeilingDbtp}, samples, context));
        const double missing = target - reached;
        if (std::abs(missing) <= kCloseEnoughLu) break;
        if (before) slope = std::clamp((reached - before->second) / (gain - before->first), kLeastSlope, 1.0);
        before = {gain, reached};
        gain = std::min(gain + missing / slope, kMostGainDb);
    }
    std::vector<std::string> notes;
    if (measured + kMostGainDb < target)
        notes.push_back(fmt::format("the sound is very quiet ({:.1f} LUFS): it was raised by {:.0f} dB only",
                                    measured, kMostGainDb));
    else if (gain >= kMostGainDb)
        notes.push_back(fmt::format(
            "{:g} LUFS is beyond what the peaks of the sound allow: it is as loud as they do", target));
    return Soundtrack({voices, folder, gain, kCeilingDbtp}, std::move(notes));
}

Soundtrack::Soundtrack(Chain chain, std::vector<std::string> notes)
    : chain_(std::move(chain)), notes_(std::move(notes)) {}

Result<void> Soundtrack::read(std::span<float> interleaved) {
    BEATSYNC_CHECK(chain_.read(interleaved));
    meter_.add(interleaved);
    return {};
}

std::vector<std::string> Soundtrack::notes() const {
    std::vector<std::string> all = notes_;
    all.insert(all.end(), chain_.notes().begin(), chain_.notes().end());
    return all;
}

}  // namespace beatsync::render
