#include "media/stream_info.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/parseutils.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <utility>

#include "media/orientation.h"

namespace beatsync::media {
namespace {

constexpr Rate kUsualRate{25, 1};

std::optional<Rate> to_rate(AVRational r) {
    if (r.num <= 0 || r.den <= 0) return std::nullopt;
    const Rate rate{r.num, r.den};
    return rate.value() >= 0.01 && rate.value() <= 1000 ? std::optional(rate) : std::nullopt;
}

/// Average as declared. Of FLV and the like libavformat makes 1000/1 of the time base: no camera does that.
std::optional<Rate> average_rate(const AVStream& stream) {
    const auto average = to_rate(stream.avg_frame_rate);
    const auto base = to_rate(stream.r_frame_rate);
    constexpr double kFastestCamera = 480;
    if (average && average->value() <= kFastestCamera) return average;
    return base ? base : average;
}

bool is_variable(const AVStream& stream, bool interlaced) {
    const auto average = average_rate(stream);
    const auto base = to_rate(stream.r_frame_rate);
    // Of a screen recording whose stamps have nothing in common libavformat gives back the clock they count
    // in.
    constexpr double kNoRate = 1000;
    if (average && stream.r_frame_rate.den > 0 && av_q2d(stream.r_frame_rate) > kNoRate) return true;
    if (!average || !base) return false;
    const double ratio = base->value() / average->value();
    constexpr double kJitter = 0.01;
    const bool fields = interlaced && std::abs(ratio - 2) < 2 * kJitter;
    return std::abs(ratio - 1) > kJitter && !fields;
}

DynamicRange dynamic_range(const AVFrame& frame, const AVCodecParameters& parameters) {
    const AVColorTransferCharacteristic transfer =
        frame.color_trc != AVCOL_TRC_UNSPECIFIED ? frame.color_trc : parameters.color_trc;
    switch (transfer) {
        case AVCOL_TRC_SMPTE2084:
            return DynamicRange::pq;
        case AVCOL_TRC_ARIB_STD_B67:
            return DynamicRange::hlg;
        default:
            return DynamicRange::sdr;
    }
}

Orientation from_matrix(const std::uint8_t* bytes) {
    std::array<std::int32_t, 9> matrix{};
    std::memcpy(matrix.data(), bytes, sizeof matrix);
    return orientation_of_matrix(matrix);
}

/// The container's word first: it is what editors and phones write last.
Orientation orientation(const AVStream& stream, const AVFrame& frame) {
    std::size_t size = 0;
    const std::uint8_t* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    constexpr std::size_t kMatrixBytes = 9 * sizeof(std::int32_t);
    if (matrix != nullptr && size >= kMatrixBytes) return from_matrix(matrix);
    const AVFrameSideData* side = av_frame_get_side_data(&frame, AV_FRAME_DATA_DISPLAYMATRIX);
    if (side != nullptr && side->size >= kMatrixBytes) return from_matrix(side->data);
    const AVDictionaryEntry* exif = av_dict_get(frame.metadata, "Orientation", nullptr, 0);
    return exif != nullptr ? orientation_of_exif(exif->value) : Orientation{};
}

/// Width of a pixel over its height; 1 where nothing sensible is declared.
double pixel_aspect(const Input& input, const AVFrame& frame) {
    AVFrame* unchanged = const_cast<AVFrame*>(&frame);
    const AVRational sar = av_guess_sample_aspect_ratio(input.format.get(), &input.video_stream(), unchanged);
    if (sar.num <= 0 || sar.den <= 0) return 1;
    constexpr double kMost = 8;
    const double aspect = av_q2d(sar);
    return aspect <= kMost && aspect >= 1 / kMost ? aspect : 1;
}

/// When a stream ends by Matroska's tag for it: the container's own duration is that of its longest stream.
std::optional<Time> end_by_tag(const AVStream& stream) {
    const AVDictionaryEntry* tag = av_dict_get(stream.metadata, "DURATION", nullptr, AV_DICT_IGNORE_SUFFIX);
    std::int64_t us = 0;
    if (tag == nullptr || av_parse_time(&us, tag->value, 1) < 0 || us <= 0) return std::nullopt;
    return Time{us};
}

/// From the first frame shown to the declared end; 0 = not declared.
Time declared_duration(const Input& input, const AVStream& stream, std::int64_t first_stamp) {
    const Time first = av::to_time(first_stamp, stream.time_base);
    Time end;
    if (stream.duration > 0 && stream.duration != AV_NOPTS_VALUE) {
        const std::int64_t start = stream.start_time != AV_NOPTS_VALUE ? stream.start_time : 0;
        end = av::to_time(start + stream.duration, stream.time_base);
    } else if (const auto tagged = end_by_tag(stream)) {
        end = *tagged;
    } else if (input.format->duration > 0) {
        const std::int64_t start = input.format->start_time != AV_NOPTS_VALUE ? input.format->start_time : 0;
        end = Time{start + input.format->duration};
    } else {
        return {};
    }
    return std::max(end - first, Time{});
}

}  // namespace

VideoInfo describe_video(const Input& input, const AVFrame& first, std::int64_t first_stamp) {
    const AVStream& stream = input.video_stream();
    VideoInfo info;
    info.codec = avcodec_get_name(stream.codecpar->codec_id);
    info.coded_width = first.width;
    info.coded_height = first.height;
    const double aspect = pixel_aspect(input, first);
    info.width = std::max(1, static_cast<int>(std::lround(first.width * aspect)));
    info.height = first.height;
    const Orientation upright = orientation(stream, first);
    info.rotation_degrees = upright.rotation_degrees;
    info.mirrored = upright.mirrored;
    if (upright.rotation_degrees % 180 != 0) std::swap(info.width, info.height);
    const AVFieldOrder order = stream.codecpar->field_order;
    info.interlaced =
        first.interlaced_frame != 0 || (order != AV_FIELD_UNKNOWN && order != AV_FIELD_PROGRESSIVE);
    info.rate = average_rate(stream).value_or(kUsualRate);
    info.variable_rate = !input.still && is_variable(stream, info.interlaced);
    info.dynamic_range = dynamic_range(first, *stream.codecpar);
    if (input.still) {
        info.frames = 1;
        return info;
    }
    info.duration = declared_duration(input, stream, first_stamp);
    info.frames = stream.nb_frames > 0 ? stream.nb_frames : info.rate.nearest_index(info.duration);
    return info;
}

AudioInfo describe_audio(const Input& input, Time start) {
    const AVStream& stream = input.audio_stream();
    AudioInfo info;
    info.codec = avcodec_get_name(stream.codecpar->codec_id);
    info.sample_rate = stream.codecpar->sample_rate;
    info.channels = stream.codecpar->ch_layout.nb_channels;
    info.start = start;
    const std::int64_t first = stream.start_time != AV_NOPTS_VALUE ? stream.start_time : 0;
    info.duration = declared_duration(input, stream, first);
    return info;
}

Time nominal_frame_time(const Input& input) {
    return std::max(average_rate(input.video_stream()).value_or(kUsualRate).time_of(1), Time{1});
}

}  // namespace beatsync::media
