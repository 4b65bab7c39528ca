#include "report/thumbnails.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>

#include "media/stills.h"

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

bool has_picture(const draft::Track& track, const draft::Segment& segment) {
    return track.kind == draft::TrackKind::video && !segment.source.empty();
}

std::size_t count_pictures(const draft::Draft& draft) {
    std::size_t count = 0;
    for (const auto& track : draft.tracks)
        for (const auto& segment : track.segments)
            if (has_picture(track, segment)) ++count;
    return count;
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
    const std::size_t count = std::min(count_pictures(draft), options.most_thumbnails);
    const int side = picture_side(options.thumbnail_bytes, count);
    std::size_t left = options.thumbnail_bytes, done = 0;
    Thumbnails all;
    for (const auto& track : draft.tracks) {
        auto& row = all.emplace_back(track.segments.size());
        for (std::size_t i = 0; i < row.size() && done < count; ++i) {
            const auto& segment = track.segments[i];
            if (!has_picture(track, segment)) continue;
            if (context.stopped()) return fail_cancelled();
            const auto image = media::read_still(options.folder / segment.source, segment.in, side, side);
            if (image)
                row[i] = encode(*image, left / (count - done));
            else
                row[i].problem = image.error().message;
            left -= row[i].uri.size();
            context.advance("preview", static_cast<double>(++done) / static_cast<double>(count));
        }
    }
    return all;
}

}  // namespace beatsync::report
