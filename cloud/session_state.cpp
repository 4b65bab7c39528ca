#include "cloud/session_state.h"

#include "cloud/envelope.h"
#include "cloud/json_reader.h"

namespace beatsync::cloud {
namespace {

std::string part(const Envelope& answer, const std::string& name) {
    auto raw = answer.raw("state." + name);
    if (!raw) raw = answer.raw(name);
    return raw.value_or(std::string{});
}

}  // namespace

Result<SessionState> parse_session_state(std::string_view body) {
    BEATSYNC_TRY(const Envelope answer, Envelope::parse(body));
    return read_session_state(answer);
}

Result<SessionState> read_session_state(const Envelope& answer) {
    SessionState state{part(answer, "draft"), part(answer, "video_infos"), part(answer, "canvas_config"),
                       part(answer, "generated_media")};
    if (state.draft.empty()) return state;
    auto draft = read_json(state.draft);
    if (draft && draft->is_string()) {
        const std::string inner = draft->get<std::string>();
        draft = read_json(inner);
        if (inner.find_first_not_of(" \t\r\n") == std::string::npos || (draft && draft->is_null())) {
            state.draft.clear();
            return state;
        }
    }
    if (!draft || !draft->is_object()) {
        return fail(Errc::refused, "the service's draft of this session is no JSON object");
    }
    state.draft = write_json(*draft);
    return state;
}

}  // namespace beatsync::cloud
