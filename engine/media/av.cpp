#include "media/av.h"

extern "C" {
#include <libavutil/log.h>
}

#include <array>
#include <cstdarg>

namespace beatsync::media::av {

void Deleter::operator()(AVFormatContext* p) const noexcept {
    avformat_close_input(&p);
}

void silence() {
    [[maybe_unused]] static const bool once = [] {
        av_log_set_callback([](void*, int, const char*, va_list) {});
        return true;
    }();
}

std::string reason(int averror) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(averror, text.data(), text.size());
    return text.data();
}

}  // namespace beatsync::media::av
