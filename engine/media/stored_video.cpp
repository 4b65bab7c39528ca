#include "media/stored_video.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "core/file.h"
#include "media/h264_rewrap.h"
#include "media/video_source.h"

namespace beatsync::media {
namespace {

constexpr AVRational kMicroseconds{1, AV_TIME_BASE};
/// How far back to begin when the demuxer landed late; then at the beginning.
constexpr std::array kStepsBack = {Time{}, Time::from_ms(1000), Time::from_ms(4000), Time::from_ms(16000)};
/// Without decoding times: so many pictures shown after the end must have been stored.
constexpr int kMostReordered = 32;
constexpr std::int64_t kBeginning = std::numeric_limits<std::int64_t>::min();

ByteSpan bytes_of(const AVPacket& packet) {
    return {packet.data, static_cast<std::size_t>(packet.size)};
}

}  // namespace

Result<StoredVideo> StoredVideo::open(const std::filesystem::path& path) {
    BEATSYNC_TRY(const std::int64_t changed, beatsync::changed_at(path));
    BEATSYNC_TRY(VideoSource source, VideoSource::open(path, {}));
    // Opening a file decodes pictures, some of the largest: once is enough.
    std::optional<Input> input = source.release();
    if (!input) return fail(Errc::input, path.string() + ": it is no video");
    StoredVideo video(*std::move(input));
    video.changed_at_ = changed;
    video.info_ = *source.info().video;
    video.origin_ = av_rescale_q(source.origin().us, kMicroseconds, video.time_base());
    const AVCodecParameters& p = video.parameters();
    if (p.codec_id != AV_CODEC_ID_H264) return video;
    h264::ActiveSets sets;
    const auto length_bytes =
        sets.take_header({p.extradata, static_cast<std::size_t>(std::max(0, p.extradata_size))});
    if (!length_bytes) return fail(Errc::input, path.string() + ": its header makes no sense");
    video.length_bytes_ = *length_bytes;
    video.sets_.push_back(std::move(sets));
    return video;
}

std::int64_t StoredVideo::stamp_of(Time t) const {
    return origin_ + av_rescale_q_rnd(t.us, kMicroseconds, time_base(), AV_ROUND_DOWN);
}

Time StoredVideo::time_of(std::int64_t stamp) const {
    return av::to_time(stamp - origin_, time_base());
}

/// At or before a stamp, or wherever the demuxer thinks that is.
Result<void> StoredVideo::begin_at(std::int64_t stamp) {
    in_force_ = 0;
    AVFormatContext* format = input_.format.get();
    if (stamp != kBeginning && avformat_seek_file(format, input_.video, kBeginning, stamp, stamp, 0) >= 0)
        return {};
    BEATSYNC_TRY(input_, open_input(input_.path, Want::pictures));
    return {};
}

Result<bool> StoredVideo::read(AVPacket& packet) {
    for (;;) {
        av_packet_unref(&packet);
        const int code = av_read_frame(input_.format.get(), &packet);
        if (code == AVERROR_EOF) return false;
        if (code < 0) return fail(Errc::media, av::reason(code));
        if (packet.stream_index == input_.video) return true;
    }
}

/// Sets may stand between the pictures, or change where a file has several headers.
void StoredVideo::mind_sets(const AVPacket& packet) {
    h264::ActiveSets now = sets_[in_force_];
    std::size_t size = 0;
    if (const auto* header = av_packet_get_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, &size)) {
        now = {};
        now.take_header({header, size});
    }
    if (const auto units = split_units(bytes_of(packet), length_bytes_))
        for (const ByteSpan unit : *units)
            now.take(unit);
    if (now == sets_[in_force_]) return;
    const auto known = std::find(sets_.begin(), sets_.end(), now);
    in_force_ = static_cast<std::size_t>(known - sets_.begin());
    if (known == sets_.end()) sets_.push_back(std::move(now));
}

StoredPicture StoredVideo::describe(const AVPacket& packet) {
    mind_sets(packet);
    StoredPicture picture;
    picture.stamp = packet.pts;
    picture.duration = av::to_time(packet.duration, time_base());
    picture.at = time_of(packet.pts);
    picture.sets = in_force_;
    const h264::PictureKind kind = h264::kind_of(bytes_of(packet), length_bytes_, sets_[in_force_]);
    const bool marked = (packet.flags & (AV_PKT_FLAG_DISCARD | AV_PKT_FLAG_CORRUPT)) != 0;
    picture.usable = kind.usable && !marked;
    picture.idr = kind.idr && picture.usable;
    return picture;
}

/// None when the keyframe that it came to is shown after the range begins.
Result<std::optional<std::vector<StoredPicture>>> StoredVideo::pictures_from(std::int64_t first,
                                                                             const TimeRange& range) {
    BEATSYNC_CHECK(begin_at(first));
    const av::PacketPtr packet(av_packet_alloc());
    if (!packet) return fail(Errc::media, "out of memory");
    std::vector<StoredPicture> pictures;
    int behind = 0;
    for (;;) {
        BEATSYNC_TRY(const bool got, read(*packet));
        if (!got) break;
        // Of pictures without times nothing is known.
        if (packet->pts == AV_NOPTS_VALUE) return std::vector<StoredPicture>{};
        const bool key = (packet->flags & AV_PKT_FLAG_KEY) != 0;
        if (pictures.empty() && !key) {
            mind_sets(*packet);
            continue;
        }
        pictures.push_back(describe(*packet));
        const bool late = pictures.size() == 1 && first != kBeginning && pictures[0].at > range.begin;
        if (late) return std::nullopt;
        if (pictures.back().at >= range.end) ++behind;
        const bool all =
            packet->dts != AV_NOPTS_VALUE ? time_of(packet->dts) >= range.end : behind >= kMostReordered;
        if (all) break;
    }
    return pictures;
}

Result<std::vector<StoredPicture>> StoredVideo::pictures(const TimeRange& range) {
    for (const Time back : kStepsBack) {
        BEATSYNC_TRY(auto found, pictures_from(stamp_of(range.begin - back), range));
        if (found) return *std::move(found);
        if (range.begin - back < Time{}) break;
    }
    auto all = pictures_from(kBeginning, range);
    if (!all) return fail(std::move(all).error());
    return std::move(*all).value_or(std::vector<StoredPicture>{});
}

Result<void> StoredVideo::go_to(std::int64_t stamp, AVPacket& packet) {
    std::array<std::int64_t, kStepsBack.size() + 1> tries{};
    for (std::size_t i = 0; i < kStepsBack.size(); ++i)
        tries[i] = stamp - av_rescale_q(kStepsBack[i].us, kMicroseconds, time_base());
    tries.back() = kBeginning;
    for (const std::int64_t from : tries) {
        BEATSYNC_CHECK(begin_at(from));
        for (;;) {
            BEATSYNC_TRY(const bool got, read(packet));
            if (!got || (packet.dts != AV_NOPTS_VALUE && packet.dts > stamp)) break;
            if (packet.pts == stamp && (packet.flags & AV_PKT_FLAG_KEY) != 0) return {};
        }
    }
    return fail(Errc::media, input_.path.string() + ": a picture is not where it was");
}

Result<StoredVideo*> StoredVideos::open(const std::filesystem::path& path) {
    const auto is_it = [&](const auto& entry) { return entry.first == path; };
    const auto known = std::find_if(open_.begin(), open_.end(), is_it);
    if (known != open_.end()) {
        // Read on, it might give bytes of another file at the places that it knows.
        BEATSYNC_TRY(const std::int64_t changed, beatsync::changed_at(path));
        if (changed != known->second.changed_at())
            return fail(Errc::media, path.string() + ": it was changed meanwhile");
        open_.splice(open_.begin(), open_, known);
    } else {
        BEATSYNC_TRY(StoredVideo video, StoredVideo::open(path));
        open_.emplace_front(path, std::move(video));
        if (open_.size() > kMostOpen) open_.pop_back();
    }
    return &open_.front().second;
}

}  // namespace beatsync::media
