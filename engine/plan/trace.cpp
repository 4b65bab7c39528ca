#include "plan/trace.h"

#include <fmt/format.h>

#include <cstddef>
#include <string_view>

#include "plan/explain.h"

namespace beatsync::plan {
namespace {

std::string line_of(const draft::Segment& segment, std::string_view why) {
    const std::string beat = segment.beat ? fmt::format("beat {}", *segment.beat) : "no beat";
    return fmt::format("{:5}-{:<5} {:9} {} {} | {}\n", segment.frames.begin, segment.frames.end, beat,
                       file_name(segment.source), segment.still ? "still" : format_time(segment.in), why);
}

}  // namespace

std::string trace(const Plan& plan) {
    std::string text;
    std::size_t reason = 0;
    for (const draft::Track& track : plan.draft.tracks) {
        for (const draft::Segment& segment : track.segments) {
            const bool explained = track.kind == draft::TrackKind::video && reason < plan.reasons.size();
            text += line_of(segment, explained ? std::string_view(plan.reasons[reason++].why) : "music");
        }
    }
    for (const std::string& shortfall : plan.left_out)
        text += "left out: " + shortfall + "\n";
    for (const std::string& note : plan.notes)
        text += "note: " + note + "\n";
    return text;
}

}  // namespace beatsync::plan
