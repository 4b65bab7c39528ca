#include "core/version.h"

namespace beatsync {

std::string_view version() {
    return BEATSYNC_VERSION;
}

}  // namespace beatsync
