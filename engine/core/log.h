#pragma once

#include <cstdint>
#include <string_view>

namespace beatsync {

enum class LogLevel : std::uint8_t { debug, info, warning };

/// Where the engine's talk goes. The engine itself never prints. Called from any thread.
class LogSink {
public:
    virtual ~LogSink() = default;
    virtual void write(LogLevel level, std::string_view line) = 0;
};

/// How far a long job is. Called from any thread, often; the receiver thins it out.
class ProgressSink {
public:
    virtual ~ProgressSink() = default;
    /// `fraction` in [0, 1] of `stage` ("analyse clips", "render"); never goes back within a stage.
    virtual void update(std::string_view stage, double fraction) = 0;
};

}  // namespace beatsync
