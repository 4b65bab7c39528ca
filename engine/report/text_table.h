#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace beatsync::report {

struct TableColumn {
    std::string_view title;
    bool right = false;     ///< numbers line up on the right
    std::size_t most = 64;  ///< columns of a terminal; longer text is cut at the front
};
using TableRow = std::vector<std::string>;

/// Rows as lines, two spaces before each cell, as wide as they must be. The last column is as long as it is.
[[nodiscard]] std::string lay_out(std::span<const TableColumn> columns, std::span<const TableRow> rows);

/// The titles as a row.
[[nodiscard]] TableRow head_of(std::span<const TableColumn> columns);

}  // namespace beatsync::report
