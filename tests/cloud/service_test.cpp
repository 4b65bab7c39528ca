// The typed calls on a fake wire: what is sent, and what is made of what comes back.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "cloud/fake_service.h"
#include "cloud/timestamp.h"
#include "cloud/token_store.h"
#include "cloud/upload_file.h"

namespace beatsync::cloud::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
const RunContext kContext;

const Request& last(const FakeService& fake) {
    return fake.transport.requests.back();
}

void save_token(const FakeService& fake, const StoredToken& token) {
    const TokenStore store(fake.state.path / "state");
    const auto lock = store.lock({});
    ASSERT_TRUE(store.save(*lock, "https://api.test", token));
}

TEST(Requests, SayWhoSendsThem) {
    FakeService fake;
    fake.transport.answer("/credits", 200, R"({"code":0,"data":{"available":90,"frozen":10,"total":100}})");
    const auto credits = fake.service.credits(kContext);
    ASSERT_TRUE(credits) << describe(credits.error());
    EXPECT_EQ(credits->available, 90);
    EXPECT_EQ(credits->frozen, 10);
    EXPECT_EQ(credits->total, 100);
    ASSERT_EQ(fake.transport.requests.size(), 2U);
    const Request& token = fake.transport.requests[0];
    EXPECT_EQ(token.url, "https://api.test/api/auth/anonymous-token");
    EXPECT_EQ(token.method, Method::post);
    EXPECT_EQ(header(token, "X-Client-Id"), "11111111-2222-4333-8444-555555555555");
    EXPECT_TRUE(token.bearer.empty());
    EXPECT_EQ(last(fake).url, "https://api.test/api/credits/balance/simple");
    EXPECT_EQ(last(fake).bearer.reveal(), kToken);
    EXPECT_EQ(header(last(fake), "X-Client-Id"), "") << "on the token's request alone";
    for (const Request& request : fake.transport.requests) {
        EXPECT_EQ(header(request, "X-Skill-Source"), "ai-video-editing-with-music");
        EXPECT_EQ(header(request, "X-Skill-Version"), "1.2.3");
        EXPECT_EQ(header(request, "X-Skill-Platform"), "unknown");
        EXPECT_EQ(request.url.find("nmv_"), std::string::npos);
    }
}

TEST(Tokens, OneIsKeptAndUsedAgain) {
    FakeService fake;
    fake.transport.answer("/credits", 200, R"({"available":1})");
    ASSERT_TRUE(fake.service.credits(kContext));
    ASSERT_TRUE(fake.service.credits(kContext));
    EXPECT_EQ(fake.transport.count("anonymous-token"), 1);
    Service another(fake.settings(Secret()), fake.transport, fake.clock);
    ASSERT_TRUE(another.credits(kContext));
    EXPECT_EQ(fake.transport.count("anonymous-token"), 1) << "from the disk";
    EXPECT_EQ(another.account().kind, TokenKind::anonymous);
    EXPECT_EQ(another.account().user_id, "anon_7");
    EXPECT_EQ(another.account().expires_at, parse_timestamp("2033-01-01T00:00:00Z"));
}

TEST(Tokens, OneThatHasExpiredIsReplacedBeforeItIsUsed) {
    FakeService fake;
    save_token(fake, {true, Secret("nmv_usr_old"), "anon_1", fake.clock.unix_time() + 5});
    fake.transport.answer("/credits", 200, R"({"available":1})");
    ASSERT_TRUE(fake.service.credits(kContext));
    EXPECT_EQ(last(fake).bearer.reveal(), kToken);
    EXPECT_EQ(fake.transport.count("/credits"), 1);
}

TEST(Tokens, ABadAnonymousOneIsReplacedOnceWithTheSameClientId) {
    FakeService fake;
    save_token(fake, {true, Secret("nmv_usr_old"), "anon_1", std::nullopt});
    fake.transport.on("/credits", [](const Request& request, const Listener&) -> Exchanged {
        if (request.bearer.reveal() == kToken) return FakeTransport::reply(200, R"({"available":3})");
        return FakeTransport::reply(401, R"({"code":1001,"message":"expired"})");
    });
    const auto credits = fake.service.credits(kContext);
    ASSERT_TRUE(credits) << describe(credits.error());
    EXPECT_EQ(fake.transport.count("anonymous-token"), 1);
    EXPECT_EQ(fake.transport.count("/credits"), 2);
    EXPECT_EQ(TokenStore(fake.state.path / "state").load("https://api.test")->token.reveal(), kToken);
}

TEST(Tokens, OneThatAnotherProgramRenewedMeanwhileIsTaken) {
    FakeService fake;
    save_token(fake, {true, Secret("nmv_usr_old"), "anon_1", std::nullopt});
    fake.transport.on("/credits", [&](const Request& request, const Listener&) -> Exchanged {
        if (request.bearer.reveal() == "nmv_usr_theirs")
            return FakeTransport::reply(200, R"({"available":3})");
        save_token(fake, {true, Secret("nmv_usr_theirs"), "anon_1", std::nullopt});
        return FakeTransport::reply(200, R"({"code":1001,"message":"expired"})");
    });
    EXPECT_TRUE(fake.service.credits(kContext));
    EXPECT_EQ(fake.transport.count("anonymous-token"), 0) << "ten tokens an address are few";
}

TEST(Tokens, TheUsersOwnIsNeverReplaced) {
    FakeService fake(Secret("nmv_usr_mine"));
    fake.transport.answer("/credits", 200, R"({"code":1001,"message":"nmv_usr_mine is expired"})");
    const auto credits = fake.service.credits(kContext);
    ASSERT_FALSE(credits);
    EXPECT_EQ(credits.error().code, Errc::refused);
    EXPECT_EQ(fake.transport.requests.size(), 1U);
    EXPECT_EQ(describe(credits.error()).find("nmv_usr_mine"), std::string::npos)
        << "what the service repeats of it";
    EXPECT_EQ(fake.service.account().kind, TokenKind::given);
}

TEST(Tokens, NoneIsAskedForWithoutLeave) {
    FakeService fake;
    ServiceSettings settings = fake.settings(Secret());
    settings.may_register = false;
    Service service(settings, fake.transport, fake.clock);
    const auto credits = service.credits(kContext);
    ASSERT_FALSE(credits);
    EXPECT_EQ(credits.error().code, Errc::refused);
    EXPECT_TRUE(fake.transport.requests.empty());
}

TEST(Tokens, LoginKeepsAGoodOneAndForgetsABadOne) {
    FakeService fake;
    fake.transport.on("/credits", [](const Request& request, const Listener&) -> Exchanged {
        if (request.bearer.reveal() == "nmv_usr_good") return FakeTransport::reply(200, R"({"available":3})");
        return FakeTransport::reply(401, R"({"code":1001})");
    });
    EXPECT_FALSE(fake.service.login(Secret("nmv_usr_bad"), kContext));
    EXPECT_EQ(fake.service.account().kind, TokenKind::none);
    ASSERT_TRUE(fake.service.login(Secret("nmv_usr_good"), kContext));
    EXPECT_EQ(fake.service.account().kind, TokenKind::given);
    ASSERT_TRUE(fake.service.logout(kContext));
    EXPECT_EQ(fake.service.account().kind, TokenKind::none);
    for (const char* wrong : {"", "two words", "a\r\nX-Evil: 1", "\xc3\xa4"}) {
        const auto login = fake.service.login(Secret(wrong), kContext);
        ASSERT_FALSE(login) << wrong;
        EXPECT_EQ(login.error().code, Errc::usage);
    }
}

TEST(Tokens, ANewClientIdIsMadeWhereTheServiceWantsOne) {
    FakeService fake;
    ServiceSettings settings = fake.settings(Secret());
    settings.client_id.clear();
    Service service(settings, fake.transport, fake.clock);
    std::string first;
    fake.transport.on("anonymous-token", [&](const Request& request, const Listener&) -> Exchanged {
        if (first.empty()) {
            first = header(request, "X-Client-Id");
            return FakeTransport::reply(400, R"({"code":400,"message":"X-Client-Id missing"})");
        }
        EXPECT_NE(header(request, "X-Client-Id"), first);
        return FakeTransport::reply(200, R"({"token":"nmv_usr_x"})");
    });
    fake.transport.answer("/credits", 200, R"({"available":3})");
    EXPECT_TRUE(service.credits(kContext));
    EXPECT_EQ(fake.transport.count("anonymous-token"), 2);
}

TEST(Waits, RetryAfterIsRespectedUnlessItIsTooLong) {
    FakeService fake;
    Response slow = FakeTransport::reply(429, "{}");
    slow.head.retry_after = Seconds(7);
    fake.transport.answers("/credits", {slow, FakeTransport::reply(200, R"({"available":3})")});
    ASSERT_TRUE(fake.service.credits(kContext));
    EXPECT_EQ(fake.clock.waits, std::vector<double>{7});
    slow.head.retry_after = Seconds(7 * 24 * 3600);
    fake.transport.answers("/credits", {slow});
    EXPECT_FALSE(fake.service.credits(kContext));
    EXPECT_EQ(fake.clock.waits.size(), 1U) << "a week is for the user to wait";
}

TEST(Waits, EndWhenTheUserStopsThem) {
    FakeService fake;
    std::stop_source stop;
    fake.clock.on_wait = [&] { stop.request_stop(); };
    fake.transport.answer("/credits", 503, "");
    const auto credits = fake.service.credits({nullptr, nullptr, stop.get_token()});
    ASSERT_FALSE(credits);
    EXPECT_EQ(credits.error().code, Errc::cancelled);
    EXPECT_EQ(fake.transport.count("/credits"), 1);
}

TEST(Sessions, AreMadeAndClaimed) {
    FakeService fake;
    fake.transport.answer("/with-session/nemo_agent", 200, R"({"task_id":"t/1","session_id":"s 1"})");
    fake.transport.answer("/claim-token", 200,
                          R"({"code":0,"data":{"claim_token":"clm_a&b","expires_in":60}})");
    const auto session = fake.service.create_session(kContext);
    ASSERT_TRUE(session);
    EXPECT_EQ(json::parse(last(fake).body), (json{{"task_name", "project"}, {"language", "en"}}));
    EXPECT_EQ(session->session_id, "s 1");
    const auto link = fake.service.claim_link(*session, kContext);
    ASSERT_TRUE(link);
    EXPECT_EQ(*link, "https://nemovideo.com/workspace/claim?ct=clm_a%26b");
    EXPECT_EQ(json::parse(last(fake).body), (json{{"task_id", "t/1"}, {"session_id", "s 1"}}));
}

TEST(Sessions, IdsOfTheServiceAreEscapedInPaths) {
    FakeService fake;
    fake.transport.answer("/api/state/", 200, R"({"data":{"state":{"draft":{"t":[]}}}})");
    ASSERT_TRUE(fake.service.state("../a?b#c", kContext));
    EXPECT_EQ(last(fake).url, "https://api.test/api/state/nemo_agent/me/..%2Fa%3Fb%23c/latest");
    ASSERT_TRUE(fake.service.state("..", kContext));
    EXPECT_EQ(last(fake).url, "https://api.test/api/state/nemo_agent/me/%2E%2E/latest");
}

TEST(Sessions, AnUnknownOneIsToldApart) {
    FakeService fake;
    fake.transport.answer("/api/state/", 404, R"({"code":1002,"message":"no such session"})");
    EXPECT_FALSE(fake.service.state("s", kContext));
    EXPECT_TRUE(fake.service.session_unknown());
    fake.transport.answer("/api/state/", 200, R"({"data":{}})");
    EXPECT_TRUE(fake.service.state("s", kContext));
    EXPECT_FALSE(fake.service.session_unknown());
}

TEST(Uploads, AreCheckedBeforeAnythingIsSent) {
    FakeService fake;
    const fs::path folder = fake.state.path;
    std::ofstream(folder / "a.txt") << "x";
    std::ofstream(folder / "empty.mp4").close();
    std::ofstream(folder / "big.MP4").close();
    fs::resize_file(folder / "big.MP4", kMaxUploadBytes + 1);
    const auto refused = [&](const char* name) {
        const auto uploaded = fake.service.upload("s", folder / name, {}, kContext);
        EXPECT_FALSE(uploaded) << name;
        return uploaded ? Error{} : uploaded.error();
    };
    EXPECT_NE(refused("a.txt").hint.find("mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a, aac"),
              std::string::npos);
    EXPECT_NE(refused("big.MP4").hint.find("500 MB"), std::string::npos);
    EXPECT_EQ(refused("none.mp4").code, Errc::input);
    EXPECT_EQ(refused("empty.mp4").code, Errc::input);
    EXPECT_EQ(refused("").code, Errc::input);
    EXPECT_TRUE(fake.transport.requests.empty());
}

TEST(Uploads, SayTheNameAloneAndTheType) {
    FakeService fake;
    const fs::path file = fake.state.path / "My Clip.MOV";
    std::ofstream(file) << "x";
    fake.transport.answer("/upload-video/", 200, R"({"code":0,"data":{"files":[{"id":"f1","x":[1]}]}})");
    const auto answer = fake.service.upload("s", file, {}, kContext);
    ASSERT_TRUE(answer) << describe(answer.error());
    EXPECT_EQ(json::parse(*answer), json::parse(R"({"files":[{"id":"f1","x":[1]}]})")) << "all of it";
    ASSERT_EQ(last(fake).files.size(), 1U);
    EXPECT_EQ(last(fake).files[0].field, "files");
    EXPECT_EQ(last(fake).files[0].file_name, "My Clip.MOV");
    EXPECT_EQ(last(fake).files[0].mime_type, "video/quicktime");
    EXPECT_EQ(last(fake).url, "https://api.test/api/upload-video/nemo_agent/me/s");
    const std::vector<std::string> urls{"https://x/a.mp4"};
    ASSERT_TRUE(fake.service.upload_urls("s", urls, kContext));
    EXPECT_EQ(json::parse(last(fake).body), (json{{"urls", urls}, {"source_type", "url"}}));
}

TEST(Tokens, AreBlottedOutOfEveryAnswer) {
    FakeService fake(Secret("nmv_usr_mine"));
    const fs::path file = fake.state.path / "a.mp4";
    std::ofstream(file) << "x";
    fake.transport.answer("/upload-video/", 200, R"({"data":{"id":"nmv_usr_mine"}})");
    fake.transport.answer("/render/", 200, R"({"status":"failed","error":"bad token nmv_usr_mine"})");
    fake.transport.answer("/api/state", 200, R"({"data":{"state":{"draft":{"t":[],"x":"nmv_usr_mine"}}}})");
    EXPECT_EQ(fake.service.upload("s", file, {}, kContext)->find("nmv_usr"), std::string::npos);
    EXPECT_EQ((*fake.service.render_state("r", kContext))->error, "bad token [token]");
    EXPECT_EQ(fake.service.state("s", kContext)->draft.find("nmv_usr"), std::string::npos);
}

TEST(Uploads, AreCalledInADraftWhatTheServiceCallsThem) {
    EXPECT_EQ(upload_reference(R"({"file_id":"f","url":"u","name":"n"})"), "f");
    EXPECT_EQ(upload_reference(R"({"files":[{"name":"n","url":"u"}],"count":1})"), "u");
    EXPECT_EQ(upload_reference(R"(["https://cdn/x"])"), "https://cdn/x");
    EXPECT_EQ(upload_reference(R"([{"id":17}])"), "17");
    EXPECT_EQ(upload_reference(R"({"data":{"video":{"path":"p"}}})"), "p");
    EXPECT_EQ(upload_reference(R"({"ok":true})"), "");
    EXPECT_EQ(upload_reference("no JSON"), "");
}

TEST(Renders, AreSubmittedUnderTheIdThatWasAskedFor) {
    FakeService fake;
    fake.transport.answer("/render/proxy/lambda", 200, R"({"render_id":"render_5","status":"pending"})");
    const auto submitted = fake.service.submit_render(
        "s", R"({"t":[{"sg":[1]}],"d":5})", []() -> Result<std::string> { return "render_5"; }, kContext);
    ASSERT_TRUE(submitted);
    EXPECT_TRUE(submitted->certain);
    EXPECT_EQ(submitted->render_id, "render_5");
    EXPECT_EQ(json::parse(last(fake).body), json::parse(R"({"id":"render_5","sessionId":"s","draft":{"t":[)"
                                                        R"({"sg":[1]}],"d":5},"output":{"format":"mp4",)"
                                                        R"("quality":"high"}})"));
}

TEST(Renders, AreAskedForByTheServicesOwnId) {
    for (const std::string answer : {R"({"render_id":"theirs","status":"pending"})", R"({"id":"theirs"})",
                                     R"({"code":0,"data":{"id":"theirs"}})"}) {
        FakeService fake;
        fake.transport.answer("/render/proxy/lambda", 200, answer);
        const auto submitted = fake.service.submit_render(
            "s", "{}", []() -> Result<std::string> { return "ours"; }, kContext);
        ASSERT_TRUE(submitted);
        EXPECT_EQ(submitted->render_id, "theirs") << answer;
    }
}

TEST(Renders, EachTryHasAnIdOfItsOwn) {
    FakeService fake;
    fake.transport.answers("/render/proxy/lambda", {FakeTransport::reply(429, "{}"),
                                                    FakeTransport::reply(200, R"({"status":"pending"})")});
    int n = 0;
    const auto next = [&]() -> Result<std::string> { return "render_" + std::to_string(++n); };
    ASSERT_TRUE(fake.service.submit_render("s", "{}", next, kContext));
    ASSERT_EQ(fake.transport.count("/render/proxy/lambda"), 2);
    EXPECT_EQ(json::parse(last(fake).body)["id"], "render_2");
}

TEST(Renders, StatesAreReadInEverySpelling) {
    const auto state_of = [](const std::string& body) {
        FakeService fake;
        fake.transport.answer("/render/proxy/lambda/r1", 200, body);
        const auto state = fake.service.render_state("r1", kContext);
        EXPECT_TRUE(state && *state) << body;
        return state && *state ? **state : RenderState{};
    };
    EXPECT_EQ(state_of(R"({"status":"pending"})").phase, RenderPhase::pending);
    EXPECT_EQ(state_of(R"({"status":"processing","progress":40})").progress, 0.4);
    EXPECT_EQ(state_of(R"({"code":0,"data":{"status":"PROCESSING","progress":0.4}})").progress, 0.4);
    EXPECT_EQ(state_of(R"({"status":"completed","output":{"url":"https://x/f"}})").url, "https://x/f");
    EXPECT_EQ(state_of(R"({"status":"completed"})").phase, RenderPhase::completed);
    EXPECT_EQ(state_of(R"({"status":"failed","error":"no memory"})").error, "no memory");
    EXPECT_EQ(state_of(R"({"status":"failed","error":{"message":"no memory"}})").error, "no memory");
    EXPECT_EQ(state_of(R"({"status":17})").phase, RenderPhase::pending) << "nothing that can be understood";
    FakeService fake;
    fake.transport.answer("/render/proxy/lambda/r1", 404, R"({"error":"no such render"})");
    const auto unknown = fake.service.render_state("r1", kContext);
    ASSERT_TRUE(unknown);
    EXPECT_FALSE(*unknown);
}

/// Serves `film` from `host` with ranges, breaking off after `piece` bytes.
FakeTransport::Handler film_host(const std::string& film, std::size_t piece,
                                 std::vector<std::string>& ranges) {
    return [&film, piece, &ranges](const Request& request, const Listener& listener) -> Exchanged {
        const std::string range = header(request, "Range");
        ranges.push_back(range);
        const std::size_t from = range.empty() ? 0 : std::stoul(range.substr(6));
        Response response = FakeTransport::reply(range.empty() ? 200 : 206, "", "video/mp4");
        response.head.content_length = static_cast<std::int64_t>(film.size() - from);
        if (!range.empty()) {
            response.head.range_begin = static_cast<std::int64_t>(from);
            response.head.range_total = static_cast<std::int64_t>(film.size());
        }
        EXPECT_TRUE(listener.head(response.head));
        EXPECT_TRUE(listener.data(film.substr(from, piece)));
        if (from + piece < film.size()) return FakeTransport::failure(Reached::answer, "broke off");
        return response;
    };
}

struct Downloading : ::testing::Test {
    Downloading() { std::ofstream(file) << "what was here before, and is longer than the film will be"; }
    [[nodiscard]] Result<void> run(const std::string& url) {
        return fake.service.download(url, "r1", file, kContext);
    }
    [[nodiscard]] std::string content() const {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    FakeService fake;
    fs::path file = fake.state.path / "film.part";
    std::string film = "ftyp0123456789abcdefghij";
    std::vector<std::string> ranges;
};

TEST_F(Downloading, GoesOnWhereItBrokeOff) {
    fake.transport.on("cdn.test", film_host(film, 10, ranges));
    const auto done = run("https://cdn.test/film");
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_EQ(content(), film);
    EXPECT_EQ(ranges, (std::vector<std::string>{"", "bytes=10-", "bytes=20-"}));
}

TEST_F(Downloading, AnotherHostSeesNoCredentials) {
    fake.transport.on("cdn.test", film_host(film, 100, ranges));
    ASSERT_TRUE(run("https://cdn.test/film"));
    ASSERT_EQ(fake.transport.requests.size(), 1U);
    EXPECT_TRUE(last(fake).bearer.empty());
    for (const HeaderField& field : last(fake).headers)
        EXPECT_TRUE(!field.name.starts_with("X-") && field.name != "Authorization") << field.name;
}

TEST_F(Downloading, TheApisOwnHostSeesThem) {
    fake.transport.on("/files/", film_host(film, 100, ranges));
    ASSERT_TRUE(run("https://api.test/files/film"));
    EXPECT_EQ(last(fake).bearer.reveal(), kToken);
    EXPECT_EQ(header(last(fake), "X-Skill-Version"), "1.2.3");
    ASSERT_TRUE(run("/files/film")) << "a path is one of that host";
}

TEST_F(Downloading, TheApisOwnAddressIsTheLastResort) {
    for (const std::string url : {"", "https://cdn.test/gone", "ftp://x/y", "http://elsewhere.test/plain"}) {
        fake.transport.answer("cdn.test", 404, "gone");
        fake.transport.on("/api/render/proxy/r1/download", film_host(film, 100, ranges));
        const auto done = run(url);
        ASSERT_TRUE(done) << url << describe(done.error());
        EXPECT_EQ(content(), film);
        EXPECT_EQ(last(fake).url, "https://api.test/api/render/proxy/r1/download");
    }
}

TEST_F(Downloading, APageIsNoFilm) {
    fake.transport.on("cdn.test", [](const Request&, const Listener&) {
        return FakeTransport::reply(200, "<html>sorry</html>", "text/html");
    });
    fake.transport.on("/download", [](const Request&, const Listener&) {
        return FakeTransport::reply(200, R"({"code":0})");
    });
    const auto done = run("https://cdn.test/film");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::refused);
}

TEST_F(Downloading, AShortFilmIsNoFilm) {
    // It says 24 bytes, sends 10 and ends as if that were all, over and over.
    const auto cut = [&](const Request&, const Listener& listener) -> Exchanged {
        Response response = FakeTransport::reply(200, "", "video/mp4");
        response.head.content_length = 24;
        EXPECT_TRUE(listener.head(response.head));
        EXPECT_TRUE(listener.data(film.substr(0, 10)));
        return response;
    };
    fake.transport.on("cdn.test", cut);
    fake.transport.on("/download", cut);
    EXPECT_FALSE(run("https://cdn.test/film"));
    EXPECT_LT(fake.transport.requests.size(), 20U) << "it has to end";
}

TEST_F(Downloading, ARangeThatIsNotTheOneAskedForIsNotMixedIn) {
    int n = 0;
    fake.transport.on("cdn.test", [&](const Request& request, const Listener& listener) -> Exchanged {
        Response response = FakeTransport::reply(200, "", "video/mp4");
        response.head.content_length = 24;
        if (++n == 2) {
            response.head.status = 206;
            response.head.range_begin = 15;  // a gap: 10 to 15
            response.head.range_total = 24;
            EXPECT_FALSE(listener.head(response.head));
            return response;
        }
        EXPECT_TRUE(listener.head(response.head));
        EXPECT_TRUE(listener.data(n == 1 ? film.substr(0, 10) : film));
        if (n == 1) return FakeTransport::failure(Reached::answer, "broke off");
        EXPECT_EQ(header(request, "Range"), "") << "begun again";
        return response;
    });
    fake.transport.on("/download", film_host(film, 100, ranges));
    ASSERT_TRUE(run("https://cdn.test/film"));
    EXPECT_EQ(content(), film);
}

TEST_F(Downloading, APieceOfAnotherVersionIsNotMixedIn) {
    // The file changes while it is fetched. One server minds If-Range, one does not.
    for (const bool minds : {true, false}) {
        int n = 0;
        const std::string newer = "ftypNEWERNEWERNEWERNEWER";
        ASSERT_EQ(newer.size(), film.size());
        fake.transport.on("cdn.test", [&](const Request& request, const Listener& listener) -> Exchanged {
            Response response = FakeTransport::reply(200, "", "video/mp4");
            response.head.content_length = 24;
            response.head.etag = ++n == 1 ? "\"one\"" : "\"two\"";
            const bool ranged = !header(request, "Range").empty();
            EXPECT_EQ(header(request, "If-Range"), ranged ? "\"one\"" : "");
            if (ranged && !minds) {
                response.head.status = 206;
                response.head.range_begin = 10;
                response.head.range_total = 24;
                EXPECT_FALSE(listener.head(response.head));
                return response;
            }
            EXPECT_TRUE(listener.head(response.head));
            EXPECT_TRUE(listener.data(n == 1 ? film.substr(0, 10) : newer));
            if (n == 1) return FakeTransport::failure(Reached::answer, "broke off");
            return response;
        });
        ASSERT_TRUE(run("https://cdn.test/film"));
        EXPECT_EQ(content(), newer);
    }
}

TEST_F(Downloading, ARedirectIsFollowedWithoutCredentials) {
    fake.transport.on("/download", [](const Request&, const Listener&) {
        Response response = FakeTransport::reply(302, "", "");
        response.head.location = "https://cdn.test/signed?key=1";
        return response;
    });
    fake.transport.on("cdn.test", film_host(film, 100, ranges));
    ASSERT_TRUE(run(""));
    EXPECT_EQ(last(fake).url, "https://cdn.test/signed?key=1");
    EXPECT_TRUE(last(fake).bearer.empty());
}

TEST(Timestamps, AreReadAsTheyAreWritten) {
    EXPECT_EQ(parse_timestamp("1970-01-01T00:00:00Z"), 0);
    EXPECT_EQ(parse_timestamp("2026-11-21T09:25:44Z"), 1795253144);
    EXPECT_EQ(parse_timestamp("2026-11-21T11:25:44.5+02:00"), 1795253144.5);
    EXPECT_EQ(parse_timestamp("2026-11-21 09:25:44"), 1795253144);
    for (const char* wrong : {"", "2026", "2026-13-01T00:00:00Z", "2026-11-31T00:00:00Z",
                              "2026-11-21T24:00:00Z", "2026-11-21T09:25:44Zx", "2026-11-21T09:25:44.Z"})
        EXPECT_FALSE(parse_timestamp(wrong)) << wrong;
    EXPECT_EQ(unix_time_of(1795253144), 1795253144);
    EXPECT_EQ(unix_time_of(1795253144000), 1795253144);
    EXPECT_EQ(format_timestamp(1795253144.9), "2026-11-21T09:25:44Z");
}

}  // namespace
}  // namespace beatsync::cloud::test
