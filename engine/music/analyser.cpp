#include "music/analyser.h"

#include <fmt/format.h>
#include <Eigen/Core>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "music/beat_tracker.h"
#include "music/character.h"
#include "music/harmony.h"
#include "music/loudness.h"
#include "music/sections.h"

namespace beatsync::music {
namespace {

constexpr double kShortestSeconds = 2;
constexpr float kSilentPeak = 3e-4F;     // −70 dBFS: ten steps of 16 bits, less than any recording's hiss
constexpr float kLoudestSample = 16.0F;  // a float file may hold anything; squares must stay finite
constexpr std::size_t kBlockFrames = 4096;

}  // namespace

class MusicAnalyser::Impl {
public:
    Impl(const MusicParameters& parameters, std::unique_ptr<BeatTracker> tracker, LoudnessMeter loudness)
        : sample_rate_(parameters.sample_rate),
          channels_(static_cast<std::size_t>(parameters.channels)),
          tracker_(std::move(tracker)),
          loudness_(std::move(loudness)),
          harmony_(parameters.sample_rate),
          density_(parameters.sample_rate) {
        // Unequal weights, so that a stereo song with one channel inverted does not cancel to silence.
        double total = 0;
        for (std::size_t c = 0; c < channels_; ++c)
            total += weight(c);
        for (std::size_t c = 0; c < channels_; ++c)
            mix_.push_back(static_cast<float>(weight(c) / total));
    }

    void push(std::span<const float> interleaved) {
        assert(interleaved.size() % channels_ == 0);
        while (!interleaved.empty()) {
            const std::size_t count = std::min(interleaved.size(), kBlockFrames * channels_);
            push_block(interleaved.first(count));
            interleaved = interleaved.subspan(count);
        }
    }

    Result<MusicMap> finish() {
        const double seconds = static_cast<double>(frames_) / sample_rate_;
        if (seconds < kShortestSeconds)
            return fail(Errc::input,
                        fmt::format("the song is {:.1f} s long, too short to find beats in", seconds),
                        "give one of at least 2 s");
        if (peak_ < kSilentPeak)
            return fail(Errc::input, "the song is silent throughout", "check the file in a player");
        MusicMap map;
        const auto harmony = harmony_.finish();
        BEATSYNC_TRY(map.grid, tracker_->finish(harmony));
        const Loudness loudness = loudness_.finish();
        map.loudness_lufs = loudness.integrated_lufs;
        map.true_peak_dbtp = loudness.true_peak_dbtp;
        map.beat_energy = beat_energies(map.grid, loudness);
        map.character = character_of(harmony, density_.finish(), seconds);
        map.sections = find_sections(map.grid, harmony, loudness);
        return map;
    }

private:
    [[nodiscard]] static double weight(std::size_t channel) {
        return 1.0 / (1.0 + 0.5 * static_cast<double>(channel));
    }

    void push_block(std::span<const float> interleaved) {
        clean_.assign(interleaved.begin(), interleaved.end());
        for (float& sample : clean_)
            sample = std::isfinite(sample) ? std::clamp(sample, -kLoudestSample, kLoudestSample) : 0.0F;
        const std::size_t frames = clean_.size() / channels_;
        mono_.resize(frames);
        // A column a frame.
        const Eigen::Map<const Eigen::MatrixXf> samples(clean_.data(), static_cast<Eigen::Index>(channels_),
                                                        static_cast<Eigen::Index>(frames));
        const Eigen::Map<const Eigen::RowVectorXf> mix(mix_.data(), static_cast<Eigen::Index>(channels_));
        Eigen::Map<Eigen::RowVectorXf>(mono_.data(), static_cast<Eigen::Index>(frames)).noalias() =
            mix * samples;
        peak_ = std::max(peak_, samples.cwiseAbs().maxCoeff());
        frames_ += static_cast<std::int64_t>(frames);
        loudness_.push(clean_);
        tracker_->push(mono_);
        harmony_.push(mono_);
        density_.push(mono_);
    }

    int sample_rate_;
    std::size_t channels_;
    std::unique_ptr<BeatTracker> tracker_;
    LoudnessMeter loudness_;
    Harmony harmony_;
    OnsetCounter density_;
    std::vector<float> mix_;
    std::vector<float> clean_;
    std::vector<float> mono_;
    std::int64_t frames_ = 0;
    float peak_ = 0;
};

Result<MusicAnalyser> MusicAnalyser::create(const MusicParameters& parameters) {
    if (parameters.sample_rate < 8000 || parameters.sample_rate > 192000)
        return fail(Errc::usage,
                    fmt::format("sample rate {} is not in 8000 to 192000 Hz", parameters.sample_rate));
    if (parameters.channels < 1 || parameters.channels > 8)
        return fail(Errc::usage, fmt::format("{} channels are not in 1 to 8", parameters.channels));
    BEATSYNC_TRY(auto tracker, make_tracker(parameters.tracker, parameters.sample_rate));
    BEATSYNC_TRY(auto loudness, LoudnessMeter::create(parameters.sample_rate, parameters.channels));
    return MusicAnalyser(std::make_unique<Impl>(parameters, std::move(tracker), std::move(loudness)));
}

MusicAnalyser::MusicAnalyser(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MusicAnalyser::MusicAnalyser(MusicAnalyser&&) noexcept = default;
MusicAnalyser& MusicAnalyser::operator=(MusicAnalyser&&) noexcept = default;
MusicAnalyser::~MusicAnalyser() = default;

void MusicAnalyser::push(std::span<const float> interleaved) {
    impl_->push(interleaved);
}
Result<MusicMap> MusicAnalyser::finish() {
    return impl_->finish();
}

}  // namespace beatsync::music
