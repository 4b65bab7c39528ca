#pragma once

#include <array>
#include <cassert>
#include <string_view>
#include <utility>

#include "draft/draft.h"

namespace beatsync::draft {

/// The words that a draft has for the values of an enumeration.
template <class T, std::size_t n>
using Words = std::array<std::pair<std::string_view, T>, n>;

inline constexpr Words<Fit, 3> kFits{{{"crop", Fit::crop}, {"pad", Fit::pad}, {"blur", Fit::blur}}};
inline constexpr Words<TransitionKind, 4> kTransitions{{{"cut", TransitionKind::cut},
                                                        {"fade", TransitionKind::fade},
                                                        {"dip_black", TransitionKind::dip_black},
                                                        {"dip_white", TransitionKind::dip_white}}};
inline constexpr Words<AccentKind, 2> kAccents{{{"punch", AccentKind::punch}, {"flash", AccentKind::flash}}};
inline constexpr Words<TextPlace, 3> kPlaces{
    {{"top", TextPlace::top}, {"middle", TextPlace::middle}, {"bottom", TextPlace::bottom}}};
inline constexpr Words<TextDecoration, 3> kDecorations{
    {{"outline", TextDecoration::outline}, {"box", TextDecoration::box}, {"plain", TextDecoration::plain}}};

template <class T, std::size_t n>
[[nodiscard]] constexpr std::string_view word_of(const Words<T, n>& words, T value) {
    for (const auto& [word, meaning] : words)
        if (meaning == value) return word;
    assert(false);
    return {};
}

}  // namespace beatsync::draft
