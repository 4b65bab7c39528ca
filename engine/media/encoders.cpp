#include "media/encoders.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
}

namespace beatsync::media {
namespace {

/// An option of an encoder. That there is none of that name is no fault: versions differ.
void set(AVCodecContext& c, const char* name, const std::string& value) {
    av_opt_set(c.priv_data, name, value.c_str(), 0);
}

/// Quiet, its groups of pictures closed (players that seek, and the services that take videos, want that),
/// and told of the display.
std::string x265_parameters(const WriterOptions& options) {
    std::string text = "log-level=error:open-gop=0";
    if (options.format.range != DynamicRange::pq) return text;
    if (options.light.display) text += ":master-display=" + mastering_text(*options.light.display);
    if (options.light.max_cll > 0)
        text += fmt::format(":max-cll={},{}", options.light.max_cll, options.light.max_fall);
    return text;
}

void set_crf(AVCodecContext& c, const EncoderLevel& level) {
    set(c, "preset", level.preset);
    set(c, "crf", std::to_string(level.setting));
}

void set_vp9(AVCodecContext& c, const WriterOptions& options, const EncoderLevel& level) {
    set(c, "deadline", options.quality == Quality::draft ? "realtime" : "good");
    set(c, "cpu-used", level.preset);
    set(c, "crf", std::to_string(level.setting));
    set(c, "row-mt", "1");
    c.bit_rate = options.max_bit_rate;  // with a crf it is the most, and 0 no limit
    if (options.format.bit_depth > 8) c.profile = FF_PROFILE_VP9_2;
}

void set_quality(AVCodecContext& c, const EncoderRow& row, const WriterOptions& options) {
    const EncoderLevel level = encoder_level(row, options.quality);
    if (options.max_bit_rate > 0 && row.family != EncoderFamily::vp9) {
        c.rc_max_rate = options.max_bit_rate;
        c.rc_buffer_size = static_cast<int>(std::min<std::int64_t>(2 * options.max_bit_rate, 1'000'000'000));
    }
    switch (row.family) {
        case EncoderFamily::x264:
            set_crf(c, level);
            // Of itself it takes half as many again, which only costs memory: pictures are made beside it, so
            // that no core waits for work.
            if (options.threads == 0)
                c.thread_count = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
            set(c, "forced-idr", "1");
            break;
        case EncoderFamily::x265:
            set_crf(c, level);
            set(c, "forced-idr", "1");
            set(c, "x265-params", x265_parameters(options));
            break;
        case EncoderFamily::svt_av1:
            set_crf(c, level);
            break;
        case EncoderFamily::vp9:
            set_vp9(c, options, level);
            break;
        case EncoderFamily::nvenc:
            set(c, "preset", level.preset);
            set(c, "rc", "vbr");
            set(c, "cq", std::to_string(level.setting));
            set(c, "forced-idr", "1");
            c.bit_rate = 0;  // or its own default would rule
            break;
        case EncoderFamily::qsv:
            set(c, "preset", level.preset);
            set(c, "forced_idr", "1");
            c.global_quality = level.setting;
            break;
        case EncoderFamily::vaapi:
            set(c, "rc_mode", "CQP");
            c.global_quality = level.setting;
            break;
        case EncoderFamily::by_bit_rate:
            c.bit_rate = plain_bit_rate(options);
            break;
    }
}

void describe_pictures(AVCodecContext& c, const WriterOptions& options) {
    const Colour colour = colour_of(options.format);
    c.width = options.width;
    c.height = options.height;
    c.time_base = {options.fps.den, options.fps.num};
    c.framerate = {options.fps.num, options.fps.den};
    c.sample_aspect_ratio = {1, 1};
    c.colorspace = colour.matrix;
    c.color_primaries = colour.primaries;
    c.color_trc = colour.transfer;
    c.color_range = AVCOL_RANGE_MPEG;
    c.chroma_sample_location = AVCHROMA_LOC_LEFT;
}

Error unknown_encoder(const std::string& name) {
    return {Errc::usage, fmt::format("{} is no video encoder of this build", name),
            "use --encoder auto, or one that `beatsync doctor` lists"};
}

std::string lower_case(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// SVT-AV1 1.4 waits for ever when it is closed without a frame and the end of all.
void drain_svt_av1(AVCodecContext& c) {
    const av::FramePtr frame(av_frame_alloc());
    const av::PacketPtr packet(av_packet_alloc());
    if (!frame || !packet) return;
    frame->format = c.pix_fmt;
    frame->width = c.width;
    frame->height = c.height;
    frame->pts = std::numeric_limits<std::int32_t>::max();  // after all others
    if (av_frame_get_buffer(frame.get(), 0) < 0) return;
    avcodec_send_frame(&c, frame.get());  // refused where it was drained, which is well
    avcodec_send_frame(&c, nullptr);
    while (avcodec_receive_packet(&c, packet.get()) >= 0)
        av_packet_unref(packet.get());
}

/// What the row says that it can't do.
Result<void> check_format(const EncoderRow& row, const PictureFormat& format) {
    if (format.range != DynamicRange::sdr && row.codec == AV_CODEC_ID_H264)
        return fail(Errc::usage, fmt::format("{} writes H.264, which players show no HDR of", row.name),
                    "--encoder libx265, libsvtav1 or libvpx-vp9; or leave --hdr keep out");
    if (format.bit_depth > 8 && !row.ten_bits)
        return fail(Errc::usage, fmt::format("{} writes 8 bits, not {}", row.name, format.bit_depth),
                    "use --encoder libx265");
    return {};
}

}  // namespace

void EncoderCloser::operator()(AVCodecContext* encoder) const noexcept {
    const bool is_svt =
        avcodec_is_open(encoder) != 0 && std::string_view(encoder->codec->name) == "libsvtav1";
    if (is_svt) drain_svt_av1(*encoder);
    avcodec_free_context(&encoder);
}

Result<VideoEncoder> open_video_encoder(const WriterOptions& options) {
    VideoEncoder e;
    e.row = find_encoder_row(options.encoder, options.format);
    if (e.row == nullptr) return fail(unknown_encoder(options.encoder));
    const AVCodec* codec = avcodec_find_encoder_by_name(e.row->name);
    if (codec == nullptr) return fail(unknown_encoder(e.row->name));
    BEATSYNC_CHECK(check_format(*e.row, options.format));
    e.context.reset(avcodec_alloc_context3(codec));
    if (!e.context) return fail(Errc::media, "out of memory");
    AVCodecContext& c = *e.context;
    describe_pictures(c, options);
    c.thread_count = options.threads;
    c.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (codec->id == AV_CODEC_ID_HEVC) c.codec_tag = MKTAG('h', 'v', 'c', '1');  // Apple plays no other
    set_quality(c, *e.row, options);
    auto opened = e.input.prepare(c, *e.row, options.format);
    if (opened) {
        if (const int code = avcodec_open2(&c, codec, nullptr); code < 0)
            opened = fail(Errc::media, av::reason(code));
    }
    if (!opened)
        return fail(Errc::media, fmt::format("open encoder {}: {}", codec->name, opened.error().message),
                    e.row->family == EncoderFamily::x264 ? "free some memory, or make a smaller video"
                                                         : "try --encoder libx264");
    return e;
}

Result<EncoderPtr> open_audio_encoder(const WriterOptions& options) {
    const AVCodec* codec = avcodec_find_encoder_by_name("aac");
    if (codec == nullptr) return fail(Errc::media, "this build of FFmpeg has no AAC encoder");
    EncoderPtr c(avcodec_alloc_context3(codec));
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

Result<void> try_encoder(const std::string& name, const PictureFormat& format) {
    av::silence();
    // Being compiled in says nothing about a hardware encoder: only opening it does.
    WriterOptions small;
    small.width = 256;
    small.height = 256;
    small.fps = Rate{30, 1};
    small.encoder = name;
    small.format = format;
    BEATSYNC_CHECK(open_video_encoder(small));
    return {};
}

std::vector<EncoderState> encoder_states() {
    std::vector<EncoderState> states;
    for (const EncoderRow& row : encoder_rows()) {
        if (avcodec_find_encoder_by_name(row.name) == nullptr) continue;
        const auto tried = try_encoder(row.name, {});
        states.push_back({row.name, avcodec_get_name(row.codec), row.hardware(), row.ten_bits,
                          tried.has_value(), tried ? "" : tried.error().message});
    }
    return states;
}

std::string codec_of_encoder(const std::string& name, const PictureFormat& format) {
    const EncoderRow* row = find_encoder_row(name, format);
    return row != nullptr ? avcodec_get_name(row->codec) : "";
}

Result<void> check_container(const std::filesystem::path& output, const std::string& encoder,
                             const PictureFormat& format) {
    const std::string suffix = lower_case(output.extension().string());
    const std::string codec = codec_of_encoder(encoder, format);
    const bool apple = suffix == ".mov" || suffix == ".m4v";
    if (!apple || codec.empty() || codec == "h264" || codec == "hevc") return {};
    return fail(Errc::usage, fmt::format("{} holds no {}", suffix, codec == "av1" ? "AV1" : "VP9"),
                fmt::format("name it {}", std::filesystem::path(output).replace_extension(".mp4").string()));
}

}  // namespace beatsync::media
