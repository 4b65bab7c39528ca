// The protocol's table "Errors", said again: what each code means to each owner of a token, at each endpoint.
#include "cloud/error_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

namespace beatsync::cloud {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using enum Endpoint;
using enum TokenOwner;
using A = ErrorAction;

const std::vector<Endpoint> kAll{anonymous_token, claim_token, create_session, send_message, upload,
                                 credits,         state,       render,         poll,         download};

/// The row of a body code that comes with this HTTP status.
ErrorRow row(int status, std::int64_t code, Endpoint at = credits, TokenOwner owner = given) {
    return find_error_row(status, code, at, owner);
}

std::string hint(int status, std::int64_t code, TokenOwner owner, const char* user = "anon_1") {
    return to_error(row(status, code, upload, owner), "", "https://nemovideo.com", user).hint;
}

TEST(ErrorTable, ZeroIsFine) {
    EXPECT_TRUE(is_success(200, 0));
    EXPECT_TRUE(is_success(201, 0));
    EXPECT_TRUE(is_success(206, 0));
    for (const int code : {1001, 1002, 2001, 4001, 4002, -1, 1, 199, 300, 400, 500})
        EXPECT_FALSE(is_success(200, code)) << code;
    for (const int status : {0, 100, 199, 300, 302, 400, 401, 402, 404, 429, 500, 503})
        EXPECT_FALSE(is_success(status, 0)) << status;
}

TEST(ErrorTable, AnonymousTokenExpired) {
    for (const auto& [status, code] : {std::pair{200, 1001}, {401, 1001}, {401, 0}, {500, 1001}})
        for (const Endpoint at : kAll) {
            const ErrorRow found = row(status, code, at, anonymous);
            EXPECT_EQ(found.errc, Errc::refused);
            // The request for a token is no reason to ask for one.
            EXPECT_EQ(found.action, at == anonymous_token ? A::none : A::new_anonymous_token);
            EXPECT_EQ(found.most_retries, at == anonymous_token ? 0 : 1);
        }
}

TEST(ErrorTable, GivenTokenExpiredIsLeftAlone) {
    for (const auto& [status, code] : {std::pair{200, 1001}, {401, 1001}, {401, 0}})
        for (const Endpoint at : kAll) {
            const ErrorRow found = row(status, code, at, given);
            EXPECT_EQ(found.errc, Errc::refused);
            EXPECT_EQ(found.action, A::none);
            EXPECT_EQ(found.most_retries, 0);
            EXPECT_THAT(found.message, HasSubstr("token"));
            EXPECT_THAT(found.hint, HasSubstr("NEMO_TOKEN"));
        }
}

TEST(ErrorTable, SessionNotFound) {
    for (const TokenOwner owner : {anonymous, given})
        for (const int status : {200, 404, 400, 500}) {
            for (const Endpoint at : {claim_token, send_message, upload, state, render}) {
                const ErrorRow found = row(status, 1002, at, owner);
                EXPECT_EQ(found.errc, Errc::refused);
                EXPECT_EQ(found.action, A::new_session_and_upload_again);
                EXPECT_EQ(found.most_retries, 1);
                EXPECT_THAT(found.message, HasSubstr("session"));
            }
            // These name no session: a new one would not help.
            for (const Endpoint at : {anonymous_token, create_session, credits, poll, download})
                EXPECT_EQ(row(status, 1002, at, owner).action, A::none);
        }
}

TEST(ErrorTable, OutOfCredits) {
    for (const int status : {200, 402, 403}) {
        for (const Endpoint at : kAll)
            for (const TokenOwner owner : {anonymous, given}) {
                EXPECT_EQ(row(status, 2001, at, owner).action, A::none);
                EXPECT_EQ(row(status, 2001, at, owner).errc, Errc::refused);
                EXPECT_THAT(row(status, 2001, at, owner).message, HasSubstr("credits"));
            }
        EXPECT_THAT(hint(status, 2001, anonymous), HasSubstr("https://nemovideo.com?bind=anon_1"));
        EXPECT_EQ(hint(status, 2001, given), "Top up credits in your account");
    }
    EXPECT_THAT(hint(200, 2001, anonymous, ""), HasSubstr("https://nemovideo.com"));
    EXPECT_THAT(hint(200, 2001, anonymous, ""), Not(HasSubstr("bind")));
}

TEST(ErrorTable, UnsupportedFileNamesTheFormats) {
    for (const auto& [status, code] : {std::pair{200, 4001}, {400, 4001}, {415, 0}})
        for (const TokenOwner owner : {anonymous, given}) {
            const ErrorRow found = row(status, code, upload, owner);
            EXPECT_EQ(found.errc, Errc::refused);
            EXPECT_EQ(found.action, A::none);
            for (const char* format : {"mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp", "mp3",
                                       "wav", "m4a", "aac"})
                EXPECT_THAT(found.hint, HasSubstr(format));
        }
}

TEST(ErrorTable, TooLargeSaysTheLimit) {
    for (const auto& [status, code] : {std::pair{200, 4002}, {400, 4002}, {413, 0}})
        for (const TokenOwner owner : {anonymous, given}) {
            const ErrorRow found = row(status, code, upload, owner);
            EXPECT_EQ(found.errc, Errc::refused);
            EXPECT_EQ(found.action, A::none);
            for (const char* word : {"500 MB", "compress", "trim"})
                EXPECT_THAT(found.hint, HasSubstr(word));
        }
}

TEST(ErrorTable, ClientIdMissing) {
    for (const TokenOwner owner : {anonymous, given}) {
        EXPECT_EQ(row(400, 0, anonymous_token, owner).action, A::make_client_id);
        EXPECT_EQ(row(400, 0, anonymous_token, owner).most_retries, 1);
        EXPECT_EQ(row(200, 400, anonymous_token, owner).action, A::make_client_id);
        for (const Endpoint at : kAll)
            if (at != anonymous_token) {
                EXPECT_EQ(row(400, 0, at, owner).action, A::none);
                EXPECT_EQ(row(400, 0, at, owner).most_retries, 0);
            }
    }
}

TEST(ErrorTable, ExportBlockedIsNoMatterOfCredits) {
    for (const TokenOwner owner : {anonymous, given})
        for (const auto& [status, code] : {std::pair{402, 0}, {200, 402}}) {
            const ErrorRow found = row(status, code, render, owner);
            EXPECT_EQ(found.errc, Errc::refused);
            EXPECT_EQ(found.action, A::none);
            EXPECT_STREQ(found.hint, "Register or upgrade your plan to unlock export.");
            EXPECT_THAT(found.message, Not(HasSubstr("credit")));
        }
}

TEST(ErrorTable, RateLimitedWaitsOnce) {
    EXPECT_EQ(kDefaultRetryWaitSeconds, 30);
    for (const TokenOwner owner : {anonymous, given})
        for (const Endpoint at : kAll)
            for (const auto& [status, code] : {std::pair{429, 0}, {200, 429}}) {
                const ErrorRow found = row(status, code, at, owner);
                EXPECT_EQ(found.errc, Errc::refused);
                EXPECT_EQ(found.action, A::wait_and_retry_once);
                EXPECT_EQ(found.most_retries, 1);
            }
}

TEST(ErrorTable, PassingFaultsAreRetriedWhereNothingIsDoneTwice) {
    for (const TokenOwner owner : {anonymous, given})
        for (const int status : {500, 502, 503, 504, 599, 408}) {
            for (const Endpoint at : {credits, state, poll, download}) {
                EXPECT_EQ(row(status, 0, at, owner).action, A::retry_with_backoff) << status;
                EXPECT_GE(row(status, 0, at, owner).most_retries, 1) << status;
            }
            for (const Endpoint at :
                 {send_message, render, upload, create_session, anonymous_token, claim_token}) {
                EXPECT_EQ(row(status, 0, at, owner).action, A::none) << status;
                EXPECT_EQ(row(status, 0, at, owner).most_retries, 0) << status;
            }
            EXPECT_EQ(row(status, 0, poll, owner).errc, Errc::network);
            EXPECT_EQ(row(status, 0, render, owner).errc, Errc::network);
        }
}

TEST(ErrorTable, BodyCodeDecidesBeforeTheStatus) {
    EXPECT_THAT(row(500, 2001).message, HasSubstr("credits"));
    EXPECT_THAT(row(402, 1001).message, HasSubstr("token"));
    // Codes that no row names leave it to the status.
    for (const std::int64_t code : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{9999}, std::int64_t{1},
                                    INT64_MAX, INT64_MIN, (std::int64_t{1} << 32U) + 2001}) {
        EXPECT_EQ(row(503, code, poll).action, A::retry_with_backoff) << code;
        EXPECT_STREQ(row(402, code).message, row(402, 0).message) << code;
    }
}

TEST(ErrorTable, EverythingElseIsARefusal) {
    for (const auto& [status, code] : {std::pair{200, 9999},
                                       {418, 0},
                                       {451, 0},
                                       {499, 0},
                                       {404, 0},
                                       {403, 0},
                                       {300, 0},
                                       {600, 0},
                                       {200, -1}})
        for (const TokenOwner owner : {anonymous, given})
            for (const Endpoint at : kAll) {
                const ErrorRow found = row(status, code, at, owner);
                EXPECT_EQ(found.errc, Errc::refused) << status << ' ' << code;
                EXPECT_EQ(found.action, A::none) << status << ' ' << code;
                EXPECT_EQ(found.most_retries, 0) << status << ' ' << code;
                EXPECT_STRNE(found.message, "") << status << ' ' << code;
            }
}

TEST(ErrorTable, EveryRowCanBeReached) {
    for (const TokenOwner owner : {anonymous, given})
        for (const ErrorRow& wanted : error_rows(owner)) {
            ASSERT_LE(wanted.first, wanted.last);
            bool reached = false;
            for (int code = wanted.first; code <= wanted.last; ++code)
                reached = reached || std::string(row(code, 0, poll, owner).message) == wanted.message;
            EXPECT_TRUE(reached) << wanted.first << ": " << wanted.message;
        }
}

Error error(const std::string& said, const std::string& user = "anon_1") {
    return to_error(row(200, 2001, upload, anonymous), said, "https://w", user);
}

TEST(ErrorTable, ServicesWordsAreBehindOurs) {
    EXPECT_EQ(error("").message, "out of credits");
    EXPECT_EQ(error("balance is 0").message, "out of credits: balance is 0");
    EXPECT_EQ(error("a\nb\r\x1b[31mc\x7f").message, "out of credits: a b  [31mc ");
    EXPECT_EQ(error(std::string(5000, 'x')).message, "out of credits: " + std::string(300, 'x'));
    EXPECT_EQ(error("x").code, Errc::refused);
}

TEST(ErrorTable, ServicesWordsAreNotCutWithinACharacter) {
    for (std::size_t lead = 296; lead <= 300; ++lead) {
        const std::string message = error(std::string(lead, 'x') + "\xF0\x9F\x98\x80").message;
        const std::string kept = message.substr(std::string("out of credits: ").size());
        EXPECT_EQ(kept, std::string(lead, 'x') + (lead == 296 ? "\xF0\x9F\x98\x80" : "")) << lead;
    }
}

TEST(ErrorTable, TokensInTheServicesWordsAreHidden) {
    const std::string late = std::string(290, ' ') + "nmv_usr_Secret";
    for (const std::string said :
         {"bad token nmv_usr_Secret-1.23_x", "nmv_usr_Secret", "'clm_Secret1' is used",
          "nmv_usr_Secret,clm_Secret", "Bearer nmv_Secret", late.c_str()})
        EXPECT_THAT(error(said).message, Not(HasSubstr("Secret"))) << said;
    EXPECT_THAT(error("token nmv_usr_Secret has expired").message, HasSubstr("has expired"));
}

TEST(ErrorTable, LinkIsALinkWhateverTheUserIdIs) {
    EXPECT_THAT(error("", "anon_a-b.c~1").hint, HasSubstr("https://w?bind=anon_a-b.c~1"));
    EXPECT_THAT(error("", "a b&c=\n\x1b{web}").hint, HasSubstr("https://w?bind=a%20b%26c%3D%0A%1B%7Bweb%7D"));
}

}  // namespace
}  // namespace beatsync::cloud
