#include "media/encoders.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
}

namespace beatsync::media {
namespace {

// What MP4 takes and players play, best first. VAAPI and QSV want frames on their own device: not here.
constexpr std::array kCandidates = {"libx264",           "h264_nvenc",        "libx265",    "hevc_nvenc",
                                    "h264_videotoolbox", "hevc_videotoolbox", "libopenh264"};

struct CrfLevel {
    const char* preset;
    const char* crf;
};

CrfLevel x26x_level(Quality quality) {
    switch (quality) {
        case Quality::draft:
            return {"ultrafast", "28"};
        case Quality::good:
            return {"veryfast", "20"};
        case Quality::high:
            return {"medium", "18"};
    }
    return {};
}

/// For encoders without a constant-quality mode that we know: bits a pixel and frame that look alike.
std::int64_t bit_rate(const WriterOptions& o) {
    const double bits = o.quality == Quality::draft ? 0.05 : o.quality == Quality::good ? 0.12 : 0.22;
    return static_cast<std::int64_t>(bits * o.width * o.height * o.fps.value());
}

void set_quality(AVCodecContext& c, const WriterOptions& options) {
    const std::string name = c.codec->name;
    if (name == "libx264" || name == "libx265") {
        const CrfLevel level = x26x_level(options.quality);
        av_opt_set(c.priv_data, "preset", level.preset, 0);
        av_opt_set(c.priv_data, "crf", level.crf, 0);
        av_opt_set(c.priv_data, "forced-idr", "1", 0);
        if (name == "libx265") av_opt_set(c.priv_data, "x265-params", "log-level=error", 0);
    } else if (name.find("nvenc") != std::string::npos) {
        av_opt_set(c.priv_data, "preset", options.quality == Quality::high ? "p6" : "p4", 0);
        av_opt_set(c.priv_data, "cq", x26x_level(options.quality).crf, 0);
        av_opt_set(c.priv_data, "forced-idr", "1", 0);
    } else {
        c.bit_rate = bit_rate(options);
    }
}

std::string encoder_name(const std::string& wanted) {
    return wanted.empty() || wanted == "auto" ? kCandidates.front() : wanted;
}

Result<const AVCodec*> find_encoder(const std::string& wanted) {
    const std::string name = encoder_name(wanted);
    const AVCodec* codec = avcodec_find_encoder_by_name(name.c_str());
    const bool fits = codec != nullptr && (codec->id == AV_CODEC_ID_H264 || codec->id == AV_CODEC_ID_HEVC);
    if (fits) return codec;
    return fail(Errc::usage, fmt::format("{} is no video encoder of this build", name),
                "use --encoder auto, or one that `beatsync doctor` lists");
}

}  // namespace

Result<av::CodecPtr> open_video_encoder(const WriterOptions& options) {
    BEATSYNC_TRY(const AVCodec* codec, find_encoder(options.encoder));
    av::CodecPtr c(avcodec_alloc_context3(codec));
    if (!c) return fail(Errc::media, "out of memory");
    c->width = options.width;
    c->height = options.height;
    c->pix_fmt = AV_PIX_FMT_YUV420P;
    c->time_base = {options.fps.den, options.fps.num};
    c->framerate = {options.fps.num, options.fps.den};
    c->sample_aspect_ratio = {1, 1};
    c->colorspace = AVCOL_SPC_BT709;
    c->color_primaries = AVCOL_PRI_BT709;
    c->color_trc = AVCOL_TRC_BT709;
    c->color_range = AVCOL_RANGE_MPEG;
    c->chroma_sample_location = AVCHROMA_LOC_LEFT;
    c->thread_count = options.threads;
    c->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (codec->id == AV_CODEC_ID_HEVC) c->codec_tag = MKTAG('h', 'v', 'c', '1');  // Apple plays no other
    set_quality(*c, options);
    if (const int code = avcodec_open2(c.get(), codec, nullptr); code < 0)
        return fail(Errc::media, fmt::format("open encoder {}: {}", codec->name, av::reason(code)),
                    codec->name == std::string_view(kCandidates.front())
                        ? "free some memory, or make a smaller video"
                        : "try --encoder libx264");
    return c;
}

Result<av::CodecPtr> open_audio_encoder(const WriterOptions& options) {
    const AVCodec* codec = avcodec_find_encoder_by_name("aac");
    if (codec == nullptr) return fail(Errc::media, "this build of FFmpeg has no AAC encoder");
    av::CodecPtr c(avcodec_alloc_context3(codec));
    if (!c) return fail(Errc::media, "out of memory");
    c->sample_fmt = AV_SAMPLE_FMT_FLTP;
    c->sample_rate = options.sample_rate;
    av_channel_layout_default(&c->ch_layout, options.channels);
    c->time_base = {1, options.sample_rate};
    c->bit_rate = 128'000LL * options.channels;  // at 96 kbit/s limited drums come back 1.5 dB higher
    if (options.quality == Quality::draft) av_opt_set(c->priv_data, "aac_coder", "fast", 0);
    c->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (const int code = avcodec_open2(c.get(), codec, nullptr); code < 0)
        return fail(Errc::media, "open encoder aac: " + av::reason(code));
    return c;
}

bool encoder_works(const std::string& name) {
    av::silence();
    // Being compiled in says nothing about a hardware encoder: only opening it does.
    WriterOptions small;
    small.width = 256;
    small.height = 256;
    small.encoder = name;
    return open_video_encoder(small).has_value();
}

std::vector<std::string> available_encoders() {
    std::vector<std::string> names;
    std::ranges::copy_if(kCandidates, std::back_inserter(names), encoder_works);
    return names;
}

}  // namespace beatsync::media
