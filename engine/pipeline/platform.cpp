#include "pipeline/platform.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace beatsync::pipeline {
namespace {

constexpr Time seconds(std::int64_t s) {
    return Time{s * 1'000'000};
}

constexpr std::int64_t kMega = 1'000'000;
constexpr std::int64_t kGiga = 1'000'000'000;

// As the services published it by the middle of 2025; they change it, so look again:
//
//   TikTok   Content Posting API, media transfer guide: 10 min, 4 GB, 23-60 fps, H.264, HEVC, VP8, VP9
//   Reels    Instagram platform, content publishing, reel specifications: 3 s to 15 min, 300 MB, 23-60 fps,
//            25 Mbit/s, H.264, HEVC; the app shows those over 3 min to followers alone
//   Shorts   YouTube help, "Get started creating Shorts": 3 min, upright or square
//   YouTube  help, "Upload videos longer than 15 minutes": 12 h, 256 GB; and "Recommended upload encoding
//            settings"
//   X        media best practices: 0.5 to 140 s without a subscription, 512 MB, 60 fps, 25 Mbit/s, H.264,
//            720x1280
//
// YouTube turns what is louder than -14 LUFS down to it; the others publish no figure and are near it.
constexpr std::array kPlatforms = {
    Platform{"tiktok", "TikTok", Aspect::portrait_9_16, "9:16", 1080, 23, 60, Time{}, seconds(600), "", -14,
             0, 4 * kGiga, "h264 hevc vp9"},
    Platform{"reels", "Reels", Aspect::portrait_9_16, "9:16", 1080, 23, 60, seconds(3), seconds(900), "", -14,
             25 * kMega, 300 * kMega, "h264 hevc"},
    Platform{"shorts", "Shorts", Aspect::portrait_9_16, "9:16", 1080, 23, 60, Time{}, seconds(180),
             "longer ones are ordinary videos: --for youtube", -14, 0, 256 * kGiga, "h264 hevc av1 vp9"},
    Platform{"youtube", "YouTube", Aspect::landscape_16_9, "16:9", 1080, 23, 60, Time{}, seconds(43'200), "",
             -14, 0, 256 * kGiga, "h264 hevc av1 vp9"},
    Platform{"x", "X", Aspect::portrait_9_16, "9:16", 720, 1, 60, Time{500'000}, seconds(140),
             "subscribers may upload longer ones: leave --for out", -14, 25 * kMega, 512 * kMega, "h264"},
};

/// "2:20", and "2:20.500" where it is not whole.
std::string brief(Time t) {
    std::string text = format_time(t);
    if (text.ends_with(".000")) text.resize(text.size() - 4);
    return text;
}

bool takes(const Platform& p, const std::string& codec) {
    const std::string all = fmt::format(" {} ", p.codecs);
    return all.find(fmt::format(" {} ", codec)) != std::string::npos;
}

std::string size_text(std::int64_t bytes) {
    return bytes >= kGiga ? fmt::format("{:.3g} GB", static_cast<double>(bytes) / kGiga)
                          : fmt::format("{:.3g} MB", static_cast<double>(bytes) / kMega);
}

draft::Canvas wanted_canvas(const Platform& p) {
    CanvasRequest request;
    request.aspect = p.aspect;
    request.short_side = p.short_side;
    return choose_canvas(request, {});
}

}  // namespace

const Platform* find_platform(std::string_view name) {
    const auto* p =
        std::find_if(kPlatforms.begin(), kPlatforms.end(), [&](const Platform& x) { return x.name == name; });
    return p == kPlatforms.end() ? nullptr : p;
}

std::string platform_names() {
    std::string names;
    for (const Platform& p : kPlatforms)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", p.name);
    return names;
}

Result<void> check_length(const Platform& p, Time length) {
    if (length > p.longest)
        return fail(
            Errc::usage,
            fmt::format("--for {}: {} is longer than {} takes, {}", p.name, brief(length), p.label,
                        brief(p.longest)),
            fmt::format("--duration {}{}{}", brief(p.longest), p.beyond.empty() ? "" : "; ", p.beyond));
    if (length < p.shortest)
        return fail(Errc::usage,
                    fmt::format("--for {}: {} is shorter than {} takes, {}", p.name, brief(length), p.label,
                                brief(p.shortest)),
                    fmt::format("--duration {}", brief(p.shortest)));
    return {};
}

Result<std::vector<std::string>> check_draft(const Platform& p, const draft::Draft& draft,
                                             const draft::Canvas& canvas, const std::string& codec) {
    BEATSYNC_CHECK(check_length(p, draft.canvas.fps.time_of(draft.length_frames())));
    std::vector<std::string> notes;
    const draft::Canvas wanted = wanted_canvas(p);
    if (canvas.width != wanted.width || canvas.height != wanted.height)
        notes.push_back(fmt::format("--for {}: {}x{} it is, where {} shows {}x{}", p.name, canvas.width,
                                    canvas.height, p.label, wanted.width, wanted.height));
    const double fps = canvas.fps.value();
    if (fps > p.max_fps || fps < p.min_fps)
        notes.push_back(fmt::format("--for {}: {:.5g} frames a second, where {} takes {:g} to {:g}", p.name,
                                    fps, p.label, p.min_fps, p.max_fps));
    constexpr double kSlackLu = 0.5;
    if (!draft.loudness_lufs) {
        notes.push_back(fmt::format("--for {}: the loudness is left as it is, where {} plays {:g} LUFS",
                                    p.name, p.label, p.loudness_lufs));
    } else if (std::abs(*draft.loudness_lufs - p.loudness_lufs) > kSlackLu) {
        notes.push_back(fmt::format("--for {}: {:g} LUFS, where {} plays {:g}", p.name, *draft.loudness_lufs,
                                    p.label, p.loudness_lufs));
    }
    if (!codec.empty() && !takes(p, codec))
        notes.push_back(
            fmt::format("--for {}: {} may not take {}; it takes {}", p.name, p.label, codec, p.codecs));
    return notes;
}

std::vector<std::string> check_file(const Platform& p, std::int64_t bytes, Time length) {
    std::vector<std::string> notes;
    if (p.max_bytes > 0 && bytes > p.max_bytes)
        notes.push_back(fmt::format("{} is more than {} takes, {}: make it shorter, or smaller (--size 720p)",
                                    size_text(bytes), p.label, size_text(p.max_bytes)));
    const double rate = length.us > 0 ? static_cast<double>(bytes) * 8 / length.seconds() : 0;
    constexpr double kSound = 300'000;  // of the file beside the pictures
    if (p.max_bit_rate > 0 && rate > static_cast<double>(p.max_bit_rate) + kSound)
        notes.push_back(fmt::format("{:.3g} Mbit/s is more than {} takes, {:.3g}: use --encoder libx264",
                                    rate / kMega, p.label, static_cast<double>(p.max_bit_rate) / kMega));
    return notes;
}

}  // namespace beatsync::pipeline
