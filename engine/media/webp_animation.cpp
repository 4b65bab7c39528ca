#include "media/webp_animation.h"

#include <fmt/format.h>
#include <webp/demux.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "core/file.h"
#include "media/frame_delay.h"
#include "media/still_header.h"

namespace beatsync::media {
namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20;
/// libwebpdemux holds two canvases of 4 bytes a pixel: 128 MB.
constexpr std::int64_t kMostPixels = 16'000'000;

struct AnimationDeleter {
    void operator()(WebPAnimDecoder* p) const noexcept { WebPAnimDecoderDelete(p); }
};

/// Releases what the iteration holds.
class FrameIterator {
public:
    explicit FrameIterator(const WebPDemuxer& demuxer) {
        // Frames are counted from 1.
        found_ = WebPDemuxGetFrame(&demuxer, 1, &iterator_) != 0;
    }
    FrameIterator(const FrameIterator&) = delete;
    FrameIterator& operator=(const FrameIterator&) = delete;
    ~FrameIterator() { WebPDemuxReleaseIterator(&iterator_); }
    [[nodiscard]] bool found() const { return found_; }
    [[nodiscard]] int milliseconds() const { return iterator_.duration; }
    void advance() { found_ = WebPDemuxNextFrame(&iterator_) != 0; }

private:
    WebPIterator iterator_{};
    bool found_ = false;
};

Orientation orientation_of(const WebPDemuxer& demuxer) {
    WebPChunkIterator chunk{};
    Orientation orientation;
    if (WebPDemuxGetChunk(&demuxer, "EXIF", 1, &chunk) != 0) {
        std::string_view bytes(reinterpret_cast<const char*>(chunk.chunk.bytes), chunk.chunk.size);
        constexpr std::string_view kHead("Exif\0\0", 6);  // some writers put JPEG's marker before it
        if (bytes.substr(0, kHead.size()) == kHead) bytes.remove_prefix(kHead.size());
        orientation = orientation_of_tiff(bytes);
    }
    WebPDemuxReleaseChunkIterator(&chunk);
    return orientation;
}

Error damaged(const std::filesystem::path& path) {
    return {Errc::input, fmt::format("{}: not one picture in it can be decoded", path.string()),
            "the file is damaged: copy it again"};
}

}  // namespace

class WebpAnimation::Impl {
public:
    explicit Impl(std::string bytes) : bytes_(std::move(bytes)) {}

    Result<void> open(const std::filesystem::path& path) {
        WebPAnimDecoderOptions options;
        if (WebPAnimDecoderOptionsInit(&options) == 0) return fail(Errc::media, "libwebp is of another kind");
        options.color_mode = MODE_rgbA;  // multiplied by alpha: over black
        const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes_.data()), bytes_.size()};
        // The canvas is declared in the header: looked at before it is made.
        const std::unique_ptr<WebPDemuxer, void (*)(WebPDemuxer*)> demuxer(WebPDemux(&data), WebPDemuxDelete);
        if (!demuxer) return fail(damaged(path));
        const auto width = static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH));
        const auto height = static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT));
        if (std::int64_t{width} * height > kMostPixels)
            return fail(Errc::input,
                        fmt::format("{}: an animation of {}x{} is too large: at most {} megapixels",
                                    path.string(), width, height, kMostPixels / 1'000'000),
                        "make it smaller first");
        plays_ = static_cast<int>(std::min(WebPDemuxGetI(demuxer.get(), WEBP_FF_LOOP_COUNT), 1'000'000U));
        for (FrameIterator frame(*demuxer); frame.found(); frame.advance())
            delays_.push_back(shown_delay(Time::from_ms(frame.milliseconds())));
        decoder_.reset(WebPAnimDecoderNew(&data, &options));
        if (!decoder_ || delays_.empty()) return fail(damaged(path));
        describe(path, width, height, orientation_of(*demuxer));
        if (!next()) return fail(damaged(path));
        rewind();
        return {};
    }

    Result<std::optional<TimedPicture>> next() {
        if (index_ == delays_.size()) return std::nullopt;
        std::uint8_t* canvas = nullptr;
        int ends_at = 0;
        if (WebPAnimDecoderGetNext(decoder_.get(), &canvas, &ends_at) == 0) {
            const std::size_t at = std::exchange(index_, delays_.size());
            return fail(Errc::media, fmt::format("frame {} can't be decoded", at + 1));
        }
        BEATSYNC_TRY(av::FramePtr picture, copy(canvas));
        TimedPicture timed{std::move(picture), at_, delays_[index_]};
        at_ += delays_[index_++];
        return timed;
    }

    void rewind() {
        WebPAnimDecoderReset(decoder_.get());
        index_ = 0;
        at_ = Time{};
    }

    [[nodiscard]] const MediaInfo& info() const { return info_; }
    [[nodiscard]] int plays() const { return plays_; }

private:
    void describe(const std::filesystem::path& path, int width, int height, Orientation orientation) {
        Time length;
        for (const Time delay : delays_)
            length += delay;
        const bool still = delays_.size() == 1;
        VideoInfo video;
        video.codec = "webp";
        video.width = video.coded_width = width;
        video.height = video.coded_height = height;
        video.rotation_degrees = orientation.rotation_degrees;
        video.mirrored = orientation.mirrored;
        if (orientation.rotation_degrees % 180 != 0) std::swap(video.width, video.height);
        video.frames = static_cast<std::int64_t>(delays_.size());
        const std::int64_t ms = std::max<std::int64_t>(1, length.us / 1000);
        constexpr std::int64_t kMost = 1'000'000;
        video.rate = {static_cast<std::int32_t>(std::min(video.frames, kMost) * 1000),
                      static_cast<std::int32_t>(std::min(ms, kMost * 1000))};
        video.variable_rate =
            std::any_of(delays_.begin(), delays_.end(), [&](Time delay) { return delay != delays_.front(); });
        video.duration = still ? Time{} : length;
        info_.path = path.string();
        info_.container = "webp";
        info_.kind = still ? MediaKind::still : MediaKind::video;
        info_.video = video;
        info_.duration = video.duration;
    }

    [[nodiscard]] Result<av::FramePtr> copy(const std::uint8_t* canvas) const {
        av::FramePtr frame(av_frame_alloc());
        if (!frame) return fail(Errc::media, "out of memory");
        frame->format = AV_PIX_FMT_RGB0;
        frame->width = info_.video->coded_width;
        frame->height = info_.video->coded_height;
        frame->color_range = AVCOL_RANGE_JPEG;
        frame->colorspace = AVCOL_SPC_RGB;
        if (av_frame_get_buffer(frame.get(), 0) < 0) return fail(Errc::media, "out of memory");
        const auto row = static_cast<std::size_t>(frame->width) * 4;
        for (int y = 0; y < frame->height; ++y)
            std::memcpy(frame->data[0] + static_cast<std::ptrdiff_t>(y) * frame->linesize[0],
                        canvas + static_cast<std::size_t>(y) * row, row);
        return frame;
    }

    std::string bytes_;  // the decoder reads from it
    std::unique_ptr<WebPAnimDecoder, AnimationDeleter> decoder_;
    std::vector<Time> delays_;
    int plays_ = 1;
    std::size_t index_ = 0;
    Time at_;
    MediaInfo info_;
};

Result<WebpAnimation> WebpAnimation::open(const std::filesystem::path& path) {
    BEATSYNC_TRY(std::string bytes, read_file(path, kMostBytes));
    auto impl = std::make_unique<Impl>(std::move(bytes));
    BEATSYNC_CHECK(impl->open(path));
    return WebpAnimation(std::move(impl));
}

WebpAnimation::WebpAnimation(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebpAnimation::WebpAnimation(WebpAnimation&&) noexcept = default;
WebpAnimation& WebpAnimation::operator=(WebpAnimation&&) noexcept = default;
WebpAnimation::~WebpAnimation() = default;

const MediaInfo& WebpAnimation::info() const {
    return impl_->info();
}

int WebpAnimation::plays() const {
    return impl_->plays();
}

Result<std::optional<TimedPicture>> WebpAnimation::next() {
    return impl_->next();
}

void WebpAnimation::rewind() {
    impl_->rewind();
}

}  // namespace beatsync::media
