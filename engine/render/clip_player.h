#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/error.h"
#include "core/media_info.h"
#include "core/time.h"
#include "media/frame_reader.h"

namespace beatsync::render {

/// The pictures of one source by time, forwards within a segment. A source that ends or breaks off early
/// keeps showing its last good picture.
class ClipPlayer {
public:
    /// Errc::input when it is no picture.
    [[nodiscard]] static Result<ClipPlayer> open(const std::filesystem::path& path,
                                                 const media::FrameReader::Options& decoding);

    [[nodiscard]] const VideoInfo& video() const { return video_; }
    [[nodiscard]] bool is_still() const { return still_; }
    /// Length of one frame; 0 when it varies (or the rate is not known).
    [[nodiscard]] Time period() const;
    /// Since open(): every picture given has another number.
    [[nodiscard]] std::int64_t frames_read() const { return frames_read_; }

    /// The picture on screen at `t`: seeks when it is elsewhere. Null when there is none at all.
    const media::Frame* start(Time t);
    /// The same for a later `t` of the same segment: reads on.
    const media::Frame* advance(Time t);
    /// The one after the picture given last; null when that is the last one.
    const media::Frame* following();

    /// Until the next start() nothing after `t` will be asked for: FrameReader::stop_after().
    void stop_after(Time t) { reader_.stop_after(t); }
    /// Gives back the memory of its decoder until the next start(). False where it cannot.
    bool rest();
    [[nodiscard]] std::int64_t frames_decoded() const { return reader_.frames_decoded(); }

    /// Why the last picture is held; set once.
    [[nodiscard]] const std::optional<std::string>& trouble() const { return trouble_; }

private:
    explicit ClipPlayer(media::FrameReader reader);
    std::optional<media::Frame> read();
    bool read_next();
    bool seek(Time t);
    void find_any_picture();
    void note_hold(Time t);

    media::FrameReader reader_;
    VideoInfo video_;
    bool still_ = false;
    std::optional<media::Frame> current_;
    std::optional<media::Frame> following_;  // read already
    bool ended_ = false;
    std::optional<Time> last_until_;  // of what was read last
    std::optional<Time> end_;         // of the pictures, once it was met
    std::string read_error_;
    std::int64_t frames_read_ = 0;
    std::optional<std::string> trouble_;
};

}  // namespace beatsync::render
