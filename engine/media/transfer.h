#pragma once

// How signals of 0 to 1 stand for light. Nits are cd/m².
namespace beatsync::media {

inline constexpr double kReferenceWhiteNits = 203;  ///< what HDR calls white (ITU-R BT.2408)
inline constexpr double kDisplayGamma = 2.4;        ///< of SDR displays (ITU-R BT.1886)
inline constexpr double kHlgPeakNits = 1000;        ///< of the display that HLG is meant for
inline constexpr double kHlgSystemGamma = 1.2;      ///< of a display with that peak (ITU-R BT.2100)

/// PQ (SMPTE ST 2084): light of a display.
[[nodiscard]] double pq_to_nits(double signal);
[[nodiscard]] double nits_to_pq(double nits);

/// HLG (ITU-R BT.2100): light of a scene, 0 to 1.
[[nodiscard]] double hlg_to_scene(double signal);
[[nodiscard]] double scene_to_hlg(double light);

}  // namespace beatsync::media
