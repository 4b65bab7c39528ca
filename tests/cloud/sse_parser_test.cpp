// What the standard says of a stream (WHATWG HTML 9.2.6), rule by rule, and the same however it is cut.
#include "cloud/sse_parser.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace beatsync::cloud {
namespace {

using namespace std::string_literals;
using Strings = std::vector<std::string>;

#define REPLACED "\xEF\xBF\xBD"  // U+FFFD

/// All that a stream came to.
struct Seen {
    Strings told{};         ///< "type|data" of an event, "~" for a sign of life
    std::string pending{};  // braces: members left out of a sample are none
    std::string last_id{};
    long long retry = -1;
    bool whole = true;  ///< no push failed

    friend bool operator==(const Seen&, const Seen&) = default;
};

void PrintTo(const Seen& seen, std::ostream* out) {
    for (const std::string& told : seen.told)
        *out << testing::PrintToString(told) << ' ';
    *out << "pending " << testing::PrintToString(seen.pending) << ", id "
         << testing::PrintToString(seen.last_id) << ", retry " << seen.retry
         << (seen.whole ? "" : ", failed");
}

Seen read(const std::vector<std::string_view>& chunks, std::size_t max_bytes = SseParser::kMaxEventBytes) {
    Seen seen;
    SseParser parser(max_bytes);
    const SseHandler handler{
        [&](const SseEvent& event) { seen.told.push_back(event.type + '|' + event.data); },
        [&] { seen.told.emplace_back("~"); }};
    for (const std::string_view chunk : chunks) {
        const auto pushed = parser.push(chunk, handler);
        seen.whole = seen.whole && pushed.has_value();
        if (!pushed) {
            EXPECT_EQ(pushed.error().code, Errc::network);
        }
    }
    seen.pending = parser.pending_data();
    seen.last_id = parser.last_event_id();
    seen.retry = parser.retry_ms().value_or(-1);
    return seen;
}

Strings told(const std::string& stream) {
    return read({stream}).told;
}

struct Sample {
    std::string stream;
    Seen want;
};

// Every rule's samples in one place: each is also read in every two and every three chunks.
const std::vector<Sample>& line_ends() {
    static const std::vector<Sample> samples{
        {"data: a\n\n", {{"message|a"}}},
        {"data: a\r\r", {{"message|a"}}},
        {"data: a\r\n\r\n", {{"message|a"}}},
        {"data: a\n\r\n", {{"message|a"}}},
        {"data: a\r\n\n", {{"message|a"}}},
        {"data: a\r\n\r", {{"message|a"}}},
        {"data: a\n\r", {{"message|a"}}},
        {"data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r", {{"message|a\nb\nc", "message|d"}}},
        {"data: a\r\n\rdata: b\n\n", {{"message|a", "message|b"}}},
        // A CR, then a CR LF: one line end and an empty line, not two.
        {"data: a\r\r\ndata: b\r\r\n", {{"message|a", "message|b"}}},
        {"\n\n\r\r\n\n", {}},
        {"data: a\n\n\n\r\n\r", {{"message|a"}}},
        // Other controls end no line.
        {"data: a\vb\fc\xC2\x85"
         "d\xE2\x80\xA8"
         "e\n\n",
         {{"message|a\vb\fc\xC2\x85"
           "d\xE2\x80\xA8"
           "e"}}},
    };
    return samples;
}

const std::vector<Sample>& marks() {
    static const std::vector<Sample> samples{
        {"\xEF\xBB\xBF"
         "data: a\n\n",
         {{"message|a"}}},
        {"\xEF\xBB\xBF: c\ndata: a\n\n", {{"~", "message|a"}}},
        {"\xEF\xBB\xBF\n\xEF\xBB\xBF"
         "data: a\n\n",
         {}},
        {"\xEF\xBB\xBF\xEF\xBB\xBF"
         "data: a\n\n",
         {}},
        {"data: a\n\xEF\xBB\xBF"
         "data: b\n\n",
         {{"message|a"}}},
        {"data: \xEF\xBB\xBF"
         "a\n\n",
         {{"message|\xEF\xBB\xBF"
           "a"}}},
        // What only begins like a mark belongs to the line.
        {"\xEF\xBB"
         "data: a\ndata: b\n\n",
         {{"message|b"}}},
        {"\xEF"
         "data: a\ndata: b\n\n",
         {{"message|b"}}},
        {"\xEF\ndata: b\n\n", {{"message|b"}}},
        {"\xEF\xBB\rdata: b\n\n", {{"message|b"}}},
    };
    return samples;
}

const std::vector<Sample>& fields() {
    static const std::vector<Sample> samples{
        {": nothing\n", {{"~"}}},
        {":\n:\n", {{"~", "~"}}},
        {":data: a\n\n", {{"~"}}},
        {"data: a\n: aside\ndata: b\n\n", {{"~", "message|a\nb"}}},
        // One space goes, and no more.
        {"data:a\n\n", {{"message|a"}}},
        {"data:  a \n\n", {{"message| a "}}},
        {"data:\ta\n\n", {{"message|\ta"}}},
        {"data: a: b:c\n\n", {{"message|a: b:c"}}},
        {"data: :\n\n", {{"message|:"}}},
        // Names are exact; those not known are nothing.
        {"Data: a\nDATA: a\n data: a\ndata : a\ndatax: a\ndat: a\n\n", {}},
        {"foo: bar\nnonsense\ndata: a\nfoo\n\n", {{"message|a"}}},
        {"data: a"s + '\0' + "b\n\n", {{"message|a"s + '\0' + "b"}}},
        // A line without a colon is a field without a value.
        {"data\ndata\n\n", {{"message|\n"}}},
        {"data: a\ndata\n\n", {{"message|a\n"}}},
        {"data\ndata: a\n\n", {{"message|\na"}}},
        {"data:\ndata:\ndata: \n\n", {{"message|\n\n"}}},
        // Empty data is a sign of life here, where the standard has an event with "" or none.
        {"data\n\n", {{"~"}}},
        {"data:\n\n", {{"~"}}},
        {"data: \n\n", {{"~"}}},
        {"event: heartbeat\n\n", {{"~"}}},
        {"event: heartbeat\ndata:\n\n", {{"~"}}},
    };
    return samples;
}

const std::vector<Sample>& types() {
    static const std::vector<Sample> samples{
        {"event: add\ndata: a\n\ndata: b\n\n", {{"add|a", "message|b"}}},
        {"data: a\nevent: add\n\n", {{"add|a"}}},
        {"event: one\nevent: two\ndata: a\n\n", {{"two|a"}}},
        {"event: one\nevent:\ndata: a\n\n", {{"message|a"}}},
        {"event: one\nevent\ndata: a\n\n", {{"message|a"}}},
        {"event:  x \ndata: a\n\n", {{" x |a"}}},
        // Also where nothing was dispatched, the type is forgotten.
        {"event: add\n\ndata: a\n\n", {{"~", "message|a"}}},
        {"event: add\ndata\n\ndata: a\n\n", {{"~", "message|a"}}},
    };
    return samples;
}

const std::vector<Sample>& ids() {
    static const std::vector<Sample> samples{
        {"id: 1\ndata: a\n\n", {{"message|a"}, "", "1"}},
        {"id: 1\ndata: a\n\ndata: b\n\n", {{"message|a", "message|b"}, "", "1"}},
        {"id: 1\ndata: a\n\nid\ndata: b\n\n", {{"message|a", "message|b"}, "", ""}},
        {"id: 1\ndata: a\n\nid:\n\n", {{"message|a"}, "", ""}},
        {"id: 3\n\n", {{}, "", "3"}},
        {"id: 1\nid:  2\n\n", {{}, "", " 2"}},
        // Not the event's before the event is.
        {"id: 1\ndata: a\n\nid: 2\ndata: b\n", {{"message|a"}, "b", "1"}},
        {"id: 1\n\nid: 2"s + '\0' + "\n\n", {{}, "", "1"}},
        {"id: 1\n\nid: "s + '\0' + "2\n\n", {{}, "", "1"}},
    };
    return samples;
}

const std::vector<Sample>& retries() {
    static const std::vector<Sample> samples{
        {"retry: 3000\n", {{}, "", "", 3000}},
        {"retry:0\n", {{}, "", "", 0}},
        {"retry: 007\r", {{}, "", "", 7}},
        {"retry: 1\nretry: 2\n", {{}, "", "", 2}},
        {"retry: 1\nretry: 2x\nretry: -3\nretry: +4\nretry:  5\nretry: 6.0\nretry:\nretry\nretry: 7 \n",
         {{}, "", "", 1}},
        {"retry: x\n", {}},
        {"retry: \xD9\xA3\n", {}},
        {"retry: 99999999999999999999999\n", {}},
        // It is no part of an event, and waits for none.
        {"retry: 5\ndata: a\n\n", {{"message|a"}, "", "", 5}},
        {"retry: 5", {}},
    };
    return samples;
}

const std::vector<Sample>& ends() {
    static const std::vector<Sample> samples{
        {"", {}},
        {"data: a\n\ndata: b\n", {{"message|a"}, "b"}},
        {"data: a\n\ndata: b\r", {{"message|a"}, "b"}},
        {"data: a\n\ndata: b", {{"message|a"}, ""}},
        {"data: a\ndata: b\ndata: c", {{}, "a\nb"}},
        {"data\n", {}},
        {"data: a\n\nevent: x\n", {{"message|a"}}},
        {"\xEF\xBB", {}},
        {"\xEF\xBB\xBF", {}},
    };
    return samples;
}

const std::vector<Sample>& encodings() {
    static const std::vector<Sample> samples{
        {"data: \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xF4\x8F\xBF\xBF\n\n",
         {{"message|\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xF4\x8F\xBF\xBF"}}},
        {"data: \xED\x9F\xBF\xEE\x80\x80\xE0\xA0\x80\xF0\x90\x80\x80\xC2\x80\n\n",
         {{"message|\xED\x9F\xBF\xEE\x80\x80\xE0\xA0\x80\xF0\x90\x80\x80\xC2\x80"}}},
        // One mark of replacement for each part that could have begun a character (Encoding, UTF-8 decoder).
        {"data: a\xFF"
         "b\xFE\n\n",
         {{"message|a" REPLACED "b" REPLACED}}},
        {"data: \x80\xBF\n\n", {{"message|" REPLACED REPLACED}}},
        {"data: \xE2\x82\n\n", {{"message|" REPLACED}}},
        {"data: \xF0\x9F\x98x\n\n", {{"message|" REPLACED "x"}}},
        {"data: \xC3\xE2\x82\xAC\n\n", {{"message|" REPLACED "\xE2\x82\xAC"}}},
        {"data: \xC0\xAF\xC1\xBF\n\n", {{"message|" REPLACED REPLACED REPLACED REPLACED}}},
        {"data: \xE0\x9F\xBF\n\n", {{"message|" REPLACED REPLACED REPLACED}}},
        {"data: \xED\xA0\x80\n\n", {{"message|" REPLACED REPLACED REPLACED}}},
        {"data: \xF0\x8F\xBF\xBF\n\n", {{"message|" REPLACED REPLACED REPLACED REPLACED}}},
        {"data: \xF4\x90\x80\x80\n\n", {{"message|" REPLACED REPLACED REPLACED REPLACED}}},
        {"data: \xF5\x80\x80\x80\n\n", {{"message|" REPLACED REPLACED REPLACED REPLACED}}},
        // Not across lines, and in the other fields too.
        {"data: \xE2\ndata: \x82\xAC\n\n", {{"message|" REPLACED "\n" REPLACED REPLACED}}},
        {"event: \xFF\nid: \xFE\ndata: a\n\n", {{REPLACED "|a"}, "", REPLACED}},
        {"data: \xFF\n", {{}, REPLACED}},
    };
    return samples;
}

// The examples of the standard, with what it says of them (empty data apart: see fields()).
const std::vector<Sample>& examples() {
    static const std::vector<Sample> samples{
        {"data: YHOO\ndata: +2\ndata: 10\n\n", {{"message|YHOO\n+2\n10"}}},
        {": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
         {{"~", "message|first event", "message|second event"}, " third event", ""}},
        {"data\n\ndata\ndata\n\ndata:", {{"~", "message|\n"}}},
        {"data:test\n\ndata: test\n\n", {{"message|test", "message|test"}}},
    };
    return samples;
}

void check(const std::vector<Sample>& samples) {
    for (const Sample& sample : samples)
        EXPECT_EQ(read({sample.stream}), sample.want) << testing::PrintToString(sample.stream);
}

TEST(SseParser, LinesEndInLfCrOrBoth) {
    check(line_ends());
}
TEST(SseParser, ByteOrderMarkIsDroppedOnceAtTheStart) {
    check(marks());
}
TEST(SseParser, CommentsAndFields) {
    check(fields());
}
TEST(SseParser, TypeIsOfOneEvent) {
    check(types());
}
TEST(SseParser, LastEventId) {
    check(ids());
}
TEST(SseParser, RetryIsDigitsAlone) {
    check(retries());
}
TEST(SseParser, UnfinishedEventsAreNotDispatched) {
    check(ends());
}
TEST(SseParser, BytesThatAreNoUtf8AreReplaced) {
    check(encodings());
}
TEST(SseParser, ExamplesOfTheStandard) {
    check(examples());
}

void check_all_splits(const Sample& sample) {
    const std::string_view all = sample.stream;
    for (std::size_t i = 0; i <= all.size(); ++i)
        for (std::size_t j = i; j <= all.size(); ++j)  // j = the end: two chunks and an empty one
            ASSERT_EQ(read({all.substr(0, i), all.substr(i, j - i), all.substr(j)}), sample.want)
                << testing::PrintToString(sample.stream) << " cut at " << i << " and " << j;
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < all.size(); ++i)
        bytes.push_back(all.substr(i, 1));
    ASSERT_EQ(read(bytes), sample.want) << testing::PrintToString(sample.stream) << " by bytes";
}

TEST(SseParser, ChunksDoNotMatter) {
    for (const auto* samples : {&line_ends(), &marks(), &fields(), &types(), &ids(), &retries(), &ends(),
                                &encodings(), &examples()})
        for (const Sample& sample : *samples)
            ASSERT_NO_FATAL_FAILURE(check_all_splits(sample));
}

TEST(SseParser, TakesOneEventAtATime) {
    // What is complete is told at once: nothing waits for the next chunk, a CR's LF included.
    SseParser parser;
    Strings seen;
    const SseHandler handler{[&](const SseEvent& event) { seen.push_back(event.data); }, {}};
    ASSERT_TRUE(parser.push("data: a\r\r", handler));
    EXPECT_EQ(seen, (Strings{"a"}));
    ASSERT_TRUE(parser.push("\ndata: b\n\n", handler));
    EXPECT_EQ(seen, (Strings{"a", "b"}));
}

TEST(SseParser, HandlersMayBeMissing) {
    SseParser parser;
    EXPECT_TRUE(parser.push(": c\ndata: a\n\ndata\n\n", {}));
}

TEST(SseParser, LineHasALimit) {
    constexpr std::size_t kMax = 10;
    const std::string fits = "data:12345\n\n";  // 10 bytes and the line end
    EXPECT_EQ(read({fits}, kMax), (Seen{{"message|12345"}}));
    // A field, a comment, a name without end; ended or not; told before the line's end comes.
    for (const std::string long_line : {"data:123456", ":123456789x", "abcdefghijk"})
        for (const std::string end : {"", "\n", "\r\n\n"}) {
            std::string stream = "data:a\n\n";
            stream.append(long_line).append(end);
            const Seen want{{"message|a"}, "", "", -1, false};
            EXPECT_EQ(read({stream}, kMax), want) << stream;
            for (std::size_t i = 0; i <= stream.size(); ++i)
                EXPECT_EQ(
                    read({std::string_view(stream).substr(0, i), std::string_view(stream).substr(i)}, kMax),
                    want)
                    << stream << " cut at " << i;
        }
}

TEST(SseParser, DataOfAnEventHasALimit) {
    // The data is "ab\nab\nab\n" while it is gathered: 9 bytes.
    const std::string stream = "data:ab\ndata:ab\ndata:ab\n\n";
    EXPECT_EQ(read({stream}, 9).told, (Strings{"message|ab\nab\nab"}));
    EXPECT_EQ(read({stream}, 8), (Seen{{}, "", "", -1, false}));
    // Of one event, not of the stream.
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "data:ab\n\n";
    EXPECT_EQ(read({many}, 8).told.size(), 100U);
    // Empty lines of data count too.
    std::string empty;
    for (int i = 0; i < 9; ++i)
        empty += "data\n";
    EXPECT_FALSE(read({empty}, 8).whole);
}

TEST(SseParser, StaysBrokenAfterTooMuch) {
    SseParser parser(8);
    int calls = 0;
    const SseHandler handler{[&](const SseEvent&) { ++calls; }, [&] { ++calls; }};
    ASSERT_TRUE(parser.push("data:a\n", handler));
    ASSERT_EQ(parser.pending_data(), "a");
    ASSERT_FALSE(parser.push("data:123456789", handler));
    EXPECT_EQ(parser.pending_data(), "");
    for (const char* more : {"", "\n", "\n\ndata:a\n\n:\n"}) {
        const auto pushed = parser.push(more, handler);
        ASSERT_FALSE(pushed);
        EXPECT_EQ(pushed.error().code, Errc::network);
        EXPECT_FALSE(pushed.error().message.empty());
    }
    EXPECT_EQ(calls, 0);
    EXPECT_EQ(parser.pending_data(), "");
}

// A parser that looks at bytes again for each line or each chunk takes hours for these.
TEST(SseParser, TimeIsLinear) {
    constexpr int kLines = 2'000'000;
    for (const std::string line : {"a\n", "a\r", "a\r\n"}) {
        std::string stream;
        for (int i = 0; i < kLines; ++i)
            stream += line;
        EXPECT_EQ(told(stream), Strings{});
    }
    SseParser parser;
    std::size_t size = 0;
    const SseHandler handler{[&](const SseEvent& event) { size = event.data.size(); }, {}};
    ASSERT_TRUE(parser.push("data:", handler));
    for (int i = 0; i < kLines; ++i)
        ASSERT_TRUE(parser.push("xy", handler));
    ASSERT_TRUE(parser.push("\n\n", handler));
    EXPECT_EQ(size, 2U * kLines);
}

}  // namespace
}  // namespace beatsync::cloud
