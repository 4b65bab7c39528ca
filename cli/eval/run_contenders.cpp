#include "cli/eval/run_contenders.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace beatsync::cli {

Result<std::vector<std::vector<evaluate::Answer>>> run_contenders(const Contenders& contenders,
                                                                  std::span<const Subject> subjects,
                                                                  int threads, const RunContext& context) {
    std::vector<std::vector<evaluate::Answer>> answers(contenders.size(),
                                                       std::vector<evaluate::Answer>(subjects.size()));
    const std::size_t total = contenders.size() * subjects.size();
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex mutex;  // of what follows
    std::size_t done = 0;
    std::optional<Error> failure;
    const auto work = [&] {
        while (!context.stopped() && !failed) {
            const std::size_t i = next++;
            if (i >= total) return;
            // File by file, not contender by contender: a song that is decoded again is still in the cache
            // of the system.
            const std::size_t contender = i % contenders.size();
            const std::size_t subject = i / contenders.size();
            auto answer = contenders[contender]->answer(subjects[subject], context);
            const std::scoped_lock lock(mutex);
            if (!answer) {
                if (!failed.exchange(true)) failure = std::move(answer).error();
                return;
            }
            answers[contender][subject] = *std::move(answer);
            context.advance("evaluate", static_cast<double>(++done) / static_cast<double>(total));
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < std::min(static_cast<std::size_t>(threads), total); ++i)
            helpers.emplace_back(work);
        work();
    }
    if (context.stopped()) return fail_cancelled();
    if (failure) return fail(*std::move(failure));
    return answers;
}

}  // namespace beatsync::cli
