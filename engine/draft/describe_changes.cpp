#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "draft/diff.h"
#include "draft/draft.h"
#include "draft/phrase.h"

namespace beatsync::draft {
namespace {

using Kind = DraftChange::Kind;
using Group = std::vector<const DraftChange*>;

constexpr std::size_t kMostNamed = 3;  // of one kind; more are counted

struct Noun {
    std::string_view one;  // before a name
    std::string_view unnamed;
    std::string_view many;
    std::string_view track;
};

Noun noun_of(int track_kind) {
    switch (track_kind) {
        case static_cast<int>(TrackKind::video):
            return {"clip", "a clip", "clips", "video track"};
        case static_cast<int>(TrackKind::audio):
            return {"background music", "background music", "pieces of music", "music track"};
        case static_cast<int>(TrackKind::text):
            return {"the title", "a title", "titles", "title track"};
        default:
            return {"item", "an item", "items", "track"};
    }
}

std::string named(const DraftChange& change) {
    const Noun noun = noun_of(change.track_kind);
    if (change.label.empty()) return std::string(noun.unnamed);
    return fmt::format("{} \"{}\"", noun.one, tidy(change.label));
}

/// `background music "Lo-fi" (0-10s, 35%)`
std::string with_time(const DraftChange& change) {
    const bool heard = change.track_kind == static_cast<int>(TrackKind::audio) && change.volume;
    const std::string volume = heard ? fmt::format(", {}%", percent(*change.volume)) : std::string();
    return fmt::format("{} ({}{})", named(change), time_range(change.begin, change.end), volume);
}

/// A track that came or went: by what is on it.
std::string track_phrase(const DraftChange& change) {
    if (change.segments == 1) return with_time(change);
    const Noun noun = noun_of(change.track_kind);
    if (change.segments == 0) return fmt::format("an empty {}", noun.track);
    const std::string name = change.label.empty() ? "" : fmt::format(" \"{}\"", tidy(change.label));
    return fmt::format("a {}{} with {} {} ({})", noun.track, name, change.segments, noun.many,
                       time_range(change.begin, change.end));
}

std::string length(Time begin, Time end) {
    return seconds(end - begin) + "s";
}

std::string volume_percent(const std::optional<double>& volume) {
    return fmt::format("{}%", percent(volume.value_or(1)));
}

/// What follows the verb.
std::string object(const DraftChange& change) {
    switch (change.kind) {
        case Kind::track_added:
        case Kind::track_removed:
            return track_phrase(change);
        case Kind::added:
            return with_time(change);
        case Kind::removed:
            return named(change);
        case Kind::moved:
            return fmt::format("{} from {}s to {}s", named(change), seconds(change.old_begin),
                               seconds(change.begin));
        case Kind::retimed:
            return fmt::format("{} from {} to {}", named(change), length(change.old_begin, change.old_end),
                               length(change.begin, change.end));
        case Kind::volume:
            return fmt::format("{} from {} to {}", named(change), volume_percent(change.old_volume),
                               volume_percent(change.volume));
        case Kind::text:
            return fmt::format("the title \"{}\" to \"{}\"", tidy(change.old_text), tidy(change.label));
        case Kind::other:
            break;
    }
    if (change.track_kind == DraftChange::kWholeDraft) return "the settings of the project";
    if (!change.of_track) return named(change);
    const std::string name = change.label.empty() ? "" : fmt::format(" \"{}\"", tidy(change.label));
    return fmt::format("the settings of the {}{}", noun_of(change.track_kind).track, name);
}

std::string_view verb(Kind kind, const DraftChange& first) {
    switch (kind) {
        case Kind::track_added:
        case Kind::added:
            return "added";
        case Kind::track_removed:
        case Kind::removed:
            return "removed";
        case Kind::moved:
            return "moved";
        case Kind::retimed: {
            const bool longer = first.end - first.begin > first.old_end - first.old_begin;
            return longer ? "lengthened" : "shortened";
        }
        case Kind::volume:
            return "changed the volume of";
        case Kind::text:
            return "changed";
        case Kind::other:
            break;
    }
    return "adjusted";
}

/// "12 clips"
std::string counted(const Group& group) {
    const DraftChange& first = *group.front();
    const Noun noun = noun_of(first.track_kind);
    const bool tracks =
        first.of_track || first.kind == Kind::track_added || first.kind == Kind::track_removed;
    return fmt::format("{} {}{}", group.size(), tracks ? noun.track : noun.many, tracks ? "s" : "");
}

/// What was done, and to what.
struct Phrase {
    std::string_view verb;
    std::vector<std::string> objects;
};

/// "a", "a and b", "a, b and c"; `last` is before the last of three or more.
std::string join(const std::vector<std::string>& parts, std::string_view last) {
    std::string line;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool is_last = i + 1 == parts.size();
        if (i > 0) line += !is_last ? ", " : parts.size() == 2 ? " and " : last;
        line += parts[i];
    }
    return line;
}

void add_group(std::vector<Phrase>& phrases, const Group& group) {
    const std::string_view done = verb(group.front()->kind, *group.front());
    auto place =
        std::find_if(phrases.begin(), phrases.end(), [&](const Phrase& p) { return p.verb == done; });
    if (place == phrases.end()) place = phrases.insert(place, {done, {}});
    if (group.size() > kMostNamed) {
        place->objects.push_back(counted(group));
        return;
    }
    for (const DraftChange* change : group)
        place->objects.push_back(object(*change));
}

/// Lengthened and shortened apart; tracks of other programs together.
struct GroupKey {
    Kind kind = Kind::other;
    int noun = 0;
    bool flag = false;
    friend bool operator<(const GroupKey& a, const GroupKey& b) {
        return std::tie(a.kind, a.noun, a.flag) < std::tie(b.kind, b.noun, b.flag);
    }
};

GroupKey key_of(const DraftChange& change) {
    const bool known = change.track_kind == 0 || change.track_kind == 1 || change.track_kind == 7 ||
                       change.track_kind == DraftChange::kWholeDraft;
    const bool longer = change.end - change.begin > change.old_end - change.old_begin;
    return {change.kind, known ? change.track_kind : -1,
            change.kind == Kind::retimed ? longer : change.of_track};
}

/// A change too small for the numbers that are said is an adjustment: nothing goes "from 0.5s to 0.5s".
DraftChange as_said(DraftChange change) {
    const bool same_length = length(change.begin, change.end) == length(change.old_begin, change.old_end);
    const bool same_place = seconds(change.begin) == seconds(change.old_begin);
    if ((change.kind == Kind::retimed && same_length) || (change.kind == Kind::moved && same_place))
        change.kind = Kind::other;
    return change;
}

}  // namespace

std::string describe_changes(const std::vector<DraftChange>& given) {
    std::vector<DraftChange> changes;
    std::ranges::transform(given, std::back_inserter(changes), as_said);
    std::map<GroupKey, Group> groups;
    for (const DraftChange& change : changes)
        groups[key_of(change)].push_back(&change);
    std::vector<Phrase> phrases;
    for (const auto& [key, group] : groups)
        add_group(phrases, group);
    std::vector<std::string> parts;
    parts.reserve(phrases.size());
    for (const Phrase& phrase : phrases)
        parts.push_back(fmt::format("{} {}", phrase.verb, join(phrase.objects, " and ")));
    std::string sentence = join(parts, ", and ");
    if (sentence.empty()) return sentence;
    sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
    return sentence + '.';
}

}  // namespace beatsync::draft
