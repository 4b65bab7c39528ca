#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/media_info.h"
#include "core/picture.h"
#include "core/time.h"
#include "media/av.h"

namespace beatsync::media {

/// A decoded, progressive frame as the codec stored it (not yet upright, its own colours) and when it is
/// shown.
struct Frame {
    av::FramePtr picture;
    Time at;  ///< since the first frame shown
    /// When the next one is shown (for the last: at + its duration; a still has no end). Where the next one
    /// was not decoded for stop_after(), a time before that.
    Time until;
    std::int64_t index = -1;  ///< since the first frame, when reading from the start; −1 after a seek
    bool held = false;  ///< left out by Options::sketch_side: the picture is that of the frame before it
};

/// The frames of a file's default video stream, or of a still, in the order of time. Doubled or missing
/// timestamps are mended, frames that an edit list hides are not seen, interlaced ones are deinterlaced,
/// damaged ones dropped.
class FrameReader {
public:
    struct Options {
        int threads = 1;              ///< of the decoder; 0 = as many as there are cores
        bool deinterlace = true;      ///< false: interlaced frames as they are stored
        bool rough = false;           ///< faster; edges of blocks may be seen
        bool note_keyframes = false;  ///< for keyframes()
        /// Above 0: as fast as it goes, for pictures that are looked at only this large (their long side).
        /// Nothing is deblocked; they come at a half or a quarter of their size where the codec has a way;
        /// frames that no other is predicted from are left out where the stream gives no hint of a cut. For
        /// reading from the start with one thread.
        int sketch_side = 0;
        /// H.264 is read up to the first damage only, and that is told: Errc::media. For whole().
        bool strict = false;
        /// Up to the first break in time only, and that is told: Errc::media. It breaks where a frame comes
        /// more than an hour after the one before, or where it goes back for good. For reading from the
        /// start.
        bool unbroken = false;
    };
    /// Errc::input when there are no pictures or they cannot be decoded.
    [[nodiscard]] static Result<FrameReader> open(const std::filesystem::path& path, const Options& options);
    FrameReader(FrameReader&&) noexcept;
    FrameReader& operator=(FrameReader&&) noexcept;
    ~FrameReader();

    [[nodiscard]] const MediaInfo& info() const;
    /// When the first frame is shown, on the clock of the container.
    [[nodiscard]] Time origin() const;

    /// The next frame; none at the end. Errc::media when nothing more can be decoded and the end is not
    /// reached.
    Result<std::optional<Frame>> next();

    /// After it, next() gives the frame on screen at `t`: the last with at <= t, the first frame when t is
    /// before it, none when t is at or after the end. Exact whatever the GOP. Decodes on instead of seeking
    /// where that is cheaper.
    Result<void> seek(Time t);

    /// Until the next seek() no frame that is shown after `t` will be asked for: what only those need is not
    /// decoded, as far as the file tells. They are given all the same, but that takes a seek.
    void stop_after(Time t);

    /// Gives back the memory of the decoder, nearly all of what it holds; the file stays open, so that the
    /// next seek() costs little. Until then next() gives none. False where it cannot, and nothing changes.
    bool rest();

    /// Of those read since open(): when the keyframes are shown, in the order of decoding; one before time 0
    /// is hidden by an edit list. None where the file does not tell, and for animations that are played
    /// again.
    [[nodiscard]] std::vector<Time> keyframes() const;
    /// With Options::strict, once read from the start to the end: it is H.264, nothing is missing or damaged
    /// as far as a strict decoder can see, and decoding may begin at any keyframe. False where that is not
    /// known.
    [[nodiscard]] bool whole() const;
    /// How many frames were decoded since open(), whether next() gave them or not. Of animated WebP 0.
    [[nodiscard]] std::int64_t frames_decoded() const;

private:
    class Impl;
    explicit FrameReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::media
