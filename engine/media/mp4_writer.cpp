#include "media/mp4_writer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <utility>

#include "media/encoders.h"
#include "media/video_splice.h"

namespace beatsync::media {
namespace {

Error write_error(int code) {
    if (code == AVERROR(ENOSPC))
        return {Errc::media, "write: the disk is full", "free some space and try again"};
    if (code == AVERROR(EFBIG)) return {Errc::media, "write: the file is larger than this disk allows", ""};
    return {Errc::media, "write: " + av::reason(code), ""};
}

Error encode_error(int code) {
    return {Errc::media, "encode: " + av::reason(code), ""};
}

struct OutputDeleter {
    void operator()(AVFormatContext* p) const noexcept {
        avio_closep(&p->pb);
        avformat_free_context(p);
    }
};
using OutputPtr = std::unique_ptr<AVFormatContext, OutputDeleter>;

struct DictionaryDeleter {
    void operator()(AVDictionary* p) const noexcept { av_dict_free(&p); }
};

/// An encoder and the stream that its packets go to.
struct Channel {
    EncoderPtr encoder;
    AVStream* stream = nullptr;  // owned by the muxer
};

}  // namespace

class Mp4Writer::Impl {
public:
    Result<void> open(const std::filesystem::path& path, const WriterOptions& options) {
        av::silence();
        options_ = options;
        BEATSYNC_CHECK(open_pictures());
        BEATSYNC_TRY(audio_.encoder, open_audio_encoder(options));
        packet_.reset(av_packet_alloc());
        if (!packet_) return fail(write_error(AVERROR(ENOMEM)));
        // "file:" so that a name with a colon is not taken for a protocol.
        const std::string url = "file:" + path.string();
        AVFormatContext* muxer = nullptr;
        int code =
            avformat_alloc_output_context2(&muxer, nullptr, options.quicktime ? "mov" : "mp4", url.c_str());
        if (code < 0) return fail(write_error(code));
        muxer_.reset(muxer);
        BEATSYNC_CHECK(add_stream(video_));
        splice_ = options.splice;
        if (splice_ != nullptr) BEATSYNC_CHECK(set_header(*video_.stream->codecpar, splice_->plan().header));
        BEATSYNC_CHECK(add_stream(audio_));
        video_.stream->avg_frame_rate = video_.encoder->framerate;
        if (options.format.range == DynamicRange::pq) BEATSYNC_CHECK(tell(*video_.stream, options.light));
        code = avio_open(&muxer_->pb, url.c_str(), AVIO_FLAG_WRITE);
        if (code < 0) return fail(write_error(code));
        return write_header();
    }

    Result<void> write_video(const AVFrame& frame, bool keyframe) {
        assert(frame.width == video_.encoder->width && frame.height == video_.encoder->height);
        // An encoder that can't be told begins anew: its first frame is a keyframe.
        if (keyframe && frames_ > 0 && !row_->forces_keyframes) {
            BEATSYNC_CHECK(encode(video_, nullptr));
            BEATSYNC_CHECK(open_pictures());
        }
        BEATSYNC_TRY(const av::FramePtr f, input_.convert(frame));
        f->pts = frames_++;
        if (splice_ != nullptr) splice_->frames_due(frames_ + frames_copied_);
        fresh_ = false;
        f->pict_type = keyframe ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
        return encode(video_, f.get());
    }

    Result<void> copy_video() {
        assert(splice_ != nullptr);
        // What the encoder holds back comes before the run: it would all be copied at once, behind its sound.
        if (!fresh_ && splice_->run_from(frames_ + frames_copied_) >= long_run()) {
            BEATSYNC_CHECK(encode(video_, nullptr));
            BEATSYNC_CHECK(open_pictures());
        }
        splice_->frames_due(frames_ + ++frames_copied_);
        return write_copied();
    }

    Result<void> write_audio(std::span<const float> interleaved) {
        assert(interleaved.size() % channels() == 0);
        pending_.insert(pending_.end(), interleaved.begin(), interleaved.end());
        const std::size_t block = static_cast<std::size_t>(audio_.encoder->frame_size) * channels();
        std::size_t used = 0;
        for (; pending_.size() - used >= block; used += block)
            BEATSYNC_CHECK(encode_samples(std::span(pending_).subspan(used, block)));
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(used));
        return {};
    }

    Result<void> finish() {
        if (!pending_.empty()) BEATSYNC_CHECK(encode_samples(pending_));
        pending_.clear();
        BEATSYNC_CHECK(encode(video_, nullptr));
        BEATSYNC_CHECK(encode(audio_, nullptr));
        if (const int code = av_write_trailer(muxer_.get()); code < 0) return fail(write_error(code));
        // The last bytes are written, and the last errors seen, here.
        const int late = muxer_->pb->error;
        const int closed = avio_closep(&muxer_->pb);
        if (late < 0 || closed < 0) return fail(write_error(late < 0 ? late : closed));
        return {};
    }

private:
    Result<void> open_pictures() {
        BEATSYNC_TRY(VideoEncoder opened, open_video_encoder(options_));
        row_ = opened.row;
        video_.encoder = std::move(opened.context);
        input_ = std::move(opened.input);
        fresh_ = true;
        return {};
    }

    /// In frames, two seconds: worth an encoder that begins anew.
    [[nodiscard]] std::int64_t long_run() const {
        return std::llround(2 * av_q2d(video_.encoder->framerate));
    }

    [[nodiscard]] std::size_t channels() const {
        return static_cast<std::size_t>(audio_.encoder->ch_layout.nb_channels);
    }

    Result<void> add_stream(Channel& channel) {
        channel.stream = avformat_new_stream(muxer_.get(), nullptr);
        if (channel.stream == nullptr) return fail(write_error(AVERROR(ENOMEM)));
        const int code = avcodec_parameters_from_context(channel.stream->codecpar, channel.encoder.get());
        if (code < 0) return fail(write_error(code));
        channel.stream->time_base = channel.encoder->time_base;
        return {};
    }

    static Result<void> set_header(AVCodecParameters& parameters, const std::vector<std::uint8_t>& header) {
        av_freep(&parameters.extradata);
        parameters.extradata_size = 0;
        parameters.extradata =
            static_cast<std::uint8_t*>(av_mallocz(header.size() + AV_INPUT_BUFFER_PADDING_SIZE));
        if (parameters.extradata == nullptr) return fail(write_error(AVERROR(ENOMEM)));
        std::memcpy(parameters.extradata, header.data(), header.size());
        parameters.extradata_size = static_cast<int>(header.size());
        return {};
    }

    Result<void> write_header() {
        AVDictionary* raw = nullptr;
        av_dict_set(&raw, "movflags", "+faststart", 0);
        // Edit lists count in the movie's time scale: at the default of 1/1000 s they would round the end.
        av_dict_set_int(&raw, "movie_timescale", audio_.encoder->sample_rate, 0);
        const int code = avformat_write_header(muxer_.get(), &raw);
        const std::unique_ptr<AVDictionary, DictionaryDeleter> unused(raw);
        if (code < 0) return fail(write_error(code));
        return {};
    }

    Result<void> encode_samples(std::span<const float> interleaved) {
        const std::size_t n = interleaved.size() / channels();
        av::FramePtr f(av_frame_alloc());
        if (!f) return fail(encode_error(AVERROR(ENOMEM)));
        f->format = AV_SAMPLE_FMT_FLTP;
        f->sample_rate = audio_.encoder->sample_rate;
        f->nb_samples = static_cast<int>(n);
        f->pts = samples_;
        int code = av_channel_layout_copy(&f->ch_layout, &audio_.encoder->ch_layout);
        if (code >= 0) code = av_frame_get_buffer(f.get(), 0);
        if (code < 0) return fail(encode_error(code));
        for (std::size_t c = 0; c < channels(); ++c) {
            auto* plane = reinterpret_cast<float*>(f->extended_data[c]);
            for (std::size_t i = 0; i < n; ++i)
                plane[i] = interleaved[i * channels() + c];
        }
        samples_ += static_cast<std::int64_t>(n);
        return encode(audio_, f.get());
    }

    /// Gives the encoder a frame (null: no more come) and writes what it has ready.
    Result<void> encode(Channel& channel, const AVFrame* frame) {
        int code = avcodec_send_frame(channel.encoder.get(), frame);
        if (code < 0) return fail(encode_error(code));
        while ((code = avcodec_receive_packet(channel.encoder.get(), packet_.get())) >= 0)
            BEATSYNC_CHECK(write_packet(channel));
        if (code != AVERROR(EAGAIN) && code != AVERROR_EOF) return fail(encode_error(code));
        return {};
    }

    Result<void> write_packet(const Channel& channel) {
        if (splice_ == nullptr || &channel != &video_) return mux(channel);
        BEATSYNC_CHECK(splice_->place(*packet_));
        BEATSYNC_CHECK(mux(channel));
        return write_copied();
    }

    /// Those that come next and are due: what the encoder still holds comes before those behind it.
    Result<void> write_copied() {
        for (;;) {
            BEATSYNC_TRY(const bool copied, splice_->next_copied(*packet_));
            if (!copied) return {};
            BEATSYNC_CHECK(mux(video_));
        }
    }

    Result<void> mux(const Channel& channel) {
        AVPacket& p = *packet_;
        // x264 leaves it out; without it the last frame has no length.
        if (p.duration == 0 && &channel == &video_) p.duration = 1;
        p.stream_index = channel.stream->index;
        av_packet_rescale_ts(&p, channel.encoder->time_base, channel.stream->time_base);
        const int code = av_interleaved_write_frame(muxer_.get(), &p);
        if (code < 0) return fail(write_error(code));
        if (muxer_->pb->error < 0) return fail(write_error(muxer_->pb->error));
        return {};
    }

    WriterOptions options_;
    const EncoderRow* row_ = nullptr;
    bool fresh_ = true;  // no frame was given to the encoder yet
    EncoderInput input_;
    OutputPtr muxer_;
    Channel video_;
    Channel audio_;
    av::PacketPtr packet_;
    std::vector<float> pending_;  // less than one AAC frame
    std::int64_t frames_ = 0;
    std::int64_t samples_ = 0;
    VideoSplice* splice_ = nullptr;
    std::int64_t frames_copied_ = 0;
};

Mp4Writer::Mp4Writer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Mp4Writer::Mp4Writer(Mp4Writer&&) noexcept = default;
Mp4Writer& Mp4Writer::operator=(Mp4Writer&&) noexcept = default;
Mp4Writer::~Mp4Writer() = default;

Result<Mp4Writer> Mp4Writer::open(const std::filesystem::path& path, const WriterOptions& options) {
    auto impl = std::make_unique<Impl>();
    BEATSYNC_CHECK(impl->open(path, options));
    return Mp4Writer(std::move(impl));
}

Result<void> Mp4Writer::write_video(const AVFrame& frame, bool keyframe) {
    return impl_->write_video(frame, keyframe);
}

Result<void> Mp4Writer::copy_video() {
    return impl_->copy_video();
}

Result<void> Mp4Writer::write_audio(std::span<const float> interleaved) {
    return impl_->write_audio(interleaved);
}

Result<void> Mp4Writer::finish() {
    return impl_->finish();
}

}  // namespace beatsync::media
