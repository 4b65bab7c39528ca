#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"
#include "render/canvas_pool.h"
#include "render/title_artist.h"
#include "render/title_notes.h"
#include "render/title_overlay.h"

namespace beatsync::render {

/// How much of a text segment is seen on one of its output frames, 0 to kOpaque: the fades of its level,
/// taken at the middle of the frame, so that the first is seen and the last too. Where both fades are at
/// work, the darker one.
[[nodiscard]] int title_opacity(const draft::Segment& segment, Rate fps, std::int64_t frame);

/// The text tracks of a draft, drawn over its finished pictures: never zoomed, never cut.
class Titles {
public:
    /// The draft must be valid and outlive it.
    explicit Titles(const draft::Draft& draft, const media::PictureFormat& format = {});

    /// `picture` with the titles of this output frame over it; the picture itself where there is none, and
    /// the same as last time when neither it nor the titles have changed. Frames in order.
    Result<Picture> over(Picture picture, std::int64_t frame, CanvasPool& canvases);

    /// What could not be written as asked, each a sentence for the user.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_.all(); }

private:
    struct Shown {
        const draft::Segment* segment = nullptr;
        int opacity = 0;
        friend bool operator==(const Shown&, const Shown&) = default;
    };
    struct Drawn {
        const draft::Segment* segment = nullptr;
        TitleOverlay overlay;
    };

    [[nodiscard]] std::vector<Shown> shown_at(std::int64_t frame) const;
    Result<void> draw_new(const std::vector<Shown>& shown);
    Result<TitleOverlay> draw(const draft::Segment& segment);

    draft::Canvas canvas_;
    media::PictureFormat format_;
    std::vector<const draft::Track*> tracks_;  // back to front
    std::optional<TitleArtist> artist_;        // made for the first title
    std::vector<Drawn> drawn_;                 // those on screen
    TitleNotes notes_;
    // The last picture and what it was made of.
    Picture behind_;
    std::vector<Shown> shown_;
    Picture picture_;
};

}  // namespace beatsync::render
