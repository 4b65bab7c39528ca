#include "render/mixer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace beatsync::render {
namespace {

constexpr std::int64_t kUnheardGap = kSampleRate / 10;

std::size_t floats(std::int64_t samples) {
    return static_cast<std::size_t>(samples) * kChannels;
}

/// Half a cosine from 0 to 1: no corner at either end.
float raised_cosine(std::int64_t step, std::int64_t steps) {
    const double x = (static_cast<double>(step) + 0.5) / static_cast<double>(steps);
    return static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * x));
}

/// Squares of the two sides of a joint add up to 1: its power stays.
float edge(std::int64_t step, std::int64_t steps, bool joined) {
    const float f = raised_cosine(step, steps);
    return joined ? std::sqrt(f) : f;
}

}  // namespace

Result<VoiceReader> VoiceReader::open(const Voice& voice, const std::filesystem::path& folder) {
    BEATSYNC_TRY(TempoReader reader, TempoReader::open(folder / voice.source, voice.in, voice.tempo));
    return VoiceReader(voice, std::move(reader));
}

VoiceReader::VoiceReader(Voice voice, TempoReader reader)
    : voice_(std::move(voice)), reader_(std::move(reader)), position_(voice_.at.begin), end_(voice_.at.end) {}

/// Reads so far that everything before `until` and a fade beyond it is known.
void VoiceReader::fill(std::int64_t until) {
    const std::int64_t wanted = std::min(until + voice_.fade_out, voice_.at.end) - position_;
    const std::size_t old = ahead_.size();
    if (exhausted_ || floats(wanted) <= old) return;
    ahead_.resize(floats(wanted));
    std::size_t got = old;
    while (got < ahead_.size()) {
        auto n = reader_.read(std::span(ahead_).subspan(got));
        if (!n) trouble_ = fmt::format("breaks off ({})", n.error().message);
        exhausted_ = !n || *n == 0;
        if (exhausted_) break;
        got += *n * kChannels;
    }
    ahead_.resize(got);
    if (!exhausted_) return;
    end_ = position_ + static_cast<std::int64_t>(got / kChannels);
    // A clip's own sound is often a little shorter than its picture; music is meant to last.
    if (trouble_.empty() && !voice_.of_clip && voice_.at.end - end_ > kUnheardGap) {
        const Time played{mul_div(end_ - voice_.at.begin, 1'000'000, kSampleRate)};
        const Time heard = Time::from_seconds(played.seconds() * voice_.tempo);
        trouble_ = fmt::format("ends at {}, the rest is silent", format_time(voice_.in + heard));
    }
}

float VoiceReader::fade(std::int64_t sample) const {
    float f = 1;
    const std::int64_t since = sample - voice_.at.begin;
    const std::int64_t left = end_ - 1 - sample;
    if (since < voice_.fade_in) f *= edge(since, voice_.fade_in, voice_.joined_in);
    if (left < voice_.fade_out) f *= edge(left, voice_.fade_out, voice_.joined_out && end_ == voice_.at.end);
    return f;
}

void VoiceReader::add_to(std::span<float> mix, std::int64_t at, std::span<const float> duck) {
    const std::int64_t block_end = at + static_cast<std::int64_t>(mix.size() / kChannels);
    fill(block_end);
    const std::int64_t begin = std::max(at, position_);
    const std::int64_t end = std::min(block_end, end_);
    for (std::int64_t s = begin; s < end; ++s) {
        float gain = voice_.gain * fade(s);
        if (voice_.ducked) gain *= duck[static_cast<std::size_t>(s - at)];
        const float* from = ahead_.data() + floats(s - position_);
        float* to = mix.data() + floats(s - at);
        for (int c = 0; c < kChannels; ++c)
            to[c] += gain * from[c];
    }
    if (end <= position_) return;
    ahead_.erase(ahead_.begin(), ahead_.begin() + static_cast<std::ptrdiff_t>(floats(end - position_)));
    position_ = end;
}

Mixer::Mixer(std::vector<Voice> voices, std::filesystem::path folder)
    : voices_(std::move(voices)), folder_(std::move(folder)), ducking_(clip_sound(voices_)) {}

Result<void> Mixer::start_voices(std::int64_t before) {
    for (; next_ < voices_.size() && voices_[next_].at.begin < before; ++next_) {
        auto reader = VoiceReader::open(voices_[next_], folder_);
        if (!reader) return fail_in("decode " + voices_[next_].source, std::move(reader).error());
        playing_.push_back(*std::move(reader));
    }
    return {};
}

Result<void> Mixer::read(std::span<float> mix) {
    const std::int64_t end = position_ + static_cast<std::int64_t>(mix.size() / kChannels);
    BEATSYNC_CHECK(start_voices(end));
    duck_.resize(mix.size() / kChannels);
    for (std::size_t i = 0; i < duck_.size(); ++i)
        duck_[i] = ducking_.gain(position_ + static_cast<std::int64_t>(i));
    std::fill(mix.begin(), mix.end(), 0.0F);
    for (auto it = playing_.begin(); it != playing_.end();) {
        it->add_to(mix, position_, duck_);
        if (it->voice().at.end > end) {
            ++it;
            continue;
        }
        if (!it->trouble().empty()) notes_.push_back(it->voice().source + ": its sound " + it->trouble());
        it = playing_.erase(it);
    }
    position_ = end;
    return {};
}

}  // namespace beatsync::render
