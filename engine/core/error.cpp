#include "core/error.h"

namespace beatsync {

std::string describe(const Error& error) {
    if (error.hint.empty()) return error.message;
    return error.message + " (" + error.hint + ")";
}

tl::unexpected<Error> fail_in(std::string_view where, Error error) {
    error.message.insert(0, std::string(where) + ": ");
    return fail(std::move(error));
}

}  // namespace beatsync
