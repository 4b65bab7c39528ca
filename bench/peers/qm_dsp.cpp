#include "peers/qm_dsp.h"

#include <dsp/onsets/DetectionFunction.h>
#include <dsp/tempotracking/TempoTrackV2.h>

#include <bit>
#include <cstddef>

namespace beatsync::bench {
namespace {

constexpr double kStepSeconds = 0.01161;
constexpr double kBinHz = 50;
constexpr std::size_t kSettling = 2;  // first values of the detection function, which see a step from silence

}  // namespace

std::vector<double> qm_dsp_beats(std::span<const float> mono, int sample_rate) {
    DFConfig config{};
    config.stepSize = static_cast<unsigned>(sample_rate * kStepSeconds);
    config.frameLength = std::bit_ceil(static_cast<unsigned>(sample_rate / kBinHz));
    config.DFType = DF_COMPLEXSD;
    config.dbRise = 3;
    config.adaptiveWhitening = false;
    config.whiteningRelaxCoeff = -1;
    config.whiteningFloor = -1;
    DetectionFunction detection(config);
    std::vector<double> novelty;
    std::vector<double> frame(config.frameLength);
    const std::size_t half = config.frameLength / 2;  // frames are centred
    for (std::size_t at = 0; at < mono.size(); at += config.stepSize) {
        for (std::size_t i = 0; i < frame.size(); ++i)
            frame[i] =
                at + i >= half && at + i - half < mono.size() ? static_cast<double>(mono[at + i - half]) : 0;
        novelty.push_back(detection.processTimeDomain(frame.data()));
    }
    if (novelty.size() <= kSettling) return {};
    novelty.erase(novelty.begin(), novelty.begin() + kSettling);

    TempoTrackV2 tracker(static_cast<float>(sample_rate), config.stepSize);
    std::vector<double> period(novelty.size());
    std::vector<double> tempi;
    tracker.calculateBeatPeriod(novelty, period, tempi);
    std::vector<double> beats;
    tracker.calculateBeats(novelty, period, beats);
    for (double& beat : beats)
        beat = (beat + static_cast<double>(kSettling)) * config.stepSize / sample_rate;
    return beats;
}

}  // namespace beatsync::bench
