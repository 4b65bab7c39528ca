#include "pipeline/canvas.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

namespace beatsync::pipeline {
namespace {

constexpr int kMinSide = 16;
constexpr int kMaxSide = 8192;

constexpr std::array<Rate, 8> kUsualRates = {
    {{24000, 1001}, {24, 1}, {25, 1}, {30000, 1001}, {30, 1}, {50, 1}, {60000, 1001}, {60, 1}}};
constexpr Rate kRateOfStills{30, 1};

/// Half a step between 23.976 and 24: declared averages are no more exact than that.
constexpr double kNtscTolerance = 0.0005;

Rate usual_rate(double fps) {
    if (!(fps > 0)) return kRateOfStills;
    while (fps > 61)
        fps /= 2;
    while (fps < 20)
        fps *= 2;
    const auto distance = [&](Rate r) { return std::abs(std::log(fps / r.value())); };
    const Rate nearest = *std::min_element(kUsualRates.begin(), kUsualRates.end(),
                                           [&](Rate a, Rate b) { return distance(a) < distance(b); });
    if (nearest.den == 1 || distance(nearest) < kNtscTolerance) return nearest;
    return Rate{(nearest.num + 999) / 1000, 1};  // an NTSC rate only where it is really meant
}

std::pair<int, int> shape_of(Aspect aspect, std::span<const footage::ClipMap> clips) {
    switch (aspect) {
        case Aspect::portrait_9_16:
            return {9, 16};
        case Aspect::landscape_16_9:
            return {16, 9};
        case Aspect::square:
            return {1, 1};
        case Aspect::portrait_4_5:
            return {4, 5};
        case Aspect::source:
            break;
    }
    for (const auto& clip : clips)
        if (const auto& video = clip.media.video; video && video->width > 0 && video->height > 0)
            return {video->width, video->height};
    return {9, 16};
}

std::optional<int> parse_side(std::string_view text) {
    int value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value < kMinSide || value > kMaxSide || value % 2 != 0) return std::nullopt;
    return value;
}

}  // namespace

int even_side(double side) {
    return std::clamp(static_cast<int>(std::lround(side / 2)) * 2, kMinSide, kMaxSide);
}

Rate common_rate(std::span<const footage::ClipMap> clips) {
    std::vector<std::pair<Rate, int>> votes;
    for (const auto& clip : clips) {
        if (clip.media.kind != MediaKind::video || !clip.media.video) continue;
        const Rate rate = usual_rate(clip.media.video->rate.valid() ? clip.media.video->rate.value() : 0);
        const auto known =
            std::find_if(votes.begin(), votes.end(), [&](const auto& vote) { return vote.first == rate; });
        if (known == votes.end())
            votes.emplace_back(rate, 1);
        else
            ++known->second;
    }
    if (votes.empty()) return kRateOfStills;
    return std::max_element(votes.begin(), votes.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

std::optional<PictureSize> common_size(std::span<const footage::ClipMap> clips) {
    std::vector<std::pair<PictureSize, Time>> votes;
    for (const auto& clip : clips) {
        if (clip.media.kind != MediaKind::video || !clip.media.video) continue;
        const PictureSize size{even_side(clip.media.video->width), even_side(clip.media.video->height)};
        const auto known =
            std::find_if(votes.begin(), votes.end(), [&](const auto& vote) { return vote.first == size; });
        if (known == votes.end())
            votes.emplace_back(size, clip.media.duration);
        else
            known->second += clip.media.duration;
    }
    if (votes.empty()) return std::nullopt;
    return std::max_element(votes.begin(), votes.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

bool has_shape(const PictureSize& size, Aspect aspect) {
    if (aspect == Aspect::source) return false;
    const auto canvas = choose_canvas({aspect, std::min(size.width, size.height), {}, kRateOfStills}, {});
    return PictureSize{canvas.width, canvas.height} == size;
}

draft::Canvas choose_canvas(const CanvasRequest& request, std::span<const footage::ClipMap> clips) {
    draft::Canvas canvas;
    canvas.fps = request.fps.value_or(common_rate(clips));
    const auto size = request.size_of_source ? common_size(clips) : request.size;
    if (size) {
        canvas.width = size->width;
        canvas.height = size->height;
        return canvas;
    }
    const auto [across, down] = shape_of(request.aspect, clips);
    const double scale = static_cast<double>(request.short_side) / std::min(across, down);
    canvas.width = even_side(across * scale);
    canvas.height = even_side(down * scale);
    return canvas;
}

Result<Aspect> parse_aspect(const std::string& text) {
    if (text == "9:16") return Aspect::portrait_9_16;
    if (text == "16:9") return Aspect::landscape_16_9;
    if (text == "1:1") return Aspect::square;
    if (text == "4:5") return Aspect::portrait_4_5;
    if (text == "source") return Aspect::source;
    return fail(Errc::usage, fmt::format("'{}' is not an aspect", text), "9:16, 16:9, 1:1, 4:5 or source");
}

Result<void> parse_size(const std::string& text, CanvasRequest& request) {
    const std::string_view s = text;
    if (s == "source") {
        request.size_of_source = true;
        return {};
    }
    if (s.ends_with('p')) {
        if (const auto side = parse_side(s.substr(0, s.size() - 1))) {
            request.short_side = *side;
            return {};
        }
    } else if (const auto x = s.find('x'); x != std::string_view::npos) {
        const auto width = parse_side(s.substr(0, x));
        const auto height = parse_side(s.substr(x + 1));
        if (width && height) {
            request.size = PictureSize{*width, *height};
            return {};
        }
    }
    return fail(
        Errc::usage, fmt::format("'{}' is not a size", text),
        fmt::format("1080p, 720p, source or WIDTHxHEIGHT, even numbers from {} to {}", kMinSide, kMaxSide));
}

}  // namespace beatsync::pipeline
