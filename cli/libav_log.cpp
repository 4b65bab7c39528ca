#include "cli/libav_log.h"

#include <array>
#include <atomic>
#include <cstdarg>
#include <string_view>

#include "media/av.h"

namespace beatsync::cli {
namespace {

// libav's callback has no user data: one sink a process.
std::atomic<LogSink*> current_sink{nullptr};

void forward(void* source, int level, const char* format, va_list arguments) {
    LogSink* sink = current_sink.load();
    if (sink == nullptr || level > AV_LOG_WARNING) return;
    std::array<char, 512> line{};
    int prefix = 1;
    av_log_format_line2(source, level, format, arguments, line.data(), static_cast<int>(line.size()),
                        &prefix);
    std::string_view text = line.data();
    while (!text.empty() && text.back() == '\n')
        text.remove_suffix(1);
    if (!text.empty()) sink->write(LogLevel::debug, text);
}

}  // namespace

LibavLog::LibavLog(LogSink& sink) {
    media::av::silence();  // it takes the callback once in the life of a process: before ours, not after
    // SVT-AV1 writes to stderr by itself, and listens to nothing but this variable: errors alone.
    ::setenv("SVT_LOG", "1", 0);
    current_sink = &sink;
    av_log_set_callback(forward);
}

LibavLog::~LibavLog() {
    current_sink = nullptr;
}

}  // namespace beatsync::cli
