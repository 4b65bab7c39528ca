#include "cloud/clock.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace beatsync::cloud {
namespace {

// A wait that would overflow the clock's nanoseconds is as good as one of a month.
constexpr Seconds kLongest{30.0 * 24 * 3600};

}  // namespace

double SystemClock::unix_time() const {
    return Seconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

Seconds SystemClock::steady() const {
    return Seconds(std::chrono::steady_clock::now().time_since_epoch()) / scale_;
}

bool SystemClock::wait(Seconds length, std::stop_token stop) {
    const Seconds real = std::clamp(length * scale_, Seconds{0}, kLongest);
    const auto end = std::chrono::steady_clock::now() +
                     std::chrono::duration_cast<std::chrono::steady_clock::duration>(real);
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    (void)woken.wait_until(lock, stop, end, [] { return false; });
    return !stop.stop_requested();
}

}  // namespace beatsync::cloud
