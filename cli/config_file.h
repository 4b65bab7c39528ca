#pragma once

#include <filesystem>
#include <memory>

#include "cli/verb.h"

namespace CLI {
class Config;
}

namespace beatsync::cli {

/// Reads TOML from `file`, which errors name, for one verb: the keys are the options' long names. Keys before
/// the first section hold for every verb that has such an option, those under [VERB] ([cloud.chat]) for that
/// verb alone and before the former. A key that no verb knows is an error: it is a slip of the pen. A key
/// whose BEATSYNC_ variable is set gives way to it.
[[nodiscard]] std::shared_ptr<CLI::Config> make_config_reader(const Verb& verb, std::filesystem::path file);

}  // namespace beatsync::cli
