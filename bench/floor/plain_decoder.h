#pragma once

#include <cstdint>
#include <memory>
#include <string>

// The least that decoding costs: libavformat and libavcodec with one thread and nothing around them. What the
// program does beside it is measured against this.
namespace beatsync::bench {

class PlainDecoder {
public:
    /// Throws std::runtime_error, as all below.
    explicit PlainDecoder(const std::string& path);
    PlainDecoder(PlainDecoder&&) noexcept;
    PlainDecoder& operator=(PlainDecoder&&) noexcept;
    ~PlainDecoder();

    struct Count {
        std::int64_t decoded = 0;
        std::int64_t shown = 0;
    };
    /// All frames from here to the end.
    Count all();
    /// From the keyframe at or before `in_us` (since the stream's start) until `frames` from there on are
    /// decoded.
    Count range(std::int64_t in_us, std::int64_t frames);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// CPU seconds of this thread.
[[nodiscard]] double thread_cpu_seconds();

}  // namespace beatsync::bench
