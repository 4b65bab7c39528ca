#include "cli/eval/shot_truth.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <system_error>

#include "core/file.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostBytes = 64U << 20U;  // a day of frame times
constexpr std::string_view kSpace = " \t\r";

struct Row {
    std::vector<double> numbers;
    std::string word;  ///< what follows them
};

std::string_view next_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
    const std::string_view word = line.substr(0, line.find_first_of(kSpace));
    line.remove_prefix(word.size());
    return word;
}

/// One for each line that is not empty, of so many numbers.
Result<std::vector<Row>> read_rows(const fs::path& file, std::size_t numbers, bool whole) {
    BEATSYNC_TRY(const std::string text, read_file(file, kMostBytes));
    std::vector<Row> rows;
    std::string_view rest = text;
    for (int number = 1; !rest.empty(); ++number) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (line.find_first_not_of(kSpace) == std::string_view::npos) continue;
        Row row;
        for (std::size_t i = 0; i < numbers; ++i) {
            const std::string_view word = next_word(line);
            double value = 0;
            const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
            const bool good = error == std::errc{} && end == word.data() + word.size() && value >= 0 &&
                              std::isfinite(value) && value < 1e15 && (!whole || value == std::floor(value));
            if (!good)
                return fail(Errc::input, fmt::format("{}:{}: '{}' is no {}", file.string(), number, word,
                                                     whole ? "number of a frame" : "time in seconds"));
            row.numbers.push_back(value);
        }
        row.word = next_word(line);
        rows.push_back(std::move(row));
    }
    return rows;
}

/// None where there is no such file.
Result<std::vector<Row>> read_beside(fs::path cuts, const char* ending, std::size_t numbers, bool whole) {
    const fs::path file = cuts.replace_extension(ending);
    std::error_code ec;
    if (!fs::exists(file, ec)) return std::vector<Row>{};
    return read_rows(file, numbers, whole);
}

evaluate::FrameSpan span_of(const Row& row) {
    return {static_cast<std::int64_t>(row.numbers[0]), static_cast<std::int64_t>(row.numbers[1])};
}

}  // namespace

Result<evaluate::ShotTruth> read_shot_truth(const fs::path& cuts) {
    evaluate::ShotTruth truth;
    BEATSYNC_TRY(const auto cut_rows, read_rows(cuts, 1, true));
    for (const Row& row : cut_rows)
        truth.cuts.push_back(static_cast<std::int64_t>(row.numbers[0]));
    BEATSYNC_TRY(const auto transitions, read_beside(cuts, ".transitions", 2, true));
    for (const Row& row : transitions)
        truth.transitions.push_back({span_of(row), row.word.starts_with("fade")});
    BEATSYNC_TRY(const auto ignored, read_beside(cuts, ".ignore", 2, true));
    for (const Row& row : ignored)
        truth.ignored.push_back(span_of(row));
    BEATSYNC_TRY(const auto times, read_beside(cuts, ".pts", 1, false));
    for (const Row& row : times)
        truth.frame_times.push_back(row.numbers[0]);
    std::sort(truth.frame_times.begin(), truth.frame_times.end());
    const double first = truth.frame_times.empty() ? 0 : truth.frame_times.front();
    for (double& at : truth.frame_times)
        at -= first;
    return truth;
}

Result<std::vector<double>> read_boundaries(const fs::path& file) {
    BEATSYNC_TRY(const auto rows, read_rows(file, 1, false));
    std::vector<double> times;
    for (const Row& row : rows)
        times.push_back(row.numbers[0]);
    return times;
}

}  // namespace beatsync::cli
