// What the beat network sees of a song: mono float samples at 44.1 kHz on stdin, frames of bytes on stdout.
#include <cstddef>
#include <cstdio>
#include <span>
#include <vector>

#include "music/onset_features.h"
#include "music/song_level.h"

int main() {
    constexpr int kSampleRate = 44100;
    beatsync::music::OnsetFrontEnd front_end(kSampleRate);
    std::vector<float> block(1U << 14U);
    while (const std::size_t count = std::fread(block.data(), sizeof(float), block.size(), stdin))
        front_end.push(std::span(block).first(count));
    auto bytes = front_end.finish().spectrogram;
    beatsync::music::bring_to_level(bytes);
    return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() ? 0 : 1;
}
