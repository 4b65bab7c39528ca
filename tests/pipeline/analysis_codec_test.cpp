#include "pipeline/analysis_codec.h"

#include <gtest/gtest.h>

namespace beatsync::pipeline {
namespace {

music::MusicMap some_music() {
    music::MusicMap map;
    map.grid = {Time{9'876'543}, 123.456, 0.1F, {{Time{1}, 0.3F, 1}, {Time{500'001}, 0.7F, 2}}};
    map.sections = {{{Time{0}, Time{9'876'543}}, 3, 0.25F}};
    map.beat_energy = {0.1F, 0.9F};
    map.loudness_lufs = -12.3;
    map.true_peak_dbtp = 0.7;
    map.character = {1234.5F, 3.25F, -0.5F};
    return map;
}

TEST(AnalysisCodec, MusicComesBackExactly) {
    const auto map = some_music();
    const auto back = decode_music(encode(map));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->grid.beats, map.grid.beats);
    EXPECT_EQ(back->grid.duration, map.grid.duration);
    EXPECT_EQ(back->grid.tempo_bpm, map.grid.tempo_bpm);
    EXPECT_EQ(back->grid.confidence, map.grid.confidence);
    EXPECT_EQ(back->sections.at(0).range, map.sections[0].range);
    EXPECT_EQ(back->sections.at(0).label, 3);
    EXPECT_EQ(back->beat_energy, map.beat_energy);
    EXPECT_EQ(back->loudness_lufs, map.loudness_lufs);
    EXPECT_EQ(back->character, map.character);
    EXPECT_EQ(encode(*back), encode(map));
}

TEST(AnalysisCodec, ClipsComeBackExactly) {
    footage::ClipMap map;
    map.media.container = "mov,mp4";
    map.media.duration = Time{7};
    map.media.video =
        VideoInfo{"h264",  1080, 1920,   1920, 1080, 90, true, {30000, 1001}, true, true, DynamicRange::hlg,
                  Time{7}, 3,    Time{2}};
    map.media.audio = AudioInfo{"aac", 48000, 2, Time{-5}, Time{6}};
    map.shots = {{{Time{0}, Time{7}}, 0, 3, 1, 0.2F, 0.3F, 0.4F}};
    map.flaws = {{{Time{1}, Time{2}}, footage::Defect::blurred}};
    map.transitions = {{{Time{3}, Time{5}}, 1, 2, footage::TransitionKind::dip, 0.75F}};
    map.moments = {{Time{0}, 0.1F, 0.2F, 0.3F, {0.4F, 0.6F, 0.7F}}};
    map.visual_beats = {{Time{4}, 0.5F}};
    map.look = {0.4F, 0.1F};
    map.keyframes = {Time{-3}, Time{6}};
    const auto back = decode_clip(encode({map, true, 1'700'000'000'123'456'789}));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->whole_at, 1'700'000'000'123'456'789);
    EXPECT_TRUE(back->truncated);
    EXPECT_EQ(back->map.media.video->rate, (Rate{30000, 1001}));
    EXPECT_EQ(back->map.media.video->dynamic_range, DynamicRange::hlg);
    EXPECT_EQ(back->map.media.video->loop, Time{2});
    EXPECT_EQ(back->map.media.audio->start, Time{-5});
    EXPECT_EQ(back->map.look, map.look);
    EXPECT_EQ(back->map.transitions.at(0).range, map.transitions[0].range);
    EXPECT_EQ(back->map.transitions[0].kind, footage::TransitionKind::dip);
    EXPECT_EQ(back->map.keyframes, map.keyframes);
    EXPECT_EQ(back->map.moments[0].focus.y, 0.6F);
    EXPECT_EQ(encode(*back), encode({map, true, back->whole_at}));
}

TEST(AnalysisCodec, WhatItDidNotWriteIsNone) {
    const std::string good = encode(some_music());
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_FALSE(decode_music(std::string_view(good).substr(0, length))) << length;
    EXPECT_FALSE(decode_music(encode(DecodedClip{})));
    EXPECT_FALSE(decode_clip(good));
    EXPECT_FALSE(decode_clip("\x9f not cbor"));
}

}  // namespace
}  // namespace beatsync::pipeline
