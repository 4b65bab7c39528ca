#pragma once

#include "core/log.h"

namespace beatsync::cli {

/// While it lives, what FFmpeg's libraries say goes to the sink as debug lines instead of to stderr.
class LibavLog {
public:
    explicit LibavLog(LogSink& sink);
    LibavLog(const LibavLog&) = delete;
    LibavLog& operator=(const LibavLog&) = delete;
    ~LibavLog();
};

}  // namespace beatsync::cli
