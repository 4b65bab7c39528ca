#include "interchange/annotation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>

#include "interchange/beat_lines.h"
#include "interchange/jams.h"

namespace beatsync::interchange {
namespace {

constexpr double kEarliest = -3600;  // an annotator's clock may start before the song, not by an hour
constexpr std::string_view kBlank = " \t\r\n\v\f";

bool is_json(std::string_view text) {
    const auto first = text.find_first_not_of(kBlank);
    return first != std::string_view::npos && text[first] == '{';
}

/// In order; those at the very same time become one, a downbeat if one of them is.
Annotation put_together(std::vector<BeatLine> lines) {
    const auto earlier = [](const BeatLine& a, const BeatLine& b) { return a.seconds < b.seconds; };
    Annotation annotation;
    if (!std::is_sorted(lines.begin(), lines.end(), earlier)) {
        std::stable_sort(lines.begin(), lines.end(), earlier);
        annotation.remarks.emplace_back("its times are not in order, and were sorted");
    }
    for (const BeatLine& line : lines) {
        if (annotation.times.empty() || annotation.times.back() != line.seconds)
            annotation.times.push_back(line.seconds);
        const bool known = !annotation.downbeats.empty() && annotation.downbeats.back() == line.seconds;
        if (line.position == 1 && !known) annotation.downbeats.push_back(line.seconds);
    }
    if (const std::size_t doubled = lines.size() - annotation.times.size(); doubled > 0)
        annotation.remarks.push_back(fmt::format("{} of its beats {} there twice, and taken once", doubled,
                                                 doubled == 1 ? "is" : "are"));
    return annotation;
}

bool ends_in(std::string_view name, std::span<const std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
        if (name.size() <= ending.size()) return false;
        const std::string_view tail = name.substr(name.size() - ending.size());
        return std::equal(tail.begin(), tail.end(), ending.begin(),
                          [](unsigned char a, char b) { return std::tolower(a) == b; });
    });
}

}  // namespace

Result<Annotation> read_annotation(std::string_view text) {
    BEATSYNC_TRY(const auto plain, plain_text(text));
    if (!is_json(plain)) {
        BEATSYNC_TRY(auto lines, parse_beat_lines(plain, kEarliest));
        return put_together(std::move(lines));
    }
    BEATSYNC_TRY(auto jams, read_jams(plain));
    Annotation annotation = put_together(std::move(jams.beats));
    annotation.tempo_bpm = jams.tempo_bpm;
    return annotation;
}

Result<double> read_tempo(std::string_view text) {
    BEATSYNC_TRY(auto plain, plain_text(text));
    plain.remove_prefix(std::min(plain.find_first_not_of(kBlank), plain.size()));
    const std::string_view word = plain.substr(0, plain.find_first_of(kBlank));
    double bpm = 0;
    const auto [end, ec] = std::from_chars(word.data(), word.data() + word.size(), bpm);
    if (ec != std::errc{} || end != word.data() + word.size() || !std::isfinite(bpm) || bpm <= 0)
        return fail(Errc::input, "not a tempo", "a .bpm file holds one number, beats a minute");
    return bpm;
}

bool may_hold_beats(std::string_view file_name) {
    constexpr std::array<std::string_view, 4> kGeneral{".lab", ".txt", ".csv", ".tsv"};
    return surely_holds_beats(file_name) || ends_in(file_name, kGeneral);
}

bool surely_holds_beats(std::string_view file_name) {
    constexpr std::array<std::string_view, 3> kOwn{".beats", ".beat", ".jams"};
    return ends_in(file_name, kOwn);
}

}  // namespace beatsync::interchange
