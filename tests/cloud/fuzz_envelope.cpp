// One entry point for libFuzzer and for the replay test: the first line is a path, the rest an answer.
// Whatever the bytes, there are fields of their types, or Errc::refused.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>

#include "cloud/envelope.h"
#include "draft/text.h"

namespace {

using namespace beatsync;
using cloud::Envelope;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "envelope: %s\n", what);
    std::abort();
}

void check_field(const Envelope& answer, std::string_view path) {
    const auto raw = answer.raw(path);
    require(raw.has_value() == answer.has(path), "has and raw differ");
    const auto text = answer.text(path);
    const auto number = answer.number(path);
    const auto integer = answer.integer(path);
    const auto boolean = answer.boolean(path);
    const auto items = answer.items(path);
    if (!raw) {
        require(!text && !number && !integer && !boolean && items.empty(), "a field that is not there");
        return;
    }
    require(*raw != "null", "null is there");
    require(draft::is_utf8(*raw), "raw is no UTF-8");
    require(!text || (draft::is_utf8(*text) && raw->starts_with('"')), "a text that is none");
    require(!number || std::isfinite(*number), "a number that is none");
    require(!boolean || *raw == (*boolean ? "true" : "false"), "a boolean that is none");
    require(items.empty() || raw->starts_with('['), "items of no array");
    require(!integer || raw->starts_with('"') || number, "a whole number that is no number");
    std::string joined = "[";
    for (const std::string& item : items)
        joined += (joined.size() > 1 ? "," : "") + item;
    require(!raw->starts_with('[') || joined + "]" == *raw, "items are not the array's");
    // What was taken out is JSON that reads back the same.
    const auto again = Envelope::parse("{\"x\":" + *raw + "}");
    require(again && again->raw("x") == *raw, "raw does not read back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t end = input.find('\n');
    const std::string_view path = end == std::string_view::npos ? std::string_view{} : input.substr(0, end);
    const std::string_view body = end == std::string_view::npos ? input : input.substr(end + 1);
    const auto answer = Envelope::parse(body);
    if (!answer) {
        require(answer.error().code == Errc::refused, "an error that is not Errc::refused");
        require(!answer.error().message.empty() && answer.error().message.size() < 100, "an odd message");
        return 0;
    }
    (void)answer->code();
    require(draft::is_utf8(answer->message()), "a message that is no UTF-8");
    for (const std::string_view at : {path, std::string_view("data"), std::string_view("token"),
                                      std::string_view("state.draft"), std::string_view("output.url")})
        check_field(*answer, at);
    return 0;
}
