#include "media/analysis_reader.h"

#include <algorithm>
#include <utility>

#include "media/frame_reader.h"
#include "media/keyframes.h"
#include "media/probe.h"
#include "media/shrinker.h"

namespace beatsync::media {
namespace {

/// A clip that ends this much before it said is taken to be cut off: declared lengths are often those of the
/// sound, or off by a frame or two.
constexpr Time kTolerance = Time::from_ms(500);

/// 0 where the length is not declared.
double fraction(Time at, Time duration) {
    return duration > Time{} ? std::clamp(at.seconds() / duration.seconds(), 0.0, 1.0) : 0.0;
}

}  // namespace

Result<AnalysedMedia> read_for_analysis(const std::filesystem::path& path, const AnalysisOptions& options,
                                        const RunContext& context,
                                        const std::function<void(const PictureView&)>& sink) {
    AnalysedMedia result;
    BEATSYNC_TRY(result.info, probe(path));
    // Combing is gone once rows are averaged: deinterlacing would cost more than all the rest.
    BEATSYNC_TRY(FrameReader reader, FrameReader::open(path, {options.threads, false, false, true}));
    VideoInfo& video = *result.info.video;
    Shrinker shrinker(video, options.long_side);
    std::int64_t frames = 0;
    for (;; ++frames) {
        if (context.stopped()) return fail_cancelled();
        const auto frame = reader.next();
        result.truncated = !frame;
        if (!frame || !*frame) break;
        BEATSYNC_TRY(PictureView picture, shrinker.shrink(*(*frame)->picture));
        picture.at = (*frame)->at;
        picture.damaged = ((*frame)->picture->flags & AV_FRAME_FLAG_CORRUPT) != 0;
        sink(picture);
        result.end = (*frame)->until;
        context.advance("analyse", fraction((*frame)->at, video.duration));
    }
    if (result.info.kind == MediaKind::still) {
        result.end = Time{};
        return result;
    }
    result.keyframes = sparse_keyframes(reader.keyframes(), result.end);
    result.truncated = result.truncated || result.end + kTolerance < video.duration;
    video.frames = frames;
    video.duration = result.end;
    result.info.duration = result.end;
    return result;
}

}  // namespace beatsync::media
