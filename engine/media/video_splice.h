#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/error.h"
#include "media/av.h"
#include "media/h264_rewrap.h"
#include "media/stored_video.h"

namespace beatsync::media {

/// Frames of the output that are copied from a file, from an IDR picture on. No picture of it refers to one
/// outside, and those before and after it begin with IDR pictures too.
struct CopiedRun {
    std::filesystem::path path;
    std::int64_t begin = 0;            ///< output frame that its first picture is
    std::vector<std::int64_t> stamps;  ///< in the order of decoding, as in the file,
    std::vector<std::int32_t> shown;   ///< and which frame each is, since `begin`
    int length_bytes = 0;              ///< of the units in the file
    h264::Renaming renaming;           ///< of the sets in the file
    [[nodiscard]] std::int64_t length() const { return static_cast<std::int64_t>(stamps.size()); }
    [[nodiscard]] std::int64_t end() const { return begin + length(); }
};

/// How late pictures of it are shown at most, in frames, for others that are shown before them.
[[nodiscard]] std::int64_t reordering_of(const CopiedRun& run);

/// What is copied of a video, and what all of its stream have in common.
struct SplicePlan {
    std::vector<CopiedRun> runs;  ///< in order; frames between them are encoded
    h264::Renaming encoder;       ///< of the encoder's sets
    Bytes header;                 ///< avcC of all sets
    std::int64_t reordering = 0;  ///< of all runs and the encoder
    [[nodiscard]] std::int64_t frames_copied() const;
    [[nodiscard]] bool copies(std::int64_t frame) const;
};

/// Puts copied packets and those of an encoder in the order of decoding and gives them times by counting: the
/// n-th packet is decoded at n − reordering, and shown as the frame that it is, in the encoder's time base.
/// Times of the files are not looked at.
class VideoSplice {
public:
    /// `files`: those that are open already.
    VideoSplice(SplicePlan plan, StoredVideos files) : plan_(std::move(plan)), files_(std::move(files)) {}

    [[nodiscard]] const SplicePlan& plan() const { return plan_; }
    /// So many frames of the output have been asked for: that many copied ones may be given.
    void frames_due(std::int64_t frames) { due_ = frames; }
    /// How many frames the run has that begins at a frame of the output; 0 where none does.
    [[nodiscard]] std::int64_t run_from(std::int64_t frame) const;
    /// The next packet, if it is a copied one that is due.
    Result<bool> next_copied(AVPacket& packet);
    /// Times and contents of the encoder's next packet; not before the copied ones before it were given.
    Result<void> place(AVPacket& packet);
    /// A file was not as it was when the plan was made, or the encoder did other than it was told.
    [[nodiscard]] bool failed() const { return failed_; }

private:
    [[nodiscard]] const CopiedRun* run_at_next() const;
    Result<void> read_copied(const CopiedRun& run, AVPacket& packet);
    Result<void> fill(AVPacket& packet, std::int64_t frame, int length_bytes, const h264::Renaming& renaming,
                      bool first);

    SplicePlan plan_;
    StoredVideos files_;
    h264::Rewrapper rewrapper_;
    av::PacketPtr read_{av_packet_alloc()};
    Bytes units_;
    std::size_t run_ = 0;      // the one that comes next, or that it is in
    std::int64_t next_ = 0;    // packets given
    std::int64_t copied_ = 0;  // of them, those of runs that are done
    std::int64_t due_ = 0;
    bool failed_ = false;
};

}  // namespace beatsync::media
