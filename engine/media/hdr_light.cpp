#include "media/hdr_light.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "media/frame_reader.h"
#include "media/input.h"

extern "C" {
#include <libavutil/mastering_display_metadata.h>
}

namespace beatsync::media {
namespace {

constexpr int kChromaUnit = 50'000;  // ST 2086's steps of chromaticity
constexpr int kNitsUnit = 10'000;    // and of luminance

std::optional<MasteringDisplay> display_of(const AVMasteringDisplayMetadata& m) {
    if (m.has_primaries == 0 || m.has_luminance == 0) return std::nullopt;
    MasteringDisplay d;
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t axis = 0; axis < 2; ++axis)
            d.primaries[c][axis] = av_q2d(m.display_primaries[c][axis]);
    d.white = {av_q2d(m.white_point[0]), av_q2d(m.white_point[1])};
    d.min_nits = av_q2d(m.min_luminance);
    d.max_nits = av_q2d(m.max_luminance);
    return d.max_nits > d.min_nits ? std::optional(d) : std::nullopt;
}

void take_in(HdrLight& light, const AVMasteringDisplayMetadata* mastering,
             const AVContentLightMetadata* content) {
    if (mastering != nullptr && !light.display) light.display = display_of(*mastering);
    if (content != nullptr && light.max_cll == 0) {
        light.max_cll = static_cast<int>(std::min(content->MaxCLL, 65'535U));
        light.max_fall = static_cast<int>(std::min(content->MaxFALL, 65'535U));
    }
}

template <class T>
const T* side_data(const AVFrame& frame, AVFrameSideDataType type) {
    const AVFrameSideData* data = av_frame_get_side_data(&frame, type);
    return data != nullptr ? reinterpret_cast<const T*>(data->data) : nullptr;
}

template <class T>
const T* side_data(const AVStream& stream, AVPacketSideDataType type) {
    return reinterpret_cast<const T*>(av_stream_get_side_data(&stream, type, nullptr));
}

int steps(double value, int unit) {
    return static_cast<int>(std::lround(value * unit));
}

}  // namespace

Result<HdrLight> read_hdr_light(const std::filesystem::path& path) {
    HdrLight light;
    {
        BEATSYNC_TRY(const Input input, open_input(path, Want::pictures));
        const AVStream& stream = input.video_stream();
        take_in(light, side_data<AVMasteringDisplayMetadata>(stream, AV_PKT_DATA_MASTERING_DISPLAY_METADATA),
                side_data<AVContentLightMetadata>(stream, AV_PKT_DATA_CONTENT_LIGHT_LEVEL));
    }
    BEATSYNC_TRY(FrameReader reader, FrameReader::open(path, {}));
    BEATSYNC_TRY(const auto frame, reader.next());
    if (frame)
        take_in(
            light,
            side_data<AVMasteringDisplayMetadata>(*frame->picture, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA),
            side_data<AVContentLightMetadata>(*frame->picture, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL));
    return light;
}

HdrLight brighter(const HdrLight& a, const HdrLight& b) {
    HdrLight both = a;
    if (!a.display || (b.display && b.display->max_nits > a.display->max_nits)) both.display = b.display;
    both.max_cll = std::max(a.max_cll, b.max_cll);
    both.max_fall = std::max(a.max_fall, b.max_fall);
    return both;
}

std::string mastering_text(const MasteringDisplay& d) {
    const auto point = [](const std::array<double, 2>& p) {
        return fmt::format("({},{})", steps(p[0], kChromaUnit), steps(p[1], kChromaUnit));
    };
    return fmt::format("G{}B{}R{}WP{}L({},{})", point(d.primaries[1]), point(d.primaries[2]),
                       point(d.primaries[0]), point(d.white), steps(d.max_nits, kNitsUnit),
                       steps(d.min_nits, kNitsUnit));
}

Result<void> tell(AVStream& stream, const HdrLight& light) {
    const auto add = [&stream](AVPacketSideDataType type, void* data, std::size_t size) -> Result<void> {
        if (data == nullptr) return fail(Errc::media, "out of memory");
        const int code = av_stream_add_side_data(&stream, type, static_cast<std::uint8_t*>(data), size);
        if (code >= 0) return {};
        av_free(data);
        return fail(Errc::media, "write: " + av::reason(code));
    };
    if (light.display) {
        const MasteringDisplay& d = *light.display;
        AVMasteringDisplayMetadata* m = av_mastering_display_metadata_alloc();
        if (m != nullptr) {
            for (std::size_t c = 0; c < 3; ++c)
                for (std::size_t axis = 0; axis < 2; ++axis)
                    m->display_primaries[c][axis] = {steps(d.primaries[c][axis], kChromaUnit), kChromaUnit};
            m->white_point[0] = {steps(d.white[0], kChromaUnit), kChromaUnit};
            m->white_point[1] = {steps(d.white[1], kChromaUnit), kChromaUnit};
            m->min_luminance = {steps(d.min_nits, kNitsUnit), kNitsUnit};
            m->max_luminance = {steps(d.max_nits, kNitsUnit), kNitsUnit};
            m->has_primaries = m->has_luminance = 1;
        }
        BEATSYNC_CHECK(add(AV_PKT_DATA_MASTERING_DISPLAY_METADATA, m, sizeof(*m)));
    }
    if (light.max_cll == 0) return {};
    std::size_t size = 0;
    AVContentLightMetadata* content = av_content_light_metadata_alloc(&size);
    if (content != nullptr) {
        content->MaxCLL = static_cast<unsigned>(light.max_cll);
        content->MaxFALL = static_cast<unsigned>(light.max_fall);
    }
    return add(AV_PKT_DATA_CONTENT_LIGHT_LEVEL, content, size);
}

}  // namespace beatsync::media
