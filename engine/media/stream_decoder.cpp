#include "media/stream_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace beatsync::media {
namespace {

/// A demuxer may stumble over damage and find its way again; a disk that fails does not.
constexpr int kMostReadErrors = 32;
/// Errors in a row that a decoder may give when nothing more is fed.
constexpr int kMostDrainErrors = 1024;

int count_buffer(AVCodecContext* context, AVFrame* frame, int flags) {
    auto& buffers = *static_cast<StreamDecoder::Buffers*>(context->opaque);
    ++buffers.count;
    const int code = avcodec_default_get_buffer2(context, frame, flags);
    if (code >= 0 && buffers.newest_is_kept) buffers.newest.reset(av_frame_clone(frame));
    return code;
}

/// Every frame decoded asks for a buffer, also one that is never given.
void count_buffers(AVCodecContext& context, StreamDecoder::Buffers& buffers) {
    context.opaque = &buffers;
    context.get_buffer2 = count_buffer;
#if FF_API_THREAD_SAFE_CALLBACKS
    // Later versions take every callback for one that threads may call; for earlier ones it must be said.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    context.thread_safe_callbacks = 1;
#pragma GCC diagnostic pop
#endif
}

tl::unexpected<Error> damaged() {
    return fail(Errc::media, "it is damaged");
}

}  // namespace

Result<StreamDecoder> StreamDecoder::open(AVFormatContext& format, int stream, const Options& options) {
    StreamDecoder decoder(format, *format.streams[stream], options);
    decoder.strict_ = options.strict && format.streams[stream]->codecpar->codec_id == AV_CODEC_ID_H264;
    if (decoder.strict_) decoder.take_header();
    BEATSYNC_CHECK(decoder.make_codec());
    const bool video = decoder.stream_->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
    decoder.await_keyframe_ = video && options.from_keyframe;
    return decoder;
}

Result<void> StreamDecoder::make_codec() {
    const AVCodecParameters& parameters = *stream_->codecpar;
    const AVCodec* codec = avcodec_find_decoder(parameters.codec_id);
    codec_.reset(avcodec_alloc_context3(codec));
    if (codec == nullptr || !codec_ || !packet_)
        return fail(Errc::input, fmt::format("no decoder for '{}'", avcodec_get_name(parameters.codec_id)));
    AVCodecContext& context = *codec_;
    if (const int rc = avcodec_parameters_to_context(&context, &parameters); rc < 0)
        return fail(Errc::input, av::reason(rc));
    context.thread_count = options_.threads;
    context.pkt_timebase = stream_->time_base;  // else encoder delay is dropped but not counted
    if (options_.rough) {
        context.skip_loop_filter = AVDISCARD_NONREF;
        context.flags2 |= AV_CODEC_FLAG2_FAST;
    }
    if (options_.sketch) {
        context.skip_loop_filter = AVDISCARD_ALL;
        context.flags2 |= AV_CODEC_FLAG2_FAST;
        if (SketchPlan::suits(parameters)) plan_.emplace(parameters);
        buffers_->newest_is_kept = plan_.has_value();
    }
    if (strict_) context.err_recognition = AV_EF_EXPLODE;  // as whole_pictures
    count_buffers(context, *buffers_);
    if (options_.max_pixels > 0) context.max_pixels = options_.max_pixels;
    context.lowres = std::min(options_.halvings, static_cast<int>(codec->max_lowres));
    if (const int rc = avcodec_open2(&context, codec, nullptr); rc < 0)
        return fail(Errc::input, fmt::format("cannot decode '{}': {}", codec->name, av::reason(rc)));
    return {};
}

Result<bool> StreamDecoder::read(AVFrame& frame) {
    for (int errors = 0;;) {
        const int rc = avcodec_receive_frame(codec_.get(), &frame);
        if (rc == 0) {
            ++frames_given_;
            if (strict_ && av::is_faulty(frame)) return damaged();
            doubtful_ = doubtful_ || frame.pts <= last_given_;
            last_given_ = frame.pts;
            if (plan_ && frame.interlaced_frame != 0) leave_nothing_out();
            return true;
        }
        if (rc == AVERROR_EOF) return false;
        if (rc == AVERROR(ENOMEM)) return fail(Errc::media, "out of memory");
        if (strict_ && rc != AVERROR(EAGAIN)) return damaged();
        if (draining_) {
            if (++errors > kMostDrainErrors) return false;
            continue;
        }
        BEATSYNC_CHECK(feed());
    }
}

/// Has the next packet of the stream in packet_, after a seek that of a keyframe; false at the end.
Result<bool> StreamDecoder::fetch() {
    for (int errors = 0; !fetched_;) {
        const int rc = av_read_frame(format_, packet_.get());
        doubtful_ = doubtful_ || (rc < 0 && rc != AVERROR_EOF);
        if (rc == AVERROR_EOF || (rc < 0 && format_->pb != nullptr && avio_feof(format_->pb) != 0))
            return false;
        if (rc < 0) {
            if (++errors > kMostReadErrors) return fail(Errc::media, av::reason(rc));
            continue;
        }
        const bool ours = packet_->stream_index == stream_->index;
        const bool wait = await_keyframe_ && (packet_->flags & AV_PKT_FLAG_KEY) == 0;
        fetched_ = ours && !wait;
        if (!fetched_) av_packet_unref(packet_.get());
    }
    return true;
}

std::int64_t StreamDecoder::find_entry() {
    const auto found = fetch();
    return found && *found ? packet_->pts : AV_NOPTS_VALUE;
}

Result<void> StreamDecoder::feed() {
    BEATSYNC_TRY(const bool found, fetch());
    stopped_ = found && is_past_stop(*packet_);
    if (!found || stopped_) {
        drain();
        return {};
    }
    fetched_ = false;
    if (await_keyframe_) entry_ = packet_->pts;
    await_keyframe_ = false;
    const bool keyframe = (packet_->flags & AV_PKT_FLAG_KEY) != 0 && packet_->pts != AV_NOPTS_VALUE;
    if (options_.note_keyframes && keyframe) keyframes_.push_back(packet_->pts);
    if ((packet_->flags & AV_PKT_FLAG_DISCARD) == 0) ++frames_due_;
    if (strict_ && !doubtful_) doubtful_ = !is_as_announced(*packet_);
    position_ = packet_->dts != AV_NOPTS_VALUE ? packet_->dts : packet_->pts;
    // What is shown before a keyframe that was sought cannot be whole.
    const std::int64_t unseen = seeked_ ? std::max(skim_until_, entry_) : skim_until_;
    static_assert(AV_NOPTS_VALUE == std::numeric_limits<std::int64_t>::min());
    const bool skim = packet_->pts != AV_NOPTS_VALUE && packet_->pts < unseen;
    const bool spare = plan_ && plan_->may_leave_out(*packet_);
    codec_->skip_frame = skim || spare ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    // A packet that cannot be decoded is passed over: the next keyframe puts things right.
    const bool pass_over = spare && plan_->may_pass_over(*packet_);
    const int sent = pass_over ? 0 : avcodec_send_packet(codec_.get(), packet_.get());
    if (strict_ && sent < 0) return damaged();
    if (plan_) plan_->decoded(*packet_, buffers_->newest.get());
    if (spare && sent >= 0 && !buffers_->newest) left_out_.insert(packet_->pts);
    buffers_->newest.reset();
    av_packet_unref(packet_.get());
    return {};
}

/// No packet is shown before it is decoded: from the first one on that is decoded too late, all are shown too
/// late. When the next one will be decoded is not known: how long a packet lasts, files often say wrongly.
bool StreamDecoder::is_past_stop(const AVPacket& packet) {
    const bool told = packet.pts != AV_NOPTS_VALUE && packet.dts != AV_NOPTS_VALUE;
    orderly_ = orderly_ && told && packet.dts <= packet.pts && packet.dts > last_decoded_at_;
    last_decoded_at_ = packet.dts;
    return orderly_ && packet.dts > stop_after_;
}

void StreamDecoder::drain() {
    draining_ = true;
    // Entered at a recovery point that is no IDR picture, FFmpeg's H.264 decoder would keep the last frames
    // for itself as if they were not whole; those that come after a whole one are.
    if (frames_given_ > given_before_entry_) codec_->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
    avcodec_send_packet(codec_.get(), nullptr);
}

void StreamDecoder::leave_nothing_out() {
    plan_.reset();
    buffers_->newest_is_kept = false;
}

void StreamDecoder::take_header() {
    const AVCodecParameters& p = *stream_->codecpar;
    const auto length_bytes =
        header_.take_header({p.extradata, static_cast<std::size_t>(std::max(0, p.extradata_size))});
    length_bytes_ = length_bytes.value_or(0);
    doubtful_ = !length_bytes;
}

/// Neither marked as damaged nor with sets that are not the header's: who enters behind those lacks them.
bool StreamDecoder::is_as_announced(const AVPacket& packet) {
    if ((packet.flags & AV_PKT_FLAG_CORRUPT) != 0) return false;
    if (av_packet_get_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, nullptr) != nullptr) return false;
    const auto units =
        split_units({packet.data, static_cast<std::size_t>(std::max(0, packet.size))}, length_bytes_);
    return units && std::none_of(units->begin(), units->end(),
                                 [&](const ByteSpan unit) { return header_.take(unit); });
}

std::optional<std::int64_t> StreamDecoder::left_out_before(std::int64_t stamp) {
    if (left_out_.empty() || *left_out_.begin() >= stamp) return std::nullopt;
    return left_out_.extract(left_out_.begin()).value();
}

std::int64_t StreamDecoder::frames_decoded() const {
    // A decoder that is another library's keeps its own buffers.
    return std::max(frames_given_, buffers_->count.load());
}

bool StreamDecoder::seek(std::int64_t stamp) {
    constexpr auto kFirst = std::numeric_limits<std::int64_t>::min();
    if (avformat_seek_file(format_, stream_->index, kFirst, stamp, stamp, 0) < 0) return false;
    if (codec_) {
        avcodec_flush_buffers(codec_.get());
        codec_->flags &= ~AV_CODEC_FLAG_OUTPUT_CORRUPT;
    } else if (!make_codec()) {
        codec_.reset();
        return false;
    }
    av_packet_unref(packet_.get());
    fetched_ = false;
    position_ = AV_NOPTS_VALUE;
    entry_ = AV_NOPTS_VALUE;
    await_keyframe_ = stream_->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
    draining_ = false;
    seeked_ = true;
    skim_until_ = AV_NOPTS_VALUE;
    read_on();
    given_before_entry_ = frames_given_;
    stopped_ = false;
    last_decoded_at_ = AV_NOPTS_VALUE;
    left_out_.clear();
    return true;
}

}  // namespace beatsync::media
