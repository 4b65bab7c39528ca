// Linked with a fuzzer's entry point (beatsync_add_fuzz_replay): its corpus, and mutations of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using namespace std::string_view_literals;

void run(const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::vector<std::string> corpus() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(BEATSYNC_FUZZ_CORPUS))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> inputs;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

/// What a mutation puts in: pieces that readers of streams and of JSON stumble over.
constexpr std::array kPieces{"\n"sv,
                             "\r"sv,
                             "\r\n"sv,
                             "\n\n"sv,
                             ":"sv,
                             ": "sv,
                             "data"sv,
                             "data: a\n"sv,
                             "event: x"sv,
                             "id: "sv,
                             "retry: 1"sv,
                             "\xEF\xBB\xBF"sv,
                             "\xEF\xBB"sv,
                             "\xFF"sv,
                             "\xE2\x82"sv,
                             "\0"sv,
                             "{"sv,
                             "}"sv,
                             "["sv,
                             "]"sv,
                             ","sv,
                             "\""sv,
                             "\\"sv,
                             "null"sv,
                             "true"sv,
                             "0"sv,
                             "-1"sv,
                             "1e400"sv,
                             "\\ud800"sv,
                             "{\"a\":"sv,
                             "\"error\":"sv,
                             "\"data\":"sv,
                             "\"text\":"sv,
                             "heartbeat"sv,
                             "I encountered a temporary issue"sv,
                             "I enc"sv,
                             "-0.0"sv,
                             "1e-400"sv,
                             "9223372036854775808"sv,
                             "0.5"sv,
                             "\"d\":"sv,
                             "\"m\":{"sv,
                             "\"in_us\":"sv,
                             "\"t\":["sv};

std::string mutated(std::string text, std::mt19937_64& random) {
    const auto below = [&](std::size_t n) { return n == 0 ? std::size_t{0} : random() % n; };
    for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
        const std::size_t at = below(text.size() + 1);
        switch (below(4)) {
            case 0:
                text.insert(at, kPieces[below(kPieces.size())]);
                break;
            case 1:
                text.erase(at, below(12));
                break;
            case 2:
                if (at < text.size()) text[at] = static_cast<char>(random() & 0xFFU);
                break;
            default:
                text.insert(at, text.substr(below(text.size()), below(60)));
        }
    }
    return text;
}

TEST(FuzzReplay, Corpus) {
    const auto inputs = corpus();
    ASSERT_GE(inputs.size(), 5U);
    for (const std::string& input : inputs)
        run(input);
    run("");
}

TEST(FuzzReplay, Mutations) {
    constexpr std::uint64_t kSeed = 1;
    RecordProperty("seed", std::to_string(kSeed));
    std::mt19937_64 random(kSeed);
    const auto inputs = corpus();
    ASSERT_FALSE(inputs.empty());
    for (std::size_t i = 0; i < 4000; ++i) {
        SCOPED_TRACE("mutation " + std::to_string(i));
        run(mutated(inputs[i % inputs.size()], random));
    }
}

}  // namespace
