#include "media/frame_reader.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <limits>
#include <utility>

#include "media/video_source.h"

namespace beatsync::media {
namespace {

/// A still has no end.
constexpr Time kForever{std::numeric_limits<std::int64_t>::max() / 2};
/// How far back to begin when the demuxer landed late; doubled until it lands early enough.
constexpr Time kFirstStepBack = Time::from_ms(500);
/// Decoding on this far costs less than a seek, which flushes the decoder.
constexpr Time kCheapAhead = Time::from_ms(300);
/// The same where the file has no index to tell: a usual distance of keyframes.
constexpr Time kUsualGop = Time::from_ms(1000);
/// Where frames are on screen for many times as long as usual.
constexpr std::int64_t kMostSkimMargin = 128;
/// Nobody shows one frame for longer, but a damaged time stamp may leap by years: a clip's map, which has
/// some parts for each second, would not fit into memory.
constexpr Time kLongestFrame = Time::from_ms(3'600'000);
/// Where time goes back by less, as where parts of a stream overlap, it soon catches up.
constexpr Time kMostBehind = Time::from_ms(1000);
/// And a few frames out of time are strays; so many in a row are another part with a clock of its own.
constexpr std::ptrdiff_t kMostStrays = 7;

}  // namespace

class FrameReader::Impl {
public:
    Impl(VideoSource source, bool unbroken) : source_(std::move(source)), unbroken_(unbroken) {}

    const MediaInfo& info() const { return source_.info(); }
    const VideoSource& source() const { return source_; }
    bool rest();
    Result<std::optional<Frame>> next();
    Result<void> seek(Time t);
    void stop_after(Time t);

private:
    Result<void> fill();
    void end_at_break();
    Result<void> go_on();
    Result<void> approach(Time t);
    Result<void> drop_until(Time t);
    [[nodiscard]] bool cheaper_to_decode_on(Time t) const;
    [[nodiscard]] Time end_of_front() const;
    void pop() {
        gone_by_ = ahead_.front().at;
        ahead_.pop_front();
        if (index_ >= 0) ++index_;
    }

    VideoSource source_;
    bool unbroken_;
    std::deque<TimedPicture> ahead_;  // at most two, as a frame ends when the next begins; and strays
    std::ptrdiff_t strays_ = 0;       // at the back of `ahead_`: time may still come back, or not
    std::int64_t skim_margin_ = 2;    // frames before the one sought that are decoded whatever they are
    std::int64_t index_ = 0;          // of the front, or of what will be
    bool ended_ = false;
    Time stop_;                     // nothing after it is wanted
    bool stopped_ = false;          // there, and not at the end of the file
    Time gone_by_;                  // the last frame
    std::optional<Error> failure_;  // met while reading ahead; told after what came before it
};

/// Reads ahead until the end of the front frame is known.
Result<void> FrameReader::Impl::fill() {
    while ((ahead_.size() < 2 || strays_ > 0) && !ended_) {
        auto picture = source_.read();
        if (!picture) {
            ended_ = true;
            failure_ = std::move(picture).error();
        } else if (!*picture) {
            ended_ = true;
            stopped_ = source_.stopped();
        } else {
            ahead_.push_back(**std::move(picture));
            ended_ = info().kind == MediaKind::still;
            if (unbroken_) end_at_break();
        }
    }
    if (ahead_.empty() && failure_) return fail(*std::exchange(failure_, std::nullopt));
    return {};
}

/// Takes back what was read last where time breaks there.
void FrameReader::Impl::end_at_break() {
    if (ahead_.size() < 2) return;
    strays_ = ahead_.back().behind > kMostBehind ? strays_ + 1 : 0;
    const bool leaps = ahead_.back().at - ahead_[ahead_.size() - 2].at > kLongestFrame;
    if (!leaps && strays_ <= kMostStrays) return;
    ahead_.erase(ahead_.end() - std::max(strays_, std::ptrdiff_t{1}), ahead_.end());
    strays_ = 0;
    ended_ = true;
    failure_ = Error{Errc::media, "its time stamps do not go on", {}};
}

Time FrameReader::Impl::end_of_front() const {
    if (info().kind == MediaKind::still) return kForever;
    if (ahead_.size() > 1) return ahead_[1].at;
    // What follows was not decoded, only that it is shown after that.
    return stopped_ ? std::max(stop_, ahead_[0].at) + Time{1} : ahead_[0].at + ahead_[0].duration;
}

Result<std::optional<Frame>> FrameReader::Impl::next() {
    BEATSYNC_CHECK(fill());
    if (ahead_.empty() && stopped_) BEATSYNC_CHECK(go_on());
    if (ahead_.empty()) return std::nullopt;
    Frame frame;
    frame.until = end_of_front();
    frame.at = ahead_.front().at;
    frame.held = ahead_.front().held;
    frame.index = index_;
    frame.picture = std::move(ahead_.front().picture);
    pop();
    return frame;
}

Result<void> FrameReader::Impl::seek(Time t) {
    if (!source_.stopped()) source_.read_on();
    if (!cheaper_to_decode_on(t)) BEATSYNC_CHECK(approach(t));
    // Frames that are counted must all be seen.
    if (index_ >= 0) return drop_until(t);
    const Time whole = source_.skim_until(t, skim_margin_);
    BEATSYNC_CHECK(drop_until(t));
    if (!ahead_.empty() && ahead_.front().at >= whole) return {};
    // It has been on screen for long, or so it seems: what followed it may have been left out.
    skim_margin_ = std::min(4 * skim_margin_, kMostSkimMargin);
    BEATSYNC_CHECK(approach(t));
    return drop_until(t);
}

bool FrameReader::Impl::rest() {
    if (!source_.rest()) return false;
    ahead_.clear();
    strays_ = 0;
    failure_.reset();
    ended_ = true;
    stopped_ = false;
    index_ = -1;
    return true;
}

void FrameReader::Impl::stop_after(Time t) {
    if (source_.stopped()) return;
    stop_ = t;
    source_.stop_after(t);
}

/// More is asked for than was said to be wanted.
Result<void> FrameReader::Impl::go_on() {
    const Time last = gone_by_;
    BEATSYNC_CHECK(approach(last));
    for (;;) {
        BEATSYNC_CHECK(fill());
        if (ahead_.empty() || ahead_.front().at > last) return {};
        pop();
    }
}

bool FrameReader::Impl::cheaper_to_decode_on(Time t) const {
    if (ahead_.empty()) return index_ == 0 && !ended_ && t <= kCheapAhead;
    if (t < ahead_.front().at || (source_.stopped() && t > stop_)) return false;
    const Time gap = t - ahead_.back().at;
    const bool is_last = ended_ && !failure_;  // behind what cannot be read there may be more
    if (gap <= kCheapAhead || is_last) return true;
    if (const auto keyframe = source_.keyframe_before(t)) return !*keyframe;
    return gap <= kUsualGop;
}

/// Leaves in front a frame at or before `t`, or the first one.
Result<void> FrameReader::Impl::approach(Time t) {
    ahead_.clear();
    strays_ = 0;
    ended_ = false;
    stopped_ = false;
    failure_.reset();
    index_ = -1;
    for (Time back{}; back <= t || back == Time{}; back = back == Time{} ? kFirstStepBack : back + back) {
        if (info().kind == MediaKind::still || !source_.seek(std::max(t - back, Time{}))) break;
        auto landed = source_.read();
        if (landed && *landed && (*landed)->at <= std::max(t, Time{})) {
            ahead_.push_back(**std::move(landed));
            return {};
        }
    }
    index_ = 0;
    return source_.restart();
}

Result<void> FrameReader::Impl::drop_until(Time t) {
    for (;;) {
        BEATSYNC_CHECK(fill());
        if (ahead_.empty() || end_of_front() > t) return {};
        pop();
    }
}

Result<FrameReader> FrameReader::open(const std::filesystem::path& path, const Options& options) {
    BEATSYNC_TRY(VideoSource source,
                 VideoSource::open(path, {options.threads, options.deinterlace, options.rough,
                                          options.note_keyframes, options.sketch_side, options.strict}));
    return FrameReader(std::make_unique<Impl>(std::move(source), options.unbroken));
}

FrameReader::FrameReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FrameReader::FrameReader(FrameReader&&) noexcept = default;
FrameReader& FrameReader::operator=(FrameReader&&) noexcept = default;
FrameReader::~FrameReader() = default;

const MediaInfo& FrameReader::info() const {
    return impl_->info();
}

Time FrameReader::origin() const {
    return impl_->source().origin();
}

bool FrameReader::rest() {
    return impl_->rest();
}

void FrameReader::stop_after(Time t) {
    impl_->stop_after(t);
}

std::vector<Time> FrameReader::keyframes() const {
    return impl_->source().keyframes();
}

bool FrameReader::whole() const {
    return impl_->source().whole();
}

std::int64_t FrameReader::frames_decoded() const {
    return impl_->source().frames_decoded();
}

Result<std::optional<Frame>> FrameReader::next() {
    return impl_->next();
}

Result<void> FrameReader::seek(Time t) {
    return impl_->seek(t);
}

}  // namespace beatsync::media
