#include "media/probe.h"

#include <fmt/format.h>

#include <utility>

#include "media/input.h"
#include "media/input_errors.h"
#include "media/stream_decoder.h"
#include "media/stream_info.h"
#include "media/video_source.h"

namespace beatsync::media {
namespace {

/// When the first sample is played, on the container's clock.
Result<Time> first_sound(const std::filesystem::path& path) {
    BEATSYNC_TRY(const Input input, open_input(path, Want::sound));
    BEATSYNC_TRY(StreamDecoder decoder, StreamDecoder::open(*input.format, input.audio, {}));
    const av::FramePtr frame(av_frame_alloc());
    if (!frame) return fail(Errc::media, "out of memory");
    BEATSYNC_TRY(const bool found, decoder.read(*frame));
    if (!found)
        return fail(Errc::input, fmt::format("{}: its sound cannot be decoded", path.string()),
                    "the file is damaged: copy it again");
    const std::int64_t stamp = frame->best_effort_timestamp;
    return stamp != AV_NOPTS_VALUE ? av::to_time(stamp, input.audio_stream().time_base) : Time{};
}

Result<MediaInfo> probe_sound(const Input& input) {
    BEATSYNC_CHECK(first_sound(input.path));
    MediaInfo info;
    info.path = input.path.string();
    info.container = input.format->iformat->name;
    info.kind = MediaKind::audio;
    info.audio = describe_audio(input, Time{});
    info.duration = info.audio->duration;
    return info;
}

}  // namespace

Result<MediaInfo> probe(const std::filesystem::path& path) {
    BEATSYNC_TRY(const Sniffed sniffed, sniff(path));
    if (sniffed.animated_webp) {
        BEATSYNC_TRY(const VideoSource animation, VideoSource::open(path, {1, false}));
        return animation.info();
    }
    BEATSYNC_TRY(const Input input, open_input(path, Want::any));
    if (input.video < 0) return probe_sound(input);
    auto video = VideoSource::open(path, {1, false});
    if (!video) {
        // Sound beside pictures that are beyond use is still a song.
        if (input.audio >= 0) return probe_sound(input);
        return fail(std::move(video).error());
    }
    MediaInfo info = video->info();
    place_sound(info, video->origin());
    return info;
}

void place_sound(MediaInfo& info, Time origin) {
    if (!info.audio) return;
    if (const auto start = first_sound(info.path)) {
        info.audio->start = *start - origin;
    } else {
        info.audio.reset();  // declared, but not a sample of it can be decoded
    }
}

}  // namespace beatsync::media
