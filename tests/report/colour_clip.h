#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace beatsync::report {

/// Four seconds at 25 a second, 160x90: red until 2 s, then blue. False where there is no ffmpeg program.
inline bool make_colour_clip(const std::filesystem::path& path) {
    const std::string command =
        "ffmpeg -v error -f lavfi -i color=c=red:s=160x90:r=25:d=2 -f lavfi -i "
        "color=c=blue:s=160x90:r=25:d=2 "
        "-filter_complex '[0][1]concat=n=2:v=1' -pix_fmt yuv420p -c:v libx264 '" +
        path.string() + "' </dev/null";
    return std::system(command.c_str()) == 0;
}

}  // namespace beatsync::report
