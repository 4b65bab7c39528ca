// One entry point for libFuzzer and for the replay test: whatever the bytes, reading gives a valid draft that
// writes and reads back equal, or Errc::input.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "draft/draft_json.h"
#include "draft/summary.h"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "draft JSON: %s\n", what);
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatsync;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto first = draft::from_json(text);
    if (!first) {
        require(first.error().code == Errc::input, "an error that is not Errc::input");
        return 0;
    }
    require(draft::validate(*first).has_value(), "an invalid draft was read");
    const std::string written = draft::to_json(*first);
    const auto second = draft::from_json(written);
    require(second.has_value(), "what was written can't be read");
    require(*second == *first, "what was written reads differently");
    require(draft::to_json(*second) == written, "what was read writes differently");
    require(!draft::summary_line(*first).empty(), "no summary");
    return 0;
}
