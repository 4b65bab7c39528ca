#include "media/analysis_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

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

FrameReader::Options decoding(const AnalysisOptions& options) {
    FrameReader::Options made;
    made.threads = options.fast ? 1 : options.threads;
    // Combing is gone once rows are averaged: deinterlacing would cost more than all the rest.
    made.deinterlace = false;
    made.note_keyframes = true;
    made.strict = options.strict;
    made.unbroken = true;
    made.sketch_side = options.fast ? options.long_side : 0;
    return made;
}

/// The pictures of a file, or why there are none.
Result<FrameReader> open_pictures(const std::filesystem::path& path, const FrameReader::Options& options) {
    auto reader = FrameReader::open(path, options);
    if (reader) return reader;
    const auto info = probe(path);
    if (info && info->kind == MediaKind::audio)
        return fail(Errc::input, fmt::format("no pictures in {}", path.string()), "a song is given with -m");
    return reader;
}

}  // namespace

Result<AnalysedMedia> read_for_analysis(const std::filesystem::path& path, const AnalysisOptions& options,
                                        const RunContext& context,
                                        const std::function<void(const PictureView&)>& sink) {
    AnalysedMedia result;
    BEATSYNC_TRY(FrameReader reader, open_pictures(path, decoding(options)));
    result.info = reader.info();
    place_sound(result.info, reader.origin());
    VideoInfo& video = *result.info.video;
    Shrinker shrinker(video, options.long_side);
    PictureView picture;
    std::int64_t frames = 0;
    for (;; ++frames) {
        if (context.stopped()) return fail_cancelled();
        auto frame = reader.next();
        if (!frame && options.strict) return fail(std::move(frame).error());
        result.truncated = !frame;
        if (!frame || !*frame) break;
        if (!(*frame)->held) {
            BEATSYNC_TRY(picture, shrinker.shrink(*(*frame)->picture));
        }
        picture.at = (*frame)->at;
        picture.held = (*frame)->held;
        picture.damaged = ((*frame)->picture->flags & AV_FRAME_FLAG_CORRUPT) != 0;
        sink(picture);
        result.end = (*frame)->until;
        context.advance("analyse", fraction((*frame)->at, video.duration));
    }
    if (result.info.kind == MediaKind::still) {
        result.end = Time{};
        return result;
    }
    std::vector<Time> keyframes = reader.keyframes();
    // Of frames that were read, but not given: the decoder works ahead.
    std::erase_if(keyframes, [&](Time at) { return at >= result.end; });
    result.keyframes = sparse_keyframes(std::move(keyframes), result.end);
    result.truncated = result.truncated || result.end + kTolerance < video.duration;
    result.whole = reader.whole() && !result.truncated;
    video.frames = frames;
    video.duration = result.end;
    result.info.duration = result.end;
    return result;
}

}  // namespace beatsync::media
