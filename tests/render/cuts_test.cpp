#include "render/cuts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace beatsync::render {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

draft::Segment piece(std::int64_t begin, std::int64_t end, const char* source, Time in) {
    draft::Segment s;
    s.frames = {begin, end};
    s.source = source;
    s.in = in;
    return s;
}

draft::Draft draft_of(std::vector<draft::Segment> pieces) {
    draft::Draft d;
    d.canvas.fps = {30, 1};
    d.tracks.resize(1);
    d.tracks[0].segments = std::move(pieces);
    return d;
}

TEST(Cuts, WherePicturesChangeAtOnce) {
    draft::Draft d =
        draft_of({piece(0, 10, "a", {}), piece(10, 30, "b", {}), piece(30, 40, "b", Time::from_ms(5000))});
    EXPECT_THAT(cuts_of(d), ElementsAre(10, 30));
    d.tracks.push_back(d.tracks[0]);
    EXPECT_THAT(cuts_of(d), ElementsAre(10, 30)) << "once each";
    d.tracks[1].kind = draft::TrackKind::audio;
    d.tracks[1].segments = {piece(0, 20, "s", {}), piece(20, 40, "t", {})};
    EXPECT_THAT(cuts_of(d), ElementsAre(10, 30)) << "sound has no pictures";
}

TEST(Cuts, WhatGoesOnIsNone) {
    draft::Draft d = draft_of({piece(0, 10, "a", {}), piece(10, 30, "a", Time{333'333})});
    EXPECT_THAT(cuts_of(d), IsEmpty());
    d.tracks[0].segments[1].in = Time{366'667};
    EXPECT_THAT(cuts_of(d), ElementsAre(10)) << "a frame further";
    d.tracks[0].segments[1].in = Time{333'333};
    d.tracks[0].segments[1].framing.focus_x = 0.2;
    EXPECT_THAT(cuts_of(d), ElementsAre(10)) << "seen otherwise";
}

TEST(Cuts, FadesHaveNoneAndDipsDo) {
    draft::Draft d = draft_of({piece(0, 10, "a", {}), piece(10, 30, "b", {}), piece(30, 40, "c", {})});
    d.tracks[0].segments[1].transition = {draft::TransitionKind::fade, 6};
    d.tracks[0].segments[2].transition = {draft::TransitionKind::dip_black, 6};
    EXPECT_THAT(cuts_of(d), ElementsAre(30));
}

}  // namespace
}  // namespace beatsync::render
