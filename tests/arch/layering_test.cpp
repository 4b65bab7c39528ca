// Reads every #include of the program and holds it against the table of rooms in ARCHITECTURE.md.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = BEATSYNC_SOURCE_DIR;

/// What a room may include besides itself: rooms ("core") and single headers ("music/music_map.h").
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"core", {}},
    {"words", {"core"}},
    {"media", {"core"}},
    {"music", {"core"}},
    {"footage", {"core"}},
    {"draft", {"core"}},
    {"plan", {"core", "music/music_map.h", "footage/clip_map.h", "draft"}},
    {"render", {"core", "media", "draft"}},
    {"interchange", {"core", "draft", "music/music_map.h", "footage/clip_map.h"}},
    {"report", {"core", "media", "draft", "evaluate", "music/music_map.h", "footage/clip_map.h"}},
    {"evaluate", {"core"}},
    {"pipeline",
     {"core", "media", "music", "footage", "draft", "plan", "render", "interchange", "report", "evaluate"}},
    {"cloud", {"core", "draft"}},
    {"cli",
     {"core", "media", "music", "footage", "draft", "plan", "render", "interchange", "report", "evaluate",
      "pipeline", "cloud", "words"}},
};

struct Include {
    fs::path file;  // relative to the root
    std::string room;
    std::string target;
    bool angled = false;
};

bool is_source(const fs::path& p) {
    return p.extension() == ".h" || p.extension() == ".cpp";
}

/// "engine/music/x.h" → "music", "cli/x.h" → "cli".
std::string room_of(const fs::path& relative) {
    auto part = relative.begin();
    return (*part == "engine" ? *std::next(part) : *part).string();
}

std::vector<Include> all_includes() {
    static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<Include> includes;
    for (const char* top : {"engine", "cli", "cloud"}) {
        if (!fs::exists(kRoot / top)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(kRoot / top)) {
            if (!is_source(entry.path())) continue;
            const fs::path relative = fs::relative(entry.path(), kRoot);
            std::ifstream in(entry.path());
            std::smatch match;
            for (std::string line; std::getline(in, line);)
                if (std::regex_search(line, match, pattern))
                    includes.push_back({relative, room_of(relative), match[2], match[1] == "<"});
        }
    }
    return includes;
}

TEST(Layering, TheScanSeesTheCode) {
    EXPECT_GT(all_includes().size(), 100U);
}

TEST(Layering, EveryRoomIsInTheTable) {
    for (const Include& i : all_includes())
        EXPECT_TRUE(kMayInclude.count(i.room)) << i.file;
}

TEST(Layering, RoomsIncludeOnlyWhatTheTableAllows) {
    for (const Include& i : all_includes()) {
        if (i.angled) continue;
        const std::string target_room = i.target.substr(0, i.target.find('/'));
        if (target_room == i.room) continue;
        const auto& allowed = kMayInclude.at(i.room);
        EXPECT_TRUE(allowed.count(target_room) || allowed.count(i.target))
            << i.file << " includes " << i.target;
    }
}

TEST(Layering, ProjectIncludesNameTheirRoom) {
    for (const Include& i : all_includes()) {
        if (i.angled) continue;
        const fs::path base = i.room == "cli" || i.room == "cloud" ? kRoot : kRoot / "engine";
        EXPECT_TRUE(fs::exists(base / i.target) || fs::exists(kRoot / "engine" / i.target))
            << i.file << " includes " << i.target
            << ", which is no path from engine/ (or the top, for cli and cloud)";
    }
}

TEST(Layering, HeadersKeepThirdPartiesOut) {
    static const std::set<std::pair<std::string, std::string>> allowed = {
        {"engine/core/error.h", "tl/"},
        {"engine/media/av.h", "libav"},
        {"engine/media/av.h", "libsw"},
        {"cloud/json_reader.h", "nlohmann/"}};  // for the room's own .cpp files
    for (const Include& i : all_includes()) {
        // The CLI's headers are nobody's interface; internal headers of a room are not installed
        // (*_internal.h).
        if (!i.angled || i.file.extension() != ".h" || i.room == "cli") continue;
        if (i.target.find('/') == std::string::npos && i.target.find('.') == std::string::npos)
            continue;  // std
        const bool ok = std::any_of(allowed.begin(), allowed.end(), [&](const auto& rule) {
            return i.file == rule.first && i.target.rfind(rule.second, 0) == 0;
        });
        EXPECT_TRUE(ok) << i.file << " includes <" << i.target << ">: keep it in the .cpp that uses it";
    }
}

TEST(Layering, OnlyMediaTouchesLibav) {
    for (const Include& i : all_includes()) {
        const bool libav = i.target.rfind("libav", 0) == 0 || i.target.rfind("libsw", 0) == 0;
        EXPECT_TRUE(!libav || i.room == "media") << i.file << " includes " << i.target;
    }
}

TEST(Layering, TheTopLevelHoldsWhatTheDesignAllows) {
    static const std::set<std::string> allowed = {"CMakeLists.txt",
                                                  "CMakePresets.json",
                                                  "engine",
                                                  "cloud",
                                                  "cli",
                                                  "tests",
                                                  "bench",
                                                  "assets",
                                                  "README.md",
                                                  "ARCHITECTURE.md",
                                                  "CHANGELOG.md",
                                                  "CONTRIBUTING.md",
                                                  "LICENSE",
                                                  "scripts",
                                                  "build",
                                                  "out"};
    for (const auto& entry : fs::directory_iterator(kRoot)) {
        const std::string name = entry.path().filename();
        EXPECT_TRUE(name[0] == '.' || allowed.count(name)) << name;
    }
}

}  // namespace
