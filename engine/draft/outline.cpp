#include "draft/outline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "draft/json_guard.h"
#include "draft/phrase.h"

namespace beatsync::draft {
namespace {

using nlohmann::json;
using Names = std::initializer_list<const char*>;

/// Differ from one answer to the next though nobody edited.
constexpr std::array<std::string_view, 11> kVolatile = {
    "id",         "uuid",        "uid",         "version",     "revision", "updated_at",
    "created_at", "modified_at", "update_time", "create_time", "timestamp"};

std::string dump(const json& value) {
    return value.empty() ? std::string() : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Takes known members out of an object and its `m`; wrong types stay where they are.
class MemberReader {
public:
    explicit MemberReader(json object) : object_(object.is_object() ? std::move(object) : json::object()) {
        if (object_.contains("m") && object_["m"].is_object()) {
            meta_ = std::move(object_["m"]);
            object_.erase("m");
        }
        for (std::string_view name : kVolatile) {
            object_.erase(std::string(name));
            meta_.erase(std::string(name));
        }
    }

    [[nodiscard]] std::string text(Names names) {
        auto value = take(
            names, [](const json& v) { return v.is_string() && !v.get_ref<const std::string&>().empty(); });
        return value ? std::move(value->get_ref<std::string&>()) : std::string();
    }
    [[nodiscard]] std::optional<double> number(Names names) {
        const auto value = take(names, [](const json& v) { return v.is_number(); });
        return value ? std::optional(value->get<double>()) : std::nullopt;
    }
    [[nodiscard]] json array(const char* name) {
        const auto found = object_.find(name);
        if (found == object_.end() || !found->is_array()) return json::array();
        json value = std::move(*found);
        object_.erase(found);
        return value;
    }
    /// Of a structural key, which `m` does not have.
    [[nodiscard]] double structural_number(const char* name, double otherwise) {
        const auto found = object_.find(name);
        if (found == object_.end() || !found->is_number()) return otherwise;
        const double value = found->get<double>();
        object_.erase(found);
        return value;
    }
    [[nodiscard]] std::string rest() && {
        if (!meta_.empty()) object_["m"] = std::move(meta_);
        return dump(object_);
    }

private:
    template <class Fits>
    std::optional<json> take(Names names, Fits fits) {
        for (json* from : {&meta_, &object_}) {
            for (const char* name : names) {
                const auto found = from->find(name);
                if (found == from->end() || !fits(*found)) continue;
                json value = std::move(*found);
                from->erase(found);
                return value;
            }
        }
        return std::nullopt;
    }

    json object_;
    json meta_ = json::object();
};

Time read_length(MemberReader& members) {
    constexpr double kMaxMs = static_cast<double>(kMaxLength.us) / 1000;
    const double ms = members.structural_number("d", 0);
    return Time{ms > 0 ? std::llround(std::min(ms, kMaxMs) * 1000) : 0};
}

std::optional<double> read_volume(MemberReader& members) {
    constexpr double kLoudest = 100;
    if (const auto db = members.number({"gain_db"})) return std::min(kLoudest, std::pow(10.0, *db / 20));
    if (const auto volume = members.number({"volume"})) return std::clamp(*volume, 0.0, kLoudest);
    if (const auto percent = members.number({"volume_percent"}))
        return std::clamp(*percent / 100, 0.0, kLoudest);
    return std::nullopt;
}

void read_label(MemberReader& members, OutlineSegment& segment) {
    segment.label = members.text({"name"});
    segment.source = members.text({"source", "file", "file_name", "filename", "path", "url", "src"});
    if (segment.source.empty()) segment.source = segment.label;
    segment.label_is_file = segment.label.empty();
    if (segment.label_is_file) segment.label = std::string(file_name(segment.source));
}

OutlineSegment read_segment(json value, bool is_text, Time begin) {
    OutlineSegment segment;
    segment.json = dump(value);
    MemberReader members(std::move(value));
    segment.begin = begin;
    // Sums stay far from the edge of 64 bits.
    segment.end = std::min(begin + read_length(members), Time{4 * kMaxLength.us});
    if (is_text) segment.text = members.text({"text", "title", "content"});
    read_label(members, segment);
    if (!is_text && segment.label.empty()) segment.source = segment.label = members.text({"title", "text"});
    segment.volume = read_volume(members);
    segment.rest = std::move(members).rest();
    segment.gap = segment.label.empty() && segment.text.empty() && !segment.volume && segment.rest.empty();
    return segment;
}

OutlineTrack read_track(json value) {
    MemberReader members(std::move(value));
    OutlineTrack track;
    const double kind = members.structural_number("tt", -1);
    track.kind = kind >= 0 && kind <= 1000 ? static_cast<int>(kind) : -1;
    track.name = members.text({"name"});
    Time begin;
    for (json& segment : members.array("sg")) {
        const bool is_text = track.kind == static_cast<int>(TrackKind::text);
        track.segments.push_back(read_segment(std::move(segment), is_text, begin));
        begin = track.segments.back().end;
    }
    track.rest = std::move(members).rest();
    // Segments that all say nothing are a program's that has no more to say, not gaps.
    const auto is_gap = [](const OutlineSegment& s) { return s.gap; };
    if (std::all_of(track.segments.begin(), track.segments.end(), is_gap)) {
        for (OutlineSegment& segment : track.segments)
            segment.gap = false;
    }
    return track;
}

}  // namespace

Result<Outline> parse_outline(std::string_view draft_json) {
    Outline outline;
    if (draft_json.empty()) return outline;
    BEATSYNC_CHECK(check_json(draft_json, draft_limits()));
    json root = json::parse(draft_json);
    if (root.is_null()) return outline;
    if (!root.is_object()) return fail(Errc::input, "draft: must be an object");
    MemberReader members(std::move(root));
    for (json& track : members.array("t"))
        outline.tracks.push_back(read_track(std::move(track)));
    outline.rest = std::move(members).rest();
    return outline;
}

Result<std::vector<OutlineTrack>> read_outline(std::string_view draft_json) {
    BEATSYNC_TRY(Outline outline, parse_outline(draft_json));
    return std::move(outline.tracks);
}

}  // namespace beatsync::draft
