#include "media/whole_pictures.h"

#include <algorithm>
#include <utility>

namespace beatsync::media {
namespace {

/// A decoder that gives no frame with a fault in it, and leaves out what only changes how frames look.
Result<av::CodecPtr> open_strict_decoder(const AVCodecParameters& parameters, int threads) {
    const AVCodec* codec = avcodec_find_decoder(parameters.codec_id);
    if (codec == nullptr) return fail(Errc::media, "no decoder");
    av::CodecPtr c(avcodec_alloc_context3(codec));
    if (!c || avcodec_parameters_to_context(c.get(), &parameters) < 0)
        return fail(Errc::media, "out of memory");
    c->thread_count = threads;
    c->err_recognition = AV_EF_EXPLODE;
    c->skip_loop_filter = AVDISCARD_ALL;
    if (const int code = avcodec_open2(c.get(), codec, nullptr); code < 0)
        return fail(Errc::media, "open decoder: " + av::reason(code));
    return c;
}

class Check {
public:
    Check(av::CodecPtr codec, std::span<const std::int64_t> stamps)
        : codec_(std::move(codec)), whole_(stamps.size(), false) {
        for (std::size_t i = 0; i < stamps.size(); ++i)
            by_stamp_.emplace_back(stamps[i], i);
        std::sort(by_stamp_.begin(), by_stamp_.end());
    }

    /// Null: no more come.
    void feed(const AVPacket* packet) {
        // What a decoder refuses is missing among the frames.
        if (avcodec_send_packet(codec_.get(), packet) == AVERROR(EAGAIN)) {
            receive();
            avcodec_send_packet(codec_.get(), packet);
        }
        receive();
    }

    std::vector<bool> result() && { return std::move(whole_); }

private:
    void receive() {
        constexpr int kMostErrors = 1000;  // in a row: a decoder that never comes to its end
        for (int errors = 0; errors < kMostErrors;) {
            const int code = avcodec_receive_frame(codec_.get(), frame_.get());
            if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
            if (code == 0)
                note(*frame_);
            else
                ++errors;
        }
    }

    void note(const AVFrame& frame) {
        // A damaged count shows a picture in another place without an error.
        const bool in_order = frame.pts > last_;
        last_ = std::max(last_, frame.pts);
        if (av::is_faulty(frame) || !in_order) return;
        const auto at =
            std::lower_bound(by_stamp_.begin(), by_stamp_.end(), std::pair(frame.pts, std::size_t{0}));
        if (at != by_stamp_.end() && at->first == frame.pts) whole_[at->second] = true;
    }

    av::CodecPtr codec_;
    av::FramePtr frame_{av_frame_alloc()};
    std::vector<std::pair<std::int64_t, std::size_t>> by_stamp_;
    std::vector<bool> whole_;
    std::int64_t last_ = AV_NOPTS_VALUE;  // the latest given
};

}  // namespace

Result<std::vector<bool>> whole_pictures(StoredVideo& file, std::span<const std::int64_t> stamps,
                                         int threads) {
    const av::PacketPtr packet(av_packet_alloc());
    if (!packet) return fail(Errc::media, "out of memory");
    BEATSYNC_TRY(av::CodecPtr codec, open_strict_decoder(file.parameters(), threads));
    Check check(std::move(codec), stamps);
    for (std::size_t i = 0; i < stamps.size(); ++i) {
        if (i == 0) {
            BEATSYNC_CHECK(file.go_to(stamps[0], *packet));
        } else {
            BEATSYNC_TRY(const bool got, file.read(*packet));
            if (!got) break;
        }
        check.feed(packet.get());
    }
    check.feed(nullptr);
    return std::move(check).result();
}

}  // namespace beatsync::media
