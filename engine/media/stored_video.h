#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/media_info.h"
#include "media/av.h"
#include "media/h264_parameter_sets.h"
#include "media/input.h"

namespace beatsync::media {

/// A picture of a file as it is stored.
struct StoredPicture {
    std::int64_t stamp = 0;  ///< when it is shown, in the time base of the stream
    Time at;                 ///< since the first frame shown
    Time duration;           ///< 0 = not said
    std::size_t sets = 0;    ///< index of the parameter sets in force, StoredVideo::sets()
    bool idr = false;        ///< nothing from here on refers to what is before
    bool usable = false;     ///< whole, and shown
};

/// The pictures of an H.264 file without decoding them.
class StoredVideo {
public:
    /// Errc::input as FrameReader::open. Decodes the first frame, to learn when it is shown.
    [[nodiscard]] static Result<StoredVideo> open(const std::filesystem::path& path);

    [[nodiscard]] const VideoInfo& info() const { return info_; }
    /// The file when it was opened (core/file.h).
    [[nodiscard]] std::int64_t changed_at() const { return changed_at_; }
    [[nodiscard]] const AVCodecParameters& parameters() const { return *input_.video_stream().codecpar; }
    [[nodiscard]] AVRational time_base() const { return input_.video_stream().time_base; }
    /// Of the units' lengths, as split_units wants it.
    [[nodiscard]] int length_bytes() const { return length_bytes_; }

    /// Those shown within `range` and all stored between them, in the order of decoding, from a keyframe at
    /// or before the range on. Errc::media when the file cannot be read.
    Result<std::vector<StoredPicture>> pictures(const TimeRange& range);
    [[nodiscard]] const h264::ActiveSets& sets(std::size_t index) const { return sets_[index]; }

    /// Goes to a picture where decoding can begin: `packet` is that one, read() gives those after it.
    Result<void> go_to(std::int64_t stamp, AVPacket& packet);
    /// The next packet of the pictures; false at the end.
    Result<bool> read(AVPacket& packet);

private:
    explicit StoredVideo(Input input) : input_(std::move(input)) {}
    Result<void> begin_at(std::int64_t stamp);
    Result<std::optional<std::vector<StoredPicture>>> pictures_from(std::int64_t first,
                                                                    const TimeRange& range);
    StoredPicture describe(const AVPacket& packet);
    void mind_sets(const AVPacket& packet);
    [[nodiscard]] std::int64_t stamp_of(Time t) const;
    [[nodiscard]] Time time_of(std::int64_t stamp) const;

    Input input_;
    VideoInfo info_;
    std::int64_t changed_at_ = 0;
    std::int64_t origin_ = 0;  // stamp of the first frame shown
    int length_bytes_ = 0;
    std::vector<h264::ActiveSets> sets_;  // all that were ever in force
    std::size_t in_force_ = 0;
};

/// Those in use lately stay open.
class StoredVideos {
public:
    /// Valid until the next call. Errc::media when an open one was changed since.
    Result<StoredVideo*> open(const std::filesystem::path& path);

private:
    static constexpr std::size_t kMostOpen = 16;
    std::list<std::pair<std::filesystem::path, StoredVideo>> open_;  // latest first
};

}  // namespace beatsync::media
