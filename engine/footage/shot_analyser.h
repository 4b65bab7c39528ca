#pragma once

#include <memory>

#include "core/picture.h"
#include "footage/clip_map.h"

namespace beatsync::footage {

struct FootageParameters {
    double sensitivity = 1.0;  ///< above 1 finds more cuts, below 1 fewer
};

/// Frames → shots, scores, flaws, in one pass with a bounded window of past frames. Pure.
class ShotAnalyser {
public:
    explicit ShotAnalyser(const FootageParameters& parameters = {});
    ShotAnalyser(ShotAnalyser&&) noexcept;
    ShotAnalyser& operator=(ShotAnalyser&&) noexcept;
    ~ShotAnalyser();

    /// Every frame shown, in order of time; all of one size. Luma about 160 to 320 pixels on the long side.
    /// Of frames that are held (PictureView) only the time counts; the first one must not be.
    void push(const PictureView& picture);

    /// `media` is put into the map; `end` is when the last frame ends. Call once.
    [[nodiscard]] ClipMap finish(MediaInfo media, Time end);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::footage
