#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/error.h"
#include "plan/planner.h"

namespace CLI {
class App;
}

namespace beatsync::cli {

/// The words over the pictures. Options that are repeated belong to the titles in their order; one that says
/// how they look or how long they last holds for all of them when it is given once.
struct TitleArguments {
    std::vector<std::string> texts;
    std::vector<std::string> at;
    std::vector<std::string> length;
    std::vector<std::string> place;
    std::vector<std::string> style;
    std::vector<std::string> size;
    std::vector<std::string> colour;
    std::vector<std::string> font;

    void define(CLI::App& command);
    /// Errc::usage with the option, what is wrong with it, and what would be right.
    [[nodiscard]] Result<std::vector<plan::TitleRequest>> titles() const;

private:
    [[nodiscard]] Result<void> check_counts() const;
    [[nodiscard]] Result<draft::TextStyle> style_of(std::size_t i) const;
};

}  // namespace beatsync::cli
