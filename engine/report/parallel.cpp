#include "report/parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace beatsync::report {

Result<void> for_each_parallel(std::size_t count, const std::function<void(std::size_t)>& work,
                               std::string_view stage, std::size_t before, std::size_t total,
                               const RunContext& context) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t done = before;
    const auto run = [&] {
        while (!context.stopped()) {
            const std::size_t i = next++;
            if (i >= count) return;
            work(i);
            // Under the lock, so that progress never goes back.
            const std::lock_guard lock(mutex);
            context.advance(stage, static_cast<double>(++done) / static_cast<double>(total));
        }
    };
    {
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < std::min(cores, count); ++i)
            helpers.emplace_back(run);
        run();
    }
    if (context.stopped()) return fail_cancelled();
    return {};
}

}  // namespace beatsync::report
