#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

#include "cli/batch/runner.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "core/file.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostManifestBytes = 1U << 30U;
constexpr const char* kWorkers = "Workers";

struct Arguments {
    std::string manifest;
    std::string shard;
    std::uint64_t shards = 0;
    std::string results;
    std::string state;
    int at_once = 1;
    int threads = 0;
    int lease = 120;
    bool summary = false;
    bool again = false;
    bool no_wait = false;

    [[nodiscard]] bool from_stdin() const { return manifest == "-"; }
};

std::optional<std::string> environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

Result<std::string> read_stdin() {
    std::string text;
    std::array<char, 65536> block{};
    for (;;) {
        const ssize_t n = ::read(STDIN_FILENO, block.data(), block.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(Errc::usage, "cannot read the manifest from stdin");
        if (n == 0) return text;
        text.append(block.data(), static_cast<std::size_t>(n));
        if (text.size() > kMostManifestBytes) return fail(Errc::usage, "the manifest is larger than 1 GiB");
    }
}

/// Whatever is wrong with the manifest as a whole is a matter of usage.
Result<std::string> read_text(const Arguments& given) {
    auto text = given.from_stdin() ? read_stdin() : read_file(given.manifest, kMostManifestBytes);
    if (!text) return fail(Errc::usage, text.error().message, text.error().hint);
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text->starts_with(kByteOrderMark)) text->erase(0, kByteOrderMark.size());
    if (text->find('\0') != std::string::npos)
        return fail(Errc::usage, fmt::format("{} is not a text file", given.manifest),
                    "a manifest has a JSON object a line");
    return text;
}

Result<Place> find_own_place(const Arguments& given, Console& console) {
    if (!given.shard.empty()) {
        if (given.shards != 0)
            return fail(Errc::usage, "--shard and --shards both say how many workers there are",
                        "leave --shards out");
        Place place;
        BEATSYNC_TRY(place.shard, parse_shard(given.shard));
        return place;
    }
    BEATSYNC_TRY(Place place, find_place(environment, given.shards));
    if (place.worker)
        console.say(
            fmt::format("{} says that this is worker {}, but not of how many: it does what no other "
                        "has claimed (--shards N divides the jobs)",
                        place.scheduler, *place.worker));
    else if (!place.scheduler.empty())
        console.say(fmt::format("{}: shard {}", place.scheduler, place.shard.label()));
    return place;
}

/// "jobs.jsonl" → "jobs.results.2-of-8.jsonl": a file for each worker, for two that append to one file on
/// shared storage overwrite each other.
fs::path results_file(const Arguments& given, const Place& place) {
    if (given.from_stdin() && given.results.empty()) return {};
    fs::path file = given.results;
    if (file.empty()) {
        file = given.manifest;
        file.replace_filename(file.stem().string() + ".results.jsonl");
    }
    const std::string label = place.worker          ? fmt::format("worker-{}", *place.worker)
                              : place.shard.whole() ? ""
                                                    : place.shard.label();
    if (!label.empty()) {
        const std::string extension = file.extension().string();
        file.replace_filename(fmt::format("{}.{}{}", file.stem().string(), label, extension));
    }
    return file;
}

Result<BatchOptions> batch_options(const Arguments& given, const Place& place) {
    BatchOptions options;
    const fs::path manifest = fs::absolute(given.manifest).lexically_normal();
    options.folder = given.from_stdin() ? fs::current_path() : manifest.parent_path();
    if (!given.state.empty())
        options.state = fs::absolute(given.state);
    else if (!given.from_stdin())
        options.state = manifest.parent_path() / (manifest.stem().string() + ".state");
    options.shard = place.shard;
    options.at_once = given.at_once;
    options.threads = given.threads;
    options.again = given.again;
    options.wait = !given.no_wait;
    options.lease = std::chrono::seconds(given.lease);
    if (place.worker && !options.state)
        return fail(Errc::usage, "workers that do not know how many they are need a place to meet",
                    "--state names a folder that all of them share");
    if (given.summary && !options.state)
        return fail(Errc::usage, "--summary reads what a batch remembers", "--state says where that is");
    if (options.state) {
        std::error_code ec;
        fs::create_directories(*options.state, ec);
        if (ec || ::access(options.state->c_str(), W_OK) != 0)
            return fail(Errc::media, fmt::format("cannot write to {}", options.state->string()),
                        "--state names a folder that every worker can write to");
    }
    return options;
}

Result<Outcome> run(const Arguments& given, const Session& session) {
    BEATSYNC_TRY(const Place place, find_own_place(given, session.console));
    BEATSYNC_TRY(const std::string text, read_text(given));
    BEATSYNC_TRY(const BatchOptions options, batch_options(given, place));
    const std::vector<Entry> entries = read_manifest(text, options.folder);
    if (entries.empty())
        return fail(Errc::usage, fmt::format("there are no jobs in {}", given.manifest),
                    R"(one job a line: {"music": "song.mp3", "clips": ["clips/"], "output": "out.mp4"})");
    const fs::path file = given.summary ? fs::path() : results_file(given, place);
    std::error_code ec;
    if (fs::equivalent(file, given.manifest, ec))
        return fail(Errc::usage, fmt::format("{} cannot be both manifest and results", given.manifest),
                    "--results names another file");
    BEATSYNC_TRY(const auto results, Results::open(session.console, file));
    BEATSYNC_TRY(const Tally tally, given.summary ? summarise(entries, options, *results)
                                                  : run_batch(entries, options, *results, session));
    session.console.say(to_text(tally));
    return tally.failed + tally.partial + tally.pending > 0 ? Outcome::partial : Outcome::done;
}

}  // namespace

Action define_batch(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command
        .add_option("MANIFEST", given->manifest,
                    "Jobs, a JSON object a line: a verb and its options by their long names; - is stdin")
        ->type_name("MANIFEST.jsonl")
        ->required();
    command.add_option("--jobs", given->at_once, "Jobs at a time")
        ->type_name("N")
        ->check(CLI::Range(1, 1024).description(""));
    command
        .add_option("--threads", given->threads,
                    "Threads of all jobs together; 0 = as many as there are cores")
        ->type_name("N")
        ->check(CLI::Range(0, 1024).description(""));
    command
        .add_option("--results", given->results, "Results are appended here; by default beside the manifest")
        ->type_name("FILE");
    command
        .add_option("--state", given->state,
                    "What is done and who is at what; by default beside the manifest")
        ->type_name("FOLDER");
    command.add_flag("--summary", given->summary, "Do nothing; a line for each job, from what is remembered");
    command.add_flag("--again", given->again, "Do again what is done");
    command
        .add_option("--shard", given->shard,
                    "Only the I-th part of the jobs; by default what Slurm, Kubernetes or AWS Batch say")
        ->type_name("I/N")
        ->group(kWorkers);
    command
        .add_option("--shards", given->shards,
                    "How many workers there are, where the scheduler does not say (Kubernetes)")
        ->type_name("N")
        ->group(kWorkers);
    command.add_flag("--no-wait", given->no_wait, "Leave to other workers what they are at")->group(kWorkers);
    command
        .add_option("--lease", given->lease,
                    "A worker elsewhere that is silent for so long is taken for dead")
        ->type_name("SECONDS")
        ->group(kWorkers)
        ->check(CLI::Range(6, 86'400).description(""));
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
