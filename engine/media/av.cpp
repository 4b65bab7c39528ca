#include "media/av.h"

#include <array>

namespace beatsync::media::av {

void Deleter::operator()(AVFormatContext* p) const noexcept {
    avformat_close_input(&p);
}

std::string reason(int averror) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(averror, text.data(), text.size());
    return text.data();
}

}  // namespace beatsync::media::av
