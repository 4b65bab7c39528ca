#include "render/timeline.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

namespace beatsync::render {
namespace {

constexpr std::array kRates = {Rate{24, 1},       Rate{24000, 1001}, Rate{25, 1}, Rate{30, 1},
                               Rate{30000, 1001}, Rate{50, 1},       Rate{60, 1}, Rate{60000, 1001}};

draft::Segment piece(std::int64_t begin, std::int64_t end, const char* source) {
    draft::Segment s;
    s.frames = {begin, end};
    s.source = source;
    return s;
}

draft::Draft draft_of(Rate fps, std::vector<draft::Track> tracks) {
    draft::Draft d;
    d.canvas.fps = fps;
    d.tracks = std::move(tracks);
    return d;
}

TEST(Timeline, LaterTrackIsInFrontAndGapsShowThrough) {
    draft::Track back;
    back.segments = {piece(0, 10, "back")};
    draft::Track front;
    front.segments = {piece(0, 3, ""), piece(3, 5, "front")};
    const draft::Draft d = draft_of({30, 1}, {back, front});
    const Timeline timeline(d);
    EXPECT_EQ(timeline.length(), 10);
    EXPECT_EQ(timeline.at(2).segment->source, "back");
    EXPECT_EQ(timeline.at(3).segment->source, "front");
    EXPECT_EQ(timeline.at(4).segment->source, "front");
    EXPECT_EQ(timeline.at(5).segment->source, "back");
}

TEST(Timeline, GapIsNothingAndMusicDoesNotCount) {
    draft::Track video;
    video.segments = {piece(0, 2, "a"), piece(2, 4, "")};
    draft::Track audio;
    audio.kind = draft::TrackKind::audio;
    audio.segments = {piece(0, 6, "song")};
    const draft::Draft d = draft_of({30, 1}, {video, audio});
    const Timeline timeline(d);
    EXPECT_EQ(timeline.length(), 6);
    EXPECT_NE(timeline.at(1).segment, nullptr);
    EXPECT_EQ(timeline.at(2).segment, nullptr);
    EXPECT_EQ(timeline.at(5).segment, nullptr);
}

TEST(Timeline, ProgressRunsFromZeroToOne) {
    draft::Track video;
    video.segments = {piece(0, 1, "a"), piece(1, 6, "b")};
    const draft::Draft d = draft_of({30, 1}, {video});
    const Timeline timeline(d);
    EXPECT_EQ(timeline.at(0).progress, 0);
    EXPECT_EQ(timeline.at(1).progress, 0);
    EXPECT_EQ(timeline.at(3).progress, 0.5);
    EXPECT_EQ(timeline.at(5).progress, 1);
}

TEST(Timeline, ElapsedDoesNotDriftInTwoHours) {
    for (const Rate fps : kRates) {
        const std::int64_t frames = fps.index_at(Time::from_seconds(7200));
        draft::Track video;
        video.segments = {piece(0, 7, "a"), piece(7, frames, "b")};
        const draft::Draft d = draft_of(fps, {video});
        const Timeline timeline(d);
        const double exact = static_cast<double>(frames - 1 - 7) * fps.den / fps.num;
        EXPECT_NEAR(timeline.at(frames - 1).elapsed.seconds(), exact, 1.1e-6);
    }
}

/// The source frame that each output frame of a segment shows, by a source whose time stamps are rounded to
/// `grid_us`.
std::vector<std::int64_t> shown(Rate out, Rate source, Time in, std::int64_t first, std::int64_t count,
                                std::int64_t grid_us) {
    const auto stamp = [&](std::int64_t i) {
        return Time{mul_div(source.time_of(i).us, 1, grid_us) * grid_us};
    };
    const auto on_screen = [&](Time t) {
        std::int64_t i = std::max<std::int64_t>(0, source.index_at(t) - 2);
        while (stamp(i + 1) <= t)
            ++i;
        return i;
    };
    const Time period = source.time_of(1);
    const SourceClock clock(in, stamp(on_screen(SourceClock::first_instant(in, period))), period);
    std::vector<std::int64_t> frames;
    for (std::int64_t k = first; k < first + count; ++k)
        frames.push_back(on_screen(clock.at(out.time_of(k) - out.time_of(first))));
    return frames;
}

TEST(SourceClock, EqualRatesShowEveryFrameOnce) {
    std::mt19937 engine(20261);
    const auto below = [&](unsigned limit) { return static_cast<std::int64_t>(engine() % limit); };
    for (const Rate rate : kRates) {
        for (const std::int64_t grid : {1, 1000}) {  // MP4, and Matroska's milliseconds
            for (int trial = 0; trial < 40; ++trial) {
                // In-points on frames, rounded to milliseconds, and anywhere.
                const std::int64_t start = below(2000);
                Time in = rate.time_of(start);
                if (trial % 3 == 1) in = Time{in.us / 1000 * 1000};
                if (trial % 3 == 2) in = Time{below(60'000'000)};
                const auto frames = shown(rate, rate, in, below(5000), 300, grid);
                for (std::size_t i = 1; i < frames.size(); ++i)
                    ASSERT_EQ(frames[i], frames[i - 1] + 1)
                        << rate.num << '/' << rate.den << " in " << in.us << " at " << i << " seed 20261";
                if (trial % 3 != 2) {
                    EXPECT_EQ(frames.front(), start) << "in-point " << in.us;
                }
            }
        }
    }
}

TEST(SourceClock, EqualRatesShowEveryFrameOnceForTwoHours) {
    for (const Rate rate : kRates) {
        const std::int64_t count = rate.index_at(Time::from_seconds(7200));
        const auto frames = shown(rate, rate, Time::from_ms(500), 0, count, 1);
        EXPECT_EQ(frames.back() - frames.front(), count - 1);
        for (std::size_t i = 1; i < frames.size(); ++i)
            ASSERT_EQ(frames[i], frames[i - 1] + 1);
    }
}

TEST(SourceClock, SimpleRatiosHaveAnEvenRhythm) {
    const auto steps = [](Rate out, Rate source, Time in) {
        const auto frames = shown(out, source, in, 0, 600, 1000);
        std::vector<std::int64_t> s;
        for (std::size_t i = 1; i < frames.size(); ++i)
            s.push_back(frames[i] - frames[i - 1]);
        return s;
    };
    std::mt19937 random(4);
    for (int trial = 0; trial < 20; ++trial) {
        const Time in{static_cast<std::int64_t>(random() % 10'000'000)};
        for (const std::int64_t s : steps({30, 1}, {60, 1}, in))
            ASSERT_EQ(s, 2);
        const auto doubled = steps({60, 1}, {30, 1}, in);
        for (std::size_t i = 1; i < doubled.size(); ++i)
            ASSERT_EQ(doubled[i] + doubled[i - 1], 1);
        // 25 → 30: one frame of five is shown twice, and always the same one.
        const auto slow = steps({30, 1}, {25, 1}, in);
        for (std::size_t i = 6; i < slow.size(); ++i)
            ASSERT_EQ(slow[i], slow[i - 6]) << "in " << in.us;
        const auto film = steps({60, 1}, {24, 1}, in);
        for (std::size_t i = 5; i < film.size(); ++i)
            ASSERT_EQ(film[i], film[i - 5]) << "in " << in.us;
    }
}

TEST(SourceClock, SpeedIsTheSourcesOwn) {
    for (const Rate out : kRates) {
        for (const Rate source : kRates) {
            const auto frames = shown(out, source, Time{1'234'567}, 11, 2000, 1);
            for (std::size_t k = 0; k < frames.size(); ++k) {
                const double played = static_cast<double>(k) * out.den / out.num;
                const double moved = static_cast<double>(frames[k] - frames[0]) * source.den / source.num;
                ASSERT_LE(std::abs(played - moved), 1 / source.value() + 1e-5);
            }
        }
    }
}

TEST(SourceClock, VariableRateIsNotShifted) {
    const SourceClock clock(Time{5'000'000}, Time{1'000'000}, Time{});
    EXPECT_NEAR(clock.at(Time{}).seconds(), 5.0, 0.0011);
}

}  // namespace
}  // namespace beatsync::render
