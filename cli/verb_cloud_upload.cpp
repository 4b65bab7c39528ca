#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/cloud_client.h"
#include "cli/cloud_jobs.h"
#include "cli/json_document.h"
#include "cli/verb.h"

namespace beatsync::cli {
namespace {

struct Arguments {
    CloudArguments cloud;
    std::string session;
    std::vector<std::string> files;
};

Result<Outcome> run(const Arguments& given, const Session& session) {
    BEATSYNC_CHECK(check_uploads(given.files));
    BEATSYNC_TRY(const auto client, CloudClient::open(given.cloud));
    std::string session_id = given.session;
    if (session_id.empty()) {
        BEATSYNC_TRY(session_id,
                     cloud::current_session(client->service(), client->sessions(), session.context));
    }
    auto uploaded = upload_to_session(*client, session_id, given.files, session);
    // What is remembered to be there is so only if the session still is.
    if (uploaded)
        if (auto state = client->service().state(session_id, session.context); !state)
            uploaded = fail(std::move(state).error());
    if (!uploaded && client->service().session_unknown() && given.session.empty()) {
        BEATSYNC_TRY(session_id, session_instead_of(*client, session_id, session));
        uploaded = upload_to_session(*client, session_id, given.files, session);
    }
    BEATSYNC_TRY(const auto records, std::move(uploaded));
    Json list = Json::array();
    std::string lines;
    for (const cloud::UploadRecord& record : records) {
        list.push_back({{"name", record.name},
                        {"reference", record.reference},
                        {"answer", Json::parse(record.answer, nullptr, false)}});
        lines += fmt::format("{}: {}\n", one_line(record.name), one_line(record.reference));
    }
    BEATSYNC_CHECK(session.console.result(
        session.json ? document({{"session_id", session_id}, {"files", std::move(list)}}) : lines));
    return Outcome::done;
}

}  // namespace

Action define_cloud_upload(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("FILE", given->files, "Files, or http addresses of files")->required();
    command.add_option("--session", given->session, "Another session than the current one")->type_name("ID");
    given->cloud.define(command);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
