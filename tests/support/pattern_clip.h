#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/picture.h"

namespace beatsync::test {

/// A clip made with the ffmpeg program whose every frame says which clip and which frame it is, in a square
/// of 6 × 6 black and white blocks in the middle of the picture, half as high as its shorter side. It
/// survives scaling and compression, and a centred crop to any usual shape.
struct PatternClip {
    int clip = 1;     ///< 0 to 255
    int frames = 60;  ///< up to 65,535
    int width = 320;  ///< of the upright picture
    int height = 180;
    int turn_degrees = 0;     ///< stored so that it is upright when turned clockwise by this,
    bool mirrored = false;    ///< then flipped left to right
    std::string rate = "30";  ///< of the raw frames given to ffmpeg
    /// Passed to ffmpeg as they are, before the pipe's -i and after it: codec, container, filters, more
    /// inputs.
    std::string before;
    std::string after = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";
};

/// false when ffmpeg is missing or fails.
[[nodiscard]] bool make_clip(const PatternClip& clip, const std::filesystem::path& path);

struct Mark {
    int clip = 0;
    int frame = 0;
    friend bool operator==(const Mark&, const Mark&) = default;
};

/// Where the pattern is in an upright picture of this size.
struct PatternArea {
    double x = 0;
    double y = 0;
    double side = 0;
};
[[nodiscard]] PatternArea pattern_area(int width, int height);

/// What the pattern says; none where there is no whole one. `area`: where it is, if the picture was cropped.
[[nodiscard]] std::optional<Mark> read_pattern(const PlaneView& luma);
[[nodiscard]] std::optional<Mark> read_pattern(const PlaneView& luma, const PatternArea& area);

/// Writes the display matrix into the track header of an MP4 or MOV file with one track of pictures.
[[nodiscard]] bool patch_display_matrix(const std::filesystem::path& path, int turn_degrees, bool mirrored);

/// Runs a command of the shell; whether it succeeded.
[[nodiscard]] bool run_command(const std::string& command);

/// Makes a folder of its own and removes it again.
class TemporaryFolder {
public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace beatsync::test
