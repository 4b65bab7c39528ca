#include "cloud/http_head.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace beatsync::cloud {
namespace {

// 1994-11-06 08:49:37, the example of RFC 9110, section 5.6.7.
constexpr double kThen = 784111777;

ResponseHead read(std::initializer_list<const char*> lines, double now = kThen) {
    HeadReader reader(now);
    for (const char* line : lines)
        EXPECT_TRUE(reader.take(std::string(line) + "\r\n"));
    EXPECT_TRUE(reader.take("\r\n"));
    EXPECT_TRUE(reader.complete());
    return reader.head();
}

TEST(HttpHead, Fields) {
    const ResponseHead head = read({"HTTP/1.1 206 Partial", "content-TYPE:  video/mp4 ", "Content-Length: 12",
                                    "Content-Range: bytes 5-16/100"});
    EXPECT_EQ(head.status, 206);
    EXPECT_EQ(head.content_type, "video/mp4");
    EXPECT_EQ(head.content_length, 12);
    EXPECT_EQ(head.range_begin, 5);
    EXPECT_EQ(head.range_total, 100);
}

TEST(HttpHead, RangesOfUnknownEnd) {
    EXPECT_EQ(read({"HTTP/2 206", "Content-Range: bytes 5-16/*"}).range_total, std::nullopt);
    const ResponseHead past = read({"HTTP/2 416", "Content-Range: bytes */100"});
    EXPECT_EQ(past.range_begin, std::nullopt);
    EXPECT_EQ(past.range_total, 100);
    EXPECT_EQ(read({"HTTP/2 206", "Content-Range: lines 1-2/3"}).range_begin, std::nullopt);
}

TEST(HttpHead, NumbersThatAreNone) {
    for (const char* line :
         {"Content-Length: -1", "Content-Length: 1x", "Content-Length: 99999999999999999999"})
        EXPECT_EQ(read({"HTTP/1.1 200 OK", line}).content_length, std::nullopt) << line;
}

TEST(HttpHead, TheLengthOfACompressedBodyIsNotOurs) {
    EXPECT_EQ(read({"HTTP/1.1 200 OK", "Content-Encoding: gzip", "Content-Length: 9"}).content_length,
              std::nullopt);
}

TEST(HttpHead, RetryAfter) {
    const auto wait = [](const char* line, double now) {
        return read({"HTTP/1.1 429 Slow", line}, now).retry_after;
    };
    EXPECT_EQ(wait("Retry-After: 7", 0), Seconds(7));
    EXPECT_EQ(wait("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", kThen - 30), Seconds(30));
    EXPECT_EQ(wait("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", kThen + 30), Seconds(0)) << "in the past";
    EXPECT_EQ(wait("Retry-After: soon", 0), std::nullopt);
    EXPECT_EQ(wait("Retry-After: -3", 0), std::nullopt);
    EXPECT_LT(*wait("Retry-After: 99999999999999999999", 0), Seconds(1e8));
}

TEST(HttpHead, ADateCountsFromTheServersOwnClock) {
    EXPECT_EQ(read({"HTTP/1.1 503 No", "Date: Sun, 06 Nov 1994 08:49:07 GMT",
                    "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"},
                   0)
                  .retry_after,
              Seconds(30));
}

TEST(HttpHead, InterimHeadsAreForgotten) {
    HeadReader reader(0);
    for (const char* line : {"HTTP/1.1 103 Early\r\n", "Content-Type: a/b\r\n", "\r\n"})
        ASSERT_TRUE(reader.take(line));
    EXPECT_FALSE(reader.begun());
    EXPECT_FALSE(reader.complete());
    for (const char* line : {"HTTP/1.1 200 OK\r\n", "\r\n"})
        ASSERT_TRUE(reader.take(line));
    EXPECT_TRUE(reader.complete());
    EXPECT_EQ(reader.head().content_type, "");
}

TEST(HttpHead, HasAnEnd) {
    HeadReader reader(0);
    const std::string line = "X: " + std::string(1000, 'x') + "\r\n";
    bool taken = true;
    for (int i = 0; i < 1000 && taken; ++i)
        taken = reader.take(line);
    EXPECT_FALSE(taken);
}

}  // namespace
}  // namespace beatsync::cloud
