#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/cloud_client.h"
#include "cli/cloud_jobs.h"
#include "cli/json_document.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "cloud/conversation.h"
#include "cloud/intent_router.h"
#include "draft/text.h"

namespace beatsync::cli {
namespace {

namespace fs = std::filesystem;

struct Arguments {
    CloudArguments cloud;
    std::vector<std::string> words;
    std::string output;  ///< empty: kUsualOutput, if anything is exported
    std::string session;
    bool fresh = false;
    bool overwrite = false;
};

constexpr const char* kUsualOutput = "cloud-export.mp4";

/// One `cloud chat`, from the user's words to the last thing done about them.
class Chat {
public:
    Chat(const Arguments& given, CloudClient& client, const Session& session)
        : given_(given), client_(client), session_(session) {}

    Result<Outcome> run(const std::string& words) {
        const cloud::RoutedWords routed = cloud::route_words(words);
        BEATSYNC_CHECK(choose_session());
        switch (routed.intent) {
            case cloud::Intent::export_video:
                BEATSYNC_CHECK(export_to(file_named_in(routed), given_.overwrite));
                break;
            case cloud::Intent::credits:
                BEATSYNC_CHECK(show_credits());
                break;
            case cloud::Intent::state:
                BEATSYNC_CHECK(show_tracks());
                break;
            case cloud::Intent::upload:
                if (routed.mentioned_files.empty())
                    return fail(Errc::usage, "which file is to be uploaded?",
                                "name it: beatsync cloud upload FILE");
                BEATSYNC_CHECK(upload(routed.mentioned_files));
                break;
            case cloud::Intent::message:
                BEATSYNC_CHECK(upload(there(routed.mentioned_files)));
                BEATSYNC_CHECK(send(words, true));
                break;
        }
        return finish();
    }

private:
    Result<void> choose_session() {
        id_ = given_.session;
        if (!id_.empty()) return {};
        if (given_.fresh) return new_session();
        BEATSYNC_TRY(id_, cloud::current_session(client_.service(), client_.sessions(), session_.context));
        return {};
    }

    Result<void> new_session() {
        BEATSYNC_TRY(const cloud::Session made, client_.service().create_session(session_.context));
        BEATSYNC_CHECK(client_.sessions().set_current(client_.base_url(), made));
        id_ = made.session_id;
        return {};
    }

    /// One that the user named is the user's to replace.
    [[nodiscard]] bool may_replace_session() const {
        return given_.session.empty() && client_.service().session_unknown();
    }

    /// The service has forgotten the session: another one, with the files that this one had and are still
    /// here.
    Result<void> replace_session() {
        std::vector<std::string> files;
        for (const auto& record : client_.sessions().uploads(client_.base_url(), id_))
            files.push_back(record.path.empty() ? record.name : record.path);
        BEATSYNC_TRY(id_, session_instead_of(client_, id_, session_));
        return upload(there(files));
    }

    /// Those that exist, or are addresses: a message may name what is to be made.
    static std::vector<std::string> there(std::vector<std::string> files) {
        files.erase(std::remove_if(files.begin(), files.end(),
                                   [](const std::string& file) {
                                       return !is_address(file) && !fs::is_regular_file(file);
                                   }),
                    files.end());
        return files;
    }

    Result<void> upload(const std::vector<std::string>& files) {
        if (files.empty()) return {};
        auto records = upload_to_session(client_, id_, files, session_);
        if (!records && may_replace_session()) {
            BEATSYNC_CHECK(replace_session());
            records = upload_to_session(client_, id_, files, session_);
        }
        if (!records) return fail(std::move(records).error());
        for (const auto& record : *records) {
            session_.console.say(fmt::format("uploaded {}", record.name));
            json_["uploaded"].push_back(record.name);
        }
        return {};
    }

    Result<void> send(const std::string& words, bool may_answer) {
        cloud::Conversation conversation(client_.service(), client_.clock());
        const auto show = [this](std::string_view text) { print(text); };
        auto reply = conversation.say(id_, words, show, session_.context);
        if (!reply && may_replace_session()) {
            BEATSYNC_CHECK(replace_session());
            reply = conversation.say(id_, words, show, session_.context);
        }
        end_line();
        if (!reply) return fail(std::move(reply).error());
        json_["text"] = json_.value("text", std::string()) + reply->text;
        if (!reply->changes.empty()) {
            print(reply->changes);
            end_line();
            json_["changes"] = reply->changes;
        }
        if (reply->nothing()) {
            session_.console.left_out(
                "the service said nothing and changed nothing (look again with `beatsync cloud chat \"show "
                "tracks\"`, or say it in other words)");
            outcome_ = Outcome::partial;
        }
        for (const cloud::ReplyAction action : reply->actions)
            BEATSYNC_CHECK(act(action, *reply, may_answer));
        return {};
    }

    /// What the reply would have the user click, done.
    Result<void> act(cloud::ReplyAction action, const cloud::Reply& reply, bool may_answer) {
        switch (action) {
            case cloud::ReplyAction::show_state:
            case cloud::ReplyAction::show_tracks:
                return show_tracks();
            case cloud::ReplyAction::export_video:
                return export_as_told();
            case cloud::ReplyAction::show_credits:
                return show_credits();
            case cloud::ReplyAction::send_as_message:
                // Once: an answer to it is not answered again, for each costs credits.
                if (!may_answer || reply.message.empty()) return {};
                session_.console.say("sending: " + reply.message);
                return send(reply.message, false);
        }
        return {};
    }

    Result<void> show_tracks() {
        if (json_.contains("tracks")) return {};
        BEATSYNC_TRY(const std::string line, tracks_line(client_, id_, session_));
        json_["tracks"] = line;
        print(line.empty() ? "The session's draft is empty." : line);
        end_line();
        return {};
    }

    Result<void> show_credits() {
        BEATSYNC_TRY(const cloud::Credits credits, client_.service().credits(session_.context));
        json_["credits"] = credits_object(credits);
        print(credits_line(credits));
        end_line();
        return {};
    }

    /// The name that the words say, if it is one of a film.
    static std::string file_named_in(const cloud::RoutedWords& routed) {
        const auto& files = routed.mentioned_files;
        const auto film = std::find_if(files.begin(), files.end(),
                                       [](const std::string& file) { return file.ends_with(".mp4"); });
        return film == files.end() ? "" : *film;
    }

    /// The reply's idea and not the user's: nothing is replaced for it, and it is no failure of what was
    /// asked.
    Result<void> export_as_told() {
        session_.console.say("the reply asks for an export");
        auto exported = export_to("", false);
        if (exported || exported.error().code == Errc::cancelled) return exported;
        session_.console.left_out("not exported: " + describe(exported.error()));
        outcome_ = Outcome::partial;
        return {};
    }

    Result<void> export_to(const std::string& name, bool overwrite) {
        std::string output = name.empty() ? given_.output : name;
        if (output.empty()) output = kUsualOutput;
        exported_ = true;
        BEATSYNC_CHECK(check_export_output(output, overwrite));
        BEATSYNC_TRY(const cloud::Job job, export_session(client_, id_, output, overwrite, session_));
        json_["export"] = job_object(job);
        print(output);
        end_line();
        return {};
    }

    /// To stdout at once, unless it is to be one document at the end.
    void print(std::string_view text) {
        if (session_.json || text.empty()) return;
        if (printed_) printed_ = session_.console.result(printable(text));
        line_open_ = text.back() != '\n';
    }
    void end_line() {
        if (std::exchange(line_open_, false)) print("\n");
    }

    Result<Outcome> finish() {
        BEATSYNC_CHECK(printed_);
        if (!given_.output.empty() && !exported_) {
            session_.console.left_out("nothing was exported to " + given_.output +
                                      " (beatsync cloud export -o does it)");
            outcome_ = Outcome::partial;
        }
        if (!session_.json) return outcome_;
        json_["session_id"] = id_;
        BEATSYNC_CHECK(session_.console.result(document(json_)));
        return outcome_;
    }

    const Arguments& given_;
    CloudClient& client_;
    const Session& session_;
    std::string id_;
    Json json_ = Json::object();
    Result<void> printed_;
    Outcome outcome_ = Outcome::done;
    bool line_open_ = false;
    bool exported_ = false;
};

Result<Outcome> run(const Arguments& given, const Session& session) {
    if (given.fresh && !given.session.empty())
        return fail(Errc::usage, "--new and --session contradict each other", "leave one out");
    const std::string words = fmt::format("{}", fmt::join(given.words, " "));
    if (draft::trimmed(words).empty())
        return fail(Errc::usage, "there is nothing to say",
                    "write it in words: beatsync cloud chat \"add music\"");
    BEATSYNC_TRY(const auto client, CloudClient::open(given.cloud));
    return Chat(given, *client, session).run(words);
}

}  // namespace

Action define_cloud_chat(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("WORDS", given->words, "What is to be done, in plain words")->required();
    command.add_option("-o,--output", given->output, "The video, where the words ask for an export")
        ->type_name("OUT.mp4");
    command.add_option("--session", given->session, "Another session than the current one")->type_name("ID");
    command.add_flag("--new", given->fresh, "Begin a new session");
    define_overwrite(command, given->overwrite);
    given->cloud.define(command);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
