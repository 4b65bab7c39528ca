#include "render/sources.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <system_error>

#include "media/probe.h"

namespace beatsync::render {
namespace {

namespace fs = std::filesystem;

std::set<std::string> names_of(const draft::Draft& draft) {
    std::set<std::string> names;
    for (const draft::Track& track : draft.tracks)
        for (const draft::Segment& s : track.segments)
            if (track.kind != draft::TrackKind::text && !s.source.empty()) names.insert(s.source);
    return names;
}

std::string where_it_was(const fs::path& name, const fs::path& folder) {
    if (name.is_absolute()) return "the draft names it by its whole path";
    return "it was looked for in the draft's folder, " + (folder.empty() ? "." : folder.string());
}

}  // namespace

Result<void> check_sources(const draft::Draft& draft, const fs::path& folder, const fs::path& output) {
    for (const std::string& name : names_of(draft)) {
        const fs::path path = folder / name;
        std::error_code error;
        if (!fs::exists(path, error))
            return fail(Errc::input, name + ": no such file", where_it_was(name, folder));
        if (fs::is_directory(path, error)) return fail(Errc::input, name + ": is a folder");
        if (fs::equivalent(path, output, error))
            return fail(Errc::usage, name + " is one of the sources", "choose another output");
    }
    return {};
}

Result<std::vector<Voice>> audible_voices(const draft::Draft& draft, const fs::path& folder) {
    std::vector<Voice> voices = voices_of(draft);
    std::map<std::string, bool> sounds;
    for (const Voice& v : voices) {
        if (!v.of_clip || sounds.contains(v.source)) continue;
        auto info = media::probe(folder / v.source);
        if (!info) return fail_in("decode " + v.source, std::move(info).error());
        sounds[v.source] = info->audio.has_value();
    }
    const auto is_mute = [&](const Voice& v) { return v.of_clip && !sounds[v.source]; };
    voices.erase(std::remove_if(voices.begin(), voices.end(), is_mute), voices.end());
    return voices;
}

}  // namespace beatsync::render
