// Render jobs on a fake wire: each step, and each place where a program can be broken off.

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "cloud/exporter.h"
#include "cloud/fake_service.h"
#include "core/file.h"

namespace beatsync::cloud::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kDraft = R"({"data":{"state":{"draft":{"t":[{"tt":0,"sg":[{"d":1000}]}],"x":1}}}})";

/// A service that renders: remembers what was submitted, and has a film for each.
struct RenderingService {
    explicit RenderingService(FakeTransport& transport) {
        transport.answer("/with-session", 200, R"({"session_id":"new","task_id":"t"})");
        transport.answer("/api/state", 200, kDraft);
        transport.on("/upload-video", [this](const Request& request, const Listener&) {
            uploads.push_back(request.files.at(0).file_name);
            return FakeTransport::reply(200,
                                        R"({"data":{"file_id":"f)" + std::to_string(uploads.size()) + "\"}}");
        });
        transport.on("/render/proxy", [this](const Request& request, const Listener& listener) -> Exchanged {
            if (request.method == Method::post) return submit(request);
            const std::string id = request.url.substr(request.url.rfind('/') + 1);
            return id == "download" ? film(listener) : poll(id);
        });
    }
    Exchanged submit(const Request& request) {
        const json body = json::parse(request.body);
        if (loses_requests > 0) {
            --loses_requests;
            return FakeTransport::failure(Reached::maybe);
        }
        EXPECT_TRUE(submitted.insert(body["id"]).second) << "the same id twice";
        drafts.push_back(body);
        if (loses_answers > 0) {
            --loses_answers;
            return FakeTransport::failure(Reached::answer);
        }
        return FakeTransport::reply(200, R"({"status":"pending"})");
    }
    Exchanged poll(const std::string& id) {
        ++polls;
        if (submitted.count(id) == 0) return FakeTransport::reply(404, R"({"error":"no such render"})");
        if (fails > 0 && failed.size() < static_cast<std::size_t>(fails)) failed.insert(id);
        if (failed.count(id) > 0)
            return FakeTransport::reply(200, R"({"status":"failed","error":"no memory"})");
        if (--slow > 0) return FakeTransport::reply(200, R"({"status":"processing","progress":50})");
        return FakeTransport::reply(200, R"({"status":"completed"})");
    }
    static Exchanged film(const Listener& listener) {
        Response response = FakeTransport::reply(200, "", "video/mp4");
        if (!listener.head(response.head) || !listener.data("film"))
            return FakeTransport::failure(Reached::answer);
        return response;
    }

    std::set<std::string> submitted;
    std::set<std::string> failed;
    std::vector<json> drafts;
    std::vector<std::string> uploads;
    int polls = 0;
    int slow = 2;
    int fails = 0;
    int loses_requests = 0;
    int loses_answers = 0;
};

struct Exporting : ::testing::Test {
    Exporting()
        : sessions(fake.state.path / "state"), journal(fake.state.path / "state"), far(fake.transport) {}

    [[nodiscard]] Exporter exporter() {
        const Digest digest = [](const fs::path& file) { return read_file(file, 1000); };
        return {fake.service, sessions, journal, fake.clock, digest, {}};
    }
    [[nodiscard]] ExportRequest request() const { return {std::nullopt, "s", output, false}; }
    [[nodiscard]] ExportRequest with_draft() {
        draft::Draft draft;
        draft.canvas = {64, 64, {30, 1}};
        for (const char* name : {"a.mp4", "b.mp4", "copy of a.mp4"}) {
            std::ofstream(fake.state.path / name) << (name[0] == 'c' ? 'a' : name[0]);
            draft::Segment segment;
            segment.frames = {clips * 30, (clips + 1) * 30};
            segment.source = fake.state.path / name;
            if (draft.tracks.empty()) draft.tracks.emplace_back();
            draft.tracks[0].segments.push_back(segment);
            ++clips;
        }
        return {draft, "", output, false};
    }
    Result<Job> run(const ExportRequest& request) {
        Exporter exporter = this->exporter();
        const auto job = exporter.begin(request);
        EXPECT_TRUE(job);
        id = job->id;
        return exporter.finish(job->id, {});
    }
    [[nodiscard]] Job known() const {
        const auto jobs = *journal.read();
        EXPECT_EQ(jobs.size(), 1U);
        return jobs.at(0);
    }
    [[nodiscard]] std::string film() const { return read_file(output, 100).value_or("none"); }

    FakeService fake;
    SessionStore sessions;
    JobJournal journal;
    RenderingService far;
    fs::path output = fake.state.path / "out.mp4";
    std::string id;
    std::int64_t clips = 0;
};

TEST_F(Exporting, RendersTheSessionsDraft) {
    const auto job = run(request());
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(film(), "film");
    EXPECT_EQ(job->status, JobStatus::completed);
    ASSERT_EQ(far.drafts.size(), 1U);
    EXPECT_EQ(far.drafts[0]["id"], job->id);
    EXPECT_EQ(far.drafts[0]["sessionId"], "s");
    EXPECT_FALSE(far.drafts[0].contains("session_id"));
    EXPECT_EQ(far.drafts[0]["draft"], json::parse(R"({"t":[{"tt":0,"sg":[{"d":1000}]}],"x":1})")) << "whole";
    EXPECT_TRUE(job->id.starts_with("render_1700000000"));
    EXPECT_EQ(fake.clock.waits, (std::vector<double>{30, 30})) << "a poll every 30 s";
    for (const auto& file : fs::directory_iterator(fake.state.path))
        EXPECT_EQ(file.path().string().find(".part"), std::string::npos);
}

TEST_F(Exporting, AnEmptyDraftIsNotSent) {
    for (const char* body : {R"({"data":{"state":{}}})", R"({"data":{"state":{"draft":{"t":[]}}}})",
                             R"({"data":{"state":{"draft":{"t":[{"tt":0,"sg":[]}]}}}})"}) {
        fake.transport.answer("/api/state", 200, body);
        const auto job = run(request());
        ASSERT_FALSE(job);
        EXPECT_EQ(job.error().code, Errc::input);
    }
    EXPECT_TRUE(far.drafts.empty());
}

TEST_F(Exporting, ADraftOfOursGoesWithItsFilesUploadedOnce) {
    const auto job = run(with_draft());
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(far.uploads.size(), 2U) << "the copy is the same content";
    EXPECT_EQ(far.drafts[0]["sessionId"], "new");
    const std::string sent = far.drafts[0].dump();
    EXPECT_EQ(sent.find(fake.state.path.string()), std::string::npos) << "no path of this machine";
    const json& segments = far.drafts[0]["draft"]["t"][0]["sg"];
    EXPECT_EQ(segments[0]["m"]["source"], "f1");
    EXPECT_EQ(segments[1]["m"]["source"], "f2");
    EXPECT_EQ(segments[2]["m"]["source"], "f1");
    EXPECT_EQ(segments[1]["m"]["upload"], json::parse(R"({"file_id":"f2"})"));
    fs::remove(output);
    ASSERT_TRUE(run(with_draft()));
    EXPECT_EQ(far.uploads.size(), 2U) << "the session has them";
}

TEST_F(Exporting, AFileThatTheServiceWouldNotTakeStopsItBeforeAnyUpload) {
    ExportRequest wrong = with_draft();
    wrong.draft->tracks[0].segments[2].source = fake.state.path / "song.flac";
    std::ofstream(fake.state.path / "song.flac") << "x";
    const auto job = run(wrong);
    ASSERT_FALSE(job);
    EXPECT_EQ(job.error().code, Errc::input);
    EXPECT_TRUE(far.uploads.empty());
    EXPECT_EQ(known().status, JobStatus::failed);
}

TEST_F(Exporting, AFailedRenderIsTriedOnceMoreUnderAnotherId) {
    far.fails = 1;
    const auto job = run(request());
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(far.submitted.size(), 2U);
    EXPECT_EQ(film(), "film");
}

TEST_F(Exporting, ARenderThatFailsTwiceFails) {
    far.fails = 9;
    const auto job = run(request());
    ASSERT_FALSE(job);
    EXPECT_EQ(job.error().code, Errc::refused);
    EXPECT_NE(job.error().message.find("no memory"), std::string::npos);
    EXPECT_EQ(far.submitted.size(), 2U);
    EXPECT_EQ(known().status, JobStatus::failed);
    EXPECT_FALSE(fs::exists(output));
}

TEST_F(Exporting, ARefusedExportEndsTheJob) {
    fake.transport.answer("/render/proxy/lambda", 402, R"({"code":402,"message":""})");
    const auto job = run(request());
    ASSERT_FALSE(job);
    EXPECT_EQ(job.error().code, Errc::refused);
    EXPECT_EQ(job.error().hint, "Register or upgrade your plan to unlock export.");
    EXPECT_EQ(known().status, JobStatus::failed);
}

TEST_F(Exporting, AnUnknownSessionIsReplacedAndItsFilesSentAgain) {
    ASSERT_TRUE(sessions.set_current("https://api.test", {"gone", "t"}));
    fake.transport.on("/upload-video/nemo_agent/me/gone", [](const Request&, const Listener&) {
        return FakeTransport::reply(200, R"({"code":1002,"message":"session not found"})");
    });
    const auto job = run(with_draft());
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(far.drafts.at(0)["sessionId"], "new");
    EXPECT_EQ(far.uploads.size(), 2U);
    EXPECT_EQ(sessions.current("https://api.test")->session_id, "new");
}

TEST_F(Exporting, ASessionsDraftMovesToANewSessionWithItsFiles) {
    const fs::path clip = fake.state.path / "clip.mp4";
    std::ofstream(clip) << "clip";
    ASSERT_TRUE(sessions.set_current("https://api.test", {"s", "t"}));
    ASSERT_TRUE(sessions.add_upload("https://api.test", "s",
                                    {"clip", clip.string(), "clip.mp4", R"({"file_id":"old"})", "old"}));
    fake.transport.answer("/api/state", 200,
                          R"({"data":{"state":{"draft":{"t":[{"tt":0,"sg":[{"d":1,"m":{"source":"old",)"
                          R"("upload":{"file_id":"old"},"note":"old hat"}}]}]}}}})");
    int refusals = 0;
    fake.transport.on("/render/proxy/lambda", [&](const Request& request, const Listener&) -> Exchanged {
        if (request.method == Method::get) return far.poll(*far.submitted.begin());
        if (request.body.find(R"("sessionId":"s")") == std::string::npos) return far.submit(request);
        ++refusals;
        return FakeTransport::reply(200, R"({"code":1002,"message":"session not found"})");
    });
    const auto job = run(request());
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(refusals, 1);
    ASSERT_EQ(far.drafts.size(), 1U);
    EXPECT_EQ(far.drafts[0]["sessionId"], "new");
    EXPECT_EQ(far.drafts[0]["draft"]["t"][0]["sg"][0]["m"],
              json::parse(R"({"source":"f1","upload":{"file_id":"f1"},"note":"old hat"})"));
}

TEST_F(Exporting, ARenderThatWentWithItsSessionIsMadeAgainInANewOne) {
    int polls = 0;
    fake.transport.on("/render/proxy/lambda/", [&](const Request& request, const Listener&) -> Exchanged {
        if (++polls == 1) return FakeTransport::reply(200, R"({"code":1002,"message":"session not found"})");
        return far.poll(request.url.substr(request.url.rfind('/') + 1));
    });
    const auto job = run(with_draft());
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(far.submitted.size(), 2U);
    EXPECT_EQ(film(), "film");
}

TEST_F(Exporting, ASubmissionThatGotThroughIsNotRepeated) {
    far.loses_answers = 1;
    const auto job = run(request());
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(far.submitted.size(), 1U);
}

TEST_F(Exporting, ASubmissionThatGotLostIsMadeAgainUnderAnotherId) {
    far.loses_requests = 1;
    const auto job = run(request());
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(far.submitted.size(), 1U);
    EXPECT_EQ(far.submitted.count(job->id), 0U) << "another id";
}

TEST_F(Exporting, ARenderThatTakesForEverIsLeftToALaterResume) {
    far.slow = 100000;
    const auto job = run(request());
    ASSERT_FALSE(job);
    EXPECT_EQ(job.error().code, Errc::network);
    EXPECT_NEAR(fake.clock.steady().count(), 1800, 61);
    EXPECT_EQ(known().status, JobStatus::processing);
    far.slow = 0;
    ASSERT_TRUE(exporter().finish(id, {}));
    EXPECT_EQ(film(), "film");
    EXPECT_EQ(far.submitted.size(), 1U);
}

TEST_F(Exporting, WhatIsAtTheServiceIsNotGivenUpForARefusal) {
    // Another token, no plan, no credits, too many questions, somebody in between: it may be asked again.
    for (const Exchanged& trouble :
         {Exchanged(FakeTransport::reply(401, R"({"code":1001})")),
          Exchanged(FakeTransport::reply(402, "{}")),
          Exchanged(FakeTransport::reply(200, R"({"code":2001})")),
          Exchanged(FakeTransport::reply(429, "{}")), Exchanged(FakeTransport::reply(403, "{}")),
          Exchanged(FakeTransport::reply(418, "{}")), Exchanged(FakeTransport::reply(200, R"({"code":77})")),
          Exchanged(FakeTransport::reply(302, "")),
          Exchanged(FakeTransport::reply(200, "<html>", "text/html"))}) {
        FakeService another;
        RenderingService service(another.transport);
        const JobJournal jobs(another.state.path / "state");
        const SessionStore store(another.state.path / "state");
        Exporter exporter(another.service, store, jobs, another.clock, {}, {});
        bool troubled = true;
        another.transport.on("/render/proxy/lambda/", [&](const Request& request, const Listener&) {
            return troubled ? trouble : service.poll(request.url.substr(request.url.rfind('/') + 1));
        });
        const fs::path out = another.state.path / "out.mp4";
        const auto job = exporter.begin({std::nullopt, "s", out, false});
        ASSERT_TRUE(job);
        EXPECT_FALSE(exporter.finish(job->id, {}));
        EXPECT_EQ(jobs.read()->at(0).status, JobStatus::processing);
        troubled = false;
        const auto done = exporter.finish(job->id, {});
        ASSERT_TRUE(done) << describe(done.error());
        EXPECT_EQ(service.submitted.size(), 1U);
    }
}

TEST_F(Exporting, ARenderThatTheServiceForgetsIsMadeOnceMoreAndNotGivenUp) {
    bool forgetful = true;
    fake.transport.on("/render/proxy/lambda/", [&](const Request& request, const Listener&) {
        return forgetful ? FakeTransport::reply(404, "{}")
                         : std::get<Response>(far.poll(request.url.substr(request.url.rfind('/') + 1)));
    });
    const auto job = run(request());
    ASSERT_FALSE(job);
    EXPECT_EQ(job.error().code, Errc::network);
    EXPECT_EQ(far.submitted.size(), 2U);
    forgetful = false;
    ASSERT_TRUE(exporter().finish(id, {}));
    EXPECT_EQ(far.submitted.size(), 2U);
}

TEST_F(Exporting, TheServicesOwnIdIsAskedForFromThenOn) {
    fake.transport.on("/render/proxy/lambda", [&](const Request& request, const Listener&) -> Exchanged {
        if (request.method == Method::post) {
            far.submitted.insert("theirs");
            return FakeTransport::reply(200, R"({"render_id":"theirs","status":"pending"})");
        }
        return far.poll(request.url.substr(request.url.rfind('/') + 1));
    });
    const auto job = run(request());
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(fake.transport.count("/render/proxy/theirs/download"), 1);
    EXPECT_EQ(known().render_id, "theirs");
}

/// As a program leaves it that is killed after the file got its name and before the journal knew.
struct Downloaded : Exporting {
    Job leave(bool overwrite) {
        Job job = *exporter().begin({std::nullopt, "s", output, overwrite});
        job.status = JobStatus::downloading;
        job.render_id = job.id;
        job.partial = fake.state.path / ".out.mp4.1-1.part";
        EXPECT_TRUE(journal.write(job));
        far.submitted.insert(job.id);
        std::ofstream(output) << "whole";
        return job;
    }
    [[nodiscard]] std::ptrdiff_t temporary_files() const {
        return std::count_if(
            fs::directory_iterator(output.parent_path()), fs::directory_iterator(),
            [](const fs::directory_entry& file) { return file.path().extension() == ".part"; });
    }
};

TEST_F(Downloaded, IsNotDownloadedAgain) {
    const Job job = leave(false);
    ASSERT_TRUE(exporter().finish(job.id, {}));
    EXPECT_EQ(film(), "whole");
    EXPECT_EQ(fake.transport.count("download"), 0);
}

TEST_F(Downloaded, AFileThatIsOlderThanTheJobIsAnother) {
    const Job job = leave(true);
    fs::last_write_time(output, fs::last_write_time(output) - std::chrono::hours(24 * 365 * 20));
    ASSERT_TRUE(exporter().finish(job.id, {}));
    EXPECT_EQ(film(), "film");
}

TEST_F(Downloaded, WhatIsHalfThereIsRemoved) {
    const Job job = leave(true);
    std::ofstream(job.partial) << "ha";
    ASSERT_TRUE(exporter().finish(job.id, {}));
    EXPECT_EQ(film(), "film");
    EXPECT_FALSE(fs::exists(job.partial));
}

TEST_F(Downloaded, WhatTheJournalDoesNotKnowYetIsRemoved) {
    Job job = leave(true);
    job.partial.clear();
    ASSERT_TRUE(journal.write(job));
    const rlim_t known_bytes = fs::file_size(fake.state.path / "state/jobs.jsonl");
    const pid_t killed = ::fork();
    if (killed == 0) {  // dies where it notes the name of the file that it has just made
        const rlimit no_more{known_bytes, known_bytes};
        ::setrlimit(RLIMIT_FSIZE, &no_more);
        (void)exporter().finish(job.id, {});
        ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(killed, &status, 0), killed);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ) << status;
    ASSERT_EQ(temporary_files(), 1);
    ASSERT_TRUE(exporter().finish(job.id, {}));
    EXPECT_EQ(film(), "film");
    EXPECT_EQ(temporary_files(), 0);
}

TEST_F(Exporting, AJobThatWaitsForATokenIsKept) {
    ServiceSettings settings = fake.settings(Secret());
    settings.may_register = false;
    Service poor(settings, fake.transport, fake.clock);
    Exporter exporter(poor, sessions, journal, fake.clock, {}, {});
    const auto job = exporter.begin(request());
    EXPECT_FALSE(exporter.finish(job->id, {}));
    EXPECT_EQ(known().status, JobStatus::pending);
    ASSERT_TRUE(this->exporter().finish(job->id, {}));
}

TEST_F(Exporting, ASubmissionIsMadeTwiceAtMost) {
    far.loses_requests = 1000;
    EXPECT_EQ(run(request()).error().code, Errc::network);
    EXPECT_EQ(1000 - far.loses_requests, 2);
    far.loses_requests = 0;
    ASSERT_TRUE(exporter().finish(id, {})) << "and is not given up";
}

TEST_F(Exporting, AServiceThatWantsToBeAskedLaterIs) {
    int polls = 0;
    fake.transport.on("/render/proxy/lambda/", [&](const Request& request, const Listener&) -> Exchanged {
        Response busy = FakeTransport::reply(200, R"({"status":"processing"})");
        busy.head.retry_after = Seconds(90);
        if (++polls < 3) return busy;
        return far.poll(request.url.substr(request.url.rfind('/') + 1));
    });
    far.slow = 0;
    ASSERT_TRUE(run(request()));
    EXPECT_EQ(fake.clock.waits, (std::vector<double>{30, 90, 90}));
}

TEST_F(Exporting, NothingOfTheUsersIsReplaced) {
    std::ofstream(output) << "mine";
    const auto job = run(request());
    ASSERT_FALSE(job);
    EXPECT_EQ(job.error().code, Errc::usage);
    EXPECT_EQ(film(), "mine");
    ASSERT_TRUE(exporter().redirect(id, fake.state.path / "other.mp4", false));
    ASSERT_TRUE(exporter().finish(id, {}));
    EXPECT_EQ(*read_file(fake.state.path / "other.mp4", 100), "film");
    EXPECT_EQ(far.submitted.size(), 1U) << "rendered once";
}

TEST_F(Exporting, AnAbandonedJobIsPassedOver) {
    const auto job = exporter().begin(with_draft());
    ASSERT_TRUE(job);
    EXPECT_TRUE(fs::exists(job->draft));
    ASSERT_TRUE(exporter().abandon(job->id));
    EXPECT_FALSE(fs::exists(job->draft)) << "nothing of it stays";
    EXPECT_FALSE(exporter().finish(job->id, {}));
    EXPECT_TRUE(far.drafts.empty());
}

TEST_F(Exporting, AJobThatAnotherProgramWorksOnIsLeftAlone) {
    const auto job = exporter().begin(request());
    const auto claim = journal.claim(job->id);
    const auto finished = exporter().finish(job->id, {});
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().code, Errc::usage);
    EXPECT_TRUE(far.drafts.empty());
}

/// As if the program had been killed at the n-th request: everything but the disk is lost.
class Killed {};

TEST_F(Exporting, KilledAtAnyRequestItIsFinishedByAnother) {
    // A run that nothing breaks off makes so many requests.
    ASSERT_TRUE(run(with_draft()));
    const std::size_t requests = fake.transport.requests.size();
    ASSERT_GT(requests, 6U);
    for (std::size_t n = 0; n < requests; ++n) {
        for (const bool arrives : {false, true}) {
            FakeService first;
            RenderingService service(first.transport);
            const fs::path state = first.state.path / "state";
            const SessionStore store(state);
            const JobJournal jobs(state);
            const fs::path out = first.state.path / "out.mp4";
            ExportRequest wanted = with_draft();
            wanted.output = out;
            const Digest digest = [](const fs::path& file) { return read_file(file, 1000); };

            struct Breaking final : Transport {
                FakeTransport& wire;
                std::size_t left;
                bool arrives;
                Breaking(FakeTransport& w, std::size_t n, bool a) : wire(w), left(n), arrives(a) {}
                Exchanged exchange(const Request& request, const Listener& listener,
                                   std::stop_token stop) override {
                    if (left == 0 && arrives) (void)wire.exchange(request, listener, stop);
                    if (left-- == 0) throw Killed();
                    return wire.exchange(request, listener, stop);
                }
            } breaking(first.transport, n, arrives);
            try {
                Service dying(first.settings(Secret()), breaking, first.clock);
                Exporter exporter(dying, store, jobs, first.clock, digest, {});
                const auto job = exporter.begin(wanted);
                ASSERT_TRUE(job);
                (void)exporter.finish(job->id, {});
                FAIL() << "not broken off at request " << n;
            } catch (const Killed&) {
            }
            Service service_again(first.settings(Secret()), first.transport, first.clock);
            Exporter again(service_again, store, jobs, first.clock, digest, {});
            const auto known_jobs = *jobs.read();
            ASSERT_EQ(known_jobs.size(), 1U);
            const auto finished = again.finish(known_jobs[0].id, {});
            ASSERT_TRUE(finished) << n << ' ' << arrives << ": " << describe(finished.error());
            EXPECT_EQ(*read_file(out, 100), "film");
            EXPECT_EQ(service.submitted.size(), 1U) << "killed at request " << n;
        }
    }
}

}  // namespace
}  // namespace beatsync::cloud::test
