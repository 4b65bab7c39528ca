// What the beat network with the weights in a file says: frames of bytes on stdin (see spectrogram.cpp),
// pairs of floats (beat, downbeat) on stdout.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <span>
#include <vector>

#include "music/beat_network.h"

int main(int count, char** arguments) {
    const std::span<char*> args(arguments, static_cast<std::size_t>(count));
    if (args.size() != 2) return 2;
    std::ifstream file(args[1], std::ios::binary);
    const std::vector<char> weights{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::uint8_t> frames;
    for (int byte = std::getchar(); byte != EOF; byte = std::getchar())
        frames.push_back(static_cast<std::uint8_t>(byte));
    const auto activations = beatsync::music::BeatNetwork(std::as_bytes(std::span(weights)))(frames);
    for (std::size_t i = 0; i < activations.beat.size(); ++i)
        if (std::fwrite(&activations.beat[i], sizeof(float), 1, stdout) +
                std::fwrite(&activations.downbeat[i], sizeof(float), 1, stdout) !=
            2)
            return 1;
    return 0;
}
