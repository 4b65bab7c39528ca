#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "music/music_map.h"

namespace beatsync::plan {

/// What people call the parts of a song.
enum class SongPart : std::uint8_t { intro, verse, chorus, drop, bridge, outro };

/// "verse" → SongPart::verse.
[[nodiscard]] std::optional<SongPart> song_part(std::string_view name);
[[nodiscard]] std::string_view name_of(SongPart part);

/// What a section is. A drop is where the song lets go: it is a chorus or a verse besides.
struct NamedSection {
    SongPart part = SongPart::verse;
    bool drop = false;
    [[nodiscard]] bool is(SongPart wanted) const { return wanted == SongPart::drop ? drop : part == wanted; }
};

/// Names for the sections, one each, from how loud they are and which sound alike; no model and no words are
/// behind it, so it is a guess that holds for songs which are built the usual way:
///  - the chorus is what sounds alike more than once and is loudest; where nothing comes again, the loudest;
///  - the intro is a first section, the outro a last one, that is clearly quieter than the chorus, or than
///  what
///    is next to it, and sounds like nothing between the song's ends;
///  - a bridge is heard once, after the first chorus and before the last;
///  - the rest are verses;
///  - a drop is one of the song's loudest sections that is clearly louder than the one before it.
/// A song of one section, or of sections equally loud that are all alike, has no chorus: all is verse.
[[nodiscard]] std::vector<NamedSection> name_sections(const music::MusicMap& music);

/// The first downbeat of the first section of that name, or its first beat where bars are not known.
[[nodiscard]] std::optional<Time> start_of(const music::MusicMap& music, SongPart part);

}  // namespace beatsync::plan
