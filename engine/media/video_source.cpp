#include "media/video_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "media/frame_delay.h"
#include "media/input_errors.h"
#include "media/stream_info.h"

namespace beatsync::media {
namespace {

constexpr AVRational kMicroseconds{1, AV_TIME_BASE};

/// A decoder that conceals damage says so; what it shows then is smeared or green.
bool is_damaged(const AVFrame& frame) {
    return (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0 ||
           (frame.decode_error_flags & FF_DECODE_ERROR_INVALID_BITSTREAM) != 0;
}

/// By how many halvings a picture is still large enough to be averaged down to `side`.
int halvings_to(int side, const AVCodecParameters& stored) {
    constexpr int kMost = 3;  // an eighth: what a block of eight samples allows
    int halvings = 0;
    while (halvings < kMost && std::max(stored.width, stored.height) >> (halvings + 1) >= side * 3 / 2)
        ++halvings;
    return halvings;
}

/// Hostile stamps would overflow when they are subtracted.
bool is_sane(std::int64_t stamp) {
    constexpr std::int64_t kMost = std::int64_t{1} << 61;
    return stamp > -kMost && stamp < kMost;
}

/// 36,000 years: what is added to such a time, or the distance of two of them, does not overflow.
constexpr Time kFarthest{std::int64_t{1} << 60};

}  // namespace

Result<VideoSource> VideoSource::open(const std::filesystem::path& path, const Options& options) {
    VideoSource source(path, options);
    BEATSYNC_TRY(const Sniffed sniffed, sniff(path));
    if (sniffed.animated_webp) {
        BEATSYNC_CHECK(source.open_animation());
        return source;
    }
    for (const bool from_keyframe : {true, false}) {
        source.from_keyframe_ = from_keyframe;
        BEATSYNC_CHECK(source.load());
        BEATSYNC_TRY(const bool found, source.find_first());
        if (found) return source;
    }
    return fail(Errc::input, fmt::format("{}: not one picture in it can be decoded", path.string()),
                "the file is damaged: copy it again");
}

Result<void> VideoSource::open_animation() {
    BEATSYNC_TRY(webp_, WebpAnimation::open(path_));
    info_ = webp_->info();
    stamped_ = false;
    plan_plays(webp_->plays());
    return {};
}

void VideoSource::plan_plays(int asked) {
    if (info_.kind == MediaKind::still) return;
    plays_ = clip_plays(info_.duration, asked);
    if (plays_ == 1) return;
    VideoInfo& video = *info_.video;
    video.loop = info_.duration;
    video.duration = Time{video.loop.us * plays_};
    video.frames *= plays_;
    info_.duration = video.duration;
}

Result<void> VideoSource::load() {
    decoded_before_ = frames_decoded();
    decoder_.reset();  // it reads from input_
    deinterlacer_.reset();
    first_.reset();
    waiting_.reset();
    given_.reset();
    ended_ = false;
    guessed_ = false;
    seeked_ = false;
    BEATSYNC_TRY(input_, open_input(path_, Want::pictures));
    StreamDecoder::Options options;
    options.threads = options_.threads;
    options.max_pixels = kMaxPixels;
    if (input_->still) {
        header_ = read_still_header(path_);
        options.max_pixels = max_pixels_of(header_);
        BEATSYNC_TRY(options.halvings, halvings_for(header_, path_));
    }
    if (!input_->still && options_.sketch_side > 0) {
        options.sketch = true;
        options.halvings = halvings_to(options_.sketch_side, *input_->video_stream().codecpar);
    }
    options.from_keyframe = from_keyframe_;
    options.rough = options_.rough;
    options.note_keyframes = options_.note_keyframes;
    options.strict = options_.strict;
    BEATSYNC_TRY(decoder_, StreamDecoder::open(*input_->format, input_->video, options));
    nominal_ = nominal_frame_time(*input_);
    clock_.emplace(nominal_);
    return {};
}

Result<bool> VideoSource::find_first() {
    BEATSYNC_TRY(av::FramePtr frame, decode());
    if (!frame) return false;
    const std::int64_t stamp = frame->best_effort_timestamp;
    stamped_ = stamp != AV_NOPTS_VALUE && is_sane(stamp);
    origin_stamp_ = stamped_ ? stamp : 0;
    origin_ = av::to_time(origin_stamp_, input_->video_stream().time_base);
    info_.path = path_.string();
    info_.container = input_->format->iformat->name;
    info_.kind = input_->still ? MediaKind::still : MediaKind::video;
    info_.video = describe_video(*input_, *frame, origin_stamp_);
    mind_header();
    info_.duration = info_.video->duration;
    if (input_->plays != 1) plan_plays(input_->plays);
    if (input_->audio >= 0) {
        const AVStream& audio = input_->audio_stream();
        const bool known = audio.start_time != AV_NOPTS_VALUE;
        info_.audio = describe_audio(
            *input_, known ? av::to_time(audio.start_time, audio.time_base) - origin_ : Time{});
    }
    if (options_.sketch_side > 0) given_.reset(av_frame_clone(frame.get()));
    first_ = timed(std::move(frame));
    return true;
}

/// What the decoder of a still does not tell: its true size where it was decoded smaller, and a PNG's turn.
void VideoSource::mind_header() {
    VideoInfo& video = *info_.video;
    if (!input_->still) {
        // Its pixels may be no squares: what it is shown as is as many times as large.
        video.coded_width <<= decoder_->halvings();
        video.coded_height <<= decoder_->halvings();
        video.width <<= decoder_->halvings();
        video.height <<= decoder_->halvings();
    }
    if (header_.width == 0) return;
    if (header_.orientation != Orientation{}) {
        video.rotation_degrees = header_.orientation.rotation_degrees;
        video.mirrored = header_.orientation.mirrored;
        if (video.rotation_degrees % 180 != 0) std::swap(video.width, video.height);
    }
    if (decoder_->halvings() == 0) return;
    const bool on_its_side = video.rotation_degrees % 180 != 0;
    video.width = on_its_side ? header_.height : header_.width;
    video.height = on_its_side ? header_.width : header_.height;
}

Result<void> VideoSource::restart() {
    play_ = 0;
    if (!webp_) return load();
    webp_->rewind();
    return {};
}

bool VideoSource::rest() {
    if (webp_ || !decoder_ || plays_ > 1 || !stamped_ || info_.kind == MediaKind::still) return false;
    decoder_->rest();
    deinterlacer_.reset();
    first_.reset();
    ended_ = true;
    return true;
}

/// Demuxers go by when pictures are shown or by when they are stored, or mix both up: asked for the same time
/// one comes to the last keyframe before it, another to one too late, another to one too early. So they are
/// asked for a little more at first, and for less until the keyframe is shown in time.
bool VideoSource::enter(Time t) {
    const Time delay{(decoder_->reordered_frames() + 1) * nominal_.us};
    for (const Time asked : {t + delay, t, t - delay}) {
        if (!decoder_->seek(stamp_of(asked))) return false;
        const std::int64_t entry = decoder_->find_entry();
        const bool unknown = entry == AV_NOPTS_VALUE;
        if (unknown ? asked == t : entry <= stamp_of(t)) break;
    }
    return true;
}

bool VideoSource::seek(Time t) {
    // Where no keyframe was found at first, there is none to enter at.
    if (plays_ > 1 || !stamped_ || !decoder_ || !from_keyframe_ || !enter(t)) return false;
    clock_->reset();
    deinterlacer_.reset();
    first_.reset();
    ended_ = false;
    guessed_ = false;
    seeked_ = true;
    return true;
}

Time VideoSource::skim_until(Time t, std::int64_t margin) {
    constexpr std::int64_t kDeinterlacer = 8;  // it looks at what is beside a frame
    if (!stamped_ || !decoder_) return {};
    if (info_.video->interlaced) margin = std::max(margin, kDeinterlacer);
    const Time whole = t - Time{margin * nominal_.us};
    decoder_->skim_until(stamp_of(whole));
    return whole;
}

void VideoSource::stop_after(Time t) {
    // What removes interlacing looks at the frames that follow.
    const bool can = decoder_ && !deinterlacer_ && stamped_ && plays_ == 1 &&
                     info_.kind == MediaKind::video && !info_.video->interlaced;
    if (can) decoder_->stop_after(stamp_of(t + Time{1}));  // a frame's time may be rounded down to t
}

std::optional<bool> VideoSource::keyframe_before(Time t) const {
    if (webp_ || !decoder_ || plays_ > 1) return std::nullopt;
    const AVStream& stream = decoder_->stream();
    const int entries = avformat_index_get_entries_count(&stream);
    if (entries == 0 || !stamped_ || decoder_->position() == AV_NOPTS_VALUE) return std::nullopt;
    // avformat_index_get_entry takes a stream that is not const, and changes nothing.
    auto* indexed = const_cast<AVStream*>(&stream);
    const std::int64_t target = stamp_of(t);
    const AVIndexEntry* last = avformat_index_get_entry(indexed, entries - 1);
    if (last->timestamp < target) return std::nullopt;
    const int nearest = av_index_search_timestamp(indexed, target, AVSEEK_FLAG_BACKWARD);
    if (nearest < 0) return std::nullopt;
    return avformat_index_get_entry(indexed, nearest)->timestamp > decoder_->position();
}

std::vector<Time> VideoSource::keyframes() const {
    std::vector<Time> times;
    if (!decoder_ || plays_ > 1) return times;
    for (const std::int64_t stamp : decoder_->keyframes())
        if (const auto at = shown_at(stamp)) times.push_back(*at);
    return times;
}

std::int64_t VideoSource::frames_decoded() const {
    return decoded_before_ + (decoder_ ? decoder_->frames_decoded() : 0);
}

Result<std::optional<TimedPicture>> VideoSource::read() {
    for (;;) {
        BEATSYNC_TRY(auto picture, webp_ ? webp_->next() : read_play());
        if (picture) {
            picture->at += Time{info_.video->loop.us * play_};
            return picture;
        }
        if (play_ + 1 >= plays_) return std::nullopt;
        ++play_;
        if (webp_) {
            webp_->rewind();
        } else {
            BEATSYNC_CHECK(load());
        }
    }
}

/// Of the play that it is at; none at its end.
Result<std::optional<TimedPicture>> VideoSource::read_play() {
    for (;;) {
        if (deinterlacer_) {
            if (auto picture = deinterlacer_->pull()) return picture;
        }
        if (ended_) return std::nullopt;
        BEATSYNC_TRY(std::optional<TimedPicture> picture, next_decoded());
        if (!picture) {
            ended_ = true;
            if (deinterlacer_) deinterlacer_->finish();
            continue;
        }
        const bool interlaced = deinterlacer_ || picture->picture->interlaced_frame != 0;
        if (!interlaced || !options_.deinterlace || info_.kind == MediaKind::still) return picture;
        BEATSYNC_CHECK(deinterlace(*std::move(picture)));
    }
}

Result<std::optional<TimedPicture>> VideoSource::next_decoded() {
    if (first_) return std::exchange(first_, std::nullopt);
    if (options_.sketch_side > 0) return next_held();
    BEATSYNC_TRY(av::FramePtr frame, decode());
    if (!frame) return std::nullopt;
    return timed(std::move(frame));
}

/// The next one, be it decoded or left out.
Result<std::optional<TimedPicture>> VideoSource::next_held() {
    if (!waiting_) {
        BEATSYNC_TRY(waiting_, decode());
    }
    const auto left_out = decoder_->left_out_before(waiting_ ? waiting_->best_effort_timestamp
                                                             : std::numeric_limits<std::int64_t>::max());
    if (left_out && given_) {
        av::FramePtr again(av_frame_clone(given_.get()));
        if (!again) return fail(Errc::media, "out of memory");
        again->best_effort_timestamp = *left_out;
        TimedPicture picture = timed(std::move(again));
        picture.held = true;
        return picture;
    }
    if (!waiting_) return std::nullopt;
    given_.reset(av_frame_clone(waiting_.get()));
    return timed(std::move(waiting_));
}

/// The next frame that is whole; null at the end.
Result<av::FramePtr> VideoSource::decode() {
    // A file that was gone when it was to be opened once more.
    if (!decoder_) return fail(Errc::input, fmt::format("{}: it cannot be opened again", path_.string()));
    av::FramePtr frame(av_frame_alloc());
    if (!frame) return fail(Errc::media, "out of memory");
    for (;;) {
        BEATSYNC_TRY(const bool got, decoder_->read(*frame));
        if (!got) return av::FramePtr();
        const std::int64_t stamp = frame->best_effort_timestamp;
        // What is shown before the keyframe that was entered at may refer to frames that were not read (open
        // GOP), and not every decoder holds it back.
        const bool before_entry = seeked_ && decoder_->entry() != AV_NOPTS_VALUE && stamp != AV_NOPTS_VALUE &&
                                  stamp < decoder_->entry();
        // And once it stopped, frames between those that are given were not decoded.
        const bool past_stop = decoder_->stopped() && stamp > decoder_->stopping_after();
        if (before_entry || past_stop || is_damaged(*frame)) continue;
        mark_guesses(*frame);
        return frame;
    }
}

/// What was lost is made up from other pictures, and all that follow inherit it.
void VideoSource::mark_guesses(AVFrame& frame) {
    if (frame.decode_error_flags != 0) {
        guessed_ = true;
    } else if (frame.key_frame != 0) {
        guessed_ = false;
    }
    if (guessed_) frame.flags |= AV_FRAME_FLAG_CORRUPT;
}

Result<void> VideoSource::deinterlace(TimedPicture picture) {
    // At a change of size the one frame still inside the filter is lost.
    if (!deinterlacer_ || !deinterlacer_->fits(*picture.picture)) {
        decoder_->read_on();
        BEATSYNC_TRY(deinterlacer_, Deinterlacer::create(*picture.picture, options_.threads));
    }
    return deinterlacer_->push(std::move(picture));
}

TimedPicture VideoSource::timed(av::FramePtr frame) {
    const Time declared = av::to_time(frame->pkt_duration, input_->video_stream().time_base);
    const Time at = clock_->next(shown_at(frame->best_effort_timestamp));
    constexpr Time kMost{10'000'000};
    const Time duration = declared > Time{} && declared <= kMost ? declared : nominal_;
    return {std::move(frame), at, duration, false, clock_->behind()};
}

std::optional<Time> VideoSource::shown_at(std::int64_t stamp) const {
    if (stamp == AV_NOPTS_VALUE || !is_sane(stamp) || !stamped_) return std::nullopt;
    const Time at = av::to_time(stamp - origin_stamp_, input_->video_stream().time_base);
    return std::clamp(at, -kFarthest, kFarthest);
}

std::int64_t VideoSource::stamp_of(Time t) const {
    // Downwards: a microsecond before a frame is not yet that frame.
    return origin_stamp_ +
           av_rescale_q_rnd(t.us, kMicroseconds, input_->video_stream().time_base, AV_ROUND_DOWN);
}

}  // namespace beatsync::media
