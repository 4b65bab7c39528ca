// One entry point for libFuzzer and for the replay test. The first byte says how many of the next are the
// sizes of chunks, in turn; the rest is the stream. However it is cut, its events are those of a single push.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cloud/sse_parser.h"
#include "draft/text.h"

namespace {

using namespace beatsync;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "event stream: %s\n", what);
    std::abort();
}

/// A parser and all that it said.
class Reader {
public:
    explicit Reader(std::size_t max_bytes) : max_(max_bytes), parser_(max_bytes) {}

    void push(std::string_view chunk) {
        const std::size_t before = told_.size();
        const auto pushed = parser_.push(chunk, handler_);
        require(!broken_ || !pushed, "it went on after too much");
        require(!broken_ || told_.size() == before, "it told more after too much");
        require(pushed || pushed.error().code == Errc::network, "an error that is not Errc::network");
        broken_ = broken_ || !pushed;
    }
    /// All in one text; none of its parts can be taken for another.
    [[nodiscard]] std::string all() const {
        require(draft::is_utf8(parser_.pending_data()) && draft::is_utf8(parser_.last_event_id()),
                "no UTF-8");
        require(parser_.retry_ms().value_or(0) >= 0, "a time below zero");
        return told_ + part(parser_.pending_data()) + part(parser_.last_event_id()) +
               std::to_string(parser_.retry_ms().value_or(-1)) + (broken_ ? " broken" : "");
    }

private:
    [[nodiscard]] static std::string part(std::string_view text) {
        return std::to_string(text.size()) + ':' + std::string(text) + ';';
    }
    void take(const cloud::SseEvent& event) {
        require(!event.type.empty() && !event.data.empty(), "an event of nothing");
        require(event.data.size() <= 3 * max_, "an event over the limit");
        require(draft::is_utf8(event.type) && draft::is_utf8(event.data), "an event that is no UTF-8");
        require(event.type.find_first_of("\r\n") == std::string::npos, "a type of two lines");
        require(event.data.find('\r') == std::string::npos, "a line end of the stream in its data");
        told_ += 'e' + part(event.type) + part(event.data);
    }

    std::size_t max_;
    cloud::SseParser parser_;
    cloud::SseHandler handler_{[this](const cloud::SseEvent& event) { take(event); },
                               [this] { told_ += '~'; }};
    std::string told_;
    bool broken_ = false;
};

std::string whole(std::string_view stream, std::size_t max_bytes) {
    Reader reader(max_bytes);
    reader.push(stream);
    return reader.all();
}

std::string by_bytes(std::string_view stream, std::size_t max_bytes) {
    Reader reader(max_bytes);
    for (std::size_t i = 0; i < stream.size(); ++i)
        reader.push(stream.substr(i, 1));
    return reader.all();
}

std::string in_chunks(std::string_view stream, std::string_view sizes, std::size_t max_bytes) {
    Reader reader(max_bytes);
    for (std::size_t turn = 0; !stream.empty(); ++turn) {
        const std::size_t size =
            sizes.empty() ? stream.size() : static_cast<std::uint8_t>(sizes[turn % sizes.size()]);
        reader.push(stream.substr(0, size));
        // A round of empty chunks would not end.
        if (size == 0) reader.push(stream.substr(0, 1));
        stream.remove_prefix(std::min(std::max<std::size_t>(size, 1), stream.size()));
    }
    return reader.all();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (input.empty()) return 0;
    const std::size_t count = std::min<std::size_t>(data[0] % 8U, size - 1);
    const std::string_view sizes = input.substr(1, count);
    const std::string_view stream = input.substr(1 + count);
    for (const std::size_t max_bytes : {cloud::SseParser::kMaxEventBytes, std::size_t{24}}) {
        const std::string want = whole(stream, max_bytes);
        require(in_chunks(stream, sizes, max_bytes) == want, "chunks matter");
        require(by_bytes(stream, max_bytes) == want, "bytes matter");
    }
    return 0;
}
