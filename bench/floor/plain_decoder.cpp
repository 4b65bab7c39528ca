#include "bench/floor/plain_decoder.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <ctime>
#include <limits>
#include <stdexcept>

namespace beatsync::bench {
namespace {

struct Deleter {
    void operator()(AVFormatContext* p) const { avformat_close_input(&p); }
    void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
    void operator()(AVPacket* p) const { av_packet_free(&p); }
    void operator()(AVFrame* p) const { av_frame_free(&p); }
};
template <class T>
using Ptr = std::unique_ptr<T, Deleter>;

void check(bool good, const std::string& what) {
    if (!good) throw std::runtime_error("plain decoding: " + what);
}

}  // namespace

struct PlainDecoder::State {
    Ptr<AVFormatContext> format;
    AVStream* stream = nullptr;
    Ptr<AVPacket> packet{av_packet_alloc()};
    Ptr<AVFrame> frame{av_frame_alloc()};

    [[nodiscard]] Ptr<AVCodecContext> open_codec() const {
        const AVCodec* decoder = avcodec_find_decoder(stream->codecpar->codec_id);
        Ptr<AVCodecContext> codec(avcodec_alloc_context3(decoder));
        check(decoder != nullptr && codec, "no decoder");
        check(avcodec_parameters_to_context(codec.get(), stream->codecpar) >= 0, "parameters");
        codec->thread_count = 1;
        codec->pkt_timebase = stream->time_base;
        check(avcodec_open2(codec.get(), decoder, nullptr) >= 0, "cannot open the decoder");
        return codec;
    }

    Count decode(std::int64_t from, std::int64_t wanted) {
        const Ptr<AVCodecContext> codec = open_codec();
        Count count;
        for (bool ended = false; count.shown < wanted;) {
            const int rc = avcodec_receive_frame(codec.get(), frame.get());
            if (rc == 0) {
                ++count.decoded;
                count.shown += frame->best_effort_timestamp >= from ? 1 : 0;
                continue;
            }
            if (rc != AVERROR(EAGAIN) || ended) break;
            ended = !feed(*codec);
        }
        return count;
    }

    bool feed(AVCodecContext& codec) {
        while (av_read_frame(format.get(), packet.get()) >= 0) {
            if (packet->stream_index == stream->index) avcodec_send_packet(&codec, packet.get());
            const bool fed = packet->stream_index == stream->index;
            av_packet_unref(packet.get());
            if (fed) return true;
        }
        avcodec_send_packet(&codec, nullptr);
        return false;
    }
};

PlainDecoder::PlainDecoder(const std::string& path) : state_(std::make_unique<State>()) {
    AVFormatContext* format = nullptr;
    check(avformat_open_input(&format, path.c_str(), nullptr, nullptr) >= 0, "cannot open " + path);
    state_->format.reset(format);
    check(avformat_find_stream_info(format, nullptr) >= 0, "cannot read " + path);
    const int best = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    check(best >= 0, "no pictures in " + path);
    for (unsigned i = 0; i < format->nb_streams; ++i)
        format->streams[i]->discard = static_cast<int>(i) == best ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    state_->stream = format->streams[best];
}

PlainDecoder::PlainDecoder(PlainDecoder&&) noexcept = default;
PlainDecoder& PlainDecoder::operator=(PlainDecoder&&) noexcept = default;
PlainDecoder::~PlainDecoder() = default;

PlainDecoder::Count PlainDecoder::all() {
    return state_->decode(AV_NOPTS_VALUE, std::numeric_limits<std::int64_t>::max());
}

PlainDecoder::Count PlainDecoder::range(std::int64_t in_us, std::int64_t frames) {
    AVStream& stream = *state_->stream;
    const std::int64_t start = stream.start_time != AV_NOPTS_VALUE ? stream.start_time : 0;
    const std::int64_t from = start + av_rescale_q(in_us, {1, AV_TIME_BASE}, stream.time_base);
    check(av_seek_frame(state_->format.get(), stream.index, from, AVSEEK_FLAG_BACKWARD) >= 0, "seek");
    // Half a frame early, for the in-point is rounded.
    const AVRational rate = stream.avg_frame_rate;
    const std::int64_t half = rate.num > 0 ? av_rescale_q(1, {rate.den, 2 * rate.num}, stream.time_base) : 0;
    return state_->decode(from - half, frames);
}

double thread_cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace beatsync::bench
