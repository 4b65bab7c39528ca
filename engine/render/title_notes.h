#pragma once

#include <string>
#include <vector>

#include "draft/draft.h"
#include "render/title_artist.h"

namespace beatsync::render {

/// What could not be written as asked, each once and as a sentence for the user.
class TitleNotes {
public:
    void no_fonts();
    void add(const draft::Segment& title, const TitleDrawing& drawing);
    [[nodiscard]] const std::vector<std::string>& all() const { return notes_; }

private:
    void note(std::string sentence);
    std::vector<std::string> notes_;
};

}  // namespace beatsync::render
