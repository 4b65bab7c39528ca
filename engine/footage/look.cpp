#include "footage/look.h"

#include <cmath>
#include <cstddef>

namespace beatsync::footage {

void LookMeter::add(const Thumbnail& picture) {
    constexpr double kWhite = 255.0 * Thumbnail::kScale;
    constexpr double kGrey = 128.0 * Thumbnail::kScale;
    double luma = 0;
    for (const std::int16_t value : picture.luma)
        luma += value;
    double chroma = 0;
    for (std::size_t i = 0; i < picture.cb.size(); ++i)
        chroma += std::hypot(picture.cb[i] - kGrey, picture.cr[i] - kGrey);
    brightness_ += luma / static_cast<double>(picture.luma.size()) / kWhite;
    colourfulness_ += chroma / static_cast<double>(picture.cb.size()) / kGrey;
    ++pictures_;
}

Look LookMeter::mean() const {
    if (pictures_ == 0) return {};
    const auto count = static_cast<double>(pictures_);
    return {static_cast<float>(brightness_ / count), static_cast<float>(colourfulness_ / count)};
}

}  // namespace beatsync::footage
