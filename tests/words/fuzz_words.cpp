// Any bytes as a sentence. Whatever they are: spans lie in the sentence and in order, wishes are in order and
// none is there twice, the same sentence gives the same answer, and nothing is both taken and handed back in
// full.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "words/words.h"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "words: %s\n", what);
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatsync::words;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Understanding got = understand(text);
    std::size_t end = 0;
    for (const Span& span : got.not_understood) {
        require(span.begin >= end && span.begin < span.end && span.end <= size, "a span out of place");
        end = span.end;
    }
    for (std::size_t i = 0; i < got.intents.size(); ++i) {
        const Intent& intent = got.intents[i];
        require(intent.span.begin < intent.span.end && intent.span.end <= size, "a wish from nowhere");
        require(!name_of(intent.topic).empty(), "a topic without a name");
        if (i == 0) continue;
        require(got.intents[i - 1].topic <= intent.topic, "wishes out of order");
        require(got.intents[i - 1].topic != intent.topic || got.intents[i - 1].value != intent.value,
                "a wish twice");
    }
    const Understanding again = understand(text);
    require(again.intents == got.intents && again.not_understood == got.not_understood, "another answer");
    return 0;
}
