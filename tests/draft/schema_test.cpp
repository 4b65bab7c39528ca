#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "draft/draft_json.h"
#include "draft/json_keys.h"
#include "draft/sample.h"

namespace beatsync::draft {
namespace {

using nlohmann::json;

json schema() {
    std::ifstream file(BEATSYNC_DRAFT_SCHEMA);
    return json::parse(file);
}

template <class Keys>
std::set<std::string> as_set(const Keys& keys) {
    return {keys.begin(), keys.end()};
}

std::set<std::string> keys_of(const json& object) {
    std::set<std::string> keys;
    for (const auto& [key, value] : object["properties"].items())
        keys.insert(key);
    return keys;
}

TEST(Schema, ListsTheKeysThatTheCodeKnows) {
    const json definitions = schema()["definitions"];
    EXPECT_EQ(keys_of(definitions["draft_meta"]), as_set(kDraftMetaKeys));
    EXPECT_EQ(keys_of(definitions["track"]["properties"]["m"]), as_set(kTrackMetaKeys));
    EXPECT_EQ(keys_of(definitions["segment_meta"]), as_set(kSegmentMetaKeys));
}

/// Puts each document to the schema with fastjsonschema; empty when it is not installed.
std::vector<std::string> ask_schema(const std::vector<std::string>& documents) {
    const auto folder = std::filesystem::temp_directory_path();
    std::string name = (folder / "beatsync-schema-XXXXXX").string();
    const int handle = mkstemp(name.data());
    if (handle < 0) return {};
    std::FILE* input = fdopen(handle, "w");
    for (const std::string& document : documents)
        std::fprintf(input, "%s\n", json::parse(document).dump().c_str());
    std::fclose(input);
    const std::string command = std::string(BEATSYNC_PYTHON) + " '" + BEATSYNC_SCHEMA_CHECK + "' '" +
                                BEATSYNC_DRAFT_SCHEMA + "' < '" + name + "'";
    std::FILE* answers = popen(command.c_str(), "r");
    std::vector<std::string> lines;
    std::array<char, 4096> line{};
    while (answers != nullptr && std::fgets(line.data(), static_cast<int>(line.size()), answers) != nullptr)
        lines.emplace_back(line.data());
    if (answers != nullptr) pclose(answers);
    std::filesystem::remove(name);
    return lines;
}

TEST(Schema, AgreesWithTheCode) {
    const auto with = [](const std::string& path, const json& value) {
        json tree = json::parse(to_json(test::sample_draft()));
        tree[json::json_pointer(path)] = value;
        return tree.dump();
    };
    const std::string m = "/t/0/sg/0/m/";
    const std::vector<std::string> documents = {
        to_json(test::sample_draft()), to_json(Draft{}), R"({"t":[{"tt":1,"sg":[{"d":5000,"u":1}]}]})",
        with(m + "in_us", 2.0), with("/m/seed", 0), with(m + "unheard_of", json::array({1})),
        // and what neither takes
        "[]", "{}", with("/t/0/tt", 3), with("/t/0/sg/0/d", 0), with("/t/0/sg/0/d", 1.5),
        with("/t/0/sg/0/d", 3600000001), with("/m/format", 2), with("/m/width_px", 1081),
        with("/m/height_px", 8), with("/m/fps", 30), with("/m/fps", "fast"), with("/m/loudness_lufs", 1),
        with("/m/generator", 1), with("/m/seed", -1), with("/t/0/m/name", 1), with("/t/0/m/duck", 1),
        with(m + "source", 1), with(m + "source_hex", "ABC"), with(m + "in_us", -1), with(m + "in_us", 0.5),
        with(m + "still", 1), with(m + "sound", 1), with(m + "fit", "stretch"),
        with(m + "focus", json::array({0.5})), with(m + "focus", json::array({0.5, 2})),
        with(m + "view_to", json::array({0.5, 0.5, 0.5})), with(m + "view_from", json::array({1, 0.5, 2})),
        with(m + "gain_db", 25), with(m + "fade_in_us", -1), with(m + "fade_out_us", 3600000000001),
        with(m + "text", 1), with(m + "beat", -1)};
    const std::vector<std::string> answers = ask_schema(documents);
    if (answers.empty()) GTEST_SKIP() << "python3-fastjsonschema is not installed";
    ASSERT_EQ(answers.size(), documents.size());
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto read = from_json(documents[i]);
        EXPECT_EQ(answers[i].substr(0, 2) == "ok", read.has_value())
            << documents[i] << "\nschema: " << answers[i] << "code: " << (read ? "ok" : read.error().message);
        EXPECT_EQ(read.has_value(), i < 6) << documents[i];
    }
}

}  // namespace
}  // namespace beatsync::draft
