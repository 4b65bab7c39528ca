#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "music/music_map.h"
#include "report/waveform.h"

namespace beatsync::report {

/// What a picture of a song shows. Below each other: title and key figures; sections as shaded, labelled
/// bands with the waveform (or, without one, the energy of the beats) and the beats over it, downbeats
/// taller; the tempo from beat to beat.
struct BeatPlot {
    std::string title;      ///< the song's name, UTF-8; may be empty
    music::MusicMap music;  ///< of the same song as the waveform
    Waveform waveform;      ///< no columns = none
    int width = 1600;       ///< pixels, 320 to 16384
    int height = 560;       ///< pixels, 240 to 4096
};

/// The picture as SVG (vectors, text as outlines: it looks the same everywhere) or PNG, by one drawing
/// routine. Errc::usage when the size is out of range; Errc::media when the picture cannot be made.
[[nodiscard]] Result<std::string> beat_plot_svg(const BeatPlot& plot);
[[nodiscard]] Result<std::string> beat_plot_png(const BeatPlot& plot);

/// Writes one of them, by the ending of the name: .svg or .png (Errc::usage otherwise). Appears whole or not
/// at all.
Result<void> write_beat_plot(const BeatPlot& plot, const std::filesystem::path& output);

}  // namespace beatsync::report
