#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"

namespace beatsync::cloud {

/// Whether `text` is a UUID as RFC 9562 writes it, in either case.
[[nodiscard]] bool is_uuid(std::string_view text);
/// A random one (version 4), from the system's generator.
[[nodiscard]] std::string random_uuid();

/// The id that this machine is known to the service by, kept in `folder`/client_id and shared with the
/// service's other clients; made (mode 0600) where there is none or no UUID is in it. Programs that start at
/// once get the same one. Errc::media when it can't be kept: a new id for every run would soon be refused.
[[nodiscard]] Result<std::string> kept_client_id(const std::filesystem::path& folder);
/// Another one in its place: the service would not take it.
[[nodiscard]] Result<std::string> new_client_id(const std::filesystem::path& folder);

}  // namespace beatsync::cloud
