#include "plan/song_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

namespace beatsync::plan {
namespace {

/// Of the loudest section: what one hears as "clearly" more. A tenth is a good decibel.
constexpr float kClearly = 0.15F;
/// A drop is at least as loud as this share of the loudest section.
constexpr float kNearlyLoudest = 0.85F;
/// Shorter sections are breaks and pick-ups, not choruses.
constexpr double kShortestSeconds = 4;

constexpr std::array<std::pair<std::string_view, SongPart>, 6> kNames = {{{"intro", SongPart::intro},
                                                                          {"verse", SongPart::verse},
                                                                          {"chorus", SongPart::chorus},
                                                                          {"drop", SongPart::drop},
                                                                          {"bridge", SongPart::bridge},
                                                                          {"outro", SongPart::outro}}};

class Namer {
public:
    explicit Namer(const std::vector<music::Section>& sections) : sections_(sections) {
        for (std::size_t i = 0; i < sections.size(); ++i) {
            energies_.push_back(std::isfinite(sections[i].energy) ? sections[i].energy : 0);
            groups_[sections[i].label].push_back(i);
        }
    }

    std::vector<NamedSection> name() {
        std::vector<NamedSection> names(sections_.size());
        if (sections_.size() < 2) return names;
        const auto chorus = find_chorus();
        if (chorus) {
            for (const std::size_t i : groups_.at(*chorus))
                names[i].part = SongPart::chorus;
            name_bridges(groups_.at(*chorus), names);
        }
        name_ends(names);
        name_drops(names);
        return names;
    }

private:
    [[nodiscard]] double seconds_of(std::size_t i) const { return sections_[i].range.length().seconds(); }

    /// Mean of the sections that sound alike, by their length.
    [[nodiscard]] double energy_of(const std::vector<std::size_t>& group) const {
        double sum = 0;
        double length = 0;
        for (const std::size_t i : group) {
            sum += static_cast<double>(energies_[i]) * seconds_of(i);
            length += seconds_of(i);
        }
        return length > 0 ? sum / length : 0;
    }

    [[nodiscard]] bool long_enough(const std::vector<std::size_t>& group) const {
        return std::any_of(group.begin(), group.end(),
                           [&](std::size_t i) { return seconds_of(i) >= kShortestSeconds; });
    }

    /// The label of the chorus.
    [[nodiscard]] std::optional<int> find_chorus() const {
        if (groups_.size() < 2) return std::nullopt;
        const bool any_again = std::any_of(groups_.begin(), groups_.end(), [&](const auto& group) {
            return group.second.size() > 1 && long_enough(group.second);
        });
        std::optional<int> best;
        double most = 0;
        double least = 1;
        for (const auto& [label, group] : groups_) {
            const double energy = energy_of(group);
            least = std::min(least, energy);
            if ((any_again && group.size() < 2) || !long_enough(group) || energy <= most) continue;
            best = label;
            most = energy;
        }
        const bool stands_out = most - least >= static_cast<double>(kClearly) * most;
        return stands_out ? best : std::nullopt;
    }

    void name_bridges(const std::vector<std::size_t>& chorus, std::vector<NamedSection>& names) const {
        for (const auto& [label, group] : groups_) {
            const std::size_t i = group.front();
            if (group.size() == 1 && i > chorus.front() && i < chorus.back())
                names[i].part = SongPart::bridge;
        }
    }

    /// Whether what it sounds like is heard again between the song's ends: then it is a verse.
    [[nodiscard]] bool comes_inside(std::size_t end) const {
        const auto& group = groups_.at(sections_[end].label);
        return std::any_of(group.begin(), group.end(),
                           [&](std::size_t i) { return i != end && i > 0 && i + 1 < sections_.size(); });
    }

    [[nodiscard]] float loudest() const { return *std::max_element(energies_.begin(), energies_.end()); }

    void name_ends(std::vector<NamedSection>& names) const {
        if (loudest() <= 0) return;
        const std::size_t last = sections_.size() - 1;
        const auto quiet_end = [&](std::size_t end, std::size_t next) {
            const float than = std::max(energies_[next], loudest() * kNearlyLoudest);
            return names[end].part != SongPart::chorus && !comes_inside(end) &&
                   energies_[end] <= than - kClearly * loudest();
        };
        if (quiet_end(0, 1)) names[0].part = SongPart::intro;
        if (last > 1 && quiet_end(last, last - 1)) names[last].part = SongPart::outro;
    }

    void name_drops(std::vector<NamedSection>& names) const {
        for (std::size_t i = 1; i < sections_.size(); ++i)
            names[i].drop = energies_[i] >= kNearlyLoudest * loudest() &&
                            energies_[i] - energies_[i - 1] >= kClearly * loudest() && loudest() > 0;
    }

    const std::vector<music::Section>& sections_;
    std::vector<float> energies_;
    std::map<int, std::vector<std::size_t>> groups_;
};

}  // namespace

std::optional<SongPart> song_part(std::string_view name) {
    for (const auto& [word, part] : kNames)
        if (word == name) return part;
    return std::nullopt;
}

std::string_view name_of(SongPart part) {
    for (const auto& [word, named] : kNames)
        if (named == part) return word;
    return "";
}

std::vector<NamedSection> name_sections(const music::MusicMap& music) {
    return Namer(music.sections).name();
}

std::optional<Time> start_of(const music::MusicMap& music, SongPart part) {
    const auto names = name_sections(music);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!names[i].is(part)) continue;
        std::optional<Time> first;
        for (const music::Beat& beat : music.grid.beats) {
            if (!music.sections[i].range.contains(beat.at)) continue;
            if (!first) first = beat.at;
            if (beat.position_in_bar == 1) return beat.at;
        }
        return first ? *first : music.sections[i].range.begin;
    }
    return std::nullopt;
}

}  // namespace beatsync::plan
