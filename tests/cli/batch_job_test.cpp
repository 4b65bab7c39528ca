// `batch` as a user runs it: the real program, jobs that fail, workers that are killed, workers side by side.

#include <gmock/gmock.h>

#include <csignal>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

class Batch : public ProgramTest {
protected:
    static std::string sync_line(const std::string& id, const std::string& duration = "2s") {
        return R"({"id":")" + id + R"(","music":"song.wav","clips":["clip.mp4"],"output":")" + id +
               R"(.mp4","size":"90x160","quality":"draft","duration":")" + duration + "\"}\n";
    }
    static std::vector<Json> lines(const std::string& text) {
        std::vector<Json> result;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);)
            result.push_back(Json::parse(line));
        return result;
    }
    static std::vector<std::string> statuses(const std::string& text) {
        std::vector<std::string> result;
        for (const Json& line : lines(text))
            result.push_back(line.at("status"));
        return result;
    }
    /// Whether the ffmpeg program reads it without a complaint, to this many frames.
    [[nodiscard]] int frames_of(const std::string& name) const {
        ProcessSpec probe;
        probe.program = "/usr/bin/ffprobe";
        probe.arguments = {"-v",      "error",          "-count_frames",         "-select_streams",
                           "v",       "-show_entries",  "stream=nb_read_frames", "-of",
                           "csv=p=0", at(name).string()};
        const auto result = run_process(probe);
        return result.exit_code == 0 && result.err.empty() ? std::atoi(result.out.c_str()) : -1;
    }
    [[nodiscard]] std::vector<std::string> remains() const {
        std::vector<std::string> found;
        for (const auto& file : fs::directory_iterator(folder_.path()))
            if (file.path().extension() == ".part") found.push_back(file.path().filename());
        return found;
    }
    /// How often each job was begun: its claims.
    [[nodiscard]] std::vector<std::string> claims() const {
        std::vector<std::string> found;
        for (const auto& file : fs::recursive_directory_iterator(at("jobs.state")))
            if (file.path().string().find(".claim.") != std::string::npos)
                found.push_back(file.path().extension());
        return found;
    }
};

TEST_F(Batch, AFailureStopsNobodyAndARestartDoesWhatIsLeft) {
    make_song();
    make_clip();
    write("jobs.jsonl", sync_line("a") + R"({"id":"no","verb":"beats","song":"later.wav"})" + "\n" +
                            R"({"args":["beats","song.wav"]})" + "\n" + sync_line("b"));
    const auto first = run({"batch", "jobs.jsonl", "-q"});
    EXPECT_EQ(first.exit_code, 1) << first.err;
    EXPECT_THAT(statuses(first.out), ElementsAre("done", "failed", "done", "done"));
    const auto results = lines(first.out);
    EXPECT_EQ(results[0].at("id"), "a");
    EXPECT_EQ(results[0].at("line"), 1);
    EXPECT_EQ(results[0].at("output"), "a.mp4");
    EXPECT_EQ(results[0].at("result").at("frames"), 60);
    EXPECT_EQ(frames_of("a.mp4"), 60);
    EXPECT_EQ(results[1].at("exit_code"), 3);
    EXPECT_THAT(results[1].at("error").at("message").get<std::string>(), HasSubstr("later.wav"));
    EXPECT_EQ(results[1].at("error").at("hint"), "check the path");
    EXPECT_TRUE(results[2].at("id").is_null());
    EXPECT_NEAR(results[2].at("result").at("tempo_bpm").get<double>(), 120, 1);
    EXPECT_EQ(read("jobs.results.jsonl"), first.out);

    fs::copy_file(at("song.wav"), at("later.wav"));
    fs::remove(at("b.mp4"));
    const auto second = run({"batch", "jobs.jsonl", "-q"});
    EXPECT_EQ(second.exit_code, 0) << second.err;
    EXPECT_THAT(statuses(second.out), ElementsAre("skipped", "done", "skipped", "done"));
    EXPECT_EQ(lines(read("jobs.results.jsonl")).size(), 6U) << "what is skipped is not told twice";
    const auto summary = run({"batch", "jobs.jsonl", "--summary", "-q"});
    EXPECT_EQ(summary.exit_code, 0);
    EXPECT_THAT(statuses(summary.out), ElementsAre("done", "done", "done", "done"));
}

TEST_F(Batch, AChangedLineReplacesItsOwnFileAndNobodyElses) {
    make_song();
    make_clip();
    write("b.mp4", "mine");
    write("jobs.jsonl", sync_line("a") + sync_line("b"));
    EXPECT_THAT(statuses(run({"batch", "jobs.jsonl", "-q"}).out), ElementsAre("done", "failed"));
    EXPECT_EQ(read("b.mp4"), "mine");
    write("jobs.jsonl", sync_line("a", "3s") + sync_line("b"));
    EXPECT_THAT(statuses(run({"batch", "jobs.jsonl", "-q"}).out), ElementsAre("done", "failed"));
    EXPECT_EQ(frames_of("a.mp4"), 90);
    write("a.mp4", "mine, too");
    write("jobs.jsonl", sync_line("a", "2s"));
    EXPECT_THAT(statuses(run({"batch", "jobs.jsonl", "-q"}).out), ElementsAre("failed"));
    EXPECT_EQ(read("a.mp4"), "mine, too") << "changed since: not the batch's any more";
}

TEST_F(Batch, KilledInTheMiddleItGoesOnWhereItWas) {
    make_song();
    make_clip();
    write("jobs.jsonl", sync_line("a") + sync_line("b") + sync_line("c"));
    auto killed = spec({"batch", "jobs.jsonl", "-q"});
    killed.interrupt_folder = folder_.path();
    killed.interrupt_when = "b.mp4";  // the temporary file of the second
    killed.interrupt_signal = SIGKILL;
    const auto first = run_process(killed);
    EXPECT_EQ(first.signal, SIGKILL);
    EXPECT_THAT(statuses(first.out), ElementsAre("done"));
    const auto second = run({"batch", "jobs.jsonl", "-q"});
    EXPECT_EQ(second.exit_code, 0) << second.out << second.err;
    EXPECT_THAT(statuses(second.out), ElementsAre("skipped", "done", "done"));
    for (const char* name : {"a.mp4", "b.mp4", "c.mp4"})
        EXPECT_EQ(frames_of(name), 60) << name;
    EXPECT_THAT(remains(), ElementsAre()) << "what the killed one left half-written is gone";
    EXPECT_EQ(lines(read("jobs.results.jsonl")).size(), 3U);
}

TEST_F(Batch, InterruptedItLeavesNothingHalfDone) {
    make_song(20);
    make_clip();
    write("jobs.jsonl", sync_line("a") + sync_line("b", "20s"));
    auto stopped = spec({"batch", "jobs.jsonl", "--jobs", "2"});
    stopped.interrupt_folder = folder_.path();
    stopped.interrupt_when = "b.mp4";
    const auto first = run_process(stopped);
    EXPECT_EQ(first.exit_code, 130) << first.err;
    EXPECT_THAT(first.err, HasSubstr("interrupted"));
    EXPECT_THAT(remains(), ElementsAre());
    const auto second = run({"batch", "jobs.jsonl", "-q"});
    EXPECT_EQ(second.exit_code, 0) << second.err;
    EXPECT_EQ(frames_of("a.mp4"), 60);
    EXPECT_GT(frames_of("b.mp4"), 60);
}

TEST_F(Batch, TwoWorkersOnOneManifestDoEachJobOnce) {
    make_song();
    make_clip();
    std::string manifest;
    for (int i = 0; i < 8; ++i)
        manifest += sync_line("job" + std::to_string(i));
    write("jobs.jsonl", manifest);
    ProcessResult one;
    ProcessResult two;
    std::thread first([&] { one = run({"batch", "jobs.jsonl", "-q", "--results", "one.jsonl"}); });
    std::thread second([&] {
        two = run({"batch", "jobs.jsonl", "-q", "--results", "two.jsonl", "--jobs", "2"});
    });
    first.join();
    second.join();
    EXPECT_EQ(one.exit_code, 0) << one.out << one.err;
    EXPECT_EQ(two.exit_code, 0) << two.out << two.err;
    std::map<std::string, int> done;
    for (const auto& worker : {one, two}) {
        EXPECT_EQ(lines(worker.out).size(), 8U) << "each job has a line from each worker";
        for (const Json& line : lines(worker.out))
            if (line.at("status") == "done") ++done[line.at("id")];
    }
    EXPECT_EQ(done.size(), 8U);
    for (const auto& [id, times] : done)
        EXPECT_EQ(times, 1) << id;
    EXPECT_THAT(remains(), ElementsAre());
}

TEST_F(Batch, TheSchedulersWorkersShareTheJobs) {
    make_song();
    write("jobs.jsonl", [] {
        std::string text;
        for (int i = 0; i < 7; ++i)
            text += R"({"id":)" + std::to_string(i) + R"(,"args":["beats","song.wav"]})" + "\n";
        return text;
    }());
    std::map<std::string, int> seen;
    for (int index = 0; index < 3; ++index) {
        auto worker = spec({"batch", "jobs.jsonl", "-q"});
        worker.environment.emplace_back("JOB_COMPLETION_INDEX", std::to_string(index));
        worker.environment.emplace_back("BEATSYNC_SHARDS", "3");
        const auto result = run_process(worker);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        for (const Json& line : lines(result.out)) {
            EXPECT_EQ(line.at("status"), "done");
            ++seen[line.at("id")];
        }
        EXPECT_EQ(read("jobs.results." + std::to_string(index + 1) + "-of-3.jsonl"), result.out);
    }
    EXPECT_EQ(seen.size(), 7U);
    for (const auto& [id, times] : seen)
        EXPECT_EQ(times, 1) << id;
    EXPECT_EQ(claims(), std::vector<std::string>(7, ".1"));
}

/// What the first bracketed or quoted value after `key:` says.
std::string value_in(const std::string& yaml, const std::string& key) {
    const auto at = yaml.find(key);
    const auto begin = yaml.find_first_of("[\"0123456789", at + key.size());
    return yaml.substr(begin, yaml.find_first_of("]\"\n", begin + 1) - begin);
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(Batch, TheKubernetesExampleRunsAsItStands) {
    const std::string yaml = text_of(BEATSYNC_EXAMPLES "/kubernetes-job.yaml");
    auto judge = spec({"-c", "import sys, yaml; yaml.safe_load(open(sys.argv[1]))",
                       BEATSYNC_EXAMPLES "/kubernetes-job.yaml"});
    judge.program = "/usr/bin/python3";
    EXPECT_EQ(run_process(judge).exit_code, 0) << "YAML, by python3-yaml";
    EXPECT_EQ(value_in(yaml, "command:"), "[beatsync, batch, /shared/jobs.jsonl");
    const std::string completions = value_in(yaml, "completions:");
    EXPECT_EQ(value_in(yaml, "- name: BEATSYNC_SHARDS\n"), "\"" + completions);
    make_song();
    write("jobs.jsonl", R"({"args":["beats","song.wav"]})"
                        "\n"
                        R"({"args":["scenes","song.wav"]})"
                        "\n");
    auto pod = spec({"batch", "jobs.jsonl", "-q"});
    pod.environment.emplace_back("BEATSYNC_SHARDS", completions);
    pod.environment.emplace_back("JOB_COMPLETION_INDEX", "0");
    const auto first = run_process(pod);
    EXPECT_EQ(first.exit_code, 0) << first.err;
    EXPECT_THAT(statuses(first.out), ElementsAre("done"));
    pod.environment.back().second = "1";
    EXPECT_EQ(run_process(pod).exit_code, 1) << "a song has no scenes";
    pod.environment.back().second = "7";
    EXPECT_EQ(run_process(pod).out, "") << "a worker too many has nothing to do";
    pod.environment.back().second = "8";
    EXPECT_EQ(run_process(pod).exit_code, 2) << "index 8 of 8";
}

TEST_F(Batch, TheAwsExampleAsksForAnArray) {
    const Json definition = Json::parse(text_of(BEATSYNC_EXAMPLES "/aws-batch.json"));
    EXPECT_EQ(definition.at("containerProperties").at("command"),
              Json({"beatsync", "batch", "Ref::manifest"}));
    fs::create_directories(at("bin"));
    write("bin/aws", "#!/bin/bash\nprintf '%s ' \"$@\" >>asked\nprintf '\\n' >>asked\necho arn:made\n");
    fs::permissions(at("bin/aws"), fs::perms::owner_all);
    auto script = spec({"queue", "12", "/shared/jobs.jsonl"});
    script.program = BEATSYNC_EXAMPLES "/aws-batch.sh";
    script.environment.emplace_back("PATH", at("bin").string() + ":/usr/bin:/bin");
    const auto result = run_process(script);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(read("asked"),
                HasSubstr("submit-job --job-name beatsync --job-queue queue --job-definition arn:made "
                          "--array-properties size=12 --parameters manifest=/shared/jobs.jsonl"));
    auto child = spec({"batch", "jobs.jsonl", "-q"});
    make_song();
    write("jobs.jsonl", R"({"args":["beats","song.wav"]})"
                        "\n");
    child.environment.emplace_back("AWS_BATCH_JOB_ARRAY_SIZE", "12");
    child.environment.emplace_back("AWS_BATCH_JOB_ARRAY_INDEX", "0");
    EXPECT_THAT(statuses(run_process(child).out), ElementsAre("done"));
}

TEST_F(Batch, FromStdin) {
    make_song();
    auto worker = spec({"batch", "-", "-q"});
    worker.input = "{\"args\":[\"beats\",\"song.wav\"]}\n";
    const auto result = run_process(worker);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(statuses(result.out), ElementsAre("done"));
    EXPECT_FALSE(fs::exists(at("-.state")));
}

TEST_F(Batch, AManifestThatIsNoneIsAMatterOfUsage) {
    expect_failure(run({"batch", "nothere.jsonl"}), 2, "nothere.jsonl");
    write("empty.jsonl", "\n \n");
    expect_failure(run({"batch", "empty.jsonl"}), 2, "no jobs");
    write("film.jsonl", std::string("\0\0\0", 3));
    expect_failure(run({"batch", "film.jsonl"}), 2, "not a text file");
    write("jobs.jsonl", "{}\n");
    expect_failure(run({"batch", "jobs.jsonl", "--shard", "3/2"}), 2, "--shard");
    expect_failure(run({"batch", "jobs.jsonl", "--results", "jobs.jsonl"}), 2, "both manifest and results");
}

}  // namespace
}  // namespace beatsync::test
