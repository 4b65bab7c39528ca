#include "cloud/sse_parser.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "cloud/utf8.h"

namespace beatsync::cloud {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

const char* find(const char* from, const char* end, char wanted) {
    const void* found = std::memchr(from, wanted, static_cast<std::size_t>(end - from));
    return found == nullptr ? end : static_cast<const char*>(found);
}

}  // namespace

Result<void> SseParser::too_large() {
    broken_ = true;
    line_.clear();
    event_ = {};
    has_data_ = false;
    return fail(Errc::network, "the service's event stream holds an event that is too large");
}

std::string_view SseParser::without_mark(std::string_view chunk) {
    while (mark_ < kMark.size() && !chunk.empty()) {
        if (chunk.front() != kMark[mark_]) {
            line_.assign(kMark.substr(0, mark_));  // it only began like one
            mark_ = kMark.size();
            break;
        }
        chunk.remove_prefix(1);
        ++mark_;
    }
    return chunk;
}

Result<void> SseParser::push(std::string_view chunk, const SseHandler& handler) {
    if (broken_) return too_large();
    chunk = without_mark(chunk);
    const char* at = chunk.data();
    const char* const end = at + chunk.size();
    // Each kind of line end is searched for again only when the last one found is behind: linear also where
    // a stream has but one kind.
    const char* lf = at;
    const char* cr = at;
    bool searched = false;
    while (at != end) {
        if (after_cr_) {
            after_cr_ = false;
            if (*at == '\n') {
                ++at;
                continue;
            }
        }
        if (!searched || lf < at) lf = find(at, end, '\n');
        if (!searched || cr < at) cr = find(at, end, '\r');
        searched = true;
        const char* const stop = std::min(lf, cr);
        const std::string_view piece(at, static_cast<std::size_t>(stop - at));
        if (piece.size() > max_ - std::min(max_, line_.size())) return too_large();
        if (stop == end) {
            line_.append(piece);
            return {};
        }
        after_cr_ = *stop == '\r';
        at = stop + 1;
        bool fits = false;
        if (line_.empty()) {
            fits = take_line(piece, handler);
        } else {
            line_.append(piece);
            fits = take_line(line_, handler);
            line_.clear();
        }
        if (!fits) return too_large();
    }
    return {};
}

bool SseParser::take_line(std::string_view line, const SseHandler& handler) {
    if (line.empty()) {
        dispatch(handler);
        return true;
    }
    const std::size_t colon = line.find(':');
    if (colon == 0) {
        if (handler.keep_alive) handler.keep_alive();
        return true;
    }
    if (colon == std::string_view::npos) return take_field(line, {});
    std::string_view value = line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    return take_field(line.substr(0, colon), value);
}

bool SseParser::take_field(std::string_view name, std::string_view value) {
    if (name == "data") {
        if (event_.data.size() + value.size() + 1 > max_) return false;
        has_data_ = true;
        append_as_utf8(event_.data, value);
        event_.data.push_back('\n');
    } else if (name == "event") {
        event_.type.clear();
        append_as_utf8(event_.type, value);
    } else if (name == "id") {
        if (value.find('\0') != std::string_view::npos) return true;
        id_.clear();
        append_as_utf8(id_, value);
    } else if (name == "retry") {
        take_retry(value);
    }
    return true;
}

void SseParser::take_retry(std::string_view value) {
    const bool digits = !value.empty() &&
                        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    long long number = 0;
    if (digits && std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc{}) {
        retry_ms_ = number;
    }
}

void SseParser::dispatch(const SseHandler& handler) {
    last_id_ = id_;
    if (has_data_) event_.data.pop_back();  // the last \n
    if (!event_.data.empty()) {
        if (event_.type.empty()) event_.type = "message";
        if (handler.event) handler.event(event_);
    } else if (has_data_ || !event_.type.empty()) {
        if (handler.keep_alive) handler.keep_alive();
    }
    event_.type.clear();
    event_.data.clear();
    has_data_ = false;
}

std::string_view SseParser::pending_data() const {
    std::string_view data = event_.data;
    if (!data.empty()) data.remove_suffix(1);
    return data;
}

}  // namespace beatsync::cloud
