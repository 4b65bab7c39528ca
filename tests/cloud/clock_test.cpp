#include "cloud/clock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <limits>
#include <stop_token>
#include <thread>

namespace beatsync::cloud {
namespace {

Seconds now() {
    return std::chrono::steady_clock::now().time_since_epoch();
}

TEST(Clock, SteadyIsScaled) {
    for (const double scale : {1.0, 0.001, 4.0}) {
        const SystemClock clock(scale);
        const Seconds before = now();
        const Seconds said = clock.steady() * scale;
        const Seconds after = now();
        // The division and the multiplication round.
        EXPECT_GE(said.count(), before.count() * (1 - 1e-12)) << scale;
        EXPECT_LE(said.count(), after.count() * (1 + 1e-12)) << scale;
    }
}

TEST(Clock, UnixTimeIsNotScaled) {
    const SystemClock clock(0.001);
    const auto unix = [] { return Seconds(std::chrono::system_clock::now().time_since_epoch()).count(); };
    const double before = unix();
    const double said = clock.unix_time();
    EXPECT_GE(said, before - 1);
    EXPECT_LE(said, unix() + 1);
}

// Each wait here is hours long where its scale or its stop is not obeyed.
TEST(Clock, WaitIsScaled) {
    SystemClock clock(1e-9);
    const Seconds before = clock.steady();
    EXPECT_TRUE(clock.wait(Seconds{36'000}, {}));
    EXPECT_GE((clock.steady() - before).count(), 36'000.0 * (1 - 1e-3));
}

TEST(Clock, WaitOfNothingIsOver) {
    SystemClock clock;
    EXPECT_TRUE(clock.wait(Seconds{0}, {}));
    EXPECT_TRUE(clock.wait(Seconds{-5}, {}));
    EXPECT_TRUE(clock.wait(Seconds{-std::numeric_limits<double>::infinity()}, {}));
}

TEST(Clock, StopEndsTheWait) {
    SystemClock clock;
    std::stop_source stop;
    const std::jthread stopper([&] { stop.request_stop(); });
    EXPECT_FALSE(clock.wait(Seconds{36'000}, stop.get_token()));
    EXPECT_FALSE(clock.wait(Seconds{36'000}, stop.get_token())) << "stopped before it began";
    EXPECT_FALSE(clock.wait(Seconds{0}, stop.get_token()));
}

// It must not come out as a time long past: seen as an end before the stop.
TEST(Clock, WaitLongerThanTheClockCountsIsLong) {
    SystemClock clock;
    for (const double length : {1e300, std::numeric_limits<double>::infinity()})
        for (int i = 0; i < 20; ++i) {
            std::stop_source stop;
            std::atomic<bool> waiting = false;
            const std::jthread stopper([&] {
                waiting.wait(false);
                std::this_thread::yield();
                stop.request_stop();
            });
            waiting = true;
            waiting.notify_one();
            EXPECT_FALSE(clock.wait(Seconds{length}, stop.get_token()));
        }
}

}  // namespace
}  // namespace beatsync::cloud
