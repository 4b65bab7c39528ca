// decode_ranges: for each line "IN_MICROSECONDS FRAMES PATH" of its input, decodes what showing those frames
// takes, and nothing else. Says in JSON how many frames that were, and the CPU seconds spent on decoding.

#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "bench/floor/plain_decoder.h"

int main() {
    using beatsync::bench::PlainDecoder;
    try {
        std::map<std::string, PlainDecoder> open;
        PlainDecoder::Count sum;
        std::int64_t in_us = 0;
        std::int64_t frames = 0;
        std::string path;
        double seconds = 0;
        while (std::cin >> in_us >> frames && std::getline(std::cin >> std::ws, path)) {
            const auto found = open.try_emplace(path, path).first;
            const double before = beatsync::bench::thread_cpu_seconds();
            const auto count = found->second.range(in_us, frames);
            seconds += beatsync::bench::thread_cpu_seconds() - before;
            sum.decoded += count.decoded;
            sum.shown += count.shown;
        }
        std::cout << "{\"cpu_s\": " << seconds << ", \"decoded\": " << sum.decoded
                  << ", \"shown\": " << sum.shown << "}\n";
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
