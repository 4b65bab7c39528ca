#include "interchange/cut_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>

#include "interchange/decimal.h"
#include "interchange/timecode.h"

namespace beatsync::interchange {
namespace {

/// On one line whatever the file is called: a line break in a name would make an event of its own.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; },
        '_');
    return text;
}

/// CMX 3600 knows reels of up to eight letters and digits.
std::string reel_name(std::string_view stem) {
    std::string reel;
    for (const char c : stem) {
        if (reel.size() == 8) break;
        if (c >= 'a' && c <= 'z') reel += static_cast<char>(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) reel += c;
    }
    return reel.empty() ? "AX" : reel;  // "auxiliary": the reel of what is not on tape
}

}  // namespace

std::string scenes_to_csv(const footage::ClipMap& clip) {
    std::string out = "index,start_seconds,end_seconds,start_frame,end_frame,cut_score,motion,sharpness\n";
    std::size_t index = 0;
    for (const auto& shot : clip.shots)
        fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{}\n", index++,
                       decimal(shot.range.begin), decimal(shot.range.end), shot.first_frame, shot.end_frame,
                       decimal(double{shot.cut_score}), decimal(double{shot.motion}),
                       decimal(double{shot.sharpness}));
    return out;
}

Result<std::string> scenes_to_edl(const footage::ClipMap& clip) {
    const std::filesystem::path path(clip.media.path);
    if (!clip.media.video || clip.media.kind != MediaKind::video)
        return fail(Errc::usage, fmt::format("{} has no shots: it is not a video", path.string()));
    const Timebase timebase = timebase_for(clip.media.video->rate);
    const std::string name = one_line(path.filename().string());
    const std::string reel = reel_name(path.stem().string());
    const std::int64_t record = frames_in_hour(timebase);
    const auto timecode = [&](std::int64_t frame) { return format_timecode(frame, timebase); };

    std::string out = fmt::format("TITLE: {}\nFCM: {}\n", one_line(path.stem().string()),
                                  timebase.drop_frame ? "DROP FRAME" : "NON-DROP FRAME");
    int number = 0;
    for (const auto& shot : clip.shots) {
        const std::int64_t begin = timebase.rate.nearest_index(shot.range.begin);
        const std::int64_t end = timebase.rate.nearest_index(shot.range.end);
        if (end <= begin) continue;  // shorter than half a frame, in a clip of variable rate
        fmt::format_to(std::back_inserter(out), "\n{:03}  {:<8} V     C        {} {} {} {}\n", ++number, reel,
                       timecode(begin), timecode(end), timecode(record + begin), timecode(record + end));
        fmt::format_to(std::back_inserter(out), "* FROM CLIP NAME: {}\n", name);
    }
    return out;
}

}  // namespace beatsync::interchange
