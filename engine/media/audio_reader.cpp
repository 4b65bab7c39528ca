#include "media/audio_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "media/input.h"
#include "media/remixer.h"
#include "media/stream_decoder.h"
#include "media/video_source.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;

constexpr AVRational kMicroseconds{1, AV_TIME_BASE};
/// Time stamps that differ from the count of samples by less are rounding (Matroska and FLV count whole
/// milliseconds). The shortest packet of the usual codecs lasts 20 ms, so that a lost one is noticed.
constexpr Time kJitter = Time::from_ms(15);
/// No file has a longer hole; a damaged time stamp would give hours of silence.
constexpr Time kLongestHole{3'600'000'000};
/// Decoding this far costs less than finding the place.
constexpr Time kCheapAhead{5'000'000};
/// Decoding from the start keeps the count of samples where the times are coarse, at some 400 times the speed
/// of playing; further on a millisecond matters less than the wait.
constexpr Time kWorthAMillisecond{1'200'000'000};
/// What a decoder needs to be as if it had read from the start: MP3's bit reservoir is up to ten frames
/// (0.26 s at 44.1 kHz), Opus asks for 80 ms, AAC for two frames.
constexpr Time kPreroll = Time::from_ms(500);

std::int64_t samples_in(Time t, int rate) {
    return mul_div(t.us, rate, AV_TIME_BASE);
}

}  // namespace

/// Positions are sample numbers since time 0: `in` at the rate of the file, `out` at the rate asked for.
class AudioReader::Impl {
public:
    Impl(fs::path path, const Options& options) : path_(std::move(path)), options_(options) {}

    Result<void> open();
    Result<std::size_t> read(std::span<float> interleaved);
    Result<void> seek(Time t);

private:
    Result<void> restart();
    bool jump(std::int64_t out);
    [[nodiscard]] bool times_are_exact() const;
    void begin_at(std::int64_t in);
    Result<bool> decode();
    void place();
    Result<bool> produce();
    Result<void> feed();
    void change_rate(int rate);
    [[nodiscard]] std::optional<std::int64_t> declared_position() const;
    [[nodiscard]] std::int64_t snapped(std::int64_t position) const;
    [[nodiscard]] std::int64_t buffered() const;

    fs::path path_;
    Options options_;
    std::optional<Time> pictures_;      // when the first picture is shown, on the container's clock
    std::int64_t origin_stamp_ = 0;     // time 0 in the stream's time base
    std::optional<std::int64_t> grid_;  // where a packet begins: all do, at multiples of frame_size from it
    Input input_;
    std::optional<StreamDecoder> decoder_;
    std::optional<Remixer> remixer_;
    av::FramePtr frame_{av_frame_alloc()};
    bool pending_ = false;              // frame_ is decoded and placed, not yet fed whole
    int rate_ = 0;                      // of the file
    std::int64_t position_ = 0;         // in: where frame_ begins
    std::optional<std::int64_t> next_;  // in: where the next frame begins if nothing is missing
    std::int64_t cursor_ = 0;           // in: what the remixer is fed next
    std::vector<float> buffer_;
    std::size_t used_ = 0;         // floats of buffer_ given away
    std::int64_t buffer_out_ = 0;  // out: of the first sample not given away
    std::int64_t next_out_ = 0;    // out: what read() gives next
    bool ended_ = false;
};

Result<void> AudioReader::Impl::open() {
    BEATSYNC_TRY(const Input probe, open_input(path_, Want::sound));
    if (probe.video >= 0 && !probe.still) {
        // Pictures that cannot be decoded are none: time 0 is then the first sample's.
        if (auto video = VideoSource::open(path_, {1, false})) pictures_ = video->origin();
    }
    return restart();
}

Result<void> AudioReader::Impl::restart() {
    decoder_.reset();
    BEATSYNC_TRY(input_, open_input(path_, Want::sound));
    BEATSYNC_TRY(decoder_, StreamDecoder::open(*input_.format, input_.audio, {}));
    next_.reset();
    BEATSYNC_TRY(const bool found, decoder_->read(*frame_));
    if (!found)
        return fail(Errc::input, fmt::format("{}: its sound cannot be decoded", path_.string()),
                    "the file is damaged: copy it again");
    rate_ = frame_->sample_rate;
    const AVRational base = decoder_->stream().time_base;
    const std::int64_t stamp = frame_->best_effort_timestamp;
    origin_stamp_ =
        pictures_ ? av_rescale_q(pictures_->us, kMicroseconds, base) : (stamp != AV_NOPTS_VALUE ? stamp : 0);
    grid_.reset();
    place();
    grid_ = *next_;
    begin_at(0);
    return {};
}

/// The frame just decoded is where it says, unless the count of samples says nearly the same.
void AudioReader::Impl::place() {
    if (frame_->sample_rate != rate_) change_rate(frame_->sample_rate);
    const auto declared = declared_position();
    const std::int64_t expected = next_.value_or(declared ? snapped(*declared) : 0);
    const std::int64_t off = declared ? std::abs(*declared - expected) : 0;
    const bool believable = off > samples_in(kJitter, rate_) && off < samples_in(kLongestHole, rate_);
    position_ = believable ? *declared : expected;
    next_ = position_ + frame_->nb_samples;
    pending_ = true;
}

void AudioReader::Impl::change_rate(int rate) {
    cursor_ = mul_div(cursor_, rate, rate_);
    if (next_) next_ = mul_div(*next_, rate, rate_);
    grid_.reset();
    rate_ = rate;
}

std::optional<std::int64_t> AudioReader::Impl::declared_position() const {
    const std::int64_t stamp = frame_->best_effort_timestamp;
    constexpr std::int64_t kMost = std::int64_t{1} << 61;
    if (stamp == AV_NOPTS_VALUE || stamp < -kMost || stamp > kMost) return std::nullopt;
    const AVRational base = decoder_->stream().time_base;
    return mul_div(stamp - origin_stamp_, std::int64_t{base.num} * rate_, base.den);
}

/// Undoes the rounding of a coarse clock where all packets have one length.
std::int64_t AudioReader::Impl::snapped(std::int64_t position) const {
    const int size = decoder_->stream().codecpar->frame_size;
    if (size <= 1 || !grid_) return position;
    const std::int64_t packets = mul_div(position - *grid_, 1, size);
    const std::int64_t nearest = *grid_ + packets * size;
    constexpr Time kRounding = Time::from_ms(2);
    return std::abs(nearest - position) <= samples_in(kRounding, rate_) ? nearest : position;
}

/// The remixer starts at a sample that exists at both rates, so that samples out fall on the same times
/// wherever reading began.
void AudioReader::Impl::begin_at(std::int64_t in) {
    const int common = std::gcd(rate_, options_.sample_rate);
    const std::int64_t period = rate_ / common;
    const std::int64_t periods = (std::max<std::int64_t>(in, 0) + period - 1) / period;
    cursor_ = periods * period;
    buffer_out_ = periods * (options_.sample_rate / common);
    buffer_.clear();
    used_ = 0;
    remixer_.reset();
    ended_ = false;
}

Result<bool> AudioReader::Impl::decode() {
    if (pending_) return true;
    BEATSYNC_TRY(const bool got, decoder_->read(*frame_));
    if (got) place();
    return got;
}

/// Makes some more of buffer_; false at the end.
Result<bool> AudioReader::Impl::produce() {
    if (ended_) return false;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ = 0;
    auto got = decode();
    if (got && *got) {
        BEATSYNC_CHECK(feed());
        return true;
    }
    ended_ = true;
    if (remixer_) BEATSYNC_CHECK(remixer_->flush(buffer_));
    if (!got) return fail(std::move(got).error());
    return true;
}

Result<void> AudioReader::Impl::feed() {
    if (!remixer_ || !remixer_->fits(*frame_)) {
        if (remixer_) BEATSYNC_CHECK(remixer_->flush(buffer_));
        BEATSYNC_TRY(remixer_, Remixer::create(*frame_, {options_.sample_rate, options_.channels}));
    }
    if (position_ > cursor_) {
        // A second at a time: memory does not grow with the length of a hole.
        const auto hole = static_cast<int>(std::min<std::int64_t>(position_ - cursor_, rate_));
        cursor_ += hole;
        return remixer_->silence(hole, buffer_);
    }
    pending_ = false;
    const std::int64_t skip = cursor_ - position_;
    if (skip >= frame_->nb_samples) return {};
    cursor_ = position_ + frame_->nb_samples;
    return remixer_->convert(*frame_, static_cast<int>(skip), buffer_);
}

std::int64_t AudioReader::Impl::buffered() const {
    return static_cast<std::int64_t>((buffer_.size() - used_) / static_cast<std::size_t>(options_.channels));
}

Result<std::size_t> AudioReader::Impl::read(std::span<float> interleaved) {
    const auto channels = static_cast<std::size_t>(options_.channels);
    const auto wanted = static_cast<std::int64_t>(interleaved.size() / channels);
    float* out = interleaved.data();
    std::int64_t filled = 0;
    const auto floats = [&](std::int64_t frames) { return static_cast<std::size_t>(frames) * channels; };
    while (filled < wanted) {
        std::int64_t n = 0;
        if (next_out_ < 0) {
            n = std::min(wanted - filled, -next_out_);
            out = std::fill_n(out, floats(n), 0.0F);
        } else if (buffered() == 0) {
            BEATSYNC_TRY(const bool more, produce());
            if (!more) break;
            continue;
        } else if (buffer_out_ < next_out_) {
            const std::int64_t dropped = std::min(buffered(), next_out_ - buffer_out_);
            used_ += floats(dropped);
            buffer_out_ += dropped;
            continue;
        } else {
            n = std::min(wanted - filled, buffered());
            out = std::copy_n(buffer_.data() + used_, floats(n), out);
            used_ += floats(n);
            buffer_out_ += n;
        }
        filled += n;
        next_out_ += n;
    }
    return static_cast<std::size_t>(filled);
}

Result<void> AudioReader::Impl::seek(Time t) {
    next_out_ = Rate{options_.sample_rate, 1}.nearest_index(t);
    const std::int64_t target = std::max<std::int64_t>(next_out_, 0);
    const std::int64_t ahead = target - buffer_out_;
    if (ahead >= 0 && ahead <= samples_in(kCheapAhead, options_.sample_rate)) return {};
    if (jump(target)) return {};
    return restart();
}

/// Whether the demuxer's times tell samples apart once the count from the start is lost.
bool AudioReader::Impl::times_are_exact() const {
    const AVStream& stream = decoder_->stream();
    // Vorbis packets vary in length, and libavformat dates the first ones of an Ogg page by guesses.
    if (stream.codecpar->codec_id == AV_CODEC_ID_VORBIS) return false;
    return stream.codecpar->frame_size > 1 || av_q2d(stream.time_base) * rate_ <= 1.0;
}

/// Continues from before sample `out`, far enough for the decoder to have settled; false where the demuxer
/// cannot do that, or it is not worth it.
bool AudioReader::Impl::jump(std::int64_t out) {
    const std::int64_t in = mul_div(out, rate_, options_.sample_rate);
    if (!times_are_exact() && in < samples_in(kWorthAMillisecond, rate_)) return false;
    const AVRational base = decoder_->stream().time_base;
    for (Time back = kPreroll; back.us <= 16 * kPreroll.us; back += back) {
        const std::int64_t aim = in - samples_in(back, rate_);
        if (aim < samples_in(kPreroll, rate_)) return false;
        const std::int64_t stamp = origin_stamp_ + mul_div(aim, base.den, std::int64_t{base.num} * rate_);
        if (!decoder_->seek(stamp)) return false;
        const auto got = decoder_->read(*frame_);
        if (!got || !*got || !declared_position()) return false;
        next_.reset();
        place();
        if (position_ + samples_in(kPreroll, rate_) / 2 <= in) {
            begin_at(position_);
            return true;
        }
    }
    return false;
}

Result<AudioReader> AudioReader::open(const fs::path& path, const Options& options) {
    auto impl = std::make_unique<Impl>(path, options);
    BEATSYNC_CHECK(impl->open());
    return AudioReader(std::move(impl));
}

AudioReader::AudioReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AudioReader::AudioReader(AudioReader&&) noexcept = default;
AudioReader& AudioReader::operator=(AudioReader&&) noexcept = default;
AudioReader::~AudioReader() = default;

Result<std::size_t> AudioReader::read(std::span<float> interleaved) {
    return impl_->read(interleaved);
}

Result<void> AudioReader::seek(Time t) {
    return impl_->seek(t);
}

}  // namespace beatsync::media
