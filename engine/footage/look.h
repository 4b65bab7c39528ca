#pragma once

#include <cstdint>

#include "footage/clip_map.h"
#include "footage/thumbnail.h"

namespace beatsync::footage {

/// Adds up how bright and how colourful the pictures are.
class LookMeter {
public:
    void add(const Thumbnail& picture);
    [[nodiscard]] Look mean() const;

private:
    double brightness_ = 0;
    double colourfulness_ = 0;
    std::int64_t pictures_ = 0;
};

}  // namespace beatsync::footage
