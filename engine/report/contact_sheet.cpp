#include "report/contact_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/file.h"
#include "media/stills.h"
#include "report/canvas.h"
#include "report/parallel.h"

namespace beatsync::report {
namespace {

constexpr Color kGround = rgb(0x15181C), kCard = rgb(0x20252B), kHole = rgb(0x343B44), kInk = rgb(0xF2F4F6),
                kFaint = rgb(0x9AA4AF), kGood = rgb(0x58B368), kPoor = rgb(0xE0A33E);
constexpr double kMargin = 20, kGap = 12, kInset = 6, kHeadHeight = 44, kCaptionHeight = 40;
constexpr double kTallest = 20'000;  // pixels: the library's limit is 32,767, viewers' are lower

struct Card {
    const footage::ClipMap* clip = nullptr;
    const footage::Shot* shot = nullptr;  ///< none: a still
    std::size_t number = 0;
    Box box;
};
struct Head {
    const footage::ClipMap* clip = nullptr;
    Point at;
    std::size_t hidden = 0;  ///< shots that are not on the sheet
};
struct Sheet {
    std::vector<Head> heads;
    std::vector<Card> cards;
    std::size_t clips_hidden = 0;
    double width = 0;
    double height = 0;
};

/// A shot's picture keeps the clip's shape, upright ones within reason.
double picture_height(const footage::ClipMap& clip, int width) {
    const auto& video = clip.media.video;
    const double shape = video && video->width > 0 && video->height > 0
                             ? static_cast<double>(video->height) / video->width
                             : 0.5625;
    return std::round(width * std::clamp(shape, 0.3, 1.4));
}

/// How many shots of each clip are shown: all, or as many as are left when what small clips do not need has
/// gone to the large ones.
std::vector<std::size_t> shares(std::span<const footage::ClipMap> clips, std::size_t most) {
    const auto needs = [&](std::size_t i) { return std::max<std::size_t>(clips[i].shots.size(), 1); };
    std::vector<std::size_t> order(clips.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return needs(a) < needs(b); });
    std::vector<std::size_t> share(clips.size());
    for (std::size_t k = 0; k < order.size(); ++k) {
        const std::size_t fair = std::max<std::size_t>(most / (order.size() - k), 1);
        share[order[k]] = std::min(needs(order[k]), fair);
        most -= std::min(most, share[order[k]]);
    }
    return share;
}

Sheet lay_out(std::span<const footage::ClipMap> clips, const ContactSheetOptions& options) {
    Sheet sheet;
    const double card_width = 2 * options.picture_width + 3 * kInset;
    sheet.width = 2 * kMargin + options.columns * card_width + (options.columns - 1) * kGap;
    double y = kMargin;
    const auto share = shares(clips, options.most_shots);
    const auto columns = static_cast<std::size_t>(options.columns);
    for (std::size_t i = 0; i < clips.size(); ++i) {
        const auto& clip = clips[i];
        const double card_height = picture_height(clip, options.picture_width) + 2 * kInset + kCaptionHeight;
        if (y + kHeadHeight + card_height > kTallest) {
            sheet.clips_hidden = clips.size() - i;
            break;
        }
        sheet.heads.push_back({&clip, {kMargin, y}, 0});
        y += kHeadHeight;
        std::size_t shown = 0;
        for (; shown < share[i] && y + card_height <= kTallest; ++shown) {
            const auto column = static_cast<double>(shown % columns);
            const footage::Shot* shot = clip.shots.empty() ? nullptr : &clip.shots[shown];
            sheet.cards.push_back({&clip,
                                   shot,
                                   shown + 1,
                                   {kMargin + column * (card_width + kGap), y, card_width, card_height}});
            if (shown % columns + 1 == columns || shown + 1 == share[i]) y += card_height + kGap;
        }
        sheet.heads.back().hidden = clip.shots.size() - std::min(shown, clip.shots.size());
        y += kGap;
    }
    sheet.height = std::min(y + (sheet.clips_hidden > 0 ? kHeadHeight : 0), 32'000.0);
    return sheet;
}

std::string facts(const Head& head) {
    const auto& media = head.clip->media;
    std::string text;
    if (media.video) text = fmt::format("{}x{}  ·  ", media.video->width, media.video->height);
    if (media.kind == MediaKind::still) return text + "picture";
    if (media.video) text += fmt::format("{:.5g} fps  ·  ", media.video->rate.value());
    const std::size_t shots = head.clip->shots.size();
    text += fmt::format("{}  ·  {} shot{}", format_time(media.duration), shots, shots == 1 ? "" : "s");
    if (head.hidden > 0) text += fmt::format(", {} of them not shown", head.hidden);
    return text;
}

void draw_head(Canvas& canvas, const Head& head, double width) {
    const TextStyle small{12, kFaint, false, Align::right};
    const std::string text = facts(head);
    const double room = width - 2 * kMargin;
    const double facts_width = canvas.text_width(text, small);
    const std::string name = std::filesystem::path(head.clip->media.path).filename().string();
    canvas.text_within({head.at.x, head.at.y + 24}, std::max(room - facts_width - 20, room * 0.25), name,
                       {16, kInk, true, Align::left});
    canvas.text({width - kMargin, head.at.y + 24}, text, small);
}

void draw_picture(Canvas& canvas, const Box& box, const Result<media::RgbImage>& picture) {
    canvas.fill(box, kHole);
    if (picture)
        canvas.image(box, *picture);
    else
        canvas.text({box.x + box.width / 2, box.y + box.height / 2 + 4}, "cannot be read",
                    {11, kFaint, false, Align::centre});
}

/// A shot's first and middle picture; a still is both.
struct Pictures {
    Result<media::RgbImage> first = fail_cancelled();
    Result<media::RgbImage> middle = fail_cancelled();
};

Pictures read_pictures(const Card& card, int picture_width) {
    const std::filesystem::path path(card.clip->media.path);
    const auto height = static_cast<int>(picture_height(*card.clip, picture_width));
    if (card.shot == nullptr) {
        auto still = media::read_still(path, Time{}, 2 * picture_width, height);
        return {still, still};
    }
    const TimeRange alone = alone_in(*card.clip, card.number - 1);
    const TimeRange& range = alone.empty() ? card.shot->range : alone;
    return {media::read_still(path, range.begin, picture_width, height),
            media::read_still(path, Time{range.begin.us + range.length().us / 2}, picture_width, height)};
}

void draw_caption(Canvas& canvas, const Card& card, double y) {
    const double left = card.box.x + kInset + 2;
    const double right = card.box.right() - kInset - 2;
    if (card.shot == nullptr) {
        canvas.text({left, y + 15}, "picture", {12, kInk, true, Align::left});
        return;
    }
    const auto& shot = *card.shot;
    const TextStyle bold{12, kInk, true, Align::left};
    const std::string number = fmt::format("{}", card.number);
    canvas.text({left, y + 15}, number, bold);
    canvas.text({left + canvas.text_width(number, bold) + 10, y + 15},
                fmt::format("{} – {}", format_time(shot.range.begin), format_time(shot.range.end)),
                {12, kInk, false, Align::left});
    canvas.text({right, y + 15}, fmt::format("{:.2f} s", shot.range.length().seconds()),
                {12, kFaint, false, Align::right});
    canvas.text_within({left, y + 31}, right - left - 14,
                       fmt::format("cut {:.2f}  ·  motion {:.2f}  ·  sharp {:.2f}", shot.cut_score,
                                   shot.motion, shot.sharpness),
                       {11, kFaint, false, Align::left});
    canvas.fill_rounded({right - 8, y + 22, 8, 8}, 4, shot.cut_score >= 0.5F ? kGood : kPoor);
}

void draw_card(Canvas& canvas, const Card& card, const Pictures& pictures, int picture_width) {
    canvas.fill_rounded(card.box, 6, kCard);
    const double height = card.box.height - 2 * kInset - kCaptionHeight;
    Box box{card.box.x + kInset, card.box.y + kInset, static_cast<double>(picture_width), height};
    if (card.shot == nullptr) {
        box.width = card.box.width - 2 * kInset;
        draw_picture(canvas, box, pictures.first);
    } else {
        draw_picture(canvas, box, pictures.first);
        box.x += picture_width + kInset;
        draw_picture(canvas, box, pictures.middle);
    }
    draw_caption(canvas, card, card.box.y + kInset + height + 4);
}

/// Pictures are read in parallel, a few cards at a time, so that only those are in memory.
Result<void> draw_cards(Canvas& canvas, std::span<const Card> cards, int picture_width,
                        const RunContext& context) {
    constexpr std::size_t kAtOnce = 32;
    for (std::size_t done = 0; done < cards.size(); done += kAtOnce) {
        const auto part = cards.subspan(done, std::min(kAtOnce, cards.size() - done));
        std::vector<Pictures> pictures(part.size());
        BEATSYNC_CHECK(for_each_parallel(
            part.size(), [&](std::size_t i) { pictures[i] = read_pictures(part[i], picture_width); },
            "contact sheet", done, cards.size(), context));
        for (std::size_t i = 0; i < part.size(); ++i)
            draw_card(canvas, part[i], pictures[i], picture_width);
    }
    return {};
}

Result<void> draw(Canvas& canvas, const Sheet& sheet, int picture_width, const RunContext& context) {
    canvas.fill({0, 0, sheet.width, sheet.height}, kGround);
    for (const Head& head : sheet.heads)
        draw_head(canvas, head, sheet.width);
    BEATSYNC_CHECK(draw_cards(canvas, sheet.cards, picture_width, context));
    if (sheet.clips_hidden > 0)
        canvas.text({kMargin, sheet.height - 16}, fmt::format("{} more clips not shown", sheet.clips_hidden),
                    {13, kFaint, false, Align::left});
    return {};
}

Result<void> check(std::span<const footage::ClipMap> clips, const ContactSheetOptions& options) {
    if (clips.empty()) return fail(Errc::usage, "a contact sheet of no clips");
    if (options.columns < 1 || options.columns > 16 || options.picture_width < 64 ||
        options.picture_width > 640 || options.most_shots < 1)
        return fail(Errc::usage, "a contact sheet has 1 to 16 columns of pictures 64 to 640 pixels wide");
    return {};
}

}  // namespace

Result<std::string> contact_sheet_png(std::span<const footage::ClipMap> clips,
                                      const ContactSheetOptions& options, const RunContext& context) {
    BEATSYNC_CHECK(check(clips, options));
    const Sheet sheet = lay_out(clips, options);
    return draw_png(static_cast<int>(std::ceil(sheet.width)), static_cast<int>(std::ceil(sheet.height)),
                    [&](Canvas& canvas) { return draw(canvas, sheet, options.picture_width, context); });
}

Result<void> write_contact_sheet(std::span<const footage::ClipMap> clips, const ContactSheetOptions& options,
                                 const std::filesystem::path& output, const RunContext& context) {
    BEATSYNC_TRY(const auto png, contact_sheet_png(clips, options, context));
    return write_file(output, png);
}

}  // namespace beatsync::report
