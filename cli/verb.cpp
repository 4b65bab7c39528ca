#include "cli/verb.h"

#include <algorithm>
#include <array>

namespace beatsync::cli {
namespace {

constexpr std::array<Verb, 8> kVerbs = {{
    {"sync", "Cut clips to the beat of a song and render the video",
     "beatsync sync -m song.mp3 clips/ -o out.mp4\n"
     "beatsync sync -m song.mp3 a.mp4 b.mov photo.jpg -o out.mp4 --aspect 16:9 --duration 30s --draft "
     "out.json\n",
     define_sync},
    {"beats", "Beats, downbeats, tempo and sections of songs",
     "beatsync beats song.mp3\n"
     "beatsync beats album/*.mp3 --format beats -o beats/\n",
     define_beats},
    {"scenes", "Shots of clips: where they are cut, and how good they are",
     "beatsync scenes clip.mp4\n"
     "beatsync scenes clips/ --format csv -o shots/ --sheet shots.png\n",
     define_scenes},
    {"plan", "Plan the cuts without rendering: a draft, to look at, edit and render",
     "beatsync plan -m song.mp3 clips/ -o draft.json --explain\n"
     "beatsync plan -m song.mp3 clips/ -o - --pace fast --seed 7\n",
     define_plan},
    {"render", "Render a draft",
     "beatsync render draft.json -o out.mp4\n"
     "beatsync render draft.json -o preview.mp4 --quality draft --overwrite\n",
     define_render},
    {"show", "Show what is in a draft",
     "beatsync show draft.json\n"
     "beatsync show draft.json --html draft.html\n",
     define_show},
    {"doctor", "Check what works on this machine, and how to mend the rest",
     "beatsync doctor\n"
     "beatsync doctor --json\n",
     define_doctor},
    {"demo", "Make a song and clips, and cut them to the beat",
     "beatsync demo\n"
     "beatsync demo /tmp/beatsync-demo --overwrite\n",
     define_demo},
}};

}  // namespace

std::span<const Verb> verbs() {
    return kVerbs;
}

const Verb* find_verb(std::string_view name) {
    const auto verb =
        std::find_if(kVerbs.begin(), kVerbs.end(), [&](const Verb& v) { return v.name == name; });
    return verb == kVerbs.end() ? nullptr : &*verb;
}

}  // namespace beatsync::cli
