#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>

#include "core/error.h"
#include "core/media_info.h"
#include "media/deinterlacer.h"

namespace beatsync::media {

/// The frames of an animated WebP, which libavcodec can't decode, composed by libwebpdemux: whole pictures,
/// over black. The file is held in memory.
class WebpAnimation {
public:
    /// Errc::input when it is damaged, or too large.
    [[nodiscard]] static Result<WebpAnimation> open(const std::filesystem::path& path);
    WebpAnimation(WebpAnimation&&) noexcept;
    WebpAnimation& operator=(WebpAnimation&&) noexcept;
    ~WebpAnimation();

    /// Of one play. A still when there is only one frame.
    [[nodiscard]] const MediaInfo& info() const;
    /// How often it is to be played; 0 = without end.
    [[nodiscard]] int plays() const;

    /// The next picture of this play; none at its end. Errc::media when it can't be decoded.
    Result<std::optional<TimedPicture>> next();
    /// Begins another play.
    void rewind();

private:
    class Impl;
    explicit WebpAnimation(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::media
