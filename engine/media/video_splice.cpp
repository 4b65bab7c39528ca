#include "media/video_splice.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace beatsync::media {
namespace {

constexpr int kStartCodes = 0;  // how libavcodec's encoders store units

tl::unexpected<Error> out_of_memory() {
    return fail(Errc::media, "out of memory");
}

}  // namespace

std::int64_t reordering_of(const CopiedRun& run) {
    std::int64_t most = 0;
    for (std::size_t i = 0; i < run.shown.size(); ++i)
        most = std::max(most, static_cast<std::int64_t>(i) - run.shown[i]);
    return most;
}

std::int64_t SplicePlan::frames_copied() const {
    std::int64_t frames = 0;
    for (const CopiedRun& run : runs)
        frames += run.length();
    return frames;
}

bool SplicePlan::copies(std::int64_t frame) const {
    const auto after =
        std::partition_point(runs.begin(), runs.end(), [&](const CopiedRun& r) { return r.begin <= frame; });
    return after != runs.begin() && frame < (after - 1)->end();
}

const CopiedRun* VideoSplice::run_at_next() const {
    if (run_ == plan_.runs.size() || next_ < plan_.runs[run_].begin) return nullptr;
    return &plan_.runs[run_];
}

/// A packet of the output from one in read_: its units, its times, nothing else of it.
Result<void> VideoSplice::fill(AVPacket& packet, std::int64_t frame, int length_bytes,
                               const h264::Renaming& renaming, bool first) {
    const ByteSpan stored{read_->data, static_cast<std::size_t>(read_->size)};
    BEATSYNC_TRY(const h264::PictureKind kind, rewrapper_.rewrap(stored, length_bytes, renaming, units_));
    if (first && !kind.idr) return fail(Errc::media, "a stretch does not begin with a keyframe");
    av_packet_unref(&packet);
    if (av_new_packet(&packet, static_cast<int>(units_.size())) < 0) return out_of_memory();
    std::memcpy(packet.data, units_.data(), units_.size());
    packet.pts = frame;
    packet.dts = next_ - plan_.reordering;
    packet.duration = 1;
    packet.flags = (kind.idr ? AV_PKT_FLAG_KEY : 0) | (kind.reference ? 0 : AV_PKT_FLAG_DISPOSABLE);
    if (packet.pts < packet.dts) return fail(Errc::media, "a picture is decoded after it is shown");
    ++next_;
    return {};
}

Result<void> VideoSplice::read_copied(const CopiedRun& run, AVPacket& packet) {
    BEATSYNC_TRY(StoredVideo * file, files_.open(run.path));
    const auto index = static_cast<std::size_t>(next_ - run.begin);
    if (index == 0) {
        BEATSYNC_CHECK(file->go_to(run.stamps[0], *read_));
    } else {
        BEATSYNC_TRY(const bool got, file->read(*read_));
        if (!got || read_->pts != run.stamps[index])
            return fail(Errc::media, run.path.string() + ": a picture is not where it was");
    }
    return fill(packet, run.begin + run.shown[index], run.length_bytes, run.renaming, index == 0);
}

std::int64_t VideoSplice::run_from(std::int64_t frame) const {
    const auto run = std::ranges::lower_bound(plan_.runs, frame, {}, &CopiedRun::begin);
    return run != plan_.runs.end() && run->begin == frame ? run->length() : 0;
}

Result<bool> VideoSplice::next_copied(AVPacket& packet) {
    const CopiedRun* run = run_at_next();
    if (run == nullptr || next_ >= due_) return false;
    if (!read_) return out_of_memory();
    if (auto read = read_copied(*run, packet); !read) {
        failed_ = true;
        return fail(std::move(read).error());
    }
    if (next_ == run->end()) {
        copied_ += run->length();
        ++run_;
    }
    return true;
}

Result<void> VideoSplice::place(AVPacket& packet) {
    if (!read_) return out_of_memory();
    const std::int64_t begin = run_ == 0 ? 0 : plan_.runs[run_ - 1].end();
    const std::int64_t frame = packet.pts + copied_;
    const bool late = run_ < plan_.runs.size() && frame >= plan_.runs[run_].begin;
    av_packet_unref(read_.get());
    av_packet_move_ref(read_.get(), &packet);
    auto placed = run_at_next() != nullptr || frame < begin || late
                      ? fail(Errc::media, "the encoder gave another picture than it was asked for")
                      : fill(packet, frame, kStartCodes, plan_.encoder, next_ == begin);
    failed_ = failed_ || !placed;
    return placed;
}

}  // namespace beatsync::media
