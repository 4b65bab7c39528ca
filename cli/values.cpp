#include "cli/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace beatsync::cli {
namespace {

constexpr double kSilenceDb = -120;  // the lowest gain of a draft
constexpr double kLoudest = 2;

template <class T>
std::optional<T> parse_number(std::string_view text) {
    T value{};
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<double> parse_finite(std::string_view text) {
    const auto value = parse_number<double>(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace

Result<Duration> parse_duration(const std::string& text) {
    if (text == "auto") return Duration{};
    if (text == "song") return Duration{plan::LengthRule::song, std::nullopt};
    if (text == "clips") return Duration{plan::LengthRule::clips, std::nullopt};
    auto length = parse_time(text);
    if (!length || *length <= Time{})
        return fail(Errc::usage, fmt::format("--duration: '{}' is not a length", text),
                    "30s, 1:00, song or clips");
    return Duration{plan::LengthRule::fixed, *length};
}

Result<std::optional<Time>> parse_start(const std::string& text) {
    if (text == "auto") return std::optional<Time>();
    auto start = parse_time(text);
    if (!start)
        return fail(Errc::usage, fmt::format("--start: '{}' is not a time", text),
                    "auto, 12.5, 1:05, or a part of the song: drop, chorus, verse, bridge, intro, outro");
    return std::optional<Time>(*start);
}

Result<PaceChoice> parse_pace(const std::string& text) {
    if (const auto beats = parse_number<int>(text); beats && *beats >= 1 && *beats <= 64)
        return PaceChoice{plan::Pace::beats, *beats};
    if (text == "auto") return PaceChoice{plan::Pace::automatic};
    if (text == "slow") return PaceChoice{plan::Pace::slow};
    if (text == "medium") return PaceChoice{plan::Pace::medium};
    if (text == "fast") return PaceChoice{plan::Pace::fast};
    return fail(Errc::usage, fmt::format("--pace: '{}' is not a pace", text),
                "auto, slow, medium, fast, or beats a cut, 1 to 64");
}

Result<PaceChoices> parse_paces(const std::string& text) {
    PaceChoices choices;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const std::string one = text.substr(at, end - at);
        at = end + 1;
        const auto equals = one.find('=');
        if (equals == std::string::npos) {
            BEATSYNC_TRY(choices.pace, parse_pace(one));
            continue;
        }
        const auto part = plan::song_part(one.substr(0, equals));
        if (!part)
            return fail(Errc::usage, fmt::format("--pace: '{}' is no part of a song", one.substr(0, equals)),
                        "intro, verse, chorus, drop, bridge or outro: --pace verse=slow");
        BEATSYNC_TRY(const PaceChoice pace, parse_pace(one.substr(equals + 1)));
        choices.parts.push_back({*part, pace.pace, pace.beats});
    }
    return choices;
}

Result<std::optional<Rate>> parse_fps(const std::string& text) {
    if (text == "source") return std::optional<Rate>();
    auto rate = parse_rate(text);
    if (!rate || rate->value() > 240)
        return fail(Errc::usage, fmt::format("--fps: '{}' is not a frame rate", text),
                    "source, or 1 to 240: 30, 29.97, 30000/1001");
    return std::optional<Rate>(*rate);
}

Result<double> parse_volume(const std::string& text) {
    const std::string_view s = text;
    std::optional<double> gain;
    if (s.ends_with("dB")) {
        if (const auto db = parse_finite(s.substr(0, s.size() - 2))) gain = std::pow(10, *db / 20);
    } else if (s.ends_with('%')) {
        if (const auto percent = parse_finite(s.substr(0, s.size() - 1))) gain = *percent / 100;
    } else {
        gain = parse_finite(s);
    }
    if (!gain || *gain < 0 || *gain > kLoudest)
        return fail(Errc::usage, fmt::format("--music-volume: '{}' is not a volume", text),
                    "0% to 200%, or up to 6dB");
    return *gain > 0 ? std::max(kSilenceDb, 20 * std::log10(*gain)) : kSilenceDb;
}

Result<std::optional<double>> parse_loudness(const std::string& text) {
    if (text == "off") return std::optional<double>();
    const auto lufs = parse_finite(text);
    if (!lufs || *lufs < -40 || *lufs > -5)
        return fail(Errc::usage, fmt::format("--loudness: '{}' is not a loudness", text),
                    "off, or -40 to -5 (LUFS)");
    return std::optional<double>(*lufs);
}

Result<pipeline::PinRequest> parse_pin(const std::string& text) {
    const auto bad = [&] {
        return fail(Errc::usage, fmt::format("--pin: '{}' is not a pin", text),
                    "CLIP@TIME=BEAT: jump.mp4@0:04.2=17");
    };
    // From the right: a file's name may hold both signs.
    const auto equals = text.rfind('=');
    if (equals == std::string::npos) return bad();
    const auto at = text.rfind('@', equals);
    if (at == std::string::npos || at == 0) return bad();
    const auto beat = parse_number<std::int64_t>(std::string_view(text).substr(equals + 1));
    const auto time = parse_time(text.substr(at + 1, equals - at - 1));
    if (!beat || *beat < 1 || !time) return bad();
    return pipeline::PinRequest{text.substr(0, at), *time, *beat - 1};
}

Result<pipeline::WeightRequest> parse_weight(const std::string& text) {
    constexpr double kMost = 100;
    const auto equals = text.rfind('=');
    const auto weight = equals == std::string::npos || equals == 0
                            ? std::nullopt
                            : parse_number<double>(std::string_view(text).substr(equals + 1));
    if (!weight || !std::isfinite(*weight) || *weight < 0 || *weight > kMost)
        return fail(Errc::usage, fmt::format("--weight: '{}' is not a weight", text),
                    "CLIP=N, N from 0 (only if nothing else will do) to 100: 'dogs*.mp4=2'");
    return pipeline::WeightRequest{text.substr(0, equals), *weight};
}

Result<Shift> parse_shift(const std::string& text) {
    constexpr double kMostMs = 60'000;
    const auto unit_at = text.find_first_not_of("+-.0123456789");
    std::string_view number = std::string_view(text).substr(0, unit_at);
    if (number.starts_with('+')) number.remove_prefix(1);
    std::string_view unit = unit_at == std::string::npos ? "ms" : std::string_view(text).substr(unit_at);
    while (unit.starts_with(' '))
        unit.remove_prefix(1);
    const auto value = parse_finite(number);
    const bool by_beats = unit == "b" || unit == "beat" || unit == "beats";
    const bool by_time = unit == "ms" || unit == "s";
    const double ms = value && unit == "s" ? *value * 1000 : value.value_or(0);
    const double most = by_beats ? music::kMostShiftBeats : kMostMs;
    if (!value || !(by_beats || by_time) || std::abs(by_beats ? *value : ms) > most)
        return fail(Errc::usage, fmt::format("--shift: '{}' is not a shift", text),
                    "milliseconds, -60000 to 60000, or beats, -64b to 64b: 20, -15ms, 0.5b, -1b");
    return by_beats ? Shift{Time{}, *value} : Shift{Time::from_seconds(ms / 1000), 0};
}

Result<pipeline::AvoidRequest> parse_avoid(const std::string& text) {
    const auto bad = [&] {
        return fail(Errc::usage, fmt::format("--avoid: '{}' is not a part of a clip", text),
                    "CLIP@FROM-TO: jump.mp4@0:04.2-0:06");
    };
    const auto dash = text.rfind('-');
    if (dash == std::string::npos) return bad();
    const auto at = text.rfind('@', dash);
    if (at == std::string::npos || at == 0) return bad();
    const auto from = parse_time(text.substr(at + 1, dash - at - 1));
    const auto to = parse_time(text.substr(dash + 1));
    if (!from || !to || *to <= *from) return bad();
    return pipeline::AvoidRequest{text.substr(0, at), {*from, *to}};
}

Result<const pipeline::Platform*> parse_platform(const std::string& text) {
    if (text.empty()) return nullptr;
    const pipeline::Platform* platform = pipeline::find_platform(text);
    if (platform != nullptr) return platform;
    return fail(Errc::usage, fmt::format("--for: '{}' is not one of its values", text),
                pipeline::platform_names());
}

Result<std::pair<int, int>> parse_tempo_scale(const std::string& text) {
    const auto slash = text.find('/');
    const auto num = parse_number<int>(std::string_view(text).substr(0, slash));
    const auto den = slash == std::string::npos ? std::optional<int>(1)
                                                : parse_number<int>(std::string_view(text).substr(slash + 1));
    const bool known =
        num && den && (*num == 1 || *den == 1) && *num >= 1 && *num <= 4 && *den >= 1 && *den <= 4;
    if (!known)
        return fail(Errc::usage, fmt::format("--tempo-scale: '{}' is not a scale", text),
                    "1/4, 1/3, 1/2, 1, 2, 3 or 4");
    return std::pair(*num, *den);
}

}  // namespace beatsync::cli
