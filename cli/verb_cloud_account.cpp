#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/cloud_client.h"
#include "cli/cloud_jobs.h"
#include "cli/json_document.h"
#include "cli/verb.h"
#include "cloud/timestamp.h"
#include "draft/text.h"

// Who we are to the service, and what is left on the account.
namespace beatsync::cli {
namespace {

struct Arguments {
    CloudArguments cloud;
    bool anonymous = false;
    std::string argument;  ///< of login: to be refused without being repeated
};

/// What is typed is not shown while it lives.
class NoEcho {
public:
    NoEcho() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;
    ~NoEcho() {
        if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }

private:
    termios before_{};
    bool changed_ = false;
};

/// A line from a prompt or from stdin: never from the command line, which other users can see.
Result<cloud::Secret> read_token() {
    constexpr std::size_t kLongest = 64U << 10U;
    std::optional<NoEcho> no_echo;
    const bool asks = ::isatty(STDIN_FILENO) == 1;
    if (asks) {
        std::fputs("Token: ", stderr);
        no_echo.emplace();
    }
    std::string line;
    for (int c = std::getchar(); c != EOF && c != '\n' && line.size() < kLongest; c = std::getchar())
        line += static_cast<char>(c);
    no_echo.reset();
    if (asks) std::fputs("\n", stderr);
    const std::string_view token = draft::trimmed(line);
    if (token.empty())
        return fail(Errc::usage, "no token was given",
                    "type it at the prompt, or give it on standard input: beatsync cloud login < FILE");
    return cloud::Secret(std::string(token));
}

const char* kind_name(cloud::TokenKind kind) {
    switch (kind) {
        case cloud::TokenKind::anonymous:
            return "anonymous";
        case cloud::TokenKind::given:
            return "given";
        case cloud::TokenKind::none:
            break;
    }
    return "none";
}

Result<Outcome> login(const Arguments& given, const Session& session) {
    if (!given.argument.empty())
        return fail(Errc::usage, "a token is never an argument: other users can see those",
                    "type it at the prompt, or give it on standard input: beatsync cloud login < FILE");
    BEATSYNC_TRY(const auto client, CloudClient::open(given.cloud));
    if (given.anonymous) {
        if (client->service().account().kind == cloud::TokenKind::given)
            return fail(Errc::usage, "a token of yours is in use already",
                        "unset NEMO_TOKEN, or run `beatsync cloud logout` first");
        BEATSYNC_CHECK(client->service().credits(session.context));
    } else {
        BEATSYNC_TRY(const cloud::Secret token, read_token());
        BEATSYNC_CHECK(client->service().login(token, session.context));
    }
    const char* const kind = kind_name(client->service().account().kind);
    BEATSYNC_CHECK(session.console.result(
        session.json ? document({{"base_url", client->base_url()}, {"token", kind}})
                     : fmt::format("logged in to {} ({} token)\n", client->base_url(), kind)));
    return Outcome::done;
}

Result<Outcome> status(const Arguments& given, const Session& session) {
    CloudArguments asks_nobody = given.cloud;
    asks_nobody.offline = false;
    BEATSYNC_TRY(const auto client, CloudClient::open(asks_nobody, false));
    const cloud::Account account = client->service().account();
    const auto current = client->sessions().current(client->base_url());
    const std::string expires = account.expires_at ? cloud::format_timestamp(*account.expires_at) : "";
    const char* const kind = kind_name(account.kind);
    std::string text;
    if (session.json) {
        Json json = {{"base_url", client->base_url()}, {"token", kind}};
        json["session_id"] = current ? Json(current->session_id) : Json();
        json["expires_at"] = expires.empty() ? Json() : Json(expires);
        text = document(json);
    } else {
        text =
            fmt::format("service  {}\ntoken    {}{}\nsession  {}\n", client->base_url(), kind,
                        expires.empty() ? "" : ", until " + expires, current ? current->session_id : "none");
    }
    BEATSYNC_CHECK(session.console.result(text));
    return Outcome::done;
}

Result<Outcome> open_link(const Arguments& given, const Session& session) {
    BEATSYNC_TRY(const auto client, CloudClient::open(given.cloud));
    const auto current = client->sessions().current(client->base_url());
    if (!current)
        return fail(Errc::usage, "there is no session in the cloud yet",
                    "begin one: beatsync cloud chat \"…\"");
    BEATSYNC_TRY(const std::string link, client->service().claim_link(*current, session.context));
    BEATSYNC_CHECK(session.console.result(session.json ? document({{"url", link}}) : link + "\n"));
    return Outcome::done;
}

Result<Outcome> logout(const Arguments& given, const Session& session) {
    CloudArguments asks_nobody = given.cloud;
    asks_nobody.offline = false;
    BEATSYNC_TRY(const auto client, CloudClient::open(asks_nobody, false));
    BEATSYNC_CHECK(client->service().logout(session.context));
    // It belongs to the account.
    if (const auto current = client->sessions().current(client->base_url()))
        BEATSYNC_CHECK(client->sessions().forget(client->base_url(), current->session_id));
    session.console.say("logged out of " + client->base_url());
    if (client->service().account().kind == cloud::TokenKind::given)
        session.console.say("NEMO_TOKEN is still set, and is used");
    if (session.json) BEATSYNC_CHECK(session.console.result(document({{"base_url", client->base_url()}})));
    return Outcome::done;
}

using Run = Result<Outcome> (*)(const Arguments&, const Session&);

Action define(CLI::App& command, Run run, bool is_login = false) {
    const auto given = std::make_shared<Arguments>();
    if (is_login) {
        command.add_flag("--anonymous", given->anonymous, "Get an anonymous token instead of keeping yours");
        command.add_option("TOKEN", given->argument, "")->group("");
    }
    given->cloud.define(command);
    return [given, run](const Session& session) { return run(*given, session); };
}

}  // namespace

Action define_cloud_login(CLI::App& command) {
    return define(command, login, true);
}

Action define_cloud_status(CLI::App& command) {
    return define(command, status);
}

Action define_cloud_credits(CLI::App& command) {
    return define(command, [](const Arguments& given, const Session& session) -> Result<Outcome> {
        BEATSYNC_TRY(const auto client, CloudClient::open(given.cloud));
        BEATSYNC_TRY(const cloud::Credits credits, client->service().credits(session.context));
        BEATSYNC_CHECK(session.console.result(session.json ? document(credits_object(credits))
                                                           : credits_line(credits) + "\n"));
        return Outcome::done;
    });
}

Action define_cloud_open(CLI::App& command) {
    return define(command, open_link);
}

Action define_cloud_logout(CLI::App& command) {
    return define(command, logout);
}

}  // namespace beatsync::cli
