#pragma once

#include <span>
#include <vector>

namespace beatsync::bench {

/// Beats in seconds by the QM-DSP library as Mixxx sets it up: complex-domain onset detection every 11.6 ms,
/// then TempoTrackV2 (M. E. P. Davies, M. D. Plumbley 2007; D. P. W. Ellis 2007). Mono samples.
[[nodiscard]] std::vector<double> qm_dsp_beats(std::span<const float> mono, int sample_rate);

}  // namespace beatsync::bench
