#include "interchange/beat_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "core/time.h"
#include "interchange/beat_files.h"

namespace beatsync::interchange {
namespace {

constexpr double kLatest = 1e6;  // seconds, 11 days: later than any song, and safe in every sum
constexpr std::size_t kMostFields = 16;
constexpr std::size_t kNone = kMostFields;

/// Which field says what, by the header of a CSV.
struct Columns {
    std::size_t time = 0;
    std::size_t position = kNone;
    std::size_t strength = kNone;
    std::size_t downbeat = kNone;   ///< whether it is one
    bool position_is_name = false;  ///< free text, in which a position may be found
};

std::string_view trim(std::string_view s) {
    constexpr std::string_view kBlank = " \t\r\v\f";
    const auto begin = s.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return s.substr(begin, s.find_last_not_of(kBlank) - begin + 1);
}

std::string_view unquote(std::string_view s) {
    s = trim(s);
    return s.size() >= 2 && s.front() == '"' && s.back() == '"' ? s.substr(1, s.size() - 2) : s;
}

/// Takes the next line off `text`, whether it ends in \n, \r\n, \r, or not at all.
std::string_view take_line(std::string_view& text) {
    const auto end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, end);
    if (end == std::string_view::npos) {
        text = {};
    } else {
        const bool two = text.substr(end, 2) == "\r\n";
        text.remove_prefix(end + (two ? 2 : 1));
    }
    return line;
}

std::vector<std::string_view> split(std::string_view line) {
    std::vector<std::string_view> fields;
    if (line.find_first_of("\t;,") == std::string_view::npos) {
        while (!line.empty() && fields.size() < kMostFields) {
            const auto end = line.find(' ');
            fields.push_back(unquote(line.substr(0, end)));
            line = end == std::string_view::npos ? std::string_view{} : trim(line.substr(end));
        }
        return fields;
    }
    // A tab wins, so that a label may hold commas; then a semicolon, which goes with a decimal comma.
    const auto has = [&](char c) { return line.find(c) != std::string_view::npos; };
    const char by = has('\t') ? '\t' : has(';') ? ';' : ',';
    while (fields.size() < kMostFields) {
        const auto end = line.find(by);
        fields.push_back(unquote(line.substr(0, end)));
        if (end == std::string_view::npos) break;
        line.remove_prefix(end + 1);
    }
    return fields;
}

std::optional<double> parse_number(std::string_view s) {
    double value = 0;
    const auto [end, ec] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (ec != std::errc{} || end != s.data() + s.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<double> parse_seconds(std::string_view s) {
    if (s.find(':') == std::string_view::npos) return parse_number(s);
    const auto time = parse_time(std::string(s));
    return time ? std::optional(time->seconds()) : std::nullopt;
}

std::optional<std::uint8_t> parse_position(std::string_view s) {
    const auto value = parse_number(s);
    if (!value || *value < 0 || *value > 255 || *value != std::floor(*value)) return std::nullopt;
    return static_cast<std::uint8_t>(*value);
}

std::string lower(std::string_view s) {
    std::string out(s.substr(0, 32));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// The position in a label such as "3", "12.3" (bar.beat) or "db,4/4" (the ASAP data set's for a downbeat); 0
/// where the label is a name.
std::uint8_t position_in_name(std::string_view name) {
    const std::string_view word = name.substr(0, name.find(','));
    if (word == "db" || lower(word) == "downbeat") return 1;
    const auto point = name.rfind('.');
    return parse_position(point == std::string_view::npos ? name : name.substr(point + 1)).value_or(0);
}

std::optional<Columns> parse_header(const std::vector<std::string_view>& fields) {
    Columns columns{kNone, kNone, kNone, kNone, false};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string name = lower(fields[i]);
        const auto is = [&](std::initializer_list<std::string_view> names) {
            return std::find(names.begin(), names.end(), name) != names.end();
        };
        if (is({"seconds", "time", "start", "start_seconds", "at", "onset", "timestamp", "beat_time",
                "times"}))
            columns.time = i;
        if (is({"position", "position_in_bar", "beat", "label", "name"})) columns.position = i;
        if (is({"label", "name"})) columns.position_is_name = true;
        if (is({"strength"})) columns.strength = i;
        if (is({"downbeat", "is_downbeat"})) columns.downbeat = i;
    }
    return columns.time == kNone ? std::nullopt : std::optional(columns);
}

/// What the fields of a line without a header are. Three programs write three things: `time position`,
/// `time position bar`, and labels, `start end text`, whose end always has a decimal point.
Columns guess_columns(const std::vector<std::string_view>& fields) {
    if (fields.size() < 2) return {};
    const bool pointed = fields[1].find('.') != std::string_view::npos;
    if (pointed && fields.size() >= 3) return {0, 2, kNone, kNone, true};
    if (pointed && fields[0] == fields[1]) return {};  // a label without a text
    return {0, 1, kNone, kNone, false};
}

/// Part of a line, fit to be shown on a terminal.
std::string excerpt(std::string_view s) {
    constexpr std::size_t kMost = 40;
    std::string out(s.substr(0, kMost));
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) c = '?';
    return s.size() > kMost ? out + "..." : out;
}

tl::unexpected<Error> bad_line(std::size_t line, const std::string& why) {
    return fail(Errc::input, fmt::format("line {}: {}", line, why),
                "each line is a time in seconds, and the position in the bar where it is known");
}

std::optional<bool> parse_truth(std::string_view s) {
    const std::string word = lower(s);
    if (word == "1" || word == "true" || word == "yes") return true;
    if (word == "0" || word == "false" || word == "no") return false;
    return std::nullopt;
}

Result<std::uint8_t> parse_bar(std::string_view position, std::string_view downbeat, const Columns& columns,
                               std::size_t line) {
    if (!downbeat.empty()) {
        const auto truth = parse_truth(downbeat);
        if (!truth)
            return bad_line(line,
                            fmt::format("\"{}\" does not say whether it is a downbeat", excerpt(downbeat)));
        if (*truth) return std::uint8_t{1};
    }
    if (columns.position_is_name) return position_in_name(position);
    if (position.empty()) return std::uint8_t{0};
    const auto value = parse_position(position);
    if (!value) return bad_line(line, fmt::format("\"{}\" is not a position in a bar", excerpt(position)));
    return *value;
}

Result<BeatLine> parse_beat(const std::vector<std::string_view>& fields, const Columns& columns,
                            double earliest, std::size_t line) {
    const auto field = [&](std::size_t i) { return i < fields.size() ? fields[i] : std::string_view{}; };
    const auto seconds = parse_seconds(field(columns.time));
    if (!seconds)
        return bad_line(line, fmt::format("\"{}\" is not a time in seconds", excerpt(field(columns.time))));
    if (*seconds < earliest) return bad_line(line, "a beat before the song begins");
    if (*seconds > kLatest) return bad_line(line, "a time later than any song");

    BeatLine beat{*seconds, 0, 1};
    BEATSYNC_TRY(beat.position, parse_bar(field(columns.position), field(columns.downbeat), columns, line));
    if (const auto strength = field(columns.strength); !strength.empty()) {
        const auto value = parse_number(strength);
        if (!value) return bad_line(line, fmt::format("\"{}\" is not a strength", excerpt(strength)));
        beat.strength = static_cast<float>(std::clamp(*value, 0.0, 1.0));
    }
    return beat;
}

}  // namespace

Result<std::string_view> plain_text(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
    if (text.find('\0') != std::string_view::npos)
        return fail(Errc::input, "not a text file", "save the beats as plain text in UTF-8");
    return text;
}

Result<std::vector<BeatLine>> parse_beat_lines(std::string_view text, double earliest) {
    if (text.size() > kMaxBeatsBytes)
        return fail(Errc::input, fmt::format("more than {} bytes of beats", kMaxBeatsBytes));
    std::vector<BeatLine> beats;
    std::optional<Columns> header;
    bool first = true;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::string_view line = trim(take_line(text));
        if (line.empty()) continue;
        const auto fields = split(line);
        // Before comments: REAPER's header begins with a `#`.
        if (std::exchange(first, false) && (header = parse_header(fields))) continue;
        // A line that begins with a backslash is the second half of an Audacity label: its range of pitch.
        if (line.front() == '#' || line.front() == '\\') continue;
        if (beats.size() == kMaxBeats) return bad_line(number, fmt::format("more than {} beats", kMaxBeats));
        BEATSYNC_TRY(const auto beat,
                     parse_beat(fields, header ? *header : guess_columns(fields), earliest, number));
        beats.push_back(beat);
    }
    return beats;
}

}  // namespace beatsync::interchange
