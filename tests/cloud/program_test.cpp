// The real program against the service in small, on real sockets.

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "cli/program_fixture.h"
#include "cloud_sim/simulator.h"
#include "core/file.h"

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;
using cloud_sim::Simulator;
using nlohmann::json;

constexpr const char* kRegistered = "nmv_usr_registered";

class CloudProgram : public ProgramTest {
protected:
    void start(const std::string& script = "") {
        auto started = Simulator::start({"127.0.0.1", 0, script});
        ASSERT_TRUE(started) << describe(started.error());
        sim = *std::move(started);
        url = sim->url();
    }
    [[nodiscard]] ProcessSpec cloud_spec(std::vector<std::string> arguments) const {
        ProcessSpec program = spec(std::move(arguments));
        program.environment.insert(program.environment.end(), {{"XDG_STATE_HOME", at("state").string()},
                                                               {"NEMO_API_URL", url},
                                                               {"NEMO_TOKEN", token},
                                                               {"NEMO_CLIENT_ID", ""},
                                                               {"NEMO_WEB_URL", ""},
                                                               {"http_proxy", ""},
                                                               {"BEATSYNC_WAIT_SCALE", "0.002"}});
        return program;
    }
    ProcessResult run(std::vector<std::string> arguments) {
        ProcessResult result = run_process(cloud_spec(std::move(arguments)));
        keep(result);
        return result;
    }
    void keep(const ProcessResult& result) { said += result.out + result.err; }
    /// A draft of two clips and a song, two seconds long.
    void make_draft() {
        make_song();
        make_clip("clip1.mp4", 1);
        make_clip("clip2.mp4", 2);
        ASSERT_EQ(run({"plan", "-m", "song.wav", "clip1.mp4", "clip2.mp4", "-o", "draft.json", "--size",
                       "90x160", "--duration", "2s", "-q"})
                      .exit_code,
                  0);
    }
    [[nodiscard]] static std::vector<std::string> render_arguments(std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"render", "draft.json", "-o", "out.mp4", "--quality", "draft"});
        return more;
    }
    [[nodiscard]] json result_of(const ProcessResult& result) const {
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return json::parse(result.out, nullptr, false);
    }
    /// Nothing that was said or kept, but the credentials, holds a token.
    void expect_no_token_in_sight() const {
        EXPECT_EQ(said.find("nmv_usr_"), std::string::npos) << said;
        for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
            if (!entry.is_regular_file()) continue;
            const bool credentials = entry.path().filename() == "credentials.json";
            const auto content = read_file(entry.path(), 64U << 20U);
            ASSERT_TRUE(content);
            EXPECT_EQ(content->find("nmv_usr_") != std::string::npos, credentials) << entry.path();
        }
        for (const auto& request : sim->requests())
            EXPECT_EQ(request.target.find("nmv_usr_"), std::string::npos);
        for (const auto& request : sim->requests("cdn"))
            EXPECT_FALSE(request.has("Authorization") || request.has("X-Skill-Source"));
    }
    [[nodiscard]] int frames(const std::string& name) const {
        ProcessSpec probe;
        probe.program = "/usr/bin/ffprobe";
        probe.arguments = {"-v",      "error",          "-count_frames",         "-select_streams",
                           "v",       "-show_entries",  "stream=nb_read_frames", "-of",
                           "csv=p=0", at(name).string()};
        return std::atoi(run_process(probe).out.c_str());
    }

    std::unique_ptr<Simulator> sim;
    std::string url;
    std::string token;
    std::string said;
};

TEST_F(CloudProgram, SyncsInTheCloud) {
    start();
    make_song();
    make_clip("clip1.mp4", 1);
    make_clip("clip2.mp4", 2);
    const json result = result_of(
        run({"sync", "-m", "song.wav", "clip1.mp4", "clip2.mp4", "-o", "out.mp4", "--size", "90x160",
             "--duration", "3s", "--where", "cloud", "--json", "-v", "--poll-interval", "1"}));
    EXPECT_EQ(result["where"], "cloud");
    EXPECT_EQ(frames("out.mp4"), result["frames"].get<int>());
    ASSERT_EQ(sim->renders().size(), 1U);
    EXPECT_EQ(sim->renders()[0].id, result["job"]);
    EXPECT_EQ(sim->renders()[0].submits, 1);
    EXPECT_EQ(sim->renders()[0].draft.find(folder_.path().string()), std::string::npos)
        << "a path of this machine";
    std::set<std::string> uploaded;
    for (const auto& upload : sim->uploads())
        EXPECT_TRUE(uploaded.insert(upload.name).second) << upload.name << " twice";
    EXPECT_EQ(uploaded, (std::set<std::string>{"clip1.mp4", "clip2.mp4", "song.wav"}));
    for (const auto& request : sim->requests())
        EXPECT_TRUE(request.endpoint == "cdn" || request.has("X-Skill-Platform")) << request.target;
    expect_no_token_in_sight();
    const json jobs = result_of(run({"cloud", "jobs", "--json"}));
    ASSERT_EQ(jobs.size(), 1U);
    EXPECT_EQ(jobs[0]["status"], "completed");
    EXPECT_EQ(jobs[0]["output"], at("out.mp4").string());
    EXPECT_EQ(jobs[0]["session_id"], sim->renders()[0].session_id);
}

TEST_F(CloudProgram, LogsInFromStdinAndOut) {
    start();
    ProcessSpec login = cloud_spec({"cloud", "login", "-v"});
    login.input = std::string(kRegistered) + "\n";
    const ProcessResult in = run_process(login);
    keep(in);
    EXPECT_EQ(in.exit_code, 0) << in.err;
    struct stat st {};
    ASSERT_EQ(::stat(at("state/beatsync/credentials.json").c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 0777U, 0600U);
    EXPECT_EQ(
        result_of(run({"cloud", "status", "--json"})),
        (json{{"base_url", url}, {"token", "given"}, {"session_id", nullptr}, {"expires_at", nullptr}}));
    EXPECT_EQ(result_of(run({"cloud", "credits", "--json"})),
              (json{{"available", 100}, {"frozen", 0}, {"total", 100}}));
    EXPECT_EQ(sim->calls("token"), 0) << "no anonymous token was needed";
    expect_no_token_in_sight();
    EXPECT_EQ(run({"cloud", "logout"}).exit_code, 0);
    EXPECT_EQ(result_of(run({"cloud", "status", "--json"}))["token"], "none");

    login.input = "nmv_usr_wrong\n";
    const ProcessResult wrong = run_process(login);
    keep(wrong);
    EXPECT_EQ(wrong.exit_code, 6) << wrong.err;
    login.input = "";
    EXPECT_EQ(run_process(login).exit_code, 2);
    EXPECT_EQ(said.find("nmv_usr_"), std::string::npos) << said;
}

TEST_F(CloudProgram, ProgramsThatStartAtOnceShareOneToken) {
    start();
    std::vector<std::thread> programs;
    std::array<int, 4> codes{};
    for (std::size_t i = 0; i < codes.size(); ++i)
        programs.emplace_back([&, i] { codes[i] = run_process(cloud_spec({"cloud", "credits"})).exit_code; });
    for (std::thread& program : programs)
        program.join();
    EXPECT_EQ(codes, (std::array<int, 4>{}));
    EXPECT_EQ(sim->calls("token"), 1);
}

TEST_F(CloudProgram, ChatsUploadsAndExports) {
    start(R"({"messages":[{"mode":"text"},{"mode":"silent"},{"mode":"text","cut":true},
              {"mode":"text","text":"All set. Click the Export button to download your video."},
              {"mode":"partial","split":1,"newline":"crlf"}]})");
    make_clip("clip1.mp4", 1);
    EXPECT_EQ(run({"cloud", "upload", "clip1.mp4"}).exit_code, 0);
    EXPECT_EQ(run({"cloud", "upload", "clip1.mp4"}).exit_code, 0);
    EXPECT_EQ(sim->uploads().size(), 1U) << "the session has it";
    EXPECT_EQ(run({"cloud", "chat", "put the clip in"}).out, "Put the clips in a row.\n");
    const ProcessResult silent = run({"cloud", "chat", "add music"});
    EXPECT_EQ(silent.exit_code, 0) << silent.err;
    EXPECT_NE(silent.out.find("Added background music"), std::string::npos) << silent.out;
    const ProcessResult cut = run({"cloud", "chat", "add a title 'Hello'"});
    EXPECT_EQ(cut.exit_code, 0) << cut.err;
    EXPECT_NE(cut.out.find("Hello"), std::string::npos) << cut.out;
    const ProcessResult exported = run({"cloud", "chat", "shorten the last clip to 1 s", "-o", "chat.mp4"});
    EXPECT_EQ(exported.exit_code, 0) << exported.err;
    EXPECT_EQ(exported.out, "All set.\nchat.mp4\n");
    EXPECT_GT(frames("chat.mp4"), 0);
    EXPECT_EQ(run({"cloud", "chat", "remove the title"}).out, "Removed it.\n");
    EXPECT_NE(run({"cloud", "chat", "show", "tracks"}).out.find("Timeline (2 tracks)"), std::string::npos);
    EXPECT_NE(run({"cloud", "chat", "余额"}).out.find("75 credits"), std::string::npos);
    EXPECT_EQ(run({"cloud", "chat", "导出", "-o", "again.mp4"}).out, "again.mp4\n");
    EXPECT_EQ(sim->messages().size(), 5U)
        << "what is routed elsewhere costs nothing, and none was sent twice";
    EXPECT_NE(run({"cloud", "open"}).out.find("/workspace/claim?ct=clm_"), std::string::npos);
    expect_no_token_in_sight();
}

TEST_F(CloudProgram, WhatTheReplyWantsExportedReplacesNothing) {
    start(
        R"({"messages":[{"mode":"text","text":"Done. Click the Export button to get it."},{"mode":"text"}]})");
    make_clip("clip1.mp4", 1);
    ASSERT_EQ(run({"cloud", "upload", "clip1.mp4"}).exit_code, 0);
    write("mine.mp4", "mine");
    const ProcessResult told = run({"cloud", "chat", "put the clip in", "-o", "mine.mp4", "--overwrite"});
    EXPECT_EQ(told.exit_code, 1) << told.err;
    EXPECT_EQ(read("mine.mp4"), "mine");
    EXPECT_EQ(told.out, "Done.\n");
    const ProcessResult unused = run({"cloud", "chat", "add music and export", "-o", "other.mp4"});
    EXPECT_EQ(unused.exit_code, 1) << "an export was wanted, and is not there";
    EXPECT_NE(unused.err.find("other.mp4"), std::string::npos) << unused.err;
    EXPECT_EQ(sim->renders().size(), 0U);
}

TEST_F(CloudProgram, AnUploadThatIsRememberedIsStillAskedFor) {
    start();
    make_clip("clip1.mp4", 1);
    ASSERT_EQ(run({"cloud", "upload", "clip1.mp4"}).exit_code, 0);
    ASSERT_TRUE(sim->set_script(
        fmt::format(R"({{"faults":[{{"endpoint":"state","call":{},"do":"code","code":1002}}]}})",
                    sim->calls("state") + 1)));
    EXPECT_EQ(run({"cloud", "upload", "clip1.mp4"}).exit_code, 0);
    EXPECT_EQ(sim->uploads().size(), 2U) << "the session was gone, and the file with it";
    sim.reset();
    EXPECT_EQ(run({"cloud", "upload", "clip1.mp4"}).exit_code, 5);
}

TEST_F(CloudProgram, ASessionThatIsGoneIsReplacedUnlessItWasNamed) {
    start();
    make_clip("clip1.mp4", 1);
    ASSERT_EQ(run({"cloud", "upload", "clip1.mp4"}).exit_code, 0);
    const std::string first = sim->uploads().at(0).session_id;
    const auto forget_at = [&](const std::string& endpoint, int call) {
        ASSERT_TRUE(sim->set_script(fmt::format(
            R"({{"faults":[{{"endpoint":"{}","call":{},"do":"code","code":1002}}]}})", endpoint, call)));
    };
    forget_at("state", sim->calls("state") + 1);
    const ProcessResult replied = run({"cloud", "chat", "put the clip in"});
    EXPECT_EQ(replied.exit_code, 0) << replied.err;
    ASSERT_EQ(sim->uploads().size(), 2U) << "what the job needs comes along";
    EXPECT_NE(sim->uploads()[1].session_id, first);
    EXPECT_EQ(sim->messages().size(), 1U);
    make_clip("clip2.mp4", 2);
    forget_at("upload", sim->calls("upload") + 1);
    EXPECT_EQ(run({"cloud", "upload", "clip2.mp4"}).exit_code, 0);
    EXPECT_EQ(run({"cloud", "chat", "hello", "--session", "nonsense"}).exit_code, 6);
}

TEST_F(CloudProgram, FilesThatTheServiceDoesNotTakeAreNotSent) {
    start();
    write("notes.txt", "x");
    make("-f lavfi -i anullsrc=d=1", "song.flac");
    std::ofstream(at("big.mp4")).close();
    fs::resize_file(at("big.mp4"), (std::uintmax_t{500} << 20U) + 1);
    expect_failure(run({"cloud", "upload", "notes.txt"}), 3, "mp4, mov, avi");
    expect_failure(run({"cloud", "upload", "song.flac"}), 3, "mp3, wav, m4a, aac");
    expect_failure(run({"cloud", "upload", "big.mp4"}), 3, "500 MB");
    EXPECT_EQ(sim->calls("upload"), 0);
}

TEST_F(CloudProgram, FallsBackBothWays) {
    token = kRegistered;
    start();
    make_draft();
    json result = result_of(run(render_arguments({"--json"})));
    EXPECT_EQ(result["where"], "local") << "it is short";
    EXPECT_EQ(sim->requests().size(), 0U);
    const auto long_one = [&](std::vector<std::string> more = {}) {
        more.insert(more.end(), {"--local-limit", "1s", "--json", "--overwrite"});
        return run(render_arguments(std::move(more)));
    };
    result = result_of(long_one());
    EXPECT_EQ(result["where"], "cloud");
    EXPECT_EQ(result["decisions"].size(), 1U);

    struct Refusal {
        const char* script;
        const char* words;
    };
    for (const Refusal& refusal :
         {Refusal{R"({"render":{"blocked":true}})", "plan"},
          Refusal{R"({"faults":[{"endpoint":"session","do":"code","code":2001,"times":-1}]})", "credits"},
          Refusal{R"({"faults":[{"endpoint":"poll","do":"status","status":503,"times":-1}]})", "trouble"},
          Refusal{R"({"render":{"fail":-1}})", "memory"}}) {
        start(refusal.script);
        const ProcessResult fallen = long_one();
        result = result_of(fallen);
        EXPECT_EQ(result["where"], "local") << refusal.script;
        ASSERT_EQ(result["decisions"].size(), 2U) << refusal.script;
        EXPECT_NE(result["decisions"][1].get<std::string>().find(refusal.words), std::string::npos)
            << result["decisions"][1];
        EXPECT_NE(fallen.err.find("rendering here after all"), std::string::npos) << fallen.err;
        EXPECT_EQ(frames("out.mp4"), 60);
    }
    const ProcessResult resumed = run({"cloud", "resume"});
    EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(resumed.out, "") << "what was rendered here is nobody's job any more";

    sim.reset();  // nobody is there
    result = result_of(long_one());
    EXPECT_EQ(result["where"], "local");
    token = "";
    url = "http://127.0.0.1:9";
    fs::remove_all(at("state"));
    const ProcessResult without = long_one();
    EXPECT_EQ(result_of(without)["where"], "local");
    EXPECT_NE(without.err.find("no token"), std::string::npos) << without.err;
}

TEST_F(CloudProgram, WhenItIsAskedForTheCloudOrNothing) {
    token = kRegistered;
    start(R"({"render":{"blocked":true}})");
    make_draft();
    expect_failure(run(render_arguments({"--where", "cloud"})), 6,
                   "Register or upgrade your plan to unlock export.");
    sim.reset();
    expect_failure(run(render_arguments({"--where", "cloud"})), 5, "127.0.0.1");
    expect_nothing_left();
}

TEST_F(CloudProgram, OfflineOpensNoSocket) {
    token = kRegistered;
    start();
    make_draft();
    const auto guarded = [&](std::vector<std::string> arguments) {
        ProcessSpec program = cloud_spec(std::move(arguments));
        program.arguments.insert(program.arguments.begin(), program.program.string());
        program.program = BEATSYNC_NO_SOCKETS;
        return run_process(program);
    };
    const ProcessResult control = guarded({"cloud", "credits"});
    if (control.exit_code == 77) GTEST_SKIP() << "no seccomp here";
    EXPECT_EQ(control.signal, SIGSYS) << "the guard has to work: " << control.err;
    const std::vector<std::string> offline = {"--offline", "--local-limit", "1s", "--overwrite"};
    const ProcessResult rendered = guarded(render_arguments(offline));
    EXPECT_EQ(rendered.exit_code, 0) << rendered.signal << rendered.err;
    EXPECT_EQ(guarded(sync_arguments({"clip1.mp4", "clip2.mp4"}, offline)).exit_code, 0);
    expect_failure(guarded({"cloud", "credits", "--offline"}), 2, "--offline");
    EXPECT_EQ(guarded({"cloud", "jobs"}).exit_code, 0);
    EXPECT_EQ(guarded({"cloud", "status"}).exit_code, 0);
    EXPECT_EQ(sim->requests().size(), 0U);
}

TEST_F(CloudProgram, CtrlCLeavesAJobThatResumeFinishes) {
    token = kRegistered;
    start(R"({"render":{"polls":1000000}})");
    make_draft();
    ProcessSpec program = cloud_spec(render_arguments({"--where", "cloud", "-q"}));
    program.interrupt_folder = at("state/beatsync/jobs");
    program.interrupt_when = ".lock";
    const ProcessResult interrupted = run_process(program);
    EXPECT_EQ(interrupted.exit_code, 130) << interrupted.err;
    EXPECT_NE(interrupted.err.find("beatsync cloud resume"), std::string::npos) << interrupted.err;
    expect_nothing_left();
    ASSERT_TRUE(sim->set_script("{}"));
    EXPECT_EQ(run({"cloud", "resume"}).out, at("out.mp4").string() + "\n");
    EXPECT_EQ(frames("out.mp4"), 60);
}

TEST_F(CloudProgram, KilledAnywhereNothingIsLostAndNothingRenderedTwice) {
    token = kRegistered;
    start();
    make_draft();
    // How long one takes that is left alone; the film then is made, and later ones take about the same.
    using Clock = std::chrono::steady_clock;
    ASSERT_EQ(run(render_arguments({"--where", "cloud"})).exit_code, 0);
    const auto ms_since = [](Clock::time_point begin) {
        return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    };
    auto begin = Clock::now();
    ASSERT_EQ(run(render_arguments({"--where", "cloud", "--overwrite"})).exit_code, 0);
    double length_ms = ms_since(begin);
    const char* wanted = std::getenv("BEATSYNC_KILLS");
    const int kills = wanted == nullptr ? 12 : std::atoi(wanted);
    constexpr unsigned kSeed = 20261121;
    std::mt19937 random(kSeed);
    int broken_off = 0;
    for (int i = 0; i < kills; ++i) {
        fs::remove(at("out.mp4"));
        const std::size_t before = sim->renders().size();
        ProcessSpec program = cloud_spec(render_arguments({"--where", "cloud", "-q"}));
        const double moment = length_ms * static_cast<double>(random() % 1000) / 1000;
        program.kill_after = std::chrono::milliseconds(static_cast<int>(moment));
        begin = Clock::now();
        const ProcessResult killed = run_process(program);
        if (killed.signal != 0) {
            ++broken_off;
        } else {  // the machine has more time for it now than it had
            length_ms = std::min(length_ms, ms_since(begin));
        }
        const json jobs = result_of(run({"cloud", "jobs", "--json"}));
        const bool begun = jobs.size() > static_cast<std::size_t>(i) + 2;
        const ProcessResult resumed = run({"cloud", "resume"});
        ASSERT_EQ(resumed.exit_code, 0) << "seed " << kSeed << ", " << moment << " ms: " << resumed.err;
        if (!begun) {
            // Before it wrote down what it was about to do: nothing was done, and it is begun again.
            EXPECT_EQ(sim->renders().size(), before);
            ASSERT_EQ(run(render_arguments({"--where", "cloud"})).exit_code, 0);
            continue;
        }
        EXPECT_EQ(sim->renders().size(), before + 1) << "seed " << kSeed << ", " << moment << " ms";
        EXPECT_EQ(frames("out.mp4"), 60) << "seed " << kSeed << ", " << moment << " ms";
        for (const auto& job : sim->renders())
            EXPECT_EQ(job.submits, 1);
    }
    EXPECT_GT(broken_off, kills / 2) << "of " << kills << " kills, each within " << length_ms << " ms";
    for (const auto& file : fs::directory_iterator(folder_.path()))
        EXPECT_EQ(file.path().string().find(".part"), std::string::npos) << file.path();
}

TEST_F(CloudProgram, ALargeUploadIsStreamed) {
#ifdef BEATSYNC_SANITIZED
    GTEST_SKIP() << "sanitizers keep memory of their own";
#endif
    token = kRegistered;
    start();
    constexpr std::uintmax_t kBytes = 200'000'000;
    std::ofstream(at("big.mp4")).close();
    fs::resize_file(at("big.mp4"), kBytes);
    const ProcessResult idle = run({"cloud", "credits"});
    const ProcessResult upload = run({"cloud", "upload", "big.mp4", "-q"});
    EXPECT_EQ(upload.exit_code, 0) << upload.err;
    ASSERT_EQ(sim->uploads().size(), 1U);
    EXPECT_EQ(sim->uploads()[0].size, static_cast<std::int64_t>(kBytes));
    EXPECT_LT(upload.peak_kib - idle.peak_kib, 8 * 1024) << idle.peak_kib << " KiB without any";
}

}  // namespace
}  // namespace beatsync::test
