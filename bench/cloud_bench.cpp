// Bytes a second through the parser of event streams, at growing lengths, in chunks of growing sizes.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "cloud/sse_parser.h"

namespace beatsync {
namespace {

using cloud::SseEvent;
using cloud::SseParser;

/// A stream and what is in it.
struct Stream {
    std::string bytes;
    std::size_t events = 0;
    std::size_t data_bytes = 0;
};

void add_event(Stream& stream, const std::string& data) {
    stream.bytes += "data: " + data + "\n\n";
    stream.data_bytes += data.size();
    ++stream.events;
}

std::string framework_event(const std::string& part, std::size_t number) {
    return R"({"content":{"role":"model","parts":[)" + part +
           R"(]},"partial":true,"invocationId":"e-f3a1c2d4","author":"nemo_agent","actions":{"stateDelta":{},)"
           R"("artifactDelta":{}},"id":"5f0c-)" +
           std::to_string(number) + R"(","timestamp":1763097515.25})";
}

/// What a session looks like: pieces of text in two scripts, tool calls, heartbeats of each kind.
Stream session(std::size_t bytes) {
    const std::string draft(1500, '7');
    Stream stream;
    for (std::size_t i = 0; stream.bytes.size() < bytes; ++i) {
        add_event(stream,
                  framework_event(R"({"text":"Added background music, )" + std::to_string(i) + "\"}", i));
        add_event(stream,
                  framework_event("{\"text\":\"\xE6\xB7\xBB\xE5\x8A\xA0\xE9\x9F\xB3\xE4\xB9\x90\"}", i));
        if (i % 8 == 0) {
            add_event(
                stream,
                framework_event(
                    R"({"functionCall":{"id":"adk-1","name":"add_bgm","args":{"t":[)" + draft + "]}}}", i));
            stream.bytes += ": keep-alive\n\nevent: heartbeat\ndata:\n\n";
        }
    }
    return stream;
}

Stream one_line(std::size_t bytes) {
    Stream stream;
    add_event(stream, std::string(bytes, 'x'));
    return stream;
}

/// What is in the stream, or nothing where it could not be read.
Stream parse(const std::string& bytes, std::size_t chunk) {
    Stream seen;
    SseParser parser;
    const cloud::SseHandler handler{[&](const SseEvent& event) {
                                        ++seen.events;
                                        seen.data_bytes += event.data.size();
                                    },
                                    [] {}};
    for (std::string_view rest = bytes; !rest.empty(); rest.remove_prefix(std::min(chunk, rest.size())))
        if (!parser.push(rest.substr(0, chunk), handler)) return {};
    return seen;
}

void measure(benchmark::State& state, const Stream& stream) {
    const auto chunk = static_cast<std::size_t>(state.range(1));
    const Stream seen = parse(stream.bytes, chunk);
    if (seen.events != stream.events || seen.data_bytes != stream.data_bytes) {
        state.SkipWithError("wrong answer: the events are not those of the stream");
        return;
    }
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(parse(stream.bytes, chunk));
    state.counters["bytes"] =
        benchmark::Counter(static_cast<double>(stream.bytes.size()) * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate);
}

void BM_Session(benchmark::State& state) {
    measure(state, session(static_cast<std::size_t>(state.range(0))));
}

void BM_OneLine(benchmark::State& state) {
    measure(state, one_line(static_cast<std::size_t>(state.range(0))));
}

BENCHMARK(BM_Session)->Name("cloud/events/smoke")->Args({20'000, 100})->Unit(benchmark::kMillisecond);
BENCHMARK(BM_OneLine)->Name("cloud/one_line/smoke")->Args({20'000, 100})->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Session)
    ->Name("cloud/events")
    ->ArgsProduct({{100'000, 1'000'000, 10'000'000}, {16'384}})
    ->ArgsProduct({{1'000'000}, {1, 16, 1'400, 1'000'000}})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_OneLine)
    ->Name("cloud/one_line")
    ->ArgsProduct({{100'000, 1'000'000, 8'000'000}, {1'400, 16'384}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace beatsync
