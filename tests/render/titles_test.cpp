#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "media/scaler.h"
#include "render/picture_stream.h"
#include "render/titles.h"
#include "support/pattern_clip.h"
#include "title_ink.h"

namespace beatsync::render {
namespace {

constexpr int kWidth = 320;
constexpr int kHeight = 180;

draft::Segment segment(std::int64_t begin, std::int64_t end, const std::string& text = "") {
    draft::Segment s;
    s.frames = {begin, end};
    s.text = text;
    s.style.decoration = draft::TextDecoration::plain;
    s.style.size_pct = 40;
    return s;
}

draft::Track text_track(std::vector<draft::Segment> segments) {
    draft::Track track;
    track.kind = draft::TrackKind::text;
    track.segments = std::move(segments);
    return track;
}

std::vector<std::uint8_t> bytes_of(const AVFrame& frame) {
    std::vector<std::uint8_t> bytes;
    for (int plane = 0; plane < 3; ++plane)
        for (int y = 0; y < (plane == 0 ? kHeight : kHeight / 2); ++y) {
            const std::uint8_t* row = frame.data[plane] + y * frame.linesize[plane];
            bytes.insert(bytes.end(), row, row + (plane == 0 ? kWidth : kWidth / 2));
        }
    return bytes;
}

class TitlesOverPictures : public ::testing::Test {
protected:
    void SetUp() override {
        BEATSYNC_NEEDS_FONT("Latin");
        draft_.canvas = {kWidth, kHeight, {30000, 1001}};
    }

    void add_clip(std::int64_t frames) {
        test::PatternClip clip;
        clip.frames = static_cast<int>(frames) + 10;
        ASSERT_TRUE(test::make_clip(clip, folder_.path() / "clip.mp4"));
        draft::Segment s;
        s.frames = {0, frames};
        s.source = "clip.mp4";
        draft_.tracks.emplace_back().segments = {s};
    }
    void add_still(std::int64_t frames) {
        ASSERT_TRUE(
            test::run_command("ffmpeg -nostdin -v error -f lavfi -i color=c=#808080:s=320x180 -frames:v 1 '" +
                              (folder_.path() / "still.png").string() + "'"));
        draft::Segment s;
        s.frames = {0, frames};
        s.source = "still.png";
        s.still = true;
        draft_.tracks.emplace_back().segments = {s};
    }

    std::vector<Picture> pictures() {
        const auto valid = draft::validate(draft_);
        EXPECT_TRUE(valid) << valid.error().message;
        PictureStream stream(draft_, folder_.path(), {});
        std::vector<Picture> all;
        for (std::int64_t f = 0; f < draft_.length_frames(); ++f) {
            auto picture = stream.next();
            EXPECT_TRUE(picture) << picture.error().message;
            if (!picture) break;
            all.push_back(*std::move(picture));
        }
        notes_ = stream.notes();
        return all;
    }

    draft::Draft draft_;
    test::TemporaryFolder folder_;
    std::vector<std::string> notes_;
};

TEST_F(TitlesOverPictures, NothingButTheTitleChangesAndOnlyWhileItIsShown) {
    add_clip(30);
    const auto without = pictures();
    draft_.tracks.push_back(text_track({segment(0, 11), segment(11, 23, "I")}));
    const auto with = pictures();
    ASSERT_EQ(with.size(), without.size());
    for (std::size_t f = 0; f < with.size(); ++f) {
        const auto a = bytes_of(*without[f]);
        const auto b = bytes_of(*with[f]);
        if (f < 11 || f >= 23) {
            EXPECT_EQ(a, b) << "frame " << f;
            continue;
        }
        EXPECT_NE(a, b) << "frame " << f;
        for (std::size_t i = 0; i < a.size() && i < kWidth * kHeight; ++i) {
            const auto x = i % kWidth;
            if (x < 120 || x >= 200) {
                ASSERT_EQ(a[i], b[i]) << "frame " << f << " at " << x;
            }
        }
        EXPECT_EQ(b[90 * kWidth + 160], 235) << "the stem of the letter, white";
    }
    EXPECT_THAT(notes_, ::testing::IsEmpty());
}

TEST_F(TitlesOverPictures, FadesAreExactToTheFrame) {
    add_still(40);
    draft::Segment title = segment(5, 35, "I");
    title.level.fade_in = Time::from_ms(200);
    title.level.fade_out = Time::from_ms(400);
    draft_.tracks.push_back(text_track({segment(0, 5), title}));
    const auto all = pictures();
    ASSERT_EQ(all.size(), 40U);
    const int grey = all[0]->data[0][90 * all[0]->linesize[0] + 160];
    for (int f = 0; f < 40; ++f) {
        // Seconds from the middle of the frame to the edges of the title, at 29.97 fps.
        const double since = (f + 0.5 - 5) * 1001 / 30000;
        const double left = (35 - f - 0.5) * 1001 / 30000;
        const double seen = since < 0 || left < 0 ? 0 : std::min({1.0, since / 0.2, left / 0.4});
        const auto& picture = all[static_cast<std::size_t>(f)];
        EXPECT_NEAR(picture->data[0][90 * picture->linesize[0] + 160], grey + (235 - grey) * seen, 1.01)
            << "frame " << f;
    }
}

TEST_F(TitlesOverPictures, APictureIsMadeAgainOnlyWhenSomethingInItChanges) {
    add_still(40);
    draft::Segment title = segment(10, 30, "I");
    title.level.fade_in = draft_.canvas.fps.time_of(4);
    title.level.fade_out = draft_.canvas.fps.time_of(4);
    draft_.tracks.push_back(text_track({segment(0, 10), title}));
    const auto all = pictures();
    for (std::size_t f = 1; f < all.size(); ++f) {
        const bool changes = (f >= 10 && f <= 14) || (f >= 26 && f <= 30);
        EXPECT_EQ(all[f] != all[f - 1], changes) << "frame " << f;
    }
}

TEST_F(TitlesOverPictures, TitlesOfSeveralTracksAreShownTogetherTheLastInFront) {
    add_still(10);
    draft::Segment behind = segment(0, 10, "I");
    behind.style.colour = "#000000";
    draft::Segment front = segment(4, 10, "I");
    draft::Segment top = segment(2, 10, "I");
    top.style.place = draft::TextPlace::top;
    top.style.size_pct = 20;
    draft_.tracks.push_back(text_track({behind}));
    draft_.tracks.push_back(text_track({segment(0, 4), front}));
    draft_.tracks.push_back(text_track({segment(0, 2), top}));
    const auto all = pictures();
    const auto luma = [&](std::size_t f, int y) { return all[f]->data[0][y * all[f]->linesize[0] + 160]; };
    EXPECT_EQ(luma(0, 90), 16);
    EXPECT_EQ(luma(4, 90), 235);
    EXPECT_NE(luma(1, 26), 235);
    EXPECT_EQ(luma(2, 26), 235);
    EXPECT_EQ(luma(2, 90), 16);
}

TEST_F(TitlesOverPictures, WhatCannotBeWrittenIsSaidOnce) {
    add_still(30);
    std::string endless;
    for (int i = 0; i < 500; ++i)
        endless += "nxnxnx ";
    draft::Segment font = segment(20, 30, "abc");
    font.style.font = "No Such Family";
    draft_.tracks.push_back(text_track({segment(0, 10, "a\U0010FFFDb"), segment(10, 20, endless), font}));
    draft_.tracks.push_back(text_track({segment(0, 10, "a\U0010FFFDb")}));
    ASSERT_EQ(pictures().size(), 30U);
    ASSERT_EQ(notes_.size(), 3U);
    EXPECT_THAT(notes_[0], ::testing::HasSubstr("U+10FFFD"));
    EXPECT_THAT(notes_[1], ::testing::HasSubstr("too long"));
    EXPECT_THAT(notes_[1], ::testing::HasSubstr("of its 3500 characters"));
    EXPECT_THAT(notes_[2], ::testing::HasSubstr("No Such Family"));
}

TEST(TitleOpacity, FadesThatMeetGiveWayToTheDarker) {
    draft::Segment title;
    title.frames = {0, 4};
    title.level.fade_in = Time::from_seconds(1);
    title.level.fade_out = Time::from_seconds(1);
    const Rate fps{4, 1};
    EXPECT_EQ(title_opacity(title, fps, 0), 32);
    EXPECT_EQ(title_opacity(title, fps, 1), 96);
    EXPECT_EQ(title_opacity(title, fps, 2), 96);
    EXPECT_EQ(title_opacity(title, fps, 3), 32);
    title.level = {};
    EXPECT_EQ(title_opacity(title, fps, 0), kOpaque);
    EXPECT_EQ(title_opacity(title, fps, 3), kOpaque);
}

}  // namespace
}  // namespace beatsync::render
