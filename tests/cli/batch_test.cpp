// The parts of `batch` that need no program to run.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/batch/claim.h"
#include "cli/batch/ledger.h"
#include "cli/batch/manifest.h"
#include "cli/batch/shard.h"

namespace beatsync::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> arguments_of(const std::string& line) {
    const auto job = parse_job(line, "/srv");
    EXPECT_TRUE(job) << line << ": " << (job ? "" : describe(job.error()));
    return job ? job->arguments : std::vector<std::string>();
}

TEST(Manifest, OptionsByTheirLongNames) {
    EXPECT_THAT(arguments_of(R"({"music":"s.mp3","clips":["a/","b.mp4"],"output":"o.mp4","seed":7,
                                 "music_volume":"35%","overwrite":true,"id":"x","verb":"sync"})"),
                ElementsAre("--music", "s.mp3", "--music-volume", "35%", "--output", "o.mp4", "--overwrite",
                            "--seed", "7", "--", "a/", "b.mp4"));
    EXPECT_THAT(arguments_of(R"({"verb":"plan","music":"s.mp3","clip":"-a.mp4","only":["x","y"],
                                 "explain":false,"fps":null})"),
                ElementsAre("--music", "s.mp3", "--only", "x", "--only", "y", "--", "-a.mp4"));
    EXPECT_THAT(arguments_of(R"({"verb":"beats","songs":["a.mp3","b.mp3"],"format":"beats"})"),
                ElementsAre("--format", "beats", "--", "a.mp3", "b.mp3"));
    EXPECT_THAT(arguments_of(R"({"verb":"render","draft":"d.json","output":"o.mp4"})"),
                ElementsAre("--output", "o.mp4", "--", "d.json"));
}

TEST(Manifest, TheVerbIsSyncUnlessGiven) {
    EXPECT_EQ(parse_job(R"({"music":"s.mp3"})", "/srv")->verb, "sync");
    EXPECT_EQ(parse_job(R"({"args":["beats","s.mp3"]})", "/srv")->verb, "beats");
    EXPECT_THAT(arguments_of(R"({"args":["beatsync","sync","-m","s.mp3"]})"), ElementsAre("-m", "s.mp3"));
}

TEST(Manifest, KnowsWhatAJobMakes) {
    const auto job = parse_job(R"({"args":["sync","-o","v/o.mp4","--draft=d.json","--","-o","x"]})", "/srv");
    ASSERT_TRUE(job);
    EXPECT_THAT(job->outputs, ElementsAre("/srv/v/o.mp4", "/srv/d.json"));
    EXPECT_EQ(job->output, "v/o.mp4");
    EXPECT_TRUE(parse_job(R"({"verb":"beats","song":"s.mp3","output":"-"})", "/srv")->outputs.empty());
    EXPECT_TRUE(parse_job(R"({"verb":"beats","song":"s.mp3","output":"all/"})", "/srv")->outputs.empty());
}

TEST(Manifest, ALineThatIsNoJobSaysWhy) {
    const std::vector<std::pair<std::string, std::string>> bad = {
        {"sync -m x", "not JSON"},
        {"[1]", "no JSON object"},
        {R"({"verb":"sink"})", "'sink' is not a verb"},
        {R"({"verb":3})", "is not a verb"},
        {R"({"verb":"batch","manifest":"m"})", "a batch in a batch"},
        {R"({"colour":"red"})", "sync has no option \"colour\""},
        {R"({"music":["a","b"]})", "\"music\" has to be one value"},
        {R"({"music":{"a":1}})", "\"music\" has to be"},
        {R"({"overwrite":"yes"})", "\"overwrite\" has to be true or false"},
        {R"({"seed":true})", "\"seed\" has to be"},
        {R"({"args":"sync -m x"})", "\"args\" has to be a list"},
        {R"({"args":[]})", "begins with no verb"},
        {R"({"args":["sync"],"music":"m"})", "\"args\" is the whole command"},
        {R"({"args":["sync"],"verb":"sync"})", "both say the verb"},
        {R"({"id":""})", "\"id\" has to be"},
        {R"({"id":[1]})", "\"id\" has to be"},
    };
    for (const auto& [line, words] : bad) {
        const auto job = parse_job(line, "/srv");
        ASSERT_FALSE(job) << line;
        EXPECT_EQ(job.error().code, Errc::usage);
        EXPECT_THAT(job.error().message, HasSubstr(words));
    }
    EXPECT_FALSE(parse_job(std::string(kMaxJobBytes + 1, ' '), "/srv"));
    EXPECT_FALSE(parse_job(std::string(100'000, '['), "/srv"));
}

TEST(Manifest, TheDigestIsOfWhatTheLineSays) {
    const auto digest = [](const std::string& line) { return parse_job(line, "/srv")->digest; };
    EXPECT_EQ(digest(R"({"music":"s","output":"o"})"), digest(R"({ "output" : "o", "music":"s" })"));
    EXPECT_NE(digest(R"({"music":"s","output":"o"})"), digest(R"({"music":"s","output":"p"})"));
    const auto key = [](const std::string& line) { return parse_job(line, "/srv")->key(); };
    EXPECT_EQ(key(R"({"id":"1","music":"s"})"), key(R"({"id":1,"music":"t"})")) << "an id names a job";
    EXPECT_NE(key(R"({"music":"s"})"), key(R"({"music":"t"})"));
}

TEST(Manifest, BadLinesAndDoublesAreTheirOwnFault) {
    const std::string text =
        "{\"id\":\"a\",\"music\":\"s\",\"output\":\"o.mp4\"}\r\n"
        "\n"
        "nonsense\n"
        "{\"id\":\"a\",\"music\":\"t\",\"output\":\"p.mp4\"}\n"
        "{\"id\":\"b\",\"music\":\"t\",\"output\":\"./o.mp4\"}\n"
        "{\"verb\":\"beats\",\"song\":\"s\"}\n"
        "{\"song\":\"s\",\"verb\":\"beats\"}\n"
        "{\"id\":\"c\",\"colour\":1}";
    const auto entries = read_manifest(text, "/srv");
    std::vector<std::size_t> lines;
    std::vector<std::string> faults;
    for (const Entry& entry : entries) {
        lines.push_back(entry.line);
        faults.push_back(entry.fault);
    }
    EXPECT_THAT(lines, ElementsAre(1, 3, 4, 5, 6, 7, 8));
    EXPECT_THAT(faults, ElementsAre("", HasSubstr("not JSON"), "the id \"a\" is that of line 1",
                                    "the output /srv/o.mp4 is that of line 1", "",
                                    "the job is that of line 6", HasSubstr("no option")));
    EXPECT_EQ(entries.back().id, "c") << "also where the line is bad";
}

TEST(Shards, EveryJobIsInExactlyOne) {
    for (const std::uint64_t count : {1U, 2U, 3U, 7U, 8U, 100U})
        for (const std::uint64_t from : {0U, 1U}) {
            std::vector<Shard> shards;
            for (std::uint64_t i = from; i < from + count; ++i)
                shards.push_back(*parse_shard(std::to_string(i) + "/" + std::to_string(count)));
            for (std::uint64_t job = 0; job < 250; ++job)
                ASSERT_EQ(std::count_if(shards.begin(), shards.end(),
                                        [&](const Shard& shard) { return shard.owns(job); }),
                          1)
                    << job << " of " << count << " counted from " << from;
            std::set<std::string> labels;
            for (const Shard& shard : shards)
                labels.insert(shard.label());
            EXPECT_EQ(labels.size(), count);
        }
    for (const char* bad :
         {"", "1", "/", "1/", "/2", "1/0", "3/2", "-1/2", "1/2/3", "a/b", "1/1000001", " 1/2"})
        EXPECT_EQ(parse_shard(bad).error().code, Errc::usage) << bad;
}

Result<Place> place_in(const std::map<std::string, std::string>& variables, std::uint64_t shards = 0) {
    return find_place(
        [&](const char* name) {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        },
        shards);
}

TEST(Shards, SchedulersSayWhichOne) {
    const auto slurm = [](const char* id, const char* min, const char* max, const char* count,
                          const char* step) {
        return place_in({{"SLURM_ARRAY_TASK_ID", id},
                         {"SLURM_ARRAY_TASK_MIN", min},
                         {"SLURM_ARRAY_TASK_MAX", max},
                         {"SLURM_ARRAY_TASK_COUNT", count},
                         {"SLURM_ARRAY_TASK_STEP", step}});
    };
    EXPECT_EQ(slurm("0", "0", "3", "4", "1")->shard.label(), "1-of-4");
    EXPECT_EQ(slurm("4", "1", "4", "4", "1")->shard.label(), "4-of-4");
    EXPECT_EQ(slurm("15", "5", "25", "5", "5")->shard.label(), "3-of-5");
    // --array=1,3,7 and a single task sent once more
    const auto gaps = slurm("3", "1", "7", "3", "1");
    ASSERT_TRUE(gaps);
    EXPECT_TRUE(gaps->shard.whole());
    EXPECT_EQ(gaps->worker, 3U);
    EXPECT_TRUE(slurm("3", "3", "3", "1", "1")->shard.whole());
    EXPECT_EQ(
        place_in({{"AWS_BATCH_JOB_ARRAY_INDEX", "2"}, {"AWS_BATCH_JOB_ARRAY_SIZE", "10"}})->shard.label(),
        "3-of-10");
    EXPECT_EQ(place_in({{"JOB_COMPLETION_INDEX", "0"}}, 4)->shard.label(), "1-of-4");
    EXPECT_EQ(place_in({{"JOB_COMPLETION_INDEX", "5"}})->worker, 5U);
    EXPECT_TRUE(place_in({})->shard.whole());
    EXPECT_FALSE(place_in({})->worker);
}

TEST(Shards, SchedulersThatContradictThemselvesAreRefused) {
    EXPECT_FALSE(place_in({{"JOB_COMPLETION_INDEX", "4"}}, 4)) << "counted from 0";
    EXPECT_FALSE(place_in({{"JOB_COMPLETION_INDEX", "x"}}, 4));
    EXPECT_FALSE(place_in({{"AWS_BATCH_JOB_ARRAY_INDEX", "10"}, {"AWS_BATCH_JOB_ARRAY_SIZE", "10"}}));
    EXPECT_FALSE(place_in({}, 4)) << "which one?";
    EXPECT_FALSE(place_in({{"SLURM_ARRAY_TASK_ID", "0"},
                           {"SLURM_ARRAY_TASK_MIN", "0"},
                           {"SLURM_ARRAY_TASK_MAX", "3"},
                           {"SLURM_ARRAY_TASK_COUNT", "4"}},
                          5));
}

class BatchState : public testing::Test {
protected:
    BatchState() {
        std::string name = (fs::temp_directory_path() / "beatsync-batch-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        folder = name;
    }
    ~BatchState() override {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary | std::ios::trunc) << text;
    }
    std::optional<Claim> take() {
        auto claim = Claim::try_take(folder / "x.claim", Claim::Seconds(100), holder);
        EXPECT_TRUE(claim);
        return claim ? *std::move(claim) : std::nullopt;
    }
    /// A claim that a process of another machine made so many seconds ago.
    void foreign_claim(const std::string& name, int seconds_ago, const std::string& more = "") {
        write(name,
              R"({"host":"far","pid":1,"instance":"elsewhere","began":"1","fresh":["/o.mp4"])" + more + "}");
        const timespec then{::time(nullptr) - seconds_ago, 0};
        const timespec both[2] = {then, then};
        ASSERT_EQ(::utimensat(AT_FDCWD, (folder / name).c_str(), both, 0), 0);
    }
    fs::path folder;
    std::string holder;
};

TEST_F(BatchState, AJobIsSettledByTheSameLineAndTheSameOutput) {
    write("o.mp4", "film");
    const std::string line = R"({"id":"a","music":"s","output":"o.mp4"})";
    const Job job = *parse_job(line, folder);
    const Ledger ledger(folder / "state");
    EXPECT_FALSE(ledger.load(job.key()));
    Record record{job.digest, {{"status", "done"}}, {*OutputMark::of(folder / "o.mp4")}};
    ASSERT_TRUE(ledger.store(job.key(), record));
    EXPECT_TRUE(ledger.load(job.key())->settles(job));
    EXPECT_FALSE(
        ledger.load(job.key())->settles(*parse_job(R"({"id":"a","music":"t","output":"o.mp4"})", folder)))
        << "the line has changed";
    write("o.mp4", "film");
    fs::last_write_time(folder / "o.mp4", fs::file_time_type::clock::now() + std::chrono::hours(1));
    EXPECT_TRUE(ledger.load(job.key())->settles(job)) << "copied: the same bytes at another time";
    write("o.mp4", "blot");
    fs::last_write_time(folder / "o.mp4", fs::file_time_type::clock::now() + std::chrono::hours(2));
    EXPECT_FALSE(ledger.load(job.key())->settles(job)) << "other bytes, as many";
    fs::remove(folder / "o.mp4");
    EXPECT_FALSE(ledger.load(job.key())->settles(job)) << "gone";
    write("o.mp4", "film");
    record.result["status"] = "failed";
    ASSERT_TRUE(ledger.store(job.key(), record));
    EXPECT_FALSE(ledger.load(job.key())->settles(job)) << "failed jobs are tried again";
}

TEST_F(BatchState, OneClaimAtATime) {
    auto first = take();
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->predecessor().broken_off);
    EXPECT_FALSE(take()) << "this process lives";
    EXPECT_THAT(holder, HasSubstr(std::to_string(::getpid())));
    EXPECT_TRUE(first->touch());
    first->release();
    const auto second = take();
    ASSERT_TRUE(second);
    EXPECT_FALSE(second->predecessor().broken_off) << "given back, not broken off";
    EXPECT_FALSE(take());
}

TEST_F(BatchState, ADeadWorkersClaimIsTakenOver) {
    foreign_claim("x.claim.1", 50);
    EXPECT_FALSE(take()) << "silent for less than the lease";
    EXPECT_THAT(holder, HasSubstr("far"));
    foreign_claim("x.claim.1", 200);
    const auto claim = take();
    ASSERT_TRUE(claim);
    EXPECT_TRUE(claim->predecessor().broken_off);
    EXPECT_THAT(claim->predecessor().fresh, ElementsAre("/o.mp4"));
    EXPECT_FALSE(take()) << "by one only";
}

TEST_F(BatchState, WhoWasTakenForDeadLetsGo) {
    foreign_claim("x.claim.1", 200, R"(,"released":true)");
    const auto mine = take();
    ASSERT_TRUE(mine);
    EXPECT_FALSE(mine->predecessor().broken_off);
    EXPECT_TRUE(mine->touch());
    foreign_claim("x.claim.3", 0);
    EXPECT_FALSE(mine->touch()) << "a higher number is there";
}

TEST_F(BatchState, AProcessNumberUsedAgainIsNotTheOwner) {
    auto claim = take();
    ASSERT_TRUE(claim);
    std::ifstream in(folder / "x.claim.1");
    std::string text(std::istreambuf_iterator<char>(in), {});
    const auto began = text.find("\"began\": \"");
    ASSERT_NE(began, std::string::npos);
    text.insert(began + 10, "9");
    write("x.claim.1", text);
    const auto next = take();
    ASSERT_TRUE(next);
    EXPECT_TRUE(next->predecessor().broken_off);
}

TEST_F(BatchState, AClaimThatIsBeingWrittenIsHeld) {
    write("x.claim.1", "");
    EXPECT_FALSE(take());
    foreign_claim("x.claim.1", 200);
    write("x.claim.1", "{\"ho");
    EXPECT_FALSE(take()) << "just touched";
}

}  // namespace
}  // namespace beatsync::cli
