// One entry point for libFuzzer and for the replay test: whatever the bytes, reading gives JSON texts that
// read back equal, or Errc::refused.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cloud/session_state.h"
#include "draft/text.h"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "session state: %s\n", what);
    std::abort();
}

std::string member(const char* name, const std::string& json) {
    return json.empty() ? std::string{} : std::string(",\"") + name + "\":" + json;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatsync;
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const auto state = cloud::parse_session_state(body);
    if (!state) {
        require(state.error().code == Errc::refused, "an error that is not Errc::refused");
        return 0;
    }
    require(state->draft.empty() || (state->draft.starts_with('{') && state->draft.ends_with('}')),
            "a draft that is no object");
    for (const std::string& text :
         {state->draft, state->video_infos, state->canvas_config, state->generated_media})
        require(draft::is_utf8(text) && text != "null", "a member that is no JSON text");
    const std::string again = "{\"code\":0" + member("draft", state->draft) +
                              member("video_infos", state->video_infos) +
                              member("canvas_config", state->canvas_config) +
                              member("generated_media", state->generated_media) + "}";
    const auto second = cloud::parse_session_state(again);
    // A draft that came as a string may be nested one level deeper on its own than within an answer.
    const auto brackets =
        std::count_if(state->draft.begin(), state->draft.end(), [](char c) { return c == '{' || c == '['; });
    if (!second && brackets >= 64) return 0;
    require(second && *second == *state, "what was read reads differently");
    return 0;
}
