#include "pipeline/outputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "pipeline/draft_file.h"
#include "support/pattern_clip.h"

namespace beatsync::pipeline {
namespace {

namespace fs = std::filesystem;

TEST(Outputs, AreCheckedBeforeTheWork) {
    const test::TemporaryFolder folder;
    const fs::path existing = folder.path() / "in.mp4";
    std::ofstream(existing) << "x";
    fs::create_symlink(existing, folder.path() / "link.mp4");
    const std::vector inputs = {existing};
    EXPECT_TRUE(check_output(folder.path() / "new.mp4", inputs, false));
    EXPECT_EQ(check_output(existing, {}, false).error().code, Errc::usage);
    EXPECT_TRUE(check_output(existing, {}, true));
    EXPECT_EQ(check_output(existing, inputs, true).error().code, Errc::usage);
    EXPECT_EQ(check_output(folder.path() / "link.mp4", inputs, true).error().code, Errc::usage);
    EXPECT_EQ(check_output(folder.path(), {}, true).error().code, Errc::usage);
    EXPECT_EQ(check_output(folder.path() / "none" / "new.mp4", {}, false).error().code, Errc::media);
    EXPECT_EQ(check_output(existing / "below.mp4", {}, false).error().code, Errc::media);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 2) << "the trial file is gone again";
}

TEST(Outputs, AVideoAndItsDraftAreTwoFiles) {
    const test::TemporaryFolder folder;
    const fs::path video = folder.path() / "out.mp4";
    const fs::path draft = folder.path() / "d.json";
    std::ofstream(folder.path() / "in.json") << "{}";
    const std::vector inputs = {folder.path() / "in.json"};
    EXPECT_TRUE(check_outputs(video, {}, inputs, false));
    EXPECT_TRUE(check_outputs(video, draft, inputs, false));
    EXPECT_EQ(check_outputs(video, folder.path() / "." / "out.mp4", inputs, true).error().code, Errc::usage);
    EXPECT_EQ(check_outputs(video, inputs.front(), inputs, true).error().code, Errc::usage);
    EXPECT_EQ(check_outputs(inputs.front(), draft, inputs, true).error().code, Errc::usage);
}

TEST(DraftFile, SourcesUnderItsFolderAreRelative) {
    const test::TemporaryFolder folder;
    draft::Draft draft;
    draft::Segment segment;
    segment.frames = {0, 10};
    segment.source = (folder.path() / "clips" / "a.mp4").string();
    draft::Track track;
    track.segments = {segment};
    segment.source = "/elsewhere/b.mp4";
    segment.frames = {10, 20};
    track.segments.push_back(segment);
    draft.tracks = {track};
    ASSERT_TRUE(write_draft(folder.path() / "d.json", draft));
    const auto back = read_draft(folder.path() / "d.json");
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->tracks[0].segments[0].source, "clips/a.mp4");
    EXPECT_EQ(back->tracks[0].segments[1].source, "/elsewhere/b.mp4");
    EXPECT_THAT(sources_of(*back, folder.path()),
                testing::UnorderedElementsAre(fs::path("/elsewhere/b.mp4"), folder.path() / "clips/a.mp4"));
}

}  // namespace
}  // namespace beatsync::pipeline
