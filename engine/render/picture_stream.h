#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"
#include "media/video_splice.h"
#include "render/canvas_pool.h"
#include "render/layer.h"
#include "render/player_pool.h"
#include "render/timeline.h"
#include "render/titles.h"

namespace beatsync::render {

/// The finished pictures of a draft, one an output frame, in order.
class PictureStream {
public:
    /// The draft must be valid and outlive the stream. The frames that are `copied` are left out.
    PictureStream(const draft::Draft& draft, const std::filesystem::path& folder,
                  const media::FrameReader::Options& decoding, const media::PictureFormat& format = {},
                  media::SplicePlan copied = {});

    /// The next output frame that is not left out; the same picture again when nothing in it has changed. Not
    /// to be called after the last of them. Errors name the source.
    Result<Picture> next();

    [[nodiscard]] std::int64_t frames_decoded() const { return pool_.frames_decoded(); }
    [[nodiscard]] std::vector<std::string> notes() const;

private:
    /// What the last picture was made of; equal means that it need not be made again.
    struct Made {
        Layer::Look shot;
        Layer::Look incoming;
        int mix = 0;  // 256ths, as all below
        int flash = 0;
        int black = 0;
        int white = 0;
        friend bool operator==(const Made&, const Made&) = default;
    };

    /// A segment comes on screen.
    struct Entry {
        std::int64_t frame = 0;
        Shot first;
        Time last;  ///< Shot::offset of its last frame
    };

    [[nodiscard]] std::vector<Entry> find_entries() const;
    [[nodiscard]] bool reads_on(std::size_t entry, std::size_t later) const;
    void leave_out_copied();
    void mind_entries();
    Result<Picture> picture_of(const Scene& scene);
    Result<Picture> black();
    Result<Layer*> show(const Shot& shot, const Shot& beside);
    Result<void> draw(Layer* shot, Layer* incoming, const Made& now, AVFrame& canvas);

    draft::Canvas canvas_;
    media::PictureFormat format_;
    Timeline timeline_;
    PlayerPool pool_;
    CanvasPool canvases_;
    std::array<Layer, 2> layers_;
    media::SplicePlan copied_;
    std::int64_t frame_ = 0;
    std::vector<Entry> entries_;
    std::size_t next_entry_ = 0;
    const draft::Segment* segment_ = nullptr;  // of the last frame
    Made made_;
    Picture last_;
    Picture black_;
    Titles titles_;
};

}  // namespace beatsync::render
