#include "cli/fault_report.h"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

#include "cli/json_document.h"

namespace beatsync::cli {

void report_fault(const Error& error) {
    const char* text = std::getenv(kFaultDescriptor);
    if (text == nullptr) return;
    int descriptor = -1;
    const std::string_view view = text;
    const auto [end, ec] = std::from_chars(view.data(), view.data() + view.size(), descriptor);
    if (ec != std::errc{} || end != view.data() + view.size() || descriptor <= STDERR_FILENO) return;
    Json json;
    json["message"] = error.message;
    json["hint"] = error.hint;
    const std::string bytes = document(json);
    (void)!::write(descriptor, bytes.data(), bytes.size());
}

}  // namespace beatsync::cli
