#pragma once

#include <string>

#include "draft/draft.h"

namespace beatsync::test {

/// A draft that sets every member to something that is not its default.
inline draft::Draft sample_draft() {
    draft::Draft d;
    d.canvas = {1920, 1080, {30000, 1001}};
    d.loudness_lufs = -14.5;
    d.generator = "beatsync test";
    d.seed = 18446744073709551615U;
    d.recipe = draft::Recipe{"song.mp3", {"a.mp4", "b.jpg"}, {"--pace", "fast"}};
    d.extra = R"({"canvas_config":{"w":1}})";
    d.extra_meta = R"({"author":"someone"})";

    draft::Segment clip;
    clip.frames = {0, 47};
    clip.source = "clips/Straße ünd 海.mp4";
    clip.in = Time{1'234'567};
    clip.framing = {draft::Fit::blur, 0.25, 0.75, {1, 0.5, 0.5}, {1.12, 0.4, 0.6}};
    clip.sound = true;
    clip.level = {-6.5, Time{10'000}, Time{20'000}};
    clip.beat = 4;
    clip.retime = {{Time{}, Time{}}, {Time{400'000}, Time{800'000}}, {Time{900'000}, Time{800'000}}};
    clip.blend = true;
    clip.transition = {draft::TransitionKind::dip_white, 7};
    clip.accents = {{draft::AccentKind::punch, 0, 8, 0.125}, {draft::AccentKind::flash, 46, 3, 0.5}};
    clip.locked = true;
    clip.extra = R"({"id":"abc","list":[1,2.5,null,true]})";
    clip.extra_meta = R"({"tint":"red"})";
    draft::Segment gap;
    gap.frames = {47, 60};
    draft::Segment still;
    still.frames = {60, 100};
    still.source = "a.jpg";
    still.still = true;
    draft::Track video;
    video.name = "Main";
    video.segments = {clip, gap, still};
    video.extra = R"({"locked":true})";
    video.extra_meta = R"({"lane":2})";

    draft::Segment song;
    song.frames = {0, 100};
    song.source = "song.mp3";
    song.in = Time{61'000'123};
    song.level.gain_db = -9.1;
    song.tempo = 1.0625;
    draft::Track music;
    music.kind = draft::TrackKind::audio;
    music.duck = true;
    music.segments = {song};

    draft::Segment words;
    words.frames = {0, 90};
    words.text = "Urban \"Dreams\"\n2";
    words.style = {draft::TextPlace::bottom, draft::TextDecoration::box, 7.5, "#ffCC00", "DejaVu Sans"};
    draft::Track title;
    title.kind = draft::TrackKind::text;
    title.segments = {words};

    d.tracks = {video, music, title};
    return d;
}

}  // namespace beatsync::test
