#include <algorithm>
#include <string_view>
#include <utility>

#include "interchange/beat_files.h"

// Standard MIDI File 1.0 (MIDI Manufacturers Association, RP-001). A quarter note is a beat and its tempo, in
// whole microseconds, is the way to the next beat: Time is in microseconds too, so nothing is rounded.
namespace beatsync::interchange {
namespace {

constexpr std::uint32_t kTicks = 960;                    // a quarter note
constexpr std::int64_t kSlowest = 0xFF'FFFF;             // µs a quarter note: the field has 24 bits
constexpr std::uint8_t kPercussion = 9;                  // channel 10
constexpr std::uint8_t kHighBlock = 76, kLowBlock = 77;  // General MIDI percussion keys
constexpr std::int64_t kLongestLeadIn = 4096;            // quarter notes of the song's tempo; more are slower
constexpr std::int64_t kLongestBar = 64;                 // quarter notes; the field holds 255
using Bytes = std::vector<std::uint8_t>;

struct Event {
    std::uint32_t tick = 0;
    Bytes bytes;
};

void append_number(Bytes& out, std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> static_cast<unsigned>(shift) & 0xFFU));
}

/// Seven bits a byte, most significant first, the top bit set on all but the last.
void append_variable(Bytes& out, std::uint32_t value) {
    for (unsigned shift = 28; shift > 0; shift -= 7)
        if (value >> shift != 0) out.push_back(static_cast<std::uint8_t>((value >> shift & 0x7FU) | 0x80U));
    out.push_back(static_cast<std::uint8_t>(value & 0x7FU));
}

Bytes meta(std::uint8_t type, const Bytes& payload) {
    Bytes out{0xFF, type};
    append_variable(out, static_cast<std::uint32_t>(payload.size()));
    out.insert(out.end(), payload.begin(), payload.end());
    return out;
}

Bytes tempo(std::int64_t us_a_quarter) {
    Bytes payload;
    append_number(payload, static_cast<std::uint64_t>(us_a_quarter), 3);
    return meta(0x51, payload);
}

/// `beats`/4, the metronome on each quarter note (24 MIDI clocks), 8 thirty-seconds to a quarter.
Bytes time_signature(std::int64_t beats) {
    return meta(0x58, {static_cast<std::uint8_t>(beats), 2, 24, 8});
}

std::int64_t median_interval(const std::vector<music::Beat>& beats) {
    if (beats.size() < 2) return 500'000;
    std::vector<std::int64_t> intervals;
    for (std::size_t i = 1; i < beats.size(); ++i)
        intervals.push_back((beats[i].at - beats[i - 1].at).us);
    const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
    std::nth_element(intervals.begin(), middle, intervals.end());
    return *middle;
}

/// The song as quarter notes: how long each is, and on which one each beat begins.
struct Quarters {
    std::vector<std::int64_t> lengths_us;
    std::vector<std::size_t> of_beat;

    /// Fills a stretch with `count` quarters, or with more if those were too slow for the format.
    void fill(std::int64_t us, std::int64_t count) {
        count = std::clamp((us + kSlowest - 1) / kSlowest, std::max<std::int64_t>(count, 1), us);
        for (std::int64_t i = 0; i < count; ++i)
            lengths_us.push_back(mul_div(us, i + 1, count) - mul_div(us, i, count));
    }
};

Quarters lay_out(const std::vector<music::Beat>& beats) {
    Quarters quarters;
    if (beats.empty()) return quarters;
    const std::int64_t usual = median_interval(beats);
    const std::int64_t lead_in = beats.front().at.us;
    if (lead_in > 0) quarters.fill(lead_in, std::min((lead_in + usual / 2) / usual, kLongestLeadIn));
    for (std::size_t i = 0; i < beats.size(); ++i) {
        quarters.of_beat.push_back(quarters.lengths_us.size());
        const bool last = i + 1 == beats.size();
        quarters.fill(last ? usual : (beats[i + 1].at - beats[i].at).us, 1);
    }
    return quarters;
}

struct Bar {
    std::int64_t begin = 0;   ///< quarter note
    std::int64_t length = 0;  ///< quarter notes
};

/// Bars from downbeat to downbeat. What comes before the first is counted back from it in bars of the first
/// one's length, so that the file may begin with a short bar.
std::vector<Bar> bars_of(const std::vector<music::Beat>& beats, const Quarters& quarters) {
    std::vector<std::int64_t> downbeats;
    for (std::size_t i = 0; i < beats.size(); ++i)
        if (beats[i].position_in_bar == 1)
            downbeats.push_back(static_cast<std::int64_t>(quarters.of_beat[i]));
    if (downbeats.size() < 2) return {};
    std::vector<Bar> bars;
    const std::int64_t first = downbeats.front();
    const std::int64_t usual = downbeats[1] - first;
    if (first % usual != 0) bars.push_back({0, first % usual});
    if (first >= usual) bars.push_back({first % usual, usual});
    for (std::size_t i = 1; i < downbeats.size(); ++i)
        bars.push_back({downbeats[i - 1], downbeats[i] - downbeats[i - 1]});
    return bars;
}

void add_time_signatures(std::vector<Event>& events, const std::vector<Bar>& bars) {
    std::int64_t current = 0;
    for (const Bar& bar : bars) {
        // A tracker that misses downbeats for a minute makes a "bar" of hundreds; no program draws that.
        if (bar.length == current || bar.length > kLongestBar) continue;
        events.push_back({static_cast<std::uint32_t>(bar.begin) * kTicks, time_signature(bar.length)});
        current = bar.length;
    }
}

void add_note(std::vector<Event>& events, std::size_t quarter, bool downbeat) {
    const std::uint8_t key = downbeat ? kHighBlock : kLowBlock;
    const std::uint8_t velocity = downbeat ? 120 : 90;
    const auto tick = static_cast<std::uint32_t>(quarter) * kTicks;
    events.push_back({tick, {0x90 | kPercussion, key, velocity}});
    events.push_back({tick + kTicks / 4, {0x80 | kPercussion, key, 64}});
}

Bytes encode_track(std::vector<Event> events) {
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.tick < b.tick; });
    Bytes out;
    std::uint32_t tick = 0;
    for (const Event& event : events) {
        append_variable(out, event.tick - tick);
        out.insert(out.end(), event.bytes.begin(), event.bytes.end());
        tick = event.tick;
    }
    return out;
}

void append_chunk(Bytes& out, std::string_view type, const Bytes& payload) {
    out.insert(out.end(), type.begin(), type.end());
    append_number(out, payload.size(), 4);
    out.insert(out.end(), payload.begin(), payload.end());
}

}  // namespace

std::vector<std::uint8_t> to_midi(const music::BeatGrid& grid) {
    const Quarters quarters = lay_out(grid.beats);
    constexpr std::string_view kName = "Beats";
    std::vector<Event> events{{0, meta(0x03, Bytes(kName.begin(), kName.end()))}};
    add_time_signatures(events, bars_of(grid.beats, quarters));
    for (std::size_t i = 0; i < quarters.lengths_us.size(); ++i)
        events.push_back({static_cast<std::uint32_t>(i) * kTicks, tempo(quarters.lengths_us[i])});
    for (std::size_t i = 0; i < grid.beats.size(); ++i)
        add_note(events, quarters.of_beat[i], grid.beats[i].position_in_bar == 1);
    const auto end = static_cast<std::uint32_t>(quarters.lengths_us.size()) * kTicks;
    events.push_back({end, meta(0x2F, {})});

    Bytes header;
    append_number(header, 0, 2);  // format 0: one track
    append_number(header, 1, 2);
    append_number(header, kTicks, 2);
    Bytes file;
    append_chunk(file, "MThd", header);
    append_chunk(file, "MTrk", encode_track(std::move(events)));
    return file;
}

}  // namespace beatsync::interchange
