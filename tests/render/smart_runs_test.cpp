#include "render/smart_runs.h"

#include <gtest/gtest.h>

#include "render/plain_stretches.h"

namespace beatsync::render {
namespace {

using media::StoredPicture;

constexpr Rate kFps{25, 1};

/// In the order of decoding: when each is shown, and which of them are IDR pictures.
std::vector<StoredPicture> stored(const std::vector<int>& shown, const std::vector<std::size_t>& idr) {
    std::vector<StoredPicture> pictures;
    for (const int n : shown) {
        StoredPicture p;
        p.stamp = n;
        p.at = kFps.time_of(n);
        p.duration = kFps.time_of(1);
        p.usable = true;
        pictures.push_back(p);
    }
    for (const std::size_t i : idr)
        pictures[i].idr = true;
    return pictures;
}

/// Instants in the middle of the frames from `first` on.
std::vector<Time> instants(int first, int count, Rate rate = kFps) {
    std::vector<Time> times;
    for (int i = 0; i < count; ++i)
        times.push_back(kFps.time_of(first) + rate.time_of(i) + Time{10'000});
    return times;
}

std::vector<Run> runs(const std::vector<StoredPicture>& pictures, const std::vector<Time>& times,
                      std::size_t shortest = 2) {
    return find_runs(pictures, pictures_shown(pictures, times, Time{5'000}), shortest);
}

// Two groups of I B B P B B P, closed.
const std::vector<int> kClosed = {0, 3, 1, 2, 6, 4, 5, 7, 10, 8, 9, 13, 11, 12, 14, 17, 15, 16};

TEST(SmartRuns, BeginAtAnIdrPictureAndEndWhereAllShownSoFarIsStored) {
    const auto pictures = stored(kClosed, {0, 7, 14});
    // Frames 2 to 15: from 7 on all of the second group, and of the third what needs no later one.
    const auto found = runs(pictures, instants(2, 14));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].first_frame, 5U);
    EXPECT_EQ(found[0].first_picture, 7U);
    const std::vector<std::int32_t> shown = {0, 3, 1, 2, 6, 4, 5, 7};
    EXPECT_EQ(found[0].shown, shown);
}

TEST(SmartRuns, AnOpenGroupIsNoBeginning) {
    // The I picture at 6 is followed by 4 and 5, which refer to what is before it.
    const std::vector<int> open = {0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11};
    EXPECT_TRUE(runs(stored(open, {0}), instants(3, 9)).empty());
    EXPECT_EQ(runs(stored(open, {0}), instants(0, 13)).size(), 1U);
    // Were it marked as closed against the truth, what is shown before it would still not be left behind.
    for (const auto& run : runs(stored(open, {4}), instants(3, 10)))
        EXPECT_NE(run.first_picture, 4U);
}

TEST(SmartRuns, FramesThatAreShownTwiceOrNotAtAllAreInNone) {
    const auto pictures = stored(kClosed, {0, 7, 14});
    EXPECT_TRUE(runs(pictures, instants(0, 30, {50, 1})).empty());
    EXPECT_TRUE(runs(pictures, instants(0, 8, {25, 2})).empty());
    auto with_gap = pictures;
    for (StoredPicture& p : with_gap)
        if (p.stamp >= 5) p.at += kFps.time_of(1);
    const auto found = runs(with_gap, instants(0, 18));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].shown.size(), 4U);  // 5 and 6 are later, and 4 is stored behind 6
    EXPECT_EQ(found[1].first_frame, 8U);
}

TEST(SmartRuns, WhatCannotBeUsedEndsThem) {
    auto pictures = stored(kClosed, {0, 7, 14});
    pictures[9].usable = false;
    auto found = runs(pictures, instants(0, 18));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].shown.size(), 8U);  // to 7
    EXPECT_EQ(found[1].first_picture, 14U);
    pictures = stored(kClosed, {0, 7, 14});
    for (std::size_t i = 7; i < pictures.size(); ++i)
        pictures[i].sets = 1;
    found = runs(pictures, instants(0, 18));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[1].first_picture, 7U);
    EXPECT_EQ(runs(pictures, instants(0, 18), 8).size(), 1U);
}

draft::Segment piece(std::int64_t begin, std::int64_t end, const std::string& source = "a.mp4") {
    draft::Segment s;
    s.frames = {begin, end};
    s.source = source;
    return s;
}

TEST(PlainStretches, LeaveOutAllThatIsMoreThanAClip) {
    draft::Draft d;
    d.canvas = {320, 180, kFps};
    d.tracks.resize(2);
    d.tracks[0].segments = {piece(0, 100), piece(100, 200), piece(200, 300), piece(300, 400),
                            piece(400, 500)};
    auto& segments = d.tracks[0].segments;
    segments[1].transition = {draft::TransitionKind::fade, 10};
    segments[2].framing.to.zoom = 1.2;
    segments[3].retime = {{}, {Time{1'000'000}, Time{500'000}}};
    segments[4].accents = {{draft::AccentKind::flash, 20, 5, 0.5}};
    d.tracks[1].kind = draft::TrackKind::text;
    draft::Segment gap;
    gap.frames = {0, 30};
    draft::Segment title;
    title.frames = {30, 50};
    title.text = "Lisbon";
    d.tracks[1].segments = {gap, title};
    const auto stretches = plain_stretches(d, 10);
    std::vector<draft::FrameRange> ranges;
    for (const PlainStretch& s : stretches)
        ranges.push_back(s.frames);
    const std::vector<draft::FrameRange> want = {{0, 30}, {50, 95}, {105, 200}, {400, 420}, {425, 500}};
    EXPECT_EQ(ranges, want);
    EXPECT_EQ(plain_stretches(d, 50).size(), 2U);
}

}  // namespace
}  // namespace beatsync::render
