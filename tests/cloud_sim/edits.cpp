#include "cloud_sim/edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <regex>

namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

enum Kind : int { kVideo = 0, kAudio = 1, kText = 7 };
constexpr std::int64_t kPictureMs = 2000;
constexpr std::int64_t kTitleMs = 3000;
constexpr std::int64_t kMusicMs = 10'000;

[[nodiscard]] std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

[[nodiscard]] bool has(const std::string& text, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return text.find(word) != std::string::npos; });
}

[[nodiscard]] bool is_sound(const std::string& name) {
    static const std::regex kSound(R"(.*\.(mp3|wav|m4a|aac)$)", std::regex::icase);
    return std::regex_match(name, kSound);
}

[[nodiscard]] json* track_of(json& draft, int kind) {
    for (json& track : draft["t"])
        if (track.value("tt", -1) == kind) return &track;
    return nullptr;
}

[[nodiscard]] std::int64_t length_of(const json& track) {
    std::int64_t sum = 0;
    for (const json& segment : track["sg"])
        sum += segment.value("d", std::int64_t{0});
    return sum;
}

void measure(json& draft) {
    std::int64_t longest = 0;
    for (json& track : draft["t"])
        longest = std::max(longest, length_of(track));
    draft["d"] = longest;
}

[[nodiscard]] json track(int kind, const char* name, json segments) {
    return {{"tt", kind}, {"sg", std::move(segments)}, {"m", {{"name", name}}}};
}

[[nodiscard]] std::optional<int> kind_named(const std::string& words) {
    if (has(words, {"music", "bgm", "audio"})) return kAudio;
    if (has(words, {"title", "text"})) return kText;
    if (has(words, {"video", "clip", "picture"})) return kVideo;
    return std::nullopt;
}

[[nodiscard]] std::string remove(json& draft, const std::string& words) {
    const std::optional<int> kind = kind_named(words);
    json& tracks = draft["t"];
    const auto gone = std::find_if(tracks.begin(), tracks.end(),
                                   [&](const json& t) { return kind && t.value("tt", -1) == *kind; });
    if (gone == tracks.end()) return "There was nothing to remove.";
    tracks.erase(gone);
    return "Removed it.";
}

[[nodiscard]] std::string swap(json& draft) {
    json* pictures = track_of(draft, kVideo);
    if (pictures == nullptr || (*pictures)["sg"].size() < 2) return "There are not enough clips to swap.";
    std::reverse((*pictures)["sg"].begin(), (*pictures)["sg"].end());
    return "Put the clips into another order.";
}

[[nodiscard]] std::string set_volume(json& draft, double percent) {
    json* music = track_of(draft, kAudio);
    if (music == nullptr || percent <= 0) return "There is no music to change.";
    constexpr double kDbPerDecade = 20;
    for (json& segment : (*music)["sg"])
        segment["m"]["gain_db"] = kDbPerDecade * std::log10(percent / 100);
    return fmt::format("Set the music's volume to {}%.", percent);
}

[[nodiscard]] std::string shorten(json& draft, const std::string& words) {
    json* pictures = track_of(draft, kVideo);
    if (pictures == nullptr || (*pictures)["sg"].empty()) return "There is nothing to shorten.";
    std::smatch number;
    const bool told = std::regex_search(words, number, std::regex(R"((\d{1,4})\s*s)"));
    constexpr std::int64_t kMs = 1000;
    (*pictures)["sg"].back()["d"] = told ? std::stoll(number[1]) * kMs : kMs;
    return "Shortened the last clip.";
}

[[nodiscard]] std::string add_title(json& draft, const std::string& words) {
    std::smatch quoted;
    const bool told = std::regex_search(words, quoted, std::regex(R"(['"]([^'"]+)['"])"));
    const std::string text = told ? quoted[1].str() : "Title";
    draft["t"].push_back(track(kText, "Title", json::array({{{"d", kTitleMs}, {"m", {{"text", text}}}}})));
    return fmt::format("Added the title \"{}\".", text);
}

[[nodiscard]] std::string add_music(json& draft, const std::vector<const Upload*>& uploads) {
    json segment{{"d", std::max(kMusicMs, draft.value("d", std::int64_t{0}))}, {"m", json::object()}};
    for (const Upload* upload : uploads)
        if (is_sound(upload->name)) segment["m"]["source"] = upload->id;
    draft["t"].push_back(track(kAudio, "Lo-fi", json::array({segment})));
    return "Added background music.";
}

[[nodiscard]] std::string add_pictures(json& draft, const std::vector<const Upload*>& uploads) {
    json segments = json::array();
    for (const Upload* upload : uploads)
        if (!is_sound(upload->name)) segments.push_back({{"d", kPictureMs}, {"m", {{"source", upload->id}}}});
    if (segments.empty()) return "Please upload a clip first.";
    draft["t"].push_back(track(kVideo, "Video", segments));
    return "Put the clips in a row.";
}

}  // namespace

Edit edit_draft(json draft, const std::string& words, const std::vector<const Upload*>& uploads) {
    const std::string said = lower(words);
    std::smatch percent;
    Edit edit;
    if (has(said, {"remove", "delete"})) {
        edit = {{}, "remove_track", remove(draft, said)};
    } else if (has(said, {"swap", "reverse"})) {
        edit = {{}, "reorder_clips", swap(draft)};
    } else if (std::regex_search(said, percent, std::regex(R"((\d{1,3})\s*%)"))) {
        edit = {{}, "set_volume", set_volume(draft, std::stod(percent[1]))};
    } else if (has(said, {"shorten", "trim"})) {
        edit = {{}, "trim_clip", shorten(draft, said)};
    } else if (has(said, {"title"})) {
        edit = {{}, "add_title", add_title(draft, words)};
    } else if (has(said, {"music", "bgm"})) {
        edit = {{}, "add_bgm", add_music(draft, uploads)};
    } else if (track_of(draft, kVideo) == nullptr) {
        edit = {{}, "add_clips", add_pictures(draft, uploads)};
    } else {
        edit = {{}, "inspect", "Your video is as it was."};
    }
    measure(draft);
    edit.draft = std::move(draft);
    return edit;
}

}  // namespace beatsync::cloud_sim
