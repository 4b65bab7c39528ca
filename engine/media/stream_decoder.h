#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/error.h"
#include "media/av.h"
#include "media/h264_parameter_sets.h"
#include "media/sketch_plan.h"

namespace beatsync::media {

/// The frames of one stream in the order in which they are shown. The demuxer must outlive it, and no one
/// else may read from it. Damaged packets are passed over.
class StreamDecoder {
public:
    struct Options {
        int threads = 1;  ///< 0 = as many as there are cores
        std::int64_t max_pixels = 0;
        int halvings = 0;           ///< decode at a half, a quarter, an eighth of the size
        bool from_keyframe = true;  ///< pass over pictures before the first keyframe
        bool rough = false;         ///< faster: no deblocking where nothing is predicted from it
        bool note_keyframes = false;
        bool sketch = false;  ///< fastest: no deblocking at all, frames left out (SketchPlan); one thread
        bool strict = false;  ///< of H.264: ends with Errc::media at the first damage; for whole()
    };
    /// What the decoder asks for to put frames into.
    struct Buffers {
        std::atomic<std::int64_t> count{0};
        bool newest_is_kept = false;  ///< only with one thread: others would read it meanwhile
        av::FramePtr newest;          ///< decoded when its packet is; the decoder owns it
    };
    [[nodiscard]] static Result<StreamDecoder> open(AVFormatContext& format, int stream,
                                                    const Options& options);

    /// The next frame; false at the end. Errc::media when the file cannot be read on.
    Result<bool> read(AVFrame& frame);

    /// Goes to the keyframe at or before `stamp` (in the stream's time base), as well as the demuxer knows:
    /// it may land late. false when it cannot.
    bool seek(std::int64_t stamp);
    /// After seek(): when the keyframe that it came to is shown; AV_NOPTS_VALUE when unknown. Decodes
    /// nothing.
    [[nodiscard]] std::int64_t find_entry();

    /// Gives back what the decoder holds, some twenty frames; the next seek() makes a new one. Until then
    /// read() must not be called.
    void rest() { codec_.reset(); }

    /// Frames shown before `stamp` may be left out if no other is predicted from them; until the next seek().
    void skim_until(std::int64_t stamp) { skim_until_ = stamp; }

    /// Frames shown after `stamp` are not wanted until the next seek(): as soon as all before it are fed, the
    /// decoder is emptied as at the end. Others may be given then, but not all. Where packets do not tell,
    /// reading goes on.
    void stop_after(std::int64_t stamp) { stop_after_ = stamp; }
    void read_on() { stop_after_ = std::numeric_limits<std::int64_t>::max(); }
    [[nodiscard]] std::int64_t stopping_after() const { return stop_after_; }
    [[nodiscard]] bool stopped() const { return stopped_; }

    /// The decoding time of the packet last fed; AV_NOPTS_VALUE when unknown.
    [[nodiscard]] std::int64_t position() const { return position_; }
    /// When the keyframe is shown from which decoding began after seek(); AV_NOPTS_VALUE when unknown.
    [[nodiscard]] std::int64_t entry() const { return entry_; }
    /// Since open(), whether given or not: those read ahead when it goes elsewhere, and those that only
    /// others are predicted from.
    [[nodiscard]] std::int64_t frames_decoded() const;
    /// When the keyframes fed are shown (those that carry a time, if Options::note_keyframes), in the order
    /// of decoding.
    [[nodiscard]] const std::vector<std::int64_t>& keyframes() const { return keyframes_; }
    /// With Options::sketch, frame after frame: when the first one is shown that was left out and not yet
    /// asked for, if that is before `stamp`.
    [[nodiscard]] std::optional<std::int64_t> left_out_before(std::int64_t stamp);
    /// With Options::strict, once read from open() to the end: every packet of H.264 gave a frame, none had
    /// a fault, all came in order, and what the header says of them held throughout. False where that is not
    /// known.
    [[nodiscard]] bool whole() const {
        return strict_ && draining_ && !seeked_ && !doubtful_ && frames_given_ == frames_due_;
    }
    /// How many frames may be stored before one that is shown before them.
    [[nodiscard]] int reordered_frames() const { return stream_->codecpar->video_delay; }
    /// How often the sides are halved, as far as this decoder can.
    [[nodiscard]] int halvings() const { return codec_->lowres; }
    [[nodiscard]] AVStream& stream() const { return *stream_; }

private:
    StreamDecoder(AVFormatContext& format, AVStream& stream, const Options& options)
        : format_(&format), stream_(&stream), options_(options) {}
    Result<void> make_codec();
    Result<bool> fetch();
    Result<void> feed();
    void drain();
    void leave_nothing_out();
    [[nodiscard]] bool is_past_stop(const AVPacket& packet);
    void take_header();
    [[nodiscard]] bool is_as_announced(const AVPacket& packet);

    AVFormatContext* format_;
    AVStream* stream_;
    Options options_;
    std::unique_ptr<Buffers> buffers_ = std::make_unique<Buffers>();  // before `codec_`, which points to it
    av::CodecPtr codec_;
    av::PacketPtr packet_{av_packet_alloc()};
    std::int64_t position_ = AV_NOPTS_VALUE;
    std::int64_t entry_ = AV_NOPTS_VALUE;
    bool fetched_ = false;         // packet_ is the next to be fed
    bool await_keyframe_ = false;  // what comes before it was predicted from frames that were not read
    bool draining_ = false;
    bool seeked_ = false;
    std::int64_t skim_until_ = AV_NOPTS_VALUE;
    std::int64_t stop_after_ = std::numeric_limits<std::int64_t>::max();
    bool stopped_ = false;
    bool orderly_ = true;  // packets tell when they are decoded and shown, and do so in order
    std::int64_t last_decoded_at_ = AV_NOPTS_VALUE;
    std::int64_t frames_given_ = 0;
    std::int64_t given_before_entry_ = 0;  // before the last seek()
    std::int64_t frames_due_ = 0;          // packets fed that are shown
    bool strict_ = false;
    std::int64_t last_given_ = AV_NOPTS_VALUE;  // when it is shown
    bool doubtful_ = false;
    h264::ActiveSets header_;
    int length_bytes_ = 0;  // of the units in the packets
    std::vector<std::int64_t> keyframes_;
    std::optional<SketchPlan> plan_;
    std::set<std::int64_t> left_out_;
};

}  // namespace beatsync::media
