// QM-DSP as a program: `beatsync_qm_dsp < mono floats at 44.1 kHz > beats in seconds, one a line`.
#include <cstddef>
#include <cstdio>
#include <vector>

#include "peers/qm_dsp.h"

int main() {
    constexpr int kSampleRate = 44100;
    std::vector<float> samples;
    std::vector<float> block(1U << 14U);
    while (const std::size_t count = std::fread(block.data(), sizeof(float), block.size(), stdin))
        samples.insert(samples.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
    for (const double beat : beatsync::bench::qm_dsp_beats(samples, kSampleRate))
        std::printf("%.4f\n", beat);
    return 0;
}
