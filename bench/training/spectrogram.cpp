// What the beat network sees of a song: mono float samples at 44.1 kHz on stdin, frames of bytes on stdout.
#include <cstddef>
#include <cstdio>
#include <span>
#include <vector>

#include "music/onset_features.h"

int main() {
    constexpr int kSampleRate = 44100;
    beatsync::music::OnsetFrontEnd front_end(kSampleRate);
    std::vector<float> block(1U << 14U);
    while (const std::size_t count = std::fread(block.data(), sizeof(float), block.size(), stdin))
        front_end.push(std::span(block).first(count));
    const auto features = front_end.finish();
    const auto& bytes = features.spectrogram;
    return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() ? 0 : 1;
}
