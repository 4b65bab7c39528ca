#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "words/token.h"

namespace beatsync::words {

struct Numeral {
    double value = 0;
    std::size_t tokens = 0;  ///< that it is made of
    bool ordinal = false;
};

/// A number in words that begins at token `at`: "twenty five", "third", "二十五".
[[nodiscard]] std::optional<Numeral> read_numeral(const std::vector<Token>& tokens, std::size_t at);

}  // namespace beatsync::words
