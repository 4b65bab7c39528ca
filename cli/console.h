#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "cli/progress.h"
#include "core/error.h"
#include "core/log.h"

namespace spdlog {
class logger;
}

namespace beatsync::cli {

/// What the program says. Results go to stdout, everything else to stderr, a line each. Safe from any thread.
class Console final : public LogSink, public ProgressSink {
public:
    struct Style {
        bool quiet = false;    ///< no talk, no progress; results, faults and what was left out remain
        bool verbose = false;  ///< the engine's debug lines too
        bool bar = false;      ///< stderr is a terminal that can redraw a line
        bool colour = false;
    };
    explicit Console(const Style& style);
    ~Console() override;

    /// What the user asked for, to stdout. Errc::media when it cannot be written (disk full, pipe closed).
    Result<void> result(std::string_view text);
    /// From now on results are added to `text` instead, until it is null again.
    void hold(std::string* text);

    void say(std::string_view line);       ///< worth knowing
    void left_out(std::string_view line);  ///< something asked for is not in the result
    void fault(const Error& error);        ///< why there is no result

    void write(LogLevel level, std::string_view line) override;
    void update(std::string_view stage, double fraction) override;

private:
    using Clock = std::chrono::steady_clock;
    void show_progress(std::string_view stage, double fraction);
    void clear_bar();
    void put(int level, std::string_view line);

    Style style_;
    std::shared_ptr<spdlog::logger> logger_;
    std::mutex mutex_;
    std::string stage_;
    Clock::time_point stage_begin_;
    Clock::time_point shown_at_;
    double shown_fraction_ = -1;
    bool bar_drawn_ = false;
    std::string* held_ = nullptr;
};

/// The style that fits this process's terminal and environment (NO_COLOR, TERM).
[[nodiscard]] Console::Style detect_style(bool quiet, bool verbose);

/// `text` without what a terminal would obey: of control characters only line ends and tabs stay, others and
/// those that turn the direction of writing become '?'.
[[nodiscard]] std::string printable(std::string_view text);

/// The same on one line, for a file's name may hold anything.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace beatsync::cli
