#include "plan/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "plan/clip_pool.h"

namespace beatsync::plan {
namespace {

std::string_view name_of(CutKind kind) {
    switch (kind) {
        case CutKind::clock:
            return "no beat here";
        case CutKind::beat:
            return "on the beat";
        case CutKind::half_bar:
            return "half of the bar";
        case CutKind::bar:
            return "on the bar";
        case CutKind::section:
            return "new section";
        case CutKind::pin:
            return "pinned";
        case CutKind::edge:
            return "beside a piece that is held";
        case CutKind::opening:
            return "opening";
    }
    return {};
}

std::string_view price_of(Relaxed relaxed) {
    switch (relaxed) {
        case Relaxed::nothing:
            return "";
        case Relaxed::same_clip:
            return ", the same clip again";
        case Relaxed::margin:
            return ", close to a piece already shown";
        case Relaxed::blurred:
            return ", out of focus";
        case Relaxed::frozen:
            return ", a picture that does not move";
        case Relaxed::spare:
            return ", of weight 0";
        case Relaxed::repeated:
            return ", shown before";
    }
    return {};
}

std::string explain_cut(const Slot& slot, std::span<const BarPlace> places) {
    if (!slot.beat) return std::string(name_of(slot.kind));
    const BarPlace& place = places[static_cast<std::size_t>(*slot.beat)];
    return fmt::format("bar {} beat {}, {}", place.bar + 1, place.beat + 1, name_of(slot.kind));
}

std::string movements_of(const Piece& piece) {
    if (piece.on_beats == 0) return "";
    return piece.on_beats == 1 ? ", a movement on a beat"
                               : fmt::format(", {} movements on beats", piece.on_beats);
}

std::string explain_piece(const Piece& piece, const footage::ClipMap& clip) {
    const std::string_view name = file_name(clip.media.path);
    if (clip.media.kind == MediaKind::still)
        return fmt::format("{}: a still, slowly zoomed{}", name, price_of(piece.relaxed));
    const std::string where = fmt::format("{} shot {} from {}", name, piece.shot + 1, format_time(piece.in));
    if (piece.pin) return where + ": pinned";
    return fmt::format("{}: best of {} {}, sharpness {:.2f}, motion {:.2f}{}{}", where, piece.compared,
                       piece.compared == 1 ? "place" : "places", piece.look.sharpness, piece.look.motion,
                       movements_of(piece), price_of(piece.relaxed));
}

std::string cuts(std::size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "cut" : "cuts");
}

void note_relaxations(std::span<const Piece> pieces, bool one_clip, std::vector<std::string>& notes) {
    std::array<std::size_t, kRelaxations> counts{};
    for (const Piece& piece : pieces)
        ++counts[static_cast<std::size_t>(piece.relaxed)];
    const auto count = [&](Relaxed relaxed) { return counts[static_cast<std::size_t>(relaxed)]; };
    if (const auto n = count(Relaxed::same_clip); n > 0 && !one_clip)
        notes.push_back(
            fmt::format("{} within one clip: the others had no unused footage that fits.", cuts(n)));
    if (const auto n = count(Relaxed::margin); n > 0)
        notes.push_back(
            fmt::format("{} to footage right beside what was shown before: little was left.", cuts(n)));
    if (const auto n = count(Relaxed::blurred); n > 0)
        notes.push_back(fmt::format("{} to footage that is out of focus: nothing sharp was left.", cuts(n)));
    if (const auto n = count(Relaxed::frozen); n > 0)
        notes.push_back(fmt::format("{} to footage that does not move: nothing else was left.", cuts(n)));
    if (const auto n = count(Relaxed::spare); n > 0)
        notes.push_back(fmt::format("{} to clips of weight 0: nothing else was left.", cuts(n)));
    if (const auto n = count(Relaxed::repeated); n > 0)
        notes.push_back(
            fmt::format("{} to footage shown before: the clips are too short for this length. "
                        "Add clips, or shorten the video.",
                        cuts(n)));
}

/// "a.mp4, b.mp4 and 3 more"
std::string listed(std::span<const std::string> names) {
    constexpr std::size_t kNamed = 5;
    std::string list;
    for (std::size_t i = 0; i < std::min(kNamed, names.size()); ++i)
        list += (i > 0 ? ", " : "") + names[i];
    if (names.size() > kNamed) list += fmt::format(" and {} more", names.size() - kNamed);
    return list;
}

std::string_view name_of(footage::Defect defect) {
    switch (defect) {
        case footage::Defect::black:
            return "black";
        case footage::Defect::frozen:
            return "does not move";
        case footage::Defect::blurred:
            return "out of focus";
        case footage::Defect::blank:
            return "blank";
        case footage::Defect::damaged:
            return "damaged";
    }
    return {};
}

/// " (black)": why a clip can't be shown, where one thing explains it.
std::string reason_of(const footage::ClipMap& clip, Time shortest_cut) {
    if (clip.media.kind != MediaKind::video) return {};
    const Time length = clip.media.duration;
    if (length < shortest_cut) return fmt::format(" (lasts {:.1f} s)", length.seconds());
    for (const footage::Flaw& flaw : clip.flaws)
        if (flaw.range.length().us * 10 > length.us * 9) return fmt::format(" ({})", name_of(flaw.defect));
    if (ClipPool(clip).longest(Cleanness::frozen) < shortest_cut)
        return fmt::format(" (no {:.1f} s of it without a flaw, a cut or a transition)",
                           shortest_cut.seconds());
    return {};
}

void note_unused(std::span<const Piece> pieces, std::span<const footage::ClipMap> clips,
                 std::span<const Standing> standings, Time shortest_cut, std::vector<std::string>& notes) {
    std::vector<bool> used(clips.size(), false);
    for (const Piece& piece : pieces)
        if (piece.clip != kNoClip) used[piece.clip] = true;
    std::vector<std::string> unused;
    std::vector<std::string> small;
    std::vector<std::string> copies;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        if (used[i]) continue;
        const MediaInfo& media = clips[i].media;
        const std::string name(file_name(media.path));
        if (const auto original = standings[i].same_as) {
            copies.push_back(fmt::format("{} (as {})", name, file_name(clips[*original].media.path)));
        } else if (standings[i].last_resort && media.video) {
            small.push_back(fmt::format("{} ({}x{})", name, media.video->width, media.video->height));
        } else {
            std::string reason = standings[i].spare() ? " (weight 0)" : reason_of(clips[i], shortest_cut);
            if (reason.empty() && pieces.size() < clips.size()) reason = " (more clips than cuts)";
            unused.push_back(name + reason);
        }
    }
    if (!unused.empty()) notes.push_back(fmt::format("Not in the video: {}.", listed(unused)));
    if (!small.empty())
        notes.push_back(fmt::format("Not in the video, being far too small for it: {}.", listed(small)));
    if (!copies.empty())
        notes.push_back(fmt::format("Not in the video, showing the same as another: {}.", listed(copies)));
}

void note_damaged(std::span<const footage::ClipMap> clips, std::vector<std::string>& notes) {
    std::vector<std::string> damaged;
    for (const footage::ClipMap& clip : clips) {
        const bool found = std::any_of(clip.flaws.begin(), clip.flaws.end(), [](const footage::Flaw& flaw) {
            return flaw.defect == footage::Defect::damaged;
        });
        if (found) damaged.emplace_back(file_name(clip.media.path));
    }
    if (!damaged.empty())
        notes.push_back(fmt::format("Damaged in places, which are not shown: {}.", listed(damaged)));
}

}  // namespace

std::string_view file_name(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string explain(const Slot& slot, const Piece& piece, std::span<const BarPlace> places,
                    const footage::ClipMap& clip) {
    return explain_cut(slot, places) + "; " + explain_piece(piece, clip);
}

std::vector<std::string> notes_on(std::span<const Slot> slots, std::span<const Piece> pieces,
                                  std::span<const footage::ClipMap> clips,
                                  std::span<const Standing> standings, const Clock& clock) {
    std::vector<std::string> notes;
    const auto off_beat = static_cast<std::size_t>(std::count_if(
        slots.begin(), slots.end(), [](const Slot& slot) { return slot.kind == CutKind::clock; }));
    if (off_beat > 0)
        notes.push_back(fmt::format("{} on no beat: a picture would have stayed too long.", cuts(off_beat)));
    note_relaxations(pieces, clips.size() == 1, notes);
    const auto too_small =
        static_cast<std::size_t>(std::count_if(pieces.begin(), pieces.end(), [&](const Piece& piece) {
            return piece.clip != kNoClip && !piece.held && standings[piece.clip].last_resort;
        }));
    if (too_small > 0)
        notes.push_back(fmt::format("{} to footage far too small for the picture: nothing else was left.",
                                    cuts(too_small)));
    const auto shortest =
        std::ranges::min_element(slots, {}, [](const Slot& slot) { return slot.frames.length(); });
    note_unused(pieces, clips, standings, clock.length_of(shortest->frames), notes);
    note_damaged(clips, notes);
    return notes;
}

}  // namespace beatsync::plan
