#pragma once

#include <chrono>
#include <cstdint>
#include <future>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cloud_sim/simulator.h"

namespace beatsync::cloud_sim {

/// A user, whose credits fall.
struct Account {
    std::string user_id;
    std::int64_t available = 0;
    std::int64_t frozen = 0;  ///< held for running work
};

struct Token {
    std::string account;  ///< key of State::accounts
    std::set<std::string> scopes;
    double expires_at = 0;  ///< seconds since 1970
    std::string client_id;  ///< empty for a registered one
};

/// An edit that does not show yet.
struct PendingEdit {
    int states_left = 0;
    nlohmann::json draft;
};

struct Session {
    std::string id;
    std::string task_id;
    std::string account;
    nlohmann::json draft;
    std::vector<PendingEdit> pending;
};

using Film = std::shared_future<Result<std::filesystem::path>>;

struct Job {
    RenderJob seen;
    bool fails = false;
    std::chrono::steady_clock::time_point begun;
    Film film;
};

/// All that the service remembers. No locking of its own.
struct State {
    std::map<std::string, Account> accounts;
    std::map<std::string, Token> tokens;
    std::map<std::string, int> tokens_of_address;
    std::map<std::string, Session> sessions;
    std::vector<Upload> uploads;
    std::map<std::string, Job> jobs;
    std::vector<std::string> job_order;
    std::vector<Message> messages;
    std::vector<Seen> seen;
    std::map<std::string, int> calls;
    int next_id = 1;

    /// "<prefix><number>": the same requests give the same names.
    [[nodiscard]] std::string new_id(std::string_view prefix);
    [[nodiscard]] std::vector<const Upload*> uploads_of(std::string_view session_id) const;
};

[[nodiscard]] double unix_now();

}  // namespace beatsync::cloud_sim
