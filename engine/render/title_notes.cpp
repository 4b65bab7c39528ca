#include "render/title_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "draft/phrase.h"
#include "render/fonts.h"
#include "render/title_words.h"

namespace beatsync::render {
namespace {

constexpr std::size_t kMostNotes = 20;
constexpr std::size_t kMostCharacters = 8;  // named one by one

/// "你 (U+4F60), 好 (U+597D) and 3 more"
std::string listed(const std::vector<char32_t>& characters) {
    std::string list;
    for (std::size_t i = 0; i < std::min(kMostCharacters, characters.size()); ++i)
        list += fmt::format("{}{} (U+{:04X})", i > 0 ? ", " : "", to_utf8(characters[i]),
                            static_cast<std::uint32_t>(characters[i]));
    if (characters.size() > kMostCharacters)
        list += fmt::format(" and {} more", characters.size() - kMostCharacters);
    return list;
}

}  // namespace

void TitleNotes::no_fonts() {
    note("titles are left out: there is no font on this machine (apt-get install fonts-dejavu-core)");
}

void TitleNotes::add(const draft::Segment& title, const TitleDrawing& drawing) {
    const std::string name = fmt::format("\"{}\"", draft::tidy(title.text));
    std::map<std::string, std::vector<char32_t>> by_package;
    for (const char32_t c : drawing.missing)
        by_package[font_package_for(c)].push_back(c);
    for (const auto& [package, characters] : by_package)
        note(fmt::format("title {}: no font on this machine has {}: left out{}", name, listed(characters),
                         package.empty() ? "" : fmt::format(" (apt-get install {})", package)));
    if (drawing.other_font)
        note(
            fmt::format("title {}: there is no font \"{}\" on this machine: the usual one is used "
                        "(fc-list : family lists those there are)",
                        name, title.style.font));
    if (drawing.cut_after > 0)
        note(fmt::format("title {}: too long for the picture: cut after {} of its {} characters", name,
                         drawing.cut_after, characters_in(title.text)));
}

void TitleNotes::note(std::string sentence) {
    if (notes_.size() >= kMostNotes || std::ranges::find(notes_, sentence) != notes_.end()) return;
    notes_.push_back(std::move(sentence));
}

}  // namespace beatsync::render
