#include "cloud/envelope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

#include "cloud/json_reader.h"

namespace beatsync::cloud {
namespace {

using ::testing::HasSubstr;

Envelope parse(const std::string& body) {
    auto envelope = Envelope::parse(body);
    EXPECT_TRUE(envelope) << body.substr(0, 200);
    return envelope ? *envelope : *Envelope::parse("{}");
}

std::string refusal(const std::string& body) {
    const auto envelope = Envelope::parse(body);
    if (envelope) return "accepted";
    EXPECT_EQ(envelope.error().code, Errc::refused);
    EXPECT_LT(envelope.error().message.size(), 200U) << "it repeats the body";
    EXPECT_EQ(envelope.error().message.find('\n'), std::string::npos);
    return envelope.error().message;
}

TEST(Envelope, FieldsAreUnderDataThenAtTheTop) {
    const Envelope both =
        parse(R"({"code":0,"token":"top","data":{"token":"under","n":1},"n":2,"only":"top"})");
    EXPECT_EQ(both.text("token"), "under");
    EXPECT_EQ(both.integer("n"), 1);
    EXPECT_EQ(both.text("only"), "top");
    EXPECT_EQ(parse(R"({"token":"top"})").text("token"), "top");
    for (const char* none : {R"("data":null)", R"("data":"text")", R"("data":[])", R"("data":7)",
                             R"("data":{"token":null})", R"("data":{})"}) {
        const Envelope envelope = parse(std::string("{\"token\":\"top\",") + none + "}");
        EXPECT_EQ(envelope.text("token"), "top") << none;
    }
    EXPECT_EQ(parse(R"({"data":{"data":{"x":1}}})").integer("data.x"), 1);
    EXPECT_EQ(parse(R"({"data":{"x":1}})").integer("data.x"), 1);
}

TEST(Envelope, PathsGoDown) {
    const Envelope answer = parse(R"({"data":{"state":{"draft":{"t":[]}}},"output":{"url":"https://h/x"}})");
    EXPECT_EQ(answer.raw("state.draft"), R"({"t":[]})");
    EXPECT_EQ(answer.text("output.url"), "https://h/x");
    for (const char* none :
         {"state.none", "state.draft.t.x", "output.url.x", "none.url", "url", "output.", ".output"})
        EXPECT_FALSE(answer.has(none)) << none;
    // The whole path under data before any of it at the top.
    const Envelope halves = parse(R"({"data":{"output":{"format":"mp4"}},"output":{"url":"u"}})");
    EXPECT_EQ(halves.text("output.url"), "u");
    EXPECT_EQ(halves.text("output.format"), "mp4");
}

TEST(Envelope, NullIsAbsent) {
    for (const char* body : {R"({"x":null})", R"({"data":{"x":null}})", R"({"data":{"x":null},"x":null})"}) {
        const Envelope answer = parse(body);
        EXPECT_FALSE(answer.has("x")) << body;
        EXPECT_FALSE(answer.raw("x")) << body;
        EXPECT_FALSE(answer.text("x")) << body;
    }
}

TEST(Envelope, Code) {
    EXPECT_EQ(parse("{}").code(), 0);
    EXPECT_EQ(parse(R"({"code":null})").code(), 0);
    EXPECT_EQ(parse(R"({"code":0})").code(), 0);
    EXPECT_EQ(parse(R"({"code":1001})").code(), 1001);
    EXPECT_EQ(parse(R"({"code":-1})").code(), -1);
    EXPECT_EQ(parse(R"({"code":"2001"})").code(), 2001);
    EXPECT_EQ(parse(R"({"code":2001.0})").code(), 2001);
    for (const char* odd : {R"("ok")", R"("")", "true", "{}", "[]", "1.5", R"("1001x")", R"(" 1001")", "1e30",
                            R"("99999999999999999999")", "18446744073709551615"})
        EXPECT_EQ(parse(std::string("{\"code\":") + odd + "}").code(), std::nullopt) << odd;
    // The answer's, not a field's.
    EXPECT_EQ(parse(R"({"data":{"code":7}})").code(), 0);
}

TEST(Envelope, Message) {
    EXPECT_EQ(parse("{}").message(), "");
    EXPECT_EQ(parse(R"({"message":"a","msg":"b","error":"c","detail":"d"})").message(), "a");
    EXPECT_EQ(parse(R"({"detail":"d","error":"c","msg":"b"})").message(), "b");
    EXPECT_EQ(parse(R"({"detail":"d","error":"c"})").message(), "c");
    EXPECT_EQ(parse(R"({"detail":"d"})").message(), "d");
    EXPECT_EQ(parse(R"({"error":{"message":"c"}})").message(), "c");
    EXPECT_EQ(parse(R"({"message":7,"error":{},"detail":"d"})").message(), "d");
    EXPECT_EQ(parse(R"({"message":"","error":"c"})").message(), "c");
    EXPECT_EQ(parse(R"({"message":null,"error":{"message":""},"detail":"d"})").message(), "d");
    EXPECT_EQ(parse(R"({"message":["a"]})").message(), "");
}

TEST(Envelope, WrongTypesAreAbsent) {
    const Envelope answer = parse(
        R"({"data":{"s":"text","n":7,"f":1.5,"b":true,"a":[1,"x",{"y":null}],"o":{"k":1},"d":"-12","e":"1e3"}})");
    for (const char* path : {"n", "f", "b", "a", "o", "none"})
        EXPECT_FALSE(answer.text(path)) << path;
    for (const char* path : {"s", "b", "a", "o", "none"}) {
        EXPECT_FALSE(answer.number(path)) << path;
        EXPECT_FALSE(answer.integer(path)) << path;
    }
    for (const char* path : {"s", "n", "f", "a", "o", "none"})
        EXPECT_FALSE(answer.boolean(path)) << path;
    for (const char* path : {"s", "n", "f", "b", "o", "none"})
        EXPECT_TRUE(answer.items(path).empty()) << path;
    EXPECT_EQ(answer.text("s"), "text");
    EXPECT_EQ(answer.number("n"), 7.0);
    EXPECT_EQ(answer.number("f"), 1.5);
    EXPECT_EQ(answer.number("e"), 1000.0);
    EXPECT_EQ(answer.integer("d"), -12);
    EXPECT_FALSE(answer.integer("f"));
    EXPECT_FALSE(answer.integer("e"));
    EXPECT_EQ(answer.boolean("b"), true);
    EXPECT_EQ(answer.items("a"), (std::vector<std::string>{"1", "\"x\"", "{\"y\":null}"}));
    EXPECT_EQ(answer.raw("o"), "{\"k\":1}");
    EXPECT_TRUE(answer.has("b"));
}

TEST(Envelope, NumbersAtTheirLimits) {
    const auto integer = [](const std::string& value) { return parse("{\"x\":" + value + "}").integer("x"); };
    EXPECT_EQ(integer("9223372036854775807"), INT64_MAX);
    EXPECT_EQ(integer("-9223372036854775808"), INT64_MIN);
    EXPECT_EQ(integer("9223372036854775808"), std::nullopt);
    EXPECT_EQ(integer("-9223372036854775809"), std::nullopt);
    EXPECT_EQ(integer("1e15"), 1'000'000'000'000'000);
    EXPECT_EQ(integer("1e300"), std::nullopt);
    EXPECT_EQ(integer("-1e300"), std::nullopt);
    const auto number = [](const std::string& value) { return parse("{\"x\":" + value + "}").number("x"); };
    EXPECT_EQ(number("18446744073709551615"), 18446744073709551615.0);
    for (const char* odd : {R"("nan")", R"("inf")", R"("-inf")", R"("1e999")", R"("")", R"("1 ")", R"(" 1")",
                            R"("0x10")", R"("1,5")"})
        EXPECT_EQ(number(odd), std::nullopt) << odd;
    EXPECT_EQ(number(R"("99.5")"), 99.5);
}

TEST(Envelope, SaysWhatCameInstead) {
    EXPECT_THAT(refusal(""), HasSubstr("nothing"));
    EXPECT_THAT(refusal(" \r\n"), HasSubstr("nothing"));
    EXPECT_THAT(refusal("<!doctype html><title>502 Bad Gateway</title>"), HasSubstr("web page"));
    EXPECT_THAT(refusal("\n  <html>"), HasSubstr("web page"));
    EXPECT_THAT(refusal("\xEF\xBB\xBF<html>"), HasSubstr("web page"));
    for (const char* cut :
         {"{", R"({"code":)", R"({"code":0,"data":{"a":1})", R"({"a":"b)", R"({"a":1}})", R"({"a":1,})",
          R"({"a":1e999})", "{\"a\":\"\xFF\"}", R"({'a':1})", "{\"a\":1}\n{}"})
        EXPECT_THAT(refusal(cut), HasSubstr("broken or cut")) << cut;
    for (const char* other : {"[]", "7", "\"text\"", "null", "true", "OK", "nmv_usr_0123"})
        EXPECT_THAT(refusal(other), HasSubstr("no JSON object")) << other;
    EXPECT_EQ(refusal("\xEF\xBB\xBF{\"code\":0}"), "accepted");
}

std::string nested(int depth, const std::string& open, const std::string& close) {
    std::string text;
    for (int i = 0; i < depth; ++i)
        text += open;
    text += '1';
    for (int i = 0; i < depth; ++i)
        text += close;
    return text;
}

TEST(Envelope, DepthHasALimit) {
    EXPECT_EQ(Envelope::kMaxDepth, 64);
    EXPECT_EQ(refusal(nested(64, "{\"a\":", "}")), "accepted");
    EXPECT_NE(refusal(nested(65, "{\"a\":", "}")), "accepted");
    EXPECT_EQ(refusal("{\"a\":" + nested(63, "[", "]") + "}"), "accepted");
    EXPECT_NE(refusal("{\"a\":" + nested(64, "[", "]") + "}"), "accepted");
    // A parser that goes down all the way ends here.
    EXPECT_NE(refusal("{\"a\":" + nested(4'000'000, "[", "]") + "}"), "accepted");
    EXPECT_NE(refusal("{\"a\":" + std::string(4'000'000, '[')), "accepted");
    // Brackets in strings, and side by side, are no depth.
    EXPECT_EQ(refusal("{\"a\":\"" + std::string(1000, '[') + "\"}"), "accepted");
    EXPECT_EQ(refusal("{\"a\":\"\\\"" + std::string(1000, '{') + "\\\\\"}"), "accepted");
    std::string wide = "{\"a\":[";
    for (int i = 0; i < 1000; ++i)
        wide += "[],";
    EXPECT_EQ(refusal(wide + "[]]}"), "accepted");
    // No string hides what follows it.
    EXPECT_NE(refusal("{\"a\":\"\\\\\",\"b\":" + nested(64, "[", "]") + "}"), "accepted");
}

TEST(Envelope, SizeHasALimit) {
    const std::string frame = R"({"a":""})";
    const auto sized = [&](std::size_t size) {
        return R"({"a":")" + std::string(size - frame.size(), 'x') + "\"}";
    };
    EXPECT_EQ(refusal(sized(Envelope::kMaxBytes)), "accepted");
    EXPECT_THAT(refusal(sized(Envelope::kMaxBytes + 1)), HasSubstr("too large"));
}

TEST(Envelope, CopiesShareWhatTheyHold) {
    std::optional<Envelope> first = parse(R"({"a":"b"})");
    const Envelope second = *first;
    first.reset();
    EXPECT_EQ(second.text("a"), "b");
}

TEST(JsonReader, WritesKeysSortedWithoutSpaces) {
    const auto json = read_json(R"( { "b" : [ 1 , 2.5 ] , "a" : "é\u0001" } )");
    ASSERT_TRUE(json);
    EXPECT_EQ(write_json(*json), "{\"a\":\"\xC3\xA9\\u0001\",\"b\":[1,2.5]}");
    EXPECT_EQ(write_json(nlohmann::json("\xFF")), "\"\xEF\xBF\xBD\"") << "never throws";
}

TEST(JsonReader, TakesItsDepth) {
    EXPECT_TRUE(read_json("[[1]]", 2));
    EXPECT_FALSE(read_json("[[[1]]]", 2));
    EXPECT_FALSE(read_json("[1"));
    EXPECT_FALSE(read_json("// no\n1"));
    EXPECT_FALSE(read_json(""));
}

}  // namespace
}  // namespace beatsync::cloud
