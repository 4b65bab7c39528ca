#pragma once

#include <filesystem>
#include <string>

#include "cloud/secret.h"

namespace beatsync::cloud {

/// Where the service is, and what every request says of the sender.
struct ServiceSettings {
    std::string base_url = "https://mega-api-prod.nemovideo.ai";
    std::string web_url = "https://nemovideo.com";
    std::string skill_source = "ai-video-editing-with-music";
    std::string skill_version;
    std::string skill_platform = "unknown";
    std::string language = "en";
    /// …/nemovideo: the client id, shared with the service's other clients.
    std::filesystem::path config_folder;
    std::filesystem::path state_folder;  ///< …/beatsync: credentials, sessions, uploads, jobs
    std::string client_id;               ///< instead of the kept one; empty = the kept one
    Secret given_token;        ///< the user's own, from the environment; empty = stored or anonymous
    bool may_register = true;  ///< an anonymous token may be asked for when there is none
};

}  // namespace beatsync::cloud
