#include "cli/console.h"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "draft/text.h"

namespace beatsync::cli {
namespace {

constexpr auto kBarInterval = std::chrono::milliseconds(100);
constexpr auto kLineInterval = std::chrono::seconds(5);
constexpr double kLeastNews = 0.01;  // a line that says the same as the last is none
constexpr int kUsualWidth = 80;
constexpr const char* kEraseLine = "\r\033[K";

int terminal_width() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualWidth;
    return size.ws_col;
}

bool set_and_not_empty(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

std::shared_ptr<spdlog::logger> make_logger(const Console::Style& style) {
    const auto mode = style.colour ? spdlog::color_mode::always : spdlog::color_mode::never;
    auto logger = std::make_shared<spdlog::logger>(
        "beatsync", std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>(mode));
    logger->set_pattern("%^beatsync:%$ %v");
    logger->set_level(style.verbose ? spdlog::level::debug
                      : style.quiet ? spdlog::level::err
                                    : spdlog::level::info);
    return logger;
}

/// Whether a terminal does something with it: C0 and C1 controls (C1 as one byte, too), marks of direction.
bool is_obeyed(std::string_view character) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    const unsigned char first = byte(0);
    if (character.size() == 1)
        return (first < 0x20 && first != '\n' && first != '\t') || (first >= 0x7f && first < 0xa0);
    if (character.size() == 2) return first == 0xc2 && byte(1) < 0xa0;
    // U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069
    if (character.size() != 3 || first != 0xe2) return false;
    const unsigned char last = byte(2);
    return (byte(1) == 0x80 && (last == 0x8e || last == 0x8f || (last >= 0xaa && last <= 0xae))) ||
           (byte(1) == 0x81 && last >= 0xa6 && last <= 0xa9);
}

}  // namespace

Console::Style detect_style(bool quiet, bool verbose) {
    const char* terminal = std::getenv("TERM");
    const bool redraws =
        ::isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
    return {quiet, verbose, redraws, redraws && !set_and_not_empty("NO_COLOR")};
}

std::string printable(std::string_view text) {
    std::string safe;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = std::max<std::size_t>(draft::utf8_length(text, at), 1);
        const std::string_view character = text.substr(at, length);
        safe += is_obeyed(character) ? "?" : character;
        at += length;
    }
    return safe;
}

std::string one_line(std::string_view text) {
    std::string line = printable(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, '?');
    return line;
}

Console::Console(const Style& style) : style_(style), logger_(make_logger(style)) {}

Console::~Console() {
    clear_bar();
}

Result<void> Console::result(std::string_view text) {
    const std::lock_guard lock(mutex_);
    clear_bar();
    if (held_ != nullptr) {
        held_->append(text);
        return {};
    }
    const bool written =
        std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (written) return {};
    return fail(Errc::media,
                fmt::format("cannot write the result: {}", std::generic_category().message(errno)));
}

void Console::hold(std::string* text) {
    const std::lock_guard lock(mutex_);
    held_ = text;
}

void Console::put(int level, std::string_view line) {
    const std::lock_guard lock(mutex_);
    clear_bar();
    logger_->log(static_cast<spdlog::level::level_enum>(level), "{}", one_line(line));
}

void Console::say(std::string_view line) {
    put(spdlog::level::info, line);
}

void Console::left_out(std::string_view line) {
    put(spdlog::level::err, line);
}

void Console::fault(const Error& error) {
    put(spdlog::level::err, describe(error));
}

void Console::write(LogLevel level, std::string_view line) {
    switch (level) {
        case LogLevel::debug:
            return put(spdlog::level::debug, line);
        case LogLevel::info:
            return put(spdlog::level::info, line);
        case LogLevel::warning:
            return put(spdlog::level::warn, line);
    }
}

void Console::update(std::string_view stage, double fraction) {
    if (style_.quiet) return;
    const std::lock_guard lock(mutex_);
    show_progress(stage, fraction);
}

void Console::show_progress(std::string_view stage, double fraction) {
    const auto now = Clock::now();
    if (stage != stage_) {
        stage_ = stage;
        stage_begin_ = now;
        shown_at_ = style_.bar ? Clock::time_point{} : now;  // a short stage deserves a bar, but not a line
        shown_fraction_ = -1;
    }
    const bool due =
        now - shown_at_ >= (style_.bar ? Clock::duration(kBarInterval) : Clock::duration(kLineInterval));
    const double step = style_.bar ? 0 : kLeastNews;
    if (!due || fraction <= shown_fraction_ + step) return;
    shown_at_ = now;
    shown_fraction_ = fraction;
    const ProgressState state{stage_, fraction, time_left(fraction, now - stage_begin_)};
    if (!style_.bar) {
        logger_->info("{}", progress_line(state));
        return;
    }
    std::fputs((kEraseLine + progress_bar(state, terminal_width())).c_str(), stderr);
    bar_drawn_ = true;
}

void Console::clear_bar() {
    if (bar_drawn_) std::fputs(kEraseLine, stderr);
    bar_drawn_ = false;
}

}  // namespace beatsync::cli
