#pragma once

#include <memory>

#include "cli/verb.h"

namespace CLI {
class App;
class Config;
}  // namespace CLI

namespace beatsync::cli {

/// Reads TOML for one verb: the keys are the options' long names. Keys before the first section hold for
/// every verb that has such an option, those under [VERB] ([cloud.chat]) for that verb alone and before the
/// former. A key that no verb knows is an error: it is a slip of the pen, and the file is named, which is the
/// value of `app`'s configuration option. A key whose BEATSYNC_ variable is set gives way to it.
[[nodiscard]] std::shared_ptr<CLI::Config> make_config_reader(const Verb& verb, const CLI::App& app);

}  // namespace beatsync::cli
