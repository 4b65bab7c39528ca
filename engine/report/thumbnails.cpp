#include "report/thumbnails.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>

#include "media/stills.h"
#include "report/parallel.h"

namespace beatsync::report {
namespace {

constexpr std::string_view kPrefix = "data:image/jpeg;base64,";
constexpr double kBytesAPixel = 0.3;  // of a busy picture at quality 75, base64 included
constexpr int kNarrowest = 80, kWidest = 480;

std::string base64(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto part = bytes.subspan(i, std::min<std::size_t>(3, bytes.size() - i));
        std::uint32_t word = 0;
        for (std::size_t k = 0; k < 3; ++k)
            word = word << 8U | (k < part.size() ? part[k] : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += k <= part.size() ? kDigits[word >> (18U - 6U * k) & 0x3FU] : '=';
    }
    return out;
}

struct Picture {
    const draft::Segment* segment = nullptr;
    Thumbnail* thumbnail = nullptr;  ///< where it goes
};

/// The segments that have a picture, at most `most`; `all` gets a place for each segment.
std::vector<Picture> list_pictures(const draft::Draft& draft, std::size_t most, Thumbnails& all) {
    for (const auto& track : draft.tracks)
        all.emplace_back(track.segments.size());
    std::vector<Picture> pictures;
    for (std::size_t t = 0; t < draft.tracks.size(); ++t) {
        const auto& track = draft.tracks[t];
        if (track.kind != draft::TrackKind::video) continue;
        for (std::size_t s = 0; s < track.segments.size() && pictures.size() < most; ++s)
            if (!track.segments[s].source.empty()) pictures.push_back({&track.segments[s], &all[t][s]});
    }
    return pictures;
}

/// The side of a square that holds all pictures, so that `count` of them keep to the budget.
int picture_side(std::size_t bytes, std::size_t count) {
    const double pixels =
        static_cast<double>(bytes) / static_cast<double>(std::max<std::size_t>(count, 1)) / kBytesAPixel;
    // 16:9 or 9:16: the square is 16/9 of the picture.
    return std::clamp(static_cast<int>(std::sqrt(pixels * 16 / 9)), kNarrowest, kWidest);
}

/// As good as `most_bytes` allow; a problem where even the poorest is larger.
Thumbnail encode(const media::RgbImage& image, std::size_t most_bytes) {
    for (const int quality : {75, 55, 35}) {
        const auto jpeg = media::encode_jpeg(image, quality);
        if (!jpeg) return {{}, 0, 0, jpeg.error().message};
        if (kPrefix.size() + (jpeg->size() + 2) / 3 * 4 <= most_bytes)
            return {std::string(kPrefix) + base64(*jpeg), image.width, image.height, {}};
    }
    return {{}, 0, 0, "too many pictures for one page"};
}

}  // namespace

Result<Thumbnails> make_thumbnails(const draft::Draft& draft, const PreviewOptions& options,
                                   const RunContext& context) {
    Thumbnails all;
    const auto pictures = list_pictures(draft, options.most_thumbnails, all);
    if (pictures.empty()) return all;
    const int side = picture_side(options.thumbnail_bytes, pictures.size());
    const std::size_t most_bytes = options.thumbnail_bytes / pictures.size();
    const auto make = [&](std::size_t i) {
        const auto& [segment, thumbnail] = pictures[i];
        const auto image = media::read_still(options.folder / segment->source, segment->in, side, side);
        if (image)
            *thumbnail = encode(*image, most_bytes);
        else
            thumbnail->problem = image.error().message;
    };
    BEATSYNC_CHECK(for_each_parallel(pictures.size(), make, "preview", 0, pictures.size(), context));
    return all;
}

}  // namespace beatsync::report
