// What the client keeps on the disk: client id, tokens, sessions, jobs.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "cloud/client_id.h"
#include "cloud/fake_service.h"
#include "cloud/job_journal.h"
#include "cloud/session_store.h"
#include "cloud/token_store.h"

namespace beatsync::cloud::test {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, const std::string& text, bool at_end = false) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, at_end ? std::ios::app : std::ios::trunc) << text;
}

mode_t mode_of(const fs::path& file) {
    struct stat st {};
    EXPECT_EQ(::stat(file.c_str(), &st), 0) << file;
    return st.st_mode & 0777U;
}

/// Runs it in so many processes at once; all must come to a good end.
template <class Work>
void in_processes(int count, Work work) {
    std::vector<pid_t> children;
    for (int i = 0; i < count; ++i) {
        const pid_t child = ::fork();
        if (child == 0) ::_exit(work(i) ? 0 : 1);
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = -1;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(status, 0);
    }
}

TEST(ClientId, IsMadeOnceAndKept) {
    const TemporaryState state;
    const auto folder = state.path / "nemovideo";
    const auto first = kept_client_id(folder);
    ASSERT_TRUE(first) << describe(first.error());
    EXPECT_TRUE(is_uuid(*first)) << *first;
    EXPECT_EQ((*first)[14], '4') << "the version";
    EXPECT_EQ(*kept_client_id(folder), *first);
    EXPECT_EQ(mode_of(folder / "client_id"), 0600U);
}

TEST(ClientId, AnotherClientsIsTaken) {
    const TemporaryState state;
    write(state.path / "client_id", "  6F9619FF-8B86-4D01-B42D-00CF4FC964FF\r\n");
    EXPECT_EQ(*kept_client_id(state.path), "6F9619FF-8B86-4D01-B42D-00CF4FC964FF");
}

TEST(ClientId, GarbageIsReplaced) {
    for (const std::string garbage : {"", "hello", "6F9619FF-8B86-4D01-B42D-00CF4FC964F"}) {
        const TemporaryState state;
        write(state.path / "client_id", garbage);
        const auto id = kept_client_id(state.path);
        ASSERT_TRUE(id);
        EXPECT_TRUE(is_uuid(*id));
        EXPECT_EQ(*kept_client_id(state.path), *id);
    }
}

TEST(ClientId, ProgramsThatStartAtOnceGetTheSame) {
    const TemporaryState state;
    in_processes(8, [&](int i) {
        const auto id = kept_client_id(state.path / "nemovideo");
        if (id) write(state.path / std::to_string(i), *id);
        return id.has_value();
    });
    std::set<std::string> ids;
    for (int i = 0; i < 8; ++i)
        ids.insert(read(state.path / std::to_string(i)));
    EXPECT_EQ(ids.size(), 1U);
}

TEST(ClientId, AFolderThatCantBeMadeIsNamed) {
    const TemporaryState state;
    write(state.path / "file", "");
    const auto id = kept_client_id(state.path / "file" / "nemovideo");
    ASSERT_FALSE(id);
    EXPECT_NE(id.error().message.find("nemovideo"), std::string::npos) << id.error().message;
}

TEST(TokenStore, KeepsTokensByAddress) {
    const TemporaryState state;
    const TokenStore store(state.path / "state");
    EXPECT_FALSE(store.load("https://a"));
    const auto lock = store.lock({});
    ASSERT_TRUE(lock);
    ASSERT_TRUE(store.save(*lock, "https://a", {true, Secret("tok-a"), "anon_1", 1234.5}));
    ASSERT_TRUE(store.save(*lock, "https://b", {false, Secret("tok-b"), "", std::nullopt}));
    const auto a = store.load("https://a");
    ASSERT_TRUE(a);
    EXPECT_TRUE(a->anonymous);
    EXPECT_EQ(a->token.reveal(), "tok-a");
    EXPECT_EQ(a->user_id, "anon_1");
    EXPECT_EQ(a->expires_at, 1234.5);
    EXPECT_FALSE(store.load("https://b")->anonymous);
    EXPECT_FALSE(store.load("https://b")->expires_at);
    EXPECT_EQ(mode_of(state.path / "state" / "credentials.json"), 0600U);
    EXPECT_EQ(mode_of(state.path / "state"), 0700U);
    ASSERT_TRUE(store.erase(*lock, "https://a"));
    EXPECT_FALSE(store.load("https://a"));
    EXPECT_TRUE(store.load("https://b"));
}

TEST(TokenStore, AFileThatIsNoneCountsAsEmpty) {
    for (const std::string text : {"", "{", "[]", R"({"https://a":7})", R"({"https://a":{"token":""}})"}) {
        const TemporaryState state;
        write(state.path / "credentials.json", text);
        EXPECT_FALSE(TokenStore(state.path).load("https://a")) << text;
    }
}

TEST(SessionStore, RemembersTheCurrentSessionAndItsFiles) {
    const TemporaryState state;
    const SessionStore store(state.path);
    EXPECT_FALSE(store.current("https://a"));
    ASSERT_TRUE(store.set_current("https://a", {"s1", "t1"}));
    ASSERT_TRUE(store.add_upload("https://a", "s1", {"d1", "/x/a.mp4", "a.mp4", R"({"id":1})", "1"}));
    ASSERT_TRUE(store.add_upload("https://a", "s1", {"d2", "/x/b.mp4", "b.mp4", "{}", "b"}));
    ASSERT_TRUE(store.add_upload("https://a", "s1", {"d1", "/y/a.mp4", "a.mp4", "{}", "one"}));
    EXPECT_EQ(store.current("https://a")->session_id, "s1");
    EXPECT_EQ(store.current("https://a")->task_id, "t1");
    EXPECT_FALSE(store.current("https://b"));
    const auto uploads = store.uploads("https://a", "s1");
    ASSERT_EQ(uploads.size(), 2U) << "the same content once";
    EXPECT_EQ(uploads[0].reference, "one");
    EXPECT_EQ(uploads[1].path, "/x/b.mp4");
    EXPECT_TRUE(store.uploads("https://a", "s2").empty());
    ASSERT_TRUE(store.forget("https://a", "s2"));
    EXPECT_TRUE(store.current("https://a")) << "another one was forgotten";
    ASSERT_TRUE(store.forget("https://a", "s1"));
    EXPECT_FALSE(store.current("https://a"));
}

TEST(SessionStore, ForgetsTheOldest) {
    const TemporaryState state;
    const SessionStore store(state.path);
    for (std::size_t i = 0; i <= SessionStore::kSessionsKept; ++i)
        ASSERT_TRUE(store.add_upload("https://a", "s" + std::to_string(i), {"d", "", "n", "{}", "r"}));
    EXPECT_TRUE(store.uploads("https://a", "s0").empty());
    EXPECT_EQ(store.uploads("https://a", "s1").size(), 1U);
}

Job job(const std::string& id, JobStatus status = JobStatus::pending) {
    Job job;
    job.id = id;
    job.base_url = "https://a";
    job.output = "/x/" + id + ".mp4";
    job.status = status;
    job.begun_at = 1000;
    return job;
}

TEST(JobJournal, TheLastLineOfAJobCounts) {
    const TemporaryState state;
    const JobJournal journal(state.path / "state");
    EXPECT_TRUE(journal.read()->empty());
    Job a = job("a");
    a.draft = "/state/a.json";
    a.partial = "/x/.a.part";
    a.submissions = 2;
    a.failures = 1;
    a.render_id = "render_9";
    a.session_id = "s";
    a.overwrite = true;
    a.error = "why";
    a.updated_at = 1001.25;
    ASSERT_TRUE(journal.write(job("a")));
    ASSERT_TRUE(journal.write(job("b")));
    a.status = JobStatus::downloading;
    ASSERT_TRUE(journal.write(a));
    const auto jobs = journal.read();
    ASSERT_EQ(jobs->size(), 2U);
    const Job& read_back = jobs->front();
    EXPECT_EQ(to_line(read_back), to_line(a));
    EXPECT_EQ(read_back.status, JobStatus::downloading);
    EXPECT_EQ(read_back.partial, a.partial);
    EXPECT_EQ(read_back.submissions, 2);
    EXPECT_EQ(read_back.failures, 1);
    EXPECT_TRUE(read_back.overwrite);
    EXPECT_EQ(jobs->back().status, JobStatus::pending);
    EXPECT_EQ(mode_of(state.path / "state" / "jobs.jsonl"), 0600U);
}

TEST(JobJournal, NamesThatAreNoUtf8ComeBack) {
    Job a = job("a");
    a.output = std::string("/x/\xff\xfe.mp4");
    const auto back = parse_job(to_line(a));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->output, a.output);
}

TEST(JobJournal, ALineCutByACrashHidesNoOther) {
    // Cut after every byte: what was whole before stays, and what comes after is read.
    const std::string first = to_line(job("a")) + "\n";
    const std::string torn = to_line(job("a", JobStatus::processing));
    for (std::size_t cut = 0; cut < torn.size(); ++cut) {
        const TemporaryState state;
        write(state.path / "jobs.jsonl", first + torn.substr(0, cut));
        const JobJournal journal(state.path);
        ASSERT_EQ(journal.read()->size(), 1U) << cut;
        EXPECT_EQ(journal.read()->front().status, JobStatus::pending) << cut;
        if (cut % 16 != 0) continue;
        ASSERT_TRUE(journal.write(job("b")));
        const auto jobs = journal.read();
        ASSERT_EQ(jobs->size(), 2U) << cut;
        EXPECT_EQ(jobs->back().id, "b");
    }
}

TEST(JobJournal, GarbageIsPassedOver) {
    const TemporaryState state;
    write(state.path / "jobs.jsonl",
          "\n{}\nnull\n[1]\n{\"id\":\"x\",\"status\":\"flying\",\"output\":\"/x\"}\n" +
              std::string(5000, '[') + "\n" + to_line(job("a")) + "\n" + std::string("\0\0\0", 3));
    const auto jobs = JobJournal(state.path).read();
    ASSERT_EQ(jobs->size(), 1U);
    EXPECT_EQ(jobs->front().id, "a");
}

TEST(JobJournal, SeveralProgramsWriteAtOnce) {
    const TemporaryState state;
    in_processes(4, [&](int i) {
        const JobJournal journal(state.path / "state");
        bool good = true;
        for (int k = 0; k < 20; ++k)
            good = good && journal.write(job("j" + std::to_string(i * 100 + k))).has_value();
        return good;
    });
    EXPECT_EQ(JobJournal(state.path / "state").read()->size(), 80U);
}

TEST(JobJournal, StaysSmallAndLosesNoJobThatIsNotDone) {
    const TemporaryState state;
    const JobJournal journal(state.path);
    std::string text;
    for (int i = 0; i < 7000; ++i)
        text += to_line(job("old" + std::to_string(i), JobStatus::completed)) + "\n";
    write(state.path / "jobs.jsonl", to_line(job("open", JobStatus::processing)) + "\n" + text);
    const auto before = fs::file_size(state.path / "jobs.jsonl");
    ASSERT_GT(before, 1U << 20U) << "the test is about a large one";
    ASSERT_TRUE(journal.write(job("new")));
    EXPECT_LT(fs::file_size(state.path / "jobs.jsonl"), before / 10);
    const auto jobs = *journal.read();
    const auto has = [&](const std::string& id) {
        return std::any_of(jobs.begin(), jobs.end(), [&](const Job& j) { return j.id == id; });
    };
    EXPECT_TRUE(has("open"));
    EXPECT_TRUE(has("new"));
    EXPECT_TRUE(has("old6999")) << "the latest stay to be listed";
    EXPECT_FALSE(has("old0"));
}

TEST(JobJournal, OneProgramAtATimeWorksOnAJob) {
    const TemporaryState state;
    const JobJournal journal(state.path);
    auto claim = journal.claim("a");
    ASSERT_TRUE(claim && *claim);
    in_processes(1, [&](int) {
        const auto second = journal.claim("a");
        const auto other = journal.claim("b");
        return second && !*second && other && *other;
    });
    *claim = std::nullopt;
    EXPECT_TRUE(*journal.claim("a"));
}

}  // namespace
}  // namespace beatsync::cloud::test
