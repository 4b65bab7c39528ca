#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "words/rule.h"

namespace beatsync::words {

/// One wish within a clause.
struct Part {
    Wishes wishes;
    Span span;
    Manner manner = Manner::attribute;
    bool for_how_long = false;  ///< a bare "for 3 seconds": of what was spoken of before, if that lasts
};

/// What stands between commas and words like "and".
struct Clause {
    std::vector<Token> tokens;
    Concept before = Concept::stop;  ///< what separates it from the clause before
    Span span;
    std::optional<std::vector<Part>> parts;  ///< none = not understood
};

/// Clauses in order; a Concept::stop before one begins a new sentence.
[[nodiscard]] std::vector<Clause> split(std::vector<Token> tokens);

/// The fewest wishes that take up all of the words; none where there is a word too many.
[[nodiscard]] std::optional<std::vector<Part>> parse_all(const std::vector<Token>& tokens);
/// The one wish that takes up all of the words.
[[nodiscard]] std::optional<Part> parse_one(std::span<const Token> tokens);

}  // namespace beatsync::words
