#include "report/preview_html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stop_token>

#include "colour_clip.h"
#include "markup_checker.h"
#include "temporary_folder.h"

namespace beatsync::report {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kHostile = "\"><script>alert(1)</script><img src=x onerror=y>'&\x1B\xFF.mp4";

/// `count` segments of half a second, then music and a title.
draft::Draft draft_of(const std::string& source, int count) {
    draft::Draft d;
    d.canvas = {1920, 1080, {30, 1}};
    d.generator = "beatsync test";
    draft::Track video, music, title;
    for (int i = 0; i < count; ++i) {
        draft::Segment segment;
        segment.frames = {15 * i, 15 * (i + 1)};
        segment.source = source;
        segment.in = Time::from_ms(i * 30);
        if (i % 2 == 0) segment.beat = i;
        video.segments.push_back(segment);
    }
    music.kind = draft::TrackKind::audio;
    music.segments.emplace_back().frames = {0, 15 * count};
    music.segments[0].source = "song.mp3";
    title.kind = draft::TrackKind::text;
    title.segments.emplace_back().frames = {0, 15 * count};
    title.segments[0].text = "Urban Dreams";
    d.tracks = {video, music, title};
    return d;
}

std::string page_of(const draft::Draft& d, const PreviewOptions& options = {}) {
    const auto html = preview_html(d, options, {});
    EXPECT_TRUE(html);
    return html ? *html : "";
}

void expect_sound(const std::string& html) {
    const MarkupChecker checker(html);
    EXPECT_EQ(checker.problem(), "");
    std::set<std::string> ids;
    for (const auto& e : checker.elements())
        if (const auto id = e.attributes.find("id"); id != e.attributes.end()) {
            EXPECT_TRUE(ids.insert(id->second).second) << "twice " << id->second;
        }
    for (const auto& e : checker.elements()) {
        for (const auto& [key, value] : e.attributes) {
            EXPECT_THAT(key, Not(StartsWith("on"))) << "no handlers";
            if (key != "href" && key != "src") continue;
            const bool inside = value[0] == '#' && ids.count(value.substr(1)) == 1;
            EXPECT_TRUE(inside || value.rfind("data:image/jpeg;base64,", 0) == 0) << value.substr(0, 80);
        }
    }
    EXPECT_EQ(checker.count("script"), 0U);
    EXPECT_THAT(html, HasSubstr("content=\"default-src 'none'; img-src data:;"));
    EXPECT_EQ(html.find("url("), std::string::npos);
}

TEST(PreviewHtml, IsSoundAndComplete) {
    const std::string html = page_of(draft_of("gone.mp4", 10));
    expect_sound(html);
    const MarkupChecker checker(html);
    EXPECT_EQ(checker.count("title"), 1U + 12U) << "the page's, and one for each segment";
    EXPECT_EQ(checker.count("li"), 12U) << "a card a segment";
    EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(html, HasSubstr("beat 8"));
    EXPECT_THAT(html, HasSubstr("Urban Dreams"));
    EXPECT_THAT(html, HasSubstr("Cannot be read</dt><dd>10 segments"));
}

TEST(PreviewHtml, NamesAreOnlyEverText) {
    auto d = draft_of(kHostile, 2);
    d.tracks[0].name = d.tracks[2].segments[0].text = d.generator = kHostile;
    PreviewOptions options;
    options.title = kHostile;
    const std::string html = page_of(d, options);
    expect_sound(html);
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find("<img"), std::string::npos);
    EXPECT_EQ(html.find('\x1B'), std::string::npos);
}

TEST(PreviewHtml, ShowsPicturesOfTheSources) {
    const TemporaryFolder folder;
    if (!make_colour_clip(folder / "a.mp4")) GTEST_SKIP() << "no ffmpeg program";
    PreviewOptions options;
    options.folder = folder.path();
    const std::string html = page_of(draft_of("a.mp4", 100), options);
    expect_sound(html);
    const MarkupChecker checker(html);
    EXPECT_EQ(checker.count("image"), 100U);
    EXPECT_EQ(checker.count("use"), 100U) << "in the timeline too, without a second copy";
    EXPECT_THAT(html, HasSubstr("aria-label=\"First picture of a.mp4\""));
    EXPECT_LT(html.size(), 3'000'000U);
}

TEST(PreviewHtml, PicturesKeepToTheirBudget) {
    const TemporaryFolder folder;
    if (!make_colour_clip(folder / "a.mp4")) GTEST_SKIP() << "no ffmpeg program";
    const auto pictures = [&](PreviewOptions options) {
        options.folder = folder.path();
        return MarkupChecker(page_of(draft_of("a.mp4", 10), options)).count("image");
    };
    PreviewOptions few;
    few.most_thumbnails = 3;
    EXPECT_EQ(pictures(few), 3U);
    PreviewOptions none;
    none.thumbnail_bytes = 100;
    EXPECT_EQ(pictures(none), 0U);
}

TEST(PreviewHtml, BeatsAreThoseGivenElseThoseOfTheSegments) {
    const auto beats_of = [](const std::string& html) {
        const auto at = html.find("class=\"beats\" d=\"");
        if (at == std::string::npos) return std::ptrdiff_t{0};
        const std::string path = html.substr(at + 17, html.find('"', at + 17) - at - 17);
        return std::count(path.begin(), path.end(), 'M');
    };
    EXPECT_EQ(beats_of(page_of(draft_of("gone.mp4", 10))), 5);
    PreviewOptions options;
    for (int i = 0; i < 12; ++i)
        options.beats.push_back(Time::from_ms(i * 500));  // the draft is 5 s long
    EXPECT_EQ(beats_of(page_of(draft_of("gone.mp4", 10), options)), 11);
}

TEST(PreviewHtml, AHugeDraftStaysAPage) {
    PreviewOptions options;
    options.most_thumbnails = 0;
    const std::string html = page_of(draft_of("gone.mp4", 20'000), options);
    expect_sound(html);
    EXPECT_LT(html.size(), 4'000'000U);
    EXPECT_THAT(html, HasSubstr("18000 more segments are not shown"));
}

TEST(PreviewHtml, AnEmptyDraftIsAPage) {
    expect_sound(page_of(draft::Draft{}));
}

TEST(PreviewHtml, IsWrittenWholeOrNotAtAll) {
    const TemporaryFolder folder;
    std::stop_source stop;
    stop.request_stop();
    RunContext context;
    context.stop = stop.get_token();
    EXPECT_EQ(write_preview_html(draft_of("gone.mp4", 3), {}, folder / "x.html", context).error().code,
              Errc::cancelled);
    EXPECT_EQ(folder.entries(), 0);
    ASSERT_TRUE(write_preview_html(draft_of("gone.mp4", 3), {}, folder / "x.html", {}));
    EXPECT_EQ(folder.entries(), 1);
}

}  // namespace
}  // namespace beatsync::report
