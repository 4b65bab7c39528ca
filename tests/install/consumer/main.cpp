// What an embedding program does first: two seconds of clicks, two clips, a plan, and its JSON.
#include <beatsync/draft/draft_json.h>
#include <beatsync/pipeline/pipeline.h>
#include <beatsync/plan/planner.h>

#include <cstdio>

int main() {
    using namespace beatsync;
    music::MusicMap map;
    map.grid.duration = Time::from_ms(20'000);
    map.grid.tempo_bpm = 120;
    map.grid.confidence = 1;
    for (int i = 0; i < 40; ++i)
        map.grid.beats.push_back({Time::from_ms(500 * i), 1.0F, static_cast<std::uint8_t>(i % 4 + 1)});
    map.beat_energy.assign(40, 1.0F);
    map.sections = {{{Time{}, map.grid.duration}, 0, 1.0F}};

    footage::ClipMap clip;
    clip.media.path = "clip.mp4";
    clip.media.video.emplace();
    clip.media.video->width = 1920;
    clip.media.video->height = 1080;
    clip.media.duration = clip.media.video->duration = Time::from_ms(60'000);
    clip.shots = {{{Time{}, clip.media.duration}, 0, 1800, 1, 0.5F, 0.9F, 0.9F}};

    plan::PlanOptions options;
    options.song_path = "song.wav";
    const std::vector clips = {clip};
    const auto plan = plan::make_plan(map, clips, options);
    if (!plan) return std::fprintf(stderr, "%s\n", describe(plan.error()).c_str()), 1;
    // Links the media room too: a missing file is an error, not a crash.
    const std::vector<std::filesystem::path> missing = {"/nonexistent.mp4"};
    if (pipeline::find_clips(missing)) return 2;
    return draft::from_json(draft::to_json(plan->draft)) ? 0 : 3;
}
