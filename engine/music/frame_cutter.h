#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace beatsync::music {

/// Cuts a stream into overlapping windows centred at whole multiples of 1/frame_rate seconds, so that frame i
/// means time i/frame_rate at every sample rate and with no latency to correct. What lies before the first
/// and after the last sample is silence.
class FrameCutter {
public:
    FrameCutter(int window, double sample_rate, double frame_rate)
        : window_(static_cast<std::size_t>(window)),
          samples_per_frame_(sample_rate / frame_rate),
          buffer_(window_ / 2, 0.0F) {}

    /// Calls `use(std::span<const float> window)` for each frame that `samples` complete.
    template <class Use>
    void push(std::span<const float> samples, Use&& use) {
        pushed_ += static_cast<std::int64_t>(samples.size());
        buffer_.insert(buffer_.end(), samples.begin(), samples.end());
        cut(use);
    }

    /// The frames whose centre lies in the song and whose window reaches beyond its end.
    template <class Use>
    void finish(Use&& use) {
        const std::int64_t end = pushed_;
        buffer_.insert(buffer_.end(), window_, 0.0F);
        while (centre(next_) < end)
            cut_one(use);
    }

private:
    // From the index, never by adding hops: 220.5 samples a frame at 22.05 kHz must not drift.
    [[nodiscard]] std::int64_t centre(std::int64_t frame) const {
        return std::llround(static_cast<double>(frame) * samples_per_frame_);
    }
    // buffer_[0] is sample `base_ - window/2` of the song, so frame windows begin at centre - base_.
    [[nodiscard]] std::size_t offset(std::int64_t frame) const {
        return static_cast<std::size_t>(centre(frame) - base_);
    }

    template <class Use>
    void cut(Use&& use) {
        while (offset(next_) + window_ <= buffer_.size())
            cut_one(use);
        const std::size_t done = std::min(offset(next_), buffer_.size());
        buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(done));
        base_ += static_cast<std::int64_t>(done);
    }
    template <class Use>
    void cut_one(Use&& use) {
        use(std::span<const float>(buffer_).subspan(offset(next_), window_));
        ++next_;
    }

    std::size_t window_;
    double samples_per_frame_;
    std::vector<float> buffer_;
    std::int64_t base_ = 0;
    std::int64_t pushed_ = 0;
    std::int64_t next_ = 0;
};

}  // namespace beatsync::music
