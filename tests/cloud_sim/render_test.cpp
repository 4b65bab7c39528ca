#include <gmock/gmock.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "cloud_sim/service_fixture.h"
#include "core/file.h"
#include "draft/draft_json.h"
#include "support/pattern_clip.h"

// Exports, and the films that come out.
namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const json kPicture{{"t", {{{"tt", 0}, {"sg", {{{"d", 1000}, {"m", {{"source", "unknown.mp4"}}}}}}}}}};

class CloudSimRender : public CloudSim {
protected:
    /// What the last poll says.
    json wait_for(const std::string& id) {
        json told = poll(id);
        for (int i = 0; i < 20 && told["status"] != "completed" && told["status"] != "failed"; ++i)
            told = poll(id);
        return told;
    }
    [[nodiscard]] static std::string path_of(const std::string& url) { return url.substr(url.find('/', 8)); }
};

TEST_F(CloudSimRender, TakesItsPollsAndComesOutOnAnotherPort) {
    start(R"({"render":{"polls":3}})");
    open_session();
    const json submitted = body(export_draft("render_1", kPicture));
    EXPECT_EQ(submitted["status"], "pending");
    EXPECT_EQ(submitted["id"], "render_1");
    EXPECT_EQ(poll("render_1")["status"], "pending");
    EXPECT_EQ(poll("render_1")["status"], "processing");
    const json done = poll("render_1");
    ASSERT_EQ(done["status"], "completed");
    const std::string url = done["output"]["url"];
    EXPECT_THAT(url, StartsWith(simulator->cdn_url()));

    httplib::Client cdn(simulator->cdn_url());
    const auto whole = cdn.Get(path_of(url));
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->status, 200);
    EXPECT_EQ(whole->body.substr(4, 4), "ftyp");
    const auto part = cdn.Get(path_of(url), {httplib::make_range_header({{100, -1}})});
    EXPECT_EQ(part->status, 206);
    EXPECT_EQ(part->body, whole->body.substr(100));
    EXPECT_THAT(part->get_header_value("Content-Range"), StartsWith("bytes 100-"));
    EXPECT_FALSE(simulator->requests("cdn").at(0).has("authorization"));

    const auto fallback = get("/api/render/proxy/render_1/download");
    EXPECT_EQ(fallback->body, whole->body);
    EXPECT_EQ(simulator->renders().at(0).polls, 3);
}

TEST_F(CloudSimRender, FailsAsOftenAsTold) {
    start(R"({"render":{"polls":1,"fail":1,"url":"api"}})");
    open_session();
    ASSERT_EQ(export_draft("r1", kPicture)->status, 200);
    EXPECT_EQ(poll("r1")["status"], "failed");
    EXPECT_EQ(get("/api/render/proxy/r1/download")->status, 404);
    ASSERT_EQ(body(export_draft("r2", kPicture))["render_id"], "r2");
    const json done = poll("r2");
    EXPECT_EQ(done["status"], "completed");
    EXPECT_THAT(done["output"]["url"].get<std::string>(), StartsWith(simulator->url() + "/files/"));
    EXPECT_EQ(get(path_of(done["output"]["url"]))->status, 200);
    EXPECT_EQ(simulator->calls("file"), 1);
}

TEST_F(CloudSimRender, CountsASecondRequestWithTheSameId) {
    start();
    open_session();
    ASSERT_EQ(export_draft("r", kPicture)->status, 200);
    ASSERT_EQ(export_draft("r", kPicture)->status, 200);
    ASSERT_EQ(simulator->renders().size(), 1U);
    EXPECT_EQ(simulator->renders()[0].submits, 2);
}

TEST_F(CloudSimRender, RefusesWhatIsNoExport) {
    start();
    open_session();
    EXPECT_EQ(export_draft("r", {{"t", json::array()}})->status, 422) << "nothing to show";
    EXPECT_EQ(export_draft("", kPicture)->status, 422);
    EXPECT_EQ(poll("unknown")["error"], "no such render");
    ASSERT_TRUE(simulator->set_script(R"({"render":{"blocked":true}})"));
    EXPECT_EQ(export_draft("r", kPicture)->status, 402);
    ASSERT_TRUE(simulator->set_script(R"({"export_needs_scope":true})"));
    EXPECT_EQ(export_draft("r", kPicture)->status, 402);
}

/// Frames of a file, counted by the ffprobe program.
std::string frames_of(const std::filesystem::path& path) {
    const std::string command =
        "ffprobe -v error -count_frames -select_streams v:0 -show_entries "
        "stream=nb_read_frames,width,height -of csv=p=0 '" +
        path.string() + "'";
    std::string text;
    FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return text;
    for (int c = std::fgetc(pipe); c != EOF && c != '\n'; c = std::fgetc(pipe))
        text += static_cast<char>(c);
    pclose(pipe);
    return text;
}

TEST_F(CloudSimRender, RendersTheUploadedClips) {
    const test::TemporaryFolder folder;
    test::PatternClip clip;
    ASSERT_TRUE(test::make_clip(clip, folder.path() / "a.mp4"));
    const auto bytes = read_file(folder.path() / "a.mp4", std::size_t{1} << 24U);
    ASSERT_TRUE(bytes);
    start(R"({"render":{"polls":1}})");
    open_session();
    const auto uploaded = client->Post(
        upload_path(), headers, httplib::MultipartFormDataItems{{"files", *bytes, "a.mp4", "video/mp4"}});
    draft::Draft shown;
    shown.canvas = {640, 360, {30, 1}};
    shown.tracks.resize(1);
    draft::Segment segment;
    segment.frames = {0, 17};
    segment.source = body(uploaded)["data"]["files"][0]["url"];
    shown.tracks[0].segments = {segment};
    ASSERT_EQ(export_draft("r", json::parse(draft::to_json(shown)))->status, 200);
    ASSERT_EQ(poll("r")["status"], "completed");
    const auto film = folder.path() / "out.mp4";
    std::ofstream(film, std::ios::binary) << get("/api/render/proxy/r/download")->body;
    EXPECT_EQ(frames_of(film), "640,360,17");
}

}  // namespace
}  // namespace beatsync::cloud_sim
