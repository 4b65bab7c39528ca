#pragma once

#include <span>
#include <string_view>

#include "words/token.h"

namespace beatsync::words {

/// Phrases that mean the same, with '|' between.
struct Entry {
    Concept means;
    std::string_view phrases;
};
[[nodiscard]] std::span<const Entry> english_words();
[[nodiscard]] std::span<const Entry> chinese_words();

}  // namespace beatsync::words
