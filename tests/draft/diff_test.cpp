#include "draft/diff.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "draft/draft_json.h"
#include "sample.h"

namespace beatsync::draft {
namespace {

using Kind = DraftChange::Kind;

std::vector<DraftChange> compare(std::string_view before, std::string_view after) {
    auto changes = compare_drafts(before, after);
    EXPECT_TRUE(changes.has_value()) << (changes ? "" : changes.error().message);
    return changes ? *std::move(changes) : std::vector<DraftChange>{};
}
std::string changed(std::string_view before, std::string_view after) {
    return describe_changes(compare(before, after));
}

std::string clip(int ms, std::string_view name, std::string_view more = "") {
    return fmt::format(R"({{"d":{},"m":{{"name":"{}"{}}}}})", ms, name, more);
}
std::string words(int ms, std::string_view text, std::string_view more = "") {
    return fmt::format(R"({{"d":{},"m":{{"text":"{}"{}}}}})", ms, text, more);
}
std::string gap(int ms) {
    return fmt::format(R"({{"d":{}}})", ms);
}
std::string track(int kind, const std::vector<std::string>& segments, std::string_view more = "") {
    return fmt::format(R"({{"tt":{},"sg":[{}]{}}})", kind, fmt::join(segments, ","), more);
}
std::string draft(const std::vector<std::string>& tracks, std::string_view more = "") {
    return fmt::format(R"({{"t":[{}]{}}})", fmt::join(tracks, ","), more);
}
std::string video(const std::vector<std::string>& segments) {
    return draft({track(0, segments)});
}

const std::string kA = clip(4000, "a.mp4");
const std::string kB = clip(3000, "b.mp4");
const std::string kC = clip(2000, "c.mp4");

TEST(Diff, OfTheSameIsNothing) {
    const std::string d =
        draft({track(0, {kA, kB}), track(1, {clip(7000, "Lo-fi")}), track(7, {words(3000, "Hi")})});
    EXPECT_EQ(changed(d, d), "");
    EXPECT_EQ(changed(d, " " + d + "\n"), "");
    EXPECT_EQ(changed("", ""), "");
    EXPECT_EQ(changed("", R"({"t":[]})"), "");
    const std::string ours = to_json(test::sample_draft());
    EXPECT_EQ(changed(ours, ours + " "), "");
    EXPECT_EQ(changed(R"({"t":[{"tt":0,"sg":[{"d":5,"m":{"x":1,"y":2}}]}]})",
                      R"({"t":[{"sg":[{"m":{"y":2,"x":1},"d":5}],"tt":0}]})"),
              "");
}

TEST(Diff, AFirstDraftIsAllNew) {
    const std::string d = draft(
        {track(0, {clip(10000, "city timelapse")}), track(1, {clip(10000, "Lo-fi", R"(,"volume":0.35)")}),
         track(7, {words(3000, "Urban Dreams")})},
        R"(,"m":{"fps":"30"})");
    EXPECT_EQ(changed("", d),
              "Added clip \"city timelapse\" (0-10s), background music \"Lo-fi\" (0-10s, 35%) and the title "
              "\"Urban "
              "Dreams\" (0-3s).");
    EXPECT_EQ(changed("", video({kA, kB, kC})), "Added a video track with 3 clips (0-9s).");
}

TEST(Diff, TheHeadersOwnSentence) {
    EXPECT_EQ(changed(draft({track(0, {clip(4000, "beach.mp4"), kB}), track(7, {words(3000, "A")})}),
                      draft({track(0, {kB, clip(4000, "beach.mp4")}), track(7, {words(3000, "B")}),
                             track(1, {clip(10000, "Lo-fi", R"(,"volume":0.35)")})})),
              "Added background music \"Lo-fi\" (0-10s, 35%), moved clip \"beach.mp4\" from 0s to 3s, and "
              "changed the "
              "title \"A\" to \"B\".");
}

TEST(Diff, ARemovedFirstClipMovesNothing) {
    EXPECT_EQ(changed(video({kA, kB, kC}), video({kB, kC})), "Removed clip \"a.mp4\".");
    EXPECT_EQ(changed(video({kA, kB, kC}), video({gap(4000), kB, kC})), "Removed clip \"a.mp4\".");
    EXPECT_EQ(changed(video({kA, kA, kA}), video({kA, kA})), "Removed clip \"a.mp4\".");
}

TEST(Diff, AnInsertedClipMovesNothing) {
    EXPECT_EQ(changed(video({kA, kB}), video({kC, kA, kB})), "Added clip \"c.mp4\" (0-2s).");
    EXPECT_EQ(changed(video({kA, kB}), video({kA, kC, kB})), "Added clip \"c.mp4\" (4-6s).");
    EXPECT_EQ(changed(video({kA}), video({kA, kB, kC})),
              "Added clip \"b.mp4\" (4-7s) and clip \"c.mp4\" (7-9s).");
}

TEST(Diff, ALongerClipMovesNothing) {
    EXPECT_EQ(changed(video({kA, kB}), video({clip(5000, "a.mp4"), kB})),
              "Lengthened clip \"a.mp4\" from 4s to 5s.");
    EXPECT_EQ(changed(video({kA, kB}), video({clip(1500, "a.mp4"), clip(3500, "b.mp4")})),
              "Shortened clip \"a.mp4\" from 4s to 1.5s and lengthened clip \"b.mp4\" from 3s to 3.5s.");
}

TEST(Diff, SwappedClipsAreOneMove) {
    EXPECT_EQ(changed(video({kA, kB, kC}), video({kB, kC, kA})), "Moved clip \"a.mp4\" from 0s to 5s.");
    EXPECT_EQ(changed(video({kA, kB, kC}), video({kC, kA, kB})), "Moved clip \"c.mp4\" from 7s to 0s.");
    const auto changes = compare(video({kA, kB, kC}), video({kB, kC, kA}));
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].old_begin, Time{});
    EXPECT_EQ(changes[0].begin, Time{5'000'000});
}

TEST(Diff, ATitleThatStartsLaterMoved) {
    EXPECT_EQ(changed(draft({track(7, {words(3000, "Hi"), gap(4000), words(1000, "Bye")})}),
                      draft({track(7, {gap(2000), words(3000, "Hi"), gap(2000), words(1000, "Bye")})})),
              "Moved the title \"Hi\" from 0s to 2s.");
}

TEST(Diff, AChangedTextIsNoNewTitle) {
    EXPECT_EQ(changed(draft({track(7, {words(3000, "A"), words(2000, "B")})}),
                      draft({track(7, {words(3000, "A"), words(2500, "C")})})),
              "Lengthened the title \"C\" from 2s to 2.5s and changed the title \"B\" to \"C\".");
    EXPECT_EQ(
        changed(draft({track(7, {words(3000, "A")})}), draft({track(7, {gap(9000), words(3000, "Z")})})),
        "Added the title \"Z\" (9-12s) and removed the title \"A\".");
}

TEST(Diff, AVolumeIsSaidInPercent) {
    const auto music = [](std::string_view more) { return draft({track(1, {clip(9000, "Lo-fi", more)})}); };
    EXPECT_EQ(changed(music(R"(,"volume":0.35)"), music(R"(,"volume":0.5)")),
              "Changed the volume of background music \"Lo-fi\" from 35% to 50%.");
    EXPECT_EQ(changed(music(""), music(R"(,"gain_db":-20)")),
              "Changed the volume of background music \"Lo-fi\" from 100% to 10%.");
    EXPECT_EQ(changed(music(""), music(R"(,"volume":1)")), "");
}

TEST(Diff, AnotherSongIsAddedAndTheOldRemoved) {
    EXPECT_EQ(changed(draft({track(1, {clip(9000, "Lo-fi")})}), draft({track(1, {clip(9000, "Jazz")})})),
              "Added background music \"Jazz\" (0-9s) and removed background music \"Lo-fi\".");
}

TEST(Diff, TracksMatchByNameAndContentNotByPlace) {
    const std::string main = track(0, {kA, kB}, R"(,"m":{"name":"Main"})");
    const std::string over = track(0, {kC}, R"(,"m":{"name":"Overlay"})");
    EXPECT_EQ(changed(draft({main, over}), draft({over, main})), "");
    EXPECT_EQ(changed(draft({main, over}), draft({over})),
              "Removed a video track \"Main\" with 2 clips (0-7s).");
    EXPECT_EQ(changed(draft({track(0, {kA, kB})}), draft({track(0, {kC}), track(0, {kA})})),
              "Added clip \"c.mp4\" (0-2s) and removed clip \"b.mp4\".");
    EXPECT_EQ(changed(draft({main}), draft({main, track(1, {})})), "Added an empty music track.");
}

TEST(Diff, ForeignKeysAreAnAdjustment) {
    const auto with = [](std::string_view more) { return video({clip(4000, "a.mp4", more), kB}); };
    EXPECT_EQ(changed(with(R"(,"filter":"none")"), with(R"(,"filter":"warm")")), "Adjusted clip \"a.mp4\".");
    EXPECT_EQ(
        changed(draft({track(0, {kA}, R"(,"muted":false)")}), draft({track(0, {kA}, R"(,"muted":true)")})),
        "Adjusted the settings of the video track.");
    EXPECT_EQ(changed(draft({track(0, {kA})}, R"(,"canvas":"9:16")"),
                      draft({track(0, {kA})}, R"(,"canvas":"16:9")")),
              "Adjusted the settings of the project.");
}

TEST(Diff, NewIdsAndDatesAreNoChange) {
    EXPECT_EQ(
        changed(
            R"({"id":"1","updated_at":5,"t":[{"id":"x","tt":0,"sg":[{"id":"a","d":1000,"m":{"name":"q","uuid":1}}]}]})",
            R"({"id":"2","updated_at":6,"t":[{"id":"y","tt":0,"sg":[{"id":"b","d":1000,"m":{"name":"q","uuid":2}}]}]})"),
        "");
}

TEST(Diff, SegmentsThatSayNothingAreCompared) {
    EXPECT_EQ(changed(video({gap(4000), gap(3000)}), video({gap(4000)})), "Removed a clip.");
    EXPECT_EQ(changed(video({gap(4000)}), video({gap(5000)})), "Lengthened a clip from 4s to 5s.");
    EXPECT_EQ(changed(R"({"t":[{"tt":9,"sg":[{"d":1000,"m":{"name":"x"}}]}]})", R"({"t":[]})"),
              "Removed item \"x\" (0-1s).");
}

TEST(Diff, ManyAreCounted) {
    std::vector<std::string> all;
    for (int i = 0; i < 13; ++i)
        all.push_back(clip(1000, fmt::format("{}.mp4", i)));
    EXPECT_EQ(changed(video(all), video({all[0]})), "Removed 12 clips.");
    EXPECT_EQ(changed(video({all[0]}), video(all)), "Added 12 clips.");
    std::vector<std::string> apart;
    for (const std::string& one : all) {
        apart.push_back(gap(500));
        apart.push_back(one);
    }
    EXPECT_EQ(changed(video(all), video(apart)), "Moved 13 clips.");
}

TEST(Diff, CombinationsAreOneSentence) {
    EXPECT_EQ(changed(draft({track(0, {kA, kB, kC}), track(7, {words(3000, "A")})}),
                      draft({track(0, {clip(2500, "a.mp4"), kC, clip(1000, "d.mp4")}),
                             track(7, {words(3000, "B")})})),
              "Added clip \"d.mp4\" (4.5-5.5s), removed clip \"b.mp4\", shortened clip \"a.mp4\" from 4s to "
              "2.5s, and "
              "changed the title \"A\" to \"B\".");
}

TEST(Diff, NamesCanNotUpsetATerminal) {
    const std::string line = changed("", video({clip(1000, "\\u001b[31m\\n" + std::string(500, 'x'))}));
    EXPECT_EQ(line.find('\x1b'), std::string::npos);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_LT(line.size(), 100U);
}

TEST(Diff, BackAndForthSaysTheOpposite) {
    const std::string one = video({kA, kB});
    const std::string two = video({kB});
    EXPECT_EQ(changed(one, two), "Removed clip \"a.mp4\".");
    EXPECT_EQ(changed(two, one), "Added clip \"a.mp4\" (0-4s).");
    EXPECT_EQ(changed(one, ""), "Removed a video track with 2 clips (0-7s).");
}

TEST(Diff, HostileJsonIsAnInputError) {
    for (const char* json : {"{", "[1]", "{\"t\":[],\"t\":[]}", "\xff"}) {
        for (const auto& result : {compare_drafts(json, "{}"), compare_drafts("", json)}) {
            ASSERT_FALSE(result.has_value()) << json;
            EXPECT_EQ(result.error().code, Errc::input);
        }
    }
    EXPECT_EQ(
        changed(R"({"t":[null,3,{"sg":[[],{"d":{},"m":7}]}]})", R"({"t":[{"sg":[{"d":[],"m":8}]}]})").back(),
        '.');
}

std::string many(std::size_t count, std::size_t names, std::size_t first) {
    std::vector<std::string> segments;
    for (std::size_t i = first; i < first + count; ++i)
        segments.push_back(clip(100 + static_cast<int>(i % 3), fmt::format("{}.mp4", i * 7919 % names)));
    return video(segments);
}

TEST(Diff, LongDraftsAreCompared) {
    EXPECT_EQ(changed(many(10'000, 100'000, 0), many(9'999, 100'000, 1)), "Removed clip \"0.mp4\".");
    // Nothing alike, everything alike, and turned round: n² comparisons would be 10^8 or more each.
    EXPECT_EQ(changed(many(20'000, 1'000'003, 0), many(20'000, 1'000'003, 500'000)),
              "Added 20000 clips and removed 20000 clips.");
    EXPECT_FALSE(changed(many(20'000, 7, 0), many(20'000, 5, 3)).empty());
}

TEST(Diff, ALongDraftTurnedRoundIsMoves) {
    std::vector<std::string> segments;
    for (int i = 0; i < 10'000; ++i)
        segments.push_back(clip(100, fmt::format("{}.mp4", i)));
    const std::string before = video(segments);
    std::reverse(segments.begin(), segments.end());
    EXPECT_EQ(changed(before, video(segments)), "Moved 9999 clips.");
}

TEST(DescribeChanges, WhatIsTooSmallForItsNumbersIsAnAdjustment) {
    DraftChange change;
    change.kind = DraftChange::Kind::retimed;
    change.track_kind = 0;
    change.label = "beach.mp4";
    change.old_end = Time::from_ms(500);
    change.end = Time::from_ms(467);
    EXPECT_EQ(describe_changes({change}), "Adjusted clip \"beach.mp4\".");
    change.end = Time::from_ms(300);
    EXPECT_EQ(describe_changes({change}), "Shortened clip \"beach.mp4\" from 0.5s to 0.3s.");
    change.kind = DraftChange::Kind::moved;
    change.begin = Time::from_ms(33);
    EXPECT_EQ(describe_changes({change}), "Adjusted clip \"beach.mp4\".");
}

}  // namespace
}  // namespace beatsync::draft
