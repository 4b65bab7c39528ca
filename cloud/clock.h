#pragma once

#include <chrono>
#include <stop_token>

namespace beatsync::cloud {

using Seconds = std::chrono::duration<double>;

/// Time as the client sees it: real in the program, made up in tests.
class Clock {
public:
    virtual ~Clock() = default;
    /// Seconds since 1970.
    [[nodiscard]] virtual double unix_time() const = 0;
    /// Seconds since some moment, never going back.
    [[nodiscard]] virtual Seconds steady() const = 0;
    /// false when it was stopped before the time was up.
    [[nodiscard]] virtual bool wait(Seconds length, std::stop_token stop) = 0;
};

/// The machine's clock. Every wait, and every length that steady() measures, is `scale` times as long as it
/// says: a script that polls every 30 s is tried in milliseconds.
class SystemClock final : public Clock {
public:
    explicit SystemClock(double scale = 1) : scale_(scale) {}
    [[nodiscard]] double unix_time() const override;
    [[nodiscard]] Seconds steady() const override;
    [[nodiscard]] bool wait(Seconds length, std::stop_token stop) override;

private:
    double scale_;
};

}  // namespace beatsync::cloud
