#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include "core/error.h"
#include "media/av.h"

namespace beatsync::media {

/// The display that a film was graded on (SMPTE ST 2086).
struct MasteringDisplay {
    std::array<std::array<double, 2>, 3> primaries{};  ///< x, y of red, green, blue
    std::array<double, 2> white{};                     ///< x, y
    double min_nits = 0;
    double max_nits = 0;
};

/// What an HDR10 file says of its brightness (CTA-861.3), so that displays can prepare for it.
struct HdrLight {
    std::optional<MasteringDisplay> display;
    int max_cll = 0;   ///< brightest pixel, cd/m²; 0 = not said
    int max_fall = 0;  ///< brightest frame on average, cd/m²; 0 = not said
};

/// What a clip says, in its container or its first frame; nothing where it says nothing. Errc::input when it
/// cannot be read.
[[nodiscard]] Result<HdrLight> read_hdr_light(const std::filesystem::path& path);

/// Of two clips in one film: what holds for both.
[[nodiscard]] HdrLight brighter(const HdrLight& a, const HdrLight& b);

/// "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)", as x265 takes it.
[[nodiscard]] std::string mastering_text(const MasteringDisplay& display);

/// As the stream's side data, which the muxer writes into mdcv and clli boxes. Errc::media without memory.
Result<void> tell(AVStream& stream, const HdrLight& light);

}  // namespace beatsync::media
