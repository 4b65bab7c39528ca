// One entry point for libFuzzer and for the replay test. Each line is an event's data; and the first byte
// says how the whole is cut into pieces of a text. Whatever the bytes, reading never fails, and what is shown
// does not depend on the cuts.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cloud/agent_event.h"
#include "draft/text.h"

namespace {

using namespace beatsync;
using cloud::AgentEvent;
using Kind = AgentEvent::Kind;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "agent event: %s\n", what);
    std::abort();
}

AgentEvent read(std::string_view data) {
    AgentEvent event = cloud::read_agent_event(data);
    const bool says = event.kind == Kind::piece || event.kind == Kind::whole || event.kind == Kind::error;
    require(says == !event.text.empty(), "a kind that does not fit its text");
    require(event.calls >= 0 && event.results >= 0, "less than no tools");
    require(event.kind != Kind::heartbeat || (event.calls == 0 && event.results == 0),
            "a heartbeat with tools");
    require(draft::is_utf8(event.text) || !draft::is_utf8(data), "no UTF-8 from UTF-8");
    return event;
}

void read_lines(std::string_view lines) {
    cloud::TextAssembler assembler;
    std::string seen;
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        seen += assembler.add(read(lines.substr(0, end)));
        require(seen == assembler.shown(), "shown is not what was given");
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
    seen += assembler.finish();
    require(seen == assembler.shown(), "shown is not what was given at the end");
    require(assembler.finish().empty(), "two ends");
}

std::string shown_of(std::string_view text, std::size_t step, bool repeated) {
    cloud::TextAssembler assembler;
    for (std::size_t at = 0; step > 0 && at < text.size(); at += step)
        (void)assembler.add({Kind::piece, std::string(text.substr(at, step))});
    if (repeated) (void)assembler.add({Kind::whole, std::string(text)});
    (void)assembler.finish();
    return assembler.shown();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    read_lines(input);
    if (input.empty()) return 0;
    (void)read(input);
    const std::string_view text = input.substr(1);
    const std::string want = shown_of(text, 0, true);
    require(text.starts_with(want), "shown is no beginning of what was said");
    const std::size_t step = 1 + data[0] % 40U;
    require(shown_of(text, step, false) == want, "pieces matter");
    require(shown_of(text, step, true) == want, "a repeated text matters");
    return 0;
}
