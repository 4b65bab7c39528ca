// Two drafts with a zero byte between them. Whatever they are: comparing gives changes or Errc::input, a
// draft compared with itself has none, and each change is said on one line.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "draft/diff.h"
#include "draft/outline.h"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "draft diff: %s\n", what);
    std::abort();
}

bool is_one_line(const std::string& text) {
    return text.find_first_of("\n\r\x1b") == std::string::npos;
}

void check_alone(std::string_view json) {
    using namespace beatsync;
    const auto tracks = draft::read_outline(json);
    const auto again = draft::compare_drafts(json, std::string(json) + " ");
    require(tracks.has_value() == again.has_value() || json.empty(), "one reads what the other can't");
    if (!tracks) {
        require(tracks.error().code == Errc::input, "an error that is not Errc::input");
        return;
    }
    require(!again || again->empty(), "a draft differs from itself");
    require(is_one_line(draft::outline_summary_line(*tracks)), "a summary of two lines");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatsync;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t middle = text.find('\0');
    const std::string_view before = text.substr(0, middle);
    const std::string_view after = middle == std::string_view::npos ? "" : text.substr(middle + 1);
    check_alone(before);
    check_alone(after);
    const auto changes = draft::compare_drafts(before, after);
    if (!changes) {
        require(changes.error().code == Errc::input, "an error that is not Errc::input");
        return 0;
    }
    const std::string sentence = draft::describe_changes(*changes);
    require(sentence.empty() == changes->empty(),
            "changes without a sentence, or a sentence without changes");
    require(is_one_line(sentence), "a sentence of two lines");
    const auto back = draft::compare_drafts(after, before);
    require(back.has_value(), "a draft that reads as the second only");
    return 0;
}
