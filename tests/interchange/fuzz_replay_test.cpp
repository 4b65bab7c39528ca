#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace beatsync::interchange {
namespace {

const std::vector<std::string> kSeeds{
    "0.500\t4\n1.000\t1\n1.500\t2\n",
    "0.5\r\n1\r\n1.5\r\n2e1\r\n",
    "\xEF\xBB\xBFseconds,position,strength\n0.5,1,0.25\n1.0,2,1\n",
    "0.500000\t0.500000\t4\n1.000000\t1.000000\t2.1\n\\\t1.0\t2.0\n",
    "#,Name,Start,End,Length\nM1,1.1,0:00:00.512345,,\nM2,1.2,0:00:01.0,,\n",
    R"({"annotations":[{"namespace":"beat","data":[{"time":0.5,"value":1},{"time":NaN,"value":2}]}]})",
    R"({"annotations":[{"namespace":"beat_position","data":{"time":[1,2],"value":[{"position":1},null]}},
       {"namespace":"tempo","data":[{"time":0,"value":120,"confidence":1}]}]})",
    "time\tdownbeat\n0.5\t1\n1.0\tno\n",
    "nan\ninf\n-1\n1e999\n0x10\n99999999999999999999\n",
};

void run(const std::string& text) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

std::string mutate(std::string text, std::mt19937& random) {
    static const std::string kTokens[] = {"\n",
                                          "\r",
                                          "\t",
                                          ",",
                                          ";",
                                          ":",
                                          "\"",
                                          "#",
                                          ".",
                                          "-",
                                          "nan",
                                          "1e308",
                                          "time",
                                          "0:59",
                                          "\\",
                                          "\xEF\xBB\xBF",
                                          std::string(1, '\0'),
                                          "9999999999"};
    for (auto edits = 1 + random() % 6; edits > 0; --edits) {
        const std::size_t at = text.empty() ? 0 : random() % text.size();
        switch (random() % 4) {
            case 0:
                text.insert(at, kTokens[random() % std::size(kTokens)]);
                break;
            case 1:
                text.erase(at, random() % 8);
                break;
            case 2:
                if (!text.empty()) text[at] = static_cast<char>(random() % 256);
                break;
            default:
                text += text.substr(at, random() % 64);
        }
    }
    return text;
}

TEST(ReadBeatsFuzz, SeedsKeepTheContract) {
    for (const auto& seed : kSeeds)
        run(seed);
    run("");
}

TEST(ReadBeatsFuzz, MutationsKeepTheContract) {
    constexpr unsigned kSeed = 20240607;
    std::printf("seed %u\n", kSeed);
    std::mt19937 random(kSeed);
    for (int i = 0; i < 20'000; ++i)
        run(mutate(kSeeds[random() % kSeeds.size()], random));
}

}  // namespace
}  // namespace beatsync::interchange
