#include "words/words.h"

#include <array>

namespace beatsync::words {

std::string_view name_of(Topic topic) {
    static constexpr std::array<std::string_view, static_cast<std::size_t>(Topic::output) + 1> kNames = {
        "aspect",       "duration",   "pace",        "title", "title_at", "title_for",   "title_place",
        "music_volume", "clip_audio", "transition",  "order", "only",     "exclude",     "start",
        "quality",      "size",       "fps",         "style", "punch",    "flash",       "ramp",
        "freeze_end",   "frame",      "tempo_scale", "shift", "downbeat", "music_under", "stretch",
        "sync",         "use_file",   "swap",        "drop",  "lock",     "unlock",      "lengthen",
        "trim",         "replace",    "replan",      "undo",  "render",   "interchange", "output"};
    return kNames.at(static_cast<std::size_t>(topic));
}

std::string describe(const std::vector<Intent>& intents) {
    std::string text;
    for (const Intent& intent : intents) {
        if (!text.empty()) text += "; ";
        text += name_of(intent.topic);
        // A title may be empty on purpose: there is to be none.
        if (!intent.value.empty() || intent.topic == Topic::title) text += "=" + intent.value;
    }
    return text;
}

}  // namespace beatsync::words
