#include "cli/verb.h"

#include <algorithm>

namespace beatsync::cli {
namespace {

constexpr Verb kVerbs[] = {
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
    {"fit", "Lay music under a finished video, its beats on the video's cuts",
     "beatsync fit video.mp4 -m song.mp3 -o out.mp4\n"
     "beatsync fit video.mp4 -m music/ -o out.mp4 --stretch --clip-audio off\n",
     define_fit},
    {"render", "Render a draft",
     "beatsync render draft.json -o out.mp4\n"
     "beatsync render draft.json -o preview.mp4 --quality draft --overwrite\n",
     define_render},
    {"show", "Show what is in a draft",
     "beatsync show draft.json\n"
     "beatsync show draft.json --html draft.html\n",
     define_show},
    {"do", "Say in plain words what is to be done, English or Chinese",
     "beatsync do \"make it vertical, 30 seconds, music at 50%\" song.mp3 clips/\n"
     "beatsync do \"竖屏，节奏快一点，加标题“夏天”\" song.mp3 clips/ --dry-run\n",
     define_do},
    {"edit", "Change a draft: swap, drop, lock, lengthen, retitle, plan again around the rest",
     "beatsync edit draft.json --swap 2,5 --lock 1-3\n"
     "beatsync edit draft.json -o faster.json --pace fast --title \"Lisbon\"\n",
     define_edit},
    {"eval", "Measure beat trackers against annotations, as the field does",
     "beatsync eval sets/*/ --tracker beatsync --tracker aubio --html eval.html\n"
     "beatsync eval --reference annotations/ predictions/ --skip 5s --per-file\n",
     define_eval},
    {"batch",
     "Do many jobs, one a line of JSON; go on where it was broken off; share them with other workers",
     "beatsync batch jobs.jsonl\n"
     "beatsync batch jobs.jsonl --shard 1/8 --jobs 4\n",
     define_batch},
    {"doctor", "Check what works on this machine, and how to mend the rest",
     "beatsync doctor\n"
     "beatsync doctor --json\n",
     define_doctor},
    {"demo", "Make a song and clips, and cut them to the beat",
     "beatsync demo\n"
     "beatsync demo /tmp/beatsync-demo --overwrite\n",
     define_demo},
#ifdef BEATSYNC_WITH_CLOUD
    {"cloud login", "Keep your own token for the cloud, or get an anonymous one",
     "beatsync cloud login\n"
     "beatsync cloud login < token.txt\n",
     define_cloud_login},
    {"cloud status", "Which service, token and session are in use",
     "beatsync cloud status\n"
     "beatsync cloud status --json\n",
     define_cloud_status},
    {"cloud credits", "Credits left in the cloud",
     "beatsync cloud credits\n"
     "beatsync cloud credits --json\n",
     define_cloud_credits},
    {"cloud upload", "Upload files to the cloud's session, by name or address",
     "beatsync cloud upload clip.mp4 song.mp3\n"
     "beatsync cloud upload https://example.org/clip.mp4\n",
     define_cloud_upload},
    {"cloud chat", "Edit the session's draft in plain words, English or Chinese",
     "beatsync cloud chat \"put the clips in a row and add music\"\n"
     "beatsync cloud chat \"export\" -o out.mp4\n",
     define_cloud_chat},
    {"cloud export", "Render the session's draft in the cloud",
     "beatsync cloud export -o out.mp4\n"
     "beatsync cloud export -o out.mp4 --overwrite --json\n",
     define_cloud_export},
    {"cloud jobs", "Render jobs in the cloud, and how far they are",
     "beatsync cloud jobs\n"
     "beatsync cloud jobs --json\n",
     define_cloud_jobs},
    {"cloud resume", "Finish the cloud's jobs that were broken off",
     "beatsync cloud resume\n"
     "beatsync cloud resume render_1763715600000123 -o other.mp4\n",
     define_cloud_resume},
    {"cloud open", "A link that takes the session over in a browser",
     "beatsync cloud open\n"
     "beatsync cloud open --json\n",
     define_cloud_open},
    {"cloud logout", "Forget the token kept for the cloud",
     "beatsync cloud logout\n"
     "beatsync cloud logout -q\n",
     define_cloud_logout},
#endif
};

}  // namespace

std::span<const Verb> verbs() {
    return kVerbs;
}

const Verb* find_verb(std::string_view name) {
    const auto all = verbs();
    const auto verb = std::find_if(all.begin(), all.end(), [&](const Verb& v) { return v.name == name; });
    return verb == all.end() ? nullptr : &*verb;
}

}  // namespace beatsync::cli
