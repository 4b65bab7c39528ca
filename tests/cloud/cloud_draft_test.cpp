#include "cloud/cloud_draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "draft/draft_json.h"
#include "draft/sample.h"

namespace beatsync::cloud {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Uploads uploads_of(const draft::Draft& draft) {
    Uploads uploads;
    for (const auto& file : files_of(draft)) {
        const std::string reference = "upload-" + std::to_string(uploads.size());
        uploads[file] = {"digest", file, file.filename(), R"({"kept":true})", reference};
    }
    return uploads;
}

/// As the service has it: what it is told beside our own keys, taken away again.
draft::Draft come_home(const std::string& json, const draft::Draft& sent) {
    auto tree = nlohmann::json::parse(json);
    for (auto& track : tree["t"])
        for (auto& segment : track["sg"])
            if (segment.contains("m")) {
                segment["m"].erase("upload");
                segment["m"].erase("volume");
                segment["m"].erase("name");
            }
    auto draft = draft::from_json(tree.dump());
    EXPECT_TRUE(draft) << describe(draft.error());
    for (std::size_t t = 0; t < sent.tracks.size(); ++t) {
        for (std::size_t i = 0; i < sent.tracks[t].segments.size(); ++i)
            draft->tracks[t].segments[i].source = sent.tracks[t].segments[i].source;
    }
    draft->recipe = sent.recipe;
    return *draft;
}

TEST(CloudDraft, EverythingWeSayOfADraftSurvivesTheWayThereAndBack) {
    const draft::Draft sample = test::sample_draft();
    const auto json = cloud_draft(sample, uploads_of(sample));
    ASSERT_TRUE(json) << describe(json.error());
    EXPECT_EQ(come_home(*json, sample), sample);
}

TEST(CloudDraft, TellsTitlesVolumesAndMusicInTheServicesWords) {
    draft::Draft sample = test::sample_draft();
    sample.tracks[1].segments[0].level.gain_db = -20;
    const auto json = cloud_draft(sample, uploads_of(sample));
    ASSERT_TRUE(json) << describe(json.error());
    const auto tree = nlohmann::json::parse(*json);
    EXPECT_EQ(tree["t"][1]["sg"][0]["m"]["name"], "song.mp3");
    EXPECT_EQ(tree["t"][1]["sg"][0]["m"]["volume"], 0.1);
    EXPECT_EQ(tree["t"][1]["sg"][0]["m"]["upload"]["kept"], true);
    EXPECT_EQ(tree["t"][2]["sg"][0]["m"]["text"], "Urban \"Dreams\"\n2");
    EXPECT_FALSE(tree["t"][0]["sg"][1].contains("m")) << "a gap has nothing to say";
    EXPECT_FALSE(tree["t"][0]["sg"][2]["m"].contains("volume")) << "a picture is not heard";
}

TEST(CloudDraft, HoldsNoPathOfThisMachine) {
    draft::Draft sample = test::sample_draft();
    sample.recipe->song = "/home/someone/song.mp3";
    sample.tracks[1].segments[0].source = "/home/someone/song.mp3";
    const auto json = cloud_draft(sample, uploads_of(sample));
    ASSERT_TRUE(json) << describe(json.error());
    EXPECT_THAT(*json, Not(HasSubstr("/home/")));
}

TEST(CloudDraft, NamesWhatTheServiceHasNoWordsFor) {
    EXPECT_THAT(beyond_the_service(test::sample_draft()),
                ElementsAre("speed ramps and freezes", "transitions", "zoom punches and flashes",
                            "the stretched song"));
    EXPECT_THAT(beyond_the_service(draft::Draft{}), IsEmpty());
}

}  // namespace
}  // namespace beatsync::cloud
