#pragma once

#include "core/media_info.h"

namespace beatsync::media {

/// The SDR signal for a signal in [0, 1] of the given range: PQ (SMPTE ST 2084) and HLG (ITU-R BT.2100) are
/// brought to light, compressed (Reinhard et al. 2002, eq. 4) around the reference white of 203 cd/m²
/// (ITU-R BT.2408), and encoded again. Of luma alone: for analysis, not for show.
[[nodiscard]] double to_sdr(double signal, DynamicRange range);

}  // namespace beatsync::media
