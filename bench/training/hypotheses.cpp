// The hypotheses that the tracker weighs, for the regression that finds the weights (weigh.py): mono float
// samples at 44.1 kHz on stdin, weights of the network in a file; a line each of evidence, ';', frames on
// stdout.
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <span>
#include <vector>

#include "music/activation.h"
#include "music/beat_network.h"
#include "music/harmony.h"
#include "music/hypotheses.h"
#include "music/metrical_level.h"
#include "music/onset_features.h"
#include "music/song_level.h"

namespace music = beatsync::music;

constexpr int kSampleRate = 44100;

int main(int count, char** arguments) {
    const std::span<char*> args(arguments, static_cast<std::size_t>(count));
    if (args.size() != 2) return 2;
    std::ifstream file(args[1], std::ios::binary);
    const std::vector<char> weights{std::istreambuf_iterator<char>(file), {}};
    music::OnsetFrontEnd onsets(kSampleRate);
    music::Harmony harmony(kSampleRate);
    std::vector<float> block(1U << 14U);
    while (const std::size_t read = std::fread(block.data(), sizeof(float), block.size(), stdin)) {
        onsets.push(std::span(block).first(read));
        harmony.push(std::span(block).first(read));
    }
    auto features = onsets.finish();
    music::bring_to_level(features.spectrogram);
    const auto notes = harmony.finish();
    const auto activations = music::BeatNetwork(std::as_bytes(std::span(weights)))(features.spectrogram);
    const auto levels = music::rank_levels(features, music::beat_activation(features), notes);
    const std::vector<int> classical = levels.empty() ? std::vector<int>{} : levels.front().frames;
    for (const auto& hypothesis : music::rank_hypotheses(activations, classical)) {
        for (const double value : hypothesis.evidence)
            std::printf("%.5f ", value);
        std::printf(";");
        for (const int frame : hypothesis.frames)
            std::printf(" %d", frame);
        std::printf("\n");
    }
    return 0;
}
