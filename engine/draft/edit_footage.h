#pragma once

#include <cstddef>
#include <cstdint>

#include "draft/edit.h"

// What edits of pieces are made of.
namespace beatsync::draft {

/// `piece` shows what `other` shows, at its own time: cut, transition and accents are its own. How fast it
/// runs was made for the other's place and is left behind.
void show_footage(Segment& piece, const Segment& other);

/// Moves the in-point so that the piece stays within its shot. Errc::usage when the shot is too short, with
/// the piece's number.
Result<void> fit_footage(Segment& piece, std::size_t index, Rate fps, const EditFacts& facts);

/// The piece begins at another frame and goes on showing the same moments at the same times, if its shot lets
/// it; where it would begin before its source, at the source's beginning.
void move_begin(Segment& piece, std::int64_t frame, Rate fps);
void move_end(Segment& piece, std::int64_t frame);

/// Without those that are beyond the end.
void trim_accents(Segment& piece);

}  // namespace beatsync::draft
