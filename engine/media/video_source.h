#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/media_info.h"
#include "media/deinterlacer.h"
#include "media/frame_clock.h"
#include "media/input.h"
#include "media/still_header.h"
#include "media/stream_decoder.h"
#include "media/webp_animation.h"

namespace beatsync::media {

/// The pictures of a file from one keyframe on: demuxed, decoded, timed and deinterlaced. FrameReader makes
/// exact seeking of it. Animations that are to be played again are, up to ten seconds (frame_delay.h).
class VideoSource {
public:
    struct Options {
        int threads = 1;
        bool deinterlace = true;
        bool rough = false;           ///< as FrameReader::Options
        bool note_keyframes = false;  ///< as FrameReader::Options
        int sketch_side = 0;          ///< as FrameReader::Options
        bool strict = false;          ///< as FrameReader::Options
    };
    /// Decodes the first frame: its time is time 0. Errc::input when there is none.
    [[nodiscard]] static Result<VideoSource> open(const std::filesystem::path& path, const Options& options);

    [[nodiscard]] const MediaInfo& info() const { return info_; }
    /// When the first frame is shown, on the clock of the container.
    [[nodiscard]] Time origin() const { return origin_; }
    /// The next picture; none at the end. AV_FRAME_FLAG_CORRUPT is set where the decoder had to guess at
    /// parts of it, and from there to the next keyframe.
    Result<std::optional<TimedPicture>> read();

    /// Goes to a keyframe near `t`, hopefully at or before it. The first picture read then is the first that
    /// is sure to be whole. false when the file cannot be seeked: then start().
    bool seek(Time t);
    /// Frames before `t` will not be looked at: those that no other is predicted from need not be decoded.
    /// The last `margin` before it are: from the time given back on, none is left out.
    Time skim_until(Time t, std::int64_t margin);
    /// As FrameReader's; stopped() when the end of what is wanted was met, and not that of the file.
    void stop_after(Time t);
    void read_on() {
        if (decoder_) decoder_->read_on();
    }
    [[nodiscard]] bool stopped() const { return decoder_ && decoder_->stopped(); }
    /// As FrameReader's.
    bool rest();
    /// Goes back to the first frame, by opening the file anew.
    Result<void> restart();

    /// Whether a keyframe lies between what was decoded last and `t`; none when the index does not tell.
    [[nodiscard]] std::optional<bool> keyframe_before(Time t) const;
    /// As FrameReader's.
    [[nodiscard]] std::vector<Time> keyframes() const;
    [[nodiscard]] std::int64_t frames_decoded() const;
    [[nodiscard]] bool whole() const { return decoder_ && decoder_->whole(); }
    /// The file itself, not at its beginning any more; nothing else may be called then. Not of animated WebP.
    [[nodiscard]] std::optional<Input> release() {
        decoder_.reset();
        return std::move(input_);
    }

private:
    VideoSource(std::filesystem::path path, const Options& options)
        : path_(std::move(path)), options_(options) {}
    Result<void> load();
    Result<void> open_animation();
    Result<bool> find_first();
    void mind_header();
    void plan_plays(int asked);
    Result<std::optional<TimedPicture>> read_play();
    Result<std::optional<TimedPicture>> next_decoded();
    Result<std::optional<TimedPicture>> next_held();
    Result<av::FramePtr> decode();
    void mark_guesses(AVFrame& frame);
    Result<void> deinterlace(TimedPicture picture);
    bool enter(Time t);
    [[nodiscard]] TimedPicture timed(av::FramePtr frame);
    [[nodiscard]] std::optional<Time> shown_at(std::int64_t stamp) const;
    [[nodiscard]] std::int64_t stamp_of(Time t) const;

    std::filesystem::path path_;
    Options options_;
    MediaInfo info_;
    Time origin_;
    std::int64_t origin_stamp_ = 0;  // in the stream's time base
    Time nominal_;
    bool stamped_ = true;        // frames carry times
    bool from_keyframe_ = true;  // false: the stream has none
    bool seeked_ = false;
    bool ended_ = false;
    bool guessed_ = false;  // since the last keyframe
    StillHeader header_;
    int plays_ = 1;
    int play_ = 0;                       // which of them this is
    std::optional<WebpAnimation> webp_;  // instead of input_ and decoder_
    std::optional<Input> input_;
    std::optional<StreamDecoder> decoder_;  // reads from input_
    std::int64_t decoded_before_ = 0;       // by decoders that it had before
    std::optional<FrameClock> clock_;
    std::optional<Deinterlacer> deinterlacer_;
    std::optional<TimedPicture> first_;  // decoded to learn the origin, not yet read
    av::FramePtr waiting_;               // decoded; frames that were left out come before it
    av::FramePtr given_;                 // last, for them; kept only where there may be any
};

}  // namespace beatsync::media
